"""What the owner has read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from broadsheet.store.articles import MANY
from broadsheet.store.database import put_rows
from broadsheet.store.links import existing
from broadsheet.store.tables import read_marks


def put(c: Connection, article_ids: Sequence[int], at: datetime) -> None:
    """Mark articles as read; a mark that is there stays as it is, and articles that are gone get none."""
    present = sorted(existing(c, set(article_ids)))
    put_rows(c, read_marks, [{"article_id": id_, "at": at} for id_ in present], on=["article_id"])


def remove(c: Connection, article_ids: Sequence[int]) -> None:
    """Mark articles as unread."""
    for at in range(0, len(article_ids), MANY):
        c.execute(delete(read_marks).where(read_marks.c.article_id.in_(article_ids[at : at + MANY])))


def among(c: Connection, article_ids: Sequence[int]) -> set[int]:
    """Those of the articles that are marked as read."""
    found: set[int] = set()
    for at in range(0, len(article_ids), MANY):
        chosen = select(read_marks.c.article_id).where(read_marks.c.article_id.in_(article_ids[at : at + MANY]))
        found.update(c.execute(chosen).scalars())
    return found
