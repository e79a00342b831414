"""Pictures back into their places: trafilatura extracts better without them, so they are found in the page afterwards.

A picture belongs to the article when it stands between two blocks of its text in the page, or right before the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from broadsheet.extract.tree import text_of
from broadsheet.types import Block, BlockKind
from broadsheet.types.text import clipped, folded, one_line
from broadsheet.types.urls import clean

_MOST = 60
_SMALLEST = 90
_FURNITURE = re.compile(
    r"avatar|icon|logo|emoji|author|byline|share|social|sprite|pixel|tracking|beacon|badge|button|spinner|promo|related|"
    r"recommend|teaser|newsletter|"
    r"advert|\bads?\b|banner|footer|sidebar|comment|gravatar|widget|thumb(?:nail)?s?-?(?:nav|list)|most-?read",
    re.IGNORECASE,
)
_TEXTS = frozenset(("p", "h2", "h3", "h4", "li", "blockquote", "h1", "div"))
_LAZY_NAMES = """
    data-src data-lazy-src data-original data-original-src data-img-src data-lazyload data-full-src data-hi-res-src
"""
_LAZY = _LAZY_NAMES.split()
_DIGITS = re.compile(r"\d{1,5}")
_CANDIDATE = re.compile(r"(\S+)(?:\s+([\d.]+)[wx])?\s*(?:,|$)")


def with_pictures(root: etree._Element, text: str, blocks: Sequence[Block], url: str) -> tuple[Block, ...]:
    """The blocks with the page's pictures among them; captions become alternative texts where there is none."""
    places = {_start(text[block.start : block.end]): place for place, block in enumerate(blocks) if block.kind is not BlockKind.IMAGE}
    if not places:
        return tuple(blocks)
    found: list[tuple[int, Block]] = []
    waiting: list[Block] = []
    last = -1
    known = {block.url for block in blocks if block.kind is BlockKind.IMAGE}
    for node in root.iter(etree.Element):
        if node.tag == "img":
            block = _picture(node, url) if len(found) < _MOST else None
            if block and block.url not in known:
                known.add(block.url)
                waiting.append(block)
        elif node.tag in _TEXTS and _holds_text(node) and (place := places.get(_start(text_of(node)))) is not None and place > last:
            # Before the first block only the nearest picture is the article's: others are the page's head.
            usable = waiting[-1:] if last < 0 else waiting
            found += [(place, block) for block in usable]
            waiting = []
            last = place
    result: list[Block] = []
    for place, block in enumerate(blocks):
        before = blocks[place - 1].end if place else 0
        result += [Block(BlockKind.IMAGE, before, before, url=picture.url, alt=picture.alt) for at, picture in found if at == place]
        result.append(block)
    return tuple(result)


def _holds_text(node: etree._Element) -> bool:
    """Whether an element may itself be a block: a `div` only when it holds its text directly."""
    return node.tag != "div" or bool((node.text or "").strip())


def _start(said: str) -> str:
    return folded(said[:160])[:80]


def _picture(node: etree._Element, url: str) -> Block | None:
    for step in (node, node.getparent(), _grandparent(node)):
        if step is not None and _FURNITURE.search(f"{step.get('class') or ''} {step.get('id') or ''}"):
            return None
    if any(step.tag in ("aside", "footer", "nav", "header") for step in node.iterancestors()):
        return None
    sizes = [int(found[0]) for name in ("width", "height") if (found := _DIGITS.match(node.get(name) or ""))]
    if any(size < _SMALLEST for size in sizes):
        return None
    address = next((address for address in (clean(source, url) for source in _sources(node)) if address), "")
    if not address or re.search(r"\.svg(?:$|\?)|/(?:pixel|spacer|blank)\b|1x1", address, re.IGNORECASE):
        return None
    alt = one_line(node.get("alt") or "") or _caption(node)
    return Block(BlockKind.IMAGE, 0, 0, url=address, alt=clipped(alt, 500))


def _grandparent(node: etree._Element) -> etree._Element | None:
    parent = node.getparent()
    return parent.getparent() if parent is not None else None


def _sources(node: etree._Element) -> Iterator[str]:
    for name in _LAZY:
        yield node.get(name) or ""
    parent = node.getparent()
    sets = [node.get("srcset") or node.get("data-srcset") or ""]
    if parent is not None and parent.tag == "picture":
        sets += [source.get("srcset") or source.get("data-srcset") or "" for source in parent.iter("source")]
    source = node.get("src") or ""
    if source and not source.startswith("data:"):
        yield source
    for candidates in sets:
        yield _largest(candidates[:8000])


def _largest(candidates: str) -> str:
    """The address of the largest picture of a `srcset`."""
    best, width = "", -1.0
    for found in _CANDIDATE.finditer(candidates):
        try:
            size = float(found[2] or 0)
        except ValueError:
            size = 0.0
        if size > width:
            best, width = found[1].rstrip(","), size
    return best


def _caption(node: etree._Element) -> str:
    for step in node.iterancestors("figure"):
        caption = step.find(".//figcaption")
        return one_line(text_of(caption)) if caption is not None else ""
    return ""
