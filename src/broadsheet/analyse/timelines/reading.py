"""One document read for a timeline: its sentences and the days that they name. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from broadsheet.analyse.dates import find_dates
from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.terms import counted
from broadsheet.analyse.timelines.records import DatedText
from broadsheet.types import Dated, DatePrecision

#: Characters of a document that are looked at.
LOOKED_AT = 200_000
#: Years of publication that count: seen from the calendar's ends, "yesterday" is no day.
YEARS = range(1000, 9000)
#: The year after a day in text whose tokens stand apart ("May 6 , 2031"): it is not read with the day.
_YEAR_APART = re.compile(r" , ((?:19|20)\d\d)(?!\d)")
_NO_YEAR = re.compile(r"\D*\d{1,2}\D*")


@dataclass(frozen=True, slots=True)
class Read:
    """A document's sentences (start, end) and, for each, the days that it names; and how often each term stands in the document."""

    document: DatedText
    #: The day of publication where it can count.
    published: date | None
    spans: tuple[tuple[int, int], ...]
    named: tuple[tuple[date, ...], ...]
    terms: Counter[str]


def read(document: DatedText, language: str) -> Read:
    """The document with what its sentences name, in its own language or else in `language`. Times longer than a day name none."""
    text = document.text[:LOOKED_AT]
    language = language if document.language is None else document.language
    published = document.published if document.published and document.published.year in YEARS else None
    spans = sentences(text, language)
    starts = [start for start, _ in spans]
    named: list[set[date]] = [set() for _ in spans]
    for dated in find_dates(text, datetime.combine(published, time(12), UTC) if published else None, language):
        if (day := _day(text, dated)) is not None:
            named[max(0, bisect_right(starts, dated.start) - 1)].add(day)
    return Read(document, published, tuple(spans), tuple(tuple(sorted(days)) for days in named), counted(text))


def _day(text: str, dated: Dated) -> date | None:
    if dated.precision is not DatePrecision.DAY:
        return None
    year = _YEAR_APART.match(text, dated.end)
    if year is None or not _NO_YEAR.fullmatch(text[dated.start : dated.end]):
        return dated.first
    try:
        return dated.first.replace(year=int(year[1]))
    except ValueError:
        return None
