"""Two texts side by side: which passages they share, and how much of each these are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.copies.fingerprint import sampled
from broadsheet.analyse.copies.quotes import quoted
from broadsheet.analyse.copies.units import WINDOW, Flags, Hashes, Units, units, window_hashes
from broadsheet.types import Overlap

#: Units to a word, to speak of letters in words: the mean of English news without blanks.
UNITS_A_WORD = 5
#: Passages shown at most: more, and the two texts are a hostile mosaic that nobody would read.
MOST_OVERLAPS = 2_000
#: Places of a repeated window that are tried for the longest passage.
_TRIED = 4
#: Units of a passage between two others, in the same order in both texts, from which on it counts as shared as well (two or three words).
_BETWEEN = 12
#: A gap longer than this (units) between two passages is not searched for shorter ones.
_WIDEST_GAP = 400


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts, a and b, have in common.

    `share_a` is the share of a's text that stands in b, `share_b` of b's in a, 0..1, measured in letters. `plain_a` and `plain_b` are the
    same without quotations and without passages known to be furniture: what independent writers do not share. `words` and `plain_words`
    say how many words (of five letters) of a these are. `overlaps` are the passages, in a's order.
    """

    share_a: float = 0.0
    share_b: float = 0.0
    plain_a: float = 0.0
    plain_b: float = 0.0
    words: int = 0
    plain_words: int = 0
    overlaps: tuple[Overlap, ...] = ()

    def turned(self) -> Comparison:
        """The same comparison with a and b exchanged; overlaps in the other text's order."""
        overlaps = sorted(
            (Overlap(one.other_start, one.other_end, one.start, one.end) for one in self.overlaps), key=lambda one: (one.start, one.end)
        )
        return Comparison(self.share_b, self.share_a, self.plain_b, self.plain_a, self.words, self.plain_words, tuple(overlaps))


def compare(text_a: str, text_b: str, common: Collection[int] = ()) -> Comparison:
    """Which passages of six words or more the texts share, moved ones included, and how much of each text these are.

    `common` are hashes that many unrelated articles share (`Copies.common`): passages made of them are furniture and count in no
    plain share. Time grows as n log n; texts are looked at up to `units.MOST_UNITS` letters. Passages end at word borders.
    """
    a, b = units(text_a), units(text_b)
    hashes_a, hashes_b = window_hashes(a.codes), window_hashes(b.codes)
    if not len(hashes_a) or not len(hashes_b):
        return Comparison()
    runs = _joined(a, b, _runs(a.codes, b.codes, hashes_a, hashes_b))
    if not runs:
        return Comparison()
    spread = np.asarray(runs, dtype=np.int64)
    covered_a = _covered(len(a), spread[:, 0], spread[:, 2]) | _windows(np.isin(hashes_a, hashes_b))
    covered_b = _covered(len(b), spread[:, 1], spread[:, 2]) | _windows(np.isin(hashes_b, hashes_a))
    furniture = _furniture(runs, hashes_a, common)
    plain_a = ~(_quoted(text_a, a) | _covered(len(a), furniture[:, 0], furniture[:, 2]))
    plain_b = ~(_quoted(text_b, b) | _covered(len(b), furniture[:, 1], furniture[:, 2]))
    return Comparison(
        share_a=_share(covered_a, None),
        share_b=_share(covered_b, None),
        plain_a=_share(covered_a, plain_a),
        plain_b=_share(covered_b, plain_b),
        words=int(np.count_nonzero(covered_a)) // UNITS_A_WORD,
        plain_words=int(np.count_nonzero(covered_a & plain_a)) // UNITS_A_WORD,
        overlaps=_overlaps(a, b, runs),
    )


_Run = tuple[int, int, int]


def _runs(codes_a: Hashes, codes_b: Hashes, hashes_a: Hashes, hashes_b: Hashes) -> list[_Run]:
    """Shared stretches (place in a, place in b, length), without overlap in a: seeds by window hash, extended letter by letter."""
    order = np.argsort(hashes_b, kind="stable")
    ranked = hashes_b[order]
    place = np.searchsorted(ranked, hashes_a)
    hit = ranked[np.minimum(place, len(ranked) - 1)] == hashes_a
    hits = np.flatnonzero(hit)
    runs: list[_Run] = []
    at, following = 0, 0
    while len(runs) < MOST_OVERLAPS:
        turn = int(np.searchsorted(hits, at))
        if turn == len(hits):
            break
        at = int(hits[turn])
        first = int(place[at])
        last = first + 1
        while last < len(ranked) and last - first < _TRIED and ranked[last] == hashes_a[at]:
            last += 1
        tried = {int(order[spot]) for spot in range(first, last)}
        if following < len(hashes_b) and hashes_b[following] == hashes_a[at]:
            tried.add(following)
        best = max((_agreeing(codes_a, codes_b, at, spot), -abs(spot - following), spot) for spot in tried)
        length, spot = max(best[0], 1), best[2]
        if best[0] >= WINDOW:
            runs.append((at, spot, length))
            following = spot + length
        at += length
    return runs


def _agreeing(a: Hashes, b: Hashes, i: int, j: int) -> int:
    """How many units agree from `i` in a and `j` in b on."""
    length, chunk = 0, 64
    while True:
        one, two = a[i + length : i + length + chunk], b[j + length : j + length + chunk]
        most = min(len(one), len(two))
        differing = np.flatnonzero(one[:most] != two[:most])
        if len(differing):
            return length + int(differing[0])
        length += most
        if most < chunk:
            return length
        chunk *= 2


