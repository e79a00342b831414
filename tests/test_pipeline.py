from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.errors import BrokenDocument, ConnectError, EmptyDocument, HttpStatus, StoreFull, Timeout, TryLater
from broadsheet.extract.read import read
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.pipeline import Press, poll_source, replay, retry_page, take_in
from broadsheet.pipeline.filing import Found, file_items
from broadsheet.pipeline.press import SAMPLE
from broadsheet.types import (
    Article,
    Body,
    Capture,
    CaptureKind,
    FullText,
    Item,
    Listing,
    ParseLimits,
    Reading,
    Source,
    SourceKind,
    SourceState,
)
from pressroom import NOW, Clock, item, page, press, response, rss, story

FEED = "https://harbour.example/feed"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Press]:
    made = press(tmp_path, {}, clock)
    yield made
    made.store.close()


def network(desk: Press) -> FakeFetcher:
    assert isinstance(desk.fetcher, FakeFetcher)
    return desk.fetcher


def feed(desk: Press, *items: str, full_text: FullText = FullText.NEVER, **more: object) -> Source:
    network(desk).pages[FEED] = rss(*items)
    return desk.store.add_source(Source(url=FEED, full_text=full_text, **more))  # type: ignore[arg-type]


def poll(desk: Press, source: Source, state: SourceState | None = None):  # type: ignore[no-untyped-def]
    return poll_source(desk, desk.store.source(source.id), state or desk.store.state(source.id))


def test_a_feed_becomes_articles(desk: Press) -> None:
    source = feed(desk, item(1, text=story(1)), item(2, text=story(2)))
    polled = poll(desk, source)
    assert (polled.new, polled.revised, polled.waiting, polled.error) == (2, 0, 0, None)
    first, second = desk.store.latest(Listing())
    assert first.title.startswith("The ferry number 1")
    assert (first.publisher, first.source_id, first.language) == ("Harbour Post", source.id, "en")
    assert first.capture_id == second.capture_id > 0
    assert desk.store.capture(first.capture_id).body == network(desk).pages[FEED]


def test_the_operators_words_for_a_source_win(desk: Press) -> None:
    poll(desk, feed(desk, item(1, text=story(1)), publisher="The Post", section="Sea"))
    (article,) = desk.store.latest(Listing())
    assert (article.publisher, article.section) == ("The Post", "Sea")


def test_N27_an_unchanged_feed_is_neither_read_nor_stored(desk: Press) -> None:
    network(desk).pages[FEED] = response(FEED, rss(item(1, text=story(1))), etag='"a"')
    source = desk.store.add_source(Source(url=FEED, full_text=FullText.NEVER))
    first = poll(desk, source)
    state = replace(desk.store.state(source.id), etag=first.etag, body_hash=first.body_hash)

    def unreadable(capture: Capture, known: frozenset[str] = frozenset(), limits: ParseLimits | None = None) -> Reading:
        raise AssertionError("read")

    silent = replace(desk, read=unreadable)
    assert poll_source(silent, source, state).unchanged
    assert poll_source(silent, source, replace(state, etag="")).unchanged
    assert desk.store.stats().captures == 1


def test_an_edited_item_becomes_a_revision(desk: Press, clock: Clock) -> None:
    source = feed(desk, item(1, text=story(1)))
    poll(desk, source)
    network(desk).pages[FEED] = rss(item(1, text=story(1, "turned back before the lighthouse")))
    clock.advance(hours=2)
    polled = poll(desk, source)
    assert (polled.new, polled.revised) == (0, 1)
    (article,) = desk.store.latest(Listing())
    (earlier,) = desk.store.revisions(article.id)
    assert "sailed past" in earlier.text
    assert "turned back" in desk.store.article(article.id).text


