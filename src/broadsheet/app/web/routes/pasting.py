"""The paste box: a copied page is split, shown, corrected and saved. For the owner."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.web.access import TheForm, TheHall, field, owner
from broadsheet.app.web.log import keep
from broadsheet.app.web.pages import page
from broadsheet.desk.paste import MOST_TEXT, corrected, entries, newlines, read_entries, read_time
from broadsheet.errors import InputError
from broadsheet.types import Outcome

router = APIRouter(dependencies=[Depends(owner)])


@router.get("/paste")
def box(request: Request, hall: TheHall) -> Response:
    """The empty box."""
    return page(request, "paste.html", text="", captured="", problem="")


@router.post("/paste/preview")
def preview(request: Request, hall: TheHall, form: TheForm) -> Response:
    """How the page would be split."""
    text = newlines(field(form, "text"))
    captured = _captured(field(form, "captured"), hall.now(), bool(field(form, "just_now")))
    shown = f"{captured:%Y-%m-%dT%H:%M}" if captured else ""
    if not text.strip() or len(text) > MOST_TEXT:
        problem = "There is no text yet." if not text.strip() else f"A paste may have at most {MOST_TEXT:,} characters."
        return page(request, "paste.html", 400, text=text[:MOST_TEXT], captured=shown, problem=problem)
    split = hall.newsroom.split(text, captured)
    return page(request, "preview.html", text=text, captured=shown, split=split, entries=entries(text, split))


def _captured(typed: str, now: datetime, just_now: bool) -> datetime | None:
    """When the page was copied: now, the time given, or nobody knows (then ages such as "2 hours ago" stay unknown)."""
    return now if just_now else read_time(typed)


@router.post("/paste")
def save(hall: TheHall, form: TheForm) -> Response:
    """Save the articles as corrected."""
    text = newlines(field(form, "text"))
    if not text.strip() or len(text) > MOST_TEXT:
        raise InputError("The pasted text did not arrive. Please paste it again.")
    captured = read_time(field(form, "captured"))
    count = field(form, "count")
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    wanted = read_entries(fields, int(count) if count.isascii() and count.isdigit() and len(count) < 5 else 0, len(text))
    text, split = corrected(text, hall.newsroom.split(text, captured), wanted)
    if not split.articles:
        raise InputError("No article was kept.")
    filed = hall.newsroom.save_paste(text, captured, split)
    new = sum(one.outcome is Outcome.NEW for one in filed)
    keep(hall, "paste", f"{len(filed)} articles", f"{new} new")
    hall.shelf.clear()
    return RedirectResponse(f"/article/{filed[0].article_id}" if len(filed) == 1 else "/latest", 303)
