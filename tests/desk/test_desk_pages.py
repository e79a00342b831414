"""The pages as records: front, article, search, sources, failures, paste, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk import article as article_desk
from broadsheet.desk.failures import explain, failures_page
from broadsheet.desk.fold import Folded
from broadsheet.desk.front import by_day, cursor, front_page, listing_page, read_cursor
from broadsheet.desk.paste import corrected, entries, read_entries, read_time
from broadsheet.desk.pictures import sniff
from broadsheet.desk.search import Wish, search_page, snippets
from broadsheet.desk.sources import health, sources_page
from broadsheet.errors import NotFound
from broadsheet.store import open_store
from broadsheet.types import Article, Listing, PastedArticle, PastedPage, Precision, Source, SourceState
from site_edition import NOW, TALES, TableNewsroom, fill, png


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TableNewsroom, dict[str, int]]]:
    store = open_store(tmp_path_factory.mktemp("desk") / "desk.db")
    newsroom = TableNewsroom(store)
    yield newsroom, fill(store, newsroom.fetcher)
    store.close()


def test_the_front_page_shows_every_article_once(room):
    newsroom, ids = room
    front = front_page(newsroom.store)
    numbers = [card.article.id for card in front.cards]
    assert len(numbers) == len(set(numbers)) == len(TALES) + 3 == front.waiting
    assert front.lead is not None
    assert front.lead.article.id == ids["lead"]
    assert front.lead.comments == 4


def test_an_empty_store_has_an_empty_front_page(tmp_path: Path):
    store = open_store(tmp_path / "empty.db")
    assert front_page(store).empty
    assert not front_page(store).older
    store.close()


def test_listings_continue_where_they_stopped(room):
    newsroom, _ = room
    articles = newsroom.store.latest(Listing(limit=100))
    first = articles[:10]
    rest = newsroom.store.latest(replace(Listing(limit=100), before=read_cursor(cursor(first, 10))))
    assert [a.id for a in articles] == [a.id for a in [*first, *rest]]
    assert listing_page(newsroom.store, Listing(section="Politics")).days[0].articles[0].section == "Politics"
    assert sum(len(day.articles) for day in by_day([Folded(article) for article in articles])) == len(articles)


@given(st.text(max_size=40))
def test_a_foreign_cursor_is_the_first_page(text: str):
    found = read_cursor(text)
    assert found is None or isinstance(found[0], datetime)


def test_the_article_page(room):
    newsroom, ids = room
    page = article_desk.article_page(newsroom.store, ids["lead"])
    assert len(page.changes) == 1
    assert page.changes[0].retitled
    assert ("gone", "900 ") in page.changes[0].text
    assert page.comment_count == 4
    assert all(node.comment.status.value != "held" for node in page.nodes)
    assert any(node.comment.status.value == "held" for node in article_desk.article_page(newsroom.store, ids["lead"], owner=True).nodes)
    assert [other.title for other in page.listed] == ["The mill race, a history"]
    for point in page.key_points:
        assert " ".join(page.article.text[point.start : point.end].split()) == point.text
    with pytest.raises(NotFound):
        article_desk.article_page(newsroom.store, 10**6)


def test_places_are_read_strictly():
    assert article_desk.read_span("3-9", 10) == ((3, 9),)
    for text in ("9-3", "3-11", "-1-3", "a-b", "", "3", "１-３", "1-" + "9" * 30):
        assert article_desk.read_span(text, 10) == ()


def test_search_shows_the_words(room):
    newsroom, ids = room
    found = search_page(newsroom.store, Wish(q="ferry"), NOW)
    assert found.total == len(found.found) > 0
    assert "<mark>ferry</mark>" in "".join(map(str, (s for one in found.found for s in (one.title, *one.snippets)))).lower()
    assert search_page(newsroom.store, Wish(), NOW).found == ()
    filtered = search_page(newsroom.store, Wish(publisher="Nhịp Sông"), NOW)
    assert [one.article.id for one in filtered.found] == [ids["vietnamese"]]


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 420), st.integers(0, 420)), max_size=6))
def test_snippets_are_never_an_error(text: str, spans: list[tuple[int, int]]):
    assert len(snippets(text, sorted(spans))) <= 2


def test_health_in_words(room):
    newsroom, _ = room
    rows = {row.source.title: row for folder in sources_page(newsroom.store, NOW) for row in folder.rows}
    assert rows["Arle Valley Post"].health.level == "good"
    assert rows["Hask Harbour News"].health.level == "late"
    assert rows["Capital Ledger"].health.words == "Failed 4 times in a row, since yesterday"
    assert rows["Seetaler Bote"].health.level == "stopped"
    assert rows["Seetaler Bote"].next_poll == "never"
    assert rows["La Gazette du Lac"].health.level == "new"
    assert rows["Arle Valley Post"].next_poll == "in 20 minutes"
    off = Source(id=1, url="https://x.example", enabled=False)
    assert health(off, SourceState(source_id=1), NOW).level == "off"


def test_failures_in_words(room):
    newsroom, _ = room
    rows = failures_page(newsroom.store, NOW)
    assert [row.what for row in rows] == ["The certificate is not valid", "It could not be read", "The site has trouble of its own"]
    assert rows[0].retry == "tried again in 2 hours"
    assert explain("http.418")[0] == "The site answered with an error"
    assert explain("odd")[0] == "Something went wrong"


TEXT = "Title A\nBody of A.\n\nTitle B\nBody of B."
PAGE = PastedPage(
    "several",
    (
        PastedArticle(8, 18, "Title A", "Pub A", NOW, Precision.HOUR, "1 hour ago", title_span=(0, 7)),
        PastedArticle(28, 38, "Title B", "Pub B"),
    ),
)


def form_of(split: PastedPage, text: str = TEXT) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, entry in enumerate(entries(text, split)):
        for name in ("start", "end", "title", "publisher", "published", "body", "role"):
            fields[f"{name}-{number}"] = str(getattr(entry, name)).replace("\n", "\r\n")
    return fields


def test_an_untouched_preview_changes_nothing():
    text, page = corrected(TEXT, PAGE, read_entries(form_of(PAGE), 2, len(TEXT)))
    assert (text, page) == (TEXT, PAGE)
    assert page.articles[0].precision is Precision.HOUR


def test_titles_and_times_can_be_corrected():
    form = form_of(PAGE) | {"title-1": "Better", "published-0": "2026-11-01T08:00"}
    text, page = corrected(TEXT, PAGE, read_entries(form, 2, len(TEXT)))
    assert text == TEXT
    assert page.articles[1].title == "Better"
    assert page.articles[0].precision is Precision.MINUTE
    assert page.articles[0].published == datetime(2026, 11, 1, 8, tzinfo=NOW.tzinfo)


def test_bodies_can_be_edited_dropped_and_joined():
    edited = form_of(PAGE) | {"body-0": "Other words."}
    text, page = corrected(TEXT, PAGE, read_entries(edited, 2, len(TEXT)))
    assert [text[one.start : one.end] for one in page.articles] == ["Other words.", "Body of B."]
    text, page = corrected(TEXT, PAGE, read_entries(form_of(PAGE) | {"action-0": "drop"}, 2, len(TEXT)))
    assert [text[one.start : one.end] for one in page.articles] == ["Body of B."]
    assert page.kind == "single"
    text, page = corrected(TEXT, PAGE, read_entries(form_of(PAGE) | {"action-1": "merge"}, 2, len(TEXT)))
    assert [text[one.start : one.end] for one in page.articles] == ["Body of A.\n\nTitle B\n\nBody of B."]


@given(
    st.dictionaries(
        st.sampled_from([f"{n}-{i}" for n in ("start", "end", "title", "published", "body", "action") for i in range(3)]),
        st.text(max_size=20),
    )
)
def test_no_form_is_an_error(form: dict[str, str]):
    text, page = corrected(TEXT, PAGE, read_entries(form, 3, len(TEXT)))
    assert all(0 <= one.start <= one.end <= len(text) for one in page.articles)


def test_times_of_date_fields():
    assert read_time("") is None
    assert read_time("nonsense") is None
    assert read_time("2026-11-02T09:30") == NOW


def test_H18_pictures_are_told_by_their_bytes():
    assert sniff(png(1, 60, 40)) is not None
    assert (sniff(png(1, 60, 40)).width, sniff(png(1, 60, 40)).height) == (60, 40)
    assert sniff(b"GIF89a\x0a\x00\x14\x00\x00\x00\x00").height == 20
    assert sniff(b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x00\x20\x00\x40" + b"\x00" * 20).width == 64
    assert sniff(b"RIFF\x00\x00\x00\x00WEBPVP8X\x00\x00\x00\x00\x00\x00\x00\x00\x09\x00\x00\x13\x00\x00").height == 20
    assert sniff(b"\x00\x00\x00\x1cftypavif" + b"\x00" * 40).media_type == "image/avif"
    for body in (b"", b"<svg xmlns='x'/>", b"<!doctype html>", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"BM" + b"\0" * 60):
        assert sniff(body) is None
    bomb = bytearray(png(1, 60, 40))
    bomb[16:24] = (100_000).to_bytes(4, "big") * 2
    assert sniff(bytes(bomb)) is None


@given(
    st.binary(max_size=80),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\0IHDR", b"GIF89a", b"RIFF0000WEBP", b"0000ftypavif", b""]),
)
def test_no_bytes_are_an_error(body: bytes, start: bytes):
    sniff(start + body)


def test_folded_changes_keep_what_changed():
    long = "word " * 300
    folded = article_desk.folded([("same", long), ("gone", "old "), ("new", "new "), ("same", long)])
    assert [kind for kind, _ in folded] == ["same", "gone", "new", "same"]
    assert sum(len(text) for _, text in folded) < 500


def test_ages_of_articles_without_time():
    assert Article(received=NOW, published=None).sort_time == NOW
    assert NOW - timedelta(0) == NOW
