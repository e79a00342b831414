"""What goes wrong on the way to a page of the edition, as it does on real sites."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from broadsheet.demo.edition import Piece
from broadsheet.types import Response

#: Nested elements of the broken page: deeper than parsers can be trusted with, small enough to be sent.
DEPTH = 6000
#: How long after publication an overloaded site answers 503.
BUSY = timedelta(hours=7)

_HTML = (("Content-Type", "text/html; charset=utf-8"),)


def faulty(piece: Piece, page: str, url: str, now: datetime) -> Response:
    """The answer for the page of a piece with a fault. `page` is the page as it should have been."""
    return _FAULTS[piece.fault](piece, page, url, now)


def _depth(piece: Piece, page: str, url: str, now: datetime) -> Response:
    """A template that never closes what it opens."""
    body = "<html><body>" + "<div><span>" * (DEPTH // 2) + page.partition("<body")[2].partition(">")[2]
    return Response(url=url, status=200, headers=_HTML, body=body.encode())


def _empty(piece: Piece, page: str, url: str, now: datetime) -> Response:
    """A cache that lost the page and does not say so."""
    return Response(url=url, status=200, headers=_HTML, body=b"")


def _cookie_wall(piece: Piece, page: str, url: str, now: datetime) -> Response:
    """Consent or nothing."""
    name = piece.publisher.name.replace("&", "&amp;")
    body = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title></head><body>
<div class="consent"><h1>Your privacy is important to us</h1>
<p>We and our partners use cookies to store and read information on your device. To read on, please choose.</p>
<p><button>Accept all</button> <button>Reject all</button> <a href="/privacy">Settings</a></p></div></body></html>"""
    return Response(url=url, status=200, headers=_HTML, body=body.encode())


def _gone(piece: Piece, page: str, url: str, now: datetime) -> Response:
    """The feed still names what the site has taken down."""
    return Response(url=url, status=404, headers=_HTML, body=b"<html><body><h1>Not found</h1></body></html>")


def _busy(piece: Piece, page: str, url: str, now: datetime) -> Response:
    """Too many readers for some hours, then all is well."""
    if now < piece.published + BUSY:
        return Response(url=url, status=503, headers=(("Retry-After", "1800"), *_HTML), body=b"Over capacity")
    return Response(url=url, status=200, headers=_HTML, body=page.encode())


def _charset(piece: Piece, page: str, url: str, now: datetime) -> Response:
    """Windows-1252 on the wire, UTF-8 in the header and in the page."""
    return Response(url=url, status=200, headers=_HTML, body=page.encode("cp1252", "xmlcharrefreplace"))


_FAULTS: dict[str, Callable[[Piece, str, str, datetime], Response]] = {
    "depth": _depth,
    "empty": _empty,
    "cookies": _cookie_wall,
    "gone": _gone,
    "busy": _busy,
    "charset": _charset,
}
