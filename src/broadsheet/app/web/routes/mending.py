"""What failed and why; how the site fares. For the owner."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.web.access import Id, TheHall, TheVisitor, owner, spend
from broadsheet.app.web.log import keep
from broadsheet.app.web.pages import page
from broadsheet.app.web.rates import FETCHING
from broadsheet.desk.failures import failure_row, failures_page
from broadsheet.desk.sources import sources_page
from broadsheet.errors import BroadsheetError
from broadsheet.types import Failure, Source

router = APIRouter(dependencies=[Depends(owner)])


@router.get("/failures")
def failures(request: Request, hall: TheHall, resolved: str = "", note: str = "") -> Response:
    """What failed, the latest first."""
    notes = {"replayed": "That went well this time.", "resolved": "Marked as solved."}
    rows = failures_page(hall.store, hall.now(), resolved=bool(resolved))
    return page(request, "failures.html", rows=rows, resolved=bool(resolved), note=notes.get(note, ""))


@router.get("/failures/{failure_id}")
def failure(request: Request, hall: TheHall, failure_id: Id) -> Response:
    """One failure with its sample."""
    return _one(request, hall, failure_id, "")


def _source_of(hall: TheHall, failure: Failure) -> Source | None:
    return next((source for source in hall.store.sources() if source.id == failure.source_id), None)


def _one(request: Request, hall: TheHall, failure_id: int, problem: str, status: int = 200) -> Response:
    found = hall.store.failure(failure_id)
    row = failure_row(found, _source_of(hall, found), hall.now())
    sample = found.sample[:4000].decode("utf-8", "replace").replace("\x00", "\ufffd")
    return page(request, "failure.html", status, row=row, failure=found, sample=sample, problem=problem)


@router.post("/failures/{failure_id}/replay")
def replay(request: Request, hall: TheHall, visitor: TheVisitor, failure_id: Id) -> Response:
    """Try it again; what goes wrong again is shown."""
    spend(hall, FETCHING, visitor)
    hall.store.failure(failure_id)
    try:
        hall.newsroom.replay(failure_id)
    except BroadsheetError as problem:
        return _one(request, hall, failure_id, str(problem), 502)
    keep(hall, "failure.replay", f"failure {failure_id}")
    return RedirectResponse("/failures?note=replayed", 303)


@router.post("/failures/{failure_id}/resolve")
def resolve(hall: TheHall, failure_id: Id) -> Response:
    """Mark it as solved."""
    hall.store.failure(failure_id)
    hall.store.resolve_failures(hall.now(), failure_id=failure_id)
    keep(hall, "failure.resolve", f"failure {failure_id}")
    return RedirectResponse("/failures?note=resolved", 303)


@router.get("/status")
def status(request: Request, hall: TheHall) -> Response:
    """Counts, the health of the sources in short, and what the owner did."""
    folders = sources_page(hall.store, hall.now())
    levels: dict[str, int] = {}
    for folder in folders:
        for row in folder.rows:
            levels[row.health.level] = levels.get(row.health.level, 0) + 1
    return page(
        request, "status.html", stats=hall.store.stats(), levels=levels, next_due=hall.store.next_due(), entries=hall.store.audit_log(50)
    )
