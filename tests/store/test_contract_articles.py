"""The contract of the store about articles, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.errors import InputError, NotFound
from broadsheet.store import Store
from broadsheet.types import (
    Article,
    Block,
    BlockKind,
    Body,
    Capture,
    CaptureKind,
    Comment,
    Count,
    Filed,
    Filing,
    Image,
    Link,
    Listing,
    Mark,
    MarkKind,
    Outcome,
    Precision,
    Revision,
    Seen,
    Source,
)


def full(now: datetime) -> Article:
    """An article with something in every field."""
    text = "Tides\nThe harbour of Vellmar opens again. Details follow."
    return Article(
        url="https://gazette.example/tides",
        title="The harbour opens",
        text=text,
        layout=(
            Block(BlockKind.HEADING, 0, 5, level=2),
            Block(BlockKind.IMAGE, 6, 6, url="https://gazette.example/a.jpg", alt="Boats"),
            Block(
                BlockKind.PARAGRAPH, 6, len(text), marks=(Mark(MarkKind.LINK, 10, 17, "https://x.example/"), Mark(MarkKind.STRONG, 6, 9))
            ),
        ),
        authors=("Ida Strand", "P. Holm"),
        publisher="Vellmar Gazette",
        publisher_domain="gazette.example",
        published=now - timedelta(hours=3, microseconds=7),
        published_precision=Precision.HOUR,
        modified=now - timedelta(hours=1),
        received=now,
        revised=now - timedelta(minutes=5),
        language="en",
        section="Region",
        tags=("harbour", "Tides"),
        image=Image("https://gazette.example/lead.jpg", "Boats at dawn", 640, 0),
        teaser="Boats are back.",
        feed_text="Boats are back in the harbour.",
        body=Body.PARTIAL,
        truncated=True,
        source_id=4,
        external_id="guid-1",
        role="lead",
        origins=(("title", "jsonld"), ("published", "meta")),
        related=(
            Link("https://gazette.example/old", "Earlier", "Gazette", now - timedelta(days=1), "What was", now),
            Link("https://b.example/", published=datetime(1970, 1, 1, tzinfo=UTC)),
        ),
    )


def plain(now: datetime, number: int, **fields: object) -> Article:
    """A short article; the higher its number, the older it is."""
    values: dict[str, object] = {
        "title": f"Report {number}",
        "text": f"Words of report {number}.",
        "received": now - timedelta(minutes=number),
    }
    return Article(**(values | fields))  # type: ignore[arg-type]


def file_all(store: Store, articles: list[Article]) -> list[int]:
    return [filed.article_id for filed in store.file([Filing(article=article) for article in articles])]


def test_an_article_comes_back_whole(store: Store, now: datetime) -> None:
    given = full(now)
    [filed] = store.file([Filing(article=given, keys=("u:tides",), item_hash="h")])
    assert filed.outcome is Outcome.NEW
    assert store.article(filed.article_id) == replace(given, id=filed.article_id, length=len(given.text))


@pytest.mark.parametrize(
    "moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), datetime(1969, 12, 31, tzinfo=UTC)]
)
def test_times_of_every_age_are_kept(store: Store, now: datetime, moment: datetime) -> None:
    [number] = file_all(store, [plain(now, 1, published=moment, modified=moment)])
    assert store.article(number).published == moment
    assert [article.id for article in store.latest(Listing())] == [number]


def test_missing_articles_are_not_found(store: Store, now: datetime) -> None:
    for ask in (store.article, store.revisions, store.delete_article, store.like):
        with pytest.raises(NotFound):
            ask(77)
    with pytest.raises(NotFound):
        store.file([Filing(article=plain(now, 1)), Filing(article=plain(now, 2, id=77))])
    assert store.stats().articles == 0, "nothing of a batch that failed is there"


def test_a_capture_that_filings_share_is_stored_once(store: Store, now: datetime) -> None:
    capture = Capture(kind=CaptureKind.FEED, url="https://a.example/", body=b"<rss/>" * 50, received=now, headers=(("ETag", '"1"'),))
    filed = store.file([Filing(article=plain(now, n), capture=capture) for n in range(3)])
    ids = {store.article(one.article_id).capture_id for one in filed}
    assert len(ids) == 1
    assert store.stats().captures == 1
    assert store.capture(ids.pop()) == replace(capture, id=store.article(filed[0].article_id).capture_id)


def test_a_revision_keeps_the_earlier_text(store: Store, now: datetime) -> None:
    first = full(now)
    [filed] = store.file([Filing(article=first)])
    old = store.article(filed.article_id)
    earlier = Revision(
        article_id=old.id, title=old.title, text=old.text, layout=old.layout, modified=old.modified, seen=now, noticed=now, capture_id=3
    )
    new = replace(old, text="Vellmar stays closed.", layout=(), tags=("fog",), publisher="Gazette", length=0)
    assert store.file([Filing(article=new, revision=earlier, keys=("h:2",))]) == [Filed(old.id, Outcome.REVISED)]
    [kept] = store.revisions(old.id)
    assert replace(kept, id=0) == earlier
    assert store.article(old.id) == replace(new, length=len(new.text))
    assert [article.id for article in store.latest(Listing(tag="fog"))] == [old.id]
    assert store.latest(Listing(tag="harbour")) == []
    assert store.check() == []


def test_several_filings_of_one_article_in_a_batch_build_upon_each_other(store: Store, now: datetime) -> None:
    [number] = file_all(store, [plain(now, 1)])
    texts = ["First change.", "Second change."]
    filings = [Filing(article=replace(store.article(number), text=text), item_hash="x") for text in texts]
    assert [one.outcome for one in store.file(filings)] == [Outcome.UPDATED, Outcome.UPDATED]
    assert store.article(number).text == texts[1]
    assert store.check() == []


def test_a_sighting_alone_changes_nothing_else(store: Store, now: datetime) -> None:
    source = store.add_source(Source(url="https://a.example/feed"))
    [number] = file_all(store, [plain(now, 1, url="https://a.example/1")])
    before = store.article(number)
    seen = replace(before, source_id=source.id, external_id="g9", text="not this")
    assert store.file([Filing(article=seen, seen_only=True, item_hash="h9", keys=("g:9",))]) == [Filed(number, Outcome.SEEN)]
    assert store.article(number) == before
    assert store.known(["g:9", "g:10"]) == {"g:9": number}
    assert store.seen(source.id) == [Seen("g9", "h9", number)]


def test_sightings_are_by_guid_or_address_last_first(place: str, now: datetime) -> None:
    from contextlib import closing

    from broadsheet.store import open_store

    ticks = iter(now + timedelta(seconds=n) for n in range(10))
    with closing(open_store(place, clock=lambda: next(ticks))) as store:
        source = store.add_source(Source(url="https://a.example/feed"))
        one = plain(now, 1, source_id=source.id, external_id="g1")
        two = plain(now, 2, source_id=source.id, url="https://a.example/2")
        [a] = store.file([Filing(article=one, item_hash="h1")])
        [b] = store.file([Filing(article=two, item_hash="h2")])
        assert store.seen(source.id) == [Seen("https://a.example/2", "h2", b.article_id), Seen("g1", "h1", a.article_id)]
        store.file([Filing(article=store.article(a.article_id), item_hash="h1b", seen_only=True)])
        assert [item.item_hash for item in store.seen(source.id)] == ["h1b", "h2"]
        assert store.seen(source.id, ["g1", "g2", "g1"]) == [Seen("g1", "h1b", a.article_id)]
        assert store.seen(source.id, limit=1) == [Seen("g1", "h1b", a.article_id)]
        store.remove_source(source.id)
        assert store.article(a.article_id).source_id == 0


def test_the_newest_come_first_page_by_page(store: Store, now: datetime) -> None:
    same = now - timedelta(minutes=30)
    articles = (
        [plain(now, n) for n in range(20)]
        + [plain(now, 0, received=same) for _ in range(5)]
        + [plain(now, 3, published=now + timedelta(days=9))]
    )
    numbers = file_all(store, articles)
    expected = sorted(zip(articles, numbers, strict=True), key=lambda pair: (pair[0].sort_time, pair[1]), reverse=True)
    seen: list[int] = []
    before: tuple[datetime, int] | None = None
    while page := store.latest(Listing(limit=4, before=before)):
        seen += [article.id for article in page]
        before = (page[-1].sort_time, page[-1].id)
    assert seen == [number for _, number in expected]


def test_a_listing_shows_the_beginning_of_the_text(store: Store, now: datetime) -> None:
    text = "é" * 1000
    file_all(store, [replace(full(now), text=text, layout=(Block(BlockKind.PARAGRAPH, 0, 1000),))])
    [short] = store.latest(Listing())
    assert (short.text, short.layout, short.feed_text, short.length) == ("é" * 400, (), "", 1000)
    assert short.title == "The harbour opens"


def test_a_listing_filters(store: Store, now: datetime) -> None:
    values: list[dict[str, object]] = [
        {"publisher": "A", "language": "en", "section": "World", "tags": ("x", "y"), "source_id": 1},
        {"publisher": "A", "language": "de", "section": "Sport", "tags": ("y",), "source_id": 2},
        {"publisher": "B", "language": "en", "section": "World", "tags": (), "source_id": 1},
    ]
    ids = file_all(store, [plain(now, n, **fields) for n, fields in enumerate(values)])

    def listed(**wanted: object) -> list[int]:
        return [ids.index(article.id) for article in store.latest(Listing(**wanted))]  # type: ignore[arg-type]

    assert listed(publisher="A") == [0, 1]
    assert listed(language="en") == [0, 2]
    assert listed(section="World", publisher="B") == [2]
    assert listed(tag="y") == [0, 1]
    assert listed(tag="y", language="de") == [1]
    assert listed(source_id=1) == [0, 2]
    assert listed(since=now - timedelta(minutes=1)) == [0, 1]
    assert listed(until=now - timedelta(minutes=1)) == [1, 2]
    assert listed(tag="y", until=now - timedelta(minutes=1)) == [1]
    assert listed(limit=0) == []
    assert store.counts("publisher") == [Count("A", 2), Count("B", 1)]
    assert store.counts("language", limit=1) == [Count("en", 2)]
    with pytest.raises(InputError):
        store.counts("password")


def test_articles_by_id_come_in_the_order_asked_for(store: Store, now: datetime) -> None:
    a, b, c = file_all(store, [plain(now, n) for n in range(3)])
    assert [article.id for article in store.articles_by_id([c, 999, a, b])] == [c, a, b]
    assert [article.id for article in store.each_article(a)] == [b, c]


def test_S13_a_deleted_article_leaves_nothing_behind(store: Store, now: datetime) -> None:
    source = store.add_source(Source(url="https://a.example/feed"))
    given = plain(now, 1, source_id=source.id, external_id="g", tags=("t",))
    [filed] = store.file([Filing(article=given, keys=("u:1",), item_hash="h")])
    store.add_comment(Comment(article_id=filed.article_id, name="Ada", text="Well", created=now))
    store.delete_article(filed.article_id)
    stats = store.stats()
    assert (stats.articles, stats.comments) == (0, 0)
    assert store.known(["u:1"]) == {}
    assert store.seen(source.id) == []
    assert store.latest(Listing(tag="t")) == []
    assert store.check() == []
    [again] = store.file([Filing(article=given, keys=("u:1",), item_hash="h")])
    assert again.outcome is Outcome.NEW
    assert again.article_id > filed.article_id, "ids are never used twice"


def test_many_articles_of_one_minute_are_kept_apart(store: Store, now: datetime) -> None:
    ids = file_all(store, [plain(now, 0) for _ in range(1200)])
    assert len(set(ids)) == 1200
    assert [article.id for article in store.latest(Listing(limit=3))] == ids[::-1][:3]


def test_T01_T10_nul_and_lone_surrogates_are_removed_and_offsets_follow(store: Store, now: datetime) -> None:
    text = "ab\0cd\ud800ef link"
    start = text.index("link")
    layout = (
        Block(BlockKind.PARAGRAPH, 0, len(text), alt="\0", marks=(Mark(MarkKind.LINK, start, start + 4, "https://a.example/\udfff"),)),
    )
    [number] = file_all(store, [plain(now, 1, title="\0A\udcffb", text=text, layout=layout, tags=("t\0",), authors=("\ud900",))])
    stored = store.article(number)
    assert (stored.title, stored.text, stored.tags, stored.authors) == ("Ab", "abcdef link", ("t",), ("",))
    [mark] = stored.layout[0].marks
    assert stored.text[mark.start : mark.end] == "link"
    assert (stored.layout[0].end, stored.layout[0].alt, mark.url) == (11, "", "https://a.example/")
