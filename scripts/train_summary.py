"""Train the weights by which sentences of an article are chosen: ridge regression on how much of a reference each tells.

    python -m scripts.train_summary [--shared FOLDER] [--write]

The set (CNN/DailyMail, by way of a repository under the MIT licence) is not part of the project; 23 numbers come of it. Prints five-fold
cross-validation over articles; `--write` writes src/broadsheet/analyse/summary/weights.py.
"""

from __future__ import annotations

import argparse
import os
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from bench.statements import HERE
from bench.summaries import figures, rows
from numpy.typing import NDArray

from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.summary import Picked, article_summary, shown
from broadsheet.analyse.summary.article import LOOKED_AT, cuts_of
from broadsheet.analyse.summary.features import NAMES, features
from broadsheet.types.told import Length

OUT = HERE.parent / "src" / "broadsheet" / "analyse" / "summary" / "weights.py"
RIDGE = 10.0
Floats = NDArray[np.float64]
_WORD = re.compile(r"\w+")
_SMALL_WORDS = "the a an of to in and is was on for with he she his her it that at by as be are were has have had from"
_SMALL = frozenset(_SMALL_WORDS.split())


def gain(reference: str, sentence: str) -> float:
    """How much of the reference a sentence tells: weighted words and pairs of words."""
    wanted, told = _WORD.findall(reference.lower()), _WORD.findall(sentence.lower())
    left, right = Counter(wanted), Counter(told)
    weigh = {word: 0.4 if word in _SMALL else 1.0 for word in left}
    words = sum(min(count, right[word]) * weigh[word] for word, count in left.items()) / sum(n * weigh[w] for w, n in left.items())
    pairs, others = Counter(pairwise(wanted)), Counter(pairwise(told))
    return words + sum(min(count, others[pair]) for pair, count in pairs.items()) / max(1, sum(pairs.values()))


def data(row: dict[str, Any]) -> tuple[Floats, Floats]:
    """Features and gains of an article's sentences."""
    text = row["text"]
    spans = [span for span in sentences(text, "en")[:LOOKED_AT] if _WORD.search(text[span[0] : span[1]])]
    texts = [shown(text, Picked(*span, cuts_of(text, *span), 0.0)) for span in spans]
    return np.array(features(texts)), np.array([gain(row["gold"]["summary"], one) for one in texts])


def fit(pairs: list[tuple[Floats, Floats]]) -> Floats:
    """The weights."""
    values, gains = np.concatenate([one for one, _ in pairs]), np.concatenate([two for _, two in pairs])
    weights: Floats = np.linalg.solve(values.T @ values + RIDGE * np.eye(values.shape[1]), values.T @ gains)
    return weights


def main() -> None:
    """Train, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", HERE.parent.parent / "shared")))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = rows(options.shared)
    pairs = [data(row) for row in found]
    told: dict[str, list[str]] = {}
    for fold in range(5):
        weights = tuple(fit([pair for place, pair in enumerate(pairs) if place % 5 != fold]))
        for place, row in enumerate(found):
            if place % 5 == fold:
                told[row["id"]] = [
                    shown(row["text"], one) for one in article_summary(row["text"], length=Length.PARAGRAPH, weights=weights)
                ]
    print("cross-validated:", figures(options.shared, told))
    found_weights = fit(pairs)
    for name, weight in zip(NAMES, found_weights, strict=True):
        print(f"  {name:28} {weight:+.3f}")
    if options.write:
        listed = "\n".join(f"    {weight:.4f},  # {name}" for name, weight in zip(NAMES, found_weights, strict=True))
        OUT.write_text(
            f'"""How much each feature of a sentence speaks for it. Written by scripts/train_summary.py."""\n\nWEIGHTS = (\n{listed}\n)\n',
            "utf-8",
        )


if __name__ == "__main__":
    main()
