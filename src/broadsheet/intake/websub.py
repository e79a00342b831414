"""WebSub (W3C Recommendation of 2018): being told by a hub that a feed has something new, instead of asking again and again.

Pure but for `subscribe` and `unsubscribe`, which go through the fetcher. The callback routes belong to the web server, what is pending and
until when to the store; both ask here what to answer. Content that a hub brings is taken only with a valid signature: without a secret of
ours anybody could have sent it, so it only counts as a hint to fetch the topic ourselves (row N37).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from hashlib import sha256

from broadsheet.errors import InputError
from broadsheet.intake.fetch import Fetcher
from broadsheet.types import Request, Response

#: Seconds of lease that we ask for, and what we make of the hub's answer.
LEASE_WANTED = 10 * 24 * 3600
LEASE_MIN, LEASE_MAX = 300, 90 * 24 * 3600
#: Renew at least so long before a lease ends, seconds.
RENEW_AHEAD = 3600.0
#: Bytes of a push that are read; the same as for a fetched feed.
MAX_PUSH = 15 * 1024 * 1024
#: Characters of a challenge that are sent back.
MAX_CHALLENGE = 4096
#: Methods of X-Hub-Signature that count (section 8.1).
METHODS = ("sha512", "sha384", "sha256", "sha1")

_SIGNATURE = re.compile(r"(sha1|sha256|sha384|sha512)=([0-9a-fA-F]{40,128})")
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What we asked a hub for. `token` is the unguessable part of our callback address, `secret` signs what the hub sends ("" = none)."""

    hub: str
    topic: str
    token: str
    secret: str = ""
    #: Until when the hub will tell us; None before it has verified.
    until: datetime | None = None
    #: We asked for its end.
    leaving: bool = False


class Push(Enum):
    """What to make of a push."""

    #: Signed by who knows our secret: read its content.
    CONTENT = auto()
    #: No secret was agreed: fetch the topic.
    HINT = auto()
    #: Acknowledge and do nothing: unsigned or badly signed (section 8 wants a 2xx all the same), or repeated.
    IGNORE = auto()
    #: The lease is over or nobody knows the token: 410 tells the hub to stop.
    GONE = auto()
    #: Larger than we read: 413.
    TOO_LARGE = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How to answer a request of a hub: the HTTP status and body to send, and what it means for us."""

    status: int
    body: str = ""
    #: Verification only: the lease is now good until then.
    until: datetime | None = None
    #: Verification only: the hub will not (or no longer) tell us; fall back on polling.
    ended: bool = False
    push: Push = Push.IGNORE


def links(headers: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """(hub, topic) from an answer's Link headers (section 4); "" for each that is not there. The first of each counts."""
    hub = topic = ""
    for name, value in headers:
        if name.lower() != "link":
            continue
        for found in _LINK.finditer(value[:8192]):
            for rel in _REL.finditer(found[2]):
                names = (rel[1] or rel[2] or "").lower().split()
                hub = hub or (found[1].strip() if "hub" in names else "")
                topic = topic or (found[1].strip() if "self" in names else "")
    return hub, topic


def subscription(hub: str, topic: str, *, key: bytes, until: datetime | None = None, leaving: bool = False) -> Subscription:
    """The subscription to this topic at this hub. Token and secret are derived from the site's own secret `key`: nothing more is stored.

    A secret sent in the clear is none (section 5.1), so a hub on plain http gets none and its pushes are hints.
    """
    if len(key) < 16:
        raise InputError("the key for WebSub is shorter than 16 bytes")
    token = _derived(key, "token", hub, topic)[:40]
    secret = _derived(key, "secret", hub, topic) if hub.lower().startswith("https://") else ""
    return Subscription(hub=hub, topic=topic, token=token, secret=secret, until=until, leaving=leaving)


