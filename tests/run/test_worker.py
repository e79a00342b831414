from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.errors import HttpStatus, StoreFull, Timeout
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.pipeline import Polled, Press
from broadsheet.run.polling import poll_and_plan
from broadsheet.run.schedule import Rhythm
from broadsheet.run.worker import LINE, Worker
from broadsheet.types import FullText, Hop, Listing, Request, Response, Source
from pressroom import NOW, Clock, item, page, press, rss, story


class Gated:
    """A fetcher whose answers for some hosts wait for a gate; keeps count of how many ask at once, for each host."""

    def __init__(self, inner: FakeFetcher, slow: str = "slow.example") -> None:
        self.inner, self.slow = inner, slow
        self.gate = threading.Event()
        self.waiting = threading.Semaphore(0)
        self.lock = threading.Lock()
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    def fetch(self, request: Request) -> Response:
        host = request.url.split("/")[2]
        with self.lock:
            self.now[host] += 1
            self.most[host] = max(self.most[host], self.now[host])
        try:
            if self.slow in host:
                self.waiting.release()
                assert self.gate.wait(20)
            return self.inner.fetch(request)
        finally:
            with self.lock:
                self.now[host] -= 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Press]:
    made = press(tmp_path, {}, clock)
    yield made
    made.store.close()


def network(desk: Press) -> FakeFetcher:
    assert isinstance(desk.fetcher, FakeFetcher)
    return desk.fetcher


def add(desk: Press, *hosts: str, **more: object) -> list[Source]:
    """A source on each host, with one article of its own."""
    added = []
    for number, host in enumerate(hosts, 1):
        url = f"https://{host}/feed{number}"
        network(desk).pages[url] = rss(item(number, text=story(number), site=f"https://{host}/{number}"))
        added.append(desk.store.add_source(Source(url=url, full_text=FullText.NEVER, **more)))  # type: ignore[arg-type]
    return added


def worker(desk: Press, **more: object) -> Worker:
    return Worker(desk, random=lambda: 0.5, **({"drain": 0.3} | more))  # type: ignore[arg-type]


