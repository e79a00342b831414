"""Rows N19-N21, N27, N28, N33, N38: framing, broken connections, conditional requests, cookies."""

from __future__ import annotations

import socket
import struct
import time

import pytest
from wire import Wire, answer, ask, make, redirect, saying, site

from broadsheet.errors import HttpStatus, ProtocolError, Reset
from broadsheet.intake.fetch.dial import Deadline, GuardedStream
from broadsheet.intake.fetch.head import HeadWatch
from broadsheet.types import FetchLimits


def reset(sock: socket.socket) -> None:
    """Close with RST in the place of FIN."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def test_N19_an_early_close_is_flagged() -> None:
    with Wire(saying(answer(b"x" * 100, headers={"ETag": '"whole"'})[:-40])) as wire:
        response = make().fetch(ask(wire.url()))
    assert response.truncated
    assert response.body == b"x" * 60


def test_N19_an_early_close_of_a_chunked_body_is_flagged() -> None:
    data = answer(headers={"Transfer-Encoding": "chunked"}, length=False) + b"5\r\nhello\r\n5\r\nwo"
    with Wire(saying(data)) as wire:
        response = make().fetch(ask(wire.url()))
    assert (response.body, response.truncated) == (b"hellowo", True)


def test_a_body_up_to_the_end_of_the_connection_is_whole() -> None:
    with Wire(saying(answer(length=False) + b"until the end")) as wire:
        response = make().fetch(ask(wire.url()))
    assert (response.body, response.truncated) == (b"until the end", False)


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Length: 3\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: -5",
        "Content-Length:",
        "Content-Length:\r\n 5\r\nContent-Length: 5",
    ],
)
def test_N20_ambiguous_framing_is_refused(headers: str) -> None:
    with Wire(saying(f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\nhello".encode())) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


def test_N20_chunked_in_http_1_0_is_refused() -> None:
    with Wire(saying(b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


def test_N20_more_than_content_length_says_is_refused() -> None:
    with Wire(saying(answer(headers={"Content-Length": "5"}, length=False) + b"hello and more")) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


def test_N20_what_follows_in_a_later_packet_is_seen() -> None:
    limits = FetchLimits()
    for data, more in [(b"HTTP/1.1 200 OK\r\n\r\n", True), (b"", False)]:
        ours, theirs = socket.socketpair()
        theirs.sendall(data)
        theirs.close()
        stream = GuardedStream(ours, HeadWatch(1000, 10), limits, Deadline(5.0, time.monotonic))
        assert stream.more_waits() is more
        stream.close()


@pytest.mark.parametrize(
    "chunk", [b"zz\r\nhello\r\n0\r\n\r\n", b"5\r\nhelloXX0\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n", b"5" * 30 + b"\r\nhello"]
)
def test_N20_broken_chunks_are_refused(chunk: bytes) -> None:
    with Wire(saying(answer(headers={"Transfer-Encoding": "chunked"}, length=False) + chunk)) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", answer(b"x" * 50)[:-20]])
def test_N21_resets_are_tried_again_at_most_twice_with_jitter(sent: bytes) -> None:
    def broken(sock: socket.socket, head: bytes) -> None:
        sock.sendall(sent)
        reset(sock)

    slept: list[float] = []
    with Wire(broken) as wire:
        with pytest.raises(Reset) as caught:
            make(sleep=slept.append, random=lambda: 0.25).fetch(ask(wire.url()))
        assert caught.value.code == "net.reset"
        assert wire.connections == 3
    assert slept == [0.75, 1.5]


def test_N21_a_close_before_the_head_is_a_reset() -> None:
    with Wire(lambda sock, head: None) as wire:
        with pytest.raises(Reset):
            make().fetch(ask(wire.url()))
        assert wire.connections == 3


def test_N21_a_second_try_that_works_is_the_answer() -> None:
    tries = iter([True, False])

    def once(sock: socket.socket, head: bytes) -> None:
        if next(tries):
            reset(sock)
        else:
            sock.sendall(answer(b"second"))

    with Wire(once) as wire:
        assert make().fetch(ask(wire.url())).body == b"second"


def test_N21_no_burst_of_retries_at_a_host_that_keeps_resetting() -> None:
    with Wire(lambda sock, head: reset(sock)) as wire:
        fetcher = make()
        for _ in range(10):
            with pytest.raises(Reset):
                fetcher.fetch(ask(wire.url()))
        assert wire.connections == 3 + 9


def test_N21_a_form_is_never_sent_twice() -> None:
    with Wire(lambda sock, head: reset(sock)) as wire:
        with pytest.raises(Reset):
            make().fetch(ask(wire.url(), form=(("a", "b"),)))
        assert wire.connections == 1


def conditional(sock: socket.socket, head: bytes) -> None:
    asked = b'\r\nIf-None-Match: W/"v1"\r\n' in head
    sock.sendall(
        answer(status="304 Not Modified", headers={"ETag": 'W/"v1"'}, length=False) if asked else answer(b"v1", headers={"ETag": 'W/"v1"'})
    )


def test_N27_a_304_that_was_asked_for_has_no_body() -> None:
    with Wire(conditional) as wire:
        first = make().fetch(ask(wire.url()))
        second = make().fetch(ask(wire.url(), etag=first.header("etag")))
        assert (first.body, first.not_modified) == (b"v1", False)
        assert (second.body, second.not_modified, second.status) == (b"", True, 304)


def test_N27_a_304_that_nobody_asked_for_is_an_error() -> None:
    with Wire(saying(answer(status="304 Not Modified", length=False))) as wire, pytest.raises(ProtocolError, match="304"):
        make().fetch(ask(wire.url()))


@pytest.mark.parametrize("etag", ['W/"weak, with \\ and ü"', "unquoted", '"' + "e" * 1022 + '"'])
def test_N28_validators_are_sent_back_as_they_came(etag: str) -> None:
    with Wire(saying(answer(b"x", headers={"ETag": etag, "Expires": "0"}))) as wire:
        fetcher = make()
        given = fetcher.fetch(ask(wire.url())).header("etag")
        fetcher.fetch(ask(wire.url(), etag=given, last_modified="Sat, 01 Jan 2050 00:00:00 GMT"))
        assert f"\r\nIf-None-Match: {etag}\r\n".encode("latin-1") in wire.requests[1]
        assert b"\r\nIf-Modified-Since: Sat, 01 Jan 2050 00:00:00 GMT\r\n" in wire.requests[1]


@pytest.mark.parametrize("etag", ['"' + "e" * 8192 + '"', '"a\r\nX-Injected: 1"', '"\x00"', '"日"'])
def test_N28_validators_that_cannot_be_sent_are_left_out(etag: str) -> None:
    with Wire(saying(answer(b"x"))) as wire:
        assert make().fetch(ask(wire.url(), etag=etag)).body == b"x"
        assert b"if-none-match" not in wire.requests[0].lower()
        assert b"injected" not in wire.requests[0].lower()


def test_N33_cookies_are_neither_kept_nor_shown() -> None:
    flood = {"Set-Cookie": "id=1; Path=/", f"Set-Cookie{' ' * 0}": "track=2; Domain=example"}
    pages = {"/": answer(b"x", headers=flood), "/go": answer(status="302 Found", headers={"Location": "/", "Set-Cookie": "a=b"})}
    with Wire(site(pages)) as wire:
        fetcher = make()
        response = fetcher.fetch(ask(wire.url("/go")))
        fetcher.fetch(ask(wire.url("/")))
        assert response.header("set-cookie") == ""
        assert not any(b"cookie" in request.lower() for request in wire.requests)


def test_N38_every_fetch_brings_what_the_server_says_now() -> None:
    count = iter(range(100))

    def changing(sock: socket.socket, head: bytes) -> None:
        sock.sendall(answer(f"variant {next(count)}".encode(), headers={"Cache-Control": "max-age=3600"}))

    with Wire(changing) as wire:
        fetcher = make()
        assert [fetcher.fetch(ask(wire.url())).body for _ in range(3)] == [b"variant 0", b"variant 1", b"variant 2"]


def test_what_a_request_says() -> None:
    with Wire(saying(answer(b"x"))) as wire:
        make().fetch(ask(wire.url("/a"), accept="application/atom+xml"))
        head = wire.requests[0].decode()
    lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
    assert lines == {
        "Host": f"127.0.0.1:{wire.port}",
        "User-Agent": "Broadsheet/0 (+https://broadsheet.example/bot)",
        "Accept": "application/atom+xml",
        "Accept-Encoding": "zstd, br, gzip, deflate",
        "Connection": "close",
    }


def test_an_error_names_the_hop_where_it_happened() -> None:
    with Wire(site({"/a": redirect("/b"), "/b": answer(status="500 Oops")})) as wire:
        with pytest.raises(HttpStatus) as caught:
            make(FetchLimits(gap=0.0)).fetch(ask(wire.url("/a")))
        assert caught.value.url == wire.url("/b")
