"""The page of one who is quoted: what they said, on which story, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.desk.ledger import Row, rows_in
from broadsheet.store.base import Store
from broadsheet.types import HolderKind, Speaker, Story

#: Articles on one page, and the farthest page.
PAGE, MOST_OFFSET = 30, 3000


@dataclass(frozen=True, slots=True)
class Group:
    """What was said on one story; None for articles that wait for theirs."""

    story: Story | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderPage:
    """All that the page shows. `others` may be the same under another name.

    `earlier` and `later` are offsets of the next pages; 0 and -1 when there is none.
    """

    speaker: Speaker
    groups: tuple[Group, ...]
    others: tuple[Speaker, ...]
    earlier: int
    later: int


def holder_page(store: Store, key: str, *, offset: int = 0, unsure: bool = False) -> HolderPage:
    """What this holder is quoted with. Raises NotFound. `unsure` also gives rows that are not shown by default."""
    speaker = store.speaker(key)
    offset = min(max(0, offset), MOST_OFFSET)
    ids = store.said_by(key, PAGE + 1, offset)
    rows = [
        row
        for row in rows_in(store, ids[:PAGE])
        if (unsure or row.sure) and any(holder.key == speaker.key for holder in row.statement.holders)
    ]
    place = store.story_of(ids[:PAGE])
    stories = {story.id: story for story in store.stories_by_id(sorted(set(place.values())))}
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(place.get(row.source.id, 0), []).append(row)
    return HolderPage(
        speaker=speaker,
        groups=tuple(Group(stories.get(story_id), tuple(found)) for story_id, found in groups.items()),
        others=tuple(other for other in _alike(store, speaker) if other.key != speaker.key),
        earlier=offset + PAGE if len(ids) > PAGE and offset + PAGE <= MOST_OFFSET else 0,
        later=max(0, offset - PAGE) if offset else -1,
    )


def _alike(store: Store, speaker: Speaker) -> list[Speaker]:
    """Persons with the same last name: a surname alone in some articles, a full name in others."""
    if speaker.kind is not HolderKind.PERSON:
        return []
    last = speaker.key.split()[-1]
    found = [other for other in store.speakers(last, 12) if other.kind is HolderKind.PERSON and other.key.split()[-1] == last]
    return [other for other in found if len(other.key.split()) == 1 or len(speaker.key.split()) == 1]
