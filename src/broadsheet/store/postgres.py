"""PostgreSQL: many writers on many machines. Transactions that lost a race, or whose connection broke, are run again (row S15)."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import zstandard
from sqlalchemy import Connection, Table, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from broadsheet.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreUnusable
from broadsheet.store import dump
from broadsheet.store.database import TookTooLong
from broadsheet.store.index_postgres import PostgresIndex
from broadsheet.types import Problem

P = ParamSpec("P")
T = TypeVar("T")

CONNECTIONS = 8
#: Seconds that a transaction is tried again for, and the first pause.
PATIENCE, FIRST_PAUSE = 30.0, 0.05
#: Serialization failure, deadlock; the transaction did nothing and may run again.
_LOST = {"40001", "40P01", "55P03"}
#: The server ended the connection, is starting or stopping, or has no connection left.
_GONE = {"57P01", "57P02", "57P03", "53300", "08000", "08001", "08003", "08004", "08006", "25P03"}


class PostgresDatabase:
    """Database on a PostgreSQL server. `sleep` and `patience` are for waiting between tries, in seconds."""

    def __init__(self, address: str, *, patience: float = PATIENCE, sleep: Callable[[float], None] = time.sleep) -> None:
        self.index = PostgresIndex()
        self._patience = patience
        self._sleep = sleep
        #: Whether the server ever answered: until then, its absence is a wrong address and not a restart.
        self._answered = False
        try:
            url = make_url(address)
            self.name = url.render_as_string(hide_password=True)
            self._engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                pool_size=CONNECTIONS,
                max_overflow=CONNECTIONS,
                pool_timeout=30,
                pool_pre_ping=True,
                connect_args={"connect_timeout": 10, "application_name": "broadsheet"},
            )
        except ArgumentError as error:
            raise StoreUnusable("this is no address of a PostgreSQL database", hint="postgresql://user@host/name") from error
        except ModuleNotFoundError as error:
            raise StoreUnusable("PostgreSQL needs the extra: pip install broadsheet[postgres]") from error

    def read(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run this in a transaction that sees one state and writes nothing; again when the connection broke."""
        return self._tried(lambda: self._read_once(act, *args, **kwargs))

    def _read_once(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self._reading() as c:
            return act(c, *args, **kwargs)

    def read_within(self, seconds: float, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `read`; raises TookTooLong when a statement runs past the deadline."""

        def limited(c: Connection) -> T:
            c.execute(text(f"SET LOCAL statement_timeout = {max(int(seconds * 1000), 1)}"))
            return act(c, *args, **kwargs)

        return self.read(limited)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A reading transaction for as long as the block lasts; it is not tried again."""
        try:
            with self._reading() as c:
                yield c
        except _Again as again:
            raise again.error from again.__cause__

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._mapped(), self._engine.connect() as c:
            c = c.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with c.begin():
                yield c

    def write(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run this in a writing transaction; again when it lost a race or the connection broke before the commit.

        Raises StoreBusy when the connection broke during the commit: nobody knows then whether it was done, and running it again could
        do it twice.
        """

        def once() -> T:
            with self._mapped(), self._engine.connect() as c:
                transaction = c.begin()
                try:
                    result = act(c, *args, **kwargs)
                except BaseException:
                    with suppress(DBAPIError):
                        transaction.rollback()
                    raise
                try:
                    transaction.commit()
                except DBAPIError as error:
                    if error.connection_invalidated:
                        raise StoreBusy(
                            "the connection broke while the database was storing this", hint="look whether it was stored"
                        ) from error
                    raise
                return result

        return self._tried(once)

    def _tried(self, once: Callable[[], T]) -> T:
        end = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            try:
                result = once()
            except _Again as again:
                if time.monotonic() + pause > end:
                    raise again.error from again.__cause__
            else:
                self._answered = True
                return result
            # With jitter, or those that met once would meet again.
            self._sleep(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, 2.0)

    def reserve(self, c: Connection, table: Table, count: int) -> list[int]:
        """That many unused ids. They are lost when the transaction is rolled back, which leaves gaps."""
        sql = "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        return sorted(c.execute(text(sql), {"table": table.name, "count": count}).scalars())

    def numbered_to(self, c: Connection, table: Table) -> None:
        """Make ids to come greater than those that are in the table."""
        last = f"(SELECT coalesce(max(id), 0) FROM {table.name})"  # noqa: S608 - a table of our own
        sql = f"SELECT setval(pg_get_serial_sequence(:table, 'id'), greatest({last}, 1), {last} > 0)"
        c.execute(text(sql), {"table": table.name})

    def size(self, c: Connection) -> int:
        """Bytes of the database."""
        return int(c.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    def check(self) -> list[Problem]:
        """Whether the database answers; PostgreSQL watches over its own files."""
        try:
            self.read(lambda c: c.execute(text("SELECT 1")).scalar_one())
        except StoreError as error:
            return [Problem(error.message, "look at the server's log", fatal=True)]
        return []

    def tidy(self) -> list[str]:
        """Give the space of removed rows back to PostgreSQL and refresh its statistics."""

        def vacuum() -> None:
            with self._mapped(), self._engine.connect() as c:
                c.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))

        self._tried(vacuum)
        return ["vacuumed and analysed the tables"]

    def backup(self, path: Path) -> None:
        """Write a dump of one moment, one JSON object a line, compressed with zstandard."""
        if path.exists():
            raise StoreUnusable(f"{path} exists already", hint="give the backup a new name")
        part = path.with_name(path.name + ".part")
        try:
            with self.reading() as c, zstandard.open(part, "wt", encoding="utf-8") as lines:
                for row in dump.rows(c):
                    lines.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            part.rename(path)
        except OSError as error:
            raise StoreUnusable(f"cannot write the backup {path}: {error.strerror}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._ours(error) from error
        except PoolTimeout as error:
            raise StoreBusy("too many transactions at once", source=self.name, hint="try again shortly") from error

    def _ours(self, error: DBAPIError) -> Exception:
        state = getattr(error.orig, "sqlstate", None) or ""
        said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        if state == "57014":
            return TookTooLong(said)
        if state in _LOST:
            return _Again(StoreBusy(f"the database was too busy: {said}", source=self.name, hint="try again shortly"))
        if state in _GONE or error.connection_invalidated or (self._answered and not state and isinstance(error, OperationalError)):
            return _Again(StoreBusy(f"the database is not there: {said}", source=self.name, hint="try again shortly"))
        if state == "53100":
            return StoreFull("no space left for the database", source=self.name, hint="reading goes on; free some space")
        if state.startswith("XX"):
            return StoreDamaged(f"the database is damaged: {said}", source=self.name, hint="look at the server's log")
        if state[:2] in {"28", "3D", "42"} or not state:
            return StoreUnusable(f"cannot use the database: {said}", source=self.name)
        return StoreError(f"the database failed: {said}", source=self.name)


class _Again(Exception):
    """The transaction did nothing and may run again; `error` is what to say when there is no time left for that."""

    def __init__(self, error: StoreError) -> None:
        super().__init__(error.message)
        self.error = error
