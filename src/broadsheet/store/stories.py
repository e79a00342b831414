"""Reading stories, and storing what was found out about each as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, and_, bindparam, delete, exists, insert, select, update

from broadsheet.errors import InputError, NotFound
from broadsheet.store import placing
from broadsheet.store.articles import MANY, SHORT
from broadsheet.store.clean import clean, clean_record
from broadsheet.store.rows import article_of
from broadsheet.store.story_rows import ALL, copy_of, facet, list_rows, membership_of, story_of, story_row
from broadsheet.store.tables import articles, copies, memberships, stories, story_lists
from broadsheet.types import Article, Copy, Membership, Story, StoryListing

_LISTED = story_lists.c


def one(c: Connection, story_id: int) -> Story:
    """The story, or the one that it went into."""
    found = by_id(c, [story_id])
    if not found:
        raise NotFound(f"there is no story {story_id}")
    return found[0]


def by_id(c: Connection, ids: Sequence[int]) -> list[Story]:
    """Those that exist, in the order asked for."""
    goals = placing.resolved(c, ids)
    wanted = sorted(set(goals.values()))
    found: dict[int, Story] = {}
    for at in range(0, len(wanted), MANY):
        rows = c.execute(select(stories).where(stories.c.id.in_(wanted[at : at + MANY]))).mappings()
        found.update((row["id"], story_of(row)) for row in rows)
    return [found[goals[id_]] for id_ in ids if id_ in goals]


def page(c: Connection, listing: StoryListing) -> list[Story]:
    """Described stories that have articles, in the listing's order."""
    ids: list[int] = list(c.scalars(_chosen(listing)))
    found: dict[int, Story] = {}
    for at in range(0, len(ids), MANY):
        rows = c.execute(select(stories).where(stories.c.id.in_(ids[at : at + MANY]))).mappings()
        found.update((row["id"], story_of(row)) for row in rows)
    return [found[id_] for id_ in ids if id_ in found]


def _chosen(listing: StoryListing) -> Select[tuple[int]]:
    """The ids of a page, found in one index: of all stories, or of those with the rarest kind of value that is asked for."""
    if listing.order not in ("heat", "time"):
        raise InputError(f"stories are not ordered by {listing.order!r}", hint="heat or time")
    values = (("p", listing.publisher), ("s", listing.section), ("l", listing.language))
    facets = [facet(kind, clean(value)) for kind, value in values if clean(value)] or [ALL]
    chosen = select(_LISTED.story_id).where(_LISTED.facet == facets[0])
    for other in facets[1:]:
        too = story_lists.alias()
        same = and_(too.c.facet == other, too.c.heat == _LISTED.heat, too.c.story_id == _LISTED.story_id)
        chosen = chosen.where(exists().where(same))
    if listing.since is not None:
        chosen = chosen.where(_LISTED.last_seen >= listing.since)
    if listing.until is not None:
        chosen = chosen.where(_LISTED.last_seen <= listing.until)
    if listing.least_outlets > 1:
        chosen = chosen.where(_LISTED.outlets >= listing.least_outlets)
    first = _LISTED.heat if listing.order == "heat" else _LISTED.last_seen
    return chosen.order_by(first.desc(), _LISTED.story_id.desc()).offset(max(listing.offset, 0)).limit(max(listing.limit, 0))


