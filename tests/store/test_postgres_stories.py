"""Stories on PostgreSQL, where several processes write at once: the feed of changes misses nothing, and one holder has a lease."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from postgres_server import Server

from broadsheet.store import open_store
from broadsheet.types import Article, Evidence, Filing, StoryLink

pytestmark = pytest.mark.postgres


def test_no_reader_of_the_feed_misses_a_change(postgres: Server, now: datetime) -> None:
    address = postgres.empty(postgres.shared)
    done = threading.Event()
    seen: dict[int, int] = {}
    with closing(open_store(address)) as one, closing(open_store(address)) as two, closing(open_store(address)) as reader:
        filed = one.file([Filing(article=Article(title=f"{n}", text="fog", received=now)) for n in range(120)])
        ids = [each.article_id for each in filed]

        def link(store: object, chosen: list[int]) -> None:
            for at in range(0, len(chosen), 3):
                links = [StoryLink(article_id=id_, story_id=-id_, evidence=Evidence(), sketch=b"s") for id_ in chosen[at : at + 3]]
                store.save_links(links)  # type: ignore[attr-defined]

        def read() -> None:
            after = 0
            while True:
                last_look = done.is_set()
                for row in reader.sketches(after, 7):
                    seen[row.article_id] = row.story_id
                    after = row.change
                if last_look and not reader.sketches(after):
                    return

        writers = [threading.Thread(target=link, args=pair) for pair in ((one, ids[:80]), (two, ids[40:]))]
        watcher = threading.Thread(target=read)
        for thread in (*writers, watcher):
            thread.start()
        for thread in writers:
            thread.join()
        done.set()
        watcher.join()
        assert seen == one.story_of(ids)
        assert len(seen) == 120
        assert one.check() == []


def test_of_many_who_want_a_lease_one_gets_it(postgres: Server, now: datetime) -> None:
    address = postgres.empty(postgres.shared)
    got: list[bool] = []
    with closing(open_store(address)) as store:
        meet = threading.Barrier(6, timeout=20)

        def take(name: str) -> None:
            meet.wait()
            got.append(store.lease("linking", name, now, now + timedelta(minutes=1)))

        threads = [threading.Thread(target=take, args=(f"{n}",)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(got) == [False] * 5 + [True]
