"""Timelines: dates and aligned ROUGE-1 of the shipped configuration on the shared set, by what is known beforehand.

    python -m bench.timelines

Three ways of asking. `open`: nothing is known but the documents. `count`: the number of days is the reference's. `count_and_range`: first
and last day, too (the way in which published figures are measured: Martschat and Markert 2018, Gholipour Ghalandari and Ifrim 2020).
Beside each, days with most documents told by the first 300 characters of one. Scored by the shared scorer. Prints one JSON object.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from broadsheet.analyse.timelines import DatedText, DayTold, timeline_of

WAYS = ("open", "count", "count_and_range")
Row = Mapping[str, Any]


def documents_of(row: Row) -> list[DatedText]:
    """The row's documents."""
    return [DatedText(id=one["id"], published=date.fromisoformat(one["published"][:10]), text=one["text"]) for one in row["documents"]]


def hints(row: Row, way: str) -> dict[str, Any]:
    """What is told beforehand when asked this way."""
    days = sorted(date.fromisoformat(entry["date"][:10]) for entry in row["gold"])
    known: dict[str, Any] = {"days": len(set(days))} if way != "open" else {}
    return {**known, "since": days[0], "until": days[-1]} if way == "count_and_range" else known


def answer(row: Row, documents: Sequence[DatedText], told: Sequence[DayTold]) -> dict[str, Any]:
    """A row of predictions."""
    texts = {document.id: document.text for document in documents}
    return {
        "id": row["id"],
        "timeline": [
            {"date": entry.day.isoformat(), "summary": [texts[one.document][one.start : one.end] for one in entry.passages]}
            for entry in told
        ],
    }


def baseline(row: Row, documents: Sequence[DatedText], known: Mapping[str, Any]) -> dict[str, Any]:
    """The days on which most documents were published, with the beginning of the first. Open: a third of them."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for document in documents:
        if document.published and known.get("since", date.min) <= document.published <= known.get("until", date.max):
            by_day[document.published].append(document.text)
    counts = Counter({day: len(texts) for day, texts in by_day.items()})
    days = [day for day, _ in counts.most_common(known.get("days", max(1, len(counts) // 3)))]
    return {"id": row["id"], "timeline": [{"date": day.isoformat(), "summary": [by_day[day][0][:300]]} for day in days]}


def scored(scorer: Path, gold: Path, answers: Sequence[Row]) -> dict[str, Any]:
    """The scorer's figures for these predictions."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in answers)
        file.flush()
        done = subprocess.run([sys.executable, str(scorer), str(gold), file.name], check=True, capture_output=True, text=True)
    result = json.loads(done.stdout)
    brief: dict[str, Any] = {name: {part: round(value, 4) for part, value in result[name].items()} for name in ("date", "ar1", "ar2")}
    topics = {name: {"date": round(one["date"], 3), "ar1": round(one["ar1"], 3)} for name, one in result["topics"].items()}
    return {**brief, "dates": result["dates"], "topics": topics}


def main() -> None:
    """Measures all ways."""
    shared = Path(os.environ.get("BROADSHEET_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    gold = shared / "data" / "timelines" / "timeline17_dev.jsonl.gz"
    with gzip.open(gold, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    result: dict[str, Any] = {}
    for way in WAYS:
        began = time.process_time()
        answers, simple = [], []
        for row in rows:
            documents, known = documents_of(row), hints(row, way)
            answers.append(answer(row, documents, timeline_of(documents, **known)))
            simple.append(baseline(row, documents, known))
        spent = time.process_time() - began
        scorer = shared / "score" / "score_timeline.py"
        result[way] = {**scored(scorer, gold, answers), "cpu_seconds": round(spent, 1), "most_documents": scored(scorer, gold, simple)}
        print(way, json.dumps(result[way]), file=sys.stderr, flush=True)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
