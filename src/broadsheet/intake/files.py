"""Files into Captures: saved pages, web archives, JSON Lines, plain text, saved feeds and sitemaps; each also gzipped (row F31).

What a file is shows in its first bytes, not in its name. OPML is no news but a list of sources: see `extract.opml`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from broadsheet.errors import InputError
from broadsheet.intake.warc import Skipped, archived, is_archive
from broadsheet.types import Capture, CaptureKind, FetchLimits
from broadsheet.types.urls import absolute

#: Bytes that are looked at to tell what a file is.
_HEAD = 64 * 1024
_GZIP = b"\x1f\x8b"
_BLANK = b" \t\r\n\f\v"
_FIRST_TAG = re.compile(rb"\s*+(?>(?:<\?[^>]*+>\s*+|<!--(?>(?:[^-]++|-(?!->))*)-->\s*+|<![^>]*+>\s*+)*)<([A-Za-z][\w.:-]{0,40})")
_SAVED_FROM = re.compile(rb"<!--\s{0,5}saved from url=\(\d{1,6}\)(https?://[^\s>]{1,2000})", re.IGNORECASE)
_SINGLE_FILE = re.compile(rb"<!--[^>]{0,400}?\burl:\s{0,5}(https?://[^\s>]{1,2000})", re.IGNORECASE)
_XML = {
    b"rss": CaptureKind.FEED,
    b"feed": CaptureKind.FEED,
    b"rdf": CaptureKind.FEED,
    b"urlset": CaptureKind.SITEMAP,
    b"sitemapindex": CaptureKind.SITEMAP,
}
_TYPES = {
    CaptureKind.ARTICLE: "text/html",
    CaptureKind.SECTION: "text/html",
    CaptureKind.FEED: "application/xml",
    CaptureKind.SITEMAP: "application/xml",
    CaptureKind.JSON: "application/json",
    CaptureKind.TEXT: "text/plain",
    CaptureKind.PASTE: "text/plain",
}


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that can be read from its start."""

    stream: BinaryIO
    name: str


def captures(
    path_or_stream: Path | str | BinaryIO,
    received: datetime | None,
    *,
    kind: CaptureKind | None = None,
    url: str = "",
    source_id: int = 0,
    limit: int = FetchLimits().body,
    skipped: Callable[[Skipped], None] | None = None,
) -> Iterator[Capture]:
    """Everything that a file holds, one Capture after the other; the file is never in memory as a whole if it is an archive or JSON Lines.

    `kind` says what a document is where that is known (a pasted page looks like plain text); archives and JSON Lines are recognised first.
    `url` is where it came from, if known. `received` is kept; records of archives carry their own time. What cannot be taken (over `limit`
    bytes, damaged, no text) is told to `skipped` and left out. Raises InputError when the file cannot be opened, is empty, or is OPML.
    """
    tell = skipped or (lambda _: None)
    if isinstance(path_or_stream, (str, Path)):
        path = Path(path_or_stream)
        try:
            stream = path.open("rb")
        except OSError as error:
            raise InputError(f"cannot read {path}: {error.strerror or error}") from error
        with stream:
            yield from _captures(_Opened(stream, path.name), received, kind, url, source_id, limit, tell)
    else:
        yield from _captures(_Opened(path_or_stream, ""), received, kind, url, source_id, limit, tell)


def _captures(
    opened: _Opened,
    received: datetime | None,
    kind: CaptureKind | None,
    url: str,
    source_id: int,
    limit: int,
    tell: Callable[[Skipped], None],
) -> Iterator[Capture]:
    head = opened.stream.read(_HEAD)
    inner = _unzipped_head(head) if head.startswith(_GZIP) else head
    if not inner.strip(_BLANK):
        raise InputError(f"{opened.name or 'the file'} is empty")
    if is_archive(inner):
        yield from archived(opened.stream, head, source_id, limit, tell)
        return
    chunks = _chunks(opened.stream, head)
    if head.startswith(_GZIP):
        chunks = _unzipped(chunks, opened.name, tell)
    if kind in (None, CaptureKind.JSON) and _is_jsonl(inner):
        yield from _rows(chunks, received, source_id, limit, tell)
        return
    body = _limited(chunks, limit)
    if body is None:
        tell(Skipped(opened.name, f"more than {limit:,} bytes"))
        return
    kind = kind or sniff(body[:_HEAD], opened.name)
    yield Capture(
        kind=kind,
        url=absolute(url) or (_saved_from(body[:_HEAD]) if kind is CaptureKind.ARTICLE else ""),
        body=body,
        content_type=_TYPES[kind],
        received=received,
        source_id=source_id,
    )


