"""What a digest holds: the period's stories, contested figures, changes of position, corrections, by a reader's rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.desk.digest import Digest, digest
from broadsheet.desk.digest_changes import corrected_in
from broadsheet.desk.digest_rules import Rules
from broadsheet.desk.ledger import LedgerArticle
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.store import open_store
from broadsheet.store.base import Store
from broadsheet.types import Article, Filing, Findings, Revision
from broadsheet.types.told import Length
from pier_edition import tell_pier
from site_edition import NOW, fill
from story_edition import tell

DAY = (NOW - timedelta(days=1), NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "digest.db")
    yield opened
    opened.close()


@pytest.fixture
def edition(store: Store) -> dict[str, int]:
    ids = fill(store, FakeFetcher({}))
    return ids | tell(store, ids)


def made(store: Store, **rules: object) -> Digest:
    return digest(store, Rules(**rules), *DAY)  # type: ignore[arg-type]


def test_an_empty_store_says_that_nothing_is_new(store: Store) -> None:
    found = made(store)
    assert not found
    assert found.counts.articles == 0


def test_stories_come_by_heat_each_with_cited_sentences(store: Store, edition: dict[str, int]) -> None:
    found = made(store)
    assert found.stories[0].story.id == edition["dam"]
    assert [one.story.heat for one in found.stories] == sorted((one.story.heat for one in found.stories), reverse=True)
    assert found.counts.articles >= found.stories[0].articles > 5
    assert digest(store, Rules(), NOW - timedelta(days=60), NOW).counts.waiting == 2
    for item in found.stories:
        for view in item.told:
            for cited, passage in zip(view.cited, view.told.citations, strict=True):
                article = store.article(passage.article_id)
                assert " ".join(article.text[passage.start : passage.end].split()) == cited.words
                assert found.outside[article.id] == article.url


def test_a_digest_covers_its_period_and_nothing_else(store: Store, edition: dict[str, int]) -> None:
    early = digest(store, Rules(), NOW - timedelta(hours=30), NOW - timedelta(hours=2))
    for item in early.stories:
        for view in item.told:
            assert all(cited.source.time < early.until for cited in view.cited)
    assert not digest(store, Rules(), NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    whole = {article for one in (early, made(store)) for article in [one.counts.articles]}
    assert len(whole) == 2


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ({"publishers": ("moorland herald",)}, True),
        ({"publishers": ("Nobody's Paper",)}, False),
        ({"languages": ("ar",)}, True),
        ({"languages": ("xx",)}, False),
        ({"sections": ("region",)}, True),
        ({"sections": ("Chess",)}, False),
        ({"outlets": 4}, True),
        ({"outlets": 40}, False),
        ({"words": "dam OR chess"}, True),
        ({"words": '"water authority" -chess'}, True),
        ({"words": "chessboard"}, False),
        ({"without": "dam"}, False),
        ({"without": "chessboard"}, True),
    ],
)
def test_rules_choose_stories(store: Store, edition: dict[str, int], rules: dict[str, object], wanted: bool) -> None:
    found = made(store, stories=100, **rules)
    assert (edition["dam"] in {one.story.id for one in found.stories}) is wanted


def test_the_most_stories_and_the_length(store: Store, edition: dict[str, int]) -> None:
    found = made(store, stories=1, length=Length.LINE)
    assert len(found.stories) == 1
    assert len(found.stories[0].told) == 1
    assert found.counts.left_out > 0


def test_contested_figures_have_their_holders(store: Store) -> None:
    ids = tell_pier(store)
    found = made(store)
    figure = found.contested[0]
    assert {(value.holder, value.amount) for value in figure.values} >= {("Odda Brenn", "30"), ("Quay Office", "11")}
    assert ids["first"] in {value.cited.source.id for value in figure.values}


def filed(store: Store, title: str, text: str, hours: float = 5) -> Article:
    at = NOW - timedelta(hours=hours)
    address = "https://harbour.example/1"
    made = Article(title=title, text=text, publisher="Harbour Post", url=address, language="en", published=at, received=at)
    (one,) = store.file([Filing(article=made)])
    return store.article(one.article_id)


def revise(store: Store, article: Article, title: str, text: str, hours: float = 1) -> None:
    at = NOW - timedelta(hours=hours)
    was = Revision(article_id=article.id, title=article.title, text=article.text, seen=article.received, noticed=at)
    store.file([Filing(article=replace(article, title=title, text=text, revised=at), revision=was)])


def test_what_a_publisher_changed_is_told_before_and_after(store: Store) -> None:
    article = filed(store, "Six boats lost", "The storm sank six boats in the harbour of Hask. Nobody was hurt, the harbour master said.")
    revise(store, article, "Nine boats lost", "The storm sank nine boats in the harbour of Hask. Nobody was hurt, the harbour master said.")
    rows = {row.kind: row for row in made(store).corrected}
    assert (rows["title"].gone, rows["title"].came) == ("Six boats lost", "Nine boats lost")
    assert "sank six boats in the harbour" in rows["text"].gone
    assert "sank nine boats in the harbour" in rows["text"].came
    assert rows["text"].cited.words == "nine"
    assert not digest(store, Rules(), NOW - timedelta(minutes=30), NOW).corrected
    assert not made(store, languages=("de",)).corrected


def test_a_moved_comma_is_no_correction(store: Store) -> None:
    article = filed(store, "Boats lost", "The storm, sank six boats. Nobody was hurt.")
    revise(store, article, "Boats lost", "The storm sank six boats! “Nobody” was hurt.")
    assert not made(store).corrected


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier version gave the length as 40 metres.",
        "Corrections and clarifications – the mayor’s name is Brenn.",
        "Editor's note: the figures were revised after publication.",
        "Korrektur: In einer früheren Fassung hieß es sechs Boote.",
        "* Correction, 3 May: the ship has two funnels and a mast.",
    ],
)
def test_printed_notes_of_correction_are_found(store: Store, note: str) -> None:
    told = LedgerArticle(
        article_id=7,
        publisher="Lamp",
        published=NOW - timedelta(hours=2),
        title="x",
        findings=Findings(article_id=7),
        text=f"A ship sailed.\n\n{note}",
    )
    (row,) = corrected_in(store, [], [told], *DAY)
    assert row.kind == "note"
    assert note.strip("* ")[:20] in row.came


@pytest.mark.parametrize(
    "words", ["Correction fluid is dear this year, and: scarce.", "The correction: nobody knew of it.", "Correctional officers: a strike."]
)
def test_other_words_are_no_note(store: Store, words: str) -> None:
    told = LedgerArticle(
        article_id=7,
        publisher="Lamp",
        published=NOW - timedelta(hours=2),
        title="x",
        findings=Findings(article_id=7),
        text=f"{words} It went on.",
    )
    found = corrected_in(store, [], [told], *DAY)
    assert not found
