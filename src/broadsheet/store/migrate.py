"""Bringing a database to the present schema: forward only, each step in one transaction.

The schema's version is the number of its newest migration. A version that this program does not know was made by a later one.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from broadsheet.errors import StoreTooNew, StoreUnusable

#: The newest migration (a test compares it with the folder).
SCHEMA = "0003"
_FOLDER = Path(__file__).with_name("migrations")


def version(c: Connection) -> str:
    """The schema's version; "" for an empty database. Raises StoreUnusable for a database of something else."""
    names = set(inspect(c).get_table_names())
    if "alembic_version" not in names:
        if names - {"sqlite_sequence"}:
            raise StoreUnusable("this is a database of another program: it has tables, but none of ours")
        return ""
    return c.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def migrate(c: Connection, target: str = SCHEMA) -> None:
    """Run the migrations that are missing. The caller holds the writing transaction, so a broken run leaves the old schema."""
    if c.dialect.name == "postgresql":
        # One process migrates; the others wait here and then find it done.
        c.execute(text("SELECT pg_advisory_xact_lock(4201972)"))
    present = version(c)
    if present == target:
        return
    if present > SCHEMA or (present and present not in known()):
        raise StoreTooNew(
            f"the database was written by a later version of Broadsheet (schema {present}, this one knows {SCHEMA})",
            hint="update Broadsheet, or open a copy made by `broadsheet backup` before the update",
        )
    # Imported here: nearly every start finds the schema as it should be, and alembic takes a quarter of a second to load.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = c
    command.upgrade(config, target)


def known() -> list[str]:
    """The versions that this program knows, oldest first."""
    return sorted(path.stem[:4] for path in (_FOLDER / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
