"""Captures: bytes as received, compressed with zstandard."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from broadsheet.errors import NotFound
from broadsheet.store.clean import clean_record
from broadsheet.store.database import Database
from broadsheet.store.pressing import compressed, expanded
from broadsheet.store.rows import capture_of, capture_row
from broadsheet.store.tables import captures
from broadsheet.types import Capture


def save_all(c: Connection, database: Database, given: Sequence[Capture]) -> list[int]:
    """Store captures; their ids, in order."""
    if not given:
        return []
    ids = database.reserve(c, captures, len(given))
    rows = [
        capture_row(clean_record(capture)) | {"id": id_, "body": compressed(capture.body)} for id_, capture in zip(ids, given, strict=True)
    ]
    c.execute(insert(captures), rows)
    return ids


def one(c: Connection, capture_id: int) -> Capture:
    """The capture with that id."""
    row = c.execute(select(captures).where(captures.c.id == capture_id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no capture {capture_id}")
    return capture_of(row, expanded(row["body"]))
