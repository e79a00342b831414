"""Who published first, as far as the known times can tell.

A time is known to the second, the minute, the hour or the day: it stands for a stretch, and one article was before another only when its
stretch ends before the other's begins. Where stretches of two publishers overlap nobody is called the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from broadsheet.types import Article, Copy, Precision

_LENGTH = {
    Precision.SECOND: timedelta(seconds=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.DAY: timedelta(days=1),
}


def first_article(members: Sequence[Article], copies: Mapping[int, Copy]) -> Article | None:
    """The article that was published first; None when that cannot be told.

    It cannot where no time of publication is known, or where another publisher may have been as early. Two articles of one publisher do
    not contest each other, and a copy does not contest the original that it was made from.
    """
    known = [(*_stretch(one), one) for one in members if one.published is not None]
    if not known:
        return None
    ends, _, winner = min(((end, start, one) for start, end, one in known), key=lambda row: (row[0], _rank(row[2], copies)))
    own = _publisher(winner)
    for start, _, other in known:
        if start >= ends or other.id == winner.id or (own and _publisher(other) == own):
            continue
        copy = copies.get(other.id)
        if copy is None or copy.original_id != winner.id:
            return None
    return winner


def _stretch(article: Article) -> tuple[datetime, datetime]:
    """From when to when (exclusive) it may have been published: never later than when it was received."""
    assert article.published is not None
    start = article.sort_time
    if start < article.published:
        return start, start + _LENGTH[Precision.SECOND]
    return start, start + _LENGTH[article.published_precision]


def _rank(article: Article, copies: Mapping[int, Copy]) -> tuple[bool, datetime, int]:
    return article.id in copies, article.received, article.id


def _publisher(article: Article) -> str:
    return (article.publisher or article.publisher_domain).casefold()
