"""One conditional request for a source's document (rows N19, N27, N28)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from broadsheet.errors import ProtocolError
from broadsheet.intake.fetch import Fetcher
from broadsheet.types import Capture, CaptureKind, Hop, Request, Response, Source, SourceKind, SourceState

#: A validator that is longer is not kept (bytes).
LONGEST_VALIDATOR = 1024
_KINDS = {SourceKind.FEED: CaptureKind.FEED, SourceKind.PAGE: CaptureKind.SECTION, SourceKind.SITEMAP: CaptureKind.SITEMAP}
_ACCEPT = {
    SourceKind.FEED: "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    SourceKind.PAGE: "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    SourceKind.SITEMAP: "application/xml, text/xml, text/plain;q=0.8, */*;q=0.5",
}
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a poll brought. `capture` is None when nothing changed: a 304, or the same bytes as the last time.

    `etag`, `last_modified` and `body_hash` are what to store for the next poll.
    """

    capture: Capture | None
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    #: The target, when every hop on the way was a permanent redirect (row N29); "" otherwise.
    moved_to: str = ""
    #: The way led from https to http.
    downgraded: bool = False


def poll(source: Source, state: SourceState, fetcher: Fetcher, clock: Callable[[], datetime]) -> Polled:
    """Ask for the source's document, unless it is the one that we have. Raises FetchError and its kinds.

    Decides nothing about when to ask next. Sends the validators that are stored as they are. Raises ProtocolError for a 304 that nobody
    asked for. Sources of files have no address to ask.
    """
    request = Request(
        url=source.url,
        etag=state.etag,
        last_modified=state.last_modified,
        accept=_ACCEPT.get(source.kind, "*/*"),
        username=source.username,
        password=source.password,
        accept_bad_tls=source.accept_bad_tls,
    )
    response = fetcher.fetch(request)
    moved_to = _moved_to(response.hops)
    if response.not_modified:
        if not (state.etag or state.last_modified):
            raise ProtocolError("the server answered 304 although nothing was asked conditionally", url=source.url)
        return Polled(
            capture=None,
            etag=state.etag,
            last_modified=state.last_modified,
            body_hash=state.body_hash,
            moved_to=moved_to,
            downgraded=response.downgraded,
        )
    etag, last_modified = validators(response)
    body_hash = "" if response.truncated else sha256(response.body).hexdigest()
    same = bool(body_hash) and body_hash == state.body_hash
    return Polled(
        capture=None if same else _capture(source, response, clock()),
        etag=etag,
        last_modified=last_modified,
        body_hash=body_hash,
        moved_to=moved_to,
        downgraded=response.downgraded,
    )


def validators(response: Response) -> tuple[str, str]:
    """ETag and Last-Modified to send back next time, as they were given; "" for each that must not be.

    None are kept of an answer that broke off, or that says it is out of date at once (`Expires: 0`): such servers tend to answer 304 for
    ever. Neither is looked into: weak ones and those in the future are as good as others.
    """
    if response.truncated or response.header("expires").strip() == "0":
        return "", ""
    return _usable(response.header("etag")), _usable(response.header("last-modified"))


def _usable(value: str) -> str:
    value = value.strip()
    return value if len(value.encode("utf-8", "replace")) <= LONGEST_VALIDATOR and value.isprintable() else ""


def _moved_to(hops: tuple[Hop, ...]) -> str:
    return hops[-1].target if hops and all(hop.status in _PERMANENT for hop in hops) else ""


def _capture(source: Source, response: Response, now: datetime) -> Capture:
    return Capture(
        kind=_KINDS.get(source.kind, CaptureKind.FEED),
        url=response.url,
        requested=source.url,
        body=response.body,
        content_type=response.header("content-type"),
        status=response.status,
        headers=response.headers,
        received=now,
        source_id=source.id,
        truncated=response.truncated,
    )
