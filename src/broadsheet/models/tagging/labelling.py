"""Annotated texts as a tagger learns from them: windows of word pieces, each word labelled begin, inside or outside. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from broadsheet.models.tagging.encoder import LABELS
from broadsheet.models.tagging.windows import numbers, read, windows
from broadsheet.models.wordpiece import WordPieces
from broadsheet.types import Span

PARTS = ("source", "cue", "content")
#: The spans of one statement, by "source", "cue" and "content".
Spans = Mapping[str, Sequence[Span]]
#: Label of a word of which the annotation does not tell.
UNTOLD = -100


@dataclass(frozen=True)
class Example:
    """A window: piece numbers, where words begin, and their labels (words x heads): 0 begin, 1 inside, 2 outside, UNTOLD.

    `soft` are other models' answers instead (words x heads x 3).
    """

    row: list[int]
    places: list[int]
    hard: npt.NDArray[np.int64] | None = None
    soft: npt.NDArray[np.float32] | None = None


def examples(text: str, statements: Sequence[Spans], pieces: WordPieces, *, inner: bool = True) -> Iterator[Example]:
    """A text's windows with their labels. Without `inner`, statements within others' contents are not told apart in the annotation."""
    reading = read(text, pieces)
    labels = np.full((len(reading.words), len(LABELS)), 2, dtype=np.int64)
    starts = [start for start, _ in reading.words]
    for head, spans in enumerate(by_head(statements)):
        for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
            first, stop = bisect_left(starts, start), bisect_left(starts, end)
            if first < stop and (labels[first:stop, head] == 2).all():
                labels[first, head], labels[first + 1 : stop, head] = 0, 1
    if not inner:
        labels[:, len(PARTS) :] = UNTOLD
    for window in windows(reading):
        row, places = numbers(reading, window, pieces.number("[CLS]"), pieces.number("[SEP]"))
        yield Example(row, places, hard=labels[window.first : window.stop])


def by_head(statements: Sequence[Spans]) -> list[list[Span]]:
    """Spans a head of the tagger: those of statements, then those of statements that stand within another's content."""
    heads: list[list[Span]] = [[] for _ in LABELS]
    for one in statements:
        own = [span for part in PARTS for span in one[part]]
        inside = any(
            other is not one and all(any(low <= a and b <= high and b - a < high - low for low, high in other["content"]) for a, b in own)
            for other in statements
        )
        for at, part in enumerate(PARTS):
            heads[at + len(PARTS) * inside] += one[part]
    return heads
