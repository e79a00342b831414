"""Embeddings: speed, size, and how well cosines of the static table follow what people judged. Other embedders by name.

    python -m bench.embed            the shipped table
    python -m bench.embed use        another kind that is installed

Sets of the shared folder are measured where it is present, the translations of tests/models everywhere. JSON on the last line.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from broadsheet.models import Embedder, open_embedder
from broadsheet.models.table import PACKAGED

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("BROADSHEET_SHARED") or ROOT.parent / "shared") / "data"
LEAD = 1500


def rows(path: Path) -> list[dict[str, Any]]:
    """A JSON Lines file, gzipped or not."""
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def lead(article: dict[str, Any]) -> str:
    """Title and first paragraphs."""
    return f"{article.get('title') or ''}\n{article.get('text') or ''}"[:LEAD]


def auc(right: np.ndarray, wrong: np.ndarray) -> float:
    """How often a right pair has a higher cosine than a wrong one."""
    ranks = np.concatenate([right, wrong]).argsort().argsort() + 1.0
    return float((ranks[: len(right)].sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong)))


def related(embedder: Embedder, path: Path) -> dict[str, float]:
    """Pearson of the cosine with the judged similarity."""
    pairs = rows(path)
    one, other = (embedder.embed([lead(pair[side]) for pair in pairs]) for side in "ab")
    return {"pearson": float(np.corrcoef((one * other).sum(axis=1), [pair["gold"]["similarity"] for pair in pairs])[0, 1])}


def stories(embedder: Embedder, path: Path) -> dict[str, float]:
    """Pairs of one story against all others: AUC, best F1 of a threshold, medians (the embedder's `cuts`)."""
    articles = rows(path)
    vectors = embedder.embed([lead(article) for article in articles])
    names = np.array([str(article["gold"]["story"]) for article in articles])
    upper = np.triu_indices(len(articles), 1)
    cosines, same = (vectors @ vectors.T)[upper], names[upper[0]] == names[upper[1]]
    hits = np.cumsum(same[np.argsort(-cosines)])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + same.sum())
    return {
        "auc": auc(cosines[same], cosines[~same]),
        "best_f1": float(f1.max()),
        "unrelated": float(np.median(cosines[~same])),
        "same_story": float(np.median(cosines[same])),
    }


def translations(embedder: Embedder) -> dict[str, float]:
    """Share of reports whose translation is the nearest, by language over all others."""
    reports = json.loads((ROOT / "tests" / "models" / "parallel.json").read_text(encoding="utf-8"))
    vectors = {name: embedder.embed([report[name] for report in reports]) for name in reports[0]}
    right = np.arange(len(reports))
    return {
        name: float(np.mean([((own @ other.T).argmax(axis=1) == right).mean() for them, other in vectors.items() if them != name]))
        for name, own in vectors.items()
    }


def speed(embedder: Embedder) -> dict[str, float]:
    """Milliseconds of one text of 1,500 characters, each of other words, on one core."""
    reports = json.loads((ROOT / "tests" / "models" / "parallel.json").read_text(encoding="utf-8"))
    sentences = [text for report in reports for text in report.values()]
    random = np.random.default_rng(1)
    texts = [" ".join(random.permutation(sentences).tolist())[:LEAD] for _ in range(300)]
    begin = time.process_time()
    embedder.embed(texts)
    return {"ms_per_text": 1000 * (time.process_time() - begin) / len(texts)}


def rounded(value: Any) -> Any:
    """Numbers with four decimals, all the way down."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def main() -> None:
    """Measure the embedder of the kind that the command line names."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "static"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    embedder = open_embedder(kind)
    result: dict[str, Any] = {
        "embedder": embedder.name,
        "load_s": time.perf_counter() - begin,
        "memory_mib": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
        "cuts": list(embedder.cuts),
        **speed(embedder),
        "translations": translations(embedder),
    }
    if kind == "static":
        result["file_mib"] = PACKAGED.stat().st_size / 2**20
    for name, measure, file in (
        ("related_es", related, "related/semeval8_es.jsonl.gz"),
        ("related_tr", related, "related/semeval8_tr.jsonl.gz"),
        ("lee50", related, "related/lee50_pairs.jsonl.gz"),
        ("g5w1h", stories, "stories/g5w1h_dev.jsonl"),
        ("ecbplus", stories, "stories/ecbplus_dev.jsonl.gz"),
    ):
        if (SHARED / file).exists():
            print(f"{name} ...", file=sys.stderr, flush=True)
            result[name] = measure(embedder, SHARED / file)
    print(json.dumps(rounded(result)))


if __name__ == "__main__":
    main()
