"""Comments under articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, text, update

from broadsheet.errors import InputError, NotFound
from broadsheet.store.articles import MANY
from broadsheet.store.clean import clean, clean_record
from broadsheet.store.database import put_rows
from broadsheet.store.rows import comment_of, comment_row
from broadsheet.store.tables import articles, comments
from broadsheet.types import Comment, CommentStatus

_CLOSED_TO_REPLIES = (CommentStatus.HIDDEN, CommentStatus.DELETED)


def add(c: Connection, given: Comment) -> Comment:
    """Store it; the one with its token, when there is one (rows C05, C06)."""
    comment = clean_record(given)
    if comment.token and (twin := _by_token(c, comment.token)) is not None:
        return twin
    if is_closed(c, comment.article_id):
        raise InputError("the comments on this article are closed")
    if comment.parent_id:
        parent = one(c, comment.parent_id)
        if parent.article_id != comment.article_id:
            raise InputError("the comment that this answers is under another article")
        if parent.status in _CLOSED_TO_REPLIES:
            raise InputError("the comment that this answers is no longer there")
    row = comment_row(comment)
    if comment.token:
        # Two processes may send one token at the same moment: the unique index lets one of them in.
        put_rows(c, comments, [row], on=["token"], where=text("token <> ''"))
        stored = _by_token(c, comment.token)
        if stored is None:
            raise InputError("the comment was deleted while it was sent")
        return stored
    id_ = c.execute(comments.insert().values(row).returning(comments.c.id)).scalar_one()
    return one(c, id_)


def _by_token(c: Connection, token: str) -> Comment | None:
    row = c.execute(select(comments).where(comments.c.token == token, comments.c.token != "")).mappings().first()
    return None if row is None else comment_of(row)


def under(c: Connection, article_id: int) -> list[Comment]:
    """All of an article's comments in every status, oldest first."""
    rows = c.execute(select(comments).where(comments.c.article_id == article_id).order_by(comments.c.created, comments.c.id))
    return [comment_of(row) for row in rows.mappings()]


def recent(c: Connection, status: CommentStatus | None, limit: int) -> list[Comment]:
    """Latest first, of all articles."""
    chosen = select(comments).order_by(comments.c.created.desc(), comments.c.id.desc()).limit(limit)
    if status is not None:
        chosen = chosen.where(comments.c.status == status.value)
    return [comment_of(row) for row in c.execute(chosen).mappings()]


def one(c: Connection, comment_id: int) -> Comment:
    """The comment with that id."""
    row = c.execute(select(comments).where(comments.c.id == comment_id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no comment {comment_id}")
    return comment_of(row)


def set_status(c: Connection, comment_id: int, status: CommentStatus) -> None:
    """Change it; DELETED also erases name and text."""
    values = {"status": status.value}
    if status is CommentStatus.DELETED:
        values |= {"name": "", "text": ""}
    if not c.execute(update(comments).where(comments.c.id == comment_id).values(values)).rowcount:
        raise NotFound(f"there is no comment {comment_id}")


def since(c: Connection, writer: str, moment: datetime) -> int:
    """How many comments this writer sent since then; an empty writer counts everybody's."""
    chosen = select(func.count()).select_from(comments).where(comments.c.created >= moment)
    if writer:
        chosen = chosen.where(comments.c.writer == clean(writer))
    return int(c.execute(chosen).scalar_one())


def counts(c: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """How many shown comments each of these articles has."""
    found: dict[int, int] = {}
    for at in range(0, len(article_ids), MANY):
        chosen = (
            select(comments.c.article_id, func.count())
            .where(comments.c.article_id.in_(article_ids[at : at + MANY]), comments.c.status == CommentStatus.SHOWN.value)
            .group_by(comments.c.article_id)
        )
        found.update((row[0], row[1]) for row in c.execute(chosen))
    return found


def close(c: Connection, article_id: int, closed: bool) -> None:
    """Close or open an article's comments."""
    if not c.execute(update(articles).where(articles.c.id == article_id).values(comments_closed=closed)).rowcount:
        raise NotFound(f"there is no article {article_id}")


def is_closed(c: Connection, article_id: int) -> bool:
    """Whether an article's comments are closed."""
    closed = c.execute(select(articles.c.comments_closed).where(articles.c.id == article_id)).scalar()
    if closed is None:
        raise NotFound(f"there is no article {article_id}")
    return bool(closed)
