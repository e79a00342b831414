"""Linking: the time of one decision as the archive grows, its memory, and the whole stage through the store.

    python -m bench.linking [--most 1000000] [--stored 100000] [--new 2000] [--seed 7]

First the decision alone (sketch, embedding, fingerprint, copies, story): sketches of generated articles fill the memory, and at 1,000,
3,000, 10,000 ... articles 500 whole articles are decided and forgotten again. Then the stage: a SQLite store with `--stored` articles that
are linked already, into which `--new` ones of 420 words arrive, are filed, and linked with all that belongs to it. Processor time of this
process throughout, one core. Prints one JSON object; the curve is drawn on stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench._storymaker import LONG, Press
from broadsheet.analyse.copies import Fingerprint
from broadsheet.analyse.families import Families
from broadsheet.analyse.stories import Sketch
from broadsheet.app.settings import load
from broadsheet.app.wiring import guarded_fetcher, make_embedder, make_linker
from broadsheet.models import Embedder, pack
from broadsheet.models.static import StaticEmbedder
from broadsheet.pipeline.linking import Linked
from broadsheet.pipeline.linking_describe import describe_stale
from broadsheet.pipeline.linking_memory import ArticleJudge
from broadsheet.store import open_store
from broadsheet.types import Evidence, Filing, Sketched, StoryLink

NOW = datetime(2026, 11, 2, tzinfo=UTC)
#: Decisions timed at each size; of so many one is a copy, word for word.
PROBES, COPIED = 500, 8
PAGE = 5000


def packed(made: Sketch, print_: Fingerprint) -> bytes:
    """A sketch as the store has it."""
    data = print_.pack()
    return len(data).to_bytes(2, "little") + data + replace(made, vector=None).pack()


def vector_of(made: Sketch) -> bytes:
    """A sketch's vector as the store has it."""
    return pack(made.vector.astype(np.float32)) if made.vector is not None else b""


def decisions(judge: ArticleJudge, embedder: Embedder, press: Press, size: int) -> list[float]:
    """Milliseconds of each decision, all in, with `size` articles in memory."""
    articles = [press.article(10**8 + number, int(press.event[number * 7 % size])) for number in range(PROBES)]
    originals = {10**8 + 10**6 + n: replace(articles[n], id=10**8 + 10**6 + n) for n in range(0, PROBES, COPIED)}
    for original in originals.values():
        judge.decide(original, b"", {}, NOW)
    times = []
    for article in articles:
        began = time.process_time()
        vector = pack(embedder.embed([f"{article.title}\n{article.text[:700]}"])[0])
        near = judge.alike(article)
        judge.decide(article, vector, {one: originals[one] for one in near if one in originals}, NOW)
        times.append((time.process_time() - began) * 1000)
        judge.forget(article.id)
    for number in originals:
        judge.forget(number)
    judge.settle({})
    return times


def curve(most: int, seed: int, embedder: Embedder) -> dict[str, dict[str, float]]:
    """Median, mean and 99th percentile of a decision, and bytes, at growing sizes."""
    press = Press(most, seed)
    judge = ArticleJudge(families=Families(), copies_of=lambda ids: {}, cuts=embedder.cuts)
    sizes = sorted({size for power in range(3, 9) for size in (10**power, 3 * 10**power) if size < most} | {most})
    found: dict[str, dict[str, float]] = {}
    filled = 0
    for size in sizes:
        began = time.process_time()
        for made, print_ in press.sketches(filled + 1, size + 1):
            story = int(press.event[made.article_id - 1]) + 1
            row = Sketched(made.article_id, made.article_id, story, judge.version, packed(made, print_))
            judge.place(row, vector_of(made))
        loading = time.process_time() - began
        times = decisions(judge, embedder, press, size)
        found[str(size)] = {
            "median_ms": round(float(np.median(times)), 2),
            "mean_ms": round(float(np.mean(times)), 2),
            "p99_ms": round(float(np.quantile(times, 0.99)), 2),
            "array_mb": round(judge.nbytes / 1e6, 1),
            "load_ms_an_article": round(loading / (size - filled) * 1000, 3),
        }
        filled = size
        print(size, found[str(size)], file=sys.stderr, flush=True)
    return found


def fit(found: dict[str, dict[str, float]]) -> dict[str, float]:
    """The medians as a + b * log10(articles), by least squares; `worst`: the largest deviation from that."""
    sizes, times = np.log10([float(size) for size in found]), np.array([one["median_ms"] for one in found.values()])
    slope, level = np.polyfit(sizes, times, 1) if len(found) > 1 else (0.0, times[0])
    return {
        "ms": round(float(level), 3),
        "ms_a_decade": round(float(slope), 3),
        "worst": round(float(np.abs(times - level - slope * sizes).max()), 3),
    }


