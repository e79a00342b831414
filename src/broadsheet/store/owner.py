"""What belongs to the owner: stored values, sessions, and the record of what was changed."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from broadsheet.store.clean import clean, clean_record
from broadsheet.store.database import put_rows
from broadsheet.store.rows import audit_of, session_of
from broadsheet.store.tables import audit, marks, sessions
from broadsheet.types import AuditEntry, Session


def get(c: Connection, name: str) -> str:
    """A stored value, or ""."""
    return c.execute(select(marks.c.value).where(marks.c.name == clean(name))).scalar() or ""


def put(c: Connection, name: str, value: str) -> None:
    """Store a value."""
    put_rows(c, marks, [{"name": clean(name), "value": clean(value)}], on=["name"], update=["value"])


def put_if_absent(c: Connection, name: str, value: str) -> str:
    """Store the value unless there is one; the one that is stored now."""
    put_rows(c, marks, [{"name": clean(name), "value": clean(value)}], on=["name"])
    return str(c.execute(select(marks.c.value).where(marks.c.name == clean(name))).scalar_one())


def forget(c: Connection, name: str) -> None:
    """Forget a stored value."""
    c.execute(delete(marks).where(marks.c.name == name))


def add_session(c: Connection, session: Session) -> None:
    """Keep a session, and forget those that ended before it began."""
    row = {"token_hash": session.token_hash, "created": session.created, "expires": session.expires}
    c.execute(delete(sessions).where(sessions.c.expires < session.created))
    put_rows(c, sessions, [row], on=["token_hash"], update=["created", "expires"])


def session(c: Connection, token_hash: str) -> Session | None:
    """The session with that hash; the caller looks at its end."""
    row = c.execute(select(sessions).where(sessions.c.token_hash == clean(token_hash))).mappings().first()
    return None if row is None else session_of(row)


def end_session(c: Connection, token_hash: str) -> None:
    """End one session, or all."""
    statement = delete(sessions)
    c.execute(statement.where(sessions.c.token_hash == clean(token_hash)) if token_hash else statement)


def note(c: Connection, entry: AuditEntry) -> None:
    """Keep an audit entry."""
    kept = clean_record(entry)
    row = {"at": kept.at, "actor": kept.actor, "action": kept.action, "subject": kept.subject, "detail": kept.detail}
    c.execute(insert(audit).values(row))


def noted(c: Connection, limit: int) -> list[AuditEntry]:
    """Latest first."""
    rows = c.execute(select(audit).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit))
    return [audit_of(row) for row in rows.mappings()]
