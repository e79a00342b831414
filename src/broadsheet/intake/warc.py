"""Web archives (WARC, also gzipped, and the older ARC) into Captures, past whatever is damaged (row F31)."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as ArcIterator
from warcio.exceptions import ArchiveLoadFailed

from broadsheet.types import Capture, CaptureKind
from broadsheet.types.urls import absolute

_GZIP = b"\x1f\x8b\x08"
_STARTS = re.compile(rb"WARC/[01]\.\d+\r?\n")
_CHUNK = 1024 * 1024
#: Bytes of WARC and HTTP headers that a record may have beside its content.
_HEADERS = 64 * 1024
_FEED_HEAD = re.compile(rb"\s*+(?>(?:<\?[^>]*+>\s*+|<!--(?>(?:[^-]++|-(?!->))*)-->\s*+)*)<(?:rss|feed|(?:\w+:)?rdf)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a file that was not taken: where, and why in words."""

    where: str
    reason: str


def is_archive(head: bytes) -> bool:
    """Whether a file that starts like this (after gzip) is a web archive."""
    return head.startswith((b"WARC/", b"filedesc://"))


def archived(stream: BinaryIO, head: bytes, source_id: int, limit: int, skipped: Callable[[Skipped], None]) -> Iterator[Capture]:
    """The pages and feeds of an archive, in its order; `head` is what was read of the stream already.

    Only successful answers that are text. Each carries the address, headers and time of its record; a record without time has None. Records
    over `limit` bytes after decoding, with a wrong digest or damaged are told to `skipped`, and reading goes on with the next one.
    """
    with _seekable(stream, head) as archive:
        start = archive.tell()
        first = archive.read(64 * 1024)
        archive.seek(start)
        if first.startswith(b"filedesc://") or (first.startswith(_GZIP) and not _starts_with_warc(archive, start)):
            yield from _arc(archive, source_id, limit, skipped)
        else:
            yield from _warc(archive, source_id, limit, skipped)


@contextmanager
def _seekable(stream: BinaryIO, head: bytes) -> Iterator[BinaryIO]:
    """The stream at its start if one can go back in it, else a copy on disk: to read past damage one must be able to look again."""
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        copy.write(head)
        while chunk := stream.read(_CHUNK):
            copy.write(chunk)
        copy.seek(0)
        yield copy


def _starts_with_warc(archive: BinaryIO, start: int) -> bool:
    try:
        for _ in ArchiveIterator(archive, parse_http=False, fsspec_args=False):
            return True
    except OSError:
        return False
    finally:
        archive.seek(start)
    return False


def _warc(archive: BinaryIO, source_id: int, limit: int, skipped: Callable[[Skipped], None]) -> Iterator[Capture]:
    """Read until the end; after damage look for the next record and go on from there."""
    start = archive.tell()
    while True:
        place = start
        archive.seek(start)
        wanted = WarcRecordType.response | WarcRecordType.resource
        try:
            for record in ArchiveIterator(archive, record_types=wanted, parse_http=False, fsspec_args=False):
                place = start + record.stream_pos
                capture = _guarded(record, source_id, limit, skipped)
                if capture is not None:
                    yield capture
        except (OSError, ValueError, OverflowError, UnicodeError) as error:
            skipped(Skipped(f"byte {place:,}", f"damaged: {str(error)[:100]}"))
        else:
            return
        following = _next_record(archive, max(place, start) + 1)
        if following is None:
            return
        start = following


def _next_record(archive: BinaryIO, place: int) -> int | None:
    """Where the next record or gzip member starts, at or after `place`; None at the end."""
    archive.seek(place)
    kept = b""
    while chunk := archive.read(_CHUNK):
        text = kept + chunk
        found = min((at for at in (_first(text), text.find(_GZIP)) if at >= 0), default=-1)
        if found >= 0:
            return place - len(kept) + found
        place += len(chunk)
        kept = text[-16:]
    return None


def _first(text: bytes) -> int:
    found = _STARTS.search(text)
    return found.start() if found else -1


