"""The schema: what the migrations make is what the program expects, on both engines, and nothing is left by a step that fails."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from broadsheet.store import migrate, open_store
from broadsheet.store.database import Database
from broadsheet.store.opening import _database
from broadsheet.store.tables import metadata


def test_the_schema_is_the_newest_migration() -> None:
    assert migrate.known()[-1] == migrate.SCHEMA


def test_the_migrations_make_the_tables_that_are_declared(place: str) -> None:
    open_store(place).close()

    def differences(c: Connection) -> list[object]:
        ours = set(metadata.tables)
        context = MigrationContext.configure(c, opts={"include_object": lambda o, name, kind, *_: kind != "table" or name in ours})
        return list(compare_metadata(context, metadata))

    database: Database = _database(place)
    with closing(database):
        assert database.read(differences) == []


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "news.db"
    open_store(place).close()
    before = place.read_bytes()
    open_store(place).close()
    assert place.read_bytes() == before
