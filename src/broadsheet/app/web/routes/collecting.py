"""Sources: their health, adding, changing, removing; OPML in and out. For the owner."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.web.access import Id, TheForm, TheHall, TheVisitor, field, owner, spend
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.log import keep
from broadsheet.app.web.pages import page
from broadsheet.app.web.rates import FETCHING
from broadsheet.desk.failures import failures_page
from broadsheet.desk.plain import clean_line
from broadsheet.desk.render import safe_url
from broadsheet.desk.sources import source_row, sources_page
from broadsheet.errors import BroadsheetError, InputError
from broadsheet.extract import opml
from broadsheet.types import FullText, Listing, Source, SourceKind

router = APIRouter(dependencies=[Depends(owner)])


@router.get("/sources")
def sources(request: Request, hall: TheHall, note: str = "") -> Response:
    """All sources and how they fare."""
    notes = {"removed": "The source is removed; its articles stay.", "imported": "The list was imported. New sources are polled soon."}
    return page(request, "sources.html", folders=sources_page(hall.store, hall.now()), note=notes.get(note, ""), problem="", typed="")


@router.post("/sources/discover")
def discover(request: Request, hall: TheHall, visitor: TheVisitor, form: TheForm) -> Response:
    """Look what an address offers, and let the owner choose."""
    spend(hall, FETCHING, visitor)
    url = address(field(form, "url"))
    try:
        found = hall.newsroom.discover(url)
    except BroadsheetError as problem:
        folders = sources_page(hall.store, hall.now())
        return page(request, "sources.html", 400, folders=folders, note="", problem=str(problem), typed=field(form, "url")[:2083])
    known = {source.url for source in hall.store.sources()}
    return page(request, "discovered.html", url=url, found=list(found), known=known)


def address(typed: str) -> str:
    """What was typed as an absolute address: https:// is added where it is missing. Raises InputError for what cannot be one."""
    url = clean_line(typed, 2083).replace(" ", "%20")
    if not url:
        raise InputError("Please type an address.")
    if url.lower().startswith("feed:"):
        url = url[5:].removeprefix("//")
    if "://" not in url:
        url = "https://" + url
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if not safe_url(url) or not host:
        raise InputError("That is not an address of the web. It should look like https://news.example.org.")
    return url


@router.post("/sources")
def add(hall: TheHall, form: TheForm) -> Response:
    """Add what was chosen."""
    kinds = {kind.value: kind for kind in SourceKind if kind is not SourceKind.FILES}
    added: list[Source] = []
    for choice in form.getlist("choice")[:50]:
        kind, _, url = str(choice).partition(" ")
        title = clean_line(field(form, f"title {url}"), 300)
        source = Source(kind=kinds.get(kind, SourceKind.FEED), url=address(url), title=title, added=hall.now())
        added.append(hall.newsroom.add_source(placed(source, form)))
        keep(hall, "source.add", source.url)
    if not added:
        raise InputError("Nothing was chosen.")
    return RedirectResponse(f"/sources/{added[0].id}" if len(added) == 1 else "/sources", 303)


def placed(source: Source, form: FormData) -> Source:
    """The source in the form's folder and section."""
    folder = tuple(part for part in (clean_line(part, 100) for part in field(form, "folder").split("/")) if part)[:16]
    return replace(source, folder=folder, section=clean_line(field(form, "section"), 100))


@router.get("/sources.opml")
def export(hall: TheHall) -> Response:
    """All sources as OPML."""
    body = opml.write(hall.store.sources(), title=hall.title, created=hall.now())
    return Response(body, media_type="text/x-opml", headers={"content-disposition": 'attachment; filename="sources.opml"'})


@router.post("/sources/opml")
async def import_(request: Request, hall: TheHall, form: TheForm) -> Response:
    """Add the sources of an OPML file."""
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.size:
        raise InputError("Please choose an OPML file.")
    body = await upload.read()
    found = await run_in_threadpool(_import, hall, body)
    if not found.rejected:
        return RedirectResponse("/sources?note=imported", 303)
    return await run_in_threadpool(page, request, "imported.html", found=found)


def _import(hall: Hall, body: bytes) -> opml.Subscriptions:
    found = opml.parse(body)
    for source in found.sources:
        hall.newsroom.add_source(source)
    keep(hall, "source.import", f"{len(found.sources)} sources", f"{len(found.rejected)} left out")
    return found


@router.get("/sources/{source_id}")
def source(request: Request, hall: TheHall, source_id: Id, note: str = "") -> Response:
    """One source: its health, its last articles and failures, and a form to change it."""
    found = hall.store.source(source_id)
    now = hall.now()
    return page(
        request,
        "source.html",
        row=source_row(found, hall.store.state(source_id), now),
        source=found,
        articles=hall.store.latest(Listing(source_id=source_id, limit=10)),
        failures=failures_page(hall.store, now, source_id=source_id)[:10],
        note={"saved": "Saved.", "polled": "Polled just now."}.get(note, ""),
        problem="",
    )


@router.post("/sources/{source_id}")
def change(hall: TheHall, form: TheForm, source_id: Id) -> Response:
    """Change a source."""
    found = hall.store.source(source_id)
    every = field(form, "every").strip()
    full_text = field(form, "full_text")
    changed = replace(
        found,
        url=address(field(form, "url")) if found.kind is not SourceKind.FILES else found.url,
        title=clean_line(field(form, "title"), 300),
        publisher=clean_line(field(form, "publisher"), 200),
        full_text=FullText(full_text) if full_text in list(FullText) else found.full_text,
        enabled=bool(field(form, "enabled")),
        every=60 * min(int(every), 60 * 24 * 30) if every.isascii() and every.isdigit() and len(every) < 7 else 0,
        username=field(form, "username")[:200],
        # An empty field keeps the password: it is never sent to the page.
        password="" if not field(form, "username") else field(form, "password")[:500] or found.password,
        accept_bad_tls=bool(field(form, "accept_bad_tls")),
    )
    hall.store.update_source(placed(changed, form))
    state = hall.store.state(source_id)
    if changed.enabled and (state.stopped or changed.url != found.url):
        hall.store.save_state(replace(state, stopped="", failures=0, failing_since=None, next_poll=hall.now(), etag="", last_modified=""))
    keep(hall, "source.change", changed.url)
    return RedirectResponse(f"/sources/{source_id}?note=saved", 303)


@router.post("/sources/{source_id}/poll")
def poll(request: Request, hall: TheHall, visitor: TheVisitor, source_id: Id) -> Response:
    """Poll a source now. What goes wrong is shown on its page."""
    spend(hall, FETCHING, visitor)
    found = hall.store.source(source_id)
    try:
        hall.newsroom.poll_now(source_id)
    except BroadsheetError as problem:
        now = hall.now()
        return page(
            request,
            "source.html",
            502,
            row=source_row(found, hall.store.state(source_id), now),
            source=found,
            articles=hall.store.latest(Listing(source_id=source_id, limit=10)),
            failures=failures_page(hall.store, now, source_id=source_id)[:10],
            note="",
            problem=str(problem),
        )
    hall.shelf.clear()
    return RedirectResponse(f"/sources/{source_id}?note=polled", 303)


@router.post("/sources/{source_id}/remove")
def remove(hall: TheHall, source_id: Id) -> Response:
    """Remove a source."""
    found = hall.store.source(source_id)
    hall.store.remove_source(source_id)
    keep(hall, "source.remove", found.url)
    return RedirectResponse("/sources?note=removed", 303)
