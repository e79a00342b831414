"""From a site's address to its feeds, sitemaps and sections."""

from __future__ import annotations

import pytest

from broadsheet.errors import ConnectError, HttpStatus, InputError
from broadsheet.extract import read
from broadsheet.intake.discover import discover, robots_sitemaps, usual_feeds
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.types import Discovered, Request, Response

SITE = "https://www.paper.example/"
FEED = (
    b"<rss version='2.0'><channel><title>The Paper</title><item><title>Fog</title></item><item><title>Rain</title></item></channel></rss>"
)
LINKS = "".join(
    f'<article><h2><a href="/2026/11/0{n}/fog-over-the-harbour">Fog over the harbour, day {n}</a></h2></article>' for n in range(1, 6)
)
SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://www.paper.example/a</loc></url>'
    b"<url><loc>https://www.paper.example/b</loc></url></urlset>"
)


def page(head: str = "", body: str = LINKS) -> bytes:
    return f"<html><head><title>The Paper - home</title>{head}</head><body><main>{body}</main></body></html>".encode()


def test_the_address_of_a_feed_is_that_feed() -> None:
    fetcher = FakeFetcher({SITE + "rss": FEED})
    assert discover(SITE + "rss", fetcher, read) == [Discovered(SITE + "rss", "feed", "The Paper", 2)]
    assert len(fetcher.requests) == 1


def test_the_address_of_a_sitemap_is_that_sitemap() -> None:
    assert discover(SITE + "map", FakeFetcher({SITE + "map": SITEMAP}), read) == [Discovered(SITE + "map", "sitemap", "", 2)]


def test_feeds_that_a_page_names_then_sitemaps_then_the_page() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed">'
        '<link rel="alternate" type="application/atom+xml" title="Gone" href="/gone">'
        '<link rel="alternate" type="application/rss+xml" href="/no-feed">'
    )
    pages: dict[str, Response | bytes | Exception] = {
        SITE: page(head),
        SITE + "feed": FEED,
        SITE + "no-feed": b"<html><body>Nothing here</body></html>",
        SITE + "robots.txt": b"User-agent: *\nSitemap: https://www.paper.example/news-map.xml\n",
        SITE + "news-map.xml": SITEMAP,
    }
    assert discover(SITE, FakeFetcher(pages), read) == [
        Discovered(SITE + "feed", "feed", "The Paper", 2),
        Discovered(SITE + "gone", "feed", "Gone", -1),
        Discovered(SITE + "news-map.xml", "sitemap", "", 2),
        Discovered(SITE, "page", "The Paper - home", 5),
    ]


def test_usual_addresses_are_tried_where_the_page_names_none() -> None:
    fetcher = FakeFetcher({SITE: page(), SITE + "rss.xml": FEED})
    found = discover("www.paper.example", fetcher, read)
    assert [(one.url, one.kind) for one in found] == [(SITE + "rss.xml", "feed"), (SITE, "page")]
    assert fetcher.count(SITE + "atom.xml") == 0
    assert len(fetcher.requests) <= 15


def test_a_page_with_nothing() -> None:
    assert discover(SITE, FakeFetcher({SITE: page(body="<p>Soon.</p>")}), read) == []


def test_a_feed_without_entries_is_found() -> None:
    empty = FEED.partition(b"<item>")[0] + b"</channel></rss>"
    assert discover(SITE, FakeFetcher({SITE: empty}), read) == [Discovered(SITE, "feed", "", 0)]


class OnlyHttp:
    """A site without TLS."""

    def fetch(self, request: Request) -> Response:
        if request.url.startswith("https:"):
            raise ConnectError("nobody answers", url=request.url)
        return Response(url=request.url, status=200, headers=(), body=FEED)


def test_without_a_scheme_https_comes_first_and_http_after_it() -> None:
    assert discover("old.example/rss", OnlyHttp(), read)[0].url == "http://old.example/rss"
    with pytest.raises(ConnectError):
        discover("https://old.example/rss", OnlyHttp(), read)


@pytest.mark.parametrize("typed", ["", "not an address", "ftp://paper.example/", "https://", "javascript:alert(1)", "https://a b/"])
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(InputError):
        discover(typed, FakeFetcher({}), read)


def test_an_address_that_does_not_answer() -> None:
    with pytest.raises(HttpStatus):
        discover(SITE, FakeFetcher({}), read)


def test_N18_offers_that_are_no_web_address_are_never_fetched() -> None:
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{url}">'
        for url in ("file:///etc/passwd", "javascript:x", "gopher://a.example/")
    )
    fetcher = FakeFetcher({SITE: page(head), SITE + "robots.txt": b"Sitemap: file:///etc/passwd\nSitemap:\n"})
    discover(SITE, fetcher, read)
    assert all(request.url.startswith(SITE) for request in fetcher.requests)


def test_usual_feeds_start_below_the_page() -> None:
    assert usual_feeds(SITE + "harbour/")[:2] == (SITE + "harbour/feed", SITE + "harbour/rss.xml")
    assert usual_feeds(SITE + "index.html")[0] == SITE + "feed"


def test_sitemaps_in_robots() -> None:
    robots = "\ufeffsitemap : /a.xml # main\r\nSITEMAP:https://www.paper.example/a.xml\nSitemap: ftp://x/\nDisallow: /\n"
    assert robots_sitemaps(robots.lstrip("\ufeff"), SITE + "robots.txt") == (SITE + "a.xml",)
    assert len(robots_sitemaps("Sitemap: /x\n" + "".join(f"Sitemap: /{n}\n" for n in range(100)), SITE)) == 50
