"""Content codings (gzip, deflate, brotli, zstd) undone step by step, so that a bomb is noticed long before it fills the memory.

No step ever makes more than `STEP` bytes (zstd: a few MiB, see `_Zstd`), and the limits are checked after each.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol

import brotli
import zstandard

from broadsheet.errors import ProtocolError, TooLarge

#: Bytes that a decompressor may give at once.
STEP = 64 * 1024
#: Codings that we ask for, best first, as an Accept-Encoding header.
ACCEPTED = "zstd, br, gzip, deflate"
#: More codings than this on one body are refused (row N07): nobody needs them, bombs do.
MAX_CODINGS = 2
#: A zstd frame may ask for this much memory for its window and no more (RFC 9659 has the same figure for the web).
ZSTD_WINDOW = 8 * 1024 * 1024
#: A zstd block of 4 bytes can stand for 128 KiB, and its decompressor knows no output limit: so it is fed in slices.
ZSTD_SLICE = 128


class _Broken(Exception):
    """The compressed data is not what it says."""


class _Coding(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]:
        """What the next piece of input gives, in steps."""

    @property
    def finished(self) -> bool:
        """Whether the compressed data came to its proper end."""


class _Gzip:
    """gzip, also of several members; padding after the last member is ignored, as browsers do."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            full = False
            while data or full:
                if self._member.eof:
                    if not data.startswith(b"\x1f"):
                        return
                    self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
                out = self._member.decompress(data, STEP)
                data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
                # A full step may have left output inside although no input is left.
                full = len(out) == STEP and not self._member.eof
                yield out
        except zlib.error as error:
            raise _Broken(str(error)) from error

    @property
    def finished(self) -> bool:
        return self._member.eof


class _Deflate:
    """deflate: zlib's format as RFC 9110 has it, or raw, as some servers send."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj()
        self._head = b""
        self._chosen = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not self._chosen:
            self._head += data
            if len(self._head) < 2:
                return
            data, self._head, self._chosen = self._head, b"", True
            # RFC 1950: compression method 8, and the first two bytes are a multiple of 31.
            if data[0] & 0x0F != 8 or (data[0] * 256 + data[1]) % 31:
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            full = False
            while (data or full) and not self._stream.eof:
                out = self._stream.decompress(data, STEP)
                data = self._stream.unconsumed_tail
                full = len(out) == STEP
                yield out
        except zlib.error as error:
            raise _Broken(str(error)) from error

    @property
    def finished(self) -> bool:
        return self._stream.eof


class _Brotli:
    """brotli, with its output limited step by step (the package has that since 1.2)."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            while not self._stream.is_finished():
                out = self._stream.process(data, output_buffer_limit=STEP)
                data = b""
                yield out
                # Output may be waiting inside although all input was taken: only an empty step tells that there is none.
                if not out:
                    return
        except brotli.error as error:
            raise _Broken(str(error)) from error

    @property
    def finished(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstd:
    """zstd with a capped window. Slices of input bound what one step can make to ZSTD_SLICE / 4 blocks of 128 KiB: 4 MiB."""

    def __init__(self) -> None:
        self._stream = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            for start in range(0, len(data), ZSTD_SLICE):
                if self._stream.eof:
                    return
                yield self._stream.decompress(data[start : start + ZSTD_SLICE])
        except zstandard.ZstdError as error:
            raise _Broken(str(error)) from error

    @property
    def finished(self) -> bool:
        return bool(self._stream.eof)


_CODINGS: dict[str, type[_Gzip] | type[_Deflate] | type[_Brotli] | type[_Zstd]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}


def codings(header: str) -> tuple[str, ...]:
    """The codings of a Content-Encoding header in the order in which they were applied, `identity` left out.

    Raises ProtocolError for an unknown one and for more than MAX_CODINGS.
    """
    names = tuple(name for name in (part.strip().lower() for part in header.split(",")) if name and name != "identity")
    if len(names) > MAX_CODINGS:
        raise ProtocolError(f"{len(names)} content codings on one body; at most {MAX_CODINGS} are read")
    for name in names:
        if name not in _CODINGS:
            raise ProtocolError(f"content coding {name[:40]!r} is not known")
    return names


class BodyDecoder:
    """Collects a body piece by piece, undoing its codings.

    `limit`: bytes after decoding. `ratio`: a stage that gave more than `ratio_from` bytes and more than `ratio` times its input is a bomb.
    `cut`: keep the first `limit` bytes instead of raising TooLarge (robots.txt).
    """

    def __init__(self, names: Sequence[str], *, limit: int, ratio: int, ratio_from: int, cut: bool = False) -> None:
        self._stages: list[_Coding] = [_CODINGS[name]() for name in reversed(names)]
        self._taken = [0] * len(self._stages)
        self._given = [0] * len(self._stages)
        self._limit = limit
        self._ratio = ratio
        self._ratio_from = ratio_from
        self._cut = cut
        self._body = bytearray()
        self._broken = ""
        #: The body was cut at the limit; feeding more changes nothing.
        self.full = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire. Raises TooLarge at the limit or for a bomb."""
        if self._broken or self.full:
            return
        try:
            for piece in self._through(0, data):
                if not self._keep(piece):
                    return
        except _Broken as error:
            self._broken = str(error) or "broken data"

    def finish(self) -> tuple[bytes, bool]:
        """The body and whether it is cut short. Raises ProtocolError when the codings gave nothing but were not complete."""
        if self.full:
            return bytes(self._body), True
        unfinished = bool(self._broken) or any(not stage.finished for stage in self._stages)
        if self._stages and not self._taken[0]:
            return b"", False  # no byte at all: an empty body is empty, whatever its codings
        if unfinished and not self._body:
            raise ProtocolError(f"the body does not decode: {self._broken or 'it breaks off'}")
        return bytes(self._body), unfinished

    def _through(self, stage: int, data: bytes) -> Iterator[bytes]:
        if stage == len(self._stages):
            yield data
            return
        self._taken[stage] += len(data)
        for piece in self._stages[stage].feed(data):
            self._given[stage] += len(piece)
            self._check(stage)
            yield from self._through(stage + 1, piece)

    def _check(self, stage: int) -> None:
        given = self._given[stage]
        if given > self._ratio_from and given > self._ratio * self._taken[stage]:
            raise TooLarge(f"the body expands more than {self._ratio} times: a decompression bomb")
        if stage + 1 < len(self._stages) and given > self._limit:
            raise TooLarge(f"the body is larger than {self._limit:,} bytes between its codings")

    def _keep(self, piece: bytes) -> bool:
        room = self._limit - len(self._body)
        if len(piece) > room:
            if not self._cut:
                raise TooLarge(f"the body is larger than {self._limit:,} bytes")
            self._body += piece[:room]
            self.full = True
            return False
        self._body += piece
        return True
