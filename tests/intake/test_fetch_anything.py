"""Whatever a server sends, the fetcher gives a Response or raises a FetchError, in time and within its limits."""

from __future__ import annotations

import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wire import Wire, ask, make

from broadsheet.errors import FetchError, ProtocolError, TooLarge
from broadsheet.intake.fetch import GuardedFetcher
from broadsheet.intake.fetch.head import HeadWatch
from broadsheet.types import FetchLimits, Response

LIMITS = FetchLimits(gap=0.0, total=2.0, connect=1.0, body=2000, header_bytes=2000, header_count=20, retries=0)

NAMES = [
    "Content-Length",
    "Transfer-Encoding",
    "Content-Encoding",
    "Location",
    "ETag",
    "Retry-After",
    "Connection",
    "X",
    "",
    " ",
    "Bad Name",
]
VALUES = [
    "0",
    "5",
    "chunked",
    "gzip",
    "br",
    "/next",
    "http://[",
    "close",
    "-1",
    "\x00",
    "é",
    ", ",
    "99999999999999999999999",
    "gzip, br",
    "\t",
]
field = st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES) | st.text(max_size=8))
body = st.binary(max_size=300) | st.sampled_from(
    [b"5\r\nhello\r\n0\r\n\r\n", b"5;x\r\nhel", b"\x1f\x8b", b"hello", b"HTTP/1.1 200 OK\r\n\r\n"]
)


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    status = draw(st.sampled_from(["200 OK", "204 No", "304 Same", "302 Found", "103 Hint", "404", "999 x", "101 Switch", "20 x", ""]))
    end = draw(st.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r"]))
    fields = "".join(f"{name}: {value}{end}" for name, value in draw(st.lists(field, max_size=5)))
    head = f"HTTP/1.{draw(st.sampled_from('0112'))} {status}{end}{fields}{end}".encode("utf-8", "replace")
    return head * draw(st.sampled_from([1, 1, 1, 2])) + draw(body)


class Sender:
    def __init__(self) -> None:
        self.data = b""

    def __call__(self, sock: socket.socket, head: bytes) -> None:
        sock.sendall(self.data)


@pytest.fixture(scope="module")
def sender() -> Sender:
    return Sender()


@pytest.fixture(scope="module")
def url(sender: Sender):  # type: ignore[no-untyped-def]  # a generator of str
    with Wire(sender) as wire:
        yield wire.url()


@pytest.fixture(scope="module")
def fetcher() -> GuardedFetcher:
    return make(LIMITS)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=answers() | st.binary(max_size=300))
def test_any_answer_is_a_response_or_a_fetch_error(sender: Sender, url: str, fetcher: GuardedFetcher, data: bytes) -> None:
    sender.data = data
    came: Response | FetchError
    try:
        came = fetcher.fetch(ask(url, etag='"1"'))
    except FetchError as error:
        came = error
    if isinstance(came, Response):
        assert came.status in (*range(200, 300), 304)
        assert len(came.body) <= LIMITS.body
    else:
        assert came.url
        assert came.code.startswith(("net.", "http."))


@given(data=answers(), cuts=st.lists(st.integers(1, 40), max_size=20))
def test_a_head_reads_the_same_whole_or_in_pieces(data: bytes, cuts: list[int]) -> None:
    def read(pieces: list[bytes]) -> tuple[object, ...]:
        watch = HeadWatch(2000, 20)
        try:
            for piece in pieces:
                watch.take(piece)
        except (ProtocolError, TooLarge) as error:
            return (type(error),)
        return (watch.done, watch.content_length, watch.body_bytes)

    pieces, rest = [], data
    for cut in cuts:
        pieces.append(rest[:cut])
        rest = rest[cut:]
    assert read([*pieces, rest]) == read([data]) == read([bytes([byte]) for byte in data])
