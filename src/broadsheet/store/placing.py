"""Putting articles into stories, and what follows from it, whoever decides: the feed of changes, stale stories, stories that end.

Whoever changes memberships calls `advance` first. On PostgreSQL that makes the changers wait for each other until they commit, so that no
number is ever seen before a lower one; on SQLite there is one writer anyway.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from broadsheet.store.articles import MANY
from broadsheet.store.database import put_rows
from broadsheet.store.tables import counters, memberships, redirects, stories, story_lists

_CHANGE = "change"
#: `stories.heir` when articles went to more than one other story.
SEVERAL = -1


class Place(NamedTuple):
    """Where an article is to be, with its evidence as it is stored."""

    article_id: int
    story_id: int
    evidence: bytes


def advance(c: Connection, count: int) -> int:
    """Reserve that many numbers of changes; the first of them. Numbers that are not used leave gaps, which mean nothing."""
    new = (sqlite.insert if c.dialect.name == "sqlite" else postgresql.insert)(counters).values(name=_CHANGE, value=count)
    grown = new.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + count})
    return int(c.execute(grown.returning(counters.c.value)).scalar_one()) - count + 1


def changed(c: Connection) -> int:
    """The last number of a change."""
    return c.execute(select(counters.c.value).where(counters.c.name == _CHANGE)).scalar() or 0


def current(c: Connection, article_ids: Collection[int]) -> dict[int, Place]:
    """Where articles are now; those that are in no story are left out."""
    wanted = list(dict.fromkeys(article_ids))
    found: dict[int, Place] = {}
    for at in range(0, len(wanted), MANY):
        chosen = select(memberships.c.article_id, memberships.c.story_id, memberships.c.evidence)
        chosen = chosen.where(memberships.c.article_id.in_(wanted[at : at + MANY]), memberships.c.story_id != 0)
        found.update((row.article_id, Place(row.article_id, row.story_id, bytes(row.evidence))) for row in c.execute(chosen))
    return found


def put(c: Connection, places: Sequence[Place], before: Mapping[int, Place], change: int) -> None:
    """Put articles where they are to be, under the numbers from `change` on; all stories concerned become stale.

    `before` is what `current` says of them. Stories that lose articles note where these went.
    """
    rows = [
        {"article_id": one.article_id, "story_id": one.story_id, "evidence": one.evidence, "change": change + n}
        for n, one in enumerate(places)
    ]
    put_rows(c, memberships, rows, on=["article_id"], update=["story_id", "evidence", "change"])
    left: dict[int, set[int]] = {}
    for one in places:
        if one.article_id in before and before[one.article_id].story_id != one.story_id:
            left.setdefault(before[one.article_id].story_id, set()).add(one.story_id)
    touch(c, {one.story_id for one in places} | left.keys(), change)
    for story_id, heirs in sorted(left.items()):
        bequeath(c, story_id, next(iter(heirs)) if len(heirs) == 1 else SEVERAL)
    unlist(c, left)


def touch(c: Connection, story_ids: Collection[int], change: int) -> None:
    """Make stories stale; those that were stale keep their turn."""
    ids = sorted(story_ids)
    values = {"stale": func.coalesce(stories.c.stale, change), "touched": stories.c.touched + 1}
    for at in range(0, len(ids), MANY):
        c.execute(update(stories).where(stories.c.id.in_(ids[at : at + MANY])).values(values))


def bequeath(c: Connection, story_id: int, heir: int) -> None:
    """Note that articles of a story went to another one (or to several)."""
    known = case((stories.c.heir.in_((0, heir)), heir), else_=SEVERAL)
    c.execute(update(stories).where(stories.c.id == story_id).values(heir=known))


def unlist(c: Connection, story_ids: Collection[int]) -> None:
    """Take those of the stories out of all lists that have no article left."""
    for story_id in sorted(emptied(c, story_ids)):
        c.execute(delete(story_lists).where(story_lists.c.story_id == story_id))


def emptied(c: Connection, story_ids: Collection[int]) -> set[int]:
    """Those of the stories that have no article."""
    ids = list(story_ids)
    full: set[int] = set()
    for at in range(0, len(ids), MANY):
        full.update(c.execute(select(memberships.c.story_id).where(memberships.c.story_id.in_(ids[at : at + MANY])).distinct()).scalars())
    return set(ids) - full


def begin(c: Connection, story_ids: Sequence[int], change: int) -> None:
    """Make new stories, not described yet."""
    if story_ids:
        c.execute(insert(stories), [{"id": story_id, "stale": change} for story_id in story_ids])


def end(c: Connection, story_id: int, into: int, edit_id: int = 0) -> None:
    """Remove a story that has no article, with a note of where its articles went, if there is such a place."""
    c.execute(delete(story_lists).where(story_lists.c.story_id == story_id))
    c.execute(delete(stories).where(stories.c.id == story_id))
    if into > 0:
        row = {"story_id": story_id, "into_id": into, "edit_id": edit_id}
        put_rows(c, redirects, [row], on=["story_id"], update=["into_id", "edit_id"])


def resolved(c: Connection, story_ids: Collection[int]) -> dict[int, int]:
    """For each story id the story that is there now: itself, or where it was merged into. Ids that lead nowhere are left out."""
    ways = {story_id: [story_id] for story_id in story_ids}
    found: dict[int, int] = {}
    while ways:
        now = {way[-1] for way in ways.values()}
        there = _existing(c, now)
        found.update((first, way[-1]) for first, way in ways.items() if way[-1] in there)
        onward = _redirected(c, now - there)
        steps = ((first, way, onward[way[-1]]) for first, way in ways.items() if way[-1] in onward)
        # No store writes a circle; a damaged one may hold one.
        ways = {first: [*way, step] for first, way, step in steps if step not in way}
    return found


def _existing(c: Connection, ids: Collection[int]) -> set[int]:
    wanted = sorted(ids)
    found: set[int] = set()
    for at in range(0, len(wanted), MANY):
        found.update(c.execute(select(stories.c.id).where(stories.c.id.in_(wanted[at : at + MANY]))).scalars())
    return found


def _redirected(c: Connection, ids: Collection[int]) -> dict[int, int]:
    wanted = sorted(ids)
    found: dict[int, int] = {}
    for at in range(0, len(wanted), MANY):
        rows = c.execute(select(redirects.c.story_id, redirects.c.into_id).where(redirects.c.story_id.in_(wanted[at : at + MANY])))
        found.update((row.story_id, row.into_id) for row in rows)
    return found
