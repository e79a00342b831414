"""From a site's address to what can be collected there.

address ── fetch ──> a feed? a sitemap? then that is it
                     else a page: the feeds it names ── none works? ──> usual addresses of feeds
                     robots.txt ──> sitemaps
                     the page itself, if it links to articles
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

from broadsheet.errors import BroadsheetError, ConnectError, EmptyDocument, FetchError, InputError, ParseError, TlsError
from broadsheet.intake.fetch import Fetcher
from broadsheet.types import Capture, CaptureKind, Discovered, ParseLimits, Reading, Request, Response, SourceKind
from broadsheet.types.urls import absolute, key

#: Feeds that a page names which are tried; more are listed untried.
MOST_TRIED = 5
#: Sitemaps that are tried.
_MOST_SITEMAPS = 2
#: A page with fewer links to articles is no section.
_FEWEST_LINKS = 3
#: Paths at which sites keep feeds that they do not name, most usual first (WordPress, Hugo, Ghost, Jekyll, Drupal, Blogger ...).
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/posts/default")
USUAL_SITEMAPS = ("/sitemap.xml",)
#: Only the time of capture would depend on a clock, and nothing is kept here.
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class Read(Protocol):
    """How a capture is read: `extract.read`, or the same call in a limited child process."""

    def __call__(self, capture: Capture, known: frozenset[str] = ..., limits: ParseLimits = ...) -> Reading: ...


def discover(url: str, fetcher: Fetcher, read: Read) -> list[Discovered]:
    """What can be collected at an address that a person typed: feeds, then sitemaps, then the page itself; best first, may be empty.

    `kind` is a value of SourceKind, `items` how many entries or links there were. Makes about five requests where the page names its
    feeds, up to fifteen where it does not. Raises FetchError when the address itself does not answer, InputError when it is none.
    """
    response = _first(url, fetcher)
    itself = _itself(response, read)
    if itself is not None:
        return [itself]
    page = _read(response, CaptureKind.SECTION, read) or Reading()
    found = [one for one in (_tried(offer, fetcher, read) for offer in page.offers[:MOST_TRIED]) if one is not None]
    found += page.offers[MOST_TRIED:]
    if not found:
        found = _usual(response.url, fetcher, read)
    found += _sitemaps(response.url, fetcher, read)
    if len(page.links) >= _FEWEST_LINKS:
        title = page.feed.title if page.feed else ""
        found.append(Discovered(response.url, SourceKind.PAGE, title, len(page.links)))
    return _distinct(found)


def usual_feeds(url: str) -> tuple[str, ...]:
    """Addresses at which a site's feeds often are: below the given page first, where that is a section, then at the root."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    section = parts.path.rstrip("/")
    below = [f"{root}{section}{path}" for path in ("/feed", "/rss.xml")] if section and "." not in section.rpartition("/")[2] else []
    return tuple(dict.fromkeys([*below, *(root + path for path in USUAL_FEEDS)]))


def robots_sitemaps(robots: str, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, absolute, in its order, without repetition; at most 50."""
    found: dict[str, None] = {}
    for line in robots[: 500 * 1024].splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == "sitemap":
            target = absolute(value.partition("#")[0].strip(), url)
            if target:
                found.setdefault(target)
    return tuple(found)[:50]


def _first(url: str, fetcher: Fetcher) -> Response:
    """The answer of the address as typed; without a scheme, https is tried and then http."""
    typed = url.strip()
    if "://" in typed[:12]:
        address = absolute(typed)
        if not address:
            raise InputError(f"{typed[:200]!r} is no web address", hint="write https://...")
        return fetcher.fetch(Request(url=address, robots=False, polite=False))
    address = absolute("https://" + typed.removeprefix("//"))
    if not address:
        raise InputError(f"{typed[:200]!r} is no web address", hint="write https://...")
    try:
        return fetcher.fetch(Request(url=address, robots=False, polite=False))
    except (ConnectError, TlsError):
        return fetcher.fetch(Request(url="http" + address.removeprefix("https"), robots=False, polite=False))


def _itself(response: Response, read: Read) -> Discovered | None:
    """The address itself, when a feed or a sitemap is there."""
    for kind, source_kind in ((CaptureKind.FEED, SourceKind.FEED), (CaptureKind.SITEMAP, SourceKind.SITEMAP)):
        found = _described(response, kind, source_kind, read)
        if found is not None:
            return found
    return None


def _described(response: Response, kind: CaptureKind, source_kind: SourceKind, read: Read) -> Discovered | None:
    try:
        reading = read(_capture(response, kind))
    except EmptyDocument:
        # A feed without entries is a feed; nothing at all is not.
        return Discovered(response.url, source_kind, "", 0) if kind is CaptureKind.FEED and response.body.strip() else None
    except ParseError:
        return None
    if kind is CaptureKind.SITEMAP:
        count = len(reading.links) + len(reading.more)
        return Discovered(response.url, source_kind, "", count) if count else None
    return Discovered(response.url, source_kind, reading.feed.title if reading.feed else "", reading.feed.entries if reading.feed else 0)


def _read(response: Response, kind: CaptureKind, read: Read) -> Reading | None:
    try:
        return read(_capture(response, kind))
    except ParseError:
        return None


def _capture(response: Response, kind: CaptureKind) -> Capture:
    return Capture(
        kind=kind,
        url=response.url,
        requested=response.url,
        body=response.body,
        content_type=response.header("content-type"),
        headers=response.headers,
        received=_ANY_TIME,
        truncated=response.truncated,
    )


def _tried(offer: Discovered, fetcher: Fetcher, read: Read) -> Discovered | None:
    """The offered feed with what is in it. One that does not answer now is listed untried; one that is no feed is left out."""
    try:
        response = fetcher.fetch(Request(url=offer.url))
    except FetchError:
        return offer
    found = _described(response, CaptureKind.FEED, SourceKind.FEED, read)
    # The address that the page names is kept: where it leads may be a passing redirect.
    return replace(found, url=offer.url, title=found.title or offer.title) if found else None


def _usual(url: str, fetcher: Fetcher, read: Read) -> list[Discovered]:
    """The first of the usual addresses that has a feed."""
    for address in usual_feeds(url):
        try:
            response = fetcher.fetch(Request(url=address))
        except BroadsheetError:
            continue
        found = _described(response, CaptureKind.FEED, SourceKind.FEED, read)
        if found is not None:
            return [found]
    return []


def _sitemaps(url: str, fetcher: Fetcher, read: Read) -> list[Discovered]:
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    named: Sequence[str] = ()
    try:
        robots = fetcher.fetch(Request(url=root + "/robots.txt", robots=False))
        named = robots_sitemaps(robots.body[: 500 * 1024].decode("utf-8", "replace"), robots.url)
    except FetchError:
        pass
    found = []
    for address in (named or tuple(root + path for path in USUAL_SITEMAPS))[:_MOST_SITEMAPS]:
        try:
            response = fetcher.fetch(Request(url=address))
        except FetchError:
            continue
        one = _described(response, CaptureKind.SITEMAP, SourceKind.SITEMAP, read)
        if one is not None:
            found.append(one)
    return found


def _distinct(found: Iterable[Discovered]) -> list[Discovered]:
    by_address: dict[tuple[str, str], Discovered] = {}
    for one in found:
        by_address.setdefault((one.kind, key(one.url)), one)
    return list(by_address.values())
