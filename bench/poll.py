"""Polling: 1,000 feeds of 50 items on loopback; wall time of a round with 5% new items, and the cost of an unchanged feed.

    python -m bench.poll [--feeds 1000] [--items 50] [--words 900]

`--words` is the characters of an item's text. The politeness gap is 0 and loopback allowed here, and only here. The feed server is a
process of its own whose time is not counted as ours (but takes its share of the machine).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench._feeds import address, host, served
from bench._timing import Ledger, Timed, family_cpu
from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import load
from broadsheet.app.wiring import now, open_newsroom
from broadsheet.intake.fetch import GuardedFetcher
from broadsheet.types import FullText, Source


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--words", type=int, default=900)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(options.feeds, options.items, options.words) as (port, line):
        servers = frozenset(child.pid for child in multiprocessing.active_children() if child.pid)
        addresses = {host(feed): address(feed) for feed in range(options.feeds)}
        settings = load({"BROADSHEET_DATA": folder, "HOME": folder, "BROADSHEET_FETCH_GAP": "0"}, None)
        fetcher = GuardedFetcher(
            settings.fetch, user_agent="Broadsheet bench", allow=("127.0.0.0/8",), resolver=lambda name, _port: [addresses[name]], clock=now
        )
        with open_newsroom(settings, fetcher=fetcher) as newsroom:
            for feed in range(options.feeds):
                newsroom.add_source(Source(url=f"http://{host(feed)}:{port}/feed/{feed}", full_text=FullText.NEVER))
            result: dict[str, object] = {"feeds": options.feeds, "items": options.items}
            result["first"] = round_of(newsroom, "first", servers)
            # 5% new: of every two feeds one has three new items and one two.
            line.send(("first", [2 + feed % 2 for feed in range(options.feeds)]))
            line.recv()
            result["five_percent_new"] = round_of(newsroom, "5% new", servers)
            result["not_modified"] = round_of(newsroom, "304", servers)
            line.send(("etags", False))
            line.recv()
            result["without_etag"] = round_of(newsroom, "same body", servers)
            result["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            result["database_mb"] = round((Path(folder) / "broadsheet.db").stat().st_size / 1e6, 1)
    print(json.dumps(result))


def round_of(newsroom: Newsroom, name: str, servers: frozenset[int]) -> dict[str, object]:
    """Make every source due, poll them all, and say what it took."""
    ledger = Ledger()
    press = replace(
        newsroom.press,
        store=Timed(newsroom.press.store, "store", ledger),
        fetcher=Timed(newsroom.press.fetcher, "fetcher", ledger),
        read=Timed(newsroom.press.read, "read", ledger),
    )
    timed = Newsroom(newsroom.settings, press, on_close=lambda: None)
    for state in newsroom.store.states().values():
        newsroom.store.save_state(replace(state, next_poll=newsroom.clock()))
    worker = timed.worker()
    cpu, own, begin = family_cpu(servers), time.process_time(), time.perf_counter()
    worker.run(until_idle=True)
    wall, cpu, own = time.perf_counter() - begin, family_cpu(servers) - cpu, time.process_time() - own
    polls = worker.progress.polls
    result = {
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "cpu_parent_s": round(own, 2),
        "cpu_ms_a_feed": round(cpu / max(1, polls) * 1000, 2),
        "polls": polls,
        "failed": worker.progress.failed,
        "unchanged": worker.progress.unchanged,
        "new": worker.progress.new,
        "revised": worker.progress.revised,
        "doors": ledger.report(),
    }
    print(name, json.dumps(result), file=sys.stderr, flush=True)
    return result


if __name__ == "__main__":
    main()