def of_articles(c: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """The story of each article that has one."""
    found: dict[int, int] = {}
    for at in range(0, len(article_ids), MANY):
        chosen = select(memberships.c.article_id, memberships.c.story_id)
        chosen = chosen.where(memberships.c.article_id.in_(article_ids[at : at + MANY]), memberships.c.story_id != 0)
        found.update((row.article_id, row.story_id) for row in c.execute(chosen))
    return found


def _in_order(c: Connection, story_id: int) -> int:
    """The id under which a story's articles are found."""
    return placing.resolved(c, [story_id]).get(story_id, story_id)


def members(c: Connection, story_id: int) -> list[Membership]:
    """All of a story's articles with their evidence, by the article's sort time."""
    chosen = select(memberships).join(articles, articles.c.id == memberships.c.article_id)
    chosen = chosen.where(memberships.c.story_id == _in_order(c, story_id)).order_by(articles.c.sort_time, articles.c.id)
    return [membership_of(row) for row in c.execute(chosen).mappings()] if story_id > 0 else []


def member_articles(c: Connection, story_id: int) -> list[Article]:
    """The story's articles, oldest first, with the beginning of their texts."""
    chosen = SHORT.join(memberships, memberships.c.article_id == articles.c.id)
    chosen = chosen.where(memberships.c.story_id == _in_order(c, story_id)).order_by(articles.c.sort_time, articles.c.id)
    return [article_of(row, whole=False) for row in c.execute(chosen).mappings()] if story_id > 0 else []


def coverage(c: Connection, story_ids: Sequence[int]) -> dict[int, list[tuple[int, datetime]]]:
    """For each story its articles' ids with their sort times, oldest first."""
    goals = placing.resolved(c, [id_ for id_ in story_ids if id_ > 0])
    wanted = sorted(set(goals.values()))
    found: dict[int, list[tuple[int, datetime]]] = {}
    for at in range(0, len(wanted), MANY):
        chosen = select(memberships.c.story_id, articles.c.id, articles.c.sort_time)
        chosen = chosen.join(articles, articles.c.id == memberships.c.article_id)
        chosen = chosen.where(memberships.c.story_id.in_(wanted[at : at + MANY])).order_by(articles.c.sort_time, articles.c.id)
        for row in c.execute(chosen):
            found.setdefault(row.story_id, []).append((row.id, row.sort_time))
    return {id_: found[goals[id_]] for id_ in dict.fromkeys(story_ids) if id_ in goals and goals[id_] in found}


def membership(c: Connection, article_id: int) -> Membership | None:
    """An article's place; None while it waits to be linked for the first time."""
    chosen = select(memberships).where(memberships.c.article_id == article_id, memberships.c.story_id != 0)
    row = c.execute(chosen).mappings().first()
    return None if row is None else membership_of(row)


def copies_among(c: Connection, article_ids: Sequence[int]) -> dict[int, Copy]:
    """For each of these articles that is a copy, of what."""
    found: dict[int, Copy] = {}
    for at in range(0, len(article_ids), MANY):
        rows = c.execute(select(copies).where(copies.c.article_id.in_(article_ids[at : at + MANY]))).mappings()
        found.update((row["article_id"], copy_of(row)) for row in rows)
    return found


def copies_of(c: Connection, original_ids: Sequence[int]) -> dict[int, list[Copy]]:
    """For each of these articles that has copies, these, by article id."""
    found: dict[int, list[Copy]] = {}
    wanted = list(dict.fromkeys(original_ids))
    for at in range(0, len(wanted), MANY):
        chosen = select(copies).where(copies.c.original_id.in_(wanted[at : at + MANY])).order_by(copies.c.article_id)
        for row in c.execute(chosen).mappings():
            found.setdefault(row["original_id"], []).append(copy_of(row))
    return found


def stale(c: Connection, limit: int) -> list[tuple[int, int]]:
    """Stories whose descriptions do not hold, the first changed first, each with the number of what happened to it so far."""
    chosen = select(stories.c.id, stories.c.touched).where(stories.c.stale.is_not(None)).order_by(stories.c.stale, stories.c.id)
    return [(row.id, row.touched) for row in c.execute(chosen.limit(max(limit, 0)))]


def describe(c: Connection, given: Sequence[Story], handed: Mapping[int, int]) -> None:
    """Store descriptions; stories that have no article are removed. `handed`: what had happened to each when it was read."""
    placing.advance(c, 0)
    by_number = {story.id: clean_record(story) for story in given}
    empty = placing.emptied(c, by_number)
    heirs = _touched(c, by_number)
    for story_id in sorted(empty & heirs.keys()):
        placing.end(c, story_id, heirs[story_id][1])
    described = [story for id_, story in sorted(by_number.items()) if id_ in heirs and id_ not in empty]
    if not described:
        return
    row = story_row(described[0])
    statement = update(stories).where(stories.c.id == bindparam("this")).values({name: bindparam(name) for name in row})
    c.execute(statement, [story_row(story) | {"this": story.id} for story in described])
    current = [story.id for story in described if handed.get(story.id, heirs[story.id][0]) == heirs[story.id][0]]
    for at in range(0, len(current), MANY):
        c.execute(update(stories).where(stories.c.id.in_(current[at : at + MANY])).values(stale=None, heir=0))
    _list(c, described)


def _touched(c: Connection, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """What happened to each story that exists, and who inherits from it."""
    wanted = sorted(ids)
    found: dict[int, tuple[int, int]] = {}
    for at in range(0, len(wanted), MANY):
        chosen = select(stories.c.id, stories.c.touched, stories.c.heir).where(stories.c.id.in_(wanted[at : at + MANY]))
        found.update((row.id, (row.touched, row.heir)) for row in c.execute(chosen))
    return found


def _list(c: Connection, described: Sequence[Story]) -> None:
    """List stories anew."""
    ids = [story.id for story in described]
    for at in range(0, len(ids), MANY):
        c.execute(delete(story_lists).where(story_lists.c.story_id.in_(ids[at : at + MANY])))
    rows = [row for story in described for row in list_rows(story)]
    c.execute(insert(story_lists), rows)


def relist(c: Connection) -> None:
    """Build all lists again."""
    c.execute(delete(story_lists))
    last = 0
    while True:
        rows = c.execute(select(stories).where(stories.c.id > last).order_by(stories.c.id).limit(MANY)).mappings().all()
        if not rows:
            return
        last = rows[-1]["id"]
        full = {row["id"] for row in rows} - placing.emptied(c, [row["id"] for row in rows])
        described = [story_of(row) for row in rows if row["id"] in full and row["articles"] > 0]
        if described:
            _list(c, described)