def sniff(head: bytes, name: str = "") -> CaptureKind:
    """What a document is, by its first bytes. Raises InputError for OPML, which lists sources, and for what is no text at all."""
    start = head.lstrip(b"\xef\xbb\xbf" + _BLANK)
    if start.startswith(b"{"):
        return CaptureKind.FEED if b"jsonfeed.org" in head[:2000] else CaptureKind.JSON
    found = _FIRST_TAG.match(start)
    if found:
        tag = found[1].lower().rpartition(b":")[2]
        if tag == b"opml":
            raise InputError(f"{name or 'the file'} is a list of sources (OPML)", hint="Import it as sources.")
        return _XML.get(tag, CaptureKind.ARTICLE)
    if name.lower().endswith((".html", ".htm", ".xhtml")) or b"<html" in head[:4096].lower():
        return CaptureKind.ARTICLE
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\x00" in head[:4096]:
        raise InputError(f"{name or 'the file'} is no text", hint="HTML, WARC, JSON Lines, feeds and plain text can be read.")
    return CaptureKind.TEXT


def _is_jsonl(head: bytes) -> bool:
    """Whether it is one JSON object a line, and not one document of its own such as a JSON Feed."""
    first, _, rest = head.lstrip(b"\xef\xbb\xbf" + _BLANK).partition(b"\n")
    if not first.startswith(b"{") or b"jsonfeed.org" in head[:2000]:
        return False
    return first.rstrip(_BLANK).endswith(b"}") or (len(first) > 1000 and not rest)


def _saved_from(head: bytes) -> str:
    """The address that browsers write into pages that they save; "" when there is none."""
    found = _SAVED_FROM.search(head) or _SINGLE_FILE.search(head)
    return absolute(found[1].decode("utf-8", "replace")) if found else ""


def _chunks(stream: BinaryIO, head: bytes) -> Iterator[bytes]:
    return chain((head,), iter(lambda: stream.read(_HEAD), b""))


def _unzipped_head(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _unzipped(chunks: Iterator[bytes], name: str, tell: Callable[[Skipped], None]) -> Iterator[bytes]:
    """The bytes behind gzip, member after member, at most 1 MiB at a time. What a damaged file gives before the damage is given."""
    inflater = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield inflater.decompress(rest, 1024 * 1024)
                if inflater.eof:
                    rest = inflater.unused_data
                    inflater = zlib.decompressobj(wbits=31)
                    if not rest.startswith(_GZIP[: len(rest)]):
                        return
                else:
                    rest = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error:
        tell(Skipped(name, "the gzip file is damaged; what stood before the damage was read"))


def _limited(chunks: Iterator[bytes], limit: int) -> bytes | None:
    """All bytes, or None when there are more than `limit`."""
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            return None
        pieces.append(chunk)
    return b"".join(pieces)


def _rows(
    chunks: Iterator[bytes], received: datetime | None, source_id: int, limit: int, tell: Callable[[Skipped], None]
) -> Iterator[Capture]:
    """Each line of JSON Lines as it stands. A line over the limit is passed over without keeping it."""
    for number, line in enumerate(_lines(chunks, limit), start=1):
        if line is None:
            tell(Skipped(f"line {number}", f"more than {limit:,} bytes"))
        elif line.strip(_BLANK):
            if line.lstrip(b"\xef\xbb\xbf" + _BLANK).startswith(b"{"):
                yield Capture(kind=CaptureKind.JSON, body=line, content_type="application/json", received=received, source_id=source_id)
            else:
                tell(Skipped(f"line {number}", "no JSON object"))


def _lines(chunks: Iterator[bytes], limit: int) -> Iterator[bytes | None]:
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        for piece in (first, *others):
            if piece is not first:
                yield b"".join(pieces) if size <= limit else None
                pieces, size = [], 0
            size += len(piece)
            if size <= limit:
                pieces.append(piece)
            else:
                pieces.clear()
    if size:
        yield b"".join(pieces) if size <= limit else None
