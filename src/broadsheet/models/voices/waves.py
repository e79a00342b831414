"""WAV files (PCM): read with lengths that a pipe could not fill in, written whole, joined. Pure.

Format: RIFF chunks as in "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991). Only PCM is known.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.errors import InputError

_PCM, _EXTENSIBLE = 1, 0xFFFE
_HEADER = 44
#: Bytes of sound that a header can tell; players take lengths for signed numbers.
_MOST = 2**31 - 1 - _HEADER


@dataclass(frozen=True, slots=True)
class Wave:
    """Sound as it is. `rate` is frames a second, `width` bytes of one sample; `frames` hold whole frames, little-endian."""

    frames: bytes
    rate: int
    channels: int = 1
    width: int = 2

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.frames) / (self.rate * self.channels * self.width)


def read_wave(data: bytes) -> Wave:
    """The sound of a WAV file. A length beyond the end means up to the end: programs that write to a pipe cannot know it before.

    Raises InputError when it is no WAV file of PCM.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise InputError("this is no WAV file")
    at, shape = 12, None
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        at += 8
        if name == b"fmt ":
            shape = _shape(data[at : at + 16])
        elif name == b"data":
            if shape is None:
                break
            rate, channels, width = shape
            frame = channels * width
            sound = data[at : at + size]
            return Wave(sound[: len(sound) // frame * frame], rate, channels, width)
        at += size + size % 2
    raise InputError("this WAV file holds no sound")


def _shape(chunk: bytes) -> tuple[int, int, int]:
    if len(chunk) < 16:
        raise InputError("this WAV file is cut off")
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunk)
    if kind not in (_PCM, _EXTENSIBLE) or not 1 <= channels <= 8 or not 1000 <= rate <= 384_000 or bits not in (8, 16, 24, 32):
        raise InputError("this WAV file holds another kind of sound than PCM")
    return rate, channels, bits // 8


def wave_header(like: Wave, size: int) -> bytes:
    """The 44 bytes before `size` bytes of sound of that shape. Raises InputError for more than a header can tell (2 GiB)."""
    if size > _MOST:
        raise InputError("this is too much sound for one file")
    frame = like.channels * like.width
    return b"".join(
        (
            struct.pack("<4sI4s", b"RIFF", 36 + size + size % 2, b"WAVE"),
            struct.pack("<4sIHHIIHH", b"fmt ", 16, _PCM, like.channels, like.rate, like.rate * frame, frame, 8 * like.width),
            struct.pack("<4sI", b"data", size),
        )
    )


def write_wave(wave: Wave) -> bytes:
    """A WAV file with its true lengths. Raises InputError for more than a header can tell (2 GiB)."""
    size = len(wave.frames)
    return wave_header(wave, size) + wave.frames + b"\0" * (size % 2)


def silence(like: Wave, seconds: float) -> Wave:
    """Silence of the same shape. PCM of one byte is unsigned: its silence is 128."""
    frames = round(like.rate * seconds) * like.channels * like.width
    return Wave((b"\x80" if like.width == 1 else b"\0") * frames, like.rate, like.channels, like.width)


def joined(waves: Sequence[Wave], pause: float = 0.0) -> Wave:
    """One after the other with so many seconds of silence between. Raises InputError when there is none, or their shapes differ."""
    if not waves:
        raise InputError("there is no sound to join")
    first = waves[0]
    if any((one.rate, one.channels, one.width) != (first.rate, first.channels, first.width) for one in waves):
        raise InputError("sounds of different shapes cannot be joined")
    between = silence(first, pause).frames
    return Wave(between.join(one.frames for one in waves), first.rate, first.channels, first.width)
