"""From probabilities to pieces, and from pieces to statements. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from broadsheet.models.tagging.base import BEGIN, INSIDE, OUTSIDE, Array, Label, Piece, Tags

#: A piece's words are linked to no cue further away than this many tokens.
REACH = 120
_TINY = 1e-7


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with the sources and contents that it links, each with how sure the link is (0..1). Both may be empty."""

    cue: Piece
    sources: tuple[tuple[Piece, float], ...]
    contents: tuple[tuple[Piece, float], ...]


def pieces(tags: Tags, label: Label, bias: float = 0.0) -> list[Piece]:
    """The most probable pieces of a label (Viterbi: inside follows only begin or inside). `bias` is added to the log-odds of being part
    of one: above 0 finds more pieces, below 0 fewer.
    """
    table = tags.probabilities[label]
    return [_piece(table, label, first, stop) for first, stop in runs(table, bias)]


def runs(table: Array, bias: float = 0.0) -> list[tuple[int, int]]:
    """First and stop of each run of the likeliest sequence. `table` is (n x 3): begin, inside, outside."""
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


def attributions(tags: Tags, found: Sequence[Piece]) -> list[Attribution]:
    """Each cue of `found` with what belongs to it: every source and content goes to the cue that answers it best, within REACH.

    Pieces for which no cue stands in reach are left out.
    """
    cues = [piece for piece in found if piece.label == "cue"]
    sources: list[list[tuple[Piece, float]]] = [[] for _ in cues]
    contents: list[list[tuple[Piece, float]]] = [[] for _ in cues]
    for piece in found:
        if piece.label == "cue":
            continue
        near = [at for at, cue in enumerate(cues) if cue.first < piece.stop + REACH and piece.first < cue.stop + REACH]
        if not near:
            continue
        shares = link(tags, piece, [cues[at] for at in near])
        best = int(np.argmax(shares))
        (sources if piece.label == "source" else contents)[near[best]].append((piece, float(shares[best])))
    return [Attribution(cue, tuple(s), tuple(c)) for cue, s, c in zip(cues, sources, contents, strict=True)]


def link(tags: Tags, piece: Piece, cues: Sequence[Piece]) -> Array:
    """How likely a source or content belongs to each of the cues; sums to 1. At least one cue."""
    asking = tags.asks[piece.label][piece.first : piece.stop].mean(axis=0)
    scores = np.array([float(asking @ tags.answers[cue.first : cue.stop].mean(axis=0)) for cue in cues], np.float32)
    shares = np.exp(scores - scores.max())
    result: Array = shares / shares.sum()
    return result


def _piece(table: Array, label: Label, first: int, stop: int) -> Piece:
    inside = 1 - table[first:stop, OUTSIDE]
    # What follows must not go on: an inside there would make the piece longer.
    end = 1 - float(table[stop, INSIDE]) if stop < len(table) else 1.0
    return Piece(label, first, stop, float(inside.mean() * np.sqrt(float(table[first, BEGIN]) * end)))
