"""A fetcher that answers from a table: for tests, and for trying things out without a network."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from broadsheet.errors import HttpStatus, ProtocolError
from broadsheet.types import Request, Response


class FakeFetcher:
    """Answers each address from `pages` and keeps every request in `requests`.

    A page is a Response, plain bytes (status 200), or an exception to raise; an unknown address raises HttpStatus 404. A Response with an
    ETag or Last-Modified header answers a request that carries the same one with 304, as a server would; a Response with another status
    than 2xx is raised as HttpStatus. `pages` may be changed between calls. It knows no robots.txt, no limits and no redirects.
    """

    def __init__(self, pages: Mapping[str, Response | bytes | Exception]) -> None:
        self.pages: dict[str, Response | bytes | Exception] = dict(pages)
        #: Every request in the order of arrival.
        self.requests: list[Request] = []
        self._lock = threading.Lock()

    def fetch(self, request: Request) -> Response:
        """The page of `request.url`; see the class."""
        with self._lock:
            self.requests.append(request)
            page = self.pages.get(request.url)
        if page is None:
            raise HttpStatus(404, "not found", url=request.url)
        if isinstance(page, Exception):
            raise page
        if isinstance(page, bytes):
            return Response(url=request.url, status=200, headers=(), body=page)
        return _answer(request, page)

    def count(self, url: str) -> int:
        """How often that address was asked for."""
        with self._lock:
            return sum(request.url == url for request in self.requests)

    def close(self) -> None:
        """Nothing to close."""


def _answer(request: Request, page: Response) -> Response:
    same_etag = bool(request.etag) and request.etag == page.header("etag")
    same_time = not request.etag and bool(request.last_modified) and request.last_modified == page.header("last-modified")
    if same_etag or same_time:
        return Response(url=page.url, status=304, headers=page.headers, body=b"", hops=page.hops)
    if page.status == 304:
        if not (request.etag or request.last_modified):
            raise ProtocolError("the answer is 304 although nothing was asked conditionally", url=request.url)
        return page
    if not 200 <= page.status < 300:
        raise HttpStatus(page.status, f"the server answered {page.status}", url=request.url)
    return page
