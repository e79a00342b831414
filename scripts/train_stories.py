"""Train the combiner of stories: pairs of articles with gold stories -> analyse/stories/weights.json. numpy only, repeatable.

    python scripts/train_stories.py --data FOLDER [--out FILE]

FOLDER holds g5w1h_dev.jsonl and ecbplus_dev.jsonl.gz. Every article is used twice: whole, and as a title without text. Trained on:
ECB+ (Cybulska and Vossen 2014; CC BY 3.0, by way of EventStoryLine) and the news clusters of Giveme5W1H (F. Hamborg; Apache-2.0).
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories.combiner import OF_MEANING, SIGNALS, Settings, Weights, signals
from broadsheet.analyse.stories.memory import Memory
from broadsheet.analyse.stories.sketch import embedded_text, sketch
from broadsheet.analyse.terms import background
from broadsheet.models import Embedder
from broadsheet.models.static import StaticEmbedder
from broadsheet.models.table import PACKAGED, read_table
from broadsheet.types import Article

Floats = npt.NDArray[np.float64]
SETS = ("g5w1h_dev.jsonl", "ecbplus_dev.jsonl.gz")
VERSION = "combiner-1"
CREDIT = (
    "ECB+ (A. Cybulska and P. Vossen 2014, CC BY 3.0, by way of EventStoryLine); news clusters of Giveme5W1H (F. Hamborg, Apache-2.0). "
    "Only the weights of signals are learned; no text of these sets is kept."
)
#: Strength of the ridge penalty, for one set of weight 1.
RIDGE = 1e-4
THRESHOLD, FADING = 0.45, 0.1
#: What the log-odds of articles without text are raised by: chosen on headlines, so that one threshold serves both.
TITLE_ONLY_BONUS = 0.8


def read(path: Path) -> tuple[list[Article], list[str]]:
    """The articles of a set and the story of each."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    rows = [json.loads(line) for line in text.split("\n") if line]
    articles = []
    for number, row in enumerate(rows, 1):
        published = datetime.fromisoformat(row["published"]) if row.get("published") else None
        received = published or datetime(2000, 1, 1, tzinfo=UTC)
        articles.append(
            Article(
                id=number,
                title=row["title"],
                text=row["text"],
                publisher=row.get("publisher") or "",
                published=published,
                received=received,
            )
        )
    return articles, [str(row["gold"]["story"]) for row in rows]


def shares() -> dict[str, float]:
    """The share of terms in the language at large, from the shipped table."""
    table = read_table(PACKAGED)
    return background(zip(table.words, table.logprobs.tolist(), strict=True))


def pairs(
    articles: Sequence[Article], stories: Sequence[str], embedder: Embedder, common: dict[str, float]
) -> tuple[Floats, Floats, Floats]:
    """Signals of all pairs of articles, whether both tell one story, and the weight of each pair (1 in all, half of it for either kind)."""
    memory = Memory()
    vectors = embedder.embed([embedded_text(article) for article in articles])
    for article, vector in zip(articles, vectors, strict=True):
        memory.add(sketch(article, vector, common), 1)
    gold = np.unique(np.array(stories), return_inverse=True)[1]
    found, same = [], []
    for row in range(1, len(articles)):
        compared = memory.compare(memory.probe(row), np.arange(row))
        values = signals(compared, embedder.cuts)
        hard = (compared["terms"] > 0.04) | (compared["title"] > 0.1) | (gold[:row] == gold[row]) | (np.arange(row) % 40 == row % 40)
        found.append(values[hard])
        same.append(gold[:row][hard] == gold[row])
    y = np.concatenate(same).astype(float)
    weight = np.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    return np.concatenate(found).astype(float), y, weight


def fit(parts: Sequence[tuple[Floats, Floats, Floats]], meaning: bool) -> Weights:
    """Logistic regression by Newton's method with a ridge penalty."""
    x = np.concatenate([part[0] for part in parts])
    y = np.concatenate([part[1] for part in parts])
    w = np.concatenate([part[2] for part in parts]) / len(parts)
    used = [place for place, name in enumerate(SIGNALS) if meaning or name not in OF_MEANING]
    x = np.column_stack([x[:, used], np.ones(len(x))])
    beta = np.zeros(x.shape[1])
    penalty = RIDGE * np.append(np.ones(len(used)), 0.0)
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        slope = x.T @ (w * (p - y)) + penalty * beta
        curve = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-12)
        beta -= np.linalg.solve(curve, slope)
    weights = np.zeros(len(SIGNALS))
    weights[used] = beta[:-1]
    weights[SIGNALS.index("title_only")] += TITLE_ONLY_BONUS
    return Weights(float(beta[-1]), tuple(float(one) for one in weights), VERSION)


def titles(articles: Sequence[Article]) -> list[Article]:
    """The articles without their texts."""
    return [replace(article, text="") for article in articles]


def train(sets: Sequence[tuple[Sequence[Article], Sequence[str]]], embedder: Embedder, common: dict[str, float]) -> Settings:
    """Settings with weights trained on these sets, whole and as titles."""
    parts = [pairs(kind, stories, embedder, common) for articles, stories in sets for kind in (articles, titles(articles))]
    return Settings(fit(parts, True), fit(parts, False), THRESHOLD, FADING)


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/broadsheet/analyse/stories/weights.json"))
    given = parser.parse_args()
    settings = train([read(given.data / name) for name in SETS], StaticEmbedder(), shares())
    made: dict[str, object] = {"version": VERSION, "trained_on": CREDIT, "threshold": settings.threshold, "fading": settings.fading}
    for name, weights in (("with_meaning", settings.with_meaning), ("without_meaning", settings.without_meaning)):
        rounded = {signal: round(weight, 4) for signal, weight in zip(SIGNALS, weights.weights, strict=True)}
        made[name] = {"intercept": round(weights.intercept, 4), "weights": rounded}
    given.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