def _guarded(record: WarcRecord, source_id: int, limit: int, skipped: Callable[[Skipped], None]) -> Capture | None:
    """The record as a Capture, or None with the reason told. An error inside one record is no error of the archive."""
    where = (record.headers.get("WARC-Target-URI") or f"byte {record.stream_pos:,}").strip("<>")
    if record.content_length > limit + _HEADERS:
        skipped(Skipped(where, f"more than {limit:,} bytes"))
        return None
    record.freeze()
    if record.headers.get("WARC-Block-Digest") and not record.verify_block_digest(consume=False):
        skipped(Skipped(where, "its digest is wrong: damaged or changed"))
        return None
    try:
        if record.is_http:
            record.parse_http(auto_decode="all")
        body = record.reader.read(limit + 1)
    except (OSError, ValueError) as error:
        skipped(Skipped(where, f"damaged: {str(error)[:100]}"))
        return None
    headers = record.http_headers.to_tuples() if record.is_http and record.http_headers else ()
    status = (record.http_headers.status_code or 0) if record.is_http and record.http_headers else 200
    content_type = _type(headers) or ("" if record.is_http else record.headers.get("Content-Type") or "")
    return _capture(
        where,
        body,
        status=status,
        headers=headers,
        content_type=content_type,
        received=_utc(record.record_date),
        source_id=source_id,
        limit=limit,
        skipped=skipped,
        truncated=bool(record.headers.get("WARC-Truncated")),
    )


def _arc(archive: BinaryIO, source_id: int, limit: int, skipped: Callable[[Skipped], None]) -> Iterator[Capture]:
    """The older format, which FastWARC does not read. Damage ends it: its records have no mark to look for."""
    try:
        for record in ArcIterator(archive, arc2warc=True):
            where = str(record.rec_headers.get_header("WARC-Target-URI") or "")
            if record.rec_type != "response" or record.http_headers is None:
                continue
            body = record.content_stream().read(limit + 1)
            headers = tuple((str(name), str(value)) for name, value in record.http_headers.headers)
            code = str(record.http_headers.get_statuscode() or "")
            date = str(record.rec_headers.get_header("WARC-Date") or "")
            capture = _capture(
                where,
                body,
                status=int(code) if code.isascii() and code.isdigit() else 0,
                headers=headers,
                content_type=_type(headers),
                received=_date(date),
                source_id=source_id,
                limit=limit,
                skipped=skipped,
                truncated=False,
            )
            if capture is not None:
                yield capture
    except (ArchiveLoadFailed, OSError, ValueError, EOFError, AttributeError, TypeError) as error:
        skipped(Skipped("the rest of the archive", f"damaged: {str(error)[:100]}"))


def _capture(
    where: str,
    body: bytes,
    *,
    status: int,
    headers: tuple[tuple[str, str], ...],
    content_type: str,
    received: datetime | None,
    source_id: int,
    limit: int,
    skipped: Callable[[Skipped], None],
    truncated: bool,
) -> Capture | None:
    kind = _kind(content_type, body)
    reason = ""
    if len(body) > limit:
        reason = f"more than {limit:,} bytes"
    elif not 200 <= status < 300:
        reason = f"the answer was {status}"
    elif kind is None:
        reason = f"no article: {content_type or 'unknown type'}"
    elif not body.strip():
        reason = "empty"
    if reason or kind is None:
        skipped(Skipped(where, reason))
        return None
    return Capture(
        kind=kind,
        url=absolute(where),
        requested=absolute(where),
        body=body,
        content_type=content_type,
        status=status,
        headers=headers,
        received=received,
        source_id=source_id,
        truncated=truncated,
    )


def _kind(content_type: str, body: bytes) -> CaptureKind | None:
    kind = content_type.partition(";")[0].strip().lower()
    if _FEED_HEAD.match(body[:4096]) or kind == "application/feed+json":
        return CaptureKind.FEED
    if kind in ("text/html", "application/xhtml+xml") or (not kind and b"<html" in body[:4096].lower()):
        return CaptureKind.ARTICLE
    return None


def _type(headers: tuple[tuple[str, str], ...]) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def _utc(at: datetime | None) -> datetime | None:
    if at is None:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _date(text: str) -> datetime | None:
    try:
        return _utc(datetime.fromisoformat(text.replace("Z", "+00:00")))
    except ValueError:
        return None