def _joined(a: Units, b: Units, runs: list[_Run]) -> list[_Run]:
    """The runs and, in narrow gaps between two that follow each other in both texts, the short stretches that agree there as well.

    A wire report whose every second sentence was touched up else loses what stands between two touches: stretches of a few words
    right before or after a run, on its own line.
    """
    out: list[_Run] = []
    for place, run in enumerate(runs):
        out.append(run)
        if place + 1 == len(runs):
            break
        following = runs[place + 1]
        begin_a, begin_b = run[0] + run[2], run[1] + run[2]
        gap_a, gap_b = following[0] - begin_a, following[1] - begin_b
        if 0 < gap_a <= _WIDEST_GAP and 0 < gap_b <= _WIDEST_GAP:
            out.extend(_between(a.codes, b.codes, (begin_a, following[0]), (begin_b, following[1])))
    return out


def _between(a: Hashes, b: Hashes, in_a: tuple[int, int], in_b: tuple[int, int]) -> list[_Run]:
    """Stretches of `_BETWEEN` units or more that two narrow gaps share, in the same order in both."""
    places: dict[bytes, int] = {}
    raw_a, raw_b = a[slice(*in_a)].astype(np.uint32).tobytes(), b[slice(*in_b)].astype(np.uint32).tobytes()
    size_a, size_b = in_a[1] - in_a[0], in_b[1] - in_b[0]
    for j in range(size_b - _BETWEEN + 1):
        places.setdefault(raw_b[4 * j : 4 * (j + _BETWEEN)], j)
    out: list[_Run] = []
    i = least = 0
    while i <= size_a - _BETWEEN:
        j = places.get(raw_a[4 * i : 4 * (i + _BETWEEN)], -1)
        if j < least:
            i += 1
            continue
        length = _BETWEEN
        while i + length < size_a and j + length < size_b and a[in_a[0] + i + length] == b[in_b[0] + j + length]:
            length += 1
        out.append((in_a[0] + i, in_b[0] + j, length))
        i, least = i + length, j + length
    return out


def _furniture(runs: list[_Run], hashes_a: Hashes, common: Collection[int]) -> npt.NDArray[np.int64]:
    """The runs of which at least half of the sampled windows are known to be common."""
    if not common:
        return np.zeros((0, 3), dtype=np.int64)
    known = np.fromiter(common, dtype=np.uint64)
    seen = np.concatenate(([0], np.cumsum(np.isin(sampled(hashes_a), known))))
    limit = int(known.max()) + 1
    tested = np.concatenate(([0], np.cumsum(sampled(hashes_a) < np.uint64(limit))))
    out = []
    for at, spot, length in runs:
        end = max(at, at + length - WINDOW + 1)
        if 0 < tested[end] - tested[at] <= 2 * (seen[end] - seen[at]):
            out.append((at, spot, length))
    return np.asarray(out, dtype=np.int64).reshape(-1, 3)


def _covered(size: int, begins: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Flags:
    steps = np.zeros(size + 1, dtype=np.int64)
    np.add.at(steps, begins, 1)
    np.add.at(steps, begins + lengths, -1)
    return np.cumsum(steps[:-1]) > 0


def _windows(hit: Flags) -> Flags:
    begins = np.flatnonzero(hit)
    return _covered(len(hit) + WINDOW - 1, begins, np.full(len(begins), WINDOW, dtype=np.int64))


def _quoted(text: str, folded: Units) -> Flags:
    spans = np.asarray(list(quoted(text)), dtype=np.int64).reshape(-1, 2)
    begins = np.searchsorted(folded.places, spans[:, 0])
    return _covered(len(folded), begins, np.searchsorted(folded.places, spans[:, 1]) - begins)


def _share(covered: Flags, among: Flags | None) -> float:
    whole = len(covered) if among is None else int(np.count_nonzero(among))
    part = int(np.count_nonzero(covered if among is None else covered & among))
    return part / whole if whole else 0.0


def _overlaps(a: Units, b: Units, runs: list[_Run]) -> tuple[Overlap, ...]:
    """The runs by code points, cut to whole words on both sides."""
    next_word = np.flatnonzero(a.starts), np.flatnonzero(b.starts)
    out = []
    for at, spot, length in runs:
        begin = _first_word(next_word[0], next_word[1], at, spot, length)
        end = _last_word(a, b, at, spot, length)
        if end > begin:
            out.append(
                Overlap(
                    int(a.places[at + begin]),
                    int(a.places[at + end - 1]) + 1,
                    int(b.places[spot + begin]),
                    int(b.places[spot + end - 1]) + 1,
                )
            )
    return tuple(out)


def _first_word(starts_a: npt.NDArray[np.intp], starts_b: npt.NDArray[np.intp], at: int, spot: int, length: int) -> int:
    """How far into the run the first word begins that begins in both texts; `length` when none does."""
    near_a = starts_a[np.searchsorted(starts_a, at) : np.searchsorted(starts_a, at + length)] - at
    near_b = starts_b[np.searchsorted(starts_b, spot) : np.searchsorted(starts_b, spot + length)] - spot
    for one in near_a[:64]:
        where = int(np.searchsorted(near_b, one))
        if where < len(near_b) and near_b[where] == one:
            return int(one)
    return length


def _last_word(a: Units, b: Units, at: int, spot: int, length: int) -> int:
    """How far into the run the last word ends that ends in both texts."""
    for end in range(length, max(0, length - 64), -1):
        ends_a = at + end == len(a) or bool(a.starts[at + end])
        ends_b = spot + end == len(b) or bool(b.starts[spot + end])
        if ends_a and ends_b:
            return end
    return 0
