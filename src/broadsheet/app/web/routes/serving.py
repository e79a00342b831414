"""Style, script, icon, pictures, and what machines ask for."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import cast
from xml.sax.saxutils import escape

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from broadsheet.app.web.access import TheHall, TheVisitor, anyone, reader, spend
from broadsheet.app.web.assets import ASSETS, ICON
from broadsheet.app.web.pictures import Served
from broadsheet.app.web.rates import PICTURES
from broadsheet.desk.render import safe_url
from broadsheet.errors import NotFound, TooMany

router = APIRouter(dependencies=[Depends(anyone)])
readers = APIRouter(dependencies=[Depends(reader)])
#: For what publishers made: even opened on its own it can do nothing (row H18).
UNTRUSTED = "default-src 'none'; style-src 'none'; sandbox"


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """A file under its lasting name."""
    asset = ASSETS.get(name)
    if asset is None:
        raise NotFound("There is no such file.")
    return Response(asset.body, media_type=asset.media_type, headers={"cache-control": "public, max-age=31536000, immutable"})


@router.get("/favicon.ico")
def icon() -> Response:
    """The icon, where browsers look for it."""
    return Response(ICON.body, media_type=ICON.media_type, headers={"cache-control": "public, max-age=86400"})


@router.get("/robots.txt")
def robots(hall: TheHall) -> Response:
    """Copies of other people's articles are not for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


@router.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


@router.get("/opensearch.xml")
def opensearch(request: Request, hall: TheHall) -> Response:
    """Lets browsers offer the site's search."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{escape(hall.title[:16])}</ShortName><Description>{escape(hall.title)}</Description>"
        f'<Url type="text/html" template="{escape(hall.base(request))}/search?q={{searchTerms}}"/></OpenSearchDescription>\n'
    )
    return Response(body, media_type="application/opensearchdescription+xml")


@readers.get("/img/{signature}/{packed}")
async def picture(request: Request, hall: TheHall, visitor: TheVisitor, signature: str, packed: str) -> Response:
    """A publisher's picture. Only addresses that this site signed are fetched."""
    url = hall.seals.picture_url(signature, packed)
    if not safe_url(url):
        raise NotFound("There is no such picture.")
    desk = hall.pictures
    served = desk.kept(url)
    if served is None:
        if not visitor.owner:
            spend(hall, PICTURES, visitor)
        if desk.failed(url):
            return _no_picture()
        if not desk.queue.acquire(blocking=False):
            raise TooMany("Too many pictures are being fetched.", seconds=5)
        future = cast("Future[Served | None]", desk.pool.submit(desk.fetch, url))
        future.add_done_callback(lambda _: desk.queue.release())
        served = await asyncio.wrap_future(future)
    if served is None:
        return _no_picture()
    headers = {"cache-control": "private, max-age=604800, immutable", "etag": served.etag, "content-security-policy": UNTRUSTED}
    if served.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(served.body, media_type=served.media_type, headers=headers)


def _no_picture() -> Response:
    headers = {"content-security-policy": UNTRUSTED, "cache-control": "private, max-age=300"}
    return Response(status_code=404, headers=headers)
