from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from broadsheet.errors import InputError, ModelError, NotFound, StoreFull
from broadsheet.models import Vectors
from broadsheet.pipeline import Linker
from broadsheet.pipeline.linking import LEASE, LEASE_TIME
from broadsheet.pipeline.linking_vectors import PATIENCE, Meanings
from broadsheet.store import open_store
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy, CopyKind, Filing, PinKind, StoryLink, StoryListing
from pressroom import NOW, Clock
from wordjudge import WordJudge

TITLES = ["Ferry sails", "Dam breaks", "Ferry late", "Election held", "Dam repaired", "Ferry sold", "Dam inquiry", "Harbour fire"]


class Letters:
    """An embedder whose vectors count letters; `down` makes it fail."""

    def __init__(self, name: str = "letters-26") -> None:
        self.name, self.dim, self.languages, self.cuts = name, 26, frozenset({"en"}), (0.0, 1.0)
        self.down = False
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.down:
            raise ModelError("the service sleeps")
        self.asked += texts
        rows = np.zeros((len(texts), 26), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.lower():
                if "a" <= letter <= "z":
                    row[ord(letter) - 97] += 1
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return rows


class Desk:
    """A store with a linker on it; `again` is a process that starts anew."""

    def __init__(self, folder: Path, clock: Clock, embedder: Letters) -> None:
        self.clock, self.embedder = clock, embedder
        self.store: Store = open_store(folder / "test.db", clock=clock)
        self.judge = WordJudge()
        self.linker = self.again("first")

    def again(self, holder: str, store: Store | None = None, embedder: Letters | None = None) -> Linker:
        def make() -> WordJudge:
            self.judge = WordJudge()
            return self.judge

        chosen = embedder or self.embedder
        meanings = Meanings(self.store, lambda: chosen, timer=self.clock.timer)
        return Linker(
            store or self.store,
            meanings,
            make_judge=make,
            reports=lambda articles, copies: len(articles) - len(copies),
            clock=self.clock,
            holder=holder,
            timer=self.clock.timer,
        )

    def file(self, *titles: str, start: int = 0, text: str = "") -> list[int]:
        filings = [
            Filing(
                article=Article(
                    title=title, text=text or f"{title}. It was said.", received=NOW + timedelta(minutes=n), url=f"https://x.example/{n}"
                ),
                keys=(f"k:{n}",),
            )
            for n, title in enumerate(titles, start)
        ]
        return [one.article_id for one in self.store.file(filings)]

    def groups(self) -> set[frozenset[str]]:
        """The titles of each story."""
        stories = self.store.stories(StoryListing(limit=100))
        return {frozenset(article.title for article in self.store.member_articles(story.id)) for story in stories}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = Desk(tmp_path, clock, Letters())
    yield made
    made.store.close()


def by_word(titles: Sequence[str]) -> set[frozenset[str]]:
    return {frozenset(one for one in titles if one.split()[0] == word) for word in {title.split()[0] for title in titles}}


def test_what_waits_is_linked_and_described(desk: Desk) -> None:
    desk.file(*TITLES)
    linked = desk.linker.link_pending()
    assert (linked.count, linked.began, linked.joined, linked.left, linked.failed) == (8, 4, 4, 0, 0)
    assert desk.groups() == by_word(TITLES)
    assert desk.store.unlinked_count() == 0
    assert desk.store.stale_stories() == []
    assert desk.linker.link_pending().count == 0


def test_the_order_in_which_articles_arrive_does_not_matter(desk: Desk) -> None:
    titles = TITLES.copy()
    random.Random(3).shuffle(titles)
    desk.file(*titles)
    told: list[tuple[int, int]] = []
    assert desk.linker.link_all(lambda done, total: told.append((done, total))).count == 8
    assert told == [(8, 8)]
    assert desk.groups() == by_word(TITLES)


@pytest.mark.parametrize("batch", [1, 3])
def test_a_restart_between_batches_gives_the_same_stories(desk: Desk, batch: int) -> None:
    desk.file(*TITLES)
    for number in range(8):
        linker = desk.again(f"run {number}")
        linker.link_pending(batch)
        linker.release()
    assert desk.groups() == by_word(TITLES)


def test_only_one_linker_works_and_the_next_one_takes_over_after_a_crash(desk: Desk, clock: Clock) -> None:
    desk.file(*TITLES[:4])
    assert desk.linker.link_pending(2).count == 2
    other = desk.again("second")
    refused = other.link_pending()
    assert (refused.count, refused.leased, refused.left) == (0, False, 2)
    clock.advance(seconds=LEASE_TIME.total_seconds() + 1)  # the first one never came back
    assert other.link_pending().count == 2
    assert desk.groups() == by_word(TITLES[:4])


def test_a_linker_that_lost_its_right_meanwhile_stores_nothing(desk: Desk, clock: Clock) -> None:
    desk.file(*TITLES[:2])
    embed = desk.embedder.embed

    def slow(texts: Sequence[str]) -> Vectors:
        clock.advance(minutes=5)
        assert desk.store.lease(LEASE, "other", clock(), clock() + LEASE_TIME)
        return embed(texts)

    desk.embedder.embed = slow  # type: ignore[method-assign]
    with pytest.raises(Exception, match="another process"):
        desk.linker.link_pending()
    assert desk.store.unlinked_count() == 2


class FullStore:
    """A store that cannot save links."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.full = True

    def save_links(self, links: Sequence[StoryLink], recopied: object = None) -> dict[int, int]:
        if self.full:
            raise StoreFull("no space left")
        return self._inner.save_links(links)

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


def test_what_could_not_be_stored_waits_and_is_linked_later(desk: Desk) -> None:
    full = FullStore(desk.store)
    linker = desk.again("full", full)  # type: ignore[arg-type]
    desk.file(*TITLES)
    with pytest.raises(StoreFull):
        linker.link_pending()
    assert desk.store.unlinked_count() == 8
    full.full = False
    assert linker.link_pending().count == 8
    assert desk.groups() == by_word(TITLES)


def test_I1_an_article_that_cannot_be_decided_gets_a_story_of_its_own_and_is_a_failure(desk: Desk) -> None:
    desk.file("Ferry sails", "Ferry of poison", "Ferry late")
    linked = desk.linker.link_pending()
    assert (linked.count, linked.failed, linked.left) == (3, 1, 0)
    assert desk.groups() == {frozenset({"Ferry sails", "Ferry late"}), frozenset({"Ferry of poison"})}
    (failure,) = desk.store.failures()
    assert "was not linked" in failure.message
    assert failure.retry_at is None
    assert desk.linker.link_pending().count == 0


def test_a_deleted_article_is_forgotten_and_its_story_described_anew(desk: Desk) -> None:
    first, *_ = desk.file(*TITLES)
    desk.linker.link_pending()
    desk.store.delete_article(first)
    desk.linker.link_pending()
    assert first not in desk.judge.where or not desk.linker.catch_up()
    assert frozenset({"Ferry late", "Ferry sold"}) in desk.groups()
    assert desk.store.stale_stories() == []


def test_an_original_that_comes_later_changes_what_earlier_ones_are(desk: Desk) -> None:
    early, late = desk.file("Ferry sails", "Ferry sailed")
    decide = WordJudge.decide

    class Recopying(WordJudge):
        def decide(self, article, vector, texts, now):  # type: ignore[no-untyped-def]
            verdict = decide(self, article, vector, texts, now)
            if article.id != late:
                return verdict
            return replace(verdict, recopied={early: Copy(article_id=early, original_id=late, kind=CopyKind.SYNDICATED, share=1, kept=1)})

    linker = Linker(
        desk.store,
        Meanings(desk.store, lambda: desk.embedder),
        make_judge=Recopying,
        reports=lambda articles, copies: len(articles) - sum(one.id in copies for one in articles),
        clock=desk.clock,
    )
    linker.link_pending(1)
    linker.link_pending(1)
    assert desk.store.copy_of([early])[early].original_id == late
    (story,) = desk.store.stories(StoryListing())
    assert (story.articles, story.copies, story.reports) == (2, 1, 1)


# -- readers ----------------------------------------------------------------------------------------------------------


def linked(desk: Desk) -> dict[str, int]:
    """All of TITLES, linked; the story of each."""
    ids = desk.file(*TITLES)
    desk.linker.link_pending()
    where = desk.store.story_of(ids)
    return {title: where[one] for title, one in zip(TITLES, ids, strict=True)}


def test_a_merge_outlives_tidying_a_restart_and_can_be_undone(desk: Desk) -> None:
    at = linked(desk)
    before = desk.groups()
    edit = desk.linker.merge(at["Ferry sails"], at["Dam breaks"], "owner")
    together = frozenset(title for title in TITLES if title.split()[0] in ("Ferry", "Dam"))
    assert together in desk.groups()
    assert desk.store.story(at["Dam breaks"]).id == at["Ferry sails"]
    assert desk.store.stale_stories() == []
    assert all(pin.kind is PinKind.TOGETHER for pin in desk.store.pins())
    desk.again("second").tidy()
    assert together in desk.groups()
    with pytest.raises(InputError, match="one already"):
        desk.linker.merge(at["Ferry sails"], at["Dam breaks"], "owner")
    desk.linker.undo(edit.id, "owner")
    assert desk.groups() == before
    assert desk.store.pins() == []


def test_a_split_outlives_tidying_and_can_be_undone(desk: Desk) -> None:
    at = linked(desk)
    before = desk.groups()
    ferry = [member.article_id for member in desk.store.members(at["Ferry sails"])]
    edit = desk.linker.split(at["Ferry sails"], ferry[1:], "owner")
    assert {frozenset({"Ferry sails"}), frozenset({"Ferry late", "Ferry sold"})} <= desk.groups()
    desk.linker.tidy()
    assert {frozenset({"Ferry sails"}), frozenset({"Ferry late", "Ferry sold"})} <= desk.groups()
    desk.linker.undo(edit.id, "owner")
    assert desk.groups() == before
    for wrong in ([], ferry, [99]):
        with pytest.raises(InputError):
            desk.linker.split(at["Ferry sails"], wrong, "owner")


def test_a_move_is_kept_when_the_article_is_linked_again(desk: Desk) -> None:
    at = linked(desk)
    (late,) = [one.article_id for one in desk.store.members(at["Ferry sails"]) if desk.store.article(one.article_id).title == "Ferry late"]
    desk.linker.move(late, at["Harbour fire"], "owner")
    assert frozenset({"Harbour fire", "Ferry late"}) in desk.groups()
    changed = replace(desk.store.article(late), text="Another text altogether. It was said.", revised=NOW)
    desk.store.file([Filing(article=changed)])
    desk.linker.link_pending()
    assert frozenset({"Harbour fire", "Ferry late"}) in desk.groups()
    with pytest.raises(InputError, match="already"):
        desk.linker.move(late, at["Harbour fire"], "owner")
    with pytest.raises(NotFound):
        desk.linker.move(late, 999, "owner")


# -- vectors ----------------------------------------------------------------------------------------------------------


def test_L12_while_the_embedder_is_down_articles_are_linked_and_get_vectors_later(desk: Desk, clock: Clock) -> None:
    desk.linker.renew(1)
    desk.embedder.down = True
    desk.file(*TITLES)
    assert desk.linker.link_pending().count == 8
    assert desk.groups() == by_word(TITLES)
    assert desk.linker.renewal().done == 0
    assert "sleeps" in desk.linker.renewal().trouble
    assert desk.linker.renew(5) == 0
    desk.embedder.down = False
    clock.advance(seconds=PATIENCE + 1)
    assert [desk.linker.renew(5), desk.linker.renew(5), desk.linker.renew(5)] == [5, 3, 0]
    assert (desk.linker.renewal().done, desk.linker.renewal().left) == (8, 0)


def test_another_embedder_renews_the_newest_first_mixes_nothing_and_drops_the_old_at_the_end(desk: Desk) -> None:
    desk.file(*TITLES)
    desk.linker.link_pending()
    desk.linker.release()
    assert desk.store.vector_counts() == {"letters-26": 8}
    other = Letters("other-26")
    linker = desk.again("second", embedder=other)
    linker.catch_up()
    assert desk.judge.vectors == {}  # not those of the former model
    assert linker.renew(3) == 3
    assert [text.split("\n")[0] for text in other.asked] == TITLES[5:]
    status = linker.renewal()
    assert (status.model, status.done, status.total, status.left, status.others) == ("other-26", 3, 8, 5, 8)
    linker.release()
    resumed = desk.again("third", embedder=other)
    while resumed.renew(3):
        pass
    assert desk.store.vector_counts() == {"other-26": 8}
    assert len(other.asked) == 8
