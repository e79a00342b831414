"""Lines of articles that wait for something (`unlinked`: to be linked, `unanalysed`: to be read for the ledger).

Filing puts articles in line, the work takes them out, each in its own transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, delete, func, select

from broadsheet.store.articles import MANY, WHOLE
from broadsheet.store.database import put_rows
from broadsheet.store.rows import article_of
from broadsheet.store.tables import articles
from broadsheet.types import Article


def join(c: Connection, table: Table, article_ids: Iterable[int]) -> None:
    """Put articles at the end of the line; one that is in line moves to its end under a new number, which says that it changed."""
    # In the order of ids, so that two workers on PostgreSQL meet in the same order.
    put_rows(c, table, [{"article_id": id_} for id_ in sorted(set(article_ids))], on=["article_id"], update=["id"])


def waiting(c: Connection, table: Table, limit: int) -> list[tuple[int, Article]]:
    """The first in line, whole, each with its number."""
    first = select(table.c.id.label("place"), table.c.article_id).order_by(table.c.id).limit(max(limit, 0)).subquery()
    rows = c.execute(WHOLE.add_columns(first.c.place).join(first, first.c.article_id == articles.c.id).order_by(first.c.place))
    return [(row["place"], article_of(row)) for row in rows.mappings()]


def length(c: Connection, table: Table) -> int:
    """How many wait."""
    return int(c.execute(select(func.count()).select_from(table)).scalar_one())


def numbers(c: Connection, table: Table, article_ids: Sequence[int]) -> dict[int, int]:
    """The numbers of those articles that are in line. On PostgreSQL, nobody can change these until this transaction ends."""
    found: dict[int, int] = {}
    for at in range(0, len(article_ids), MANY):
        part = table.c.article_id.in_(article_ids[at : at + MANY])
        rows = c.execute(select(table.c.article_id, table.c.id).where(part).order_by(table.c.article_id).with_for_update())
        found.update((row.article_id, row.id) for row in rows)
    return found


def leave(c: Connection, table: Table, places: Sequence[int]) -> None:
    """Take these numbers out of the line."""
    for at in range(0, len(places), MANY):
        c.execute(delete(table).where(table.c.id.in_(places[at : at + MANY])))
