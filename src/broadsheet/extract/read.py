"""The one door into the room: whatever was captured, read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from broadsheet.errors import BrokenDocument, EmptyDocument, ParseError
from broadsheet.extract import aggregator
from broadsheet.extract.charset import decode
from broadsheet.extract.feed import read_feed
from broadsheet.extract.page import find_page
from broadsheet.extract.rows import read_row, read_text
from broadsheet.extract.section import read_section
from broadsheet.extract.sitemap import read_sitemap
from broadsheet.types import Article, Capture, CaptureKind, Item, ParseLimits, PastedPage, Reading
from broadsheet.types.text import fingerprint

#: `Article.received` of what was pasted or imported without any known time; whoever files it puts in the time of filing.
UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def read(capture: Capture, known: frozenset[str] = frozenset(), limits: ParseLimits | None = None) -> Reading:
    """What a capture holds: articles, links to follow, what it says about itself.

    Items whose hash is in `known` are counted, not read. Pure: opens nothing, and reads no clock; where the capture has no time of receipt,
    articles carry `UNKNOWN_TIME` and relative ages stay unknown. Articles of a capture that broke off are marked as truncated where they
    may be. Raises ParseError and its kinds, each with the capture's address.
    """
    if not capture.body.strip():
        raise EmptyDocument("the document is empty", url=capture.url)
    try:
        return _READERS[capture.kind](capture, known, limits or ParseLimits(), capture.received or UNKNOWN_TIME)
    except ParseError as error:
        error.url = error.url or capture.url or capture.requested
        raise


def _feed(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    reading = read_feed(capture, known, limits, received)
    if reading.feed is not None and not reading.feed.entries:
        raise EmptyDocument("the feed holds no entries")
    return reading


def _sitemap(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    return read_sitemap(capture, limits, received)


def _section(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    return read_section(capture, limits)


def _page(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    try:
        found = find_page(capture, limits)
    except etree.LxmlError as error:
        raise BrokenDocument(f"the page cannot be read: {str(error)[:200]}") from error
    article = replace(
        found.article,
        source_id=capture.source_id,
        capture_id=capture.id,
        truncated=found.article.truncated or capture.truncated,
        received=received,
    )
    item = replace(_item(article), day=found.day)
    return Reading(unchanged=1) if item.item_hash in known else Reading(items=(item,))


def _text(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    """Plain text is one article, unless it plainly is a page with several. A file's own time says nothing about ages written in it."""
    text = decode(capture.body, capture.content_type).text
    page = aggregator.split(text, None)
    if page.kind == "several":
        return _pieces(capture, text, page, None, known, received)
    return read_text(capture, known, limits, received)


def _paste(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    text = decode(capture.body, capture.content_type).text
    page = aggregator.split(text, capture.received)
    if not page.articles:
        raise EmptyDocument("there is no article in the pasted page")
    return _pieces(capture, text, page, capture.received, known, received)


def _pieces(capture: Capture, text: str, page: PastedPage, captured: datetime | None, known: frozenset[str], received: datetime) -> Reading:
    articles = aggregator.articles(text, page, captured)
    items = [_item(replace(article, received=received, source_id=capture.source_id, capture_id=capture.id)) for article in articles]
    fresh = tuple(item for item in items if item.item_hash not in known)
    links = tuple(link for link in page.teasers if link.url)
    return Reading(items=fresh, links=links, unchanged=len(items) - len(fresh))


def _item(article: Article) -> Item:
    """The article with the hash of what it says."""
    return Item(article, fingerprint(article.title, article.text, article.publisher))


_READERS: Mapping[CaptureKind, Callable[[Capture, frozenset[str], ParseLimits, datetime], Reading]] = {
    CaptureKind.FEED: _feed,
    CaptureKind.SITEMAP: _sitemap,
    CaptureKind.SECTION: _section,
    CaptureKind.ARTICLE: _page,
    CaptureKind.PASTE: _paste,
    CaptureKind.TEXT: _text,
    CaptureKind.JSON: read_row,
}