def test_N38_different_noise_at_every_fetch_stores_nothing_new(desk: Press, clock: Clock) -> None:
    source = feed(desk, item(1, text=story(1)))
    poll(desk, source)
    for number in range(6):
        noisy = item(1, text=story(1) + f"<p>{number + 3} comments</p>").replace("/g1<", f"/g-{number}<")
        network(desk).pages[FEED] = rss(noisy)
        clock.advance(minutes=20)
        polled = poll(desk, source)
        assert (polled.new, polled.revised) == (0, 0)
    assert desk.store.stats().articles == 1
    assert desk.store.stats().captures == 1


def test_N38_two_versions_taken_in_turns_make_at_most_one_revision_an_hour(desk: Press, clock: Clock) -> None:
    source = feed(desk, item(1, text=story(1)))
    poll(desk, source)
    for number in range(12):
        network(desk).pages[FEED] = rss(item(1, text=story(1, f"wording {number} of the day")))
        clock.advance(minutes=15)
        poll(desk, source)
    assert desk.store.stats().articles == 1
    assert desk.store.stats().revisions <= 3


def test_a_teaser_is_completed_from_its_page_and_its_own_text_kept(desk: Press) -> None:
    source = feed(desk, item(1), full_text=FullText.SHORT)
    network(desk).pages["https://harbour.example/news/1"] = page(1)
    polled = poll(desk, source)
    assert (polled.new, polled.failed_pages) == (1, 0)
    article = desk.store.article(desk.store.latest(Listing())[0].id)
    assert article.body is Body.FULL
    assert "lighthouse" in article.text
    assert article.feed_text == "Ferry 1 is back."
    assert desk.store.revisions(article.id) == []
    assert desk.store.capture(article.capture_id).kind is CaptureKind.ARTICLE


def test_full_text_always_and_never(desk: Press) -> None:
    network(desk).pages["https://harbour.example/news/1"] = page(1, words="said more than the feed did")
    source = feed(desk, item(1, text=story(1)), full_text=FullText.SHORT)
    poll(desk, source)
    assert network(desk).count("https://harbour.example/news/1") == 0
    desk.store.update_source(replace(source, full_text=FullText.ALWAYS))
    desk.store.delete_article(desk.store.latest(Listing())[0].id)
    network(desk).pages[FEED] = rss(item(1, text=story(1) + " A last sentence."))
    poll(desk, source)
    article = desk.store.article(desk.store.latest(Listing())[0].id)
    assert "said more than the feed did" in article.text
    assert "A last sentence" in article.feed_text
    assert desk.store.revisions(article.id) == []


def test_a_paywalled_page_leaves_the_feeds_text(desk: Press) -> None:
    source = feed(desk, item(1, text=story(1)), full_text=FullText.ALWAYS)
    network(desk).pages["https://harbour.example/news/1"] = b"<html><body><p>Subscribe to read on.</p></body></html>"
    poll(desk, source)
    article = desk.store.article(desk.store.latest(Listing())[0].id)
    assert "lighthouse" in article.text
    assert article.body is Body.FULL


def test_I4_a_failed_page_is_recorded_and_the_teaser_stays(desk: Press) -> None:
    source = feed(desk, item(1), full_text=FullText.SHORT)
    network(desk).pages["https://harbour.example/news/1"] = Timeout("too slow")
    polled = poll(desk, source)
    assert (polled.new, polled.failed_pages, polled.waiting) == (1, 1, 0)
    (failure,) = desk.store.failures()
    assert (failure.code, failure.url, failure.source_id) == ("net.timeout", "https://harbour.example/news/1", source.id)
    assert failure.retry_at is not None
    assert failure.retry_at > NOW
    assert desk.store.latest(Listing())[0].text == "Ferry 1 is back."


