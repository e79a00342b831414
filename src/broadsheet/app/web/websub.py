"""The callback of WebSub hubs (W3C WebSub, section 5.3 and 7): no page, no form, no session.

Plain routes, outside the application's guard against forged forms: a hub proves itself by the unguessable address and, for content, by its
signature (row N37).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from broadsheet.errors import NotFound
from broadsheet.intake.websub import MAX_PUSH, Verdict

#: Where hubs find us; the middleware that limits bodies lets this prefix send more.
PREFIX = "/websub/"
MOST = MAX_PUSH


class Hubs(Protocol):
    """What the callback needs of the newsroom."""

    def websub_verify(self, source_id: int, token: str, query: Mapping[str, str]) -> Verdict: ...

    def websub_receive(self, source_id: int, token: str, body: bytes, signature: str, content_type: str = "") -> Verdict: ...


def routes(newsroom: Hubs) -> list[Route]:
    """The callback's routes, to be added to the application."""

    async def callback(request: Request) -> Response:
        source_id, token = request.path_params["source_id"], request.path_params["token"]
        try:
            if request.method == "POST":
                header = request.headers.get
                verdict = await run_in_threadpool(
                    newsroom.websub_receive,
                    source_id,
                    token,
                    await request.body(),
                    header("x-hub-signature", ""),
                    header("content-type", ""),
                )
            else:
                verdict = await run_in_threadpool(newsroom.websub_verify, source_id, token, dict(request.query_params))
        except NotFound:
            verdict = Verdict(404)
        return PlainTextResponse(verdict.body, verdict.status)

    return [Route(PREFIX + "{source_id:int}/{token}", callback, methods=["GET", "POST"])]
