"""What the grouper remembers of all articles: their sketches in arrays, and an index of their rarest terms.

The index is a chain of rows for each term, latest first, in one array: as many links a row as terms are indexed. A look-up follows all
chains of an article at once and stops after `DEPTH` links, so it costs the same however many articles there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories.sketch import KINDS, RARITY_STEP, STARTS, WIDTH, Sketch
from broadsheet.analyse.terms import BACKGROUND_ARTICLES

#: Terms are counted in so many buckets (a power of two); two different terms of two articles fall in one once in two hundred pairs.
BUCKETS = 1 << 21
#: Terms of an article that are indexed, and the rows that are followed for each.
INDEXED, DEPTH = 24, 40
#: Rows that share most rare terms and are compared in full.
COMPARED = 64

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
_FIRST = 1024


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


class Memory:
    """Sketches by row. Rows are never reused; what is forgotten is only left out."""

    def __init__(self) -> None:
        self.count = 0
        self.articles = np.zeros(_FIRST, np.int64)
        self.stories = np.zeros(_FIRST, np.int64)
        self.times = np.zeros(_FIRST, np.int64)
        self.has_text = np.zeros(_FIRST, bool)
        self._terms = np.zeros((_FIRST, WIDTH), np.uint32)
        self._weights = np.zeros((_FIRST, WIDTH), np.uint8)
        self._links = np.zeros((_FIRST, INDEXED), np.int32)
        self._vectors: npt.NDArray[np.int8] | None = None
        self._scales = np.zeros(_FIRST, np.float32)
        self._heads = np.full(BUCKETS, -1, np.int32)
        self._seen = np.zeros(BUCKETS, np.int32)
        self._prior = np.zeros(BUCKETS, np.float32)
        self._lookup = np.zeros(BUCKETS, np.float32)

    def nbytes(self) -> int:
        """Bytes of the arrays."""
        arrays = (self.articles, self.stories, self.times, self.has_text, self._terms, self._weights, self._links, self._scales)
        fixed = (self._heads, self._seen, self._prior, self._lookup)
        return sum(array.nbytes for array in (*arrays, *fixed)) + (0 if self._vectors is None else self._vectors.nbytes)

    def add(self, sketch: Sketch, story_id: int) -> int:
        """Remember an article; returns its row."""
        if self.count == len(self.articles):
            self._grow()
        row = self.count
        self.count += 1
        self.articles[row], self.stories[row] = sketch.article_id, story_id
        self.times[row], self.has_text[row] = sketch.time, sketch.has_text
        self._terms[row], self._weights[row] = sketch.hashes, sketch.weights
        used = sketch.hashes > 0
        buckets = (sketch.hashes[used] & (BUCKETS - 1)).astype(np.int64)
        self._seen[buckets] += 1
        self._prior[buckets] = np.exp(sketch.rarity[used].astype(np.float32) * -RARITY_STEP)
        self._index(row, sketch)
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
        used = self._terms[row] > 0
        self._seen[(self._terms[row, used] & (BUCKETS - 1)).astype(np.int64)] -= 1
        self.stories[row] = 0

    def probe(self, row: int) -> Probe:
        """The article of a row, ready to be compared."""
        buckets = (self._terms[row] & (BUCKETS - 1)).astype(np.int64)
        idf = self._idf(buckets) * (self._terms[row] > 0)
        weights = (self._weights[row] & 127).astype(np.float32) * idf
        vector = None if self._vectors is None or not self._scales[row] else self._vectors[row].astype(np.float32) * self._scales[row]
        titled = (self._weights[row, : STARTS[1]] >= 128).astype(np.float32)
        return Probe(buckets, idf, weights, titled, vector, int(self.times[row]), bool(self.has_text[row]))

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
        """Cosines of the words ("terms"), of the words of the titles, of names, figures and places, of the embeddings; and time apart."""
        terms = self._terms[rows]
        buckets = (terms & (BUCKETS - 1)).astype(np.int64)
        raw = self._weights[rows]
        idf = self._idf(buckets) * (terms > 0)
        weights = (raw & 127).astype(np.float32) * idf
        self._lookup[probe.buckets] = probe.weights
        both = self._lookup[buckets] * weights
        self._lookup[probe.buckets] = 0.0
        found: dict[str, Floats] = {}
        for name, start, size in zip(("terms", "names", "figures", "places"), STARTS, KINDS, strict=False):
            part = slice(start, start + size)
            mine, theirs = probe.weights[part], weights[:, part]
            length = np.sqrt((mine @ mine) * np.einsum("ij,ij->i", theirs, theirs))
            found[name] = _cosine(both[:, part].sum(1), length)
        found["title"] = self._titles(probe, buckets, idf, raw)
        place = slice(STARTS[3], STARTS[4])
        found["elsewhere"] = ((probe.weights[place].any() & weights[:, place].any(1)) & (found["places"] < 0.01)).astype(np.float32)
        if probe.vector is not None and self._vectors is not None:
            found["meaning"] = (self._vectors[rows].astype(np.float32) @ probe.vector) * self._scales[rows]
        else:
            found["meaning"] = np.zeros(len(rows), np.float32)
        known = (self.times[rows] != 0) & (probe.time != 0)
        found["days"] = (np.abs(self.times[rows] - probe.time) / 86400.0 * known).astype(np.float32)
        found["untold"] = 1.0 - (self.has_text[rows] & probe.has_text).astype(np.float32)
        return found

    def _titles(self, probe: Probe, buckets: npt.NDArray[np.int64], idf: Floats, raw: npt.NDArray[np.uint8]) -> Floats:
        words = slice(STARTS[0], STARTS[1])
        row = self._lookup
        mine = probe.idf[words] * probe.titled
        theirs = idf[:, words] * (raw[:, words] >= 128)
        row[probe.buckets[words]] = mine
        both = (row[buckets[:, words]] * theirs).sum(1)
        row[probe.buckets[words]] = 0.0
        return _cosine(both, np.sqrt((mine @ mine) * np.einsum("ij,ij->i", theirs, theirs)))

    def _idf(self, buckets: npt.NDArray[np.int64]) -> Floats:
        share = (self._seen[buckets] + BACKGROUND_ARTICLES * self._prior[buckets]) / np.float32(self.count + BACKGROUND_ARTICLES)
        return np.asarray(-np.log(np.clip(share, 1e-9, 1.0)), np.float32)

    def _rarest(self, idf: Floats, weights: Floats) -> npt.NDArray[np.intp]:
        """Which words and names stand for the article in the index."""
        end = STARTS[2]
        worth = weights[:end] * idf[:end]
        order = np.argsort(-worth, kind="stable")[:INDEXED]
        return order[worth[order] > 0]

    def _index(self, row: int, sketch: Sketch) -> None:
        probe = self.probe(row)
        chosen = self._rarest(probe.idf, probe.weights)
        buckets = probe.buckets[chosen]
        links = np.full(INDEXED, -1, np.int32)
        links[: len(chosen)] = self._heads[buckets]
        self._links[row] = links
        self._heads[buckets] = row * INDEXED + np.arange(len(chosen))

    def _grow(self) -> None:
        size = len(self.articles) * 5 // 4 + _FIRST

        def grown(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
            larger = np.zeros((size, *array.shape[1:]), array.dtype)
            larger[: len(array)] = array
            return larger

        for name in ("articles", "stories", "times", "has_text", "_terms", "_weights", "_links", "_scales"):
            setattr(self, name, grown(getattr(self, name)))
        if self._vectors is not None:
            self._vectors = np.asarray(grown(self._vectors), np.int8)


def _cosine(both: Floats, length: Floats) -> Floats:
    """Products as cosines: 0 where either side has nothing (two kinds may share a bucket by chance)."""
    return np.asarray(np.where(length > 1e-6, np.minimum(both / np.maximum(length, 1e-6), 1.0), 0.0), np.float32)