def test_a_failed_page_that_comes_back_completes_the_article(desk: Press, clock: Clock) -> None:
    source = feed(desk, item(1), full_text=FullText.SHORT)
    network(desk).pages["https://harbour.example/news/1"] = Timeout("too slow")
    poll(desk, source)
    (failure,) = desk.store.failures()
    with pytest.raises(Timeout):
        retry_page(desk, failure)
    assert desk.store.failures()[0].count == 2
    network(desk).pages["https://harbour.example/news/1"] = page(1)
    clock.advance(hours=1)
    retry_page(desk, desk.store.failures()[0])
    assert desk.store.failures() == []
    (article,) = desk.store.latest(Listing())
    assert article.body is Body.FULL
    assert desk.store.stats().articles == 1


def test_what_will_never_work_is_not_tried_again(desk: Press) -> None:
    source = feed(desk, item(1), item(2), full_text=FullText.SHORT)
    network(desk).pages["https://harbour.example/news/1"] = HttpStatus(403, "not for you")
    network(desk).pages["https://harbour.example/news/2"] = b"<html><body></body></html>"
    poll(desk, source)
    assert [failure.retry_at for failure in desk.store.failures()] == [None, None]


def test_I7_a_document_that_breaks_the_reader_is_kept_as_a_sample_of_one_megabyte(desk: Press) -> None:
    huge = b"<html>" + b"x" * (SAMPLE + 1000)
    source = feed(desk, item(1), full_text=FullText.SHORT)
    network(desk).pages["https://harbour.example/news/1"] = huge

    def picky(capture: Capture, known: frozenset[str] = frozenset(), limits: ParseLimits | None = None) -> Reading:
        if capture.kind is CaptureKind.ARTICLE:
            raise BrokenDocument("not readable")
        return read(capture, known, limits)

    poll_source(replace(desk, read=picky), source, desk.store.state(source.id))
    failure = desk.store.failure(desk.store.failures()[0].id)
    assert (failure.code, failure.size, len(failure.sample)) == ("parse.broken", len(huge), SAMPLE)


def test_I7_a_quarantined_page_can_be_replayed(desk: Press) -> None:
    source = feed(desk, item(1), full_text=FullText.SHORT)
    network(desk).pages["https://harbour.example/news/1"] = page(1)

    def picky(capture: Capture, known: frozenset[str] = frozenset(), limits: ParseLimits | None = None) -> Reading:
        if capture.kind is CaptureKind.ARTICLE:
            raise RuntimeError("a mistake of ours")
        return read(capture, known, limits)

    poll_source(replace(desk, read=picky), source, desk.store.state(source.id))
    (failure,) = desk.store.failures()
    assert "RuntimeError" in failure.message
    network(desk).pages["https://harbour.example/news/1"] = ConnectError("the site is gone meanwhile")
    replay(desk, failure.id)
    assert desk.store.failures() == []
    assert desk.store.latest(Listing())[0].body is Body.FULL


def test_a_broken_feed_is_an_error_with_its_sample(desk: Press) -> None:
    source = feed(desk)
    network(desk).pages[FEED] = b"<html><body>please wait while we check your browser</body></html>"
    polled = poll(desk, source)
    assert polled.error is not None
    assert polled.error.code.startswith("parse.")
    assert polled.sample == network(desk).pages[FEED]
    assert polled.size == len(polled.sample)


def test_an_error_of_ours_is_an_error_of_that_source_only(desk: Press) -> None:
    def broken(capture: Capture, known: frozenset[str] = frozenset(), limits: ParseLimits | None = None) -> Reading:
        raise ZeroDivisionError

    polled = poll_source(replace(desk, read=broken), feed(desk, item(1)), SourceState(source_id=1))
    assert polled.error is not None
    assert "ZeroDivisionError" in polled.error.message


