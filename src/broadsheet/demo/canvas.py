"""A surface for the edition's pictures: two tone fields and a few shapes, with soft edges. Units: heights of the picture, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Points = Sequence[tuple[float, float]]


class Canvas:
    """`ink` and `spot` hold tones from 0 (paper) to 1. Shapes cover what lies below them; a tone of None leaves that colour as it is."""

    def __init__(self, width: int, height: int, random: np.random.Generator) -> None:
        self.scale = float(height)
        self.wide = width / height
        self.random = random
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        self.x: Field = (x + 0.5) / height
        self.y: Field = (y + 0.5) / height
        self.ink: Field = np.zeros((height, width), np.float32)
        self.spot: Field = np.zeros((height, width), np.float32)

    def paint(self, mask: Field, ink: float | Field | None = None, spot: float | Field | None = None) -> None:
        """Lay tones over the field where the mask (0 to 1) covers it."""
        if ink is not None:
            self.ink = (self.ink * (1 - mask) + ink * mask).astype(np.float32)
        if spot is not None:
            self.spot = (self.spot * (1 - mask) + spot * mask).astype(np.float32)

    def fade(self, top: float, bottom: float, start: float = 0.0, end: float = 1.0) -> Field:
        """A vertical run of tones from `top` at y = start to `bottom` at y = end."""
        t = np.clip((self.y - start) / (end - start), 0, 1)
        run: Field = (top + (bottom - top) * t).astype(np.float32)
        return run

    def disc(self, x: float, y: float, radius: float) -> Field:
        """Mask of a disc."""
        return self._edge(radius - np.hypot(self.x - x, self.y - y))

    def ring(self, x: float, y: float, radius: float, width: float) -> Field:
        """Mask of a circle's line."""
        return self._edge(width / 2 - np.abs(np.hypot(self.x - x, self.y - y) - radius))

    def box(self, x: float, y: float, width: float, height: float) -> Field:
        """Mask of an upright rectangle from its upper left corner."""
        inside = np.minimum(np.minimum(self.x - x, x + width - self.x), np.minimum(self.y - y, y + height - self.y))
        return self._edge(inside)

    def convex(self, points: Points) -> Field:
        """Mask of a convex polygon; corners in either order."""
        turns = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True))
        sign = 1.0 if turns < 0 else -1.0
        inside: Field = np.full_like(self.x, 1e3)
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
            length = float(np.hypot(x2 - x1, y2 - y1)) or 1.0
            inside = np.minimum(inside, sign * ((x2 - x1) * (self.y - y1) - (y2 - y1) * (self.x - x1)) / length)
        return self._edge(inside)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float) -> Field:
        """Mask of a straight stroke with round ends."""
        dx, dy = x2 - x1, y2 - y1
        t = np.clip(((self.x - x1) * dx + (self.y - y1) * dy) / (dx * dx + dy * dy or 1.0), 0, 1)
        return self._edge(width / 2 - np.hypot(self.x - x1 - t * dx, self.y - y1 - t * dy))

    def below(self, profile: Field | float) -> Field:
        """Mask of all that lies lower than a height, which may differ along x."""
        return self._edge(self.y - profile)

    def ridge(self, base: float, size: float, octaves: int = 5, stretch: float = 1.0) -> Field:
        """A skyline along x: sums of sines with falling height, lying around `base`."""
        out = np.full_like(self.x[:1], base)
        for octave in range(octaves):
            phase = self.random.uniform(0, 2 * np.pi)
            out = out + size * 0.55**octave * np.sin(self.x[:1] * stretch * 1.9 * 1.87**octave + phase)
        return out.astype(np.float32)

    def cloud(self, x: float, y: float, width: float, height: float, lumps: int = 14) -> Field:
        """A soft mask of smoke or mist: lumps scattered about a place."""
        out = np.zeros_like(self.x)
        for _ in range(lumps):
            cx = x + self.random.normal(0, width / 3)
            cy = y + self.random.normal(0, height / 3)
            size = self.random.uniform(0.3, 0.8) * height
            out = np.maximum(out, np.exp(-(((self.x - cx) / (size * 1.6)) ** 2 + ((self.y - cy) / size) ** 2) * 2.2))
        return out.astype(np.float32)

    def paint_dot(self, x: float, y: float, radius: float, ink: float, spot: float) -> None:
        """A small disc, painted without looking at the rest of the picture: for crowds."""
        left, right = max(0, int((x - radius) * self.scale)), int((x + radius) * self.scale) + 2
        top, bottom = max(0, int((y - radius) * self.scale)), int((y + radius) * self.scale) + 2
        place = np.s_[top:bottom, left:right]
        mask = self._edge(radius - np.hypot(self.x[place] - x, self.y[place] - y))
        self.ink[place] += mask * (ink - self.ink[place])
        self.spot[place] += mask * (spot - self.spot[place])

    def waves(self, top: float, count: int, ink: float) -> None:
        """Short level strokes on water, longer and wider apart towards the viewer."""
        for _ in range(count):
            depth = self.random.uniform(0, 1) ** 1.5
            y = top + 0.012 + (1 - top) * depth
            length = 0.02 + 0.16 * depth * self.random.uniform(0.5, 1.2)
            x = self.random.uniform(-0.05, self.wide)
            self.paint(self.line(x, y, x + length, y, 0.002 + 0.006 * depth), ink=ink)

    def _edge(self, inside: NDArray[np.floating[Any]]) -> Field:
        """Signed distance (heights, positive inside) to a mask with an edge of one pixel."""
        mask: Field = np.clip(inside * self.scale + 0.5, 0, 1).astype(np.float32)
        return mask
