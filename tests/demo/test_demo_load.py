"""Loading: two weeks collected through the guarded fetcher, the limited reader and the pipeline, as from real servers."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.demo.edition import Edition, load_edition
from broadsheet.demo.load import Loaded, load, remove, rounds
from broadsheet.demo.markup import plain_blocks
from broadsheet.demo.site import MARK, mounts
from broadsheet.extract import read
from broadsheet.intake.fetch import FakeFetcher, GuardedFetcher
from broadsheet.pipeline import Press, poll_source
from broadsheet.store import open_store
from broadsheet.types import Article, Body, Listing

END = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Room:
    press: Press


@dataclass(frozen=True)
class Demo:
    room: Room
    edition: Edition
    loaded: Loaded
    articles: dict[str, Article]
    seconds: float


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder: Path = tmp_path_factory.mktemp("demo")
    store = open_store(str(folder / "demo.db"))
    room = Room(Press(store=store, fetcher=FakeFetcher({}), read=read, clock=lambda: END))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    loaded = load(room, END)
    seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    articles = {article.title: article for article in store.each_article()}
    yield Demo(room, load_edition(END), loaded, articles, seconds)
    store.close()


def test_every_article_arrives_once(demo: Demo) -> None:
    assert demo.loaded.articles == len(demo.edition.pieces)
    assert demo.loaded.sources == 14
    assert demo.loaded.revisions == sum(len(piece.versions) - 1 for piece in demo.edition.pieces.values())
    missing = [piece.id for piece in demo.edition.pieces.values() if piece.at(END).headline not in demo.articles]
    assert not missing


def test_it_takes_less_than_a_minute(demo: Demo) -> None:
    assert demo.seconds < 60  # CPU seconds of this process, which reads the pages itself here


def test_what_was_read_is_what_was_written(demo: Demo) -> None:
    for piece in demo.edition.pieces.values():
        if piece.fault:
            continue
        article = demo.articles[piece.at(END).headline]
        shown = plain_blocks(piece.at(END).body)
        assert shown[0][:50] in article.text, piece.id
        if not piece.paywall:
            assert shown[-1][-50:] in article.text, piece.id
        assert article.language == piece.publisher.language
        if piece.channel == "site":
            assert article.publisher == piece.publisher.name
            assert article.url == piece.url(END)
            assert article.published == piece.published
            assert bool(article.image) == bool(piece.scene)
            assert article.section, piece.id
        assert article.received >= piece.published


def test_the_corrected_casualty_figure_is_a_revision(demo: Demo) -> None:
    article = demo.articles["Ferry fire killed 11 off Greater Sallow, Coast Guard corrects toll"]
    assert "Eleven people died" in article.text
    (earlier,) = demo.room.press.store.revisions(article.id)
    assert "At least 14 people died" in earlier.text
    assert earlier.seen < earlier.noticed


def test_paywalls_are_partial(demo: Demo) -> None:
    for piece in demo.edition.pieces.values():
        if piece.paywall:
            assert demo.articles[piece.at(END).headline].body is Body.PARTIAL


def test_failures_are_kept_and_the_busy_site_was_read_in_the_end(demo: Demo) -> None:
    store = demo.room.press.store
    codes = {failure.code for failure in store.failures(limit=100)}
    assert {"http.404", "parse.empty"} <= codes
    busy = next(piece for piece in demo.edition.pieces.values() if piece.fault == "busy")
    assert busy.url(END) not in {failure.url for failure in store.failures(limit=100)}
    assert busy.url(END) in {failure.url for failure in store.failures(resolved=True, limit=100)}
    assert "fourth verse" in demo.articles[busy.versions[0].headline].text


def test_a_page_without_its_article_leaves_the_feeds_own_text(demo: Demo) -> None:
    for piece in demo.edition.pieces.values():
        if piece.fault in ("cookies", "empty", "gone"):
            article = demo.articles[piece.versions[0].headline]
            assert article.body is Body.TEASER
            assert article.text == piece.summary


def test_the_wrong_charset_is_read_right(demo: Demo) -> None:
    piece = next(piece for piece in demo.edition.pieces.values() if piece.fault == "charset")
    assert "Bjørn Åsgård" in demo.articles[piece.versions[0].headline].text


def test_the_archive_and_the_pasted_page_came_in(demo: Demo) -> None:
    denial = demo.articles["No soldiers on Hask, Ministry states; survey work proceeds calmly"]
    assert denial.publisher == "Skarholt Dispatch"
    lead = demo.articles["Ostmere admits advisers on Hask, ending two weeks of silence"]
    related = demo.articles["Gannets 11,000, soldiers 70: our man sails round Hask"]
    assert lead.role == "lead"
    assert related.publisher == "The Daily Lantern"
    assert related.published is not None


def test_a_later_poll_through_the_mount_finds_nothing_new(demo: Demo) -> None:
    store = demo.room.press.store
    with GuardedFetcher(user_agent="test", mounts=mounts(lambda: store.get(MARK), lambda: END)) as fetcher:
        press = replace(demo.room.press, fetcher=fetcher)
        source = next(source for source in store.sources() if source.publisher == "The Harrowmouth Courier")
        polled = poll_source(press, source, store.state(source.id))
    assert polled.error is None
    assert polled.unchanged


def test_rounds_run_from_the_first_evening_to_the_end() -> None:
    times = list(rounds(load_edition(END), END))
    assert times == sorted(times)
    assert times[-1] == END
    assert len(times) == len(set(times)) > 35


def test_loading_again_changes_nothing_and_removing_takes_all(demo: Demo, tmp_path: Path) -> None:
    demo.room.press.store.backup(tmp_path / "copy.db")
    store = open_store(str(tmp_path / "copy.db"))
    room = Room(replace(demo.room.press, store=store))
    told: list[tuple[int, int]] = []
    again = load(room, END.replace(day=24), lambda done, of: told.append((done, of)))
    assert told == [(1, 1)]
    assert (again.articles, again.revisions, again.sources) == (0, 0, 0)
    assert store.get(MARK) == END.isoformat()
    assert remove(room) == len(demo.edition.pieces)
    assert store.latest(Listing()) == []
    assert store.sources() == []
    assert remove(room) == 0
    store.close()


def test_an_interrupted_load_goes_on_where_it_stopped(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "stopped.db"))
    room = Room(Press(store=store, fetcher=FakeFetcher({}), read=read, clock=lambda: END))
    every = list(rounds(load_edition(END), END))
    stop_after = 3

    def stop(done: int, of: int) -> None:
        if done == stop_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(room, END, stop)
    told: list[int] = []

    def note(done: int, of: int) -> None:
        told.append(of)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(room, END, note)
    assert told == [len(every) - stop_after]
    store.close()
