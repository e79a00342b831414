"""Pictures of the edition, drawn by code: two-colour prints with a halftone screen, as a newspaper would have made them in 1962.

A scene gives two tone fields, ink and spot colour, between 0 (paper) and 1 (full). The ink is screened with round dots at 45 degrees, the
spot colour at 75, both are laid over each other, and the result is written as an indexed PNG. Equal arguments give equal bytes.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from broadsheet.demo.canvas import Canvas
from broadsheet.demo.scenes import SCENES

WIDTH, HEIGHT = 800, 450
#: Cell of the halftone screens in pixels, and their angles in degrees.
CELL = 7.0
INK_ANGLE, SPOT_ANGLE = 45.0, 75.0
#: Steps of each colour in the palette: enough for smooth edges of dots, few enough for a small file.
STEPS = 5

_PAPER = (244, 238, 225)
_INK = (29, 34, 43)
_SPOTS = {
    "sea": (38, 106, 122),
    "rust": (196, 84, 48),
    "ochre": (214, 158, 62),
    "moss": (98, 122, 72),
    "plum": (126, 62, 86),
    "sky": (96, 140, 172),
}

Field = NDArray[np.float32]


@lru_cache(maxsize=128)
def picture(scene: str, name: str) -> bytes:
    """The picture of a scene as PNG, 800 x 450; `name` varies it. KeyError for an unknown scene."""
    draw, spots = SCENES[scene]
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
    canvas = Canvas(WIDTH, HEIGHT, np.random.default_rng(seed))
    draw(canvas)
    ink = _screen(canvas.ink, INK_ANGLE)
    spot = _screen(canvas.spot, SPOT_ANGLE)
    if seed % 2:
        ink, spot = ink[:, ::-1], spot[:, ::-1]
    index = np.rint(ink * (STEPS - 1)).astype(np.uint8) * STEPS + np.rint(spot * (STEPS - 1)).astype(np.uint8)
    return _png(index, _palette(_SPOTS[spots[seed % len(spots)]]))


def _screen(tone: Field, angle: float) -> Field:
    """Coverage of each pixel by round dots whose area follows the tone; full tone and none stay solid."""
    height, width = tone.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = np.float32(np.deg2rad(angle))
    u = (x * np.cos(turn) + y * np.sin(turn)) / CELL
    v = (y * np.cos(turn) - x * np.sin(turn)) / CELL
    # The classic spot function: its level sets are dots that grow, touch at half tone and leave round holes.
    threshold = (2.0 - np.cos(2 * np.pi * u) - np.cos(2 * np.pi * v)) / 4.0
    cover = np.clip((tone - threshold) * CELL / 1.6 + 0.5, 0.0, 1.0)
    solid = np.where(tone > 0.96, 1.0, np.where(tone < 0.03, 0.0, cover))
    return solid.astype(np.float32)


def _palette(spot: tuple[int, int, int]) -> bytes:
    """Colours of all pairs of ink and spot steps: the spot colour multiplies the paper, the ink covers both."""
    out = bytearray()
    for ink_step in range(STEPS):
        for spot_step in range(STEPS):
            a, b = ink_step / (STEPS - 1), spot_step / (STEPS - 1)
            for paper, colour, black in zip(_PAPER, spot, _INK, strict=True):
                under = paper * (1 - b) + colour * paper / 255 * b
                out.append(round(under * (1 - a) + black * a))
    return bytes(out)


def _png(index: NDArray[np.uint8], palette: bytes) -> bytes:
    """An indexed PNG (PNG specification, sections 5 and 11)."""
    height, width = index.shape
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = index
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