def drawn(found: dict[str, dict[str, float]]) -> Iterator[str]:
    """The curve as a plot in text: one line a size, the bar is the median, the mark the 99th percentile."""
    scale = 60 / max(one["p99_ms"] for one in found.values())
    for size, one in found.items():
        bar = "#" * round(one["median_ms"] * scale)
        yield f"{int(size):>9,} {bar:<{round(one['p99_ms'] * scale)}}| {one['median_ms']} ms, p99 {one['p99_ms']} ms, {one['array_mb']} MB"


# -- the whole stage -----------------------------------------------------------------------------------------------


class Archive:
    """A store and its linker, filled quickly with what would have been linked."""

    def __init__(self, folder: str, press: Press) -> None:
        self.press = press
        self.store = open_store(Path(folder) / "news.db")
        settings = load({"BROADSHEET_DATA": folder, "HOME": folder})
        self.linker = make_linker(settings, self.store, guarded_fetcher(settings), lambda: datetime.now(UTC))
        self.model = make_embedder(settings).name
        self._stories: dict[int, int] = {}

    def fill(self, count: int) -> None:
        """Articles with short texts, in their stories by sketches that were made, not read; the stories are described."""
        for begin in range(1, count + 1, PAGE):
            numbers = range(begin, min(begin + PAGE, count + 1))
            self.file(numbers, 60)
            waiting = sorted(article.id for article in self.store.unlinked(PAGE))
            made = self.press.sketches(numbers[0], numbers[-1] + 1)
            links = [link(id_, one, print_, self.model) for id_, (one, print_) in zip(waiting, made, strict=True)]
            links = [
                replace(one, story_id=self._stories.get(event, -event - 1))
                for one, event in zip(links, self.press.event[np.array(numbers) - 1].tolist(), strict=True)
            ]
            self._stories.update((-old - 1, new) for old, new in self.store.save_links(links).items())
            while describe_stale(self.store, lambda articles, copies: len(articles), 500):
                pass
            print(numbers[-1], "stored", file=sys.stderr, flush=True)

    def file(self, numbers: Iterable[int], words: int = LONG) -> None:
        """File articles of these numbers, of so many words."""
        articles = [replace(self.press.article(number, int(self.press.event[number - 1]), words), id=0) for number in numbers]
        self.store.file([Filing(article=one, keys=(f"u:{one.published}",), item_hash="h") for one in articles])


def stage(stored: int, new: int, seed: int) -> dict[str, object]:
    """Start the linker on a full store, and link what arrived."""
    with tempfile.TemporaryDirectory(prefix="bench-linking-") as folder:
        archive = Archive(folder, Press(stored + new, seed))
        with closing(archive.store):
            began = time.process_time()
            archive.fill(stored)
            filling, began = time.process_time() - began, time.process_time()
            archive.linker.catch_up()
            starting = time.process_time() - began
            archive.file(range(stored + 1, stored + new + 1))
            began, wall = time.process_time(), time.perf_counter()
            linked = Linked()
            while (step := archive.linker.link_pending()).count:
                linked += step
            spent, passed = time.process_time() - began, time.perf_counter() - wall
            return {
                "stored": stored,
                "linked": linked.count,
                "joined": linked.joined,
                "stale_left": len(archive.store.stale_stories(1)),
                "articles_a_cpu_second": round(linked.count / spent),
                "articles_a_wall_second": round(linked.count / passed),
                "start_seconds": round(starting, 1),
                "fill_seconds": round(filling, 1),
            }


def link(article_id: int, made: Sketch, print_: Fingerprint, model: str) -> StoryLink:
    """A decision as linking would store it, but for the story."""
    evidence = Evidence(score=0.8, threshold=0.4, nearest_id=1, decided=NOW, version="made")
    return StoryLink(
        article_id=article_id,
        story_id=-1,
        evidence=evidence,
        sketch=packed(made, print_),
        sketch_version=ArticleJudge.version,
        vector=vector_of(made),
        vector_model=model,
    )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--most", type=int, default=300_000)
    options.add_argument("--stored", type=int, default=100_000)
    options.add_argument("--new", type=int, default=2000)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    result: dict[str, object] = {}
    if chosen.most:
        found = curve(chosen.most, chosen.seed, StaticEmbedder())
        print("\n".join(drawn(found)), file=sys.stderr)
        result |= {"decision": found, "fit": fit(found)}
    if chosen.stored:
        result["stage"] = stage(chosen.stored, chosen.new, chosen.seed)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
