"""Fingerprints of all articles in memory, and the question which of them hold much of a text.

Each hash of each article is one 64-bit word: 40 bits of hash, 24 bits of the article's slot. The words lie in a few sorted runs whose
sizes grow by a factor (a log-structured merge, O'Neil et al. 1996), and new ones first in a small dictionary, so adding stays cheap and a
look-up takes a few binary searches for each of the text's hashes, whatever the number of articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.copies.fingerprint import HASH_BITS, Fingerprint, hashes_of, threshold

_SLOT_BITS = 64 - HASH_BITS
_SHIFT = np.uint64(_SLOT_BITS)
_SLOT_MASK = np.uint64((1 << _SLOT_BITS) - 1)
#: Articles that a hash proposes at most, in each run; the first ones added are kept, for the original is more often among them.
MOST_POSTINGS = 48
#: New articles kept in the dictionary before they become a run.
_FRESH = 256
#: A run is merged into the one before it unless that is so many times larger.
_FACTOR = 4
#: A hash in so many articles is looked at closely: is it of one report that many carry, or furniture of many reports?
_COMMON_FROM = 5
#: Where the articles that have a hash share, in the middle, less than this with the text, the hash is furniture.
_ALIKE = 0.4

_Words = npt.NDArray[np.uint64]
_Slots = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up gives: (article, estimated share) pairs, the largest share first, and the text's hashes that are furniture.

    The share is the larger one of text in article and article in text, without furniture.
    """

    candidates: list[tuple[int, float]]
    common: frozenset[int]


