from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import load
from broadsheet.app.web import create_app
from broadsheet.app.wiring import open_newsroom
from broadsheet.errors import HttpStatus
from broadsheet.intake import websub
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.run.hubs import Callbacks
from broadsheet.types import FullText, Request, Response, Source
from pressroom import Clock, item, rss, story

FEED = "https://harbour.example/feed"
HUB = "https://hub.example/"
HEAD = f'<atom:link rel="hub" href="{HUB}"/><atom:link rel="self" href="{FEED}"/>'
SITE = "https://news.example.org"


@pytest.fixture
def network() -> FakeFetcher:
    return FakeFetcher({FEED: rss(item(1, text=story(1)), head=HEAD), HUB: b""})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, network: FakeFetcher, clock: Clock) -> Iterator[Newsroom]:
    with open_newsroom(load({"HOME": str(tmp_path), "BROADSHEET_BASE_URL": SITE}), fetcher=network, clock=clock) as opened:
        yield opened


@pytest.fixture
def source(room: Newsroom) -> Source:
    return room.add_source(Source(url=FEED, full_text=FullText.NEVER))


def asked(network: FakeFetcher) -> list[Request]:
    return [request for request in network.requests if request.url == HUB]


def form(request: Request) -> dict[str, str]:
    assert request.form is not None
    return dict(request.form)


def challenge(callback: str, **more: str) -> str:
    query = {"hub.mode": "subscribe", "hub.topic": FEED, "hub.challenge": "xyzzy", "hub.lease_seconds": "864000"} | more
    return urlsplit(callback).path + "?" + "&".join(f"{name}={value}" for name, value in query.items())


@pytest.fixture
def callback(room: Newsroom, source: Source, network: FakeFetcher) -> str:
    room.poll_now(source.id)
    return form(asked(network)[0])["hub.callback"]


@pytest.fixture
def site(room: Newsroom) -> Iterator[TestClient]:
    with TestClient(create_app(room), base_url=SITE) as client:
        yield client


def signature(request: Request, body: bytes) -> str:
    return "sha256=" + hmac.new(form(request)["hub.secret"].encode(), body, "sha256").hexdigest()


def test_a_feed_that_names_a_hub_is_subscribed(callback: str, network: FakeFetcher) -> None:
    (request,) = asked(network)
    assert form(request)["hub.mode"] == "subscribe"
    assert form(request)["hub.topic"] == FEED
    assert callback.startswith(f"{SITE}/websub/1/")
    assert not request.robots


def test_a_hub_in_the_headers_counts_too(room: Newsroom, source: Source, network: FakeFetcher) -> None:
    headers = (("Link", f'<{HUB}>; rel="hub", <{FEED}>; rel="self"'),)
    network.pages[FEED] = Response(url=FEED, status=200, headers=headers, body=rss(item(1, text=story(1))))
    room.poll_now(source.id)
    assert len(asked(network)) == 1


def test_no_subscription_without_a_public_address(tmp_path: Path, network: FakeFetcher) -> None:
    for number, base_url in enumerate(
        ("", "http://localhost:8080", "http://127.0.0.1", "http://10.1.2.3", "http://news.lan", "http://[::1]:80")
    ):
        folder = tmp_path / str(number)
        with open_newsroom(load({"HOME": str(folder), "BROADSHEET_BASE_URL": base_url}), fetcher=network, clock=Clock()) as room:
            room.poll_now(room.add_source(Source(url=FEED, full_text=FullText.NEVER)).id)
    assert asked(network) == []
    assert Callbacks("https://news.example.org", b"k").usable
    assert Callbacks("https://[2001:4860:4860::8888]", b"k").usable


def test_a_verified_lease_slows_polling_and_is_renewed_in_time(
    room: Newsroom, source: Source, site: TestClient, callback: str, network: FakeFetcher, clock: Clock
) -> None:
    answer = site.get(challenge(callback))
    assert (answer.status_code, answer.text) == (200, "xyzzy")
    assert room.store.state(source.id).lease_until == clock.now + timedelta(days=10)
    clock.advance(hours=1)
    room.poll_now(source.id)
    assert len(asked(network)) == 1
    assert room.store.state(source.id).lease_until is not None
    clock.advance(days=9, hours=22)
    room.poll_now(source.id)
    assert len(asked(network)) == 2


