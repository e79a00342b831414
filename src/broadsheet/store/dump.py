"""Everything as rows, in one canonical order: equal databases give equal dumps, whatever engine and however they grew.

What can be built again (index, tags, numbers by time) is left out; compressed values are written out, so that another compressor changes
nothing. Times are ISO 8601 in UTC, bytes base64.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Connection, Float, LargeBinary, Table, Text, insert, select

from broadsheet.errors import InputError
from broadsheet.store.database import Database
from broadsheet.store.health import rebuild
from broadsheet.store.migrate import SCHEMA
from broadsheet.store.pressing import compressed, expanded, pressed, pressed_text, unpressed, unpressed_text
from broadsheet.store.stories import relist
from broadsheet.store.tables import (
    Moment,
    articles,
    audit,
    bodies,
    captures,
    comments,
    copies,
    counters,
    failure_samples,
    failures,
    findings,
    holders,
    keys,
    ledger_edits,
    marks,
    memberships,
    pins,
    read_marks,
    redirects,
    revisions,
    sessions,
    sightings,
    sketches,
    sources,
    states,
    stories,
    story_edits,
    unanalysed,
    unlinked,
    vectors,
)

TABLES: tuple[Table, ...] = (
    sources,
    states,
    sightings,
    captures,
    articles,
    bodies,
    keys,
    revisions,
    failures,
    failure_samples,
    comments,
    marks,
    sessions,
    audit,
    stories,
    redirects,
    memberships,
    sketches,
    copies,
    vectors,
    unlinked,
    unanalysed,
    findings,
    holders,
    ledger_edits,
    pins,
    story_edits,
    read_marks,
    counters,
)
_DERIVED = {("articles", "doc"), ("articles", "indexed_source")}
_ZSTANDARD = {("captures", "body"), ("failure_samples", "sample")}
_TEXTS = {("bodies", "text"), ("revisions", "text")}
_PRESSED = {("bodies", "details"), ("revisions", "details"), ("memberships", "evidence"), ("story_edits", "was"), ("findings", "found")}
_BATCH = 500


def rows(c: Connection) -> Iterator[dict[str, object]]:
    """First a row that names the schema, then every table's rows by primary key."""
    yield {"table": "broadsheet", "schema": SCHEMA}
    for table in TABLES:
        primary = list(table.primary_key.columns)
        if table in (marks, sessions, counters):
            # Few rows: sorted here, because the engines order texts by different rules.
            found = sorted(c.execute(select(table)).mappings(), key=lambda row: row[primary[0].name])
            yield from (_written(table, dict(row)) for row in found)
            continue
        for row in c.execution_options(yield_per=_BATCH).execute(select(table).order_by(*_order(c, table))).mappings():
            yield _written(table, dict(row))


def _order(c: Connection, table: Table) -> list[Any]:
    """The primary key, texts in the order of their bytes on both engines."""
    bytewise = "C" if c.dialect.name == "postgresql" else "BINARY"
    return [column.collate(bytewise) if isinstance(column.type, Text) else column for column in table.primary_key.columns]


def fill(c: Connection, database: Database, given: Iterable[dict[str, object]]) -> None:
    """Fill an empty database. Raises InputError when it is not empty, or when a row is not what a dump has."""
    if any(c.execute(select(table).limit(1)).first() is not None for table in TABLES):
        raise InputError("the database is not empty", hint="restore into a new one")
    by_name = {table.name: table for table in TABLES}
    batch: list[dict[str, Any]] = []
    now: Table | None = None
    for row in given:
        name = row.get("table")
        if name == "broadsheet":
            if str(row.get("schema", "")) > SCHEMA:
                raise InputError(f"the dump was made by a later version of Broadsheet (schema {row.get('schema')})")
            continue
        table = by_name.get(str(name))
        if table is None:
            raise InputError(f"a dump has no table {name!r}")
        if table is not now or len(batch) >= _BATCH:
            _insert(c, now, batch)
            now, batch = table, []
        batch.append(_read(table, row))
    _insert(c, now, batch)
    for table in TABLES:
        if "id" in table.c:
            database.numbered_to(c, table)
    rebuild(c, database)
    relist(c)


def _insert(c: Connection, table: Table | None, batch: list[dict[str, Any]]) -> None:
    if table is not None and batch:
        c.execute(insert(table), batch)


def _written(table: Table, row: dict[str, Any]) -> dict[str, object]:
    out: dict[str, object] = {"table": table.name}
    for name, value in row.items():
        place = (table.name, name)
        if place in _DERIVED:
            continue
        if value is None:
            out[name] = None
        elif place in _PRESSED:
            out[name] = unpressed(value)
        elif place in _TEXTS:
            out[name] = unpressed_text(value)
        elif isinstance(value, datetime):
            out[name] = value.isoformat(timespec="microseconds")
        elif isinstance(value, bytes | memoryview):
            out[name] = b64encode(expanded(bytes(value)) if place in _ZSTANDARD else bytes(value)).decode("ascii")
        else:
            out[name] = value
    return out


def _read(table: Table, row: dict[str, object]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    try:
        for column in table.columns:
            place = (table.name, column.name)
            if place in _DERIVED:
                continue
            value: Any = row[column.name]
            if value is None:
                out[column.name] = None
            elif place in _PRESSED:
                out[column.name] = pressed(value)
            elif place in _TEXTS:
                out[column.name] = pressed_text(value)
            elif isinstance(column.type, Moment):
                out[column.name] = datetime.fromisoformat(value).astimezone(UTC)
            elif isinstance(column.type, LargeBinary):
                raw = b64decode(value)
                out[column.name] = compressed(raw) if place in _ZSTANDARD else raw
            elif isinstance(column.type, Boolean):
                out[column.name] = bool(value)
            elif isinstance(column.type, Float):
                out[column.name] = float(value)
            else:
                out[column.name] = value
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"a row of {table.name} is not what a dump has: {error}") from error
    return out
