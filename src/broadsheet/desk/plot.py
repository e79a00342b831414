"""Ranges side by side, ready to be drawn: where each begins and ends on one scale, in hundredths of its width. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Range = tuple[float | None, float | None]
#: Width of the drawing's scale, and the room that an open end takes beyond the last number.
WIDE, OPEN = 100.0, 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A range on the scale. `open_left` and `open_right`: it has no lower, no upper end. A single number has no width."""

    left: float
    width: float
    open_left: bool = False
    open_right: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars in the order given, and marks of the scale: (place, number in words)."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    logarithmic: bool


def plot(ranges: Sequence[Range]) -> Plot | None:
    """The ranges on one scale; None where there are fewer than two different ones.

    The scale is logarithmic where the greatest number is more than fifty times the least, and none is 0 or less.
    """
    numbers = sorted({limit for one in ranges for limit in one if limit is not None and math.isfinite(limit)})
    if len(numbers) < 2 or len(set(ranges)) < 2:
        return None
    least, most = numbers[0], numbers[-1]
    logarithmic = least > 0 and most / least > 50

    def scaled(value: float) -> float:
        return math.log(value) if logarithmic else value

    low, high = scaled(least), scaled(most)
    room = (high - low) * OPEN / WIDE
    start, size = low - room, high - low + 2 * room

    def place(value: float) -> float:
        return round(WIDE * (scaled(value) - start) / size, 2)

    bars = []
    for left, right in ranges:
        begin = place(left) if left is not None else 0.0
        end = place(right) if right is not None else WIDE
        bars.append(Bar(begin, round(max(0.0, end - begin), 2), left is None, right is None))
    return Plot(tuple(bars), tuple((place(value), f"{value:,.6g}") for value in _ticks(numbers, place)), logarithmic)


def _ticks(numbers: Sequence[float], place: Callable[[float], float]) -> list[float]:
    """The least and the greatest number, and of those between them the ones that have room."""
    chosen = [numbers[0], numbers[-1]]
    for number in numbers[1:-1]:
        if all(abs(place(number) - place(other)) >= 18 for other in chosen):
            chosen.append(number)
    return sorted(chosen)
