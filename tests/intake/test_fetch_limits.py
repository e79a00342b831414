"""Rows N01-N08, N17, N31, N32, N34: too slow, too much, too odd."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from wire import Wire, answer, ask, make, saying, site

from broadsheet.errors import ConnectError, HttpStatus, ProtocolError, Timeout, TooLarge
from broadsheet.types import FetchLimits

SMALL = FetchLimits(gap=0.0, total=2.0, connect=1.0, body=100_000, ratio=50, ratio_from=20_000)


def drip(sock: socket.socket, data: bytes, seconds: float) -> None:
    for byte in data:
        sock.sendall(bytes([byte]))
        time.sleep(seconds)


def test_N01_headers_that_drip_end_at_the_deadline_and_disturb_nobody() -> None:
    def slow(sock: socket.socket, head: bytes) -> None:
        drip(sock, answer(b"late", headers={"X-Long": "x" * 500}), 0.05)

    with Wire(slow) as loris, Wire(saying(answer(b"quick"))) as other:
        fetcher = make(FetchLimits(gap=0.0, total=1.5))
        quick: list[float] = []

        def read_other() -> None:
            start = time.monotonic()
            assert fetcher.fetch(ask(other.url(host="other.paper.example"))).body == b"quick"
            quick.append(time.monotonic() - start)

        neighbour = threading.Thread(target=read_other)
        start = time.monotonic()
        neighbour.start()
        with pytest.raises(Timeout) as caught:
            fetcher.fetch(ask(loris.url(host="loris.example")))
        neighbour.join()
        assert time.monotonic() - start < 5
        assert quick[0] < 1.4
        assert caught.value.code == "net.timeout"
        assert caught.value.url == loris.url(host="loris.example")


def test_N02_a_body_that_drips_ends_by_its_rate_and_the_socket_is_closed() -> None:
    gone = threading.Event()

    def slow(sock: socket.socket, head: bytes) -> None:
        sock.sendall(answer(b"x" * 5000)[:-5000])
        try:
            drip(sock, b"x" * 5000, 0.02)
        except OSError:
            gone.set()
            raise

    with Wire(slow) as wire:
        start = time.monotonic()
        with pytest.raises(Timeout, match="slower"):
            make(FetchLimits(gap=0.0, total=20, min_rate=1000, min_rate_over=0.4)).fetch(ask(wire.url()))
        assert time.monotonic() - start < 2
        assert gone.wait(2)


def test_N02_a_slow_but_steady_body_is_read() -> None:
    def steady(sock: socket.socket, head: bytes) -> None:
        sock.sendall(answer(b"x" * 6000)[:-6000])
        for _ in range(20):
            sock.sendall(b"x" * 300)
            time.sleep(0.03)

    with Wire(steady) as wire:
        assert len(make(FetchLimits(gap=0.0, min_rate=400, min_rate_over=0.25)).fetch(ask(wire.url())).body) == 6000


def test_N03_an_endless_chunked_body_stops_at_the_limit() -> None:
    sent = 0

    def endless(sock: socket.socket, head: bytes) -> None:
        nonlocal sent
        sock.sendall(answer(headers={"Transfer-Encoding": "chunked"}, length=False))
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        while True:
            sock.sendall(piece)
            sent += 65536

    with Wire(endless) as wire:
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge) as caught:
                make(FetchLimits(gap=0.0)).fetch(ask(wire.url()))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert caught.value.code == "net.too_large"
        assert peak < 20 * 2**20
    assert sent < 40 * 2**20  # what the buffers of both sockets take may be on its way


def test_N03_a_long_content_length_is_refused_before_the_body() -> None:
    with Wire(saying(answer(headers={"Content-Length": "99999999999"}, length=False))) as wire, pytest.raises(TooLarge):
        make().fetch(ask(wire.url()))


MEGABYTES = 100 * 2**20
BOMBS = {
    "gzip": lambda: _stream(zlib.compressobj(9, zlib.DEFLATED, 31)),
    "deflate": lambda: _stream(zlib.compressobj(9)),
    "zstd": lambda: zstandard.ZstdCompressor(level=3).compress(bytes(MEGABYTES)),
    "br": lambda: brotli.compress(bytes(MEGABYTES // 4), quality=1),
}


def _stream(packer: zlib._Compress) -> bytes:
    return b"".join(packer.compress(bytes(2**20)) for _ in range(100)) + packer.flush()


@pytest.mark.parametrize(("row", "coding"), [("N04", "gzip"), ("N04", "deflate"), ("N05", "zstd"), ("N06", "br")])
def test_N04_N05_N06_bombs_stop_at_the_ratio(row: str, coding: str) -> None:
    bomb = BOMBS[coding]()
    with Wire(saying(answer(bomb, headers={"Content-Encoding": coding}))) as wire:
        fetcher = make(FetchLimits(gap=0.0))
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge, match="bomb"):
                fetcher.fetch(ask(wire.url()))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 20 * 2**20


def test_N04_what_expands_little_is_stopped_at_the_limit_too() -> None:
    import random

    noise = random.Random(4).randbytes(150_000)
    with Wire(saying(answer(gzip.compress(noise), headers={"Content-Encoding": "gzip"}))) as wire:
        with pytest.raises(TooLarge, match="100,000"):
            make(SMALL).fetch(ask(wire.url()))
        assert make(SMALL).fetch(ask(wire.url(), max_bytes=200_000)).body == noise


def test_N05_a_zstd_frame_that_wants_too_large_a_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=24, compression_level=1)
    import random

    body = zstandard.ZstdCompressor(compression_params=parameters).compressobj().compress(random.Random(5).randbytes(2**20))
    with Wire(saying(answer(body, headers={"Content-Encoding": "zstd"}))) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


@pytest.mark.parametrize("coding", ["gzip, gzip, br", ", ".join(["gzip"] * 10), "compress", "x-lzma, gzip"])
def test_N07_many_or_unknown_codings_are_refused(coding: str) -> None:
    with Wire(saying(answer(b"x", headers={"Content-Encoding": coding}))) as wire, pytest.raises(ProtocolError, match="coding"):
        make().fetch(ask(wire.url()))


def test_N07_two_codings_are_undone_and_their_bombs_noticed() -> None:
    fine = brotli.compress(gzip.compress(b"two coats"))
    bomb = gzip.compress(gzip.compress(bytes(10 * 2**20)))
    pages = {
        "/fine": answer(fine, headers={"Content-Encoding": "gzip, br"}),
        "/bomb": answer(bomb, headers={"Content-Encoding": "gzip, gzip"}),
    }
    with Wire(site(pages)) as wire:
        assert make().fetch(ask(wire.url("/fine"))).body == b"two coats"
        with pytest.raises(TooLarge):
            make().fetch(ask(wire.url("/bomb")))


def test_N08_a_plain_body_that_claims_to_be_gzip_is_an_error() -> None:
    with Wire(saying(answer(b"<rss/> as plain as can be", headers={"Content-Encoding": "gzip"}))) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


def test_N08_a_cut_gzip_body_is_kept_and_flagged() -> None:
    import random

    whole = random.Random(8).randbytes(40_000)
    cut = gzip.compress(whole)[:-15_000]
    with Wire(saying(answer(cut, headers={"Content-Encoding": "gzip"}))) as wire:
        response = make().fetch(ask(wire.url()))
    assert response.truncated
    assert 10_000 < len(response.body) < 40_000
    assert whole.startswith(response.body)


def test_N17_a_thousand_addresses_and_three_tries() -> None:
    with Wire(saying(answer(b"never asked")), host="127.7.0.4") as fourth:

        def many(host: str, port: int) -> list[str]:
            return [f"127.7.{n // 250}.{n % 250 + 1}" for n in range(1000)]

        with pytest.raises(ConnectError):
            make(resolver=many).fetch(ask(fourth.url(host="many.example")))
        assert fourth.connections == 0


def test_N17_the_second_address_is_used_when_the_first_is_dead() -> None:
    with Wire(saying(answer(b"here"))) as wire:
        fetcher = make(resolver=lambda host, port: ("127.9.9.9", "127.0.0.1"))
        assert fetcher.fetch(ask(wire.url(host="two.example"))).body == b"here"


@pytest.mark.parametrize("status", ["206 Partial Content", "305 Use Proxy", "404 Not Found", "500 Oops", "999 Denied"])
def test_N31_statuses_that_are_no_success(status: str) -> None:
    with Wire(saying(answer(b"x", status=status))) as wire, pytest.raises(HttpStatus) as caught:
        make().fetch(ask(wire.url()))
    assert caught.value.status == int(status[:3])
    assert caught.value.code == f"http.{status[:3]}"


def test_N31_204_is_an_empty_success() -> None:
    with Wire(saying(answer(status="204 No Content", length=False))) as wire:
        response = make().fetch(ask(wire.url()))
    assert (response.status, response.body, response.truncated) == (204, b"", False)


def test_N31_informational_answers_are_capped() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n"
    pages = {"/few": hints * 10 + answer(b"ok"), "/many": hints * 1000 + answer(b"ok")}
    with Wire(site(pages)) as wire:
        assert make().fetch(ask(wire.url("/few"))).body == b"ok"
        with pytest.raises(ProtocolError, match="informational"):
            make().fetch(ask(wire.url("/many")))


def test_N31_no_change_of_protocol() -> None:
    switch = answer(status="101 Switching Protocols", headers={"Upgrade": "websocket", "Connection": "upgrade"}, length=False)
    with Wire(saying(switch)) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


@pytest.mark.parametrize(
    ("head", "error"),
    [
        (b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n", TooLarge),
        (b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(120)) + b"\r\n", TooLarge),
        (b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 2**20 + b"\r\n\r\n", TooLarge),
        (b"HTTP/1.1 200 OK\r\nX-Nul: a\x00b\r\n\r\n", ProtocolError),
        (b"HTTP/1.1 200 OK\nX-Bare: a\n\n", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nX-Bare: a\nSet-Cookie: b\r\n\r\n", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nX-Bare: a\rb\r\n\r\n", ProtocolError),
        (b"HTTP/1.1 2x0 OK\r\n\r\n", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nSpace : x\r\n\r\n", ProtocolError),
        (b"ICY 200 OK\r\n\r\n", ProtocolError),
        (b"SSH-2.0-OpenSSH_9\r\n", ProtocolError),
        (b"<rss/>", ProtocolError),
    ],
)
def test_N32_heads_that_are_refused(head: bytes, error: type[Exception]) -> None:
    with Wire(saying(head)) as wire, pytest.raises(error):
        make().fetch(ask(wire.url()))


def test_N32_folded_headers_are_read() -> None:
    with Wire(saying(b"HTTP/1.1 200 OK\r\nX-Folded: a\r\n\t b\r\nContent-Length: 2\r\n\r\nok")) as wire:
        assert make().fetch(ask(wire.url())).header("x-folded") == "a b"


@pytest.mark.parametrize(
    "frames",
    [
        b"\x00\x00\x00\x04\x00\x00\x00\x00\x00",  # SETTINGS
        b"\x00\x00\x00\x04\x00\x00\x00\x00\x00" + b"\x00\x00\x04\x03\x00\x00\x00\x00\x01\x00\x00\x00\x08" * 1000,  # RST_STREAM storm
        b"\x00\x40\x00\x01\x04\x00\x00\x00\x01" + b"\x40" * 16384,  # huge HPACK block
    ],
)
def test_N34_http2_frames_are_not_http(frames: bytes) -> None:
    with Wire(saying(frames)) as wire, pytest.raises(ProtocolError):
        make().fetch(ask(wire.url()))


def test_N34_a_stall_after_the_head_keeps_the_deadline() -> None:
    def stall(sock: socket.socket, head: bytes) -> None:
        sock.sendall(answer(headers={"Content-Length": "10"}, length=False))
        sock.recv(1)

    with Wire(stall) as wire:
        start = time.monotonic()
        with pytest.raises(Timeout):
            make(FetchLimits(gap=0.0, total=0.4)).fetch(ask(wire.url()))
        assert time.monotonic() - start < 2
