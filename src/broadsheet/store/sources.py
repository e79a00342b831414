"""Sources, their state, and the items of theirs that were seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, case, delete, func, literal, or_, select, type_coerce, update

from broadsheet.errors import InputError, NotFound
from broadsheet.store.clean import clean, clean_record
from broadsheet.store.database import put_rows
from broadsheet.store.rows import source_of, source_row, state_of, state_row
from broadsheet.store.tables import EPOCH, Moment, articles, micros, short_hash, sightings, sources, states
from broadsheet.types import Seen, Source, SourceKind, SourceState

_MANY = 500


def add(c: Connection, source: Source) -> Source:
    """Store a new source and its empty state; the one that has its url, when there is one."""
    row = source_row(clean_record(source))
    known = c.execute(select(sources).where(sources.c.url_hash == row["url_hash"])).mappings().first()
    if known is not None:
        return source_of(known)
    put_rows(c, sources, [row], on=["url_hash"])
    stored = source_of(c.execute(select(sources).where(sources.c.url_hash == row["url_hash"])).mappings().one())
    put_rows(c, states, [{"source_id": stored.id}], on=["source_id"])
    return stored


def replace(c: Connection, source: Source) -> None:
    """Replace the source with that id."""
    row = source_row(clean_record(source))
    other = c.execute(select(sources.c.id).where(sources.c.url_hash == row["url_hash"], sources.c.id != source.id)).scalar()
    if other is not None:
        raise InputError("another source has this address", url=source.url)
    if not c.execute(update(sources).where(sources.c.id == source.id).values(row)).rowcount:
        raise NotFound(f"there is no source {source.id}")


def remove(c: Connection, source_id: int) -> None:
    """Forget the source, its state and its sightings; its articles stay."""
    if not c.execute(delete(sources).where(sources.c.id == source_id)).rowcount:
        raise NotFound(f"there is no source {source_id}")
    c.execute(delete(states).where(states.c.source_id == source_id))
    c.execute(delete(sightings).where(sightings.c.source_id == source_id))
    c.execute(update(articles).where(articles.c.source_id == source_id).values(source_id=0))


def one(c: Connection, source_id: int) -> Source:
    """The source with that id."""
    row = c.execute(select(sources).where(sources.c.id == source_id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no source {source_id}")
    return source_of(row)


def every(c: Connection) -> list[Source]:
    """All, by folder and then title."""
    found = [source_of(row) for row in c.execute(select(sources)).mappings()]
    return sorted(found, key=lambda source: (source.folder, source.title.casefold(), source.title, source.id))


def state(c: Connection, source_id: int) -> SourceState:
    """The state of one source."""
    row = c.execute(select(states).where(states.c.source_id == source_id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no source {source_id}")
    return state_of(row)


def all_states(c: Connection) -> dict[int, SourceState]:
    """The state of every source, by source id."""
    return {row["source_id"]: state_of(row) for row in c.execute(select(states)).mappings()}


def save_state(c: Connection, new: SourceState) -> None:
    """Replace the state of a source that exists."""
    row = state_row(clean_record(new))
    if not c.execute(update(states).where(states.c.source_id == new.source_id).values(row)).rowcount:
        raise NotFound(f"there is no source {new.source_id}")


def _polled() -> Select[tuple[int]]:
    """The sources that are polled at all."""
    return (
        select(sources.c.id)
        .join(states, states.c.source_id == sources.c.id)
        .where(sources.c.enabled, sources.c.kind != SourceKind.FILES.value, states.c.stopped == "")
    )


def claim(c: Connection, now: datetime, until: datetime, limit: int) -> list[tuple[Source, SourceState]]:
    """Claim sources that are due, longest overdue first; those that were never polled come before all others."""
    due = (
        _polled()
        .where(or_(states.c.next_poll.is_(None), states.c.next_poll <= now))
        .where(or_(states.c.claimed_until.is_(None), states.c.claimed_until <= now))
        .order_by(states.c.next_poll.asc().nulls_first(), sources.c.id)
        .limit(limit)
        # Workers on PostgreSQL pass over what another is claiming at this moment; SQLite has one writer and ignores this.
        .with_for_update(of=states, skip_locked=True)
    )
    ids = list(c.execute(due).scalars())
    if not ids:
        return []
    c.execute(update(states).where(states.c.source_id.in_(ids)).values(claimed_until=until))
    found = {row["id"]: source_of(row) for row in c.execute(select(sources).where(sources.c.id.in_(ids))).mappings()}
    claimed = {row["source_id"]: state_of(row) for row in c.execute(select(states).where(states.c.source_id.in_(ids))).mappings()}
    return [(found[id_], claimed[id_]) for id_ in ids]


def next_due(c: Connection) -> datetime | None:
    """When the next source falls due: the earliest of next poll or end of claim. One that was never polled is due since 1970."""
    free = func.coalesce(states.c.claimed_until, literal(EPOCH, Moment()))
    poll = func.coalesce(states.c.next_poll, literal(EPOCH, Moment()))
    when = case((poll > free, poll), else_=free)
    return c.execute(_polled().with_only_columns(type_coerce(func.min(when), Moment()))).scalar()


def seen(c: Connection, source_id: int, external_ids: Sequence[str], limit: int) -> list[Seen]:
    """The source's known items, last sighting first."""
    base = select(sightings).where(sightings.c.source_id == source_id)
    if not external_ids:
        rows = list(c.execute(base.order_by(sightings.c.seen.desc(), sightings.c.ref).limit(limit)).mappings())
    else:
        hashes = list(dict.fromkeys(short_hash(clean(ref)) for ref in external_ids))
        rows = []
        for at in range(0, len(hashes), _MANY):
            rows += c.execute(base.where(sightings.c.ref_hash.in_(hashes[at : at + _MANY]))).mappings()
        rows = sorted(rows, key=lambda row: (-micros(row["seen"]), row["ref"]))[:limit]
    return [Seen(row["ref"], row["item_hash"], row["article_id"]) for row in rows]
