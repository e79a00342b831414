from __future__ import annotations

import pytest

from broadsheet.errors import HttpStatus, ProtocolError, Timeout
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.types import Request, Response

URL = "https://herald.example/feed"


def page(status: int = 200, **headers: str) -> Response:
    return Response(url=URL, status=status, headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()), body=b"body")


def test_it_answers_from_its_table_and_counts() -> None:
    fake = FakeFetcher({URL: b"plain", URL + "/2": page()})
    assert fake.fetch(Request(url=URL)).body == b"plain"
    assert fake.fetch(Request(url=URL + "/2")).body == b"body"
    with pytest.raises(HttpStatus) as caught:
        fake.fetch(Request(url=URL + "/3"))
    assert caught.value.code == "http.404"
    assert (fake.count(URL), fake.count(URL + "/3"), len(fake.requests)) == (1, 1, 3)


def test_it_raises_what_the_table_says() -> None:
    fake = FakeFetcher({URL: Timeout("slow")})
    with pytest.raises(Timeout):
        fake.fetch(Request(url=URL))
    fake.pages[URL] = page(503)
    with pytest.raises(HttpStatus):
        fake.fetch(Request(url=URL))


@pytest.mark.parametrize("request_", [Request(url=URL, etag='"1"'), Request(url=URL, last_modified="Mon, 02 Nov 2026 09:30:00 GMT")])
def test_it_answers_conditional_requests_as_a_server_would(request_: Request) -> None:
    fake = FakeFetcher({URL: page(ETag='"1"', Last_Modified="Mon, 02 Nov 2026 09:30:00 GMT")})
    assert fake.fetch(request_).not_modified
    assert not fake.fetch(Request(url=URL, etag='"2"', last_modified="Mon, 02 Nov 2026 09:30:00 GMT")).not_modified
    fake.pages[URL] = page(304)
    with pytest.raises(ProtocolError):
        fake.fetch(Request(url=URL))
    assert fake.fetch(request_).not_modified
