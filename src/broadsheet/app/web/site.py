"""The application: routes, guards and errors put together."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import quote

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from broadsheet.app.api import ledger as api_ledger
from broadsheet.app.api import routes as api
from broadsheet.app.api import stories as api_stories
from broadsheet.app.api import told as api_told
from broadsheet.app.web import websub
from broadsheet.app.web.access import SignInFirst, guard
from broadsheet.app.web.first_run import has_password
from broadsheet.app.web.hall import Hall, hall_of
from broadsheet.app.web.middleware import BodyLimit, HeadAsGet, KnownHosts, LastResort, SafeHeaders
from broadsheet.app.web.needs import Newsroom
from broadsheet.app.web.pages import page
from broadsheet.app.web.routes import (
    asking,
    collecting,
    digests,
    editing,
    feeding,
    ledger,
    listening,
    mending,
    owning,
    pasting,
    reading,
    serving,
    stories,
    talking,
    wording,
)
from broadsheet.errors import AccessDenied, BroadsheetError, FetchError, InputError, NotFound, ParseError, StoreBusy, StoreFull, TooMany

#: Bytes that may be sent to a path; anything else is a small form.
BODIES = {"/paste": 12 * 1024 * 1024, "/paste/preview": 5 * 1024 * 1024, "/sources/opml": 6 * 1024 * 1024}
SMALL_BODY = 256 * 1024
PAGES = (
    serving.router,
    serving.readers,
    owning.router,
    owning.owners,
    feeding.router,
    reading.router,
    editing.router,
    stories.router,
    asking.router,
    listening.router,
    digests.router,
    wording.owners,
    ledger.router,
    ledger.owners,
    talking.router,
    talking.owners,
    collecting.router,
    pasting.router,
    mending.router,
)


def create_app(newsroom: Newsroom, *, monotonic: Callable[[], float] = time.monotonic) -> FastAPI:
    """The site over a newsroom, as an ASGI application. The newsroom stays the caller's to close.

    `monotonic` gives seconds for rate limits. Does not listen, collect, or start threads but for pictures.
    """
    hall = Hall(newsroom, monotonic)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        hall.pictures.pool.shutdown(wait=False, cancel_futures=True)

    app = FastAPI(
        title=f"{hall.title} API",
        version="1",
        description="Read-only. Stories with their articles, copies, reasons and related ones; every article, its text with layout by "
        "offsets; search, comments, and (for the owner) sources.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(guard)],
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.hall = hall
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    app.router.routes.extend(websub.routes(newsroom))
    app.include_router(api.readers)
    app.include_router(api_stories.readers)
    app.include_router(api_ledger.readers)
    app.include_router(api_told.readers)
    app.include_router(api.owners)
    app.add_exception_handler(BroadsheetError, _on_error)
    app.add_exception_handler(HTTPException, _on_error)
    app.add_exception_handler(RequestValidationError, _on_error)
    # The last one added stands outermost.
    app.add_middleware(LastResort, page=_on_surprise)
    app.add_middleware(GZipMiddleware, minimum_size=1400, compresslevel=4)
    app.add_middleware(BodyLimit, most=lambda path: websub.MOST if path.startswith(websub.PREFIX) else BODIES.get(path, SMALL_BODY))
    app.add_middleware(HeadAsGet)
    app.add_middleware(KnownHosts, base_url=newsroom.settings.base_url)
    app.add_middleware(SafeHeaders, secure=hall.secure)
    return app


#: Error class: status, heading. The first that fits.
ANSWERS: tuple[tuple[type[BroadsheetError], int, str], ...] = (
    (NotFound, 404, "Not in this edition"),
    (TooMany, 429, "One moment, please"),
    (SignInFirst, 401, "Please sign in"),
    (AccessDenied, 403, "Not allowed"),
    (InputError, 400, "That did not work"),
    (StoreFull, 507, "No space left"),
    (StoreBusy, 503, "Busy at the moment"),
    (FetchError, 502, "The other site did not answer as it should"),
    (ParseError, 422, "That could not be read"),
)


async def _on_error(request: Request, error: Exception) -> Response:
    """A known error as a page, or as JSON where a program asks."""
    status, heading, code, message = 500, "Something went wrong", "error", "It has been written down. Please try again later."
    headers: dict[str, str] = {}
    if isinstance(error, BroadsheetError):
        for kind, answer, words in ANSWERS:
            if isinstance(error, kind):
                status, heading, code, message = answer, words, error.code, str(error)
                break
        if isinstance(error, TooMany):
            headers["retry-after"] = str(int(error.seconds) + 1)
        if isinstance(error, StoreBusy):
            headers["retry-after"] = "5"
        if isinstance(error, NotFound):
            message = "There is no such page here. It may have been removed, or the address is misspelt."
    elif isinstance(error, HTTPException):
        status, code = error.status_code, f"http.{error.status_code}"
        heading, message = HEADINGS.get(status, ("That did not work", str(error.detail)))
        headers.update(error.headers or {})
    elif isinstance(error, RequestValidationError):
        # A number too large or no number at all in an address is an address of nothing.
        bad_path = any("path" in problem.get("loc", ()) for problem in error.errors())
        status, code = (404, "input.not_found") if bad_path else (400, "input.invalid")
        heading, message = HEADINGS[404] if bad_path else ("That did not work", "A field of this address is out of range.")
    if _for_programs(request):
        return JSONResponse({"code": code, "message": message}, status, headers)
    if isinstance(error, SignInFirst) and request.method == "GET":
        return await run_in_threadpool(_to_sign_in, request)
    return await run_in_threadpool(_page_of, request, status, heading, message, headers)


PLAIN_PAGE = "<!doctype html><html lang=en><title>Stop press</title><h1>Stop press</h1><p>Something went wrong on our side."
HEADINGS = {
    404: ("Not in this edition", "There is no such page here. It may have been removed, or the address is misspelt."),
    405: ("That does not work this way", "This address takes another kind of request."),
    415: ("Forms only", "Only forms are taken here."),
}


def _for_programs(request: Request) -> bool:
    path = request.url.path
    return path.startswith(("/api/", "/img/", "/static/", "/feed.", "/stories.", "/digest.")) or "/comments." in path


def _to_sign_in(request: Request) -> Response:
    if not has_password(hall_of(request).store):
        return RedirectResponse("/first-run", 303)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(here, safe='')}", 303)


def _page_of(request: Request, status: int, heading: str, message: str, headers: dict[str, str]) -> Response:
    answer = page(request, "error.html", status, heading=heading, message=message, status_code=status)
    answer.headers.update(headers)
    return answer


async def _on_surprise(request: Request) -> Response:
    """The page for what nobody expected: no template that could fail in its turn, no inner details."""
    if _for_programs(request):
        return JSONResponse({"code": "error", "message": "Something went wrong."}, 500)
    try:
        return await run_in_threadpool(
            _page_of, request, 500, "Stop press", "Something went wrong on our side. It has been written down.", {}
        )
    except Exception:  # the store itself may be what failed
        return HTMLResponse(PLAIN_PAGE, 500)
