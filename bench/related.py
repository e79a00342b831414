"""How well likeness of articles agrees with people: Pearson's r on each shared set, for the shipped configuration and for parts of it.

    python -m bench.related [--shared FOLDER]

`default` is what `broadsheet related --jsonl` answers for a whole file; `batches` the same for 64 pairs at a time; `blind` without the
background of words; the others leave one part out or stand alone. `simple` is a plain TF-IDF cosine of whole words. `learned_elsewhere`
fits the parts' weights by least squares to all sets but the measured one: what learning them would give on an unseen set.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from broadsheet.analyse.related import similarities
from broadsheet.analyse.related.pairs import SHAPE, _found, _parts
from broadsheet.analyse.terms import Rarity, cosine, weights
from broadsheet.app.wiring import word_shares
from broadsheet.models.static import StaticEmbedder
from broadsheet.types import Article

HERE = Path(__file__).resolve().parent
SETS = ("semeval8_es", "semeval8_tr", "lee50_pairs")
BATCH = 64
Pair = tuple[Article, Article]


def read(path: Path) -> tuple[list[Pair], list[float]]:
    """Pairs with their gold."""
    received = datetime(2026, 1, 1, tzinfo=UTC)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = [json.loads(row) for row in file]
    made = [tuple(Article(title=row[side]["title"], text=row[side]["text"], received=received) for side in "ab") for row in rows]
    return [(one, two) for one, two in made], [row["gold"]["similarity"] for row in rows]


def pearson(guess: Sequence[float], gold: Sequence[float]) -> float:
    """Pearson's r, 0 for a constant guess."""
    return round(float(np.corrcoef(guess, gold)[0, 1]), 4) if np.std(guess) else 0.0


def simple(pairs: Sequence[Pair]) -> list[float]:
    """Cosines of whole lower-case words weighed by (1 + ln count) x ln(texts / texts with it)."""
    texts = {f"{one.title} {one.text}": Counter(re.findall(r"\w+", f"{one.title} {one.text}".lower())) for pair in pairs for one in pair}
    rarity = Rarity(strength=1e-9)
    for count in texts.values():
        rarity.add(count)
    vectors = {text: weights(count, rarity) for text, count in texts.items()}
    return [cosine(*(vectors[f"{one.title} {one.text}"] for one in pair)) for pair in pairs]


def parts(pairs: Sequence[Pair], rarity: Rarity, embedder: StaticEmbedder) -> dict[str, list[float]]:
    """Each part of the score alone, and the static table's cosine."""
    places: dict[tuple[str, str], int] = {}
    numbers = [[places.setdefault((one.title, one.text), len(places)) for one in pair] for pair in pairs]
    made = _parts(list(places), rarity)
    rows = embedder.embed([f"{title}. {text}" for title, text in places])
    two = [(made[a], made[b]) for a, b in numbers]
    return {
        "terms": [cosine(a.whole, b.whole) ** SHAPE for a, b in two],
        "widened": [cosine(a.wide, b.wide) ** SHAPE for a, b in two],
        "beginning": [cosine(a.beginning, b.beginning) ** SHAPE for a, b in two],
        "titles": [(_found(a.title, b.whole) + _found(b.title, a.whole)) / 2 for a, b in two],
        "embedding": [float(rows[a] @ rows[b]) for a, b in numbers],
    }


def fitted(found: dict[str, dict[str, list[float]]], golds: dict[str, list[float]], left_out: str) -> list[float]:
    """The parts of one set, added up with weights from least squares on the others."""
    others = [name for name in found if name != left_out]
    rows = np.concatenate([np.array(list(found[name].values())).T for name in others])
    gold = np.concatenate([golds[name] for name in others])
    best = np.linalg.lstsq(np.c_[rows, np.ones(len(rows))], gold, rcond=None)[0]
    answer: list[float] = (np.array(list(found[left_out].values())).T @ best[:-1]).tolist()
    return answer


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", HERE.parents[1] / "shared")))
    folder: Path = options.parse_args().shared / "data" / "related"
    result: dict[str, Any] = {}
    embedder = StaticEmbedder()
    known = Rarity(word_shares())
    found: dict[str, dict[str, list[float]]] = {}
    golds: dict[str, list[float]] = {}
    for name in (name for name in SETS if (folder / f"{name}.jsonl.gz").is_file()):
        pairs, gold = read(folder / f"{name}.jsonl.gz")
        start = time.process_time()
        default = list(similarities(pairs, embedder, known))
        spent = time.process_time() - start
        batches = [list(similarities(pairs[at : at + BATCH], embedder, known)) for at in range(0, len(pairs), BATCH)]
        found[name], golds[name] = parts(pairs, known, embedder), gold
        result[name] = {
            "pairs": len(pairs),
            "default": pearson(default, gold),
            "simple": pearson(simple(pairs), gold),
            "no_embedder": pearson(list(similarities(pairs, None, known)), gold),
            "blind": pearson(list(similarities(pairs, embedder)), gold),
            "batches": pearson([score for batch in batches for score in batch], gold),
            **{part: pearson(scores, gold) for part, scores in found[name].items()},
            "milliseconds_per_pair": round(spent / len(pairs) * 1000, 2),
        }
    for name in found if len(found) > 1 else ():
        result[name]["learned_elsewhere"] = pearson(fitted(found, golds, name), golds[name])
    print(json.dumps(result))


if __name__ == "__main__":
    main()
