"""PostgreSQL when things go badly: restarts, broken connections, deadlocks, lost races, wrong addresses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import psycopg
import pytest
from postgres_server import Server
from sqlalchemy import Connection

from broadsheet.errors import StoreBusy, StoreTooNew, StoreUnusable
from broadsheet.store import open_store, owner
from broadsheet.store.postgres import PostgresDatabase
from broadsheet.store.store import SqlStore
from broadsheet.types import Article, Filing, Hits, Search, Term

pytestmark = pytest.mark.postgres


@pytest.fixture
def address(postgres: Server) -> str:
    """A database with our schema and nothing in it."""
    return postgres.empty(postgres.shared)


@pytest.fixture
def restartable() -> Iterator[Server]:
    """A server of our own, even where the environment names another."""
    server = Server(own=True)
    yield server
    server.close()


def filing(title: str, now: datetime) -> Filing:
    return Filing(article=Article(title=title, text="fog", received=now), keys=(title,))


def test_S15_a_restart_of_the_server_is_waited_for(restartable: Server, now: datetime) -> None:
    address = restartable.make("news")
    waits: list[float] = []

    def start(seconds: float) -> None:
        waits.append(seconds)
        restartable.start()

    with closing(SqlStore(PostgresDatabase(address, sleep=start))) as store:
        store.file([filing("one", now)])
        restartable.stop()
        store.file([filing("two", now)])
        restartable.stop()
        assert store.known(["one", "two"]).keys() == {"one", "two"}
        assert len(waits) == 2
        assert store.check() == []
    with closing(PostgresDatabase(address, patience=0.0)) as database:
        database.read(lambda c: None)
        restartable.stop()
        with pytest.raises(StoreBusy):
            database.read(lambda c: None)
    with pytest.raises(StoreUnusable):
        open_store(address)


def test_S15_ended_connections_are_replaced(postgres: Server, address: str, now: datetime) -> None:
    with closing(open_store(address)) as store:
        store.file([filing("one", now)])
        with psycopg.connect(address, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        store.file([filing("two", now)])
        assert store.stats().articles == 2


def test_S15_a_transaction_that_is_ended_is_run_again(address: str) -> None:
    database = PostgresDatabase(address, sleep=lambda seconds: None)
    tries: list[int] = []

    def act(c: Connection) -> None:
        owner.put(c, "a", "b")
        tries.append(1)
        if len(tries) == 1:
            pid = c.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with psycopg.connect(address, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", (pid,))
            c.exec_driver_sql("SELECT 1")

    with closing(database):
        database.write(act)
        assert len(tries) == 2
        assert database.read(owner.get, "a") == "b"


def test_S15_of_two_in_a_deadlock_one_is_run_again(address: str) -> None:
    database = PostgresDatabase(address)
    meet = threading.Barrier(2, timeout=20)
    tries: list[str] = []

    def act(c: Connection, first: str, second: str) -> None:
        tries.append(first)
        owner.put(c, first, first)
        if tries.count(first) == 1:
            meet.wait()
        owner.put(c, second, first)

    threads = [threading.Thread(target=database.write, args=(act, *pair)) for pair in (("a", "b"), ("b", "a"))]
    with closing(database):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(tries) in (["a", "a", "b"], ["a", "b", "b"])
        assert database.read(owner.get, "a") == database.read(owner.get, "b") != ""


def test_S15_two_workers_may_file_the_same_keys(address: str, now: datetime) -> None:
    keys = tuple(f"k{n}" for n in range(200))
    with closing(open_store(address)) as one, closing(open_store(address)) as two:

        def work(name: str) -> None:
            store = one if name == "one" else two
            for n in range(10):
                store.file([Filing(article=Article(title=f"{name} {n}", received=now), keys=keys[:: 1 if name == "one" else -1])])

        threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert one.stats().articles == 20
        assert one.check() == []


def test_A06_a_search_is_stopped_at_its_deadline(address: str, now: datetime) -> None:
    with closing(PostgresDatabase(address)) as database:
        store = SqlStore(database, deadline=0.05)
        store.file([filing("fog", now)])
        database.write(lambda c: c.exec_driver_sql("ALTER TABLE words RENAME TO words_there"))
        slow = "CREATE VIEW words AS SELECT t.* FROM words_there t, (SELECT pg_sleep(5)) AS s"
        try:
            database.write(lambda c: c.exec_driver_sql(slow))
            assert store.search(Search(terms=(Term(("fog",)),))) == Hits((), capped=True)
        finally:
            database.write(lambda c: c.exec_driver_sql("DROP VIEW IF EXISTS words"))
            database.write(lambda c: c.exec_driver_sql("ALTER TABLE words_there RENAME TO words"))


def test_S08_addresses_where_no_database_is(postgres: Server, address: str) -> None:
    with pytest.raises(StoreUnusable):
        open_store(postgres.address("nothing_of_that_name"))
    with pytest.raises(StoreUnusable):
        open_store("postgresql://[broken")
    with psycopg.connect(address, autocommit=True) as c:
        c.execute("UPDATE alembic_version SET version_num = '9001'")
    try:
        with pytest.raises(StoreTooNew):
            open_store(address)
    finally:
        with psycopg.connect(address, autocommit=True) as c:
            c.execute("UPDATE alembic_version SET version_num = '0003'")


def test_S10_many_processes_may_open_a_new_database_at_once(postgres: Server) -> None:
    name = "bs_together"
    address = postgres.make(name)
    try:
        stores: list[object] = []
        threads = [threading.Thread(target=lambda: stores.append(closing(open_store(address)))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(stores) == 4
        for store in stores:
            with store:  # type: ignore[attr-defined]
                pass
    finally:
        postgres.drop(name)
