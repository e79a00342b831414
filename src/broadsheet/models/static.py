"""A static embedder: every word has one vector, a text is their weighted mean. No network, no GPU, no download; microseconds a text.

Method: word vectors of a sentence encoder (each word embedded alone), reduced by principal components, weighted by smooth inverse
frequency (Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for sentence embeddings"); unknown words by their known pieces.
How the table was made: `train_static` and docs/decisions/0010-embeddings.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from broadsheet.models.base import Vectors
from broadsheet.models.table import PACKAGED, read_table
from broadsheet.models.words import first_of_each, pieces_of, words_of

#: Characters of a text that are read; news says what it is about long before.
MOST_CHARACTERS = 20_000
#: Unknown words whose pieces are remembered.
_REMEMBERED = 20_000


class StaticEmbedder:
    """The table at `path` as an embedder. Safe to share between threads.

    Raises ModelError when the file is missing or damaged.
    """

    def __init__(self, path: Path = PACKAGED) -> None:
        table = read_table(path)
        self._vectors = table.vectors
        self._numbers = first_of_each(table.words)
        smooth = float(table.origin["smoothing"])
        weights = smooth / (smooth + np.exp(table.logprobs))
        self._weights = (weights * table.scales).astype(np.float32)
        self._pieces: dict[str, tuple[tuple[int, float], ...]] = {}
        self._name = f"static-{table.sha256[:12]}-{self.dim}"
        self._languages = frozenset(map(str, table.origin["languages"]))
        low, high = table.origin["cuts"]
        self._cuts = (float(low), float(high))

    @property
    def name(self) -> str:
        """Kind, start of the file's SHA-256, and dimension."""
        return self._name

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    @property
    def languages(self) -> frozenset[str]:
        """Languages for which a translated text was found again when the table was measured."""
        return self._languages

    @property
    def cuts(self) -> tuple[float, float]:
        """Cosines of unrelated and of closely related news, measured on the sets that the table's origin names."""
        return self._cuts

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text, zeros where no word is known. Only the first MOST_CHARACTERS of a text count."""
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            self._embed_into(row, text[:MOST_CHARACTERS])
        return rows

    def _embed_into(self, row: Vectors, text: str) -> None:
        shares: dict[int, float] = {}
        numbers = self._numbers
        for word, count in Counter(words_of(text)).items():
            number = numbers.get(word)
            if number is not None:
                shares[number] = shares.get(number, 0.0) + count
                continue
            for piece, share in self._pieces_of(word):
                shares[piece] = shares.get(piece, 0.0) + share * count
        if not shares:
            return
        chosen = np.fromiter(shares, np.intp, len(shares))
        weights = np.fromiter(shares.values(), np.float32, len(shares)) * self._weights[chosen]
        total = weights @ self._vectors[chosen].astype(np.float32)
        length = float(np.sqrt(total @ total))
        if length > 0:
            row[:] = total / length

    def _pieces_of(self, word: str) -> tuple[tuple[int, float], ...]:
        known = self._pieces.get(word)
        if known is None:
            if len(self._pieces) >= _REMEMBERED:
                self._pieces.clear()
            known = self._pieces[word] = tuple(pieces_of(word, self._numbers))
        return known
