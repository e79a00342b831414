"""The articles that wait to be linked: filing puts them in line, linking takes them out, each in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, select

from broadsheet.store.articles import MANY, WHOLE
from broadsheet.store.database import put_rows
from broadsheet.store.rows import article_of
from broadsheet.store.tables import articles, unlinked
from broadsheet.types import Article


def join(c: Connection, article_ids: Iterable[int]) -> None:
    """Put articles at the end of the line; one that is in line moves to its end under a new number, which says that it changed."""
    # In the order of ids, so that two workers on PostgreSQL meet in the same order.
    put_rows(c, unlinked, [{"article_id": id_} for id_ in sorted(set(article_ids))], on=["article_id"], update=["id"])


def waiting(c: Connection, limit: int) -> list[tuple[int, Article]]:
    """The first in line, whole, each with its number."""
    first = select(unlinked.c.id.label("place"), unlinked.c.article_id).order_by(unlinked.c.id).limit(max(limit, 0)).subquery()
    rows = c.execute(WHOLE.add_columns(first.c.place).join(first, first.c.article_id == articles.c.id).order_by(first.c.place))
    return [(row["place"], article_of(row)) for row in rows.mappings()]


def length(c: Connection) -> int:
    """How many wait."""
    return int(c.execute(select(func.count()).select_from(unlinked)).scalar_one())


def numbers(c: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """The numbers of those articles that are in line. On PostgreSQL, nobody can change these until this transaction ends."""
    found: dict[int, int] = {}
    for at in range(0, len(article_ids), MANY):
        part = unlinked.c.article_id.in_(article_ids[at : at + MANY])
        rows = c.execute(select(unlinked.c.article_id, unlinked.c.id).where(part).order_by(unlinked.c.article_id).with_for_update())
        found.update((row.article_id, row.id) for row in rows)
    return found


def leave(c: Connection, places: Sequence[int]) -> None:
    """Take these numbers out of the line."""
    for at in range(0, len(places), MANY):
        c.execute(delete(unlinked).where(unlinked.c.id.in_(places[at : at + MANY])))
