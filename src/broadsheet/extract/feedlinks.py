"""The feeds that a page names."""

from __future__ import annotations

from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from broadsheet.types import Discovered, SourceKind
from broadsheet.types.text import clipped, one_line
from broadsheet.types.urls import absolute

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml", "text/xml"}
)
_MOST = 50
#: Words of links on a page that lead to a feed although no <link> names it.
_ENDINGS = (".rss", ".atom", "/feed", "/feed/", "/rss", "/rss/", "rss.xml", "feed.xml", "atom.xml", "/feed.json")


def feed_links(tree: LexborHTMLParser, url: str) -> tuple[Discovered, ...]:
    """The feeds that a page names: by `<link rel=alternate>` first, then by links whose address ends like a feed's; titles as given.

    Only addresses; whether a feed is behind one shows when it is fetched. Comment feeds come last.
    """
    declared = tree.css_first("base[href]")
    base = (absolute(declared.attributes.get("href") or "", url) if declared else "") or url
    found: dict[str, Discovered] = {}
    for node in tree.css("link[href]")[:500]:
        rels = (node.attributes.get("rel") or "").lower().split()
        kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
        if ("alternate" in rels and kind in _FEED_TYPES) or "feed" in rels:
            target = absolute(node.attributes.get("href") or "", base)
            if target:
                found.setdefault(target, Discovered(target, SourceKind.FEED, clipped(one_line(node.attributes.get("title") or ""), 200)))
    for node in tree.css("a[href]")[:5000]:
        target = absolute(node.attributes.get("href") or "", base)
        if target and urlsplit(target).path.lower().endswith(_ENDINGS):
            found.setdefault(target, Discovered(target, SourceKind.FEED, clipped(one_line(node.text()[:500]), 200)))
    ranked = sorted(found.values(), key=lambda feed: "comment" in (feed.url + feed.title).lower())
    return tuple(ranked[:_MOST])
