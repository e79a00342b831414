"""Failures: what went wrong, counted, with samples of what could not be read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from broadsheet.errors import InputError, NotFound
from broadsheet.store.clean import clean, clean_record
from broadsheet.store.database import put_rows
from broadsheet.store.pressing import compressed, expanded
from broadsheet.store.rows import failure_of, failure_row
from broadsheet.store.tables import failure_samples, failures, short_hash
from broadsheet.types import Failure

#: Samples kept for one code, and bytes of one.
SAMPLES, SAMPLE_BYTES = 100, 1 << 20


def record(c: Connection, failure: Failure) -> int:
    """Keep it, or count up the unresolved one with the same source, url and code."""
    row = failure_row(clean_record(failure))
    same = [failures.c[name] == row[name] for name in ("source_id", "code", "url_hash")]
    found = c.execute(select(failures.c.id, failures.c.count).where(*same, failures.c.resolved.is_(None)).with_for_update()).first()
    if found is not None and failure.resolved is None:
        id_ = int(found.id)
        now = {name: row[name] for name in ("at", "message", "capture_id", "size", "retry_at")}
        c.execute(update(failures).where(failures.c.id == id_).values(now | {"count": failures.c.count + row["count"]}))
    else:
        id_ = int(c.execute(failures.insert().values(row).returning(failures.c.id)).scalar_one())
    if failure.sample:
        _keep_sample(c, id_, failure)
    return id_


def _keep_sample(c: Connection, id_: int, failure: Failure) -> None:
    row = {"failure_id": id_, "code": clean(failure.code), "at": failure.at, "sample": compressed(failure.sample[:SAMPLE_BYTES])}
    put_rows(c, failure_samples, [row], on=["failure_id"], update=["at", "sample"])
    newest = (
        select(failure_samples.c.failure_id)
        .where(failure_samples.c.code == row["code"])
        .order_by(failure_samples.c.at.desc(), failure_samples.c.failure_id.desc())
        .offset(SAMPLES)
        .limit(SAMPLES)
    )
    surplus = list(c.execute(newest).scalars())
    if surplus:
        c.execute(delete(failure_samples).where(failure_samples.c.failure_id.in_(surplus)))


def several(c: Connection, source_id: int, resolved: bool, limit: int) -> list[Failure]:
    """Latest first, without samples: the unresolved, or the resolved."""
    chosen = select(failures).where(failures.c.resolved.is_not(None) if resolved else failures.c.resolved.is_(None))
    if source_id:
        chosen = chosen.where(failures.c.source_id == source_id)
    rows = c.execute(chosen.order_by(failures.c.at.desc(), failures.c.id.desc()).limit(limit))
    return [failure_of(row) for row in rows.mappings()]


def one(c: Connection, failure_id: int) -> Failure:
    """One failure, with its sample."""
    row = c.execute(select(failures).where(failures.c.id == failure_id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no failure {failure_id}")
    sample = c.execute(select(failure_samples.c.sample).where(failure_samples.c.failure_id == failure_id)).scalar()
    return failure_of(row, expanded(sample) if sample is not None else b"")


def resolve(c: Connection, now: datetime, failure_id: int, source_id: int, url: str) -> int:
    """Mark those that match all given conditions as resolved; how many."""
    if not (failure_id or source_id or url):
        raise InputError("say which failures are resolved: an id, a source or an address")
    statement = update(failures).where(failures.c.resolved.is_(None)).values(resolved=now)
    if failure_id:
        statement = statement.where(failures.c.id == failure_id)
    if source_id:
        statement = statement.where(failures.c.source_id == source_id)
    if url:
        statement = statement.where(failures.c.url_hash == short_hash(clean(url)))
    return int(c.execute(statement).rowcount)
