"""What is told to a reader: sentences that each open the passage from which they come, and the answers made of them.

A told sentence is verbatim, or its passage with listed cuts; `checked` in `analyse.telling` says so of any of them. What the house says in
its own words ("Contested", "Answers differ") stands in `label`, apart from the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from broadsheet.types.article import Passage


class TellingRole(StrEnum):
    """Why a sentence is told."""

    #: What the reports tell.
    KNOWN = "known"
    #: What somebody says; the sentence names who.
    SAID = "said"
    #: One side of a contested figure or of conflicting accounts.
    CONTESTED = "contested"
    #: A change of position, or a correction.
    CHANGED = "changed"
    #: The sentence that answers a question.
    ANSWER = "answer"
    #: Near to a question that the sources do not answer.
    NEAR = "near"


class CutKind(StrEnum):
    """What may be left out of a sentence that is told. Nothing else ever is."""

    #: The place and agency that a report begins with.
    DATELINE = "dateline"
    #: A remark between brackets.
    BRACKETS = "brackets"
    #: The day, at the sentence's end or between commas.
    DAY = "day"
    #: An apposition or relative clause between commas.
    ASIDE = "aside"
    #: A connecting word at the beginning ("However,").
    CONNECTIVE = "connective"


#: A cut: start, end (offsets into the article's text), and what is cut.
Cut = tuple[int, int, CutKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence: `text` is the passage `source` without the `cuts`, its blanks made single.

    `also` are passages of other reports that tell the same. `holder` is who says it, "" for the report itself. `label` are the house's own
    words about it. `new` marks what a returning reader has not seen.
    """

    text: str
    source: Passage
    cuts: tuple[Cut, ...] = ()
    role: TellingRole = TellingRole.KNOWN
    label: str = ""
    holder: str = ""
    also: tuple[Passage, ...] = ()
    at: datetime | None = None
    publisher: str = ""
    score: float = 0.0
    new: bool = False

    @property
    def citations(self) -> tuple[Passage, ...]:
        """Its own passage, then those that tell the same."""
        return (self.source, *self.also)


class Length(StrEnum):
    """How much is told."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A summary: what is known, what is contested, what changed. `note` says why something is missing."""

    sentences: tuple[Told, ...] = ()
    note: str = ""
    version: str = ""

    def of(self, role: TellingRole) -> tuple[Told, ...]:
        """The sentences of one role."""
        return tuple(told for told in self.sentences if told.role is role)

    def __bool__(self) -> bool:
        """Whether anything is told."""
        return bool(self.sentences)


class Asked(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    #: What somebody said, denied, demanded ...
    SAID = "said"
    #: What is contested.
    DIFFERS = "differs"
    #: What changed.
    CHANGED = "changed"
    #: Which publisher had it first.
    FIRST = "first"
    WHAT = "what"


class Found(StrEnum):
    """How an answer came out."""

    ANSWERED = "answered"
    #: The sources give answers that cannot all hold; they stand side by side.
    DIFFERS = "differs"
    #: The sources do not say. `near` has the nearest passages.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question: sentences with their passages, best first; for contested matters a sentence of each side.

    `said` is the house's own line above them, made of nothing but the counts and names of what follows. `missing` are words of the question
    that no source has.
    """

    question: str
    asked: Asked
    found: Found
    said: str = ""
    sentences: tuple[Told, ...] = ()
    near: tuple[Told, ...] = ()
    missing: tuple[str, ...] = ()
    version: str = ""
