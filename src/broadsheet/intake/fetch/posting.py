"""Posting to a service that the operator configured, such as one that embeds texts: the same guard, the same limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from broadsheet.intake.fetch.base import Fetcher
from broadsheet.types import Request, Response

#: Bytes of an answer: 32 vectors of 4,096 components as JSON are about 3 MB.
MOST_BYTES = 8 * 1024 * 1024


def poster(fetcher: Fetcher, *, max_bytes: int = MOST_BYTES) -> Callable[[str, Mapping[str, str], bytes], Response]:
    """A function `(url, headers, body) -> Response` that posts with `fetcher`; it raises FetchError as `fetch` does.

    Of the headers it sends Content-Type, Accept and a bearer token in Authorization; nothing else. robots.txt and the pause between two
    requests are for publishers and do not apply; a private address needs the operator's leave as ever, and the fetcher's total time counts.
    """

    def post(url: str, headers: Mapping[str, str], body: bytes) -> Response:
        named = {name.lower(): value for name, value in headers.items()}
        return fetcher.fetch(
            Request(
                url=url,
                accept=named.get("accept", ""),
                content=body,
                content_type=named.get("content-type", ""),
                bearer=named.get("authorization", "").removeprefix("Bearer "),
                robots=False,
                polite=False,
                max_bytes=max_bytes,
            )
        )

    return post
