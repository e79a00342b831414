from __future__ import annotations

import threading
import time

import pytest

from broadsheet.errors import TryLater
from broadsheet.intake.hosts import MAX_LANES, MAX_WAITING, Hosts, lane_of


class Time:
    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def patient(clock: Time, patience: float = 20.0) -> Hosts:
    return Hosts(monotonic=clock, sleep=clock.sleep, patience=patience)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.paper.co.uk", "paper.co.uk"),
        ("paper.com", "paper.com"),
        ("a.b.c.paper.com", "paper.com"),
        ("ann.blogspot.com", "ann.blogspot.com"),
        ("www.xn--sdpost-3ya.example", "xn--sdpost-3ya.example"),
        ("feeds.herald.example", "herald.example"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "[::1]"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
    ],
)
def test_a_registrable_domain_takes_turns_together(host: str, domain: str) -> None:
    assert lane_of(host) == domain


def test_the_gap_counts_from_the_end_of_the_request_before() -> None:
    clock = Time()
    hosts = patient(clock)
    with hosts.turn("a", 2.0):
        clock.now += 5
    assert hosts.ready_in("a") == 2.0
    with hosts.turn("a", 2.0):
        assert clock.slept == [2.0]


def test_who_would_wait_too_long_is_told_when_to_come_back() -> None:
    clock = Time()
    hosts = patient(clock, patience=3.0)
    with hosts.turn("a", 10.0):
        pass
    with pytest.raises(TryLater) as caught, hosts.turn("a", 10.0):
        pass
    assert caught.value.seconds == 10.0
    assert clock.slept == []
    with hosts.turn("b", 10.0):
        pass


def test_a_turn_is_given_back_when_the_request_fails() -> None:
    hosts = patient(Time())
    with pytest.raises(KeyError), hosts.turn("a", 0.0):
        raise KeyError
    with hosts.turn("a", 0.0):
        pass


def test_a_longer_pause_is_not_shortened() -> None:
    clock = Time()
    hosts = patient(clock)
    hosts.pause("a", 600)
    hosts.pause("a", 60)
    clock.now += 100
    with pytest.raises(TryLater) as caught:
        hosts.check_pause("a")
    assert caught.value.seconds == 500
    hosts.check_pause("b")


def test_a_crowd_at_one_door_leaves_threads_for_the_others() -> None:
    hosts = Hosts(monotonic=time.monotonic, sleep=time.sleep, patience=5.0)
    sent_away: list[TryLater] = []
    served: list[int] = []

    def come(n: int) -> None:
        try:
            with hosts.turn("busy", 0.001):
                served.append(n)
        except TryLater as error:
            sent_away.append(error)

    with hosts.turn("busy", 0.001):
        threads = [threading.Thread(target=come, args=(n,)) for n in range(20)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 5
        while len(sent_away) < 20 - MAX_WAITING and time.monotonic() < deadline:
            time.sleep(0.005)
        with hosts.turn("other", 0.0):
            pass
        assert hosts.ready_in("busy") == 1.0
    for thread in threads:
        thread.join()
    assert (len(served), len(sent_away)) == (MAX_WAITING, 20 - MAX_WAITING)


def test_idle_domains_are_forgotten_and_paused_ones_are_not() -> None:
    clock = Time()
    hosts = patient(clock)
    hosts.pause("paused", 1e6)
    for n in range(MAX_LANES + 10):
        with hosts.turn(f"d{n}", 0.0):
            pass
    assert hosts.ready_in("paused") == 1e6
    assert len(hosts._lanes) < MAX_LANES
