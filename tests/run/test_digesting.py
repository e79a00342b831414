"""Digests are sent when due, once: not before, not twice, missed ones together, and after a crash not again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.desk.digest_rules import Period, Rules
from broadsheet.errors import MailError
from broadsheet.run.digesting import Digesting, Sent, note, sent_of
from broadsheet.store import open_store
from broadsheet.store.base import Store
from pressroom import Clock

DAILY = Rules(name="mara", email="mara@post.example", when="07:00")
HOURLY = Rules(name="ito", email="ito@post.example", when="hourly")


class Crash(BaseException):
    """The process ends."""


@dataclass
class Desk:
    store: Store
    clock: Clock = field(default_factory=Clock)
    readers: list[Rules] = field(default_factory=lambda: [DAILY])
    sent: list[tuple[str, Period]] = field(default_factory=list)
    trouble: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.digests = self.another()

    def another(self) -> Digesting:
        return Digesting(self.store, lambda: self.readers, self.deliver, clock=self.clock)

    def deliver(self, rules: Rules, period: Period) -> None:
        if self.trouble and not isinstance(self.trouble[0], Crash):
            raise self.trouble.pop(0)
        self.sent.append((rules.name, period))
        if self.trouble:
            raise self.trouble.pop(0)

    def pass_time(self, **by: float) -> int:
        self.clock.advance(**by)
        return self.digests.step()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_store(tmp_path / "digests.db")
    yield Desk(store)
    store.close()


def test_a_new_reader_gets_the_next_digest_once(desk: Desk) -> None:
    assert desk.digests.step() == 0
    assert desk.pass_time(hours=21) == 0
    assert desk.pass_time(hours=1) == 1
    assert desk.pass_time(minutes=5) == 0
    (_, period), *_ = desk.sent
    assert period.until - period.since == timedelta(days=1)


def test_missed_times_are_one_digest(desk: Desk) -> None:
    desk.readers = [HOURLY]
    desk.digests.step()
    assert desk.pass_time(hours=10) == 1
    assert desk.pass_time(seconds=1) == 0
    assert desk.sent[0][1].until - desk.sent[0][1].since == timedelta(hours=10)


def test_a_failure_is_tried_again_later_and_later(desk: Desk) -> None:
    desk.digests.step()
    desk.trouble = [MailError("busy", temporary=True), RuntimeError("oh")]
    assert desk.pass_time(hours=22) == 0
    assert desk.pass_time(minutes=1) == 0
    assert len(desk.trouble) == 1
    assert desk.pass_time(minutes=1) == 0
    assert desk.trouble == []
    assert desk.pass_time(minutes=3) == 0
    assert desk.pass_time(minutes=1) == 1
    assert len(desk.sent) == 1


def test_what_may_have_been_sent_is_not_sent_again(desk: Desk) -> None:
    desk.digests.step()
    desk.trouble = [MailError("lost", unsure=True)]
    assert desk.pass_time(hours=22) == 1
    assert desk.pass_time(hours=1) == 0
    assert desk.sent == []


def test_a_crash_after_sending_does_not_send_twice(desk: Desk) -> None:
    desk.digests.step()
    desk.trouble = [Crash()]
    with pytest.raises(Crash):
        desk.pass_time(hours=22)
    desk.clock.advance(minutes=30)
    desk.digests = desk.another()
    assert desk.digests.step() == 0
    assert len(desk.sent) == 1
    assert desk.pass_time(days=1) == 1
    assert desk.sent[0][1].until == desk.sent[1][1].since


def test_two_processes_send_once(desk: Desk) -> None:
    desk.digests.step()
    other = desk.another()
    desk.clock.advance(hours=22)
    assert desk.digests.step() + other.step() == 1


def test_one_readers_trouble_is_not_anothers(desk: Desk) -> None:
    desk.readers = [DAILY, HOURLY, Rules(name="no address")]
    desk.digests.step()
    desk.trouble = [MailError("no such reader")]
    assert desk.pass_time(hours=22) == 1
    assert [name for name, _ in desk.sent] == ["ito"]


def test_what_is_noted_survives_nonsense(desk: Desk) -> None:
    note(desk.store, "mara", Sent(desk.clock.now))
    assert sent_of(desk.store, "mara") == Sent(desk.clock.now)
    for text in ("{", "[]", '{"until": 3}', '{"until": "x"}', "3"):
        desk.store.put("digest_sent:mara", text)
        assert sent_of(desk.store, "mara") is None


def test_it_runs_and_stops(desk: Desk) -> None:
    desk.digests.start()
    desk.digests.stop()
    assert desk.digests.join()
