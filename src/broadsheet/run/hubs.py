"""WebSub around the poll: subscribing when a feed names a hub and we have a public address, and what a hub's requests mean for a source.

Tokens and secrets are derived from the site's own secret; all that is stored is in the source's state (hub, topic, lease_until).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from broadsheet.errors import FetchError, InputError, StoreError
from broadsheet.intake import websub
from broadsheet.intake.websub import Push, Subscription, Verdict
from broadsheet.pipeline import Polled, Press
from broadsheet.pipeline.failures import record
from broadsheet.pipeline.polls import take_document
from broadsheet.types import Capture, CaptureKind, Source, SourceState


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Where hubs reach us: the site's public address, and the site's secret."""

    base_url: str
    key: bytes

    @property
    def usable(self) -> bool:
        """Whether a hub somewhere else can reach that address."""
        host = urlsplit(self.base_url).hostname or ""
        if "." not in host and ":" not in host:
            return False
        try:
            return ip_address(host).is_global
        except ValueError:
            return not host.endswith((".localhost", ".local", ".lan", ".internal", ".home.arpa"))

    def address(self, source: Source, subscription: Subscription) -> str:
        """The callback of one subscription."""
        return f"{self.base_url.rstrip('/')}/websub/{source.id}/{subscription.token}"


def subscription_of(state: SourceState, key: bytes) -> Subscription | None:
    """The subscription that a source's state stands for; None when its feed names no hub."""
    if not state.hub or not state.topic:
        return None
    return websub.subscription(state.hub, state.topic, key=key, until=state.lease_until)


def named(state: SourceState, source: Source, polled: Polled) -> SourceState:
    """The state with the hub that the feed named in this poll. Another hub or topic needs another subscription."""
    if polled.unchanged:
        return state
    topic = (polled.topic or source.url) if polled.hub else ""
    if (state.hub, state.topic) == (polled.hub, topic):
        return state
    return replace(state, hub=polled.hub, topic=topic, lease_until=None)


def subscribe_if_due(press: Press, source: Source, state: SourceState, callbacks: Callbacks | None) -> None:
    """Ask the hub when there is one and our lease is missing or ends soon. A hub that refuses is recorded; polling goes on as ever."""
    if callbacks is None or not callbacks.usable:
        return
    subscription = subscription_of(state, callbacks.key)
    if subscription is None or not websub.renew_due(state.lease_until, press.clock(), state.interval):
        return
    try:
        websub.subscribe(press.fetcher, subscription, callbacks.address(source, subscription))
    except (FetchError, InputError) as error:
        record(press, error, url=subscription.hub, source_id=source.id)


def verified(press: Press, source_id: int, token: str, query: Mapping[str, str], key: bytes) -> Verdict:
    """Answer a hub's GET and note the lease that it grants, or that it ends."""
    state = press.store.state(source_id)
    subscription = subscription_of(state, key)
    if subscription is None or not websub.is_token(subscription, token):
        return Verdict(404)
    verdict = websub.verify(query, subscription, press.clock())
    if verdict.until is not None or verdict.ended:
        press.store.save_state(replace(press.store.state(source_id), lease_until=verdict.until))
    return verdict


def received(
    press: Press, source_id: int, token: str, body: bytes, signature: str, key: bytes, recent: frozenset[str] = frozenset()
) -> Verdict:
    """What to make of a hub's POST. Its content is taken by `take_push`; a hint makes the source due at once."""
    state = press.store.state(source_id)
    subscription = subscription_of(state, key)
    if subscription is None or not websub.is_token(subscription, token):
        return Verdict(410, push=Push.GONE)
    verdict = websub.receive(body, signature, subscription, press.clock(), recent=recent)
    if verdict.push is Push.HINT:
        press.store.save_state(replace(press.store.state(source_id), next_poll=press.clock()))
    return verdict


def take_push(press: Press, source_id: int, body: bytes, content_type: str) -> Polled:
    """Read and file what a hub brought, as if it had been polled. A document that cannot be read is recorded as a failure."""
    source = press.store.source(source_id)
    capture = Capture(
        kind=CaptureKind.FEED,
        url=source.url,
        requested=source.url,
        body=body,
        content_type=content_type,
        received=press.clock(),
        source_id=source_id,
    )
    polled = take_document(press, source, capture)
    if polled.error is not None and not isinstance(polled.error, StoreError):
        record(press, polled.error, url=source.url, source_id=source_id, capture=capture)
    return polled
