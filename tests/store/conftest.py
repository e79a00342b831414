"""A store of each engine for the contract tests. None is ever skipped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from postgres_server import Server

from broadsheet.store import Store, open_store

_TEMPLATE = "bs_template"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, with a template database that has our schema."""
    server = Server()
    template = f"{_TEMPLATE}_{uuid4().hex[:8]}"
    try:
        with closing(open_store(server.make(template))):
            pass
        server.template = template
        server.shared = template + "_shared"
        server.make(server.shared, template)
        yield server
        server.drop(server.shared)
        server.drop(template)
    finally:
        server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the engine."""
    return str(request.param)


@pytest.fixture
def make_place(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Makes the place of a new store, as often as it is called."""
    numbers = count(1)
    made: list[str] = []

    def make() -> str:
        if engine == "sqlite":
            return str(tmp_path / f"news{next(numbers)}.db")
        server = request.getfixturevalue("postgres")
        if next(numbers) == 1:
            return str(server.empty(server.shared))
        made.append(f"bs_{uuid4().hex[:12]}")
        return str(server.make(made[-1], server.template))

    yield make
    for name in made:
        request.getfixturevalue("postgres").drop(name)


@pytest.fixture
def place(make_place: Callable[[], str]) -> str:
    """Where a new store can be opened."""
    return make_place()


@pytest.fixture
def store(place: str, now: datetime) -> Iterator[Store]:
    """A new store whose clock stands still."""
    with closing(open_store(place, clock=lambda: now)) as opened:
        yield opened
