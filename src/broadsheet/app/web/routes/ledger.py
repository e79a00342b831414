"""The ledger: who said what in a story, who is quoted, and the owner's corrections of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.ledger_out import FORMATS
from broadsheet.app.web.access import Id, TheForm, TheHall, TheVisitor, field, local_path, owner, reader, spend
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.pages import page
from broadsheet.app.web.rates import SEARCHING
from broadsheet.app.web.routes.stories import number
from broadsheet.desk.holder import MOST_OFFSET, holder_page
from broadsheet.desk.ledger import STANCES, Filter, Row, StoryLedger, choices, rows_in, story_ledger
from broadsheet.desk.ledger import correct as keep
from broadsheet.desk.plain import clean_line
from broadsheet.errors import InputError, NotFound
from broadsheet.types import LedgerAction, LedgerEdit, Stance

router = APIRouter(dependencies=[Depends(reader)])
owners = APIRouter(dependencies=[Depends(owner)])
NOTES = {"corrected": "Corrected.", "hidden": "The row is hidden.", "undone": "Taken back."}


@router.get("/story/{story_id}/ledger")
def ledger(
    request: Request,
    hall: TheHall,
    story_id: Id,
    holder: str = "",
    stance: str = "",
    kind: str = "",
    unsure: str = "",
    by: str = "",
    note: str = "",
) -> Response:
    """Every row of a story's ledger, narrowed and arranged as asked."""
    story = hall.store.story(story_id)
    if story.id != story_id:
        return RedirectResponse(f"/story/{story.id}/ledger", 301)
    found = story_ledger(hall.store, story)
    wanted = Filter(clean_line(holder, 300), clean_line(stance, 30), clean_line(kind, 30), bool(unsure))
    rows = wanted.of(found.rows)
    return page(
        request,
        "ledger.html",
        story=story,
        found=found,
        wanted=wanted,
        all=choices(found.rows if wanted.unsure else found.sure),
        rows=rows,
        by=by if by in ("claim", "holder") else "",
        groups=by_claim(found, rows) if by == "claim" else by_holder(rows) if by == "holder" else (),
        note=NOTES.get(note, ""),
    )


def by_claim(found: StoryLedger, rows: Sequence[Row]) -> list[object]:
    """Claims with those of their rows that are wanted, those of most independent reports first."""
    wanted = {row.place for row in rows}
    kept = [replace(claim, rows=tuple(row for row in claim.rows if row.place in wanted)) for claim in found.claims]
    return [claim for claim in sorted(kept, key=lambda claim: (-claim.reports, -len(claim.rows))) if claim.rows]


def by_holder(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Rows by who holds them, those with most rows first; a row of several holders stands with each."""
    groups: dict[str, tuple[str, list[Row]]] = {}
    for row in rows:
        for key, name in [(holder.key, holder.name) for holder in row.statement.holders] or [("", "Nobody is named")]:
            groups.setdefault(key, (name, []))[1].append(row)
    return sorted(groups.values(), key=lambda group: -len(group[1]))


@router.get("/story/{story_id}/ledger.{form}")
def export(hall: TheHall, request: Request, story_id: Id, form: str) -> Response:
    """The whole ledger as CSV, JSON-LD (schema.org) or a Markdown dossier."""
    if form not in FORMATS:
        raise NotFound("A ledger comes as ledger.csv, ledger.jsonld and ledger.md.")
    story = hall.store.story(story_id)
    write, media_type = FORMATS[form]
    body = write(story, story_ledger(hall.store, story), hall.base(request))
    headers = {"content-disposition": f'attachment; filename="ledger-{story.id}.{form}"', "cache-control": "private, no-cache"}
    return Response(body, media_type=media_type, headers=headers)


@router.get("/holders")
def holders(request: Request, hall: TheHall, visitor: TheVisitor, q: str = "") -> Response:
    """Who is quoted, found by name."""
    typed = clean_line(q, 200)
    if typed and not visitor.owner:
        spend(hall, SEARCHING, visitor)
    return page(request, "holders.html", typed=typed, found=hall.store.speakers(typed, 120))


@router.get("/holder/{key}")
def holder(request: Request, hall: TheHall, key: str, offset: str = "", unsure: str = "") -> Response:
    """One who is quoted: what they said, on which story."""
    found = holder_page(hall.store, clean_line(key, 300), offset=number(offset, MOST_OFFSET), unsure=bool(unsure))
    return page(request, "holder.html", found=found, unsure=bool(unsure))


@owners.get("/article/{article_id}/statement/{statement_id}")
def choose(request: Request, hall: TheHall, article_id: Id, statement_id: Id) -> Response:
    """The form that corrects or hides one row."""
    row = _row(hall, article_id, statement_id)
    stances = [(stance.value, words) for stance, words in STANCES.items()]
    return page(request, "statement.html", article=hall.store.article(article_id), row=row, stances=stances)


@owners.post("/article/{article_id}/statement/{statement_id}")
def correct(hall: TheHall, form: TheForm, article_id: Id, statement_id: Id) -> Response:
    """Correct or hide one row, for good."""
    row = _row(hall, article_id, statement_id)
    hiding = field(form, "do") == "hide"
    name = "" if hiding else clean_line(field(form, "holder"), 200)
    stance = None if hiding else _stance(field(form, "stance"))
    keep(
        hall.store,
        LedgerEdit(
            at=hall.now(),
            actor="owner",
            action=LedgerAction.HIDE if hiding else LedgerAction.CORRECT,
            article_id=article_id,
            statement_id=statement_id,
            holder="" if name == row.who else name,
            stance=None if stance is row.statement.stance else stance,
            note=clean_line(field(form, "note"), 300),
        ),
    )
    note = "hidden" if hiding else "corrected"
    place = hall.store.story_of([article_id]).get(article_id)
    return RedirectResponse(f"/story/{place}/ledger?note={note}" if place else f"/article/{article_id}", 303)


@owners.post("/corrections/{edit_id}/undo")
def undo(hall: TheHall, form: TheForm, edit_id: Id) -> Response:
    """Take a correction back."""
    hall.store.undo_correction(edit_id, hall.now(), "owner")
    return RedirectResponse(local_path(field(form, "next"), "/"), 303)


def _stance(code: str) -> Stance:
    try:
        return Stance(code)
    except ValueError:
        raise InputError("That is no stance.") from None


def _row(hall: Hall, article_id: int, statement_id: int) -> Row:
    found = next((row for row in rows_in(hall.store, [article_id]) if row.statement.id == statement_id), None)
    if found is None:
        raise NotFound("There is no such row: the article was read again meanwhile, or the row is hidden.")
    return found
