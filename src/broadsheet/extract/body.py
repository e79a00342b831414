"""The article's own text within a page: the seam behind which trafilatura works.

    tree of the page -> trafilatura (default mode, links and pictures kept) -> plain HTML fragment

What comes out is markup of a few plain elements, still to be sanitised and laid out.
"""

from __future__ import annotations

import re
from html import escape, unescape

from lxml import etree
from trafilatura import bare_extraction

from broadsheet.extract.layout import lay_out
from broadsheet.extract.metadata import Metadata
from broadsheet.extract.pictures import with_pictures
from broadsheet.extract.trim import trimmed
from broadsheet.types import Block, ParseLimits

#: JSON-LD's text counts only when it has this many characters, is so many times as long, and holds this share of what was found.
_LONG_BODY = 500
_MUCH_MORE = 1.5
_SAME = 0.7
_WORD = re.compile(r"\w+")
_TAGS = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "ref": "a",
    "graphic": "img",
    "lb": "br",
    "row": "tr",
    "cell": "td",
}
_RENDERED = {"#b": "b", "#i": "i", "#t": "code", "#sub": "sub", "#sup": "sup", "#u": "em"}


def main_text(tree: etree._Element, url: str) -> etree._Element | None:
    """The body element that trafilatura finds, in its own vocabulary; None when it finds nothing. `tree` is left as it was."""
    found = bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_formatting=True,
        include_links=True,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    return body if isinstance(body, etree._Element) else None


def as_html(body: etree._Element) -> str:
    """The markup of a trafilatura body in HTML's own elements. Changes the tree that it is given."""
    for node in body.iter(etree.Element):
        _rename(node)
    return str(etree.tostring(body, encoding="unicode", method="html"))


def _rename(node: etree._Element) -> None:
    tag = str(node.tag)
    rend = node.get("rend") or ""
    if tag == "hi":
        node.tag = _RENDERED.get(rend, "span")
    elif tag == "head":
        node.tag = rend if rend in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
    elif tag == "list":
        node.tag = "ol" if rend == "ol" else "ul"
    elif tag == "ref":
        target = node.get("target")
        node.tag = "a"
        if target:
            node.set("href", target)
    elif tag == "cell":
        node.tag = "th" if node.get("role") == "head" else "td"
    elif tag == "code":
        node.tag = "pre" if "\n" in (node.text or "") else "code"
    elif tag in ("done", "del", "body"):
        node.tag = "div" if tag == "body" else "span"
    else:
        node.tag = _TAGS.get(tag, tag)


def article_text(root: etree._Element, url: str, metadata: Metadata, limits: ParseLimits) -> tuple[str, tuple[Block, ...]]:
    """The text of a page's article and its blocks: what trafilatura finds, unless JSON-LD carries clearly more of the same text;
    without furniture, with the page's pictures in their places.
    """
    body = main_text(root, url)
    text, blocks = lay_out(as_html(body), url, limits) if body is not None else ("", ())
    if len(metadata.body) >= _LONG_BODY and len(metadata.body) > _MUCH_MORE * len(text) and len(metadata.body) <= limits.text:
        carried, carried_blocks = lay_out(_paragraphs(metadata.body), url, limits)
        if len(carried) > _MUCH_MORE * len(text) and _within(text, carried) >= _SAME:
            text, blocks = carried, carried_blocks
    if not text:
        return "", ()
    text, blocks = trimmed(text, blocks, metadata.title, metadata.authors)
    return text, with_pictures(root, text, blocks, url)


def _paragraphs(carried: str) -> str:
    """JSON-LD's text as markup: some publishers put markup there, escaped or not, others bare lines."""
    carried = unescape(carried) if "&lt;" in carried else carried
    if re.search(r"<(?:p|br|div|h[1-6])\b", carried):
        return carried
    return "".join(f"<p>{escape(line)}</p>" for line in carried.splitlines() if line.strip())


def _within(text: str, other: str) -> float:
    """The share of a text's words in fours that stand in the other text; 1.0 for an empty text."""
    words, others = _WORD.findall(text), _WORD.findall(other)
    known = set(zip(others, others[1:], others[2:], others[3:], strict=False))
    fours = list(zip(words, words[1:], words[2:], words[3:], strict=False))
    return sum(four in known for four in fours) / len(fours) if fours else 1.0
