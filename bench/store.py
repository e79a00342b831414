"""How fast the store takes articles in, how large they are, and how fast it answers while it collects.

    python -m bench.store [--articles 100000] [--at sqlite path or postgresql:// address] [--keep sqlite path]

The articles are made here: words drawn from a vocabulary of 60,000 by Zipf's law with exponent 1.05 (as news text has it), 3.5 kB each with
layout, tags and origins, by 200 publishers over 60 days. It is asked three times: at rest, while another thread files 50 articles a second
in batches of 5 (what a thousand sources bring at most), and while it files without a pause. Making the articles is left to a child process,
as reading them is in life. `--keep` (or BENCH_KEEP) keeps the database and takes it up again. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from broadsheet.desk.front import front_page
from broadsheet.desk.search import Wish, search_page
from broadsheet.store import Store, open_store
from broadsheet.types import Article, Block, BlockKind, Filing, Image, Listing, Mark, MarkKind, Search, Source, Term

END = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 60
WORDS = 60_000
BATCH = 50
#: Steady collecting: so many articles a second, in batches as polls bring them.
STEADY, STEADY_BATCH = 50, 5
#: Seconds after which threads hand over the interpreter: as `broadsheet run` sets it.
SWITCH = 0.001
#: The words that English has most of, so that the most frequent ones are as short as in life.
SHORT = ["the", "of", "to", "and", "a", "in", "that", "is", "for", "on", "with", "as", "it", "was", "by", "at", "he", "from", "be", "his"]


class Press:
    """Makes articles, always the same for the same seed."""

    def __init__(self, seed: int, total: int) -> None:
        self.random = random.Random(seed)
        letters = "etaoinsrhldcumfpgwybvk"
        maker = random.Random(1)
        self.words = SHORT + ["".join(maker.choices(letters, k=maker.randint(4, 11))) for _ in range(WORDS - len(SHORT))]
        self.cumulative = list(accumulate(1 / (rank + 2) ** 1.05 for rank in range(WORDS)))
        self.total = total
        self.number = 0

    def text(self, count: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.cumulative, k=count)

    def filing(self) -> Filing:
        self.number += 1
        number, dice = self.number, self.random
        blocks: list[Block] = []
        paragraphs: list[str] = []
        at = 0
        for _ in range(dice.randint(6, 16)):
            paragraph = " ".join(self.text(dice.randint(25, 75))).capitalize() + "."
            marks = (
                (Mark(MarkKind.LINK, at + 5, at + 15, f"https://site{dice.randint(0, 200)}.example/{number}"),)
                if dice.random() < 0.3
                else ()
            )
            blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph), marks=marks))
            paragraphs.append(paragraph)
            at += len(paragraph) + 1
        publisher = int(dice.paretovariate(0.6)) % 200
        received = END - timedelta(days=DAYS) * (1 - number / self.total) + timedelta(seconds=dice.uniform(0, 3600))
        url = f"https://www.paper{publisher}.example/2026/{number}/{'-'.join(self.text(6))}"
        article = Article(
            url=url,
            title=" ".join(self.text(9)).capitalize(),
            text="\n".join(paragraphs),
            layout=tuple(blocks),
            authors=(" ".join(self.text(2)).title(),),
            publisher=f"Paper {publisher}",
            publisher_domain=f"paper{publisher}.example",
            published=received - timedelta(minutes=dice.expovariate(1 / 40)),
            received=received,
            language=dice.choice(("en", "en", "en", "de")),
            section=dice.choice(("World", "Business", "Sport", "Culture", "")),
            tags=tuple(self.text(3)),
            image=Image(f"https://img.paper{publisher}.example/{number}.jpg", "A picture", 1200, 800),
            teaser=paragraphs[0][:200],
            source_id=publisher + 1,
            external_id=url,
            origins=(("title", "jsonld"), ("published", "jsonld"), ("authors", "meta"), ("text", "page")),
        )
        keys = ("u:" + url, f"g:{publisher}:{url}", f"h:{number:032x}", f"t:{number:032x}")
        return Filing(article=article, keys=keys, item_hash=f"{number:032x}")

    def batches(self, count: int) -> Iterator[list[Filing]]:
        while count > 0:
            yield [self.filing() for _ in range(min(BATCH, count))]
            count -= BATCH


def ingest(store: Store, press: Press, count: int) -> dict[str, float]:
    """Articles a second into the store; making them is not counted."""
    spent = cpu = 0.0
    done = 0
    for batch in press.batches(count):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        store.file(batch)
        spent += time.perf_counter() - begin
        cpu += time.process_time() - begin_cpu
        done += len(batch)
        if done % 10_000 == 0:
            print(f"{done} articles, {done / spent:.0f}/s", file=sys.stderr, flush=True)
    return {"articles_per_second": round(count / spent, 1), "cpu_ms_per_article": round(1000 * cpu / count, 3)}


def asked(press: Press) -> dict[str, Callable[[Store], object]]:
    """The questions, each drawn anew every time. Searches are for words as texts have them: common and rare ones."""
    dice = press.random

    def middle() -> str:
        return press.words[int(20 * (WORDS / 20) ** dice.random())]

    def search(*terms: Term, **more: Any) -> Callable[[Store], object]:
        return lambda store: store.search(Search(terms=terms, **more))

    return {
        "desk_front_page": front_page,
        "desk_search": lambda store: search_page(store, Wish(q=f"{middle()} {middle()}"), END),
        "desk_search_common": lambda store: search_page(store, Wish(q=f"{dice.choice(SHORT)} {middle()}"), END),
        "front_page": lambda store: store.latest(Listing(limit=60)),
        "section_page": lambda store: store.latest(Listing(section="Sport", limit=60)),
        "publisher_page": lambda store: store.latest(Listing(publisher=f"Paper {dice.randint(0, 199)}", limit=60)),
        "tag_page": lambda store: store.latest(Listing(tag=middle(), limit=60)),
        "older_page": lambda store: store.latest(Listing(limit=60, before=(END - timedelta(days=dice.uniform(1, DAYS)), 10**9))),
        "search_one_word": lambda store: search(Term((middle(),)))(store),
        "search_two_words": lambda store: search(Term((middle(),)), Term((middle(),)))(store),
        "search_common_words": lambda store: search(Term((dice.choice(SHORT),)), Term((dice.choice(SHORT),)))(store),
        "search_phrase": lambda store: search(Term(("of", "the")))(store),
        "search_prefix": lambda store: search(Term((middle()[:4],), prefix=True))(store),
        "search_short_prefix": lambda store: search(Term((middle()[:2],), prefix=True))(store),
        "search_filtered": lambda store: search(Term((middle(),)), publisher=f"Paper {dice.randint(0, 199)}", order="time")(store),
        "search_negated": lambda store: search(Term((middle(),)), Term((dice.choice(SHORT),), negated=True))(store),
        "search_last_week": lambda store: search(Term((middle(),)), since=END - timedelta(days=7), order="time")(store),
        "like": lambda store: store.like(dice.randint(1, press.total)),
        "article": lambda store: store.article(dice.randint(1, press.total)),
    }


def ask(store: Store, questions: dict[str, Callable[[Store], object]], times: int) -> dict[str, dict[str, float]]:
    """Milliseconds for each question: by the clock, and of the asking thread's own CPU time, which a busy machine does not stretch."""
    spent: dict[str, list[float]] = {name: [] for name in questions}
    cpu: dict[str, list[float]] = {name: [] for name in questions}
    for _ in range(times):
        for name, question in questions.items():
            begin, begin_cpu = time.perf_counter(), time.thread_time()
            question(store)
            cpu[name].append(1000 * (time.thread_time() - begin_cpu))
            spent[name].append(1000 * (time.perf_counter() - begin))
    return {name: summary(spent[name]) | {f"cpu_{key}": value for key, value in summary(cpu[name]).items()} for name in questions}


