"""SQLite: one file, write-ahead log, one writer at a time, readers that never wait.

`synchronous=FULL`: a filing that was acknowledged survives a power cut, not only a crash of the process. NORMAL would save one fsync a
transaction; batches make that small (docs/decisions/0006-store.md has the measurement).
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from broadsheet.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreUnusable
from broadsheet.store.database import TookTooLong
from broadsheet.store.index_sqlite import SqliteIndex
from broadsheet.types import Problem

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds to wait for another process that writes.
PATIENCE = 15.0
READERS = 16
_PRAGMAS = (
    "secure_delete=FAST",
    "temp_store=MEMORY",
    "cache_size=-8000",
    "journal_size_limit=67108864",
    "wal_autocheckpoint=1000",
)
#: Between two looks at the clock, in steps of SQLite's machine: some microseconds.
_OPCODES = 500


class SqliteDatabase:
    """Database in one SQLite file. `synchronous` is a PRAGMA value; `patience` the seconds to wait for another process's write."""

    def __init__(self, path: Path, *, synchronous: str = "FULL", patience: float = PATIENCE) -> None:
        self.path = path
        self.index = SqliteIndex()
        self._synchronous = synchronous
        self._patience = patience
        self._lock = threading.Lock()
        fit_path(path)
        self._writer = self._engine(1, "BEGIN IMMEDIATE")
        self._reader = self._engine(READERS, "BEGIN")

    def read(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run this in a transaction that sees one state and writes nothing."""
        with self.reading() as c:
            return act(c, *args, **kwargs)

    def read_within(self, seconds: float, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `read`; raises TookTooLong when a statement runs past the deadline."""
        end = time.monotonic() + seconds
        with self.reading() as c:
            raw: Any = c.connection.driver_connection
            raw.set_progress_handler(lambda: int(time.monotonic() > end), _OPCODES)
            try:
                return act(c, *args, **kwargs)
            finally:
                raw.set_progress_handler(None, 0)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A reading transaction for as long as the block lasts."""
        with self._mapped(), self._reader.connect() as c, c.begin():
            yield c

    def write(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run this in a writing transaction; other threads and processes wait their turn."""
        with self._mapped(), self._lock, self._writer.connect() as c, c.begin():
            return act(c, *args, **kwargs)

    def reserve(self, c: Connection, table: Table, count: int) -> list[int]:
        """That many unused ids. The caller holds the write lock, so the last used id cannot move meanwhile."""
        last = c.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).scalar() or 0
        return list(range(last + 1, last + 1 + count))

    def numbered_to(self, c: Connection, table: Table) -> None:
        """Nothing to do: inserting an id moves the sequence by itself."""

    def size(self, c: Connection) -> int:
        """Bytes of the file and its log."""
        total = 0
        for name in (self.path, Path(f"{self.path}-wal")):
            with suppress(OSError):
                total += name.stat().st_size
        return total

    def check(self) -> list[Problem]:
        """SQLite's own check of the file, and FTS5's of the index."""
        problems: list[Problem] = []
        try:
            with self.reading() as c:
                found = [str(row[0]) for row in c.exec_driver_sql("PRAGMA integrity_check(20)")]
            problems += [Problem(f"the file is damaged: {line}", "restore a backup", fatal=True) for line in found if line != "ok"]
        except StoreError as error:
            return [Problem(f"the file cannot be read: {error.message}", "restore a backup", fatal=True)]
        try:
            self.write(lambda c: c.exec_driver_sql("INSERT INTO words (words) VALUES ('integrity-check')"))
        except StoreError:
            problems.append(Problem("the word index is damaged", "broadsheet doctor --repair builds it again"))
        return problems

    def tidy(self) -> list[str]:
        """Merge the index (which drops the words of deleted articles for good), refresh statistics, empty the log."""
        self.write(lambda c: c.exec_driver_sql("INSERT INTO words (words) VALUES ('optimize')"))
        with self._mapped(), self._lock, self._writer.connect() as c:
            raw: Any = c.connection.driver_connection
            raw.execute("PRAGMA optimize")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return ["merged the word index"]

    def backup(self, path: Path) -> None:
        """Copy through SQLite's backup interface: a state that was committed, while others read and write.

        Written beside the target and renamed, so that a broken backup never stands under the name of a good one.
        """
        if path.exists():
            raise StoreUnusable(f"{path} exists already", hint="give the backup a new name")
        part = path.with_name(path.name + ".part")
        try:
            part.unlink(missing_ok=True)
            with self._mapped(), self._reader.connect() as c:
                source: Any = c.connection.driver_connection
                target = sqlite3.connect(part)
                try:
                    # One step: the copy then is one read transaction, and no writer makes it start again.
                    source.backup(target, pages=-1)
                    target.execute("PRAGMA journal_mode=DELETE")
                finally:
                    target.close()
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.rename(path)
        except OSError as error:
            raise StoreUnusable(f"cannot write the backup {path}: {error.strerror}") from error
        except sqlite3.Error as error:
            raise _ours(error, path) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def close(self) -> None:
        """Give all connections back; the last one to leave empties the log."""
        self._reader.dispose()
        self._writer.dispose()

    def _engine(self, size: int, begin: str) -> Engine:
        engine = create_engine(
            URL.create("sqlite+pysqlite", database=str(self.path)),
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=30,
            connect_args={"check_same_thread": False, "timeout": self._patience, "isolation_level": None, "cached_statements": 256},
        )

        @event.listens_for(engine, "connect")
        def _connected(raw: Any, _record: Any) -> None:
            # The driver's own transactions are off (isolation_level None): it would commit before some statements.
            raw.isolation_level = None
            for pragma in ("page_size=8192", "journal_mode=WAL", f"synchronous={self._synchronous}", *_PRAGMAS):
                self._set(raw, pragma)

        @event.listens_for(engine, "begin")
        def _begun(c: Connection) -> None:
            c.exec_driver_sql(begin)

        return engine

    def _set(self, raw: Any, pragma: str) -> None:
        """Turning the log on needs the whole file for a moment, and SQLite does not wait for that by itself."""
        end = time.monotonic() + self._patience
        while True:
            try:
                raw.execute(f"PRAGMA {pragma}").fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _ours(error.orig, self.path) from error
        except sqlite3.Error as error:
            raise _ours(error, self.path) from error
        except UnicodeDecodeError as error:
            # A damaged schema: SQLite's message quotes the damaged bytes, and the driver cannot read its message.
            raise StoreDamaged(
                "the database is damaged", source=str(self.path), hint="run broadsheet doctor, or restore a backup"
            ) from error
        except PoolTimeout as error:
            raise StoreBusy("too many readers at once", hint="try again shortly") from error


