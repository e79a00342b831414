"""A real browser before a real server on a loopback port."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from served_site import PASSWORD, Served

from broadsheet.app.web import create_app, passwords
from broadsheet.store import open_store
from broadsheet.types import Discovered
from pier_edition import tell_pier
from site_edition import TableNewsroom, fill
from story_edition import PICTURES, tell


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = open_store(tmp_path_factory.mktemp("site") / "site.db")
    newsroom = TableNewsroom(store)
    newsroom.offers["https://new.example"] = [Discovered("https://new.example/feed", "feed", "New Paper", 12)]
    ids = fill(store, newsroom.fetcher)
    ids |= tell(store, ids)
    pier = tell_pier(store)
    ids |= {"pier": pier["story"], "counted": pier["first"]}
    newsroom.fetcher.pages.update(PICTURES)
    store.put("owner_password", passwords.hashed(PASSWORD))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(newsroom), log_level="error", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Served(f"http://localhost:{listening.getsockname()[1]}", newsroom, ids)
    server.should_exit = True
    thread.join(10)
    listening.close()
    store.close()
