"""Page to article: text, title, authors and date against gold, with trafilatura's default mode as the baseline in the same run.

    python -m bench.extract [--sample N] [--sets a,b] [--shared FOLDER]      JSON, one line

Needs the shared folder (data/extract, score/score_extract.py); without it only the timing on pages made here is printed. Both sides are
scored by the shared scorer as a command, from files, as any other system would be. Times are processor seconds of one process.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import os
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from broadsheet.extract.page import find_article

SETS = ("scrapinghub", "wcxb_dev_articles", "funduseval", "fundustests")
#: Later than every page of the sets.
NOW = datetime(2026, 11, 23, tzinfo=UTC)
#: The stages whose share of the time is told: name -> file of the package.
STAGES = {
    "main text (trafilatura)": "body.py:main_text",
    "metadata": "metadata.py:metadata_of",
    "date guess (htmldate)": "page.py:_guessed_date",
    "layout and sanitising": "layout.py:lay_out",
    "parsing the tree": "tree.py:document",
    "pre-scan": "prescan.py:tame",
    "pictures": "pictures.py:with_pictures",
    "related links": "related.py:related_links",
    "furniture": "trim.py:trimmed",
    "hidden text": "hidden.py:drop_hidden",
}

WORDS = ("harbour", "council", "ferry", "engine", "vote", "bridge", "mayor", "repair", "storm", "budget", "school")

Row = dict[str, str]


def ours(row: Row) -> dict[str, object]:
    found = find_article(row["html"], row.get("url") or "", NOW)
    return {
        "id": row["id"],
        "text": found.article.text,
        "title": found.article.title,
        "authors": list(found.article.authors),
        "date": found.day,
    }


def baseline(row: Row) -> dict[str, object]:
    found = trafilatura.bare_extraction(row["html"], url=row.get("url") or None, with_metadata=True, include_comments=False)
    if found is None:
        return {"id": row["id"], "text": ""}
    fields = found.as_dict()
    authors = [name.strip() for name in (fields.get("author") or "").split(";") if name.strip()]
    return {
        "id": row["id"],
        "text": fields.get("text") or "",
        "title": fields.get("title") or "",
        "authors": authors,
        "date": fields.get("date") or "",
    }


def rows(path: Path) -> list[Row]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in raw.decode("utf-8").split("\n") if line.strip()]


def measured(read: Callable[[Row], dict[str, object]], pages: list[Row]) -> tuple[list[dict[str, object]], float, int]:
    """Answers, processor seconds, and how many pages were lost to an error."""
    answers, errors = [], 0
    started = time.process_time()
    for row in pages:
        try:
            answers.append(read(row))
        except Exception as error:
            print(f"{row['id']}: {type(error).__name__}: {error}", file=sys.stderr)
            answers.append({"id": row["id"], "text": ""})
            errors += 1
    return answers, time.process_time() - started, errors


def scored(shared: Path, gold: list[Row], answers: list[dict[str, object]]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in (("gold.jsonl", gold), ("answers.jsonl", answers)):
            Path(folder, name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, "score_extract.py", f"{folder}/gold.jsonl", f"{folder}/answers.jsonl"]
        done = subprocess.run(command, cwd=shared / "score", capture_output=True, text=True, check=True)
    result: dict[str, object] = json.loads(done.stdout)
    kept = ("shingle", "exact", "word_f1", "with", "without", "title", "date", "authors")
    return {name: result[name] for name in kept if name in result}


def stages(pages: list[Row]) -> dict[str, float]:
    """Where the time goes: share of the processor time by stage, by profiling a few pages."""
    profile = cProfile.Profile()
    profile.enable()
    for row in pages:
        ours(row)
    profile.disable()
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # there, but not in the type stubs
    whole = max(times[3] for times in found.values())
    shares = {}
    for stage, place in STAGES.items():
        file, _, function = place.partition(":")
        spent = sum(times[3] for (path, _, name), times in found.items() if name == function and path.endswith("extract/" + file))
        shares[stage] = round(spent / whole, 3)
    return shares


def made_pages(count: int) -> Iterator[Row]:
    """Pages made here, for timing where there is no data."""
    for number in range(count):
        chance = random.Random(number)
        words = [chance.choice(WORDS) for _ in range(900)]
        paragraphs = "".join(f"<p>{' '.join(words[place : place + 45]).capitalize()}.</p>" for place in range(0, 900, 45))
        menu = "".join(f'<li><a href="/s/{place}">{words[place]}</a></li>' for place in range(60))
        yield {
            "id": str(number),
            "url": f"https://paper.example/2026/11/02/{number}",
            "html": f"<html><head><title>Ferry {number}</title></head><body><ul>{menu}</ul>"
            f"<article><h1>Ferry {number}</h1>{paragraphs}</article></body></html>",
        }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, default=0, help="pages a set (0 = all)")
    options.add_argument("--sets", default=",".join(SETS))
    options.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    )
    chosen = options.parse_args()
    result: dict[str, object] = {"bench": "extract", "baseline": f"trafilatura {trafilatura.__version__}, default mode"}
    data = chosen.shared / "data" / "extract"
    if not data.is_dir():
        pages = list(made_pages(60))
        _, spent, _ = measured(ours, pages)
        result["made pages"] = {"pages_per_second_per_core": round(len(pages) / spent, 1), "stages": stages(pages[:20])}
        print(json.dumps(result))
        return
    sets: dict[str, object] = {}
    for name in chosen.sets.split(","):
        pages = rows(next(data.glob(f"{name}.jsonl*")))
        if chosen.sample and chosen.sample < len(pages):
            pages = random.Random(1).sample(pages, chosen.sample)
        answers, spent, errors = measured(ours, pages)
        base, base_spent, base_errors = measured(baseline, pages)
        sets[name] = {
            "pages": len(pages),
            "ours": scored(chosen.shared, pages, answers) | {"errors": errors, "pages_per_second_per_core": round(len(pages) / spent, 1)},
            "baseline": scored(chosen.shared, pages, base)
            | {"errors": base_errors, "pages_per_second_per_core": round(len(pages) / base_spent, 1)},
            "stages": stages(random.Random(2).sample(pages, min(40, len(pages)))),
        }
    result["sets"] = sets
    print(json.dumps(result))


if __name__ == "__main__":
    main()
