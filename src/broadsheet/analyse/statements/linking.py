"""Which source and which contents belong to a cue.

Spans of three labels are given; what belongs together is decided by where they stand: how far apart, in which order, in one sentence or
not, and whether another cue stands between them. Costs are in words; the cheapest partner wins. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.types import Span

_BREAK = re.compile(r"(?<=[^\s:])[ \t]*\n\s*")
#: Cost of leaving the sentence, of passing another cue, and of standing on the less usual side.
SENTENCE, PASSED, SIDE = 12.0, 9.0, 1.5
#: Cost of a clause that begins with "that" or "whether" and stands before its cue: hardly anybody writes so.
FRONTED = 8.0
_CLAUSE = re.compile(r"\b(?:that|whether)\b")
#: No partner is looked for beyond these costs.
FARTHEST_CONTENT, FARTHEST_SOURCE = 60.0, 40.0
#: Words of a source beyond which its beginning is not looked for.
LONGEST_SOURCE = 50.0


@dataclass(frozen=True, slots=True)
class Linked:
    """A cue with its source pieces and content pieces; a floating quotation has no cue."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class Places:
    """Where words, sentences and paragraphs of a text stand. `words` are token spans, `sentences` sentence spans, both in order."""

    def __init__(self, text: str, words: Sequence[Span], sentences: Sequence[Span]) -> None:
        self._starts = [start for start, _ in words]
        self._sentences = [start for start, _ in sentences]
        # A paragraph that ends with a colon goes on in the next one: "The board said:" and the quotation below it.
        self._paragraphs = [match.end() for match in _BREAK.finditer(text)]

        self._clauses = frozenset(match.start() for match in _CLAUSE.finditer(text))

    def opens_clause(self, offset: int) -> bool:
        """Whether a clause with "that" or "whether" begins there."""
        return offset in self._clauses

    def word(self, offset: int) -> int:
        """The number of the word at or before an offset."""
        return bisect_right(self._starts, offset) - 1

    def offset(self, word: int) -> int:
        """Where a word begins; the first or last one's place where there is no such word."""
        return self._starts[min(max(word, 0), len(self._starts) - 1)] if self._starts else 0

    def sentence(self, offset: int) -> int:
        """The number of the sentence at or before an offset."""
        return bisect_right(self._sentences, offset) - 1

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return bisect_right(self._paragraphs, offset)

    def gap(self, one: Span, other: Span) -> int:
        """Words between two spans, 0 when they touch or overlap."""
        first, second = sorted((one, other))
        return max(0, self.word(second[0]) - self.word(max(first[0], first[1] - 1)) - 1)


class _Row:
    """Cues or sources in order of place, with those near a span found by bisection: a text of one endless line stays linear."""

    def __init__(self, spans: Sequence[Span], places: Places) -> None:
        self._order = sorted(range(len(spans)), key=spans.__getitem__)
        self._spans = [spans[number] for number in self._order]
        self._starts = [start for start, _ in self._spans]
        self._places = places

    def near(self, span: Span, words: float) -> list[tuple[int, Span]]:
        """Number and span of those that begin at most so many words before or after."""
        low = self._places.offset(self._places.word(span[0]) - int(words))
        high = self._places.offset(self._places.word(max(span[0], span[1] - 1)) + int(words))
        first, stop = bisect_left(self._starts, low), bisect_right(self._starts, high)
        return list(zip(self._order[first:stop], self._spans[first:stop], strict=True))

    def between(self, start: int, end: int, but: Span) -> int:
        """How many lie wholly between two offsets, `but` not counted."""
        first, stop = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return sum(span[1] <= end and span != but for span in self._spans[first:stop])


def link(places: Places, sources: Sequence[Span], cues: Sequence[Span], contents: Sequence[Span]) -> list[Linked]:
    """Statements made of these spans, in the order of their cues, then floating quotations."""
    cue_row, source_row = _Row(cues, places), _Row(sources, places)
    held: dict[int, list[Span]] = {}
    for piece in contents:
        held.setdefault(_best_cue(places, piece, cue_row, source_row), []).append(piece)
    found = []
    for number, cue in enumerate(cues):
        pieces = tuple(sorted(held.get(number, ())))
        source = _best_source(places, cue, pieces, source_row, cue_row)
        found.append(Linked((source,) if source else (), (cue,), pieces))
    return found + [Linked((), (), (piece,)) for piece in held.get(-1, ())]


def _inside(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _best_cue(places: Places, piece: Span, cues: _Row, sources: _Row) -> int:
    best, least = -1, FARTHEST_CONTENT
    for number, cue in cues.near(piece, FARTHEST_CONTENT):
        if _inside(cue, piece) or places.paragraph(cue[0]) != places.paragraph(piece[0]):
            continue
        cost = _content_cost(places, piece, cue, cues, sources)
        if cost < least:
            best, least = number, cost
    return best


def _content_cost(places: Places, piece: Span, cue: Span, cues: _Row, sources: _Row) -> float:
    low, high = _block(places, cue, sources)
    cost = float(min(places.gap(piece, cue), places.gap(piece, (low, high))))
    cost += SENTENCE * min(3, abs(places.sentence(piece[0]) - places.sentence(cue[0])))
    start, end = (cue[1], piece[0]) if cue[0] < piece[0] else (piece[1], cue[0])
    cost += PASSED * cues.between(start, end, cue)
    if piece[0] < cue[0]:
        cost += FRONTED if places.opens_clause(piece[0]) else SIDE
    return cost


def _block(places: Places, cue: Span, sources: _Row) -> Span:
    """The cue with a source that touches it: what stands between a quotation and "said the mayor" is the mayor."""
    low, high = cue
    for _, source in sources.near(cue, LONGEST_SOURCE):
        if source[1] <= cue[0] and places.gap(source, cue) == 0:
            low = min(low, source[0])
        if source[0] >= cue[1] and places.gap(source, cue) == 0:
            high = max(high, source[1])
    return low, high


def _best_source(places: Places, cue: Span, pieces: Sequence[Span], sources: _Row, cues: _Row) -> Span | None:
    best, least = None, FARTHEST_SOURCE
    for _, source in sources.near(cue, FARTHEST_SOURCE + LONGEST_SOURCE):
        if places.sentence(source[0]) != places.sentence(cue[0]) or any(_inside(source, piece) for piece in pieces):
            continue
        cost = float(places.gap(source, cue))
        start, end = (cue[1], source[0]) if cue[0] < source[0] else (source[1], cue[0])
        cost += PASSED / 3 * cues.between(start, end, cue)
        cost += SIDE if source[0] > cue[0] and places.gap(source, cue) else 0.0
        if source[0] > cue[1]:
            cost += 4 * places.gap(source, cue)
        if cost < least:
            best, least = source, cost
    return best
