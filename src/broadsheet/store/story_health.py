"""Keeping stories sound: what points nowhere, and mending it by linking again, removing, or describing again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Table, delete, func, or_, select, update

from broadsheet.store import line, placing
from broadsheet.store.stories import relist
from broadsheet.store.tables import articles, copies, memberships, pins, read_marks, redirects, sketches, stories, unlinked, vectors
from broadsheet.types import Problem

_ARTICLES = select(articles.c.id)
_LINKED = select(memberships.c.article_id).where(memberships.c.story_id != 0)
_IN_LINE = select(unlinked.c.article_id)
_COPIES = select(copies.c.article_id)

#: Rows that belong to nothing: (what they are, their table, which). They are removed.
_REMOVED: tuple[tuple[str, Table, ColumnElement[bool]], ...] = (
    ("sketches", sketches, sketches.c.article_id.not_in(_ARTICLES)),
    ("vectors", vectors, vectors.c.article_id.not_in(_ARTICLES)),
    ("places in line", unlinked, unlinked.c.article_id.not_in(_ARTICLES)),
    ("pins", pins, or_(pins.c.a.not_in(_ARTICLES), pins.c.b.not_in(_ARTICLES))),
    ("read marks", read_marks, read_marks.c.article_id.not_in(_ARTICLES)),
    ("redirects of stories that are there", redirects, redirects.c.story_id.in_(select(stories.c.id))),
)
_BROKEN_COPY = or_(copies.c.original_id.not_in(_ARTICLES), copies.c.original_id.in_(_COPIES), copies.c.article_id.not_in(_ARTICLES))
_LOST = articles.c.id.not_in(_LINKED) & articles.c.id.not_in(_IN_LINE)
_ASTRAY = (memberships.c.story_id != 0) & (memberships.c.article_id.not_in(_ARTICLES) | memberships.c.story_id.not_in(select(stories.c.id)))
_EMPTY = stories.c.stale.is_(None) & stories.c.id.not_in(select(memberships.c.story_id))


def problems(c: Connection) -> list[Problem]:
    """What is wrong with stories; empty when sound."""
    counted = [(f"{what} that belong to nothing", _count(c, table, which)) for what, table, which in _REMOVED]
    counted += [
        ("copies of missing articles or of copies", _count(c, copies, _BROKEN_COPY)),
        ("articles in stories that are not there, or missing articles in stories", _count(c, memberships, _ASTRAY)),
        ("articles that are in no story and do not wait for one", _count(c, articles, _LOST)),
        ("described stories without an article", _count(c, stories, _EMPTY)),
        ("redirects in a circle", len(_circling(c))),
    ]
    return [Problem(f"{number} {what}", "broadsheet doctor --repair mends this") for what, number in counted if number]


def repair(c: Connection) -> list[str]:
    """Mend what can be mended; says what was done."""
    if not problems(c):
        relist(c)
        return []
    change = placing.advance(c, 1)
    done = [(f"removed %d {what} that belonged to nothing", _remove(c, table, which)) for what, table, which in _REMOVED]
    again = list(c.execute(select(copies.c.article_id).where(_BROKEN_COPY)).scalars())
    done.append(("removed %d broken copies", _remove(c, copies, _BROKEN_COPY)))
    astray = list(c.execute(select(memberships.c.article_id).where(_ASTRAY)).scalars())
    # Linkers hear that these are in no story; numbers are reserved first, as for every change.
    first = placing.advance(c, len(astray))
    for n, article_id in enumerate(astray):
        gone = {"story_id": 0, "change": first + n}
        c.execute(update(memberships).where(memberships.c.article_id == article_id).values(gone))
    done.append(("took %d articles out of stories that are not there", len(astray)))
    lost = list(c.execute(select(articles.c.id).where(_LOST)).scalars())
    there = set(c.execute(select(articles.c.id).where(articles.c.id.in_(again))).scalars()) if again else set()
    line.join(c, unlinked, {*lost, *there})
    done.append(("put %d articles in line to be linked", len({*lost, *there})))
    empty = list(c.execute(select(stories.c.id).where(_EMPTY)).scalars())
    placing.touch(c, empty, change)
    done.append(("marked %d stories to be described again", len(empty)))
    circling = _circling(c)
    done.append(("removed %d redirects in a circle", _remove(c, redirects, redirects.c.story_id.in_(circling)) if circling else 0))
    relist(c)
    return [text % number for text, number in done if number]


def _count(c: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return int(c.execute(select(func.count()).select_from(table).where(which)).scalar_one())


def _remove(c: Connection, table: Table, which: ColumnElement[bool]) -> int:
    """Remove rows, chosen before any goes: which ones are broken may depend on the others."""
    [key] = list(table.primary_key.columns)[:1]
    chosen = list(c.execute(select(key).where(which)).scalars())
    for at in range(0, len(chosen), 500):
        c.execute(delete(table).where(key.in_(chosen[at : at + 500])))
    return len(chosen)


def _circling(c: Connection) -> Collection[int]:
    """The stories whose redirects lead back to themselves."""
    onward = {row.story_id: row.into_id for row in c.execute(select(redirects.c.story_id, redirects.c.into_id))}
    circling = set()
    settled: set[int] = set()
    for first in onward:
        way: dict[int, None] = {}
        at = first
        while at in onward and at not in way and at not in settled:
            way[at] = None
            at = onward[at]
        if at in way:
            steps = list(way)
            circling.update(steps[steps.index(at) :])
        settled.update(way)
    return circling