def _derived(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\0".join(("websub", *parts)).encode(), sha256).hexdigest()


def is_token(subscription: Subscription, token: str) -> bool:
    """Whether a callback's token is this subscription's. Compares in constant time."""
    return hmac.compare_digest(subscription.token.encode(), token.encode("utf-8", "replace"))


def subscription_form(subscription: Subscription, callback: str, *, lease: int = LEASE_WANTED) -> tuple[tuple[str, str], ...]:
    """The form to POST to the hub (section 5.1). `callback` is our public address for this subscription's token."""
    if not callback.lower().startswith(("http://", "https://")):
        raise InputError(f"the callback {callback!r} is no public address", hint="Set the site's public address.")
    form = [
        ("hub.callback", callback),
        ("hub.mode", "unsubscribe" if subscription.leaving else "subscribe"),
        ("hub.topic", subscription.topic),
    ]
    if not subscription.leaving:
        form.append(("hub.lease_seconds", str(lease)))
        if subscription.secret:
            form.append(("hub.secret", subscription.secret))
    return tuple(form)


def subscribe(fetcher: Fetcher, subscription: Subscription, callback: str, *, lease: int = LEASE_WANTED) -> Response:
    """Send the request to the hub (or its opposite when `leaving`). A 2xx means only that the hub will now verify it with our callback.

    Raises what the fetcher raises; HttpStatus 4xx and 5xx are the hub's refusal. Redirects of the hub are followed with the form.
    """
    form = subscription_form(subscription, callback, lease=lease)
    # A hub's address is made to be posted to: robots.txt is about what crawlers read (RFC 9309 section 1).
    return fetcher.fetch(Request(url=subscription.hub, form=form, robots=False, max_bytes=64 * 1024))


def verify(query: Mapping[str, str], subscription: Subscription | None, now: datetime) -> Verdict:
    """Answer a hub's GET to our callback (section 5.3): echo the challenge if we asked for exactly this, else 404.

    `subscription` is what the callback's token stands for, None when nobody knows it. A refusal (`denied`) is acknowledged and ends it.
    """
    mode, topic, challenge = query.get("hub.mode", ""), query.get("hub.topic", ""), query.get("hub.challenge", "")
    if subscription is None or not hmac.compare_digest(topic.encode(), subscription.topic.encode()):
        return Verdict(404)
    if mode == "denied":
        return Verdict(200, ended=True)
    if not 0 < len(challenge) <= MAX_CHALLENGE:
        return Verdict(404)
    if mode == "unsubscribe" and subscription.leaving:
        return Verdict(200, challenge, ended=True)
    if mode == "subscribe" and not subscription.leaving:
        return Verdict(200, challenge, until=now + timedelta(seconds=_lease(query.get("hub.lease_seconds", ""))))
    return Verdict(404)


def _lease(text: str) -> int:
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else LEASE_WANTED
    return min(max(seconds, LEASE_MIN), LEASE_MAX)


def signed(body: bytes, header: str, secret: str) -> bool:
    """Whether X-Hub-Signature (`method=hex`) is the HMAC of the body under our secret. Compares in constant time; "" never signs."""
    found = _SIGNATURE.fullmatch(header.strip())
    if found is None or not secret:
        return False
    expected = hmac.new(secret.encode(), body, found[1]).hexdigest()
    return hmac.compare_digest(expected, found[2].lower())


def receive(
    body: bytes, signature: str, subscription: Subscription | None, now: datetime, *, recent: frozenset[str] = frozenset()
) -> Verdict:
    """Answer a hub's POST to our callback (section 7) and say what to do with it.

    `body` should be read only up to MAX_PUSH + 1 bytes. `recent` holds the `push_id`s seen lately: a replay changes nothing.
    """
    if subscription is None or subscription.until is None or subscription.until <= now:
        return Verdict(410, push=Push.GONE)
    if len(body) > MAX_PUSH:
        return Verdict(413, push=Push.TOO_LARGE)
    if push_id(body) in recent:
        return Verdict(202)
    if not subscription.secret:
        return Verdict(202, push=Push.HINT)
    return Verdict(202, push=Push.CONTENT if signed(body, signature, subscription.secret) else Push.IGNORE)


def push_id(body: bytes) -> str:
    """What a push is known by when it comes again."""
    return sha256(body).hexdigest()


def renew_due(until: datetime | None, now: datetime, interval: float) -> bool:
    """Whether to subscribe (again) at this poll: there is no lease, or it ends before the poll after the next one. `interval`: seconds."""
    return until is None or until <= now + timedelta(seconds=max(RENEW_AHEAD, 2 * interval))
