"""Sitemaps, news sitemaps and their indexes (sitemaps.org, Google's news extension; row F30).

A sitemap may be gzipped as a file, plain text with one address a line, or a feed. Only addresses of the sitemap's own site count:
what it says about other hosts is ignored, so that no site can make us fetch another.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from lxml import etree

from broadsheet.errors import BrokenDocument, EmptyDocument, LimitExceeded, NotAFeed
from broadsheet.extract.charset import decode
from broadsheet.extract.feed import first_element, read_feed
from broadsheet.extract.feed_dates import parse_date
from broadsheet.extract.feed_xml import prepared
from broadsheet.types import Capture, Link, ParseLimits, Reading
from broadsheet.types.text import clipped, one_line
from broadsheet.types.urls import absolute, clean, same_site

#: Limits of the protocol: addresses in one sitemap, bytes of one after decompression.
MOST_LINKS = 50_000
MOST_BYTES = 50 * 1024 * 1024
#: An expansion above this ratio is a bomb, once more than a megabyte came out.
_RATIO = 200
_GZIP = b"\x1f\x8b"
_FIELDS = {"loc": "loc", "lastmod": "lastmod", "title": "title", "publication_date": "published", "name": "publisher"}


def read_sitemap(capture: Capture, limits: ParseLimits, received: datetime) -> Reading:
    """The links of a sitemap, with titles and times where it has them, and the further sitemaps of an index in `more`.

    Newest first where times are given, else in the document's order. At most `MOST_LINKS` addresses; what is beyond, foreign or no address
    is counted in the notes. An index that names itself is not followed. Raises EmptyDocument, NotAFeed (no sitemap), LimitExceeded
    (too large), BrokenDocument.
    """
    body = unzipped(capture.body)
    text = decode(body, capture.content_type).text
    if not text.strip():
        raise EmptyDocument("the sitemap is empty", url=capture.url)
    root = first_element(text).rpartition(":")[2].lower()
    if root in ("rss", "feed", "rdf"):
        reading = read_feed(replace(capture, body=body), frozenset(), limits, received)
        links = tuple(
            _of_article(item.article.url, item.article.title, item.article.published) for item in reading.items if item.article.url
        )
        return Reading(links=links, feed=reading.feed, notes=reading.notes)
    base = absolute(capture.url or capture.requested)
    if not root and "<" not in text[:1000]:
        rows: Iterator[Mapping[str, str]] = ({"loc": line} for line in text.splitlines() if line.strip())
        return _reading(rows, base, index=False)
    if root not in ("urlset", "sitemapindex"):
        raise NotAFeed(f"no sitemap: the document starts with <{root}>", url=capture.url)
    return _reading(_rows(prepared(text)), base, index=root == "sitemapindex")


def unzipped(body: bytes) -> bytes:
    """The bytes behind gzip, if they are gzipped as a file. Raises LimitExceeded for bombs, BrokenDocument for what is no gzip.

    What a cut-off file still gives is given.
    """
    if not body.startswith(_GZIP):
        return body
    pieces: list[bytes] = []
    size = 0
    rest = body
    try:
        while rest.startswith(_GZIP):
            inflater = zlib.decompressobj(wbits=31)
            while not inflater.eof:
                piece = inflater.decompress(rest, 65536)
                rest = inflater.unconsumed_tail
                pieces.append(piece)
                size += len(piece)
                if size > MOST_BYTES or (size > 1024 * 1024 and size > _RATIO * len(body)):
                    raise LimitExceeded("the gzip file expands beyond all limits")
                if not piece and not rest:
                    break
            rest = inflater.unused_data
    except zlib.error as error:
        if not size:
            raise BrokenDocument("the gzip file is damaged") from error
    return b"".join(pieces)


def _rows(text: str) -> Iterator[Mapping[str, str]]:
    """Each <url> or <sitemap> as its fields; repaired where it is not well-formed, as far as it goes."""
    parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False)
    fields: dict[str, str] = {}
    for start in range(0, len(text), 65536):
        try:
            parser.feed(text[start : start + 65536].encode("utf-8", "replace"))
        except etree.XMLSyntaxError:
            return
        for _, element in parser.read_events():
            if not isinstance(element, etree._Element) or not isinstance(element.tag, str):
                continue
            name = element.tag.rpartition("}")[2].lower()
            if name in ("url", "sitemap"):
                yield fields
                fields = {}
                _forget(element)
            elif name in _FIELDS and "image/" not in element.tag and "video/" not in element.tag:
                fields.setdefault(_FIELDS[name], (element.text or "").strip())


def _forget(element: etree._Element) -> None:
    """Free what was read: a sitemap of 50 MB must not stand in memory as a tree."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _reading(rows: Iterator[Mapping[str, str]], base: str, *, index: bool) -> Reading:
    links: dict[str, Link] = {}
    more: dict[str, Link] = {}
    foreign = unusable = beyond = 0
    for row in rows:
        if len(links) + len(more) >= MOST_LINKS:
            beyond += 1
            continue
        url = absolute(row.get("loc", ""), base) if index else clean(row.get("loc", ""), base)
        if not url:
            unusable += 1
        elif base and not same_site(url, base):
            foreign += 1
        elif index:
            if url != base:
                more.setdefault(url, _link(url, row))
        else:
            links.setdefault(url, _link(url, row))
    counts = (
        (foreign, "addresses of other sites were ignored"),
        (unusable, "rows without usable address"),
        (beyond, "rows beyond the limit"),
    )
    notes = tuple(f"{count:,} {words}" for count, words in counts if count)
    further = tuple(link.url for link in sorted(more.values(), key=_age))
    return Reading(links=tuple(sorted(links.values(), key=_age)), more=further, notes=notes)


def _age(link: Link) -> float:
    """For sorting: newest first, without time last."""
    at = link.published or link.modified
    return -at.timestamp() if at else math.inf


def _link(url: str, row: Mapping[str, str]) -> Link:
    published = parse_date(row.get("published", ""))
    modified = parse_date(row.get("lastmod", ""))
    return Link(
        url,
        title=clipped(one_line(row.get("title", "")), 500),
        publisher=clipped(one_line(row.get("publisher", "")), 200),
        published=published[0] if published else None,
        modified=modified[0] if modified else None,
    )


def _of_article(url: str, title: str, published: datetime | None) -> Link:
    return Link(url, title=title, published=published)
