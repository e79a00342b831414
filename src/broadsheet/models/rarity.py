"""How rare a word is in the world's texts: what tells "the" from "turbine" before an archive has articles of its own.

The log-probabilities come from the vocabulary of the shipped table, whose origin stands in its .json file. They are of web text in about a
hundred languages together: a common word of a small language looks rarer than one of a large language. Only the order of words within a
language should be relied upon.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from broadsheet.models.table import PACKAGED, read_table
from broadsheet.models.words import fold


class Background:
    """Log-probabilities of words. Callable, so that it can be passed on as a plain function of the word."""

    def __init__(self, path: Path = PACKAGED) -> None:
        table = read_table(path)
        self._logprobs: dict[str, float] = dict(zip(table.words, table.logprobs.tolist(), strict=True))
        #: That of the rarest word: what an unknown word has at most.
        self.floor = float(table.logprobs.min())

    def __len__(self) -> int:
        return len(self._logprobs)

    def __contains__(self, word: str) -> bool:
        return fold(word) in self._logprobs

    def __call__(self, word: str) -> float:
        """Natural logarithm of the word's probability; that of the rarest known word when it is unknown."""
        return self.logprob(word, self.floor)

    def logprob(self, word: str, default: float) -> float:
        """Natural logarithm of the word's probability, `default` when it is unknown. Case and Unicode form do not matter."""
        found = self._logprobs.get(word)
        return self._logprobs.get(fold(word), default) if found is None else found


@cache
def background() -> Background:
    """The shipped table's, read once. Raises ModelError when the file is damaged."""
    return Background()


def background_logprob(word: str, default: float) -> float:
    """Natural logarithm of a word's probability in general text, `default` when the shipped vocabulary lacks it."""
    return background().logprob(word, default)
