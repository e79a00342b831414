"""The web servers of the edition's publishers, answered in this process: what they would say to a request at a given time.

`answer` is a pure function of the edition, the request and the time. `DemoWeb` binds it to a clock, in the shape of a fetcher's mount.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit

from broadsheet.demo.dates import moment
from broadsheet.demo.edition import Edition, Piece, Publisher, load_edition
from broadsheet.demo.faults import faulty
from broadsheet.demo.pictures import picture
from broadsheet.demo.render_feed import feed, has_feed
from broadsheet.demo.render_page import article_page, front_page
from broadsheet.errors import DnsError
from broadsheet.types import Request, Response

#: The suffix under which all hosts of the edition lie; reserved for examples (RFC 2606), so that it is never anybody's.
SUFFIX = ".example"
#: Name of the value in the store that says to which time the loaded edition is anchored (ISO 8601, UTC).
MARK = "demo.end"
#: An archive of the web keeps its pictures for good.
_PICTURE_AGE = ("Cache-Control", "public, max-age=604800, immutable")


class DemoWeb:
    """A mount for the fetcher. `end` gives the stored MARK, "" while no edition is loaded: then the hosts do not exist."""

    def __init__(self, end: Callable[[], str], clock: Callable[[], datetime]) -> None:
        self._end = end
        self._clock = clock

    def __call__(self, request: Request) -> Response:
        """The server's answer, redirects and errors included. Raises DnsError for a host that is not of the edition."""
        end = self._end()
        if not end:
            raise DnsError("there is no such host; the demo edition is not loaded", url=request.url)
        return answer(load_edition(datetime.fromisoformat(end)), request, self._clock())


def mounts(end: Callable[[], str], clock: Callable[[], datetime]) -> Mapping[str, DemoWeb]:
    """The table of mounts for a GuardedFetcher."""
    return {SUFFIX: DemoWeb(end, clock)}


def answer(edition: Edition, request: Request, now: datetime) -> Response:
    """What the host of the request's address says at `now`. Raises DnsError for a host that is not of the edition."""
    parts = urlsplit(request.url)
    host = (parts.hostname or "").lower()
    publisher = _publisher(edition, host)
    if publisher is None:
        raise DnsError(f"{host} has no address", url=request.url)
    path = parts.path or "/"
    if host != publisher.host:
        return _redirect(request.url, publisher.site + path + (f"?{parts.query}" if parts.query else ""))
    response = _page(edition, publisher, request.url, path, parts.query, now)
    return _not_modified(request, response)


def _publisher(edition: Edition, host: str) -> Publisher | None:
    """The publisher of a host; "www." may be missing or too much."""
    bare = host.removeprefix("www.")
    return next((publisher for publisher in edition.publishers.values() if publisher.host.removeprefix("www.") == bare), None)


def _page(edition: Edition, publisher: Publisher, url: str, path: str, query: str, now: datetime) -> Response:
    if path == "/robots.txt":
        return _ok(url, "text/plain; charset=utf-8", _robots(publisher).encode())
    if has_feed(publisher) and path == publisher.feed_path:
        return _feed(edition, publisher, url, now)
    if path == "/" or path == publisher.feed_path:
        return _ok(url, f"text/html; charset={publisher.charset}", _encoded(front_page(edition, publisher, now), publisher))
    piece = _places(edition, publisher.id).get(f"{path}?{query}") or _places(edition, publisher.id).get(path)
    if piece is None or piece.published > now:
        return _missing(url)
    if path == piece.image_path:
        body = picture(piece.scene, piece.id)
        return Response(url=url, status=200, headers=(("Content-Type", "image/png"), ("ETag", _tag(body)), _PICTURE_AGE), body=body)
    here = piece.path(now)
    if path != here.partition("?")[0]:
        return _redirect(url, publisher.site + here) if piece.moved is not None and piece.moved <= now else _missing(url)
    text = article_page(edition, piece, now)
    if piece.fault:
        return faulty(piece, text, url, now)
    return _ok(url, f"text/html; charset={publisher.charset}", _encoded(text, publisher), piece.at(now).at)


def _feed(edition: Edition, publisher: Publisher, url: str, now: datetime) -> Response:
    kind, text = feed(edition, publisher, now)
    newest = max((piece.at(now).at for piece in edition.of(publisher, now)), default=moment(edition.anchor, -14, "00:00"))
    return _ok(url, kind, _encoded(text, publisher), newest)


@lru_cache(maxsize=64)
def _places(edition: Edition, publisher: str) -> dict[str, Piece]:
    """Each path of a publisher (article before and after a move, picture) with its piece. Arguments as keys: an edition is one object."""
    start, end = moment(edition.anchor, -30, "00:00"), moment(edition.anchor, 1, "00:00")
    out: dict[str, Piece] = {}
    for piece in edition.pieces.values():
        if piece.publisher.id == publisher and piece.channel == "site":
            out[piece.path(start)] = out[piece.path(end)] = piece
            if piece.image_path:
                out[piece.image_path] = piece
    return out


def _robots(publisher: Publisher) -> str:
    lines = ["User-agent: *", "Disallow: /login", "Disallow: /search", "Allow: /"]
    if publisher.feed == "sitemap":
        lines.append(f"Sitemap: {publisher.feed_url}")
    return "\n".join(lines) + "\n"


def _encoded(text: str, publisher: Publisher) -> bytes:
    return text.encode(publisher.charset, "xmlcharrefreplace")


def _ok(url: str, content_type: str, body: bytes, changed: datetime | None = None) -> Response:
    headers = [("Content-Type", content_type), ("ETag", _tag(body))]
    if changed is not None:
        headers.append(("Last-Modified", format_datetime(changed, usegmt=True)))
    return Response(url=url, status=200, headers=tuple(headers), body=body)


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def _redirect(url: str, target: str) -> Response:
    return Response(url=url, status=301, headers=(("Location", target),), body=b"")


def _missing(url: str) -> Response:
    return Response(url=url, status=404, headers=(("Content-Type", "text/html; charset=utf-8"),), body=b"<h1>Not found</h1>")


def _not_modified(request: Request, response: Response) -> Response:
    """304 where the request's validators still hold: If-None-Match alone counts when both are sent (RFC 9110, section 13.2.2)."""
    if response.status != 200:
        return response
    tag, changed = response.header("ETag"), response.header("Last-Modified")
    if request.etag:
        same = bool(tag) and request.etag.removeprefix("W/") == tag
    else:
        same = bool(changed and request.last_modified) and _unchanged_since(request.last_modified, changed)
    if not same:
        return response
    return Response(url=response.url, status=304, headers=tuple(h for h in response.headers if h[0] != "Content-Type"), body=b"")


def _unchanged_since(asked: str, changed: str) -> bool:
    try:
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(asked)
    except (TypeError, ValueError):
        return False
