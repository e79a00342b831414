"""Vectors of articles, by model. What is in them is no matter here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, func, select

from broadsheet.store.articles import MANY, WHOLE
from broadsheet.store.clean import clean
from broadsheet.store.database import put_rows
from broadsheet.store.links import existing
from broadsheet.store.rows import article_of
from broadsheet.store.tables import articles, vectors
from broadsheet.types import Article


def of_articles(c: Connection, model: str, article_ids: Sequence[int]) -> dict[int, bytes]:
    """The vectors of these articles by this model."""
    found: dict[int, bytes] = {}
    wanted = list(dict.fromkeys(article_ids))
    for at in range(0, len(wanted), MANY):
        chosen = select(vectors.c.article_id, vectors.c.vector)
        chosen = chosen.where(vectors.c.model == clean(model), vectors.c.article_id.in_(wanted[at : at + MANY]))
        found.update((row.article_id, bytes(row.vector)) for row in c.execute(chosen))
    return found


def without(c: Connection, model: str, after_id: int, limit: int) -> list[Article]:
    """Whole articles after this one that have no vector by this model, by id."""
    has = exists().where(vectors.c.article_id == articles.c.id, vectors.c.model == clean(model))
    rows = c.execute(WHOLE.where(articles.c.id > after_id, ~has).order_by(articles.c.id).limit(max(limit, 0)))
    return [article_of(row) for row in rows.mappings()]


def save(c: Connection, model: str, given: Sequence[tuple[int, bytes]]) -> None:
    """Store vectors in place of those by the same model; articles that are gone are left out."""
    present = existing(c, {article_id for article_id, _ in given})
    rows = [{"article_id": id_, "model": clean(model), "vector": data} for id_, data in sorted(dict(given).items()) if id_ in present]
    put_rows(c, vectors, rows, on=["article_id", "model"], update=["vector"])


def counts(c: Connection) -> dict[str, int]:
    """How many articles have a vector, by model."""
    rows = c.execute(select(vectors.c.model, func.count().label("number")).group_by(vectors.c.model))
    return dict(sorted((row[0], row[1]) for row in rows))


def drop(c: Connection, model: str) -> None:
    """Forget all vectors by this model."""
    c.execute(delete(vectors).where(vectors.c.model == clean(model)))
