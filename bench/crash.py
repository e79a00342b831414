"""Killing a collecting process 200 times: is anything lost that was acknowledged, half-written, or damaged? How long is the restart?

    python -m bench.crash [--cycles 200] [--linking 40] [--seconds 1.0]

A child process files batches of seven articles, each with a mark of its batch, and prints the number of each batch once `file` returned.
It is killed with SIGKILL at a random moment. Then the store is opened (timed), checked, and compared with what was acknowledged.
`--linking` lives are of a process that links, too: what it files is linked at once, and stories are described. After each death every
article must be in exactly one story or wait in line, none of both and none of neither, and each id that was acknowledged as linked must
still be; at last a living linker takes up what waits. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.app.settings import load
from broadsheet.app.wiring import guarded_fetcher, make_linker
from broadsheet.pipeline.linking import Linker
from broadsheet.store import Store, open_store
from broadsheet.types import Article, Capture, CaptureKind, Filing, Search, Source, Term

SIZE = 7
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def collect(where: str) -> None:
    """The child: file without end, and say what is safe."""
    with closing(open_store(where)) as store:
        source = store.add_source(Source(url="https://crash.example/feed"))
        number = store.stats().articles // SIZE
        print("ready", flush=True)
        while True:
            number += 1
            store.file(filings(number, source.id))
            print(number, flush=True)


def filings(number: int, source_id: int) -> list[Filing]:
    """One batch: every article knows its batch, in its text, its keys and its sighting."""
    dice = random.Random(number)
    capture = Capture(kind=CaptureKind.FEED, body=dice.randbytes(500), received=NOW)
    made = []
    for n in range(SIZE):
        text = f"batch{number} " + " ".join(f"word{dice.randint(0, 9999)}" for _ in range(300))
        article = Article(title=f"{number}", text=text, received=NOW, source_id=source_id, external_id=f"{number}-{n}", section=f"{number}")
        made.append(Filing(article=article, keys=(f"u:{number}-{n}",), item_hash="h", capture=capture))
    return made


def link(where: str) -> None:
    """The child that links: file a batch, link it, and say how many articles are in stories."""
    with closing(open_store(where)) as store:
        linker = linker_of(store, where)
        source = store.add_source(Source(url="https://crash.example/feed"))
        number = store.stats().articles // SIZE
        print("ready", flush=True)
        while True:
            number += 1
            store.file(filings(number, source.id))
            print(number, flush=True)
            linker.link_pending()
            print(f"linked {store.stats().articles - store.unlinked_count()}", flush=True)


def linker_of(store: Store, where: str) -> Linker:
    """A linker as a newsroom has it; always the same holder, so that a killed one's right to link is its own."""
    settings = load({"BROADSHEET_DATA": str(Path(where).parent), "HOME": str(Path(where).parent)})
    made = make_linker(settings, store, guarded_fetcher(settings), lambda: datetime.now(UTC))
    made._holder = "crash"
    return made


def cycle(where: str, seconds: float, dice: random.Random, role: str = "--collect") -> dict[str, float]:
    """One life and death; what was found afterwards."""
    child = subprocess.Popen([sys.executable, "-m", "bench.crash", role, where], stdout=subprocess.PIPE, text=True)
    lines: list[str] = []
    assert child.stdout is not None
    # Often in the middle of opening (and of the first migration), mostly in the middle of filing.
    if dice.random() < 0.9:
        lines.append(child.stdout.readline())
    reader = threading.Thread(target=lambda: lines.extend(child.stdout or ()))
    reader.start()
    time.sleep(dice.uniform(0, seconds))
    child.kill()
    child.wait()
    reader.join()
    acknowledged = [int(line) for line in lines if line.strip().isdigit()]
    begin = time.perf_counter()
    with closing(open_store(where)) as store:
        restart = time.perf_counter() - begin
        found = {"restart": restart, "acknowledged": len(acknowledged), **wrong(store, acknowledged)}
        linked = max((int(line.split()[1]) for line in lines if line.startswith("linked ") and line.endswith("\n")), default=0)
        return found | (unlinked(store, where, linked) if role == "--link" else {})


def unlinked(store: Store, where: str, linked: int) -> dict[str, float]:
    """What is wrong with the line and the stories after a death, and after a living linker went on."""
    before = astray(store)
    lost = max(0, linked - (store.stats().articles - store.unlinked_count()))
    again = linker_of(store, where).link_all()
    left = store.unlinked_count() + len(store.stale_stories(1))
    return {"linked_later": again.count, "unlinked": lost, "astray": before + astray(store), "left": left}


def astray(store: Store) -> int:
    """Articles that are in a story and wait, or neither; stories that count other articles than they have."""
    ids = [article.id for article in store.each_article()]
    waiting = {article.id for article in store.unlinked(10**6)}
    placed = store.story_of(ids)
    wrong = sum((one in waiting) == (one in placed) for one in ids) + len(waiting - set(ids))
    stale = set(store.stale_stories(10**6))
    told = [story for story in store.stories_by_id(sorted(set(placed.values()))) if story.id not in stale]
    counts = Counter(placed.values())
    return wrong + sum(story.articles != counts[story.id] for story in told) + len(set(placed.values()) - stale - {one.id for one in told})


def wrong(store: Store, acknowledged: list[int]) -> dict[str, float]:
    """How many acknowledged batches are lost, how many are there in part, and how many problems there are."""
    there = Counter(count.value for count in store.counts("section", limit=10**9) for _ in range(count.count))
    known = store.known([f"u:{number}-{n}" for number in acknowledged for n in range(SIZE)])
    lost = sum(there[str(number)] != SIZE for number in acknowledged) + (len(known) != SIZE * len(acknowledged))
    last = max(acknowledged, default=0)
    if last:
        lost += store.search(Search(terms=(Term((f"batch{last}",)),))).total != SIZE
    partial = sum(number != SIZE for number in there.values())
    return {"lost": lost, "partial": partial, "problems": len(store.check())}


def main() -> None:
    """Kill and look, as often as the command line says."""
    options = argparse.ArgumentParser()
    options.add_argument("--cycles", type=int, default=200)
    options.add_argument("--seconds", type=float, default=0.8)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--linking", type=int, default=40)
    options.add_argument("--collect", default="")
    options.add_argument("--link", default="")
    chosen = options.parse_args()
    if chosen.collect:
        collect(chosen.collect)
        return
    if chosen.link:
        link(chosen.link)
        return
    dice = random.Random(chosen.seed)
    results: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="bench-crash-") as folder:
        for number in range(chosen.cycles):
            # A new database now and then, so that making one is interrupted, too.
            results.append(cycle(str(Path(folder) / f"news{number // 20}.db"), chosen.seconds, dice))
            if number % 20 == 19:
                print(f"{number + 1} cycles", file=sys.stderr, flush=True)
        lives = [cycle(str(Path(folder) / f"linked{n // 10}.db"), 2 * chosen.seconds, dice, "--link") for n in range(chosen.linking)]
    names = ("acknowledged", "linked_later", "lost", "partial", "problems", "unlinked", "astray", "left")
    linking = {name: sum(life[name] for life in lives) for name in names}
    restarts = [result["restart"] for result in results]
    totals = {name: sum(result[name] for result in results) for name in ("acknowledged", "lost", "partial", "problems")}
    times = {"p50": round(statistics.median(restarts), 3), "max": round(max(restarts), 3)}
    print(
        json.dumps(
            {"cycles": chosen.cycles, "batches": totals, "restart_seconds": times, "linking_cycles": chosen.linking, "linking": linking}
        )
    )


if __name__ == "__main__":
    main()