def test_the_bounds_of_one_poll_leave_the_rest_for_the_next(desk: Press) -> None:
    bounded = replace(desk, pages_per_poll=2)
    source = feed(desk, *(item(n) for n in range(1, 6)), full_text=FullText.SHORT)
    network(desk).pages.update({f"https://harbour.example/news/{n}": page(n) for n in range(1, 6)})
    network(desk).pages[FEED] = response(FEED, rss(*(item(n) for n in range(1, 6))), etag='"a"')
    polled = poll(bounded, source)
    assert (polled.new, polled.waiting, polled.etag, polled.body_hash) == (5, 3, "", "")
    assert [network(desk).count(f"https://harbour.example/news/{n}") for n in range(1, 6)] == [1, 1, 0, 0, 0]  # newest first
    assert poll(bounded, source).waiting == 1
    last = poll(bounded, source)
    assert (last.waiting, last.etag) == (0, '"a"')
    assert {article.body for article in desk.store.latest(Listing())} == {Body.FULL}
    assert desk.store.stats().articles == 5


def test_time_bounds_the_pages_of_one_poll(desk: Press, clock: Clock) -> None:
    ticking = iter(range(0, 10_000, 25))
    source = feed(desk, *(item(n) for n in range(1, 6)), full_text=FullText.SHORT)
    network(desk).pages.update({f"https://harbour.example/news/{n}": page(n) for n in range(1, 6)})
    assert poll(replace(desk, timer=lambda: float(next(ticking))), source).waiting == 3


def test_a_host_that_asks_for_patience_is_left_alone(desk: Press) -> None:
    source = feed(desk, item(1), item(2), full_text=FullText.SHORT)
    network(desk).pages["https://harbour.example/news/1"] = TryLater("busy", seconds=300)
    polled = poll(desk, source)
    assert polled.waiting == 2
    assert desk.store.failures() == []
    assert network(desk).count("https://harbour.example/news/2") == 0


SECTION = "https://harbour.example/sea/"


def section(*numbers: int) -> bytes:
    links = "".join(
        f'<h2><a href="/2026/11/02/the-ferry-number-{n}-sails-again-after-its-repair">The ferry number {n} sails again</a></h2>'
        for n in numbers
    )
    return f"<html><head><title>Sea</title></head><body><main>{links}</main></body></html>".encode()


def article_address(number: int) -> str:
    return f"https://harbour.example/2026/11/02/the-ferry-number-{number}-sails-again-after-its-repair"


def test_a_section_page_is_followed_and_known_links_are_skipped(desk: Press) -> None:
    source = desk.store.add_source(Source(url=SECTION, kind=SourceKind.PAGE))
    network(desk).pages.update({article_address(n): page(n) for n in range(1, 5)})
    network(desk).pages[SECTION] = section(1, 2, 3)
    assert poll(desk, source).new == 3
    network(desk).pages[SECTION] = section(1, 2, 3, 4)
    assert poll(desk, source).new == 1
    assert network(desk).count(article_address(1)) == 1


def test_a_followed_page_without_article_is_a_failure_and_not_fetched_again(desk: Press) -> None:
    source = desk.store.add_source(Source(url=SECTION, kind=SourceKind.PAGE))
    network(desk).pages[SECTION] = section(1, 2, 3)
    network(desk).pages.update({article_address(1): page(1), article_address(2): page(2)})
    network(desk).pages[article_address(3)] = b"<html><body><p></p></body></html>"
    polled = poll(desk, source)
    assert (polled.new, polled.failed_pages) == (2, 1)
    network(desk).pages[SECTION] = section(1, 2, 3) + b"<!-- again -->"
    poll(desk, source)
    assert network(desk).count(article_address(3)) == 1


def sitemap(*entries: tuple[str, str]) -> bytes:
    urls = "".join(f"<url><loc>{url}</loc><lastmod>{modified}</lastmod></url>" for url, modified in entries)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def test_a_sitemap_is_followed_and_a_changed_page_fetched_again(desk: Press, clock: Clock) -> None:
    address = "https://harbour.example/sitemap.xml"
    source = desk.store.add_source(Source(url=address, kind=SourceKind.SITEMAP))
    network(desk).pages.update({article_address(n): page(n) for n in range(1, 3)})
    network(desk).pages[address] = sitemap((article_address(1), "2026-11-01"), (article_address(2), "2026-11-02"))
    assert poll(desk, source).new == 2
    network(desk).pages[article_address(2)] = page(2, words="turned back before the lighthouse")
    network(desk).pages[address] = sitemap((article_address(1), "2026-11-01"), (article_address(2), "2026-11-03"))
    clock.advance(hours=5)
    polled = poll(desk, source)
    assert (polled.new, polled.revised) == (0, 1)
    assert network(desk).count(article_address(1)) == 1


