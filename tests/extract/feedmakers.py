"""Feeds about invented places, made for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from broadsheet.types import Capture, CaptureKind

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
URL = "https://www.paper.example/feeds/news.xml"


def feed_capture(body: str | bytes, *, content_type: str = "", url: str = URL, headers: tuple[tuple[str, str], ...] = ()) -> Capture:
    """A captured feed."""
    raw = body.encode() if isinstance(body, str) else body
    return Capture(
        kind=CaptureKind.FEED, url=url, requested=url, body=raw, content_type=content_type, headers=headers, received=NOW, source_id=3
    )


def entry(number: int, extra: str = "") -> str:
    """One plain RSS entry."""
    return (
        f"<item><title>Bridge closed, day {number}</title><link>https://www.paper.example/bridge/{number}</link>"
        f'<guid isPermaLink="false">bridge-{number}</guid><pubDate>Sun, 01 Nov 2026 08:{number % 60:02d}:00 +0100</pubDate>'
        f"<description>The harbour bridge stays closed for day {number}.</description>{extra}</item>"
    )


def rss(items: str, channel: str = "<title>The Paper</title><link>https://www.paper.example/</link>", before: str = "") -> str:
    """An RSS 2.0 document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel>{channel}{items}</channel></rss>"
    )


def atom(entries: str, head: str = "<title>The Paper</title>") -> str:
    """An Atom 1.0 document."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"{head}<id>urn:paper</id><updated>2026-11-01T10:00:00Z</updated>{entries}</feed>"
    )
