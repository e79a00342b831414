"""The scene of an article: who is named where, sentence by sentence, for what looks back from a pronoun or a description. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analyse.speakers.entities import Entity
from broadsheet.types import Span


@dataclass(frozen=True, slots=True)
class Named:
    """A name of an entity where it stands."""

    start: int
    end: int
    entity: Entity


class Scene:
    """Names in order of place, with their sentences and paragraphs."""

    def __init__(self, text: str, known: Sequence[Entity], sentences: Sequence[Span]) -> None:
        self.text = text
        self.named = sorted(
            (Named(name.start, name.end, entity) for entity in known for name in entity.names), key=lambda named: named.start
        )
        self._starts = [named.start for named in self.named]
        self._sentences = [start for start, _ in sentences]
        self._ends = [end for _, end in sentences]

    def before(self, offset: int, most: int) -> list[Named]:
        """The last names before an offset, nearest first."""
        stop = bisect_right(self._starts, offset - 1)
        return self.named[max(0, stop - most) : stop][::-1]

    def after(self, offset: int, most: int) -> list[Named]:
        """The next names from an offset on."""
        first = bisect_right(self._starts, offset - 1)
        return self.named[first : first + most]

    def sentence(self, offset: int) -> int:
        """The number of the sentence at or before an offset."""
        return bisect_right(self._sentences, offset) - 1

    def sentence_span(self, number: int) -> Span:
        """Where a sentence stands; the whole text where there is none of that number."""
        if not 0 <= number < len(self._sentences):
            return (0, len(self.text))
        return (self._sentences[number], self._ends[number])
