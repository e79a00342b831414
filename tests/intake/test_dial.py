"""Connections by themselves: what cannot be provoked through a whole fetch."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import httpcore2
import pytest
from wire import Wire, answer, ask, make, saying

from broadsheet.errors import ConnectError, DnsError, Timeout
from broadsheet.intake.fetch.dial import Deadline, GuardedStream, connect
from broadsheet.intake.fetch.head import HeadWatch
from broadsheet.intake.fetch.resolve import MAX_LOOKUPS, Lookups
from broadsheet.intake.guard import parse_url
from broadsheet.types import FetchLimits

LIMITS = FetchLimits(connect=0.2)


def deadline(seconds: float = 5.0, monotonic: Callable[[], float] = time.monotonic) -> Deadline:
    return Deadline(seconds, monotonic)


def pair(limits: FetchLimits = LIMITS, seconds: float = 5.0) -> tuple[GuardedStream, socket.socket]:
    ours, theirs = socket.socketpair()
    return GuardedStream(ours, HeadWatch(1000, 10), limits, deadline(seconds)), theirs


def test_a_host_that_does_not_answer_times_out_at_every_address() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        crowd = [socket.socket() for _ in range(4)]
        try:
            for one in crowd:  # the queue of connections is full now: packets of further ones are dropped
                one.setblocking(False)
                one.connect_ex(full.getsockname())
            target = parse_url(f"http://full.example:{full.getsockname()[1]}/")
            start = time.monotonic()
            with pytest.raises(Timeout, match="no connection"):
                connect(target, ["127.0.0.1", "127.0.0.1"], LIMITS, deadline())
            assert 0.3 < time.monotonic() - start < 2
            with pytest.raises(Timeout, match="total time"):
                connect(target, ["127.0.0.1"] * 3, LIMITS, deadline(0.1))
        finally:
            for one in crowd:
                one.close()


def test_the_second_try_is_the_other_ip_version() -> None:
    with Wire(saying(answer(b"four"))) as wire:
        addresses = ("::1", "::1", "::1", "::1", "127.0.0.1")
        assert make(resolver=lambda host, port: addresses).fetch(ask(wire.url(host="both.example"))).body == b"four"


def test_a_refused_connection_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConnectError, match=r"down\.example"):
        connect(parse_url(f"http://down.example:{port}/"), ["127.0.0.1"], LIMITS, deadline())


def test_nothing_starts_after_the_deadline() -> None:
    now = [0.0]
    late = deadline(1.0, lambda: now[0])
    now[0] = 2.0
    with pytest.raises(Timeout):
        connect(parse_url("http://late.example:8080/"), ["127.0.0.1"], LIMITS, late)


def test_a_broken_write_is_left_to_the_answer_that_may_be_there() -> None:
    stream, theirs = pair()
    theirs.close()
    with pytest.raises(httpcore2.WriteError):
        stream.write(bytes(2**24))
    stream.close()


def test_a_write_that_nobody_reads_ends_at_the_deadline() -> None:
    stream, theirs = pair(seconds=0.1)
    with pytest.raises(Timeout):
        stream.write(bytes(2**24))
    stream.close()
    theirs.close()


def test_the_stream_tells_nothing_about_itself() -> None:
    stream, theirs = pair()
    assert stream.get_extra_info("socket") is None
    stream.close()
    theirs.close()


def test_N16_hanging_look_ups_do_not_pile_up() -> None:
    release = threading.Event()

    def hanging(host: str, port: int) -> tuple[str, ...]:
        release.wait(10)
        return ()

    lookups = Lookups(hanging, 0.001)
    for _ in range(MAX_LOOKUPS):
        with pytest.raises(DnsError, match="name server"):
            lookups.resolve("slow.example", 80)
    with pytest.raises(DnsError, match="too many"):
        lookups.resolve("slow.example", 80)
    release.set()
