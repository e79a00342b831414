"""WAV files as programs write them to pipes, cut, odd and hostile."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import InputError
from broadsheet.models.voices import Wave, joined, read_wave, silence, write_wave

shapes = st.tuples(st.sampled_from([8000, 22050, 48000]), st.integers(1, 2), st.sampled_from([1, 2]))


@given(shapes, st.binary(max_size=400))
def test_what_is_written_is_read(shape: tuple[int, int, int], sound: bytes) -> None:
    rate, channels, width = shape
    frame = channels * width
    wave = Wave(sound[: len(sound) // frame * frame], rate, channels, width)
    data = write_wave(wave)
    assert read_wave(data) == wave
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    for one in (data, b"RIFF\0\0\0\0WAVE" + data, b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + data):
        try:
            read_wave(one)
        except InputError:
            continue


def test_a_length_that_a_pipe_left_open_means_up_to_the_end() -> None:
    data = bytearray(write_wave(Wave(b"\1\0" * 100, 22050)))
    data[40:44] = struct.pack("<I", 0x7FFFF000)
    assert read_wave(bytes(data)).frames == b"\1\0" * 100
    assert read_wave(bytes(data[:-3])).frames == b"\1\0" * 98


def test_chunks_between_are_passed_over() -> None:
    data = write_wave(Wave(b"\1\0" * 4, 8000))
    odd = data[:36] + b"LIST" + struct.pack("<I", 3) + b"abc\0" + data[36:]
    assert read_wave(odd).frames == b"\1\0" * 4


def test_sounds_are_joined_with_silence_between() -> None:
    one, two = Wave(b"\1\0" * 100, 1000), Wave(b"\2\0" * 50, 1000)
    whole = joined([one, two], 0.01)
    assert whole.frames == b"\1\0" * 100 + b"\0\0" * 10 + b"\2\0" * 50
    assert whole.seconds == pytest.approx(0.16)
    assert silence(Wave(b"", 1000, width=1), 0.002).frames == b"\x80\x80"
    for wrong in ([], [one, Wave(b"", 2000)]):
        with pytest.raises(InputError):
            joined(wrong)