def test_a_sitemap_index_is_read_with_its_parts(desk: Press) -> None:
    index = "https://harbour.example/sitemaps.xml"
    part = "https://harbour.example/part.xml"
    source = desk.store.add_source(Source(url=index, kind=SourceKind.SITEMAP))
    network(desk).pages[index] = (
        f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{part}</loc></sitemap>'
        "<sitemap><loc>https://harbour.example/gone.xml</loc></sitemap></sitemapindex>"
    ).encode()
    network(desk).pages[part] = sitemap((article_address(1), "2026-11-01"))
    network(desk).pages[article_address(1)] = page(1)
    assert poll(desk, source).new == 1
    assert [failure.url for failure in desk.store.failures()] == ["https://harbour.example/gone.xml"]


def test_a_full_disk_is_no_failure_of_the_source(desk: Press) -> None:
    class Full:
        def __getattr__(self, name: str) -> object:
            if name == "file":

                def full(*_: object) -> None:
                    raise StoreFull("no space left")

                return full
            return getattr(desk.store, name)

    with pytest.raises(StoreFull):
        poll_source(replace(desk, store=Full()), feed(desk, item(1)), SourceState(source_id=1))  # type: ignore[arg-type]
    assert desk.store.stats().articles == 0


def text_capture(number: int, body: bytes | None = None) -> Capture:
    text = f"The ferry number {number} sails again\n\n{story(number)}".encode() if body is None else body
    return Capture(kind=CaptureKind.TEXT, body=text, received=NOW)


def test_captures_are_taken_in_and_told_in_order(desk: Press) -> None:
    taken = list(take_in(desk, [text_capture(1), text_capture(2, b"   "), text_capture(3)], batch=2))
    assert [one.error is None for one in taken] == [True, False, True]
    assert isinstance(taken[1].error, EmptyDocument)
    assert [one.filed[0].outcome.value for one in taken if one.filed] == ["new", "new"]
    assert desk.store.stats().articles == 2
    assert len(desk.store.failures()) == 1


def test_the_same_document_twice_in_a_batch_is_one_article(desk: Press) -> None:
    taken = list(take_in(desk, [text_capture(1), text_capture(1), text_capture(2)]))
    numbers = [one.filed[0].article_id for one in taken]
    assert numbers[0] == numbers[1] != numbers[2]
    assert desk.store.stats().articles == 2


def test_an_item_without_known_time_is_received_when_it_is_filed(desk: Press) -> None:
    capture = replace(text_capture(1), received=None)
    list(take_in(desk, [capture]))
    (article,) = desk.store.latest(Listing())
    assert (article.received, article.published) == (NOW, None)


def test_filing_nothing_asks_nothing(desk: Press) -> None:
    assert file_items(desk, []) == []


def test_T15_an_article_of_only_a_title_is_stored(desk: Press) -> None:
    article = Article(title="Rain", received=NOW, body=Body.NONE)
    (filed,) = file_items(desk, [Found(Item(article, ""))])
    assert desk.store.article(filed.article_id).title == "Rain"


def test_related_links_of_a_pasted_lead_are_kept(desk: Press) -> None:
    from broadsheet.types import Link

    related = (Link("https://harbour.example/b", "Another one", "Harbour Post", NOW - timedelta(hours=1)),)
    article = Article(title="The lead of a pasted page", text=story(1), received=NOW, role="lead", related=related)
    (filed,) = file_items(desk, [Found(Item(article, ""))])
    assert desk.store.article(filed.article_id).related == related
