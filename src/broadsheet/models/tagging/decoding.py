"""From a word's probabilities to spans of the text. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from broadsheet.types import Marking, Part, Span

Array = npt.NDArray[np.float32]
#: Columns of a label's probabilities.
BEGIN, INSIDE, OUTSIDE = 0, 1, 2
_TINY = 1e-7


def markings(words: Sequence[Span], table: Array, part: Part, bias: float = 0.0) -> list[Marking]:
    """The likeliest spans of one part. `table` is (n x 3) for the n words of a text: begin, inside, outside; rows sum to 1. `bias` is
    added to the log-odds of being part of a span: above 0 finds more, below 0 fewer. A span's confidence is the mean probability of its
    words, weakened by how sure its edges are.
    """
    return [Marking(part, words[first][0], words[stop - 1][1], _confidence(table, first, stop)) for first, stop in runs(table, bias)]


def runs(table: Array, bias: float = 0.0) -> list[tuple[int, int]]:
    """First and stop of each run of the likeliest sequence (Viterbi: inside follows only begin or inside)."""
    if not len(table):
        return []
    scores = np.log(np.maximum(table, _TINY)).astype(np.float64)
    scores[:, (BEGIN, INSIDE)] += bias
    best = scores[0].copy()
    best[INSIDE] = -np.inf
    back = np.zeros((len(scores), 3), np.int8)
    for at in range(1, len(scores)):
        free = int(np.argmax(best))
        held = BEGIN if best[BEGIN] >= best[INSIDE] else INSIDE
        back[at] = (free, held, free)
        best = scores[at] + (best[free], best[held], best[free])
    state = int(np.argmax(best))
    states = [state]
    for at in range(len(scores) - 1, 0, -1):
        state = int(back[at, state])
        states.append(state)
    states.reverse()
    found: list[tuple[int, int]] = []
    for at, state in enumerate(states):
        if state == BEGIN:
            found.append((at, at + 1))
        elif state == INSIDE:
            found[-1] = (found[-1][0], at + 1)
    return found


def _confidence(table: Array, first: int, stop: int) -> float:
    inside = float((1 - table[first:stop, OUTSIDE]).mean())
    # What follows must not go on: an inside there would make the span longer.
    end = 1 - float(table[stop, INSIDE]) if stop < len(table) else 1.0
    return round(inside * float(np.sqrt(float(table[first, BEGIN]) * end)), 4)
