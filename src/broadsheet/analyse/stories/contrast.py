"""Two look-alike events in one group: found by what sets the halves of the group apart.

Two elections, two shootings, two launches of one rocket share most of their words, so no likeness of pairs tells them apart. But inside
the group the words that all share say nothing: weighed by their rarity *within the group*, the names, places and dates of either event
remain. The group is divided in two by those (spectral start, then k-means-like exchange), and a learned decision says whether the halves
are two stories: how little they have in common, measured so (`ratio`), how near each article's nearest across is (`reach`), and the size of
the smaller half (a few stragglers are no second story).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories.likeness import Contrast

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

#: Groups smaller than this are never divided.
LEAST = 4
#: Leading directions from which a division is begun, and exchanges after each.
STARTS, EXCHANGES = 4, 30


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """A group in two: `half` marks one of them. `ratio`: mean likeness across over that within, by the words that set them apart."""

    half: Mask
    ratio: float


def divide(hashes: npt.NDArray[np.uint32], weights: Floats) -> Division | None:
    """The best division of articles given by their terms (one row each, 0 = no term), None when nothing sets any apart.

    `weights` say how much each term says in its article; the rarity within the group is added here.
    """
    size = len(hashes)
    terms, places = np.unique(hashes, return_inverse=True)
    table = np.zeros((size, len(terms)), np.float64)
    table[np.arange(size)[:, None], places.reshape(hashes.shape)] = weights
    table[:, terms == 0] = 0.0
    having = (table > 0).sum(0)
    table = table[:, (having >= 2) & (having < size)] * np.log(size / having[(having >= 2) & (having < size)])
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    table /= np.maximum(lengths, 1e-9)
    alike = table @ table.T
    np.fill_diagonal(alike, 0.0)
    if not alike.any():
        return None
    best: Division | None = None
    centred = alike - alike.sum() / (size * (size - 1))
    np.fill_diagonal(centred, 0.0)
    directions = np.linalg.eigh(centred)[1]
    for place in range(1, min(STARTS, size) + 1):
        found = _exchanged(alike, directions[:, -place] > 0)
        if found is not None and (best is None or found.ratio < best.ratio - 1e-9):
            best = found
    return best


def _exchanged(alike: npt.NDArray[np.float64], half: Mask) -> Division | None:
    """Move articles to the half that they are nearer to until none wants to; None when a half has fewer than two."""
    size = len(alike)
    for _ in range(EXCHANGES):
        count = int(half.sum())
        if not 2 <= count <= size - 2:
            return None
        nearer = alike[:, half].sum(1) / np.maximum(count - half, 1)
        other = alike[:, ~half].sum(1) / np.maximum(size - count - ~half, 1)
        new = nearer > other
        if (new == half).all():
            break
        half = new
    count = int(half.sum())
    if not 2 <= count <= size - 2:
        return None
    within = [float(alike[np.ix_(part, part)].sum()) / (number * (number - 1)) for part, number in ((half, count), (~half, size - count))]
    across = float(alike[np.ix_(half, ~half)].mean())
    product = within[0] * within[1]
    return Division(half, min(across / math.sqrt(product), 1.5) if product > 0 else 1.5)


def measures(division: Division, likeness: Floats) -> tuple[float, float, float]:
    """Ratio, reach and size of a division: what the decision weighs. `likeness` is that of all pairs of the group."""
    across = likeness[np.ix_(division.half, ~division.half)]
    reach = min(float(across.max(1).mean()), float(across.max(0).mean()))
    return division.ratio, reach, math.log(min(int(division.half.sum()), int((~division.half).sum())))


def two_stories(found: tuple[float, float, float], weights: Contrast) -> float:
    """The probability that the halves are two stories."""
    odds = weights.intercept + weights.ratio * found[0] + weights.reach * found[1] + weights.size * found[2]
    return 1.0 / (1.0 + math.exp(-max(min(odds, 30.0), -30.0)))
