from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.analyse.completion import SHORT_TEXT, completed, wants_page
from broadsheet.types import Article, Body, FullText

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LONG = "The ferry sailed past the lighthouse and came back. " * 20
TEASER = Article(
    url="https://harbour.example/1",
    title="The ferry sails again",
    text="The ferry is back.",
    body=Body.TEASER,
    received=NOW,
    source_id=3,
    external_id="g1",
)
PAGE = Article(
    url="https://harbour.example/news/1",
    title="The ferry sails again, after two weeks",
    text=LONG,
    received=NOW + timedelta(seconds=9),
    authors=("Ada Field",),
)


@pytest.mark.parametrize(
    ("change", "full_text", "wanted"),
    [
        ({}, FullText.SHORT, True),
        ({}, FullText.NEVER, False),
        ({"url": ""}, FullText.ALWAYS, False),
        ({"body": Body.FULL, "text": LONG}, FullText.SHORT, False),
        ({"body": Body.FULL, "text": LONG}, FullText.ALWAYS, True),
        ({"body": Body.FULL, "text": "x" * (SHORT_TEXT - 1)}, FullText.SHORT, True),
        ({"body": Body.FULL, "text": LONG, "truncated": True}, FullText.SHORT, True),
    ],
)
def test_which_items_want_their_page(change: dict[str, object], full_text: FullText, wanted: bool) -> None:
    assert wants_page(replace(TEASER, **change), full_text) is wanted


def test_the_page_gives_the_text_and_the_feed_stays_what_it_is_known_by() -> None:
    whole = completed(TEASER, PAGE, NOW)
    assert (whole.text, whole.body, whole.feed_text) == (LONG, Body.FULL, "The ferry is back.")
    assert (whole.source_id, whole.external_id, whole.received) == (3, "g1", NOW)
    assert whole.authors == ("Ada Field",)
    assert whole.revised is None


@pytest.mark.parametrize(
    "page",
    [
        replace(PAGE, text="", body=Body.NONE),
        replace(PAGE, text="Subscribe.", body=Body.PARTIAL),
        replace(PAGE, text=LONG, body=Body.NONE),
    ],
)
def test_a_page_with_less_to_read_leaves_the_feeds_text(page: Article) -> None:
    assert completed(TEASER, page, NOW) is TEASER


def test_a_whole_feed_text_is_kept_beside_the_pages() -> None:
    feed = replace(TEASER, text=LONG + "One more line.", body=Body.FULL)
    whole = completed(feed, PAGE, NOW)
    assert (whole.text, whole.feed_text, whole.revised) == (LONG, LONG + "One more line.", None)
    assert completed(feed, replace(PAGE, text=feed.text), NOW).feed_text == ""
