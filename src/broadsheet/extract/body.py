"""The article's own text within a page: the seam behind which trafilatura works.

    tree of the page -> trafilatura (default mode, links and pictures kept) -> plain HTML fragment

What comes out is markup of a few plain elements, still to be sanitised and laid out.
"""

from __future__ import annotations

from lxml import etree
from trafilatura import bare_extraction

from broadsheet.extract.layout import lay_out
from broadsheet.extract.metadata import Metadata
from broadsheet.extract.trim import trimmed
from broadsheet.types import Block, ParseLimits

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
    """The text of a page's article and its blocks."""
    body = main_text(root, url)
    if body is None:
        return "", ()
    text, blocks = lay_out(as_html(body), url, limits)
    return trimmed(text, blocks, metadata.title, metadata.authors)
