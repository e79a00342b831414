"""Files into captures: what a file is, JSON Lines, gzip, web archives (F31)."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import InputError
from broadsheet.intake.files import captures, sniff
from broadsheet.intake.warc import Skipped
from broadsheet.types import Capture, CaptureKind

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PAGE = b"<!DOCTYPE html><html><head><title>Fog</title></head><body><p>The ferry stays in port.</p></body></html>"


def taken(body: bytes, *, kind: CaptureKind | None = None, limit: int = 1_000_000, name: str = "") -> tuple[list[Capture], list[Skipped]]:
    skipped: list[Skipped] = []
    stream = io.BytesIO(body)
    stream.name = name
    return list(captures(stream, NOW, kind=kind, limit=limit, skipped=skipped.append)), skipped


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE, CaptureKind.ARTICLE),
        (b"\xef\xbb\xbf \n<!-- saved --><HTML><body>", CaptureKind.ARTICLE),
        (b"<p>A fragment</p>", CaptureKind.ARTICLE),
        (b"<?xml version='1.0'?><rss version='2.0'/>", CaptureKind.FEED),
        (b"<?xml version='1.0'?><!-- x --><a:feed xmlns:a='http://www.w3.org/2005/Atom'/>", CaptureKind.FEED),
        (b"<rdf:RDF>", CaptureKind.FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', CaptureKind.FEED),
        (b"<urlset>", CaptureKind.SITEMAP),
        (b"<sitemapindex>", CaptureKind.SITEMAP),
        (b'{\n "title": "Fog"\n}', CaptureKind.JSON),
        (b"Fog over the harbour\nThe ferry stays in port.", CaptureKind.TEXT),
        ("Nebel über dem Hafen".encode("utf-16"), CaptureKind.TEXT),
    ],
)
def test_what_a_file_is(body: bytes, kind: CaptureKind) -> None:
    found, skipped = taken(body)
    assert [capture.kind for capture in found] == [kind]
    assert (found[0].body, found[0].received, skipped) == (body, NOW, [])


def test_a_saved_page_knows_its_address() -> None:
    saved = b"<!DOCTYPE html>\n<!-- saved from url=(0031)https://www.paper.example/fog -->\n" + PAGE
    assert taken(saved)[0][0].url == "https://www.paper.example/fog"
    single = b"<!DOCTYPE html> <html><!--\n Page saved with a tool\n url: https://www.paper.example/rain \n-->" + PAGE
    assert taken(single)[0][0].url == "https://www.paper.example/rain"
    assert taken(b"<!-- saved from url=(0014)about:internet -->" + PAGE)[0][0].url == ""


def test_paths_kinds_and_gzip(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE))
    found = list(captures(tmp_path / "page.html.gz", None, url="https://www.paper.example/a", source_id=5))
    assert [(one.kind, one.body, one.url, one.source_id, one.received) for one in found] == [
        (CaptureKind.ARTICLE, PAGE, "https://www.paper.example/a", 5, None)
    ]
    assert taken(b"Post\n14 minutes ago\nFog", kind=CaptureKind.PASTE)[0][0].kind is CaptureKind.PASTE


def test_files_that_cannot_be_taken(tmp_path: Path) -> None:
    for body in (b"", b" \n ", b"<?xml version='1.0'?><opml/>", b"\x89PNG\r\n\x1a\n\x00\x00", gzip.compress(b"")):
        with pytest.raises(InputError):
            taken(body)
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError):
            list(captures(path, NOW))
    with pytest.raises(InputError):
        sniff(b"<opml>")
    found, skipped = taken(PAGE * 10, limit=100)
    assert (found, len(skipped)) == ([], 1)


def test_json_lines_come_one_by_one_and_bad_lines_are_told() -> None:
    rows = [json.dumps({"id": n, "title": f"Fog {n}"}).encode() for n in range(4)]
    body = (
        b"\xef\xbb\xbf" + rows[0] + b"\r\n\n" + rows[1] + b"\nnot json\n" + b'{"x": "' + b"y" * 2000 + b'"}\n' + rows[2] + b"\n" + rows[3]
    )
    for stored in (body, gzip.compress(body[:40]) + gzip.compress(body[40:])):
        found, skipped = taken(stored, limit=1000)
        assert [json.loads(one.body.decode("utf-8-sig"))["id"] for one in found] == [0, 1, 2, 3]
        assert {one.kind for one in found} == {CaptureKind.JSON}
        assert [(one.where, one.reason) for one in skipped] == [("line 4", "no JSON object"), ("line 5", "more than 1,000 bytes")]


def test_a_cut_gzip_file_gives_what_it_has() -> None:
    rows = b"".join(json.dumps({"id": n, "title": hashlib.sha256(bytes([n])).hexdigest()}).encode() + b"\n" for n in range(200))
    found, _ = taken(gzip.compress(rows)[:-2000])
    assert 10 < len(found) < 200


def test_a_gzip_bomb_is_not_unpacked_whole() -> None:
    found, skipped = taken(gzip.compress(b"<html>" + b" " * 200_000_000, 1), limit=1_000_000)
    assert (found, len(skipped)) == ([], 1)


def record(
    url: str, body: bytes, *, kind: str = "response", head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html", extra: str = ""
) -> bytes:
    block = head + b"\r\n\r\n" + body if kind == "response" else body
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    content = "application/http; msgtype=response" if kind == "response" else "text/html"
    warc = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-01T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(url)}-{len(body)}>\r\n"
        f"WARC-Block-Digest: sha1:{digest}\r\n{extra}Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return warc.encode() + block + b"\r\n\r\n"


ONE, TWO = "https://www.paper.example/one", "https://www.paper.example/two"


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_gives_pages_and_feeds_with_their_times(packed: bool) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"
    zipped = gzip.compress(PAGE)
    parts = [
        record(ONE, PAGE),
        record("https://www.paper.example/f", b"<rss version='2.0'/>", head=b"HTTP/1.1 200 OK\r\nContent-Type: text/xml"),
        record("https://www.paper.example/p.png", b"\x89PNG", head=b"HTTP/1.1 200 OK\r\nContent-Type: image/png"),
        record("https://www.paper.example/gone", PAGE, head=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
        record(TWO, f"{len(zipped):x}\r\n".encode() + zipped + b"\r\n0\r\n\r\n", head=chunked),
        record("https://www.paper.example/r", PAGE, kind="resource"),
    ]
    found, skipped = taken(b"".join(gzip.compress(part) for part in parts) if packed else b"".join(parts))
    assert [(one.kind, one.url.rpartition("/")[2]) for one in found] == [
        (CaptureKind.ARTICLE, "one"),
        (CaptureKind.FEED, "f"),
        (CaptureKind.ARTICLE, "two"),
        (CaptureKind.ARTICLE, "r"),
    ]
    assert {one.received for one in found} == {datetime(2026, 11, 1, 8, tzinfo=UTC)}
    assert found[2].body == PAGE
    assert found[0].content_type == "text/html"
    assert [one.reason for one in skipped] == ["no article: image/png", "the answer was 404"]


@pytest.mark.parametrize("packed", [False, True])
def test_F31_damaged_records_are_skipped_and_the_next_ones_read(packed: bool) -> None:
    changed = record(ONE, PAGE).replace(b"ferry", b"barge")
    large = record("https://www.paper.example/large", b"<html>" + b"x" * 200_000)
    bad_length = record(ONE, PAGE).replace(b"Content-Length: ", b"Content-Length: -")
    bomb = record("https://www.paper.example/bomb", gzip.compress(b" " * 5_000_000), head=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip")
    parts = [changed, large, bad_length, b"garbage between records\r\n" * 3, bomb, record(TWO, PAGE)]
    body = record(TWO, PAGE) + b"".join(parts)
    if packed:
        body = b"".join(gzip.compress(part) for part in (record(TWO, PAGE), *parts))
    found, skipped = taken(body, limit=100_000)
    assert [one.url for one in found] == [TWO, TWO]
    reasons = " | ".join(one.reason for one in skipped)
    assert "digest" in reasons
    assert "more than 100,000 bytes" in reasons


def test_F31_an_archive_that_breaks_off() -> None:
    whole = record(ONE, PAGE) + record(TWO, PAGE)
    for end in range(len(record(ONE, PAGE)) + 1, len(whole) - 4, 7):
        found, _ = taken(whole[:end])
        assert [one.url for one in found] == [ONE]


class Pipe(io.RawIOBase):
    """A stream that cannot go back."""

    def __init__(self, body: bytes) -> None:
        self._rest = io.BytesIO(body)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        return self._rest.readinto(buffer)  # type: ignore[arg-type]  # a writable buffer


def test_streams_that_cannot_go_back() -> None:
    found = list(captures(io.BufferedReader(Pipe(record(ONE, PAGE) + record(TWO, PAGE))), NOW))
    assert [one.url for one in found] == [ONE, TWO]
    assert len(list(captures(io.BufferedReader(Pipe(PAGE)), NOW))) == 1


@given(st.binary(max_size=300), st.integers(0, 600))
def test_F31_any_damage_is_survived(noise: bytes, place: int) -> None:
    body = record(ONE, PAGE) + record(TWO, PAGE)
    found, _ = taken(body[:place] + noise + body[place + len(noise) :] if place else body)
    assert len(found) <= 3


@given(st.binary(max_size=200))
def test_any_file_gives_captures_or_an_input_error(body: bytes) -> None:
    try:
        found, _ = taken(body)
    except InputError:
        return
    assert all(isinstance(one, Capture) for one in found)


@pytest.mark.shared
def test_F31_collected_archives(shared: Path, tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(shared / "data/hostile/warc_samples.tar.gz") as archive:
        for member in archive.getmembers():
            if member.isfile() and ".." not in Path(member.name).parts:
                held = archive.extractfile(member)
                assert held is not None
                target = tmp_path / member.name.lstrip("/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(held.read())
    counts = {path.name: len(list(captures(path, NOW))) for path in sorted(tmp_path.rglob("*.*")) if path.is_file()}
    assert len(counts) == 16
    good = ["example.warc", "example.warc.gz", "example.arc", "example.arc.gz", "example-iana.org-chunked.warc", "example-resource.warc.gz"]
    assert [counts[name] for name in good] == [1] * 6
