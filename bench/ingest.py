"""Taking articles in: text articles from JSON Lines, stored and searchable, and HTML pages, with where the time goes.

    python -m bench.ingest [--texts 4000] [--pages 200]

Texts and pages are made up here. Pages of real publishers are larger: where the shared data folder is, they are measured too.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench._feeds import WORDS
from bench._timing import Ledger, Timed, family_cpu
from broadsheet.app.cli.filters import _rows
from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import load
from broadsheet.app.wiring import open_newsroom
from broadsheet.types import Search, Term

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "extract" / "scrapinghub.jsonl.gz"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=4000)
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        pages = Path(folder) / "pages.jsonl"
        texts.write_text("".join(json.dumps(text_row(number)) + "\n" for number in range(options.texts)), encoding="utf-8")
        pages.write_text("".join(json.dumps(page_row(number)) + "\n" for number in range(options.pages)), encoding="utf-8")
        result["text"] = measured(folder, texts, "text")
        result["html"] = measured(folder, pages, "html")
        if SHARED.exists():
            real = Path(folder) / "real.jsonl"
            rows = [row.fields for row in islice(_rows(SHARED), options.pages)]
            real.write_text("".join(json.dumps({"url": row["url"], "html": row["html"]}) + "\n" for row in rows), encoding="utf-8")
            result["html_of_publishers"] = measured(folder, real, "real")
    print(json.dumps(result))


def measured(folder: str, file: Path, name: str) -> dict[str, object]:
    """Import the file into an empty newsroom and say what it took."""
    settings = load({"BROADSHEET_DATA": f"{folder}/{name}", "HOME": folder})
    with open_newsroom(settings) as newsroom:
        warm_up(newsroom, folder)
        ledger = Ledger()
        press = replace(
            newsroom.press,
            store=Timed(newsroom.press.store, "store", ledger),
            read=Timed(newsroom.press.read, "read", ledger),
        )
        timed = Newsroom(settings, press, on_close=lambda: None)
        cpu, own, begin = family_cpu(), time.process_time(), time.perf_counter()
        done = timed.import_files([file])
        wall, cpu, own = time.perf_counter() - begin, family_cpu() - cpu, time.process_time() - own
        found = newsroom.store.search(Search(terms=(Term(words=("ferry",)),))).total
    result: dict[str, object] = {
        "documents": done.documents,
        "new": done.new,
        "failed": done.failed,
        "wall_s": round(wall, 2),
        "a_second": round(done.documents / wall, 1),
        "cpu_s": round(cpu, 2),
        "a_second_and_core": round(done.documents / cpu, 1),
        "cpu_parent_s": round(own, 2),
        "cpu_children_s": round(cpu - own, 2),
        "found_by_search": found,
        "doors": ledger.report(),
    }
    print(name, json.dumps(result), file=sys.stderr, flush=True)
    return result


def warm_up(newsroom: Newsroom, folder: str) -> None:
    """Start the parsing processes and load what is loaded lazily, so that the rate is that of work."""
    file = Path(folder) / "warm.jsonl"
    file.write_text(
        "".join(json.dumps(make(10**9 + number)) + "\n" for make in (text_row, page_row) for number in range(4)), encoding="utf-8"
    )
    newsroom.import_files([file])


def paragraphs(number: int) -> list[str]:
    """About 350 words that no other number has."""
    chance = random.Random(number)
    return [
        ". ".join(" ".join(chance.choice(WORDS) for _ in range(chance.randrange(8, 22))).capitalize() for _ in range(4)) + f" {number}."
        for _ in range(6)
    ]


def text_row(number: int) -> dict[str, object]:
    """One text article."""
    return {
        "title": f"{paragraphs(number)[0][:70]} {number}",
        "text": "\n\n".join(paragraphs(number)),
        "url": f"https://paper{number % 40}.example/news/{number}",
        "publisher": f"Paper {number % 40}",
        "published": f"2026-10-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00Z",
    }


def page_row(number: int) -> dict[str, object]:
    """One article's page with the usual furniture around it."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs(number))
    links = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(60))
    return {"url": f"https://paper{number % 40}.example/pages/{number}", "html": html_text(number, body, links)}


def html_text(number: int, body: str, links: str) -> str:
    """The page as a string."""
    data = {
        "@type": "NewsArticle",
        "headline": f"Title {number} of the day",
        "datePublished": "2026-10-05T10:00:00Z",
        "author": {"name": "Ada Field"},
    }
    return (
        f"<!doctype html><html lang=en><head><title>Title {number} - Paper</title>"
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body><nav><ul>{links}</ul></nav>'
        f"<main><article><h1>Title {number} of the day</h1>{body}</article></main><footer><ul>{links}</ul></footer></body></html>"
    )


if __name__ == "__main__":
    main()
