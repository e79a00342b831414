"""How well statements are found, and how fast: the shared sets with their scorers, for the shipped configuration.

    python -m bench.statements [--shared FOLDER]

`polnear`: exact F1 of source, cue, content; precision and recall of whole statements (content and right source); direct quotations whose
source is right. `sure` is the same for the statements shown by default. `dossier`: the whole ledger of a made-up case. `speed` is words a
CPU second on one core, the tagger alone and everything that is found in an article.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from broadsheet.analyse.findings import find_all
from broadsheet.analyse.statements import find_statements
from broadsheet.app.wiring import make_tagger

HERE = Path(__file__).resolve().parent
#: Confidence from which a statement is shown without being asked for.
SHOWN = 0.6
#: Articles that speed is measured on.
TIMED = 25


def score(shared: Path, name: str, gold: Path, predictions: str) -> dict[str, Any]:
    """What a scorer prints for these predictions."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(predictions)
        file.flush()
        done = subprocess.run(
            [sys.executable, shared / "score" / f"{name}.py", gold, file.name], capture_output=True, text=True, check=True
        )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def polnear(shared: Path) -> dict[str, object]:
    """The measures on PolNeAR's development set."""
    gold = shared / "data" / "statements" / "polnear_dev.jsonl"
    tagging = make_tagger().tag
    every, sure = [], []
    for row in map(json.loads, gold.read_text("utf-8").splitlines()):
        found = [one for one in find_statements(row["text"], tagging) if one.content]
        for kept, least in ((every, 0.0), (sure, SHOWN)):
            rows = [{"source": one.source, "cue": one.cue, "content": one.content} for one in found if one.confidence >= least]
            kept.append(json.dumps({"id": row["id"], "statements": rows}))
    return {name: _brief(score(shared, "score_statements", gold, "\n".join(rows))) for name, rows in (("all", every), ("sure", sure))}


def _brief(told: dict[str, Any]) -> dict[str, object]:
    whole = told["statement"]["with_source"]
    return {
        **{part: round(told[part]["exact"]["f1"], 3) for part in ("source", "cue", "content")},
        "precision": round(whole["p"], 3),
        "recall": round(whole["r"], 3),
        "direct": round(told["by_form"]["direct"]["r_with_source"], 3),
    }


def dossier(shared: Path) -> dict[str, Any]:
    """The made-up case by its scorer."""
    folder = shared / "data" / "dossier"
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [Path(sys.executable).with_name("broadsheet"), "dossier", "--jsonl", folder / "articles.jsonl"],
            capture_output=True, text=True, check=True, env={**os.environ, "BROADSHEET_DATA": home},
        )  # fmt: skip
    told = score(shared, "score_dossier", folder / "gold.json", done.stdout)
    return {name: told[name] for name in ("statements", "figures", "pairs", "copies", "timeline")}


def speed(shared: Path) -> dict[str, int]:
    """Words a CPU second."""
    rows = [json.loads(line)["text"] for line in (shared / "data" / "statements" / "polnear_dev.jsonl").read_text("utf-8").splitlines()][
        :TIMED
    ]
    tagging = make_tagger().tag
    find_all(rows[0], "en", None, "", tagging)
    words = sum(len(text.split()) for text in rows)
    begun = time.process_time()
    for text in rows:
        tagging(text)
    between = time.process_time()
    for text in rows:
        find_all(text, "en", None, "", tagging)
    return {"tagger": round(words / (between - begun)), "everything": round(words / (time.process_time() - between))}


def main() -> int:
    """Measure and print one JSON object."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        if os.environ.get(name) != "1":
            os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
            os.execv(sys.executable, [sys.executable, "-m", "bench.statements", *sys.argv[1:]])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", HERE.parent.parent / "shared")))
    shared = parser.parse_args().shared
    if not shared.is_dir():
        print(json.dumps({"skipped": f"{shared} is not there"}))
        return 0
    print(json.dumps({"polnear": polnear(shared), "dossier": dossier(shared), "speed": speed(shared)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
