"""Copies left out: what one hundred publishers took from one wire is one report. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from broadsheet.analyse.terms import folded
from broadsheet.analyse.timelines.reading import Read

#: A document is a copy when more than this share of its sentences stands in earlier ones.
REPEATED = 0.5


def distinct(documents: Sequence[Read]) -> list[Read]:
    """The documents without copies, in their order. Of a document and its copies the one that was published first stays.

    Sentences are compared without case, accents and white space; a rewritten report is none the less a report of its own.
    """
    seen: set[int] = set()
    kept: set[int] = set()
    for number in sorted(range(len(documents)), key=lambda number: (documents[number].published or date.max, number)):
        sentences = _sentences(documents[number])
        if len(sentences & seen) <= REPEATED * len(sentences):
            kept.add(number)
            seen |= sentences
    return [document for number, document in enumerate(documents) if number in kept]


def _sentences(document: Read) -> set[int]:
    # Hashes: the sentences of a large collection need not be kept twice.
    return {hash("".join(folded(document.document.text[start:end]).split())) for start, end in document.spans}
