"""Opening a store by its path or address, and restoring one from a backup."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from broadsheet.errors import InputError, StoreDamaged, StoreUnusable
from broadsheet.store.base import Store
from broadsheet.store.database import Database
from broadsheet.store.postgres import PostgresDatabase
from broadsheet.store.sqlite import SqliteDatabase, fit_path
from broadsheet.store.store import DEADLINE, SqlStore


def _now() -> datetime:
    return datetime.now(UTC)


def open_store(where: str | Path, *, clock: Callable[[], datetime] = _now, deadline: float = DEADLINE) -> Store:
    """The store at a path (SQLite; the file is made when missing) or at a `postgresql://` address, brought to the present schema.

    Raises StoreUnusable when nothing can be there, StoreTooNew when a later version wrote it, StoreDamaged when it is not sound.
    `deadline` is the seconds that one search may take.
    """
    database = _database(where)
    try:
        return SqlStore(database, clock=clock, deadline=deadline)
    except BaseException:
        database.close()
        raise


def restore(backup: Path, where: str | Path) -> None:
    """Make a store out of a backup, whichever engine wrote it. Nothing is overwritten: there must be no articles at `where` yet.

    Raises StoreDamaged when the backup is not sound, InputError or StoreUnusable when something is at `where`.
    """
    try:
        with backup.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise StoreUnusable(f"cannot read the backup {backup}: {error.strerror}") from error
    if head.startswith(b"SQLite format 3\x00"):
        _restore_file(backup, where)
    elif head.startswith(zstandard.FRAME_HEADER):
        with closing(open_store(where)) as store:
            store.load(_rows(backup))
    else:
        raise StoreDamaged(f"{backup} is not a backup of Broadsheet")


def _restore_file(backup: Path, where: str | Path) -> None:
    if _is_address(where):
        with closing(open_store(backup)) as old, closing(open_store(where)) as new:
            new.load(old.dump())
        return
    target = Path(where)
    if target.exists():
        raise StoreUnusable(f"{target} exists already", hint="move it away before restoring")
    fit_path(target)
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(backup, part)
        with closing(SqliteDatabase(part)) as copy:
            fatal = [problem for problem in copy.check() if problem.fatal]
        if fatal:
            raise StoreDamaged(f"the backup {backup} is damaged: {fatal[0].what}")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise StoreUnusable(f"cannot restore to {target}: {error.strerror}") from error
    finally:
        for name in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
            with suppress(OSError):
                name.unlink(missing_ok=True)


def _rows(backup: Path) -> Iterator[dict[str, object]]:
    try:
        with zstandard.open(backup, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (zstandard.ZstdError, ValueError, OSError) as error:
        raise InputError(f"the backup {backup} cannot be read: {error}") from error


def _is_address(where: str | Path) -> bool:
    return isinstance(where, str) and "://" in where


def _database(where: str | Path) -> Database:
    if _is_address(where):
        return _by_address(str(where))
    return SqliteDatabase(Path(where))


def _by_address(address: str) -> Database:
    scheme, _, rest = address.partition("://")
    if scheme.partition("+")[0] in ("postgresql", "postgres"):
        return PostgresDatabase(f"postgresql://{rest}")
    if scheme == "sqlite":
        return SqliteDatabase(Path(rest.removeprefix("/")))
    raise StoreUnusable(f"no store speaks {scheme}://", hint="give a path, or a postgresql:// address")
