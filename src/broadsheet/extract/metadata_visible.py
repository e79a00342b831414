"""Claims of the visible page: headings, bylines and dates as readers see them near the headline.

The weakest evidence, used where the head of the page says nothing, and to check what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from broadsheet.extract.metadata_claims import Claims
from broadsheet.extract.metadata_people import people
from broadsheet.extract.tree import spaced_text, text_of

#: Parts of a page that belong to other articles or to readers.
_ELSEWHERE = re.compile(
    r"comment|related|recommend|sidebar|side-bar|footer|teaser|card|promo|newsletter|widget|most-?read|popular|trending|latest|menu|navbar|"
    r"\bnav\b|carousel|slider|more-from|read-?next|more-?stories|reply|respond|disqus|caption|credit|photo|image|gallery|"
    r"avatar|cookie|breadcrumb",
    re.IGNORECASE,
)
_AUTHOR = re.compile(r"author|byline|by-line|autor|writer|contributor|credits?-name|journalist", re.IGNORECASE)
_AUTHOR_NAME = re.compile(r"author[-_]*(?:name|link|title)|name[-_]*author|byline[-_]*(?:name|link|author)|\bfn\b", re.IGNORECASE)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|people|profile|staff|journalist|writers?|contributors?|by)/[^/]", re.IGNORECASE
)
_BY = re.compile(
    r"^(?:written |posted |story |words |reported )?(?:by|von|par|por|door|av|af|author:|autor:)\s*:?\s+[^\W\d_]", re.IGNORECASE
)
_BY_ALONE = re.compile(r"(?:written |posted |story |words )?(?:by|von|par|por|door|av|af|author|autor)\s*:?", re.IGNORECASE)
DATED = re.compile(r"date|time|publish|posted|pubdate|byline|meta|info|stamp", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
CHANGED = re.compile(
    r"updated|modified|changed|aktualisiert|actualizado|mis à jour|aggiornato|geändert|last edited|reviewed|atualizado|bijgewerkt",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^.{0,60}?\b(?:published|posted|publié(?: le)?|veröffentlicht|veröffentlicht am|publicado(?: el)?|pubblicato(?: il)?|"
    r"first published|created|date|"
    r"originally published|on)\b\s*(?:on|am|at|:)?\s*",
    re.IGNORECASE,
)
WRITTEN_DAY = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|"
    r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?(?:\s+(?:de|of))?\s+[^\W\d_]{3,12}\.?,?(?:\s+(?:de|del))?\s+\d{4}|"
    r"[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r'\\?"(?:date_?published|publish_?date|published_?at|published_?on|publication_?date'
    r'|first_?publication_?date|first_?published(?:_?at|_?date)?|pub_?date|posted_?at)\\?"'
    r'\s{0,4}:\s{0,4}\\?"(20[0-4]\d-[01]\d-[0-3]\d(?:T[\d:.]{5,15}(?:Z|[+-][\d:]{2,6})?)?)',
    re.IGNORECASE,
)
#: How many small elements after the headline are looked at, and how many although they look like another article's.
_NEAR = 120
_NEAREST = 30
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "span",
        "time",
        "li",
        "a",
        "small",
        "em",
        "i",
        "b",
        "strong",
        "td",
        "dd",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "address",
        "abbr",
        "section",
        "header",
        "cite",
        "label",
    )
)


def visible_claims(root: etree._Element) -> Claims:
    """Headings in their order, authors from marked or plain bylines, dates near the headline (published and changed apart)."""
    headings = [text_of(node) for node in root.iter("h1")][:8]
    near = list(near_headline(root))
    published, modified = _dates(root, near)
    return Claims(
        origin="page",
        titles=tuple(heading for heading in headings if heading),
        authors=_authors(root, near),
        published=tuple(published),
        modified=tuple(modified),
    )


def document_title(root: etree._Element) -> str:
    """The text of the first `<title>` (not one inside a drawing)."""
    node = root.find("head/title")
    node = root.find(".//title") if node is None else node
    return text_of(node) if node is not None else ""


def near_headline(root: etree._Element, most_before: int = 12) -> Iterator[etree._Element]:
    """Small elements with text of their own around the first headline: a few before it, many after it."""
    body = root.find("body")
    if body is None:
        return
    before: list[etree._Element] = []
    heading = next(root.iter("h1"), None)
    if heading is None:
        heading = next(root.iter("h2"), None)
    seen, count = heading is None, 0
    for node in body.iter(etree.Element):
        if node is heading:
            seen = True
            yield from before[-most_before:]
            continue
        if node.tag not in _BLOCKS or not any(text and text.strip() for text in (node.text, *(child.tail for child in node))):
            continue
        if not seen:
            before.append(node)
            continue
        count += 1
        if count > _NEAR:
            return
        yield node


def stands_elsewhere(node: etree._Element) -> bool:
    """Whether an element stands in a part of the page that is not the article's."""
    step: etree._Element | None = node
    for _ in range(7):
        if step is None or step.tag in ("body", "article", "main"):
            return False
        if step.tag in ("footer", "aside", "nav", "figure", "figcaption") or _ELSEWHERE.search(
            f"{step.get('class') or ''} {step.get('id') or ''}"
        ):
            return True
        step = step.getparent()
    return False


