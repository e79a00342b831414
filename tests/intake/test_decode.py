from __future__ import annotations

import gzip
import random
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import FetchError, ProtocolError, TooLarge
from broadsheet.intake.decode import STEP, BodyDecoder, codings


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def decode(data: bytes, *names: str, pieces: int = 7, limit: int = 10**6, cut: bool = False) -> tuple[bytes, bool]:
    decoder = BodyDecoder(names, limit=limit, ratio=1000, ratio_from=10**6, cut=cut)
    step = max(1, len(data) // pieces)
    for start in range(0, len(data), step):
        decoder.feed(data[start : start + step])
    return decoder.finish()


@pytest.mark.parametrize("coding", PACK)
@given(data=st.binary(max_size=3000), pieces=st.integers(1, 50))
def test_what_was_packed_comes_out(coding: str, data: bytes, pieces: int) -> None:
    assert decode(PACK[coding](data), coding, pieces=pieces) == (data, False)


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("pieces", [1, 3, 1000])
def test_large_bodies_come_out_whole(coding: str, pieces: int) -> None:
    """Many output steps for one piece of input, and output that waits inside after the last input."""
    words = [random.Random(n).randbytes(3).hex() for n in range(500)]
    chosen = random.Random(3)
    text = " ".join(chosen.choices(words, k=40_000)).encode()
    assert decode(PACK[coding](text), coding, pieces=pieces, limit=2 * 10**6) == (text, False)


@pytest.mark.parametrize("coding", PACK)
def test_output_that_ends_about_a_step_comes_out_whole(coding: str) -> None:
    """A decompressor may take the last input and keep output back when a step is just full."""
    for size in (*range(2 * STEP - 300, 2 * STEP + 300, 7), 2 * STEP, 10 * STEP):
        packed = PACK[coding](bytes(size))
        for pieces in (1, 4, len(packed)):
            body, truncated = decode(packed, coding, pieces=pieces)
            assert (len(body), truncated) == (size, False)


@given(data=st.binary(max_size=3000), pieces=st.integers(1, 50))
def test_raw_deflate_comes_out_too(data: bytes, pieces: int) -> None:
    body, truncated = decode(raw_deflate(data), "deflate", pieces=pieces)
    assert (body, truncated) == (data, False)


@pytest.mark.parametrize("coding", PACK)
@given(data=st.binary(max_size=300))
def test_N08_any_bytes_decode_or_are_refused(coding: str, data: bytes) -> None:
    try:
        body, _ = decode(data, coding)
    except FetchError:
        return
    assert len(body) <= 10**6


@pytest.mark.parametrize("coding", PACK)
def test_N08_a_body_cut_at_any_byte_is_flagged_or_refused(coding: str) -> None:
    whole = random.Random(1).randbytes(500)
    packed = PACK[coding](whole)
    for end in range(1, len(packed)):
        try:
            body, truncated = decode(packed[:end], coding)
        except ProtocolError:
            continue
        assert truncated or body == whole
        assert whole.startswith(body)


def test_N08_a_wrong_checksum_is_flagged() -> None:
    packed = bytearray(gzip.compress(b"fine until the end"))
    packed[-6] ^= 255
    body, truncated = decode(bytes(packed), "gzip", pieces=len(packed))
    assert (body, truncated) == (b"fine until the end", True)


def test_an_empty_body_is_empty_whatever_its_coding() -> None:
    for coding in PACK:
        assert decode(b"", coding) == (b"", False)


def test_gzip_of_two_members_and_padding() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two") + bytes(20), "gzip") == (b"one two", False)


@pytest.mark.parametrize("coding", PACK)
def test_the_limit_refuses_or_cuts(coding: str) -> None:
    packed = PACK[coding](random.Random(2).randbytes(5000))
    with pytest.raises(TooLarge):
        decode(packed, coding, limit=4999)
    body, truncated = decode(packed, coding, limit=4999, cut=True)
    assert (len(body), truncated) == (4999, True)
    assert decode(packed, coding, limit=5000)[1] is False


def test_N07_the_names_of_codings() -> None:
    assert codings("") == ()
    assert codings("identity") == ()
    assert codings(" GZip , BR") == ("gzip", "br")
    for header in ("gzip, gzip, gzip", "lzma", "gzip;q=1", "x" * 10_000):
        with pytest.raises(ProtocolError):
            codings(header)
