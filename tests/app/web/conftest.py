"""The site over the edition, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from broadsheet.app.web import create_app, passwords
from broadsheet.app.web.seals import Seals
from broadsheet.store import open_store
from site_edition import TableNewsroom, fill

PASSWORD = "nine herring in a tram"
ORIGIN = "http://localhost"


class Ticks:
    """Seconds for rate limits that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Site:
    """A site, a browser without JavaScript, and what tests look at."""

    newsroom: TableNewsroom
    client: TestClient
    ids: dict[str, int]
    ticks: Ticks
    seals: Seals

    def session(self) -> str:
        from broadsheet.app.web.visitors import token_hash

        cookie = self.client.cookies.get("broadsheet")
        return token_hash(cookie) if cookie else ""

    def token(self) -> str:
        return self.seals.form_token(self.session(), self.newsroom.time)

    def post(self, path: str, data: dict[str, object] | None = None, **options: object):
        """Send a form as a page of ours would."""
        headers = {"origin": ORIGIN, **dict(options.pop("headers", {}))}
        return self.client.post(path, data={"token": self.token(), **(data or {})}, headers=headers, **options)

    def sign_in(self) -> None:
        answer = self.post("/sign-in", {"password": PASSWORD, "next": "/"})
        assert answer.status_code == 303, answer.text


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def site(tmp_path: Path, password_hash: str) -> Iterator[Site]:
    store = open_store(tmp_path / "site.db")
    newsroom = TableNewsroom(store)
    ids = fill(store, newsroom.fetcher)
    store.put("owner_password", password_hash)
    ticks = Ticks()
    app = create_app(newsroom, monotonic=ticks)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False, client=("203.0.113.5", 4711)) as client:
        yield Site(newsroom, client, ids, ticks, app.state.hall.seals)
    store.close()


@pytest.fixture
def owner(site: Site) -> Site:
    site.sign_in()
    return site
