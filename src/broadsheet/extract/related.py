"""What a page itself lists as related to its article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from broadsheet.extract.tree import spaced_text
from broadsheet.types import Link
from broadsheet.types.text import clipped, one_line
from broadsheet.types.urls import clean, key

_MARK = re.compile(r"\brelated|related(?:[-_ ]|$)|read-?more-?on|more-?on-this|see-?also|verwandte|siehe-?auch|zum-?thema", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:related(?: \w+){0,2}|more on this(?: \w+)?|see also|read (?:more|also|next)|you (?:may|might) also like|"
    r"mehr zum thema|lesen sie auch|"
    r"lire aussi|sur le même sujet|leggi anche|lee también|leia também|lees ook|läs (?:också|mer)|les også|læs også|czytaj (?:też|także)|"
    r"читайте также|関連記事|相关阅读)\s*:?$",
    re.IGNORECASE,
)
_MOST = 12


def related_links(root: etree._Element, url: str) -> tuple[Link, ...]:
    """Links of the parts that the page marks as related, by class or by heading: titles of several words, each address once."""
    found: dict[str, Link] = {}
    own = key(url) if url else ""
    for part in _parts(root):
        for anchor in part.iter("a"):
            title = one_line(spaced_text(anchor))
            address = clean(anchor.get("href") or "", url)
            if not address or len(title) < 15 or len(title) > 300 or (" " not in title and title.isascii()):
                continue
            name = key(address)
            if name and name != own:
                found.setdefault(name, Link(url=address, title=clipped(title, 300)))
            if len(found) >= _MOST:
                return tuple(found.values())
    return tuple(found.values())


def _parts(root: etree._Element) -> Iterator[etree._Element]:
    for node in root.iter("div", "section", "aside", "ul", "ol", "nav"):
        if _MARK.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            yield node
    for node in root.iter("h2", "h3", "h4", "h5", "p", "strong", "div"):
        if len(node) < 3 and _HEADING.match(spaced_text(node)[:40]):
            parent = node.getparent()
            if parent is not None and parent.tag not in ("body", "html", "article", "main"):
                yield parent
