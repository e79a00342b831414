"""The demo edition, linked as any collected articles are, against what a careful reader finds in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

import broadsheet
from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import Settings
from broadsheet.demo.edition import Edition, Piece, load_edition
from broadsheet.demo.gold import Gold, load_gold
from broadsheet.demo.load import load
from broadsheet.types import Article, StoryListing

END = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Stand:
    """The linked edition: articles and their stories by the piece's id."""

    room: Newsroom
    edition: Edition
    gold: Gold
    articles: dict[str, Article]
    stories: dict[str, int]

    def of(self, plan: str) -> list[Piece]:
        return [piece for piece in self.edition.pieces.values() if piece.story == plan]

    def main_story(self, plan: str) -> int:
        """The story that holds most of the plan's articles."""
        return Counter(self.stories[piece.id] for piece in self.of(plan)).most_common(1)[0][0]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    folder: Path = tmp_path_factory.mktemp("stand")
    with broadsheet.open(folder / "demo.db", settings=Settings(data=folder)) as room:
        load(room, END)
        room.link()
        room.tidy()
        edition = load_edition(END)
        titled = {article.title: article for article in room.store.each_article()}
        articles = {piece.id: titled[piece.at(END).headline] for piece in edition.pieces.values()}
        numbers = room.store.story_of([article.id for article in articles.values()])
        stories = {name: numbers[article.id] for name, article in articles.items()}
        yield Stand(room, edition, load_gold(edition), articles, stories)


def test_all_articles_are_linked(stand: Stand) -> None:
    assert stand.room.store.unlinked_count() == 0
    assert len(stand.stories) == len(stand.edition.pieces)


#: Pieces that are not where a reader would put them, with the reason (docs/decisions/0012). A change for better or worse shows here.
MISPLACED = {
    "islander-aster-1 is not in aster",  # the town's night at the harbour: it names the town and its people, not the ship
    "islander-aster-1 is in dunlin",  # the same paper's town and harbour
    "causeway-dock-1 is not in dock",  # an essay on the strike without the port, the union or the company
    "ledger-hask-2 is not in hask",  # what the dispute does to shipowners and insurers: another event about the same strait
    "causeway-misc-1 is in hask",  # an essay that happens to speak of a lighthouse there
}


def test_the_twelve_stories_are_right_but_for_known_pieces(stand: Stand) -> None:
    wrong = set()
    for plan in stand.edition.stories:
        inside = {piece.id for piece in stand.of(plan)}
        story = stand.main_story(plan)
        held = {name for name, number in stand.stories.items() if number == story}
        wrong |= {f"{name} is not in {plan}" for name in inside - held}
        wrong |= {f"{name} is in {plan}" for name in held - inside}
    assert wrong == MISPLACED
    assert len({stand.main_story(plan) for plan in stand.edition.stories}) == len(stand.edition.stories) == 12


def test_pieces_on_their_own_are_stories_of_their_own(stand: Stand) -> None:
    sizes = Counter(stand.stories.values())
    together = {piece.id for piece in stand.of("") if sizes[stand.stories[piece.id]] > 1}
    assert together == {"causeway-misc-1", "ledger-misc-1"}


def test_stories_that_look_alike_are_apart(stand: Stand) -> None:
    for one, two, why in stand.gold.lookalikes:
        assert stand.main_story(one) != stand.main_story(two), why


def test_copies_are_named_with_their_original(stand: Stand) -> None:
    names = {article.id: name for name, article in stand.articles.items()}
    found = stand.room.store.copy_of(list(names))
    made = {names[number]: names[copy.original_id] for number, copy in found.items()}
    wanted = {piece.id: piece.copy_of for piece in stand.edition.pieces.values() if piece.copy_of}
    assert made == wanted


def test_copies_credit_their_agency(stand: Stand) -> None:
    names = {article.id: name for name, article in stand.articles.items()}
    for number, copy in stand.room.store.copy_of(list(names)).items():
        piece = stand.edition.pieces[names[number]]
        if piece.credit:
            assert copy.credit in (piece.credit, stand.edition.pieces[piece.copy_of].publisher.name), piece.id


#: Claims whose articles are one report because they all repeat one statement in words of their own: not seen by what is copied.
BY_ATTRIBUTION = {"Skarholt admits soldiers on Hask."}


def test_articles_that_repeat_one_report_count_once(stand: Stand) -> None:
    """Each group of a claim's articles is one report: all of it is one original and its copies."""
    copies = stand.room.store.copy_of([article.id for article in stand.articles.values()])
    for claim in stand.gold.claims:
        roots = []
        for group in claim.independent:
            if claim.claim in BY_ATTRIBUTION:
                continue
            ids = [stand.articles[name].id for name in group]
            origins = {copies[number].original_id if number in copies else number for number in ids}
            # Articles that report alike in their own words may be one by the family of their publishers, not by their text.
            families = {stand.edition.pieces[name].publisher.owner for name in group}
            assert len(origins) == 1 or len(families) == 1, (claim.claim, group)
            roots.append(origins)
        assert len(set().union(*roots)) == sum(len(root) for root in roots), claim.claim


def test_independent_reports_are_fewer_than_articles_by_copies_and_families(stand: Stand) -> None:
    store = stand.room.store
    for plan in stand.edition.stories:
        story = store.story(stand.main_story(plan))
        held = [piece for name, piece in stand.edition.pieces.items() if stand.stories[name] == story.id]
        originals = [piece for piece in held if not piece.copy_of]
        owners = {piece.publisher.id if piece.publisher.agency else piece.publisher.owner for piece in originals}
        assert story.copies == len(held) - len(originals), plan
        assert story.outlets == len({piece.publisher.id for piece in held}), plan
        assert len(owners) <= story.reports <= len(originals), (plan, story.reports, sorted(owners))


def test_headlines_are_titles_of_originals_in_the_story(stand: Stand) -> None:
    store = stand.room.store
    for plan in stand.edition.stories:
        story = store.story(stand.main_story(plan))
        lead = next(piece for piece in stand.of(plan) if stand.articles[piece.id].id == story.lead_id)
        assert story.headline == stand.articles[lead.id].title
        assert "?" not in story.headline
        assert "!" not in story.headline


def test_who_was_first(stand: Stand) -> None:
    store = stand.room.store
    for plan in stand.edition.stories:
        story = store.story(stand.main_story(plan))
        pieces = [piece for piece in stand.of(plan) if piece.channel == "site"]
        earliest = min(pieces, key=lambda piece: piece.published)
        if story.first_publisher and story.first_id in {stand.articles[piece.id].id for piece in pieces}:
            assert story.first_publisher == earliest.publisher.name, plan


def test_the_front_page_has_the_twelve_stories_first_among_those_of_several_outlets(stand: Stand) -> None:
    listed = stand.room.store.stories(StoryListing(least_outlets=2))
    assert {story.id for story in listed} == {stand.main_story(plan) for plan in stand.edition.stories}
