"""Stories: BCubed of the shipped configuration on each set, and of weights trained without the topics that are judged.

    python -m bench.stories [--fast]

Beside it a simple online TF-IDF in the same run. Prints one JSON object.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from train_stories import SETS, examples, fit, read, titles, topic_of

from broadsheet.analyse.stories import group, shipped
from broadsheet.analyse.terms import counted
from broadsheet.app.wiring import word_shares
from broadsheet.models.static import StaticEmbedder
from broadsheet.types import Article

FOLDS = 5


def bcubed(gold: Sequence[object], guess: Sequence[object]) -> dict[str, float]:
    """Precision, recall, F1 (Bagga and Baldwin 1998) and the numbers of groups."""
    by_gold, by_guess, joint = Counter(gold), Counter(guess), Counter(zip(gold, guess, strict=True))
    precision = sum(n * n / by_guess[b] for (_, b), n in joint.items()) / len(gold)
    recall = sum(n * n / by_gold[a] for (a, _), n in joint.items()) / len(gold)
    f1 = 2 * precision * recall / (precision + recall)
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4), "clusters": len(by_guess), "gold": len(by_gold)}


def baseline(articles: Sequence[Article], threshold: float) -> list[int]:
    """Simple online TF-IDF: an article joins the story whose centroid has the highest cosine."""
    seen: Counter[str] = Counter()
    centroids: list[Counter[str]] = []
    story: list[int] = []
    for number, article in enumerate(articles, 1):
        counts = counted(f"{article.title}\n{article.text}")
        seen.update(counts.keys())
        vector = {term: (1 + math.log(n)) * math.log((number + 1) / seen[term]) for term, n in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        best, score = -1, threshold
        for place, centroid in enumerate(centroids):
            dot = sum(value * centroid[term] for term, value in vector.items() if term in centroid)
            norm = math.sqrt(sum(value * value for value in centroid.values())) or 1.0
            if dot / norm / length > score:
                best, score = place, dot / norm / length
        if best < 0:
            best = len(centroids)
            centroids.append(Counter())
        for term, value in vector.items():
            centroids[best][term] += value / length
        story.append(best)
    return story


def main() -> None:
    folder = Path(os.environ.get("BROADSHEET_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data" / "stories"
    embedder, common = StaticEmbedder(), word_shares()
    sets = {name.split("_")[0]: read(folder / name) for name in (*SETS, "uci_headlines_dev.jsonl")}
    result: dict[str, object] = {}
    for name, (articles, gold) in sets.items():
        print(name, file=sys.stderr)
        row: dict[str, object] = {"shipped": bcubed(gold, group(articles, embedder, background=common))}
        row["no_embedder"] = bcubed(gold, group(articles, None, background=common))
        if name != "uci":
            row["shipped_titles_only"] = bcubed(gold, group(titles(articles), embedder, background=common))
        if "--fast" not in sys.argv:
            row["simple_tfidf"] = max((bcubed(gold, baseline(articles, cut)) for cut in (0.1, 0.15, 0.2)), key=lambda one: one["f1"])
        result[name] = row
        print(json.dumps(row), file=sys.stderr, flush=True)
    given = [example for name in ("g5w1h", "ecbplus") for example in examples(*sets[name], embedder, common)]
    unseen: dict[str, object] = {}
    for name in ("g5w1h", "ecbplus"):
        articles, gold = sets[name]
        topics = sorted({topic_of(story) for story in gold})
        guess: list[tuple[int, int]] = [(0, 0)] * len(gold)
        for fold in range(FOLDS):
            held = set(topics[fold::FOLDS])
            found = group(articles, embedder, background=common, settings=fit(given, held))
            for place, story in enumerate(gold):
                if topic_of(story) in held:
                    guess[place] = (fold, found[place])
        unseen[name] = bcubed(gold, guess)
    result["unseen_topics"] = unseen
    result["threshold"] = shipped().threshold
    print(json.dumps(result))


if __name__ == "__main__":
    main()
