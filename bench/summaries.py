"""How well an article's summary is chosen, on the shared set, beside its first sentences.

    python -m bench.summaries [--shared FOLDER]

`ours` and `lead3` are scored by score_summary.py; `lead_as_long` are first sentences cut after as many words as ours have on average.
`verbatim` is the share of sentences that are their passage without the listed cuts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import time
from pathlib import Path
from typing import Any

from bench.statements import HERE, score
from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.summary import article_summary, shown
from broadsheet.types.told import Length

_WORD = re.compile(r"\w+")


def rows(shared: Path) -> list[dict[str, Any]]:
    """The rows of the set."""
    with gzip.open(shared / "data" / "summaries" / "cnndm_first500.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def lead(text: str, most: int = 0, words: float = 0) -> list[str]:
    """First sentences: so many, or up to so many words."""
    found: list[str] = []
    size = 0
    for start, end in sentences(text, "en"):
        size += len(_WORD.findall(text[start:end]))
        if (most and len(found) == most) or (words and found and size > words):
            break
        found.append(text[start:end])
    return found


def figures(shared: Path, told: dict[str, list[str]]) -> dict[str, float]:
    """ROUGE F1 in percent and mean words."""
    gold = shared / "data" / "summaries" / "cnndm_first500.jsonl.gz"
    found = score(shared, "score_summary", gold, "\n".join(json.dumps({"id": id_, "summary": some}) for id_, some in told.items()))
    return {name: round(100 * found[name]["f1"], 2) for name in ("rouge1", "rouge2", "rougeL")} | {"words": round(found["words"], 1)}


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", HERE.parent.parent / "shared")))
    options = parser.parse_args()
    if not (options.shared / "data" / "summaries").is_dir():
        print(json.dumps({"bench": "summaries", "sets": {}, "note": "the shared sets are not there"}))
        return
    found = rows(options.shared)
    told: dict[str, object] = {"lead3": figures(options.shared, {row["id"]: lead(row["text"], 3) for row in found})}
    for length in (Length.LINE, Length.PARAGRAPH):
        begun = time.process_time()
        ours: dict[str, list[str]] = {}
        for row in found:
            picked = article_summary(row["text"], title=row.get("title", ""), length=length)
            ours[row["id"]] = [shown(row["text"], one) for one in picked]
        seconds = time.process_time() - begun
        size = statistics.mean(len(_WORD.findall(" ".join(some))) for some in ours.values())
        told[length.value] = figures(options.shared, ours) | {"articles_a_second": round(len(found) / seconds)}
        told[f"lead_as_long_as_{length.value}"] = figures(
            options.shared, {row["id"]: lead(row["text"], words=size * 1.18) for row in found}
        )
    print(json.dumps({"bench": "summaries", "sets": {"cnndm": told}}))


if __name__ == "__main__":
    main()
