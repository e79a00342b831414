"""Row N37: subscribing, being verified, and what is made of a push. Numbers are those of the websub.rocks test suite."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire import Wire, answer, make, redirect, site

from broadsheet.errors import HttpStatus, InputError
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.intake.websub import (
    LEASE_MAX,
    LEASE_MIN,
    LEASE_WANTED,
    MAX_CHALLENGE,
    MAX_PUSH,
    Push,
    Subscription,
    is_token,
    links,
    push_id,
    receive,
    renew_due,
    signed,
    subscribe,
    subscription,
    subscription_form,
    verify,
)
from broadsheet.types import Response

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TOPIC = "https://herald.example/feed"
CALLBACK = "https://reader.example/websub/t0ken"
KEY = b"the key of this site"
SECRET = "a secret of our own"
ACTIVE = Subscription(hub="https://hub.example/", topic=TOPIC, token="t0ken", secret=SECRET, until=NOW + timedelta(days=1))
PENDING = Subscription(hub="https://hub.example/", topic=TOPIC, token="t0ken", secret=SECRET)


def sign(body: bytes, method: str = "sha256", secret: str = SECRET) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


# -- 100-104: which hub ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        (("Link", f'<https://hub.example/>; rel="hub", <{TOPIC}>; rel="self"'),),
        (("Link", "<https://hub.example/>; rel=hub"), ("link", f"<{TOPIC}>; rel=self")),
        (("LINK", f'<https://hub.example/>; title="a"; REL="preload HUB", <{TOPIC}>; rel="canonical self"'),),
        (("Link", f"<https://hub.example/>; rel=hub, <https://second.example/>; rel=hub, <{TOPIC}>; rel=self"),),
    ],
)
def test_N37_100_hub_and_topic_from_link_headers(headers: tuple[tuple[str, str], ...]) -> None:
    assert links(headers) == ("https://hub.example/", TOPIC)


def test_N37_104_no_link_headers_say_nothing() -> None:
    assert links((("Link", "</style.css>; rel=preload"), ("X-Link", "<x>; rel=hub"))) == ("", "")


@given(st.text('<>;,="hubrelself ', max_size=200))
def test_any_link_header_can_be_read(value: str) -> None:
    links((("Link", value),))


# -- 200-205: subscribing --------------------------------------------------------------------------------------------


def test_N37_200_the_subscription_request() -> None:
    asked = subscription("https://hub.example/", TOPIC, key=KEY)
    fetcher = FakeFetcher({"https://hub.example/": Response(url="", status=202, headers=(), body=b"")})
    assert subscribe(fetcher, asked, CALLBACK).status == 202
    form = dict(fetcher.requests[0].form or ())
    assert form == {
        "hub.callback": CALLBACK,
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.lease_seconds": str(LEASE_WANTED),
        "hub.secret": asked.secret,
    }
    assert 32 <= len(asked.secret) < 200
    assert len(asked.token) >= 32


def test_token_and_secret_come_from_the_sites_key() -> None:
    asked = subscription("https://hub.example/", TOPIC, key=KEY)
    assert asked == subscription("https://hub.example/", TOPIC, key=KEY)
    others = [
        subscription("https://hub.example/", TOPIC, key=b"another key of sixteen"),
        subscription("https://hub.example/", TOPIC + "2", key=KEY),
        subscription("https://hub2.example/", TOPIC, key=KEY),
    ]
    assert len({asked.token, asked.secret, *(other.token for other in others), *(other.secret for other in others)}) == 8
    assert is_token(asked, asked.token)
    assert not is_token(asked, others[0].token)
    assert not is_token(asked, "\ud800")
    with pytest.raises(InputError):
        subscription("https://hub.example/", TOPIC, key=b"short")


def test_N37_a_hub_without_tls_gets_no_secret() -> None:
    plain = subscription("http://hub.example/", TOPIC, key=KEY)
    assert plain.secret == ""
    assert "hub.secret" not in dict(subscription_form(plain, CALLBACK))


def test_N37_unsubscribing() -> None:
    leaving = Subscription(hub="https://hub.example/", topic=TOPIC, token="t", secret=SECRET, leaving=True)
    assert dict(subscription_form(leaving, CALLBACK)) == {"hub.callback": CALLBACK, "hub.mode": "unsubscribe", "hub.topic": TOPIC}
    assert verify({"hub.mode": "unsubscribe", "hub.topic": TOPIC, "hub.challenge": "c"}, leaving, NOW).ended
    assert verify({"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c"}, leaving, NOW).status == 404


def test_a_callback_must_be_an_address() -> None:
    with pytest.raises(InputError):
        subscription_form(PENDING, "/websub/t0ken")


@pytest.mark.parametrize("status", ["302 Found", "307 Temporary Redirect", "301 Moved Permanently", "308 Permanent Redirect"])
def test_N37_203_204_a_hub_that_moved_gets_the_form_at_its_new_place(status: str) -> None:
    with Wire(site({"/hub": redirect("/new", status), "/new": answer(status="202 Accepted")})) as wire:
        asked = Subscription(hub=wire.url("/hub"), topic=TOPIC, token="t")
        assert subscribe(make(), asked, CALLBACK).status == 202
        assert wire.paths == ["/hub", "/new"]
        for request in wire.requests:
            form = parse_qs(request.partition(b"\r\n\r\n")[2].decode())
            assert form["hub.topic"] == [TOPIC]


def test_N37_a_hub_that_refuses_is_an_error() -> None:
    with Wire(site({"/hub": answer(b"unknown topic", status="400 Bad Request")})) as wire, pytest.raises(HttpStatus):
        subscribe(make(), Subscription(hub=wire.url("/hub"), topic=TOPIC, token="t"), CALLBACK)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("864000", 864000), ("1", LEASE_MIN), ("9" * 11, LEASE_MAX), ("9" * 5000, LEASE_WANTED), ("-5", LEASE_WANTED), ("", LEASE_WANTED)],
)
def test_N37_the_challenge_is_echoed_and_the_lease_counted(asked: str, seconds: int) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c-4711", "hub.lease_seconds": asked}
    verdict = verify(query, PENDING, NOW)
    assert (verdict.status, verdict.body) == (200, "c-4711")
    assert verdict.until == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "change",
    [
        {"hub.topic": "https://else.example/feed"},
        {"hub.topic": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "dance"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "c" * (MAX_CHALLENGE + 1)},
    ],
)
def test_N37_205_what_we_did_not_ask_for_is_refused(change: dict[str, str]) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c", "hub.lease_seconds": "600"} | change
    verdict = verify(query, PENDING, NOW)
    assert (verdict.status, verdict.body, verdict.until) == (404, "", None)


def test_N37_205_an_unknown_token_is_refused() -> None:
    assert verify({"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c"}, None, NOW).status == 404


def test_N37_a_denial_ends_the_subscription() -> None:
    verdict = verify({"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no"}, PENDING, NOW)
    assert (verdict.status, verdict.ended) == (200, True)


# -- 300-302: pushes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_N37_300_a_signed_push_is_content(method: str) -> None:
    body = b"<feed/>"
    for signature in (sign(body, method), sign(body, method).upper().replace(method.upper(), method)):
        verdict = receive(body, signature, ACTIVE, NOW)
        assert (verdict.status, verdict.push) == (202, Push.CONTENT)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        sign(b"<feed/>", secret="another secret"),
        sign(b"<other/>"),
        sign(b"<feed/>", "md5"),
        sign(b"<feed/>").replace("sha256", "sha1"),
        sign(b"<feed/>", "sha1").replace("sha1", "sha256"),
        sign(b"<feed/>")[:-1],
        sign(b"<feed/>") + "0",
        "sha256=" + "é" * 64,
    ],
)
def test_N37_301_302_forged_and_missing_signatures_are_acknowledged_and_ignored(signature: str) -> None:
    verdict = receive(b"<feed/>", signature, ACTIVE, NOW)
    assert (verdict.status, verdict.push) == (202, Push.IGNORE)


def test_N37_without_a_secret_a_push_is_only_a_hint() -> None:
    open_door = Subscription(hub="http://hub.example/", topic=TOPIC, token="t", until=NOW + timedelta(days=1))
    assert receive(b"<feed>lies</feed>", "", open_door, NOW).push is Push.HINT
    assert not signed(b"x", sign(b"x", secret=""), "")


def test_N37_a_replay_is_ignored() -> None:
    body = b"<feed/>"
    assert receive(body, sign(body), ACTIVE, NOW, recent=frozenset({push_id(body)})).push is Push.IGNORE


def test_N37_an_expired_lease_an_unverified_one_and_an_unknown_token_are_gone() -> None:
    expired = Subscription(hub="h", topic=TOPIC, token="t", secret=SECRET, until=NOW)
    for known in (expired, PENDING, None):
        verdict = receive(b"x", sign(b"x"), known, NOW)
        assert (verdict.status, verdict.push) == (410, Push.GONE)


def test_N37_a_push_that_is_too_large_is_refused_before_it_is_hashed() -> None:
    body = bytes(MAX_PUSH + 1)
    assert receive(body, "", ACTIVE, NOW).push is Push.TOO_LARGE


def test_renewal_is_due_before_the_lease_ends() -> None:
    day = timedelta(days=1)
    assert renew_due(None, NOW, 900)
    assert not renew_due(NOW + day, NOW, 900)
    assert renew_due(NOW + day, NOW, 13 * 3600)
    assert renew_due(NOW + timedelta(minutes=59), NOW, 900)
    assert renew_due(NOW - day, NOW, 900)


def test_push_ids_tell_pushes_apart() -> None:
    assert push_id(b"a") == hashlib.sha256(b"a").hexdigest() != push_id(b"b")
