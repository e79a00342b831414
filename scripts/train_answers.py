"""Train the weights by which sentences are ranked as answers: logistic regression on the development questions of bench/questions.

    python -m scripts.train_answers [--shared FOLDER] [--keep FOLDER] [--write]

The questions and the demo edition are the project's own words; the dossier was written for it and is free to use. Of each question,
sentences that hold something expected and stand in a right article are answers, all others are not. Prints what five-fold cross-validation
over questions gives; `--write` writes src/broadsheet/analyse/answers/weights.py.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from bench.answers import HERE, Shelf, demo, dossier, holds, questions
from numpy.typing import NDArray

from broadsheet.analyse.answers import Asking
from broadsheet.analyse.answers.features import NAMES
from broadsheet.demo.dates import fill_dates
from broadsheet.desk.asking import as_read, found_for, understood

OUT = HERE.parent / "src" / "broadsheet" / "analyse" / "answers" / "weights.py"
#: Strength of the pull of weights towards nothing.
RIDGE = 0.02
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Put:
    """A question with its sentences: features, which of them answer, and which of the expected lists each holds."""

    row: dict[str, Any]
    values: Floats
    right: Floats
    holds: tuple[frozenset[int], ...]
    lacks_name: tuple[bool, ...]


def put(shelf: Shelf, row: dict[str, Any]) -> Put:
    """One question with all its sentences."""
    store, meaning = shelf.newsroom.store, shelf.newsroom.meaning
    language = row.get("language", "en")
    before = fill_dates(row.get("after", ""), shelf.anchor, language)
    question = understood(fill_dates(row["question"], shelf.anchor, language), meaning, before)
    scores = None
    if row["scope"] == "all":
        ids = found_for(store, question, meaning)
        scores = {id_: 1 - place / len(ids) for place, id_ in enumerate(ids)}
    else:
        named = sorted(shelf.articles[row["scope"]])
        stories = list(store.story_of(named).values())
        ids = named if len(named) == 1 else [one.article_id for one in store.members(max(set(stories), key=stories.count))]
    asking = Asking(question, as_read(store, ids), meaning, scores)
    good = frozenset[int]().union(*(shelf.articles.get(name, frozenset()) for name in row["articles"]))
    expected = [[fill_dates(one, shelf.anchor, language) for one in some] for some in row["expect"]]
    found: list[frozenset[int]] = []
    for one in asking.ranked:
        article = one.matched.reading.article
        text = article.text[one.span[0] : one.span[1]]
        held = frozenset(place for place, some in enumerate(expected) if any(holds(text, word) for word in some))
        found.append(held if article.article_id in good else frozenset())
    values = np.array([one.features for one in asking.ranked]).reshape(-1, len(NAMES))
    lacks = tuple(any(term.name for term in one.matched.missing) for one in asking.ranked)
    return Put(row, values, np.array([1.0 if held else 0.0 for held in found]), tuple(found), lacks)


def fit(asked: list[Put]) -> Floats:
    """Weights by Newton's method on the penalised likelihood; each question counts alike."""
    values = np.concatenate([one.values for one in asked])
    right = np.concatenate([one.right for one in asked])
    share = np.concatenate([_shares(one.right) for one in asked])
    weights = np.zeros(values.shape[1])
    for _ in range(60):
        likely = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (share * (likely - right)) + RIDGE * len(asked) / 50 * weights
        curve = (values * (share * likely * (1 - likely))[:, None]).T @ values + RIDGE * len(asked) / 50 * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _shares(right: Floats) -> Floats:
    """How much each sentence of a question counts: answers as much as all others together, no question more than another."""
    answers = right.sum()
    if not answers:
        return np.full(len(right), 1 / max(1, len(right)) * 3)
    return np.where(right > 0, 1 / answers, 3 / max(1.0, len(right) - answers))


def verdicts(asked: list[Put], weights: Floats, most: int = 3) -> list[tuple[bool, bool, float, bool]]:
    """Of each question: whether it can be answered, whether the best sentences hold all that is expected, the best score, top one right."""
    found = []
    for one in asked:
        if not len(one.values):
            found.append((bool(one.row["answerable"]), False, 0.0, False))
            continue
        likely = 1 / (1 + np.exp(-np.clip(one.values @ weights, -30, 30)))
        likely = np.where(np.array(one.lacks_name), 0.0, likely)
        best = np.argsort(-likely, kind="stable")[:most]
        held = frozenset[int]().union(*(one.holds[place] for place in best))
        found.append((bool(one.row["answerable"]), len(held) == len(one.row["expect"]), float(likely[best[0]]), bool(one.holds[best[0]])))
    return found


def told(found: list[tuple[bool, bool, float, bool]]) -> str:
    """What the best threshold gives."""
    can = [one for one in found if one[0]]
    cannot = [one for one in found if not one[0]]
    lines = [
        f"answer in the first three {np.mean([one[1] for one in can]):.3f}, first sentence right {np.mean([one[3] for one in can]):.3f}"
    ]
    for least in np.arange(0.1, 0.8, 0.05):
        right = np.mean([one[1] and one[2] >= least for one in can])
        refused = np.mean([one[2] < least for one in cannot])
        lines.append(f"  from {least:.2f}: right {right:.3f}, refused {refused:.3f}")
    return "\n".join(lines)


def main() -> None:
    """Train, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", HERE.parent.parent / "shared")))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--threshold", type=float, default=0.5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = options.keep or Path(folder)
        where.mkdir(parents=True, exist_ok=True)
        shelves = {"demo": demo(where), "dossier": dossier(where, options.shared)}
        asked = [put(shelf, row) for name, shelf in shelves.items() for row in questions(name, "dev")]
        for shelf in shelves.values():
            shelf.newsroom.close()
    asked = [one for one in asked if len(one.values) or not one.row["answerable"]]
    folds: list[tuple[bool, bool, float, bool]] = []
    for fold in range(5):
        rest = [one for place, one in enumerate(asked) if place % 5 != fold and len(one.values)]
        folds += verdicts([one for place, one in enumerate(asked) if place % 5 == fold], fit(rest))
    print("cross-validated:", told(folds))
    weights = fit([one for one in asked if len(one.values)])
    print("on itself:", told(verdicts(asked, weights)))
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"  {name:28} {weight:+.2f}")
    if options.write:
        OUT.write_text(_module(weights, options.threshold), "utf-8")


def _module(weights: Floats, threshold: float) -> str:
    listed = "\n".join(f"    {weight:.4f},  # {name}" for name, weight in zip(NAMES, weights, strict=True))
    return f'''"""How likely a sentence answers, from its features. Weights by scripts/train_answers.py."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: A sentence is shown as an answer from this likelihood on.
ANSWERS = {threshold}
WEIGHTS = (
{listed}
)


def score(values: Sequence[float]) -> float:
    """The likelihood, 0..1."""
    return 1 / (1 + math.exp(-sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))))
'''


if __name__ == "__main__":
    main()
