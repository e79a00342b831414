"""Reading articles: one, many, the newest, all; their revisions, keys and counts; and deleting them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, literal, select, tuple_

from broadsheet.errors import InputError, NotFound
from broadsheet.store.clean import clean
from broadsheet.store.database import WordIndex
from broadsheet.store.entries import Entry, entry_of, facet_hash
from broadsheet.store.rows import article_of, revision_of
from broadsheet.store.tables import Moment, Number, article_tags, articles, bodies, comments, keys, revisions, short_hash, sightings
from broadsheet.types import Article, Count, Listing, Revision

#: As many ids or hashes as go into one statement.
MANY = 500
PAGE = 200
_COUNTED = ("publisher", "language", "section")
WHOLE = select(articles, bodies.c.text, bodies.c.details).join(bodies, bodies.c.article_id == articles.c.id)
SHORT = select(articles, bodies.c.text).join(bodies, bodies.c.article_id == articles.c.id)


def known(c: Connection, wanted: Sequence[str]) -> dict[str, int]:
    """For each identity key that is known, the id of its article."""
    by_hash = {short_hash(clean(key)): key for key in wanted}
    hashes = list(by_hash)
    found: dict[str, int] = {}
    for at in range(0, len(hashes), MANY):
        rows = c.execute(select(keys.c.key_hash, keys.c.article_id).where(keys.c.key_hash.in_(hashes[at : at + MANY])))
        found.update((by_hash[bytes(row.key_hash)], row.article_id) for row in rows)
    return found


def one(c: Connection, article_id: int) -> Article:
    """The whole article."""
    row = c.execute(WHOLE.where(articles.c.id == article_id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no article {article_id}")
    return article_of(row)


def by_id(c: Connection, ids: Sequence[int]) -> list[Article]:
    """Those that exist, in the order asked for."""
    found: dict[int, Article] = {}
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), MANY):
        rows = c.execute(WHOLE.where(articles.c.id.in_(wanted[at : at + MANY]))).mappings()
        found.update((row["id"], article_of(row)) for row in rows)
    return [found[id_] for id_ in ids if id_ in found]


def latest(c: Connection, listing: Listing) -> list[Article]:
    """Newest first, without layouts and with the beginning of the text only."""
    page = _listed(listing).subquery()
    rows = c.execute(SHORT.join(page, page.c.id == articles.c.id).order_by(articles.c.sort_time.desc(), articles.c.id.desc()))
    return [article_of(row, whole=False) for row in rows.mappings()]


def _listed(listing: Listing) -> Select[tuple[int]]:
    """The ids of a page of the listing, found in an index alone."""
    when: Any = articles.c.sort_time
    number: Any = articles.c.id
    chosen = select(articles.c.id)
    if listing.tag:
        when, number = article_tags.c.sort_time, article_tags.c.article_id
        chosen = select(number.label("id")).where(article_tags.c.tag_hash == facet_hash(clean(listing.tag)))
        if listing.publisher or listing.language or listing.section or listing.source_id:
            chosen = chosen.join(articles, articles.c.id == number)
    for column, value in (
        (articles.c.publisher, clean(listing.publisher)),
        (articles.c.language, clean(listing.language)),
        (articles.c.section, clean(listing.section)),
        (articles.c.source_id, listing.source_id),
    ):
        if value:
            chosen = chosen.where(column == value)
    if listing.since is not None:
        chosen = chosen.where(when >= listing.since)
    if listing.until is not None:
        chosen = chosen.where(when <= listing.until)
    if listing.before is not None:
        after = tuple_(literal(listing.before[0], Moment()), literal(listing.before[1], Number))
        chosen = chosen.where(tuple_(when, number) < after)
    return chosen.order_by(when.desc(), number.desc()).limit(max(listing.limit, 0))


def page_after(c: Connection, after_id: int, limit: int = PAGE) -> list[Article]:
    """Whole articles in the order of their ids."""
    rows = c.execute(WHOLE.where(articles.c.id > after_id).order_by(articles.c.id).limit(limit))
    return [article_of(row) for row in rows.mappings()]


def all_revisions(c: Connection, article_id: int) -> list[Revision]:
    """Earlier texts, oldest first."""
    rows = c.execute(select(revisions).where(revisions.c.article_id == article_id).order_by(revisions.c.noticed, revisions.c.id))
    found = [revision_of(row) for row in rows.mappings()]
    if not found:
        exists(c, article_id)
    return found


def exists(c: Connection, article_id: int) -> None:
    """Raise NotFound when there is no such article."""
    if c.execute(select(articles.c.id).where(articles.c.id == article_id)).scalar() is None:
        raise NotFound(f"there is no article {article_id}")


def remove(c: Connection, index: WordIndex, article_id: int) -> None:
    """Remove the article with all that hangs on it. What its source showed of it counts as never seen."""
    # Locked, so that nobody on PostgreSQL files it again while it goes.
    c.execute(select(articles.c.id).where(articles.c.id == article_id).with_for_update())
    entries = indexed(c, [article_id])
    if not entries:
        raise NotFound(f"there is no article {article_id}")
    index.drop(c, entries)
    for table in (bodies, article_tags, keys, revisions, comments):
        c.execute(delete(table).where(table.c.article_id == article_id))
    c.execute(delete(sightings).where(sightings.c.article_id == article_id))
    c.execute(delete(articles).where(articles.c.id == article_id))


def indexed(c: Connection, ids: Sequence[int]) -> list[Entry]:
    """The index entries of stored articles."""
    found: list[Entry] = []
    for at in range(0, len(ids), MANY):
        rows = c.execute(WHOLE.where(articles.c.id.in_(ids[at : at + MANY]))).mappings()
        found += [entry_of(article_of(row), row["doc"], row["indexed_source"]) for row in rows]
    return found


def counts(c: Connection, field: str, limit: int) -> list[Count]:
    """How many articles per value, most first; articles without a value are left out."""
    if field not in _COUNTED:
        raise InputError(f"articles are not counted by {field!r}", hint="one of " + ", ".join(_COUNTED))
    column = articles.c[field]
    number = func.count().label("number")
    rows = c.execute(select(column, number).where(column != "").group_by(column))
    found = sorted(((row[1], row[0]) for row in rows), key=lambda pair: (-pair[0], pair[1]))
    return [Count(value, count) for count, value in found[:limit]]