def test_N37_what_we_did_not_ask_for_is_not_confirmed(site: TestClient, callback: str) -> None:
    path = urlsplit(callback).path
    for wrong in (
        challenge(callback, **{"hub.topic": "https://other.example/"}),
        challenge(callback, **{"hub.mode": "unsubscribe"}),
        challenge(callback).replace(path, "/websub/1/" + "0" * 40),
        challenge(callback).replace("/websub/1/", "/websub/99/"),
    ):
        assert site.get(wrong).status_code == 404


def test_a_refusal_ends_the_lease(room: Newsroom, source: Source, site: TestClient, callback: str) -> None:
    site.get(challenge(callback))
    assert site.get(challenge(callback, **{"hub.mode": "denied"})).status_code == 200
    assert room.store.state(source.id).lease_until is None


def test_a_signed_push_is_read_and_filed(room: Newsroom, site: TestClient, callback: str, network: FakeFetcher) -> None:
    site.get(challenge(callback))
    body = rss(item(2, text=story(2)), head=HEAD)
    headers = {"x-hub-signature": signature(asked(network)[0], body), "content-type": "application/rss+xml"}
    assert site.post(urlsplit(callback).path, content=body, headers=headers).status_code == 202
    room._pushes.shutdown()
    assert room.store.stats().articles == 2


def test_N37_forged_unsigned_and_repeated_pushes_do_nothing(
    room: Newsroom, source: Source, site: TestClient, callback: str, network: FakeFetcher
) -> None:
    site.get(challenge(callback))
    path, body = urlsplit(callback).path, rss(item(2, text=story(2)), head=HEAD)
    good = signature(asked(network)[0], body)
    for headers in ({}, {"x-hub-signature": "sha256=" + "0" * 64}, {"x-hub-signature": "nonsense"}, {"x-hub-signature": good[:-1] + "x"}):
        assert site.post(path, content=body, headers=headers).status_code == 202
    assert room.websub_receive(source.id, path.rpartition("/")[2], body, good).push is websub.Push.CONTENT
    assert room.websub_receive(source.id, path.rpartition("/")[2], body, good).push is websub.Push.IGNORE
    room._pushes.shutdown()
    assert room.store.stats().articles == 2


def test_N37_an_expired_lease_is_gone_and_a_huge_push_too_large(room: Newsroom, site: TestClient, callback: str, clock: Clock) -> None:
    path = urlsplit(callback).path
    assert site.post(path, content=b"x").status_code == 410
    site.get(challenge(callback))
    assert site.post(path, content=b"x" * (websub.MAX_PUSH + 1)).status_code == 413
    clock.advance(days=11)
    assert site.post(path, content=b"x").status_code == 410


def test_a_push_without_agreed_secret_only_makes_the_source_due(room: Newsroom, source: Source, network: FakeFetcher, clock: Clock) -> None:
    network.pages[FEED] = rss(item(1, text=story(1)), head=HEAD.replace("https://hub", "http://hub"))
    network.pages["http://hub.example/"] = b""
    room.poll_now(source.id)
    state = room.store.state(source.id)
    room.store.save_state(replace(state, lease_until=clock.now + timedelta(days=1)))
    token = form(network.requests[-1])["hub.callback"].rpartition("/")[2]
    assert room.websub_receive(source.id, token, b"anything", "").push is websub.Push.HINT
    assert room.store.state(source.id).next_poll == clock.now
    assert room.store.stats().articles == 1


def test_a_hub_that_refuses_is_recorded_and_polling_goes_on(room: Newsroom, source: Source, network: FakeFetcher) -> None:
    network.pages[HUB] = HttpStatus(403, "not you")
    assert room.poll_now(source.id).new == 1
    (failure,) = room.store.failures()
    assert (failure.url, failure.code) == (HUB, "http.403")
    assert room.store.state(source.id).failures == 0


def test_a_push_that_cannot_be_read_is_recorded(room: Newsroom, site: TestClient, callback: str, network: FakeFetcher) -> None:
    site.get(challenge(callback))
    body = b"<html><body>no feed</body></html>"
    site.post(urlsplit(callback).path, content=body, headers={"x-hub-signature": signature(asked(network)[0], body)})
    room._pushes.shutdown()
    (failure,) = room.store.failures()
    assert failure.code.startswith("parse.")
