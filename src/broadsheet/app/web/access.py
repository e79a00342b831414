"""Who may do what: the dependencies that every route carries. A test walks all routes and checks that each has its level."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, HTTPException, Path
from starlette.datastructures import FormData
from starlette.requests import Request

from broadsheet.app.web.hall import Hall, hall_of
from broadsheet.app.web.rates import READING, WRITING, Rate
from broadsheet.app.web.visitors import Visitor, address_of, theme_of, token_hash
from broadsheet.errors import AccessDenied, TooMany

TheHall = Annotated[Hall, Depends(hall_of)]
#: An id in an address; larger numbers are ids of nothing, and would not fit into a database.
Id = Annotated[int, Path(ge=0, le=2**53)]
#: Fields that one form may have; the preview of a large paste has the most.
MOST_FIELDS = 2500


class SignInFirst(AccessDenied):
    """Only the owner may see this, and nobody is signed in. Pages lead to the sign-in, everything else answers 401."""


class Forged(AccessDenied):
    """A form that no page of ours sent, or that is too old."""


def cookie_name(secure: bool) -> str:
    """The session's cookie. With the prefix, browsers keep it to this host and https (row A16)."""
    return "__Host-broadsheet" if secure else "broadsheet"


def visitor_of(request: Request) -> Visitor:
    """Who is asking; looked up once a request."""
    known = getattr(request.state, "visitor", None)
    if isinstance(known, Visitor):
        return known
    hall = hall_of(request)
    address = address_of(request, hall.newsroom.settings.trusted_proxies)
    token = request.cookies.get(cookie_name(hall.secure), "")
    session = hall.store.session(token_hash(token)) if 20 <= len(token) <= 100 else None
    valid = session is not None and session.expires > hall.now()
    visitor = Visitor(address, session.token_hash if session and valid else "", theme_of(request))
    request.state.visitor = visitor
    return visitor


TheVisitor = Annotated[Visitor, Depends(visitor_of)]


def spend(hall: Hall, rate: Rate, visitor: Visitor) -> None:
    """Count one request of this visitor. Raises TooMany beyond the rate."""
    wait = hall.rates.take(rate, visitor.key)
    if wait:
        raise TooMany("That was too much in too short a time. Please wait a little.", seconds=wait)


def anyone(request: Request) -> None:
    """Level: everybody, even where reading is for the owner alone (sign-in, colours, health)."""


def reader(hall: TheHall, visitor: TheVisitor) -> None:
    """Level: everybody while anyone may read, else the owner."""
    if not visitor.owner:
        spend(hall, READING, visitor)
        if not hall.allowed("readers_may_read"):
            raise SignInFirst("Sign in to read this site.")


def owner(visitor: TheVisitor) -> None:
    """Level: the owner."""
    if not visitor.owner:
        raise SignInFirst("Only the owner of this site may see this. Please sign in.")


LEVELS = (anyone, reader, owner)


async def guard(request: Request, hall: TheHall, visitor: TheVisitor) -> AsyncIterator[None]:
    """For every route: nothing that is sent to us is taken unless a page of ours sent it (row A03).

    Reads the form, so that routes find it parsed. Raises Forged, TooMany, and HTTPException 415 for anything but a form.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        yield
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise HTTPException(415, "Only forms are taken here.")
    spend(hall, WRITING, visitor)
    if not _same_origin(request, hall):
        raise Forged("This form did not come from a page of this site.")
    form = await request.form(max_fields=MOST_FIELDS, max_files=4)
    try:
        if not hall.seals.form_token_fits(visitor.session, hall.now(), str(form.get("token", ""))):
            raise Forged("This form is too old, or did not come from a page of this site. Reload the page and try again.")
        yield
    finally:
        await form.close()


def _same_origin(request: Request, hall: Hall) -> bool:
    """Whether the browser says that the form came from us. One of Origin and Referer must be there; "null" is nobody."""
    origins = hall.origins(request)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin and origin != "null":
        return origin.lower() in origins
    if origin == "null":
        # Some browsers' privacy settings send "null" even from our pages; Sec-Fetch-Site, which no page can set, tells then.
        return request.headers.get("sec-fetch-site") == "same-origin"
    referer = urlsplit(request.headers.get("referer", ""))
    return f"{referer.scheme}://{referer.netloc}".lower() in origins


async def sent_form(request: Request) -> FormData:
    """The form that `guard` has let through."""
    return await request.form(max_fields=MOST_FIELDS, max_files=4)


TheForm = Annotated[FormData, Depends(sent_form)]


def field(form: FormData, name: str) -> str:
    """A text field of the form, "" when absent or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def local_path(target: str, otherwise: str = "/") -> str:
    """The target when it is a path on this site, else `otherwise`: no way out through a redirect (row A11)."""
    if (
        not target.startswith("/")
        or target.startswith("//")
        or "\\" in target
        or any(ord(char) <= 0x20 or ord(char) == 0x7F for char in target)
    ):
        return otherwise
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return otherwise
    return quote(target, safe="/?&=%:+,;@~!$'()*-._#")
