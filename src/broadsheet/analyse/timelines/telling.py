"""Which sentences tell a day. Pure.

Candidates are the sentences that name the day, and the first sentences of documents published that day or the day after. The one that is
nearest to all of them together (centroid; Radev et al. 2004) comes first; one that repeats what is chosen, this day or before, is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from broadsheet.analyse.terms import Rarity, cosine, counted, weights
from broadsheet.analyse.timelines.reading import Read
from broadsheet.analyse.timelines.records import DayPassage

#: Sentences from the beginning of a document that may tell the day of its publication, or the day before.
FIRST = 3
#: Terms that a sentence has at least, and at most.
SHORTEST, LONGEST = 6, 60
#: A passage shares less than this with every passage that is chosen already (cosine).
MOST_ALIKE = 0.6

Vector = dict[str, float]


def rarity_in(documents: Sequence[Read]) -> Rarity:
    """How rare the terms are in these documents."""
    rarity = Rarity(strength=1.0)
    for document in documents:
        rarity.add(document.terms)
    return rarity


def tell(day: date, documents: Sequence[Read], rarity: Rarity, told: list[Vector], passages: int) -> tuple[DayPassage, ...]:
    """Up to `passages` passages of the day; their terms are added to `told`, which are not told again."""
    found: list[tuple[DayPassage, Vector]] = []
    centre: Counter[str] = Counter()
    for document, start, end in _candidates(day, documents):
        terms = counted(document.document.text[start:end])
        if SHORTEST <= terms.total() <= LONGEST:
            vector = weights(terms, rarity)
            centre.update(vector)
            found.append((DayPassage(document=document.document.id, start=start, end=end), vector))
    found.sort(key=lambda pair: -sum(weight * centre[term] for term, weight in pair[1].items()))
    chosen: list[DayPassage] = []
    for passage, vector in found:
        if len(chosen) == passages:
            break
        if all(cosine(vector, other) < MOST_ALIKE for other in told):
            chosen.append(passage)
            told.append(vector)
    return tuple(chosen)


def _candidates(day: date, documents: Sequence[Read]) -> Iterator[tuple[Read, int, int]]:
    for document in documents:
        published = document.document.published
        near = published is not None and published - timedelta(days=1) <= day <= published
        for place, (span, days) in enumerate(zip(document.spans, document.named, strict=True)):
            if day in days or (near and place < FIRST and not days):
                yield document, *span
