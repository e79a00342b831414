"""Which days of a collection matter. Pure.

A day matters by the documents that name it in their text: counted by document, not by mention, so that one long document does not
decide (date selection by counts: Tran et al. 2015; Gholipour Ghalandari and Ifrim 2020). Here a document counts more when

- it is about what the collection is about (the square of its cosine with the collection; documents beside the topic name days, too);
- it names the day a week later or more: what is recalled mattered (Tran et al. 2015 use the span in the same way);

and less when it names a day to come. A document counts a little for the day of its publication, whatever it names.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from broadsheet.analyse.timelines.reading import Read
from broadsheet.analyse.timelines.topic import Topic

#: A day named so many days after it is recalled, and then counts so many times as much.
LATER, RECALLED = 7, 3.0
#: A day to come counts so much of a day past.
AHEAD = 0.25
#: The day of publication counts so much of a day named.
PUBLISHED = 0.4
#: A timeline of documents of n days of publication has n to this power entries when no number is asked for: more days, and fewer of them.
GROWTH = 0.8


def weigh_days(documents: Sequence[Read], topic: Topic) -> dict[date, float]:
    """How much each day matters, above 0, the most important 1; {} where no day is known."""
    points: dict[date, float] = defaultdict(float)
    for document, near in zip(documents, topic.nearness, strict=True):
        for day, times in _counted(document).items():
            points[day] += near * near * times
    most = max(points.values(), default=0.0)
    return {day: count / most for day, count in points.items() if count > 0}


def _counted(document: Read) -> Mapping[date, float]:
    published = document.published
    times: dict[date, float] = defaultdict(float)
    for day in {day for days in document.named for day in days}:
        times[day] = 1.0 if published is None else _since(day, published)
    if published is not None:
        times[published] += PUBLISHED
    return times


def _since(day: date, published: date) -> float:
    days = (published - day).days
    return AHEAD if days < 0 else RECALLED if days >= LATER else 1.0


def how_many(documents: Sequence[Read]) -> int:
    """The number of days that a timeline of these documents has when nobody asks for one, 1 or more."""
    published = {document.published for document in documents} - {None}
    return max(1, round(math.pow(len(published), GROWTH)))
