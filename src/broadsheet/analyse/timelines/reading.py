"""One document read for a timeline: its sentences and the days that they name. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from broadsheet.analyse.dates import find_dates
from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.terms import counted
from broadsheet.analyse.timelines.records import DatedText
from broadsheet.types import DatePrecision

#: Characters of a document that are looked at.
LOOKED_AT = 200_000


@dataclass(frozen=True, slots=True)
class Read:
    """A document's sentences (start, end) and, for each, the days that it names; and how often each term stands in the document."""

    document: DatedText
    spans: tuple[tuple[int, int], ...]
    named: tuple[tuple[date, ...], ...]
    terms: Counter[str]


def read(document: DatedText, language: str) -> Read:
    """The document with what its sentences name. Times that are longer than a day name none."""
    text = document.text[:LOOKED_AT]
    published = datetime.combine(document.published, time(12), UTC) if document.published else None
    spans = sentences(text, language)
    found = [dated for dated in find_dates(text, published, language) if dated.precision is DatePrecision.DAY]
    named: list[tuple[date, ...]] = []
    for start, end in spans:
        days = {dated.first for dated in found if start <= dated.start < end}
        named.append(tuple(sorted(days)))
    return Read(document, tuple(spans), tuple(named), counted(text))
