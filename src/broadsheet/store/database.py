"""What an engine offers to the store: transactions, a word index, and the few things that SQLite and PostgreSQL do differently.

The areas (sources.py, filing.py, ...) are functions that take a connection. They run inside `Database.read` or `Database.write`, which
give them one transaction, turn the engine's errors into ours, and try again where that is safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Table, TextClause
from sqlalchemy.dialects import postgresql, sqlite

from broadsheet.errors import StoreBusy
from broadsheet.store.entries import Entry
from broadsheet.store.query import Query
from broadsheet.types import Problem

P = ParamSpec("P")
T = TypeVar("T")


class TookTooLong(StoreBusy):
    """A statement was stopped at its deadline."""


class WordIndex(Protocol):
    """Finds articles by their words. Every method runs inside the caller's transaction."""

    def put(self, c: Connection, entries: Sequence[Entry]) -> None:
        """Index these articles, none of which is indexed."""

    def drop(self, c: Connection, entries: Sequence[Entry]) -> None:
        """Forget these articles, given exactly as they were indexed."""

    def clear(self, c: Connection) -> None:
        """Forget all."""

    def match(self, c: Connection, query: Query, *, by_time: bool, offset: int, limit: int) -> tuple[list[tuple[int, float]], int]:
        """Article ids with their scores (higher is better), and how many there are in all, counted up to `query.WINDOW`.

        The `WINDOW` newest matches are looked at: by time that is exact, by relevance the best of these.
        """

    def frequency(self, c: Connection, token: str, cap: int) -> int:
        """How many articles have this token, counted up to `cap`."""

    def any_of(self, c: Connection, tokens: Sequence[str], limit: int) -> list[int]:
        """Ids of the articles that have the most and rarest of these tokens, best first."""

    def missing(self, c: Connection) -> int:
        """How many articles are not indexed, or indexed without being there."""


class Database(Protocol):
    """One engine with its connections."""

    @property
    def index(self) -> WordIndex:
        """The words of all articles."""

    def read(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run this in a transaction that sees one state and writes nothing."""

    def read_within(self, seconds: float, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `read`; raises TookTooLong when a statement runs past the deadline."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A reading transaction for as long as the block lasts."""

    def write(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run this in a writing transaction. What it wrote is safe when this returns; nothing of it is there when this raises."""

    def reserve(self, c: Connection, table: Table, count: int) -> list[int]:
        """That many unused ids, ascending."""

    def numbered_to(self, c: Connection, table: Table) -> None:
        """Make ids to come greater than those that are in the table."""

    def size(self, c: Connection) -> int:
        """Bytes on disk."""

    def check(self) -> list[Problem]:
        """Damage that the engine itself can see."""

    def tidy(self) -> list[str]:
        """What the engine can do to keep its files small and fast; says what was done."""

    def backup(self, path: Path) -> None:
        """Write a consistent copy to a new file."""

    def close(self) -> None:
        """Give all connections back."""


def put_rows(
    c: Connection,
    table: Table,
    rows: Iterable[dict[str, Any]],
    *,
    on: Sequence[str],
    update: Sequence[str] = (),
    where: TextClause | None = None,
) -> None:
    """Insert rows; where one with equal `on` columns exists, set its `update` columns, or leave it when there are none."""
    batch = list(rows)
    if not batch:
        return
    statement: Any = (sqlite.insert if c.dialect.name == "sqlite" else postgresql.insert)(table)
    if update:
        new = {name: statement.excluded[name] for name in update}
        statement = statement.on_conflict_do_update(index_elements=list(on), index_where=where, set_=new)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(on), index_where=where)
    c.execute(statement, batch)
