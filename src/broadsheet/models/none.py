"""No embedder: for those who want linking by words alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from broadsheet.models.base import Vectors


class NoEmbedder:
    """Says of every text that nothing is known of it."""

    name = "none"
    dim = 1
    languages: frozenset[str] = frozenset()
    cuts = (0.0, 1.0)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Zeros: a vector of zeros means "no known word" to whoever compares."""
        return np.zeros((len(texts), self.dim), np.float32)
