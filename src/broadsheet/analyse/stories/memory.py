"""What the grouper remembers of all articles: their sketches in arrays, and an index of their rarest terms.

The index is a chain of rows for each term, latest first, in one array: as many links a row as terms are indexed. A look-up follows all
chains of an article at once and stops after `DEPTH` links, so it costs the same however many articles there are.

Some 650 bytes an article, and 20 MB. A term is kept as the 21 bits of its bucket in three bytes, as a number of 16 bits and one of 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories.sketch import RARITY_STEP, STARTS, WIDTH, Sketch
from broadsheet.analyse.terms import BACKGROUND_ARTICLES

#: Terms are counted in so many buckets (a power of two); two different terms of two articles fall in one once in two hundred pairs.
BUCKETS = 1 << 21
#: Terms of an article that are indexed, and the rows that are followed for each.
INDEXED, DEPTH = 24, 40
#: Links that are followed to take a forgotten article out of the index; one that is not found by then keeps its row for good.
REACH = 400
#: Rows that share most rare terms and are compared in full.
COMPARED = 64

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
_FIRST = 1024
#: Arrays grow by a fraction of this when they are full.
_GROWTH = 10
#: The arrays that have a row for each article.
_GROWING = ("articles", "stories", "times", "has_text", "languages", "_low", "_high", "_weights", "_links", "_chosen", "_scales")
#: No term: in `_chosen`, and as a bucket.
_NONE, _NO_BUCKET = 255, 0
#: What the language at large says of a term, by the rarity of its sketch and 1; 0 where no sketch had the term.
_PRIORS = np.concatenate((np.zeros(1), np.exp(np.arange(255) * -RARITY_STEP))).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """An article ready to be compared: its buckets and what each term weighs now (length 1 for words and for names)."""

    buckets: npt.NDArray[np.int64]
    idf: Floats
    weights: Floats
    #: 1 for words of the title.
    titled: Floats
    vector: Floats | None
    time: int
    has_text: bool
    language: int


class Memory:
    """Sketches by row. The row of a forgotten article is given to a later one. `count` are the rows that are or were in use."""

    def __init__(self) -> None:
        self.count = 0
        self._free: list[int] = []
        self._alive = 0
        self.articles = np.zeros(_FIRST, np.int64)
        self.stories = np.zeros(_FIRST, np.int64)
        self.times = np.zeros(_FIRST, np.int64)
        self.has_text = np.zeros(_FIRST, bool)
        #: Two letters of the language as one number, 0 when unknown.
        self.languages = np.zeros(_FIRST, np.uint16)
        self._low = np.zeros((_FIRST, WIDTH), np.uint16)
        self._high = np.zeros((_FIRST, WIDTH), np.uint8)
        self._weights = np.zeros((_FIRST, WIDTH), np.uint8)
        self._links = np.zeros((_FIRST, INDEXED), np.int32)
        self._chosen = np.zeros((_FIRST, INDEXED), np.uint8)
        self._vectors: npt.NDArray[np.int8] | None = None
        self._scales = np.zeros(_FIRST, np.float32)
        self._heads = np.full(BUCKETS, -1, np.int32)
        self._seen = np.zeros(BUCKETS, np.int32)
        self._prior = np.zeros(BUCKETS, np.uint8)
        #: While two articles are compared: the place of each of the first one's terms, and 1.
        self._places = np.zeros(BUCKETS, np.uint8)

    def nbytes(self) -> int:
        """Bytes of the arrays."""
        fixed = (self._heads, self._seen, self._prior, self._places)
        arrays = [getattr(self, name) for name in _GROWING]
        return sum(int(array.nbytes) for array in (*arrays, *fixed)) + (0 if self._vectors is None else self._vectors.nbytes)

    def add(self, sketch: Sketch, story_id: int) -> int:
        """Remember an article; returns its row."""
        row = self._free.pop() if self._free else self._new_row()
        self._alive += 1
        self.articles[row], self.stories[row] = sketch.article_id, story_id
        self.times[row], self.has_text[row] = sketch.time, sketch.has_text
        self.languages[row] = int.from_bytes(sketch.language.encode("ascii", "replace")[:2])
        used = sketch.hashes > 0
        buckets = np.where(used, np.maximum(sketch.hashes & (BUCKETS - 1), _NO_BUCKET + 1), _NO_BUCKET)
        self._low[row], self._high[row], self._weights[row] = buckets & 0xFFFF, buckets >> 16, sketch.weights
        self._seen[buckets[used]] += 1
        self._prior[buckets[used]] = np.minimum(sketch.rarity[used], 254) + 1
        self._index(row)
        self._scales[row] = 0.0
        self.set_vector(row, sketch.vector)
        return row

    def set_vector(self, row: int, vector: npt.NDArray[np.int8] | None) -> None:
        """The row's embedding; vectors of another length than the first are left out (they are of another model)."""
        if vector is None:
            return
        if self._vectors is None:
            self._vectors = np.zeros((len(self.articles), len(vector)), np.int8)
        if self._vectors.shape[1] == len(vector):
            self._vectors[row] = vector
            self._scales[row] = 1.0 / max(float(np.linalg.norm(vector.astype(np.float32))), 1e-9)

    def forget(self, row: int) -> None:
        """The row's article is gone: it is found no more, and its terms count no more."""
        buckets = self._buckets(row)
        self._seen[buckets[buckets != _NO_BUCKET]] -= 1
        self.stories[row] = 0
        self._alive -= 1
        if self._unlinked(row, buckets):
            self._free.append(row)

    def probe(self, row: int) -> Probe:
        """The article of a row, ready to be compared."""
        buckets = self._buckets(row)
        idf = self._idf(buckets) * (buckets != _NO_BUCKET)
        weights = (self._weights[row] & 127).astype(np.float32) * idf
        vector = None if self._vectors is None or not self._scales[row] else self._vectors[row].astype(np.float32) * self._scales[row]
        titled = (self._weights[row, : STARTS[1]] >= 128).astype(np.float32)
        return Probe(buckets, idf, weights, titled, vector, int(self.times[row]), bool(self.has_text[row]), int(self.languages[row]))

    def alike(self, row: int, probe: Probe) -> Rows:
        """Rows that share the rarest terms with this one, most alike first, at most `COMPARED`."""
        chosen = self._rarest(probe.idf, probe.weights)
        at = self._heads[probe.buckets[chosen]].astype(np.int64)
        worth = probe.idf[chosen]
        rows: list[Rows] = []
        gains: list[Floats] = []
        for _ in range(DEPTH):
            live = at >= 0
            if not live.any():
                break
            at, worth = at[live], worth[live]
            rows.append(at // INDEXED)
            gains.append(worth)
            at = self._links[rows[-1], at % INDEXED].astype(np.int64)
        if not rows:
            return np.zeros(0, np.int64)
        found, place = np.unique(np.concatenate(rows), return_inverse=True)
        gain = np.bincount(place, np.concatenate(gains))
        gain[(found == row) | (self.stories[found] == 0)] = 0.0
        order = np.lexsort((-found, -gain))[:COMPARED]
        return found[order[gain[order] > 0]]

    def compare(self, probe: Probe, rows: Rows) -> dict[str, Floats]:
        """Cosines of the words ("terms"), of the names and of the embeddings; time apart, and what each pair can be compared by."""
        end = STARTS[2]
        buckets = self._buckets(rows)[:, :end]
        weights = self._weighed(buckets, self._weights[rows, :end])
        both = self._matched(probe.buckets[:end], probe.weights[:end], buckets) * weights
        found: dict[str, Floats] = {name: _kind(probe, weights, both, number) for number, name in enumerate(("terms", "names"))}
        called = slice(STARTS[1], STARTS[2])
        found["nameless"] = np.asarray(~(probe.weights[called].any() | weights[:, called].any(1)), np.float32)
        if probe.vector is not None and self._vectors is not None:
            found["meaning"] = np.asarray((self._vectors[rows].astype(np.float32) @ probe.vector) * self._scales[rows], np.float32)
        else:
            found["meaning"] = np.zeros(len(rows), np.float32)
        known = (self.times[rows] != 0) & (probe.time != 0)
        found["days"] = (np.abs(self.times[rows] - probe.time) / 86400.0 * known).astype(np.float32)
        found["untold"] = 1.0 - (self.has_text[rows] & probe.has_text).astype(np.float32)
        found["uneven"] = (self.has_text[rows] != probe.has_text).astype(np.float32)
        found["foreign"] = ((self.languages[rows] != probe.language) & (self.languages[rows] > 0) & (probe.language > 0)).astype(np.float32)
        return found

    def shown(self, probe: Probe, rows: Rows) -> dict[str, Floats]:
        """Cosines of figures, of places and of the words of the titles: what readers want to see, and no decision weighs."""
        buckets = self._buckets(rows)
        raw = self._weights[rows]
        weights = self._weighed(buckets, raw)
        both = self._matched(probe.buckets, probe.weights, buckets) * weights
        found = {name: _kind(probe, weights, both, number) for number, name in ((2, "figures"), (3, "places"))}
        words = slice(STARTS[0], STARTS[1])
        mine = probe.idf[words] * probe.titled
        theirs = self._idf(buckets[:, words]) * (raw[:, words] >= 128)
        shared = (self._matched(probe.buckets[words], mine, buckets[:, words]) * theirs).sum(1)
        return found | {"title": _cosine(shared, np.sqrt((mine @ mine) * np.einsum("ij,ij->i", theirs, theirs)))}

    def words(self, rows: Rows) -> tuple[npt.NDArray[np.uint32], Floats]:
        """The words and names of these rows as buckets, one row each, 0 where there are fewer; and what each says in its article now."""
        buckets = self._buckets(rows)[:, : STARTS[2]]
        return buckets.astype(np.uint32), self._weighed(buckets, self._weights[rows, : STARTS[2]])

    def _weighed(self, buckets: npt.NDArray[np.int64], raw: npt.NDArray[np.uint8]) -> Floats:
        """What terms say in their articles now."""
        return np.asarray((raw & 127) * self._idf(buckets) * (buckets != _NO_BUCKET), np.float32)

    def _buckets(self, rows: int | Rows) -> npt.NDArray[np.int64]:
        """The buckets of the terms of a row, or of several."""
        return np.asarray(self._high[rows].astype(np.int64) << 16 | self._low[rows], np.int64)

    def _matched(self, mine: npt.NDArray[np.int64], values: Floats, theirs: npt.NDArray[np.int64]) -> Floats:
        """For each of their buckets the value that it has among mine, 0 where it is none of them."""
        self._places[mine] = np.arange(1, len(mine) + 1)
        found = np.concatenate((np.zeros(1, np.float32), values))[self._places[theirs]]
        self._places[mine] = 0
        return np.asarray(found, np.float32)

    def _idf(self, buckets: npt.NDArray[np.int64]) -> Floats:
        known = np.float32(BACKGROUND_ARTICLES) * _PRIORS[self._prior[buckets]]
        share = (self._seen[buckets] + known) / np.float32(self._alive + BACKGROUND_ARTICLES)
        return np.asarray(-np.log(np.clip(share, 1e-9, 1.0)), np.float32)

    def _rarest(self, idf: Floats, weights: Floats) -> npt.NDArray[np.intp]:
        """Which words and names stand for the article in the index."""
        end = STARTS[2]
        worth = weights[:end] * idf[:end]
        order = np.argsort(-worth, kind="stable")[:INDEXED]
        return order[worth[order] > 0]

    def _index(self, row: int) -> None:
        probe = self.probe(row)
        chosen = self._rarest(probe.idf, probe.weights)
        buckets = probe.buckets[chosen]
        nodes = row * INDEXED + np.arange(len(chosen))
        self._links[row], self._chosen[row] = -1, _NONE
        self._links[row, : len(chosen)] = self._heads[buckets]
        self._heads[buckets] = nodes
        # Of two terms in one bucket the last stands in the chain.
        self._chosen[row, : len(chosen)] = np.where(self._heads[buckets] == nodes, chosen, _NONE)

    def _unlinked(self, row: int, buckets: npt.NDArray[np.int64]) -> bool:
        """Take the row out of its chains; whether it was found in all of them within `REACH` links."""
        slots = np.flatnonzero(self._chosen[row] != _NONE)
        heads = buckets[self._chosen[row, slots]]
        nodes = row * INDEXED + slots
        links = self._links.reshape(-1)
        at, before = self._heads[heads].astype(np.int64), np.full(len(slots), -1)
        for _ in range(REACH):
            hit = at == nodes
            first, later = hit & (before < 0), hit & (before >= 0)
            self._heads[heads[first]] = links[nodes[first]]
            links[before[later]] = links[nodes[later]]
            self._chosen[row, slots[hit]] = _NONE
            on = ~hit & (at >= 0)
            if not on.any():
                break
            slots, heads, nodes, before = slots[on], heads[on], nodes[on], at[on]
            at = links[before].astype(np.int64)
        return bool((self._chosen[row] == _NONE).all())

    def _new_row(self) -> int:
        if self.count == len(self.articles):
            self._grow()
        self.count += 1
        return self.count - 1

    def _grow(self) -> None:
        size = len(self.articles) + len(self.articles) // _GROWTH + _FIRST

        def grown(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
            larger = np.zeros((size, *array.shape[1:]), array.dtype)
            larger[: len(array)] = array
            return larger

        for name in _GROWING:
            setattr(self, name, grown(getattr(self, name)))
        if self._vectors is not None:
            self._vectors = np.asarray(grown(self._vectors), np.int8)


def _kind(probe: Probe, weights: Floats, both: Floats, number: int) -> Floats:
    """The cosines of one kind of terms."""
    part = slice(STARTS[number], STARTS[number + 1])
    mine, theirs = probe.weights[part], weights[:, part]
    return _cosine(both[:, part].sum(1), np.sqrt((mine @ mine) * np.einsum("ij,ij->i", theirs, theirs)))


def _cosine(both: Floats, length: Floats) -> Floats:
    """Products as cosines: 0 where either side has nothing (two kinds may share a bucket by chance)."""
    return np.asarray(np.where(length > 1e-6, np.minimum(both / np.maximum(length, 1e-6), 1.0), 0.0), np.float32)
