"""What tests run in processes of their own: filing until killed, filing beside another process, filing onto a full disk.

python child.py collect PLACE            files batches of 5, prints the number of each that is safe
python child.py beside PLACE NAME COUNT  files COUNT single articles, each with a key of its own
python child.py full PLACE               lets the file grow by 64 KiB at a time and prints what happened
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import closing
from datetime import UTC, datetime

from broadsheet.errors import StoreFull
from broadsheet.store import open_store
from broadsheet.types import Article, Evidence, Filing, Listing, Story, StoryLink

NOW = datetime(2026, 11, 2, tzinfo=UTC)
SIZE = 5


def batch(number: int) -> list[Filing]:
    text = " ".join(f"w{number}x{n}" for n in range(200))
    return [Filing(article=Article(title=f"{number}", text=text, received=NOW), keys=(f"{number}-{n}",)) for n in range(SIZE)]


def collect(place: str) -> None:
    with closing(open_store(place)) as store:
        number = store.stats().articles // SIZE
        print("ready", flush=True)
        while True:
            number += 1
            store.file(batch(number))
            waiting = store.unlinked(SIZE)
            store.save_links([StoryLink(article_id=one.id, story_id=-1, evidence=Evidence(), sketch=b"s") for one in waiting])
            store.save_stories([Story(id=id_, headline="Fog", articles=SIZE) for id_ in store.stale_stories(3)])
            print(number, flush=True)


def beside(place: str, name: str, count: str) -> None:
    with closing(open_store(place)) as store:
        winner = store.put_if_absent("winner", name)
        for n in range(int(count)):
            store.file([Filing(article=Article(title=name, text=f"{name} {n}", received=NOW), keys=(f"{name}-{n}",))])
        print(winner)


def full(place: str) -> None:
    """SIGXFSZ is ignored by Python, so a file that may not grow fails to be written, as on a full disk."""
    with closing(open_store(place)) as store:
        store.file(batch(0))
        refused = stored = 0
        limit = os.path.getsize(f"{place}-wal") + 4096
        for _ in range(40):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            number = stored + 1
            try:
                store.file(batch(number))
                stored = number
            except StoreFull:
                refused += 1
                assert len(store.latest(Listing(limit=10**6))) == SIZE * (stored + 1), "reading goes on"
                assert store.known([f"{number}-0"]) == {}, "nothing of it is there"
                limit += 64 * 1024
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        store.file(batch(stored + 1))
        assert store.check() == []
        print(refused, stored)


if __name__ == "__main__":
    {"collect": collect, "beside": beside, "full": full}[sys.argv[1]](*sys.argv[2:])