def summary(values: list[float]) -> dict[str, float]:
    """Median and the 99th percentile."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {"p50": round(cuts[49], 2), "p99": round(cuts[98], 2), "max": round(max(values), 2)}


def made(line: Connection, first: int, total: int, size: int) -> None:
    """Send batches of new articles for as long as somebody takes them. The body of a child process."""
    late = Press(2, total)
    late.number = first
    try:
        while True:
            batch = [late.filing() for _ in range(size)]
            line.send([replace(filing, article=replace(filing.article, received=END)) for filing in batch])
    except (BrokenPipeError, ConnectionError, KeyboardInterrupt):
        return


def while_collecting(store: Store, total: int, rate: float, act: Callable[[], dict[str, dict[str, float]]]) -> dict[str, object]:
    """What `act` gives while another thread files `rate` articles a second (without a pause when 0), and how many a second it filed."""
    size = STEADY_BATCH if rate else BATCH
    stop = threading.Event()
    filed = [0]
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    maker = context.Process(target=made, args=(there, store.stats().articles, total, size), daemon=True)
    maker.start()
    there.close()
    here.poll(60)

    def collect() -> None:
        begin = time.perf_counter()
        while not stop.is_set():
            filed[0] += len(store.file(here.recv()))
            if rate:
                stop.wait(max(0.0, begin + filed[0] / rate - time.perf_counter()))

    thread = threading.Thread(target=collect)
    begin = time.perf_counter()
    thread.start()
    try:
        result = act()
    finally:
        stop.set()
        thread.join()
        here.close()
        maker.terminate()
        maker.join()
    return {"filed_per_second": round(filed[0] / (time.perf_counter() - begin), 1), "load": load(), "ms": result}


def load() -> float:
    """How many processes wanted a core, on average over the last minute: what else the machine did."""
    return round(os.getloadavg()[0], 2)


def measure(where: str, articles: int, times: int) -> dict[str, object]:
    """All measures, on a new store at `where`, or on the one that is there."""
    press = Press(1, articles)
    result: dict[str, object] = {"articles": articles, "load_before": load()}
    with closing(open_store(where)) as store:
        if store.stats().articles < articles:
            for number in range(200):
                store.add_source(Source(url=f"https://www.paper{number}.example/feed"))
            result["ingest"] = ingest(store, press, articles)
        stats = store.stats()
        result["bytes_per_article"] = round(stats.size / stats.articles)
        result["mean_text_bytes"] = mean_text(store)
        questions = asked(press)
        ask(store, questions, 3)
        result["quiet"] = {"load": load(), "ms": ask(store, questions, times)}
        print(json.dumps(result), file=sys.stderr, flush=True)
        for name, rate in (("steady", STEADY), ("full_speed", 0)):
            result[name] = while_collecting(store, articles, rate, lambda: ask(store, questions, times))
            print(json.dumps({name: result[name]}), file=sys.stderr, flush=True)
    begin = time.perf_counter()
    with closing(open_store(where)) as store:
        result["open_ms"] = round(1000 * (time.perf_counter() - begin), 1)
        begin = time.perf_counter()
        result["problems"] = [problem.what for problem in store.check()]
        result["check_seconds"] = round(time.perf_counter() - begin, 2)
    result["peak_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return result


def mean_text(store: Store) -> int:
    """Mean length of the texts, from a thousand of them."""
    lengths = []
    for article in store.each_article():
        lengths.append(len(article.text.encode()))
        if len(lengths) == 1000:
            break
    return round(statistics.fmean(lengths))


def main() -> None:
    """Measure on a new SQLite file, or where the command line says."""
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=int(os.environ.get("BENCH_ARTICLES", "100000")))
    options.add_argument("--times", type=int, default=300)
    options.add_argument("--at", default="")
    options.add_argument("--keep", default=os.environ.get("BENCH_KEEP", ""))
    chosen = options.parse_args()
    sys.setswitchinterval(SWITCH)
    with tempfile.TemporaryDirectory(prefix="bench-store-") as folder:
        where = chosen.at or chosen.keep or str(Path(folder) / "news.db")
        result = measure(where, chosen.articles, chosen.times)
    print(json.dumps({"engine": "postgresql" if chosen.at.startswith("postgres") else "sqlite", **result}))


if __name__ == "__main__":
    main()
