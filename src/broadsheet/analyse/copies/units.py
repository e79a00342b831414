"""A text as the sequence of its letters and digits, the ground on which copies are compared.

Comparing letters instead of words makes one code serve every script: case, accents, punctuation, quotation marks, white space, blanks
that a tokeniser put in, and the missing blanks of Chinese or Thai all fall away. A *unit* is one folded letter or digit; an ideograph
counts as three and a syllable of Hangul or Kana as two, so that a stretch of units holds about as much meaning in any script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

#: Units looked at; what follows in a longer text is left out, so that no text takes longer than a fraction of a second.
MOST_UNITS = 400_000
#: Units in a window: six or seven English words. Shorter ones are shared by chance ("the united states of america" has 24).
WINDOW = 32

Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]

_BASE = 0x9E3779B97F4A7C15
_ALL = (1 << 64) - 1
_PLANE = 0x10000


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """`codes` are the folded units, `places` the code point of the text at which each stands (the same for all units of an ideograph).

    `starts` marks the first unit of each word; an ideograph is a word of its own.
    """

    codes: Hashes
    places: Places
    starts: Flags

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def words(self) -> int:
        """How many words there are."""
        return int(np.count_nonzero(self.starts))


def units(text: str) -> Units:
    """The text's units. Empty for a text without a letter or digit."""
    points = np.frombuffer(text[: MOST_UNITS * 2].encode("utf-32-le", "replace"), dtype="<u4")
    folds, repeats = _tables()
    low = np.minimum(points, _PLANE - 1)
    folded = np.where(points < _PLANE, folds[low], _beyond(points))
    places = np.flatnonzero(folded)[:MOST_UNITS].astype(np.int32)
    times = np.where(points[places] < _PLANE, repeats[low[places]], 3)
    kept = folded[places]
    gaps = np.ones(len(places), dtype=np.bool_)
    if len(places):
        # Combining marks fold to nothing but part no words: only a blank or a mark of punctuation does.
        parting = np.cumsum((folded == 0) & ~_marks()[low])
        gaps[1:] = parting[places[1:]] != parting[places[:-1]]
    starts = gaps | (times > 2)
    if bool((times == 1).all()):
        return Units(kept.astype(np.uint64), places, starts)
    whole = np.repeat(starts, times)
    first = np.cumsum(times) - times
    inner = np.ones(len(whole), dtype=np.bool_)
    inner[first] = False
    # The units of one ideograph differ, or a run of one character would match itself at every offset.
    turn = np.arange(len(whole)) - np.repeat(first, times)
    codes = np.repeat(kept, times).astype(np.uint64) + (turn.astype(np.uint64) << np.uint64(32))
    return Units(codes[:MOST_UNITS], np.repeat(places, times)[:MOST_UNITS], (whole & ~inner)[:MOST_UNITS])


def window_hashes(codes: Hashes) -> Hashes:
    """One 64-bit hash for each window of `WINDOW` units, in order; empty for a text shorter than one window.

    A polynomial hash modulo 2^64, made in five doublings, then mixed (the finaliser of splitmix64, Steele, Lea and Flood 2014).
    """
    if len(codes) < WINDOW:
        return np.zeros(0, dtype=np.uint64)
    hashes = _mixed(codes)
    step = 1
    while step < WINDOW:
        factor = np.uint64(pow(_BASE, step, 1 << 64))
        hashes = hashes[:-step] * factor + hashes[step:]
        step *= 2
    return _mixed(hashes)


def _mixed(hashes: Hashes) -> Hashes:
    out = hashes + np.uint64(_BASE)
    out = (out ^ (out >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    out = (out ^ (out >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return out ^ (out >> np.uint64(31))


def _beyond(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Characters beyond the basic plane: ideographs stay, all else (emoji, ancient scripts) falls away."""
    return np.where((points >= 0x20000) & (points < 0x32000), points, 0).astype(np.uint32)


@cache
def _tables() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """For each character of the basic plane what it folds to (0 = nothing), and as how many units it counts."""
    folds = np.fromiter(chain.from_iterable(_folds()), dtype=np.uint32, count=_PLANE)
    repeats = np.ones(_PLANE, dtype=np.int64)
    for first, last, times in ((0x3400, 0x9FFF, 3), (0xF900, 0xFAFF, 3), (0x3041, 0x30FF, 2), (0xAC00, 0xD7A3, 2)):
        repeats[first : last + 1] = times
    return folds, repeats


def _folds() -> Iterator[list[int]]:
    for row in range(0, _PLANE, 256):
        yield [_fold(chr(point)) for point in range(row, row + 256)]


def _fold(char: str) -> int:
    """The first base letter of the character's compatibility form, without case: é, É and ﬁrst letters alike."""
    if not (char.isalnum() or unicodedata.category(char) == "No"):
        return 0
    if "\uac00" <= char <= "\ud7a3":  # else all syllables with one first consonant were the same
        return ord(char)
    base = unicodedata.normalize("NFKD", char)[0].casefold()
    base = unicodedata.normalize("NFKD", base)[0] if base else ""
    return ord(base) if base and base.isalnum() else 0


@cache
def _marks() -> Flags:
    """Characters that stand inside words without being a letter: combining marks, joiners, soft hyphens, apostrophes."""
    marks = np.zeros(_PLANE, dtype=np.bool_)
    for point in range(_PLANE):
        marks[point] = unicodedata.category(chr(point)) in ("Mn", "Mc", "Me", "Cf")
    marks[[0x27, 0x2019]] = True
    return marks