def fit_path(path: Path) -> None:
    """Raise StoreUnusable with one line when no database can be at this path (row S08)."""
    if path.is_dir():
        raise StoreUnusable(f"{path} is a folder, not a database file")
    if not path.parent.is_dir():
        raise StoreUnusable(f"the folder {path.parent} does not exist", hint="create it first")
    if not path.exists():
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise StoreUnusable(f"the folder {path.parent} cannot be written")
        return
    if not path.is_file():
        raise StoreUnusable(f"{path} is not a regular file")
    if not os.access(path, os.R_OK | os.W_OK):
        raise StoreUnusable(f"{path} cannot be read and written by this user")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StoreUnusable(f"the folder {path.parent} cannot be written; the database needs room beside it for its log")
    with path.open("rb") as file:
        head = file.read(16)
    if head and head != b"SQLite format 3\x00":
        raise StoreUnusable(f"{path} is not a Broadsheet database")


def _ours(error: BaseException | None, path: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0)
    primary = code & 0xFF
    text = str(error)
    if primary == sqlite3.SQLITE_INTERRUPT:
        return TookTooLong(text)
    if primary == sqlite3.SQLITE_FULL:
        return StoreFull("no space left for the database", source=str(path), hint="reading goes on; free some space")
    if code in (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE):
        # A quota or a limit on file sizes is reported as a failed write, not as a full disk.
        return StoreFull(f"cannot write to the database: {text}", source=str(path), hint="free some space, or check the disk")
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy("another process is writing to the database", source=str(path), hint="try again shortly")
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT):
        return StoreDamaged(f"the database is damaged: {text}", source=str(path), hint="run broadsheet doctor, or restore a backup")
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return StoreUnusable(f"cannot use the database: {text}", source=str(path))
    return StoreError(f"the database failed: {text}", source=str(path))
