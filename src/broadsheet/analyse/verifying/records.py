"""What a check of one written sentence is given and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why a sentence is not shown. The first ones are about its form, the others about what it says."""

    #: It names no passage, or none that was given.
    NO_CITATION = "no_citation"
    #: It carries a web address or e-mail address.
    LINK = "link"
    #: It carries markup, control or invisible characters, or several lines.
    MARKUP = "markup"
    #: It, or the passage that it cites, speaks to a reader or a machine as if to give orders.
    INSTRUCTION = "instruction"
    #: It is empty, a fragment, a question, or too long to be checked.
    FORM = "form"
    #: It leans on a sentence that is not there ("He said ...") or speaks as "I" or "we".
    PRONOUN = "pronoun"
    #: A number that the passages do not have.
    NUMBER = "number"
    #: A capitalised word that the passages do not have.
    NAME = "name"
    #: Quoted words that the passages do not quote.
    QUOTE = "quote"
    #: A day that the passages do not name, or a word such as "yesterday", which moves with its reader.
    DATE = "date"
    #: Something is denied that the passages say, or the other way round, or they take it back.
    NEGATION = "negation"
    #: The opposite word ("rose" for "fell").
    OPPOSITE = "opposite"
    #: A word that weakens is missing or was put in ("may", "at least").
    HEDGE = "hedge"
    #: A claim without the one who made it, or with another one, or with another kind of word for saying it.
    HOLDER = "holder"
    #: Words that no passage has.
    UNSUPPORTED = "unsupported"
    #: The words are there, but not as one statement: in another order, or with something left out that may matter.
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A passage that a sentence may lean on: whole sentences of one article, as published."""

    id: str
    text: str
    #: Who is said to have said it; () when it is the publisher's own report or not known.
    holders: tuple[str, ...] = ()
    publisher: str = ""
    #: The day of publication; None when unknown: then only full dates are understood.
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a sentence may be shown: exactly when there is no reason against it."""

    reasons: tuple[Reason, ...] = ()
    #: The passages that hold it up, by id, in the order in which they were given; () when it may not be shown.
    support: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """It may be shown."""
        return not self.reasons
