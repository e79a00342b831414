"""Which days of a collection matter. Pure.

A day matters by the documents that name it in their text: counted by document, not by mention, so that one long document does not
decide. Documents published that day count less: much is published on days on which little happens.
(Date selection by counts: Tran et al. 2015; Gholipour Ghalandari and Ifrim 2020.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from broadsheet.analyse.timelines.reading import Read

#: Of the days on which something was published, so many have an entry when no number is asked for.
SHARE_OF_DAYS = 0.3


def weigh_days(documents: Sequence[Read]) -> dict[date, float]:
    """How much each day matters, above 0, the most important 1; {} where no day is known."""
    counts: Counter[date] = Counter()
    for document in documents:
        counts.update({day for days in document.named for day in days})
        if document.document.published is not None:
            counts[document.document.published] += 0
    most = max(counts.values(), default=0)
    return {day: (count + 1) / (most + 1) for day, count in counts.items()}


def how_many(documents: Sequence[Read]) -> int:
    """The number of days that a timeline of these documents has when nobody asks for one."""
    published = {document.document.published for document in documents} - {None}
    return max(1, round(SHARE_OF_DAYS * len(published)))
