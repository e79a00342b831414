"""The digest of a day as a page, an EPUB and a feed of the last editions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from broadsheet.app.digest_out import body_html, summary
from broadsheet.app.epub import epub
from broadsheet.app.feeds_out import Entry, atom, feed_of
from broadsheet.app.web.access import TheHall, TheVisitor, reader, spend
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.pages import page
from broadsheet.app.web.rates import SEARCHING
from broadsheet.desk.digest import Digest
from broadsheet.desk.digest import digest as digest_of
from broadsheet.desk.digest_rules import Rules
from broadsheet.desk.words import day as day_in_words
from broadsheet.errors import NotFound

router = APIRouter(dependencies=[Depends(reader)])
#: Editions in the feed: whole days, which do not change any more.
EDITIONS = 3


def of_day(hall: Hall, start: datetime) -> Digest:
    """The digest of a day (UTC), as far as it has come; at most five minutes old."""
    now = hall.now()
    until = min(start + timedelta(days=1), now)
    return hall.shelf.get(("digest", start), lambda: digest_of(hall.store, Rules(), start, max(until, start)))


def midnight(time: datetime) -> datetime:
    """The beginning of the time's day (UTC)."""
    return time.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def day_of(hall: Hall, text: str) -> datetime:
    """The day's midnight. Raises NotFound for what is no day, or has not begun."""
    try:
        found = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotFound("days are written 2026-11-02") from error
    if found > hall.now() or found.year < 1900:
        raise NotFound("this day has not begun")
    return found


def _page(request: Request, hall: Hall, start: datetime) -> Response:
    found = of_day(hall, start)
    today = midnight(hall.now())
    return page(
        request,
        "digest.html",
        found=found,
        title=day_in_words(start),
        body=Markup(body_html(found, hall.title, hall.base(request), headed=False)),  # noqa: S704 - every text in it is escaped there
        day=start.date().isoformat(),
        before=(start - timedelta(days=1)).date().isoformat(),
        after=(start + timedelta(days=1)).date().isoformat() if start < today else "",
    )


@router.get("/digest")
def today(request: Request, hall: TheHall, visitor: TheVisitor) -> Response:
    """What today brought so far."""
    if not visitor.owner:
        spend(hall, SEARCHING, visitor)
    return _page(request, hall, midnight(hall.now()))


@router.get("/digest/{day}")
def one_day(request: Request, hall: TheHall, visitor: TheVisitor, day: str) -> Response:
    """What a day brought."""
    if not visitor.owner:
        spend(hall, SEARCHING, visitor)
    return _page(request, hall, day_of(hall, day))


@router.get("/digest/{day}/digest.epub")
def book(request: Request, hall: TheHall, visitor: TheVisitor, day: str) -> Response:
    """The same as a book."""
    if not visitor.owner:
        spend(hall, SEARCHING, visitor)
    start = day_of(hall, day)
    body = epub(of_day(hall, start), hall.title, hall.base(request))
    name = f"digest-{start.date().isoformat()}.epub"
    return Response(body, media_type="application/epub+zip", headers={"content-disposition": f'attachment; filename="{name}"'})


@router.get("/digest.atom")
def feed(request: Request, hall: TheHall, visitor: TheVisitor) -> Response:
    """The last whole days, an entry each; days that brought nothing are left out."""
    if not visitor.owner:
        spend(hall, SEARCHING, visitor)
    base, today = hall.base(request), midnight(hall.now())
    days = [today - timedelta(days=back) for back in range(1, EDITIONS + 1)]
    entries = [_entry(hall, base, start, found) for start in days if (found := of_day(hall, start))]
    body = atom(feed_of(f"{hall.title}: digest", f"{base}/digest.atom", f"{base}/digest", entries, today))
    etag = f'W/"{sha256(body).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": "private, max-age=300"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/atom+xml; charset=utf-8", headers=headers)


def _entry(hall: Hall, base: str, start: datetime, found: Digest) -> Entry:
    url = f"{base}/digest/{start.date().isoformat()}"
    return Entry(
        id=url,
        url=url,
        title=day_in_words(start),
        published=found.until,
        updated=found.until,
        html=body_html(found, hall.title, base, headed=False),
        summary=summary(found),
    )
