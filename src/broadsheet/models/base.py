"""What a model is to the rest of the house. Implementations stand beside this file; `app.wiring` chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how alike they are in meaning."""

    @property
    def name(self) -> str:
        """Identity of the vectors: model, version, dimension. Vectors of different names are never compared."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages whose texts it places in one common space; texts of others get weak vectors."""

    @property
    def cuts(self) -> tuple[float, float]:
        """Cosines of an unrelated and of a closely related pair of news texts: what `(cosine - low) / (high - low)` scales to 0..1."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, (len(texts), dim), centred and of length 1 (all zeros for a text without a known word).

        Raises ModelError when a model that runs elsewhere does not answer.
        """
