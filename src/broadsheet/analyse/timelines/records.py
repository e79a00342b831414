"""What goes into a timeline and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedText:
    """A document: its text and the day on which it was published, where that is known."""

    id: str
    published: date | None
    text: str
    #: ISO 639-1 code; None: the language that the timeline is asked for in.
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPassage:
    """A sentence of a document, `start`-`end` in code points of its text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTold:
    """A day of a timeline and the passages that tell it, the best first."""

    day: date
    #: How much the day matters beside the others, above 0, at most 1.
    weight: float
    passages: tuple[DayPassage, ...]
