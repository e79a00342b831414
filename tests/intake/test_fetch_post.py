"""Posting a body: what is sent, where it may go, and what becomes of the token."""

from __future__ import annotations

import socket

import pytest
from wire import AGENT, Handler, Wire

from broadsheet.errors import HttpStatus, Refused
from broadsheet.intake.fetch import FakeFetcher, GuardedFetcher, poster
from broadsheet.types import Request, Response

HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer s3cret", "Accept": "application/json"}


def answering(body: bytes) -> Handler:
    def handle(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    return handle


def test_body_type_and_token_arrive() -> None:
    with Wire(answering(b"{}")) as wire:
        fetcher = GuardedFetcher(user_agent=AGENT, allow=[f"127.0.0.1:{wire.port}"])
        assert poster(fetcher)(wire.url("/v1/embeddings"), HEADERS, b'{"input":[]}').body == b"{}"
        sent = wire.requests[0]
    assert sent.startswith(b"POST /v1/embeddings ")
    assert b"Authorization: Bearer s3cret\r\n" in sent
    assert b"Content-Type: application/json\r\n" in sent
    assert b"Content-Length: 12\r\n" in sent


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://169.254.169.254/v1", "http://[::1]:9/v1", "file:///etc/passwd"])
def test_L13_a_private_address_needs_the_operators_leave(url: str) -> None:
    with pytest.raises(Refused):
        poster(GuardedFetcher(user_agent=AGENT))(url, HEADERS, b"{}")


def test_the_token_stays_with_the_first_origin() -> None:
    seen: list[Request] = []

    def mount(request: Request) -> Response:
        seen.append(request)
        if "first" in request.url:
            return Response(url=request.url, status=307, headers=(("Location", "http://second.example/x"),), body=b"")
        return Response(url=request.url, status=200, headers=(), body=b"ok")

    fetcher = GuardedFetcher(user_agent=AGENT, mounts={".example": mount})
    assert poster(fetcher)("http://first.example/x", HEADERS, b"{}").body == b"ok"
    assert [request.bearer for request in seen] == ["s3cret", ""]
    assert [request.content for request in seen] == [b"{}", b"{}"]


def test_the_token_is_never_shown() -> None:
    assert "s3cret" not in repr(Request(url="http://a.example/", bearer="s3cret"))


def test_the_fake_answers_posts_too() -> None:
    fake = FakeFetcher({"http://a.example/": b"1"})
    assert poster(fake)("http://a.example/", {}, b"x").body == b"1"
    assert fake.requests[0].content == b"x"
    with pytest.raises(HttpStatus):
        poster(fake)("http://b.example/", {}, b"x")
