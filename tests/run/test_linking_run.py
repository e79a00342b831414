"""The thread that links beside collecting."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from broadsheet.errors import ModelError, StoreFull
from broadsheet.pipeline import Analysed, Linked, Linker
from broadsheet.pipeline.linking_vectors import Meanings
from broadsheet.run.linking import LOOK, MANY, PAUSE, UNREAD_PAUSE, Linking
from broadsheet.run.worker import Worker
from broadsheet.store.base import Store
from broadsheet.types import FullText, Source
from pressroom import Clock, item, press, rss, story
from wordjudge import WordJudge


@dataclass
class Script:
    """A linker that answers as it was told, and notes what it was asked."""

    answers: deque[Linked | Exception] = field(default_factory=deque)
    renewals: deque[int] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    linked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def link_pending(self) -> Linked:
        self.asked.append("link")
        self.linked.release()
        answer = self.answers.popleft() if self.answers else Linked()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def tidy(self) -> int:
        self.asked.append("tidy")
        return 3

    def renew(self, limit: int) -> int:
        self.asked.append("renew")
        return self.renewals.popleft() if self.renewals else 0

    def release(self) -> None:
        self.asked.append("release")


def test_it_goes_on_at_once_while_there_is_more_and_then_looks_again_later() -> None:
    script = Script(deque([Linked(count=5, left=5), Linked(count=5)]))
    linking = Linking(script, timer=Clock().timer)
    assert [linking.step(), linking.step(), linking.step()] == [0.0, LOOK, LOOK]
    assert linking.linked == 10


def test_while_another_process_links_it_only_looks() -> None:
    script = Script(deque([Linked(left=7, leased=False)]))
    assert Linking(script).step() == LOOK
    assert script.asked == ["link"]


def test_I1_a_store_that_is_full_or_a_mistake_of_ours_pauses_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    script = Script(deque([StoreFull("no space left"), ZeroDivisionError()]))
    linking = Linking(script)
    assert [linking.step(), linking.step(), linking.step()] == [PAUSE, PAUSE, LOOK]
    assert "no space left" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_stories_are_tidied_now_and_then_and_after_a_big_import() -> None:
    clock = Clock()
    script = Script(deque([Linked(count=5)]))
    linking = Linking(script, tidy_minutes=10, timer=clock.timer)
    linking.step()
    assert "tidy" not in script.asked
    clock.advance(minutes=11)
    assert linking.step() == 0.0
    clock.advance(minutes=11)
    linking.step()  # nothing came since
    assert script.asked.count("tidy") == 1
    script.answers.append(Linked(count=MANY))
    linking.step()
    assert script.asked.count("tidy") == 2
    never = Linking(script, tidy_minutes=0, timer=clock.timer)
    script.answers.append(Linked(count=MANY))
    never.step()
    assert script.asked.count("tidy") == 2


def test_old_vectors_are_renewed_when_there_is_nothing_else_to_do() -> None:
    script = Script(deque([Linked(count=1, left=1)]), renewals=deque([64, 0]))
    linking = Linking(script)
    assert linking.step() == 0.0
    assert "renew" not in script.asked
    assert linking.step() < LOOK
    assert linking.step() == LOOK


def test_S16_it_is_woken_stopped_and_gives_its_right_back() -> None:
    script = Script()
    linking = Linking(script)
    assert linking.join()  # never started
    linking.start()
    assert script.linked.acquire(timeout=10)
    assert linking.running
    linking.wake()
    assert script.linked.acquire(timeout=LOOK / 2)
    begin = time.monotonic()
    linking.stop()
    assert linking.join()
    assert time.monotonic() - begin < 3
    assert not linking.running
    assert script.asked[-1] == "release"


def eventually(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def linker(store: Store, clock: Clock) -> Linker:
    def no_embedder() -> None:
        raise AssertionError("asked")

    class Silent(Meanings):
        name = ""  # type: ignore[assignment]

    return Linker(
        store,
        Silent(store, no_embedder),
        make_judge=WordJudge,
        reports=lambda articles, copies: len(articles),
        clock=clock,  # type: ignore[arg-type]
    )


def test_what_a_worker_collects_is_in_a_story_soon(tmp_path: Path) -> None:
    clock = Clock()
    url = "https://harbour.example/feed"
    desk = press(tmp_path, {url: rss(item(1, text=story(1)), item(2, text=story(2)))}, clock)
    desk.store.add_source(Source(url=url, full_text=FullText.NEVER))
    worker = Worker(desk, random=lambda: 0.5, drain=2.0, linking=Linking(linker(desk.store, clock)))
    worker.start()
    eventually(lambda: len(desk.store.story_of([1, 2])) == 2)
    worker.stop()
    assert worker.join()
    assert desk.store.lease("linking", "next", clock(), clock())
    desk.store.close()


@dataclass
class Readings:
    """A reader for the ledger that answers as it was told."""

    answers: deque[Analysed | Exception]
    asked: int = 0
    released: int = 0

    def analyse_pending(self) -> Analysed:
        self.asked += 1
        answer = self.answers.popleft() if self.answers else Analysed()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def release(self) -> None:
        self.released += 1


def test_articles_are_read_for_the_ledger_behind_linking_and_before_renewing() -> None:
    script = Script(deque([Linked(count=5, left=5), Linked(count=5), Linked(), Linked(count=1, left=1)]), renewals=deque([9]))
    readings = Readings(deque([Analysed(count=4, left=2), Analysed(count=2), Analysed()]))
    linking = Linking(script, readings, timer=Clock().timer)
    assert [linking.step() for _ in range(3)] == [0.0, 0.0, 0.0]
    assert readings.asked == 2
    assert linking.step() == 0.0
    assert readings.asked == 2, "what came meanwhile is linked first"
    assert linking.step() == 0.0
    assert script.asked[-1] == "renew"
    assert linking.step() == LOOK
    assert linking.analysed == 6


def test_a_tagger_that_cannot_be_opened_stops_only_reading() -> None:
    clock = Clock()
    readings = Readings(deque([ModelError("no weights"), Analysed(count=1)]))
    linking = Linking(Script(), readings, timer=clock.timer)
    assert [linking.step(), linking.step()] == [LOOK, LOOK]
    assert readings.asked == 1
    clock.advance(seconds=UNREAD_PAUSE)
    assert linking.step() == 0.0


def test_the_right_to_read_is_given_back_at_the_end() -> None:
    readings = Readings(deque())
    linking = Linking(Script(), readings)
    linking.start()
    linking.stop()
    assert linking.join()
    assert readings.released == 1


def test_who_may_not_read_looks_again_later() -> None:
    linking = Linking(Script(), Readings(deque([Analysed(left=3, leased=False)])), timer=Clock().timer)
    assert linking.step() == LOOK
