"""The newsroom's own judge, on a store, with the shipped embedder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import load
from broadsheet.app.wiring import open_newsroom
from broadsheet.errors import NotFound
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.types import Article, Body, Filing, StoryListing
from pressroom import NOW, Clock

REPORT = (
    "VARDNES (LPA) - The ferry Aurelia lost both engines in the Varr Strait on Monday night and drifted for six hours before two tugs took "
    "her in tow. The harbour master said that 212 passengers and 31 crew were aboard, and that nobody was hurt.\n\n"
    "The company that runs the line blamed water in the fuel. Divers looked at the hull in the morning and found a dent of two metres "
    "below the waterline, which the owners had not mentioned.\n\n"
    "It was the third breakdown of the year on the strait. The minister for the coast asked for the log books by Friday, and the union of "
    "seamen said that its members had warned of the fuel since the spring, when the old tank at Hexley was filled again."
)
OTHER = (
    "Grain prices fell in Tannmouth for a fourth day, traders at the corn exchange reported, after rain reached the eastern plains where "
    "farmers had feared for the barley. Millers bought little. A bushel cost 41 crowns at noon, six fewer than a week before, and the "
    "bank that lends to most of the farms expects prices to stay there until the new harvest is counted in September."
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(load({"HOME": str(tmp_path)}), fetcher=FakeFetcher({}), clock=Clock()) as opened:
        yield opened


def file(room: Newsroom, *articles: Article) -> list[int]:
    return [one.article_id for one in room.store.file([Filing(article=article) for article in articles])]


def article(title: str, text: str, publisher: str = "Post", minutes: int = 0, **more: object) -> Article:
    when = NOW - timedelta(hours=5) + timedelta(minutes=minutes)
    domain = f"{publisher.lower().replace(' ', '')}.example"
    fields = {"url": f"https://{domain}/{minutes}", "publisher": publisher, "publisher_domain": domain, "published": when, "language": "en"}
    return Article(title=title, text=text, received=when, **(fields | more))  # type: ignore[arg-type]


def test_a_copy_goes_where_its_original_is_and_is_counted_with_it(room: Newsroom) -> None:
    first, copy, other = file(
        room,
        article("Ferry Aurelia drifts six hours in Varr Strait", REPORT, "Lantern Press Agency"),
        article("Six hours adrift: the night of the Aurelia", REPORT.replace("VARDNES (LPA) - ", ""), "Herald", 40),
        article("Grain falls for a fourth day", OTHER, "Echo", 50),
    )
    linked = room.link()
    assert (linked.count, linked.copies, linked.failed, linked.left) == (3, 1, 0, 0)
    where = room.store.story_of([first, copy, other])
    assert where[first] == where[copy] != where[other]
    assert room.store.copy_of([copy])[copy].original_id == first
    assert room.story(where[first]).copies == 1
    told = room.why(copy)
    assert told.copy is not None
    assert told.overlaps
    assert not told.alike


def test_why_is_told_before_and_after_linking(room: Newsroom) -> None:
    one, two = file(room, article("Ferry drifts", REPORT, "Herald"), article("Ferry adrift", REPORT.replace("six", "seven"), "Echo", 40))
    waiting = room.why(two)
    assert (waiting.story_id, waiting.story, waiting.evidence.signals) == (0, None, ())
    room.link()
    told = room.why(two)
    assert told.story is not None
    assert told.story.id == told.story_id
    assert told.copy is not None
    assert told.copy.original_id == one
    shared = told.overlaps[0]
    assert room.store.article(two).text[shared.start : shared.end] == room.store.article(one).text[shared.other_start : shared.other_end]
    with pytest.raises(NotFound):
        room.why(99)


def test_an_original_that_arrives_after_its_copy_is_recognised_after_a_restart(room: Newsroom) -> None:
    copied = REPORT.replace("VARDNES (LPA) - ", "VARDNES (Lantern Press Agency) - ")
    (copy,) = file(room, article("Six hours adrift", copied, "Herald", 40))
    room.link()
    (first,) = file(room, article("Ferry Aurelia drifts six hours in Varr Strait", copied, "Lantern Press Agency", 0))
    with open_newsroom(room.settings, fetcher=FakeFetcher({}), clock=Clock()) as again:
        again.link()
    assert room.store.copy_of([copy, first])[copy].original_id == first
    assert first not in room.store.copy_of([copy, first])
    assert len(room.store.stories(StoryListing())) == 1


def test_T15_articles_without_words_are_stored_and_stay_alone(room: Newsroom) -> None:
    ids = file(
        room,
        article("", "", minutes=1),
        article("", "…", minutes=2),
        article("!!!", "", minutes=3),
        article("", "", "Herald", minutes=4),
        article("\u200b", " ", "Echo", minutes=5),
    )
    linked = room.link()
    assert (linked.count, linked.failed) == (5, 0)
    assert len(set(room.store.story_of(ids).values())) == 5
    assert room.tidy() == 0


def test_T15_items_with_a_title_alone_are_linked_by_it(room: Newsroom) -> None:
    ids = file(
        room,
        article("Ferry Aurelia drifts six hours in Varr Strait after engines fail", "", "Post", 1),
        article("Aurelia ferry drifts for six hours in Varr Strait, engines failed", "", "Herald", 9),
        article("Grain prices fall for a fourth day in Tannmouth", "", "Echo", 12),
    )
    room.link()
    where = room.store.story_of(ids)
    assert where[ids[0]] == where[ids[1]] != where[ids[2]]


def test_H21_stubs_behind_a_paywall_are_nobodys_copies(room: Newsroom) -> None:
    stub = REPORT[:330]
    ids = file(
        room,
        article("The Aurelia's night", stub, "Post", 1, body=Body.PARTIAL),
        article("Adrift in the strait", stub, "Herald", 2, body=Body.NONE),
        article("Ferry Aurelia drifts", REPORT, "Echo", 3),
    )
    room.link()
    assert room.store.copy_of(ids[:2]) == {}


def test_a_revised_article_keeps_its_story(room: Newsroom) -> None:
    (only,) = file(room, article("Ferry Aurelia drifts", REPORT))
    room.link()
    before = room.store.story_of([only])[only]
    changed = replace(room.store.article(only), title="Aurelia in tow", text=REPORT + "\n\nShe reached Vardnes at noon.", revised=NOW)
    room.store.file([Filing(article=changed)])
    assert room.link().count == 1
    assert room.store.story_of([only])[only] == before


def test_a_linker_that_starts_anew_decides_as_one_that_went_on(room: Newsroom) -> None:
    articles = [
        article("Ferry Aurelia drifts six hours in Varr Strait", REPORT, "Post", 1),
        article("Grain falls for a fourth day", OTHER, "Echo", 2),
        article("Aurelia: two tugs end six hours adrift in the Varr Strait", REPORT[200:700], "Herald", 90),
        article("Barley rain brings grain prices in Tannmouth down", OTHER[60:], "Islander", 95),
    ]
    for one in articles:
        file(room, one)
        with open_newsroom(room.settings, fetcher=FakeFetcher({}), clock=Clock()) as again:
            again.link()
    ids = [1, 2, 3, 4]
    where = room.store.story_of(ids)
    assert (where[1] == where[3], where[2] == where[4], where[1] != where[2]) == (True, True, True)
    assert room.embed_status().left == 0
