"""Where a redirect leads, and what may come along. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from broadsheet.errors import RedirectError, Refused
from broadsheet.intake.fetch.exchange import Answer
from broadsheet.intake.guard import Target, parse_url
from broadsheet.types import Hop

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Way:
    """How far a request has come: its present target, the hops before it, and what it still carries."""

    target: Target
    #: Send user and password. Once lost at a change of origin they never come back.
    credentials: bool = True
    #: Send the form or the content (POST).
    form: bool = False
    hops: tuple[Hop, ...] = ()
    #: It went from https to http at some hop.
    downgraded: bool = False
    #: Some hop before was on the public Internet, or a stranger named the address: no way leads inside then, not even to what is listed.
    outside: bool = False


def next_way(way: Way, answer: Answer, *, most: int, max_length: int) -> Way | None:
    """The way after this answer; None when it is no redirect that can be followed (another status, or no Location).

    Raises RedirectError after `most` hops or for an address that was asked before, and Refused for one that may not be asked.
    A form goes along with every redirect but 303 (RFC 9110 section 15.4 lets us; hubs of WebSub count on it), never from https to http.
    """
    location = _location(answer)
    if answer.status not in REDIRECTS or not location:
        return None
    here = way.target
    try:
        there = parse_url(urljoin(here.url, location), max_length)
    except ValueError:
        raise Refused("the redirect leads to no valid address", url=here.url) from None
    seen = {here.url, *(hop.url for hop in way.hops)}
    form = way.form and answer.status != 303
    if there.url in seen and form == way.form:
        raise RedirectError("the redirects lead round in a loop", url=there.url)
    if len(way.hops) >= most:
        raise RedirectError(f"more than {most} redirects", url=there.url)
    down = here.scheme == "https" and there.scheme == "http"
    if form and down:
        raise RedirectError("a form is not sent from https to http", url=there.url)
    return Way(
        target=there,
        credentials=way.credentials and there.origin == here.origin,
        form=form,
        hops=(*way.hops, Hop(answer.status, here.url, there.url)),
        downgraded=way.downgraded or down,
        outside=way.outside or not answer.inside,
    )


def _location(answer: Answer) -> str:
    raw = answer.header("location").strip()
    try:
        # Servers send UTF-8 there, though the header is Latin-1 by definition.
        return raw.encode("latin-1").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return raw