class Copies:
    """Fingerprints by article id. Not safe for several threads: one linker owns it."""

    def __init__(self) -> None:
        self._runs: list[_Words] = []
        self._fresh: dict[int, list[int]] = defaultdict(list)
        self._fresh_count = 0
        self._slot_of: dict[int, int] = {}
        self._ids = np.zeros(1024, dtype=np.int64)
        self._levels = np.zeros(1024, dtype=np.uint8)
        self._sizes = np.zeros(1024, dtype=np.uint8)
        self._slots = 0

    def __len__(self) -> int:
        return len(self._slot_of)

    def __contains__(self, article_id: int) -> bool:
        return article_id in self._slot_of

    @property
    def nbytes(self) -> int:
        """Memory of the arrays and, by its measured size, of the table of ids."""
        arrays = sum(run.nbytes for run in self._runs) + self._ids.nbytes + self._levels.nbytes + self._sizes.nbytes
        return arrays + 116 * len(self._slot_of) + 200 * len(self._fresh)

    def add(self, article_id: int, print_: Fingerprint) -> None:
        """Keep the article's fingerprint in place of an earlier one. An empty one only removes the earlier one. Ids are above 0."""
        self.remove(article_id)
        if not print_:
            return
        slot = self._new_slots(1)
        self._slot_of[article_id] = slot
        self._ids[slot], self._levels[slot], self._sizes[slot] = article_id, print_.level, len(print_)
        for number in print_.hashes.tolist():
            self._fresh[number].append(slot)
        self._fresh_count += 1
        if self._fresh_count >= _FRESH:
            self._settle()

    def load(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Add many packed fingerprints at once (`Fingerprint.pack`); those of another version or broken ones are left out."""
        ids: list[int] = []
        packs: list[bytes] = []
        for article_id, packed in dict(rows).items():
            self.remove(article_id)
            if Fingerprint.readable(packed):
                ids.append(article_id)
                packs.append(packed)
        if not ids:
            return
        sizes = np.fromiter((packed[2] for packed in packs), dtype=np.int64, count=len(packs))
        first = self._new_slots(len(ids))
        last = first + len(ids)
        self._ids[first:last], self._sizes[first:last] = ids, sizes
        self._levels[first:last] = np.fromiter((packed[1] for packed in packs), dtype=np.uint8, count=len(packs))
        self._slot_of.update(zip(ids, range(first, last), strict=True))
        words = hashes_of(b"".join(packed[3:] for packed in packs)) << _SHIFT
        words |= np.repeat(np.arange(first, last, dtype=np.uint64), sizes)
        words.sort()
        self._settle(words)

    def remove(self, article_id: int) -> None:
        """Forget the article; nothing happens when it is not there."""
        slot = self._slot_of.pop(article_id, None)
        if slot is not None:
            self._ids[slot] = 0

    def candidates(self, print_: Fingerprint, limit: int = 10, *, least: float = 0.1) -> list[tuple[int, float]]:
        """Articles that may share much with the text, with the estimated share, the largest first."""
        return self.find(print_, limit, least=least).candidates

    def find(self, print_: Fingerprint, limit: int = 10, *, least: float = 0.1, without: int = 0) -> Found:
        """As `candidates`, and the text's hashes that many unrelated articles have: `compare` leaves their passages out of the count.

        `without` is the article itself, where it is already known.
        """
        slots, rows, sizes = self._postings(print_)
        if not len(slots):
            return Found([], frozenset())
        known = (self._ids[slots] != 0) & (self._ids[slots] != without)
        slots, rows = slots[known], rows[known]
        if not len(slots):
            return Found([], frozenset())
        unique, inverse = np.unique(slots, return_inverse=True)
        share = self._shares(print_, unique, np.bincount(inverse))
        furniture = np.zeros(len(print_), dtype=np.bool_)
        for row in np.flatnonzero(sizes >= _COMMON_FROM).tolist():
            among = share[inverse[rows == row]]
            furniture[row] = len(among) >= _COMMON_FROM and float(np.median(among)) < _ALIKE
        if furniture.any():
            telling = ~furniture[rows]
            share = self._shares(print_, unique, np.bincount(inverse[telling], minlength=len(unique)))
        order = np.lexsort((unique, -share))[:limit]
        found = [(int(self._ids[unique[place]]), float(share[place])) for place in order.tolist() if share[place] >= least]
        return Found(found, frozenset(print_.hashes[furniture].tolist()))

    def _postings(self, print_: Fingerprint) -> tuple[_Slots, _Slots, _Slots]:
        """Slots that have one of the hashes, which of the hashes that is (by place), and for each hash in how many articles it is."""
        low = print_.hashes << _SHIFT
        high = low | _SLOT_MASK
        sizes = np.zeros(len(low), dtype=np.int64)
        slots: list[npt.NDArray[np.int64]] = []
        rows: list[npt.NDArray[np.int64]] = []
        for run in self._runs:
            begin, end = np.searchsorted(run, low), np.searchsorted(run, high, side="right")
            sizes += end - begin
            counts = np.minimum(end - begin, MOST_POSTINGS)
            hit = np.flatnonzero(counts)
            if len(hit):
                counts = counts[hit]
                row = np.repeat(hit, counts)
                inner = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
                slots.append((run[begin[row] + inner] & _SLOT_MASK).astype(np.int64))
                rows.append(row)
        fresh = self._fresh
        for place, number in enumerate(print_.hashes.tolist()) if fresh else ():
            listed = fresh.get(number)
            if listed:
                sizes[place] += len(listed)
                slots.append(np.asarray(listed[:MOST_POSTINGS], dtype=np.int64))
                rows.append(np.full(len(slots[-1]), place))
        empty = np.zeros(0, dtype=np.int64)
        return np.concatenate([empty, *slots]), np.concatenate([empty, *rows]), sizes

    def _shares(self, print_: Fingerprint, slots: _Slots, hits: _Slots) -> npt.NDArray[np.float64]:
        """The larger estimated share of text and article in each other, from how many hashes they have in common."""
        levels = self._levels[slots].astype(np.int64)
        top = int(levels.max()) if len(levels) else 0
        below = np.asarray(
            [int(np.searchsorted(print_.hashes, threshold(level))) for level in range(print_.level, max(top, print_.level) + 1)]
        )
        own = below[np.maximum(levels, print_.level) - print_.level]
        theirs = self._sizes[slots] / np.exp2(np.maximum(print_.level - levels, 0))
        # One more than there are: a single hash in common by chance is no share of one.
        shares: npt.NDArray[np.float64] = np.minimum(1.0, hits / (np.minimum(own, theirs) + 1))
        return shares

    def _new_slots(self, count: int) -> int:
        first, self._slots = self._slots, self._slots + count
        if self._slots > 1 << _SLOT_BITS:
            self._renumber()
            first, self._slots = self._slots, self._slots + count
        if self._slots > len(self._ids):
            size = max(self._slots, len(self._ids) * 5 // 4)
            more = size - len(self._ids)
            self._ids = np.concatenate((self._ids, np.zeros(more, dtype=np.int64)))
            self._levels = np.concatenate((self._levels, np.zeros(more, dtype=np.uint8)))
            self._sizes = np.concatenate((self._sizes, np.zeros(more, dtype=np.uint8)))
        return first

    def _settle(self, words: _Words | None = None) -> None:
        """Make a run of what is in the dictionary (and of `words`), and merge runs until each is much larger than the next."""
        if self._fresh:
            fresh = [(number << _SLOT_BITS) | slot for number, slots in self._fresh.items() for slot in slots]
            self._runs.append(np.sort(np.asarray(fresh, dtype=np.uint64)))
            self._fresh.clear()
            self._fresh_count = 0
        if words is not None:
            self._runs.append(words)
            self._runs.sort(key=len, reverse=True)
        while len(self._runs) > 1 and len(self._runs[-2]) < _FACTOR * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = self._alive(np.concatenate((self._runs[-1], last)))
            # Two sorted runs after each other: a stable sort merges them in linear time.
            self._runs[-1].sort(kind="stable")

    def _alive(self, words: _Words) -> _Words:
        alive = self._ids[(words & _SLOT_MASK).astype(np.int64)] != 0
        return words if bool(alive.all()) else words[alive]

    def _renumber(self) -> None:
        """Give the articles that are left new slots without gaps: after 16 million additions the numbers are used up."""
        self._settle()
        self._slots = int(self._slots and max(self._slot_of.values(), default=-1) + 1)
        kept = np.flatnonzero(self._ids[: self._slots])
        anew = np.zeros(len(self._ids), dtype=np.uint64)
        anew[kept] = np.arange(len(kept), dtype=np.uint64)
        self._runs = [self._alive(run) for run in self._runs]
        self._runs = [(run & ~_SLOT_MASK) | anew[(run & _SLOT_MASK).astype(np.int64)] for run in self._runs]
        for array in (self._ids, self._levels, self._sizes):
            array[: len(kept)] = array[kept]
            array[len(kept) :] = 0
        self._slots = len(kept)
        self._slot_of = {int(number): place for place, number in enumerate(self._ids[: self._slots].tolist())}
