"""What a statement tagger is to the rest of the house: tokens of a text, each with how likely it is part of a source, a cue, a content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from broadsheet.types import Span

Array = npt.NDArray[np.float32]

Label = Literal["source", "cue", "content"]
LABELS: tuple[Label, ...] = ("source", "cue", "content")
#: Columns of a label's probabilities.
BEGIN, INSIDE, OUTSIDE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `first` to `stop` (exclusive) as a piece of one label; `confidence` is the mean probability of its tokens and its edges."""

    label: Label
    first: int
    stop: int
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Tags:
    """What a tagger says of one text of n tokens (words, and single punctuation marks), in the order of the text.

    `probabilities` has for each label n rows of begin, inside and outside, which sum to 1; labels are told apart from each other, so that
    a token may be part of a source and of a content. `asks` (for "source" and "content") and `answers` are vectors whose dot product is
    the log-odds that the token that asks belongs to the token that answers, a token of a cue. Arrays are empty where n is 0.
    """

    tokens: tuple[Span, ...]
    probabilities: Mapping[Label, Array]
    asks: Mapping[Label, Array]
    answers: Array


class Tagger(Protocol):
    """Finds sources, cues and contents in English news. Rules make statements of what it says."""

    @property
    def name(self) -> str:
        """Identity of what it says: model and version; what another name found is found again."""

    def tag(self, texts: Sequence[str]) -> list[Tags]:
        """One answer a text, in their order, the same for the same text whatever stands beside it. A blank text has no tokens.

        Does not ask which language a text has. Time grows in proportion to a text's length, also where it is one line without end.
        """
