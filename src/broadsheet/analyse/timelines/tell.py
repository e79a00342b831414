"""The door: documents in, a timeline out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from broadsheet.analyse.timelines.days import centralities, how_many, weigh_days
from broadsheet.analyse.timelines.reading import read
from broadsheet.analyse.timelines.records import DatedText, DayTold
from broadsheet.analyse.timelines.telling import Vector, rarity_in, tell

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

    Weighing the days -> choosing `days` of them (None: as many as such a collection usually has) between `since` and `until`, both
    included -> choosing the sentences of each, the weightiest day first, so that a later one does not repeat it. A day that no sentence
    tells is left out and another takes its place. () for no documents.

    Documents without a day of publication count by the full dates in their text only. Dates in running text are resolved in
    English (`broadsheet.analyse.dates`); in other languages the days of publication decide.
    """
    reads = [read(document, language) for document in documents]
    rarity = rarity_in(reads)
    weights = weigh_days(reads, centralities(reads, rarity))
    weighed = {day: weight for day, weight in weights.items() if (since is None or day >= since) and (until is None or day <= until)}
    wanted = how_many(reads) if days is None else days
    told: list[Vector] = []
    chosen: list[DayTold] = []
    for day in sorted(weighed, key=lambda day: (-weighed[day], day)):
        if len(chosen) >= wanted:
            break
        if found := tell(day, reads, rarity, told, passages):
            chosen.append(DayTold(day=day, weight=weighed[day], passages=found))
    return tuple(sorted(chosen, key=lambda entry: entry.day))
