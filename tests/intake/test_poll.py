"""One poll: validators, unchanged bodies, redirects (N19, N27, N28, N29)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import HttpStatus, ProtocolError
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.intake.poll import LONGEST_VALIDATOR, Polled, poll, validators
from broadsheet.types import CaptureKind, Hop, Response, Source, SourceKind, SourceState

URL = "https://www.paper.example/feed"
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SOURCE = Source(id=7, url=URL)


def response(
    body: bytes = b"<rss/>", *, status: int = 200, truncated: bool = False, hops: tuple[Hop, ...] = (), **headers: str
) -> Response:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(url=URL, status=status, headers=named, body=body, truncated=truncated, hops=hops)


def ask(answer: Response, state: SourceState | None = None, source: Source = SOURCE) -> tuple[Polled, FakeFetcher]:
    fetcher = FakeFetcher({source.url: answer})
    return poll(source, state or SourceState(source_id=7), fetcher, lambda: NOW), fetcher


def after(polled: Polled) -> SourceState:
    return SourceState(source_id=7, etag=polled.etag, last_modified=polled.last_modified, body_hash=polled.body_hash)


def test_a_first_poll_gives_a_capture_with_its_circumstances() -> None:
    polled, fetcher = ask(response(b"<rss>1</rss>", ETag='"a"', Last_Modified="Sun, 01 Nov 2026 08:00:00 GMT", Content_Type="text/xml"))
    capture = polled.capture
    assert capture is not None
    assert (capture.kind, capture.url, capture.requested, capture.body) == (CaptureKind.FEED, URL, URL, b"<rss>1</rss>")
    assert (capture.content_type, capture.received, capture.source_id, capture.status) == ("text/xml", NOW, 7, 200)
    assert ("ETag", '"a"') in capture.headers
    assert (polled.etag, polled.last_modified) == ('"a"', "Sun, 01 Nov 2026 08:00:00 GMT")
    assert (fetcher.requests[0].etag, fetcher.requests[0].last_modified) == ("", "")


def test_N27_not_modified_is_neither_read_nor_forgotten() -> None:
    answer = response(ETag='"a"', Last_Modified="x")
    first, _ = ask(answer)
    second, fetcher = ask(answer, after(first))
    assert second.capture is None
    assert (second.etag, second.last_modified, second.body_hash) == (first.etag, first.last_modified, first.body_hash)
    assert fetcher.requests[0].etag == '"a"'


def test_N27_a_304_that_nobody_asked_for_is_an_error() -> None:
    with pytest.raises(ProtocolError):
        ask(response(b"", status=304))


class Stubborn:
    """A server that answers 304 to everything."""

    def fetch(self, request: object) -> Response:
        return response(b"", status=304)


def test_N27_also_when_the_fetcher_lets_it_through() -> None:
    with pytest.raises(ProtocolError) as caught:
        poll(SOURCE, SourceState(source_id=7), Stubborn(), lambda: NOW)
    assert caught.value.url == URL


def test_N27_the_same_bytes_are_not_read_again() -> None:
    first, _ = ask(response(b"<rss>same</rss>"))
    second, _ = ask(response(b"<rss>same</rss>"), after(first))
    assert second.capture is None
    assert second.body_hash == first.body_hash
    third, _ = ask(response(b"<rss>other</rss>"), after(second))
    assert third.capture is not None


def test_N19_nothing_is_kept_of_an_answer_that_broke_off() -> None:
    polled, _ = ask(response(b"<rss>half", truncated=True, ETag='"a"', Last_Modified="x"))
    assert polled.capture is not None
    assert polled.capture.truncated
    assert (polled.etag, polled.last_modified, polled.body_hash) == ("", "", "")


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "unquoted", '"' + "x" * (LONGEST_VALIDATOR - 2) + '"'])
def test_N28_validators_are_kept_as_they_are(etag: str) -> None:
    assert validators(response(ETag=etag, Last_Modified="Fri, 01 Jan 2100 00:00:00 GMT")) == (etag, "Fri, 01 Jan 2100 00:00:00 GMT")


@pytest.mark.parametrize("etag", ['"' + "x" * 8192 + '"', "a\r\nb", "\x00", "   "])
def test_N28_those_that_are_too_long_or_no_text_are_not(etag: str) -> None:
    assert validators(response(ETag=etag, Last_Modified="x")) == ("", "x")


def test_N28_expires_0_means_that_validators_are_not_to_be_trusted() -> None:
    assert validators(response(ETag='"a"', Last_Modified="x", Expires="0")) == ("", "")


@given(st.text(max_size=2000))
def test_N28_any_header_is_kept_whole_or_not_at_all(value: str) -> None:
    kept, _ = validators(response(ETag=value))
    assert kept in ("", value.strip())
    assert "\n" not in kept


def test_N29_only_permanent_redirects_say_that_a_source_moved() -> None:
    target = "https://new.example/feed"
    hops = (Hop(301, URL, "https://mid.example/f"), Hop(308, "https://mid.example/f", target))
    assert ask(response(hops=hops))[0].moved_to == target
    assert ask(response(hops=(*hops, Hop(302, target, "https://now.example/"))))[0].moved_to == ""
    assert ask(response())[0].moved_to == ""


def test_what_is_asked_follows_the_source() -> None:
    page = Source(id=7, url=URL, kind=SourceKind.PAGE, username="ana", password="secret", accept_bad_tls=True)
    polled, fetcher = ask(response(b"<html/>"), source=page)
    request = fetcher.requests[0]
    assert (request.username, request.password, request.accept_bad_tls) == ("ana", "secret", True)
    assert "html" in request.accept
    assert polled.capture is not None
    assert polled.capture.kind is CaptureKind.SECTION
    sitemap, _ = ask(response(), source=Source(id=7, url=URL, kind=SourceKind.SITEMAP))
    assert sitemap.capture is not None
    assert sitemap.capture.kind is CaptureKind.SITEMAP


def test_errors_pass_through() -> None:
    with pytest.raises(HttpStatus) as caught:
        ask(response(status=410))
    assert caught.value.status == 410


def test_N23_a_downgrade_is_told() -> None:
    answer = Response(url="http://www.paper.example/feed", status=200, headers=(), body=b"x", downgraded=True)
    assert ask(answer)[0].downgraded
