"""Which sentences tell a day. Pure.

Candidates are the sentences that name the day, and the first sentences of documents published that day or the day after that name none.
Those that tell little (a question, a few words, half a page, a beginning that leans on the sentence before) are taken where there are
no others. Best is the one that is near to all candidates of the day together, in a document at the heart of the topic. One that repeats
what is told already, of this day or a weightier one, is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from broadsheet.analyse.reading import LEANING
from broadsheet.analyse.terms import cosine, counted, weights
from broadsheet.analyse.timelines.reading import Read
from broadsheet.analyse.timelines.records import DayPassage
from broadsheet.analyse.timelines.topic import Topic, Vector, unit

#: Sentences from the beginning of a document that may tell the day of its publication, or the day before.
FIRST = 5
#: Terms that a sentence has at least, and at most.
SHORTEST, LONGEST = 8, 60
#: A passage shares less than this with every passage that is told already (cosine).
MOST_ALIKE = 0.4
#: Beside the cosine with the day's candidates count the document's with the topic, the sentence's with the topic, and its place.
DOCUMENT, TOPIC, PLACE = 2.0, 1.0, 0.2
_WORD = re.compile(r"\w+")
_QUESTION = ("?", "？", "؟")
_CLOSERS = "\"'”’»)]」』 "

#: A document's and a sentence's number.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may tell a day: its terms' weights (length 1), its points apart from the day, and whether it tells well."""

    passage: DayPassage
    terms: Vector
    points: float
    fit: bool


def places(documents: Sequence[Read]) -> dict[date, list[Place]]:
    """Where each day may be told, in the order of the documents."""
    found: dict[date, list[Place]] = defaultdict(list)
    for number, document in enumerate(documents):
        for place, named in enumerate(document.named):
            for day in named or _reported(document, place):
                found[day].append((number, place))
    return found


def candidates(where: Sequence[Place], documents: Sequence[Read], topic: Topic) -> list[Candidate]:
    """The sentences at these places."""
    return [_candidate(documents[number], place, topic, topic.nearness[number]) for number, place in where]


def choose(found: Sequence[Candidate], told: Sequence[Vector], most: int) -> list[Candidate]:
    """Up to `most` of a day's candidates, the best first, none like another or like what is told already."""
    found = [one for one in found if one.fit] or [one for one in found if one.terms]
    total: dict[str, float] = defaultdict(float)
    for one in found:
        for term, weight in one.terms.items():
            total[term] += weight
    centre = unit(total)
    chosen: list[Candidate] = []
    for one in sorted(found, key=lambda one: -(one.points + cosine(one.terms, centre))):
        if len(chosen) >= most:
            break
        if all(cosine(one.terms, other) < MOST_ALIKE for other in (*told, *(before.terms for before in chosen))):
            chosen.append(one)
    return chosen


def _reported(document: Read, place: int) -> tuple[date, ...]:
    published = document.published
    if published is None or place >= FIRST:
        return ()
    return (published, published - timedelta(days=1))


def _candidate(document: Read, place: int, topic: Topic, near: float) -> Candidate:
    start, end = document.spans[place]
    text = document.document.text[start:end]
    counts = counted(text)
    terms = weights(counts, topic.rarity)
    points = DOCUMENT * near + TOPIC * cosine(terms, topic.centre) + PLACE / (1 + place)
    passage = DayPassage(document=document.document.id, start=start, end=end)
    return Candidate(passage, terms, points, SHORTEST <= counts.total() <= LONGEST and _tells(text))


def _tells(text: str) -> bool:
    first = _WORD.search(text)
    return first is not None and first[0].lower() not in LEANING and not text.rstrip(_CLOSERS).endswith(_QUESTION)
