"""Trees of markup: parsing, cutting, reading. The only place that knows lxml's habits.

Trees are for reading only. What is shown to readers is written anew from records, and markup from here goes through `sanitise` first.
"""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

_Parser = lxml_html.HTMLParser
_EMPTY = b"<html></html>"


def _parser() -> lxml_html.HTMLParser:
    return _Parser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)


def document(html: str) -> etree._Element:
    """The tree of a whole page, with `html` as its root, comments left out.

    libxml2 loses text nested deeper than about 250: give it what `prescan.tame` returned.
    """
    try:
        return lxml_html.document_fromstring(_bytes(html) or _EMPTY, parser=_parser(), ensure_head_body=True)
    except etree.ParserError:
        # Broken tags and nothing else ("</0"): libxml2 gives no tree at all.
        return lxml_html.document_fromstring(_EMPTY, parser=_parser(), ensure_head_body=True)


def fragment(html: str) -> etree._Element:
    """The tree of a fragment, in a `div`."""
    root = lxml_html.document_fromstring(b"<html><body><div>" + _bytes(html) + b"</div></body></html>", parser=_parser())
    body = root.find("body")
    return root if body is None else body


def _bytes(html: str) -> bytes:
    return html.encode("utf-8", "replace")


def inner_html(root: etree._Element) -> str:
    """The markup inside an element."""
    pieces = [etree.tostring(child, encoding="unicode", method="html") for child in root]
    return (root.text or "").replace("&", "&amp;").replace("<", "&lt;") + "".join(map(str, pieces))


def drop(node: etree._Element) -> None:
    """Take an element out of its tree; what follows it stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def text_of(node: etree._Element) -> str:
    """All text inside an element, white space folded."""
    return " ".join("".join(map(str, node.itertext())).split())


def spaced_text(node: etree._Element) -> str:
    """All text inside an element with a blank between its pieces: what stands in neighbouring elements is no one word."""
    return " ".join(" ".join(map(str, node.itertext())).split())


def text_length(node: etree._Element) -> int:
    """Number of characters of text inside an element that readers could see, white space at the edges of its pieces left out."""
    whole = sum(len(piece.strip()) for piece in node.itertext())
    return whole - sum(len((unseen.text or "").strip()) for unseen in node.iter("script", "style", "noscript", "template", "title"))