def eventually(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_polls_what_is_due_and_ends_when_idle(desk: Press) -> None:
    add(desk, "a.example", "b.example", "c.example")
    seen: list[str] = []
    one = worker(desk, report=lambda source, polled: seen.append(source.url))
    one.run(until_idle=True)
    assert (one.progress.polls, one.progress.new, one.progress.failed) == (3, 3, 0)
    assert len(seen) == 3
    one.run(until_idle=True)
    assert one.progress.polls == 3  # nothing is due again


def test_I2_a_slow_host_delays_no_other(desk: Press) -> None:
    gated = Gated(network(desk))
    add(desk, *["slow.example"] * 6, "a.example", "b.example", "c.example")
    one = worker(replace(desk, fetcher=gated), in_flight=2)
    one.start()
    eventually(lambda: desk.store.stats().articles == 3)
    assert gated.most["slow.example"] == 1
    gated.gate.set()
    eventually(lambda: one.progress.polls == 9)
    one.stop()
    assert one.join()
    assert gated.most["slow.example"] == 1


def test_a_long_line_is_put_off_so_that_its_claims_block_nobody(desk: Press, clock: Clock) -> None:
    gated = Gated(network(desk))
    add(desk, *["slow.example"] * (LINE + 5), "other.example")
    one = worker(replace(desk, fetcher=gated), in_flight=3)
    one.start()
    eventually(lambda: desk.store.stats().articles == 1)
    put_off = [state for state in desk.store.states().values() if state.next_poll is not None and state.polled is None]
    assert len(put_off) == 4  # one runs, LINE wait
    gated.gate.set()
    one.stop()
    assert one.join()


def test_I1_an_error_in_a_report_does_not_end_the_worker(desk: Press, caplog: pytest.LogCaptureFixture) -> None:
    add(desk, "a.example", "b.example")

    def report(source: Source, polled: Polled) -> None:
        raise ZeroDivisionError

    one = worker(desk, report=report)
    one.run(until_idle=True)
    assert one.progress.polls == 2
    assert "ZeroDivisionError" in caplog.text


def test_S16_stopping_drains_and_gives_claims_back(desk: Press) -> None:
    gated = Gated(network(desk))
    add(desk, "slow.example", "slow.example", "a.example")
    one = worker(replace(desk, fetcher=gated))
    one.start()
    assert gated.waiting.acquire(timeout=10)
    eventually(lambda: one.progress.polls == 1)
    begin = time.monotonic()
    one.stop()
    assert one.join()
    assert time.monotonic() - begin < 3
    assert all(state.claimed_until is None for state in desk.store.states().values())
    gated.gate.set()
    eventually(lambda: not one._running)


def test_S16_what_is_running_is_finished_first(desk: Press) -> None:
    gated = Gated(network(desk))
    add(desk, "slow.example")
    one = worker(replace(desk, fetcher=gated), drain=5.0)
    one.start()
    assert gated.waiting.acquire(timeout=10)
    one.stop()
    gated.gate.set()
    assert one.join()
    assert one.progress.new == 1


def test_S09_a_clock_set_back_by_a_year_does_not_stop_polling(desk: Press, clock: Clock) -> None:
    add(desk, "a.example")
    worker(desk).run(until_idle=True)
    clock.jump(days=-365)
    one = worker(desk)
    one.run(until_idle=True)
    assert one.progress.polls == 1


def test_S09_a_jump_while_running_is_noticed_at_once(desk: Press, clock: Clock) -> None:
    add(desk, "a.example")
    one = worker(desk, timer=clock.timer)
    one.start()
    eventually(lambda: one.progress.polls == 1)
    clock.jump(days=-365)
    with one._changed:
        one._changed.notify_all()
    eventually(lambda: one.progress.polls == 2)
    one.stop()
    assert one.join()


def test_S09_a_clock_set_ahead_by_a_year_makes_no_storm(desk: Press, clock: Clock) -> None:
    add(desk, "a.example", "b.example", "c.example")
    worker(desk).run(until_idle=True)
    clock.jump(days=365)
    one = worker(desk)
    one.run(until_idle=True)
    assert one.progress.polls == 3
    assert all(network(desk).count(url) == 2 for url in network(desk).pages)


def test_S01_a_full_disk_pauses_collecting_and_it_resumes(desk: Press, clock: Clock) -> None:
    full = threading.Event()
    full.set()

    class Store:
        def __getattr__(self, name: str) -> object:
            found = getattr(desk.store, name)
            if name != "file":
                return found

            def file(*args: object) -> object:
                if full.is_set():
                    raise StoreFull("no space left")
                return found(*args)

            return file

    add(desk, "a.example")
    one = worker(replace(desk, store=Store()), timer=clock.timer)  # type: ignore[arg-type]
    one.start()
    eventually(lambda: one._paused_until > 0)
    assert desk.store.failures() == []
    full.clear()
    clock.advance(minutes=6)  # the pause is over, and the claim of the poll that failed
    with one._changed:
        one._changed.notify_all()
    eventually(lambda: one.progress.new == 1)
    one.stop()
    assert one.join()


def test_failed_pages_are_tried_again_when_their_time_has_come(desk: Press, clock: Clock) -> None:
    url = "https://a.example/feed"
    network(desk).pages[url] = rss(item(1, site="https://a.example"))
    network(desk).pages["https://a.example/news/1"] = Timeout("too slow")
    desk.store.add_source(Source(url=url))
    one = worker(desk, timer=clock.timer)
    one.start()
    eventually(lambda: one.progress.polls == 1)
    network(desk).pages["https://a.example/news/1"] = page(1)
    clock.advance(hours=1)
    with one._changed:
        one._changed.notify_all()
    eventually(lambda: not desk.store.failures())
    one.stop()
    assert one.join()
    assert "lighthouse" in desk.store.article(desk.store.latest(Listing())[0].id).text


def poll(desk: Press, source: Source) -> Polled:
    return poll_and_plan(desk, desk.store.source(source.id), desk.store.state(source.id), lambda: 0.5, Rhythm())


def test_I4_a_failed_poll_is_recorded_with_its_retry_and_resolved_by_success(desk: Press, clock: Clock) -> None:
    (source,) = add(desk, "a.example")
    good = network(desk).pages[source.url]
    network(desk).pages[source.url] = HttpStatus(503, "busy", retry_after=3600)
    poll(desk, source)
    poll(desk, source)
    (failure,) = desk.store.failures()
    state = desk.store.state(source.id)
    assert (failure.code, failure.count, failure.retry_at) == ("http.503", 2, state.next_poll)
    assert (state.failures, state.error_code) == (2, "http.503")
    network(desk).pages[source.url] = good
    poll(desk, source)
    assert desk.store.failures() == []
    assert desk.store.state(source.id).failures == 0


def test_I7_a_feed_that_cannot_be_read_is_kept(desk: Press) -> None:
    (source,) = add(desk, "a.example")
    network(desk).pages[source.url] = b"<html><body>checking your browser</body></html>"
    poll(desk, source)
    failure = desk.store.failure(desk.store.failures()[0].id)
    assert failure.sample == b"<html><body>checking your browser</body></html>"


def moved(source: Source, target: str, body: bytes) -> Response:
    return Response(url=target, status=200, headers=(), body=body, hops=(Hop(301, source.url, target),))


def test_N29_a_source_that_moved_for_good_gets_its_new_address(desk: Press, clock: Clock) -> None:
    (source,) = add(desk, "a.example")
    network(desk).pages[source.url] = moved(source, "https://new.example/feed", rss(item(1, text=story(1))))
    for _ in range(3):
        assert desk.store.source(source.id).url == source.url
        poll(desk, source)
        clock.advance(hours=13)
    assert desk.store.source(source.id).url == "https://new.example/feed"
    (line,) = desk.store.audit_log()
    assert (line.action, line.subject, line.detail) == ("source.moved", source.url, "https://new.example/feed")
    assert desk.store.state(source.id).moved_to == ""


def test_N29_moving_onto_another_source_stops_this_one(desk: Press, clock: Clock) -> None:
    source, other = add(desk, "a.example", "b.example")
    network(desk).pages[source.url] = moved(source, other.url, rss(item(1, text=story(1))))
    for _ in range(3):
        poll(desk, source)
        clock.advance(hours=13)
    assert other.url in desk.store.state(source.id).stopped
    assert desk.store.source(source.id).url == source.url


def test_N30_a_source_that_is_gone_is_no_longer_claimed_and_its_owner_is_told(desk: Press, clock: Clock) -> None:
    (source,) = add(desk, "a.example")
    network(desk).pages[source.url] = HttpStatus(410, "gone")
    poll(desk, source)
    clock.advance(days=40)
    assert desk.store.claim_due(clock.now, clock.now + timedelta(minutes=5), 10) == []
    assert desk.store.audit_log()[0].action == "source.stopped"
    assert desk.store.failures()[0].retry_at is None


def test_a_source_without_a_name_takes_that_of_its_feed(desk: Press) -> None:
    unnamed, named = add(desk, "a.example", "b.example")
    desk.store.update_source(replace(named, title="My own name"))
    poll(desk, unnamed)
    poll(desk, named)
    assert desk.store.source(unnamed.id).title == "Harbour Post"
    assert desk.store.source(named.id).title == "My own name"
    assert {article.publisher for article in desk.store.latest(Listing())} == {"Harbour Post", "My own name"}
    assert desk.store.state(unnamed.id).polled == NOW
