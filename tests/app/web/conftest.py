"""The site over the edition, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_site import ORIGIN, PASSWORD, Site, Ticks

from broadsheet.app.web import create_app, passwords
from broadsheet.store import open_store
from site_edition import TableNewsroom, fill
from story_edition import PICTURES, tell


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def site(tmp_path: Path, password_hash: str) -> Iterator[Site]:
    store = open_store(tmp_path / "site.db")
    newsroom = TableNewsroom(store)
    ids = fill(store, newsroom.fetcher)
    ids |= tell(store, ids)
    newsroom.fetcher.pages.update(PICTURES)
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