def _authors(root: etree._Element, near: list[etree._Element]) -> tuple[str, ...]:
    for groups in (_linked_authors(root), _named_authors(root), _marked_bylines(root), _plain_bylines(near)):
        found = people(groups, byline=True)
        if found:
            return found
    return ()


def _linked_authors(root: etree._Element) -> Iterator[str]:
    """Links with rel=author, and links to an author's page within a byline; those that stand together."""
    first: etree._Element | None = None
    for node in root.iter("a"):
        rel = (node.get("rel") or "").lower().split()
        marked = "author" in rel or (_AUTHOR_PATH.search(node.get("href") or "") and _in_byline(node))
        if not marked or stands_elsewhere(node):
            continue
        text = spaced_text(node)
        if not text or len(text) > 80:
            continue
        if first is None:
            first = node
        elif not _close(first, node):
            return
        yield text


def _in_byline(node: etree._Element) -> bool:
    step: etree._Element | None = node
    for _ in range(4):
        if step is None:
            return False
        if _AUTHOR.search(f"{step.get('class') or ''} {step.get('id') or ''} {step.get('itemprop') or ''}"):
            return True
        step = step.getparent()
    return False


def _close(one: etree._Element, two: etree._Element) -> bool:
    """Whether two elements share a near ancestor."""
    ancestors = set()
    step: etree._Element | None = one
    for _ in range(4):
        step = step.getparent() if step is not None else None
        if step is not None:
            ancestors.add(step)
    step = two
    for _ in range(4):
        step = step.getparent() if step is not None else None
        if step is not None and step in ancestors and step.tag not in ("body", "html"):
            return True
    return False


def _named_authors(root: etree._Element) -> Iterator[str]:
    first: etree._Element | None = None
    for node in root.iter(etree.Element):
        if not _AUTHOR_NAME.search(node.get("class") or "") or stands_elsewhere(node):
            continue
        text = spaced_text(node)
        if not text or len(text) > 80:
            continue
        if first is None:
            first = node
        elif not _close(first, node):
            return
        yield text


def _marked_bylines(root: etree._Element) -> Iterator[str]:
    for node in root.iter(etree.Element):
        if not _AUTHOR.search(f"{node.get('class') or ''} {node.get('itemprop') or ''}") or stands_elsewhere(node):
            continue
        text = spaced_text(node)
        if 3 < len(text) < 160 and people([text], byline=True):
            yield text
            return


def _plain_bylines(near: list[etree._Element]) -> Iterator[str]:
    for node in near:
        text = spaced_text(node)
        parent = node.getparent()
        if _BY_ALONE.fullmatch(text) and parent is not None:
            text = spaced_text(parent)
        if 5 < len(text) < 120 and _BY.match(text) and people([text], byline=True) and not stands_elsewhere(node):
            yield text
            return


def _dates(root: etree._Element, near: list[etree._Element]) -> tuple[list[str], list[str]]:
    """Dates as written, published and changed: of `<time>` elements, of lines marked as dates, of short lines near the headline, of what
    scripts hold, and last of parts that look like other articles'.
    """
    published: list[str] = []
    modified: list[str] = []
    for node in root.iter("time"):
        stated = node.get("datetime") or text_of(node)
        if not stated or len(stated) > 60 or stands_elsewhere(node):
            continue
        around = node.getparent()
        said = f"{node.get('class') or ''} {node.get('itemprop') or ''} " + (text_of(around)[:120] if around is not None else "")
        changed = CHANGED.search(said.partition(text_of(node) or "\x00")[0])
        (modified if changed else published).append(stated)
        if len(published) + len(modified) > 6:
            break
    marked: list[str] = []
    plain: list[str] = []
    doubtful: list[str] = []
    for place, node in enumerate(near):
        text = (node.get("datetime") or "") if node.tag == "time" else ""
        text = text or text_of(node)
        if not 6 <= len(text) <= 200 or not _YEAR.search(text):
            continue
        elsewhere = stands_elsewhere(node)
        if elsewhere and place > _NEAREST:
            continue
        is_marked = DATED.search(f"{node.get('class') or ''} {node.get('id') or ''} {node.tag}") is not None
        for found in WRITTEN_DAY.finditer(text):
            before = text[: found.start()]
            labelled = LABEL.match(before) is not None
            if CHANGED.search(before) and not LABEL.match(before[-14:]):
                modified += [] if elsewhere else [found[0]]
            elif len(text) < 60 or is_marked or labelled:
                (doubtful if elsewhere else marked if is_marked or labelled else plain).append(found[0])
    return [*published, *marked[:5], *plain[:5], *_embedded(root), *doubtful[:3]], modified


def _embedded(root: etree._Element) -> list[str]:
    """The publication date in the data of a page's scripts, when they know only one."""
    found: set[str] = set()
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") and len(text) < 2_000_000:
            found.update(_EMBEDDED.findall(text))
    return sorted(found)[:1] if len({stated[:10] for stated in found}) == 1 else []
