"""The door: documents in, a timeline out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from broadsheet.analyse.timelines.days import how_many, weigh_days
from broadsheet.analyse.timelines.distinct import distinct
from broadsheet.analyse.timelines.reading import read
from broadsheet.analyse.timelines.records import DatedText, DayTold
from broadsheet.analyse.timelines.telling import candidates, choose, places
from broadsheet.analyse.timelines.topic import Vector, topic_of
from broadsheet.errors import InputError

VERSION = "timelines-1"


def timeline_of(
    documents: Sequence[DatedText],
    *,
    language: str = "en",
    days: int | None = None,
    since: date | None = None,
    until: date | None = None,
    passages: int = 2,
) -> tuple[DayTold, ...]:
    """The days that matter in the documents, in order of time, each with up to `passages` of their sentences, word for word.

    Leaving out copies -> weighing the days -> choosing `days` of them (None: as many as such a collection usually has) between `since`
    and `until`, both included -> choosing the sentences of each, the weightiest day first, so that a later one does not repeat it. A day
    that no sentence tells is left out and another takes its place. () for no documents. InputError for less than 0 days or 1 passage.

    Documents without a day of publication count by the full dates in their text only. Dates in running text are resolved in
    English (`broadsheet.analyse.dates`); in other languages the days of publication decide.
    """
    if passages < 1 or (days is not None and days < 0):
        raise InputError(f"a timeline of {days} days with {passages} passages each: ask for 0 days or more, 1 passage or more")
    reads = distinct([read(document, language) for document in documents])
    topic = topic_of(reads)
    weights = weigh_days(reads, topic)
    weighed = {day: weight for day, weight in weights.items() if (since is None or day >= since) and (until is None or day <= until)}
    wanted = how_many(reads) if days is None else days
    where = places(reads)
    told: list[Vector] = []
    chosen: list[DayTold] = []
    for day in sorted(weighed.keys() & where.keys(), key=lambda day: (-weighed[day], day)):
        if len(chosen) >= wanted:
            break
        if best := choose(candidates(where[day], reads, topic), told, passages):
            chosen.append(DayTold(day=day, weight=weighed[day], passages=tuple(one.passage for one in best)))
            told += [one.terms for one in best]
    return tuple(sorted(chosen, key=lambda entry: entry.day))
