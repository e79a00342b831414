"""Killing a collecting process 200 times: is anything lost that was acknowledged, half-written, or damaged? How long is the restart?

    python -m bench.crash [--cycles 200] [--seconds 1.0]

A child process files batches of seven articles, each with a mark of its batch, and prints the number of each batch once `file` returned.
It is killed with SIGKILL at a random moment. Then the store is opened (timed), checked, and compared with what was acknowledged.
Prints one JSON object.
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


def cycle(where: str, seconds: float, dice: random.Random) -> dict[str, float]:
    """One life and death; what was found afterwards."""
    child = subprocess.Popen([sys.executable, "-m", "bench.crash", "--collect", where], stdout=subprocess.PIPE, text=True)
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
        return {"restart": restart, "acknowledged": len(acknowledged), **wrong(store, acknowledged)}


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
    options.add_argument("--collect", default="")
    chosen = options.parse_args()
    if chosen.collect:
        collect(chosen.collect)
        return
    dice = random.Random(chosen.seed)
    results: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="bench-crash-") as folder:
        for number in range(chosen.cycles):
            # A new database now and then, so that making one is interrupted, too.
            results.append(cycle(str(Path(folder) / f"news{number // 20}.db"), chosen.seconds, dice))
            if number % 20 == 19:
                print(f"{number + 1} cycles", file=sys.stderr, flush=True)
    restarts = [result["restart"] for result in results]
    totals = {name: sum(result[name] for result in results) for name in ("acknowledged", "lost", "partial", "problems")}
    times = {"p50": round(statistics.median(restarts), 3), "max": round(max(restarts), 3)}
    print(json.dumps({"cycles": chosen.cycles, "batches": totals, "restart_seconds": times}))


if __name__ == "__main__":
    main()
