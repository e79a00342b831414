"""Linking: articles a second with a large archive in memory, where the time goes, and what the linker's memory takes.

    python -m bench.linking [--archive 20000] [--measured 1000]

The archive is made of invented texts that form stories of about eight articles, filed and linked by the same code as any. The rate is that of the
last articles, linked in batches as an import does. One thread; set OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

from bench._feeds import WORDS
from bench._timing import Ledger, Timed
from broadsheet.app.settings import load
from broadsheet.app.wiring import make_linker, open_newsroom
from broadsheet.types import Article, Filing

NOW = datetime(2026, 10, 1, tzinfo=UTC)
BATCH = 500


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--archive", type=int, default=20_000)
    parser.add_argument("--measured", type=int, default=1_000)
    options = parser.parse_args()
    vocabulary = made_words()
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"BROADSHEET_DATA": folder, "HOME": folder})
        with open_newsroom(settings) as newsroom:
            ledger = Ledger()
            linker = make_linker(settings, Timed(newsroom.store, "store", ledger), newsroom.fetcher, newsroom.clock)  # type: ignore[arg-type]
            curve: dict[int, float] = {}
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            total = options.archive + options.measured
            for start in range(0, total, BATCH):
                numbers = range(start, min(total, start + BATCH))
                newsroom.store.file([Filing(article=made(number, vocabulary), keys=(f"k:{number}",)) for number in numbers])
                if start >= options.archive > start - BATCH:
                    ledger.seconds.clear()
                    ledger.calls.clear()
                cpu = time.process_time()
                while (step := linker.link_pending()).left:
                    if not step.leased:
                        break
                curve[numbers[-1] + 1] = round(len(numbers) / (time.process_time() - cpu), 1)
                if numbers[-1] % 5000 > 5000 - BATCH - 1:
                    print(numbers[-1] + 1, curve[numbers[-1] + 1], file=sys.stderr, flush=True)
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    last = [rate for number, rate in curve.items() if number > options.archive]
    print(
        json.dumps(
            {
                "archive": options.archive,
                "articles_a_cpu_second": round(sum(last) / len(last), 1),
                "curve": {number: rate for number, rate in curve.items() if number % 5000 == 0},
                "peak_memory_grew_mb": round(grown, 1),
                "doors": ledger.report(),
            }
        )
    )


def made_words() -> list[str]:
    """Words that nobody uses, the first ones frequent."""
    chance = random.Random(1)
    return WORDS + ["".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(3)) for _ in range(20_000)]


def made(number: int, vocabulary: list[str]) -> Article:
    """One article of about 350 words; eight in a row of a shuffled order tell of the same things."""
    story = random.Random((number * 7919) % 100_003 // 8)
    own = random.Random(number)
    topic = [story.choice(vocabulary[200:]) for _ in range(30)]
    words = [own.choice(topic) if own.random() < 0.25 else vocabulary[int(len(vocabulary) * own.random() ** 4)] for _ in range(350)]
    text = ". ".join(" ".join(words[at : at + 14]).capitalize() for at in range(0, 350, 14)) + "."
    when = NOW + timedelta(seconds=40 * number)
    return Article(
        title=" ".join(topic[:4] + words[:3]).capitalize(),
        text=text,
        url=f"https://paper{number % 40}.example/{number}",
        publisher=f"Paper {number % 40}",
        publisher_domain=f"paper{number % 40}.example",
        published=when,
        received=when,
        language="en",
    )


if __name__ == "__main__":
    main()
