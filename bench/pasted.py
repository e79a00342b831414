"""Splitting pasted pages: the scorer's figures on the shared pages, the same on our own, false splits of single articles, and speed.

    python -m bench.pasted [--shared FOLDER]

Own pages (tests/extract/pasted) are of many makes and languages and were written before the splitter was tuned. `singles` are article
texts of the extraction sets, pasted as they are with their title: each is one article. Without the shared folder its parts are left out
(the scorer lies there too) and the own pages are compared with their gold exactly. Seconds are processor time of one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from broadsheet.extract.aggregator import split
from broadsheet.types import PastedArticle, Precision

HERE = Path(__file__).resolve().parent
#: Sets whose gold texts are pasted as single articles. wcxb holds many guides and product lists beside news.
SINGLES = ("scrapinghub", "funduseval", "fundustests", "wcxb_dev_articles")
#: A text shorter than this (words) is left out of the singles.
LEAST_WORDS = 60


def own_pages() -> list[dict[str, Any]]:
    """Our own pages with their gold."""
    sys.path.insert(0, str(HERE.parent / "tests" / "extract"))
    from pasted_gold import pages  # a test's helper: the pages have one reader

    return pages()


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """The split of a page, as the scorer reads it."""
    captured = datetime.fromisoformat(row["captured"]) if row["captured"] else None
    return {"id": row["id"], "articles": [_piece(article) for article in split(row["text"], captured).articles]}


def _piece(article: PastedArticle) -> dict[str, Any]:
    shape = "%Y-%m-%d" if article.precision is Precision.DAY else "%Y-%m-%dT%H:%MZ"
    return {
        "start": article.start,
        "end": article.end,
        "title": article.title,
        "publisher": article.publisher or None,
        "published": article.published.strftime(shape) if article.published else None,
        "truncated": article.truncated,
    }


def exact(rows: Iterable[dict[str, Any]]) -> float:
    """The share of pages whose bodies are all found to the character, and nothing else."""
    right = [
        [(a["start"], a["end"]) for a in answer(row)["articles"]] == [(a["start"], a["end"]) for a in row["gold"]["articles"]]
        for row in rows
    ]
    return round(sum(right) / len(right), 4)


def scored(shared: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The scorer's figures for our answers to these pages."""
    with tempfile.TemporaryDirectory() as folder:
        gold, mine = Path(folder) / "gold.jsonl", Path(folder) / "mine.jsonl"
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        mine.write_text("".join(json.dumps(answer(row)) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, "score_pasted.py", str(gold), str(mine)]
        done = subprocess.run(command, cwd=shared / "score", capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def singles(path: Path) -> dict[str, Any]:
    """How many articles, pasted alone, are split or not found."""
    count = cut = lost = characters = 0
    spent = 0.0
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in map(json.loads, file):
            gold = row["gold"]
            if len(gold["text"].split()) < LEAST_WORDS:
                continue
            text = (gold.get("title") or "An article without its title") + "\n" + gold["text"]
            start = time.process_time()
            found = len(split(text, None).articles)
            spent += time.process_time() - start
            count, cut, lost, characters = count + 1, cut + (found > 1), lost + (found == 0), characters + len(text)
    rate = round(spent / characters * 1e6, 2) if characters else None
    return {"articles": count, "split": cut, "not_found": lost, "seconds_per_megabyte": rate}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", HERE.parents[1] / "shared")))
    shared: Path = options.parse_args().shared
    own = own_pages()
    result: dict[str, Any] = {"own_pages": len(own), "own_exact": exact(own)}
    pages = shared / "data" / "pasted" / "pages.jsonl"
    if pages.is_file():
        with pages.open(encoding="utf-8", newline="") as file:
            rows = [json.loads(row) for row in file.read().split("\n") if row]
        result["shared"] = scored(shared, rows)
        result["own"] = scored(shared, own)
        result["singles"] = {name: singles(shared / "data" / "extract" / f"{name}.jsonl.gz") for name in SINGLES}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
