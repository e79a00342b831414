"""A story as a whole, from its articles."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from broadsheet.analyse.threads import headline
from broadsheet.analyse.threads.first import first_article
from broadsheet.analyse.threads.places import dateline
from broadsheet.types import Article, Copy, Story
from broadsheet.types.text import folded

#: Of the rules of this package: descriptions of an earlier version are worked out anew.
VERSION = "threads-1"
#: Hours by which a story may be older for twice as many independent reports.
HOURS_PER_DOUBLING = 8.0
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
#: Names kept in each list, most frequent first.
MOST_PLACES, MOST_SECTIONS, MOST_PUBLISHERS = 8, 6, 200


def describe(
    story_id: int,
    members: Sequence[Article],
    copies: Mapping[int, Copy],
    *,
    reports: int | None = None,
    places_of: Callable[[Article], Iterable[str]] = dateline,
) -> Story:
    """What is known of the story with these articles (texts may be cut to their beginnings).

    `copies` says which members are copies, by article id. `reports` is the number of independent reports as `analyse.copies` counts them,
    families of publishers included;
    without it every article that is no copy counts as one. `places_of` names the places of an article: where it was reported from.

    Needs time linear in the number of articles. Without articles everything is empty: such a story is to be removed.

    Nobody is named first when the times cannot tell (`first_id` 0).
    """
    if not members:
        return Story(id=story_id, version=VERSION)
    ordered = sorted(members, key=lambda one: (one.sort_time, one.id))
    within = {one.id: copies[one.id] for one in ordered if one.id in copies}
    count = reports if reports is not None else len(ordered) - len(within)
    ranked = headline.best(ordered, within)
    lead = ranked[0] if ranked else ordered[0]
    first = first_article(ordered, within)
    own = [one for one in ordered if one.id not in within]
    publishers = _frequent(one.publisher or one.publisher_domain for one in ordered)
    return Story(
        id=story_id,
        headline=lead.title,
        lead_id=lead.id,
        first_id=first.id if first else 0,
        first_publisher=(first.publisher or first.publisher_domain) if first else "",
        first_seen=ordered[0].sort_time,
        last_seen=ordered[-1].sort_time,
        articles=len(ordered),
        outlets=max(1, len(publishers)),
        reports=max(1, count),
        copies=len(within),
        picture_id=next((one.id for one in (*ranked, *ordered) if one.image is not None), 0),
        languages=_frequent(one.language for one in ordered),
        sections=_frequent(one.section for one in ordered)[:MOST_SECTIONS],
        places=_places(ordered, within, places_of)[:MOST_PLACES],
        publishers=publishers[:MOST_PUBLISHERS],
        heat=heat(max(1, count), (own or ordered)[-1].sort_time),
        version=VERSION,
    )


def heat(reports: int, latest: datetime) -> float:
    """What front pages are ordered by: the number of independent reports on a logarithmic scale, plus the time of the latest one.

    Twice as many reports outweigh `HOURS_PER_DOUBLING` hours. As all stories age alike, the order of two stories changes only when one
    of them gets an article, and no value needs refreshing as time passes (the form of Reddit's "hot" ranking). Copies move nothing:
    `reports` does not count them, and `latest` is to be the time of the latest article that is no copy.
    """
    hours = (latest - _EPOCH).total_seconds() / 3600.0
    return math.log2(1 + reports) + hours / HOURS_PER_DOUBLING


def _frequent(names: Iterable[str]) -> tuple[str, ...]:
    """Distinct names, most frequent first, then in order of appearance; compared without case, each written as it is most often."""
    spellings: dict[str, dict[str, int]] = {}
    for name in names:
        if name.strip():
            written = spellings.setdefault(folded(name), {})
            written[name] = written.get(name, 0) + 1
    ordered = sorted(spellings.values(), key=lambda written: -sum(written.values()))
    return tuple(max(written, key=written.__getitem__) for written in ordered)


def _places(members: Sequence[Article], copies: Mapping[int, Copy], places_of: Callable[[Article], Iterable[str]]) -> tuple[str, ...]:
    """Places of the articles, most frequent first; each article counts once for a place, and copies not at all."""
    originals = [one for one in headline.sampled(members, copies) if one.id not in copies] or members[:1]
    return _frequent(place for one in originals for place in dict.fromkeys(places_of(one)))
