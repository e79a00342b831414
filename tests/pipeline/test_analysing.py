"""Reading articles for the ledger: in turn, resumable, again after a change of version, and never for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.errors import ModelError
from broadsheet.pipeline.analysing import BATCH, LEASE, LEASE_TIME, Analysed, Analyser
from broadsheet.store import Store, open_store
from broadsheet.types import Article, Filing, Findings, Statement
from pressroom import Clock


class Reader:
    """Finds one statement in each article but those that name trouble."""

    def __init__(self) -> None:
        self.version = "v1"
        self.read: list[int] = []

    def __call__(self, article: Article) -> Findings:
        self.read.append(article.id)
        if "trouble" in article.text:
            raise ValueError("no such thing")
        if "weights" in article.text:
            raise ModelError("the tagger cannot be read")
        return Findings(statements=(Statement(content=((0, 3),)),))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with closing(open_store(tmp_path / "news.db", clock=clock)) as opened:
        yield opened


def analyser(store: Store, find: Reader, clock: Clock, holder: str = "") -> Analyser:
    return Analyser(store, find, version=lambda: find.version, clock=clock, holder=holder)


def file(store: Store, clock: Clock, *texts: str) -> list[int]:
    made = [Article(title=text, text=text, received=clock.now - timedelta(hours=n)) for n, text in enumerate(texts)]
    return [one.article_id for one in store.file([Filing(article=article) for article in made])]


def test_articles_are_read_newest_first_and_once(store: Store, clock: Clock) -> None:
    ids = file(store, clock, *(f"Fog {n}" for n in range(BATCH + 2)))
    find = Reader()
    reader = analyser(store, find, clock)
    assert reader.analyse_pending() == Analysed(count=BATCH, statements=BATCH, left=2)
    told: list[tuple[int, int]] = []
    assert reader.analyse_all(lambda count, total: told.append((count, total))) == Analysed(count=2, statements=2)
    assert told == [(2, 2)]
    assert find.read == ids
    assert store.findings(ids)[ids[0]].version == "v1"
    assert reader.analyse_pending() == Analysed()


def test_what_another_version_read_is_read_again(store: Store, clock: Clock) -> None:
    file(store, clock, "Fog", "Rain")
    find = Reader()
    analyser(store, find, clock).analyse_all()
    assert analyser(store, find, clock).analyse_all() == Analysed()
    find.version = "v2"
    assert analyser(store, find, clock).analyse_all().count == 2
    assert find.read == [1, 2, 1, 2]


def test_an_article_that_cannot_be_read_is_a_failure_and_is_not_tried_for_ever(store: Store, clock: Clock) -> None:
    one, other = file(store, clock, "trouble", "Fog")
    done = analyser(store, Reader(), clock).analyse_all()
    assert (done.count, done.failed, done.left) == (2, 1, 0)
    assert "it could not be read" in store.findings([one])[one].note
    assert store.findings([other])[other].statements
    assert "article 1 was not read for the ledger" in store.failures()[0].message


def test_without_a_tagger_articles_stay_in_line(store: Store, clock: Clock) -> None:
    file(store, clock, "weights")
    with pytest.raises(ModelError):
        analyser(store, Reader(), clock).analyse_all()
    assert store.unanalysed_count() == 1


def test_one_process_reads_at_a_time(store: Store, clock: Clock) -> None:
    file(store, clock, "Fog")
    store.lease(LEASE, "other", clock.now, clock.now + LEASE_TIME)
    reader = analyser(store, Reader(), clock, "me")
    assert reader.analyse_all() == Analysed(left=1, leased=False)
    clock.advance(seconds=61)
    assert reader.analyse_pending().count == 1
    assert not store.lease(LEASE, "other", clock.now, clock.now + LEASE_TIME)
    reader.release()
    assert store.lease(LEASE, "other", clock.now, clock.now + LEASE_TIME)


def test_who_looks_at_an_article_does_not_wait_for_its_turn(store: Store, clock: Clock) -> None:
    ids = file(store, clock, "Fog", "Rain", "Hail")
    store.lease(LEASE, "other", clock.now, clock.now + LEASE_TIME)
    reader = analyser(store, Reader(), clock)
    assert reader.analyse(ids[2:]).count == 1
    assert reader.analyse(ids[2:]).count == 0, "what is known is not read again"
    assert [article.id for article in store.unanalysed()] == ids[:2]


def test_an_article_that_changes_while_it_is_read_is_read_again(store: Store, clock: Clock) -> None:
    [one] = file(store, clock, "Fog")

    class Slow(Reader):
        def __call__(self, article: Article) -> Findings:
            if not self.read:
                store.file([Filing(article=replace(store.article(one), text="Rain, then fog"))])
            return super().__call__(article)

    find = Slow()
    analyser(store, find, clock).analyse_all()
    assert find.read == [one, one]
