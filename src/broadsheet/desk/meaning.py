"""What the house knows of words beyond its articles: how rare they are, and which mean nearly the same. From the shipped table alone."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from broadsheet.analyse.terms import Rarity, terms
from broadsheet.models.base import Embedder, Vectors

#: Words whose vectors are remembered.
MOST = 60_000
#: How rare a word of which nothing is known is taken to be.
UNKNOWN = 8.0


class WordMeaning:
    """Rarity and likeness of words. Safe to use from several threads.

    `rarity` tells of terms, `embedder` of words; both know the languages of the shipped table.
    """

    def __init__(self, rarity: Rarity, embedder: Embedder) -> None:
        self._rarity = rarity
        self._embedder = embedder
        self._known: dict[str, int] = {}
        self._vectors: Vectors = np.zeros((0, embedder.dim), dtype=np.float32)
        self._lock = Lock()

    def rarity(self, word: str) -> float:
        """-ln of the share of articles that have the word, as the language at large makes expect."""
        return max((self._rarity.idf(term) for term in terms(word)), default=UNKNOWN)

    def alike(self, ones: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        """Cosine of each of `ones` with each of `others`."""
        if not ones or not others:
            return [[] for _ in ones]
        both = self._embedded([*ones, *others])
        cosines: list[list[float]] = (both[: len(ones)] @ both[len(ones) :].T).tolist()
        return cosines

    def like(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine of a question with each of these texts."""
        if not texts:
            return []
        vectors = self._embedder.embed([question, *texts])
        cosines: list[float] = (vectors[1:] @ vectors[0]).tolist()
        return cosines

    def _embedded(self, words: Sequence[str]) -> Vectors:
        with self._lock:
            new = list(dict.fromkeys(word for word in words if word not in self._known))
            if new:
                if len(self._known) + len(new) > MOST:
                    self._known, self._vectors, new = {}, self._vectors[:0], list(dict.fromkeys(words))
                self._known.update((word, len(self._vectors) + place) for place, word in enumerate(new))
                self._vectors = np.vstack([self._vectors, self._embedder.embed(new)])
            return self._vectors[[self._known[word] for word in words]]
