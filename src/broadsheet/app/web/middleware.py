"""What every request passes on its way in and every answer on its way out. Plain ASGI, each class one job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

#: Row A18.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    ]
)
#: The referrer goes to nobody else: "same-origin" instead of "no-referrer", because under the latter browsers send our own forms with
#: `Origin: null`, and on plain http outside this machine nothing would be left to tell them from forged ones. Pictures, feeds and the
#: API, which have no forms, say "no-referrer".
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
YEAR = 31_536_000


class SafeHeaders:
    """Adds the security headers to every answer that does not bring its own."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("referrer-policy", "same-origin")
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self.secure:
                    headers.setdefault("strict-transport-security", f"max-age={YEAR}")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class KnownHosts:
    """Answers only to names of ours: the base URL's host, localhost, and addresses in numbers (which no foreign DNS can claim).

    So neither a spoofed Host header (row A13) nor a rebound name reaches a page.
    """

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = app
        self.known = {"localhost", (urlsplit(base_url).hostname or "localhost").lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.allows(Headers(scope=scope).get("host", "")):
            answer = PlainTextResponse("This site is not known by that name. Its public address is set as base_url.", status_code=421)
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def allows(self, host: str) -> bool:
        """Whether a Host header names this site."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
            urlsplit(f"//{host}").port  # noqa: B018 - raises for a port that is none
        except ValueError:
            return False
        if any(char in host for char in "/@\\?# ") or not name:
            return False
        if name in self.known or name.endswith(".localhost"):
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True


class HeadAsGet:
    """Answers HEAD as GET would, without the body: feed readers and link checkers ask so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class BodyLimit:
    """Refuses bodies that are too large (413) or come too slowly (408), before anything is parsed (rows A07, A08)."""

    def __init__(self, app: ASGIApp, most: Callable[[str], int], seconds: float = 30.0) -> None:
        self.app = app
        self.most = most
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        limit = self.most(scope["path"])
        declared = Headers(scope=scope).get("content-length", "0")
        if not (declared.isascii() and declared.isdigit()) or len(declared) > 18 or int(declared) > limit:
            await PlainTextResponse("Too large.", status_code=413, headers={"connection": "close"})(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(_read(receive, limit), self.seconds)
        except TimeoutError:
            await PlainTextResponse("Too slow.", status_code=408, headers={"connection": "close"})(scope, receive, send)
            return
        if body is None:
            await PlainTextResponse("Too large.", status_code=413, headers={"connection": "close"})(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The whole body; None when it is over the limit."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once, and then what else comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


class LastResort:
    """Turns what nobody caught into an error page without inner details, and logs it (row A24)."""

    def __init__(self, app: ASGIApp, page: Callable[[Request], Awaitable[Response]]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http" or started:
                raise
            log.exception("a page failed")
            await (await self.page(Request(scope)))(scope, receive, send)
