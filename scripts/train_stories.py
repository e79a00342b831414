"""Train what stories learn: when a group of look-alike articles is two stories -> analyse/stories/weights.json. numpy only, repeatable.

    python scripts/train_stories.py --data FOLDER [--out FILE]

FOLDER holds g5w1h_dev.jsonl and ecbplus_dev.jsonl.gz. Examples: every gold story divided at its best (one story), and the two look-alike
stories of each ECB+ topic together, divided at their best (two stories). Trained on: ECB+ (Cybulska and Vossen 2014; CC BY 3.0, by way of
EventStoryLine) and the news clusters of Giveme5W1H (F. Hamborg; Apache-2.0). The weights of the likeness are chosen, not learned: few
values were tried, on these sets and, for titles without text, on headlines.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories import Grouper, Settings, embedded_text, sketch
from broadsheet.analyse.stories.contrast import LEAST, divide, measures
from broadsheet.analyse.stories.likeness import Contrast
from broadsheet.analyse.stories.tidying import matrix
from broadsheet.app.wiring import word_shares
from broadsheet.models import Embedder
from broadsheet.models.static import StaticEmbedder
from broadsheet.types import Article

Floats = npt.NDArray[np.float64]
SETS = ("g5w1h_dev.jsonl", "ecbplus_dev.jsonl.gz")
VERSION = "likeness-1"
CREDIT = (
    "ECB+ (A. Cybulska and P. Vossen 2014, CC BY 3.0, by way of EventStoryLine); news clusters of Giveme5W1H (F. Hamborg, Apache-2.0). "
    "Four weights of the contrast are learned; no text of these sets is kept. The chosen values were picked on these sets and on headlines."
)
#: See `likeness.Settings`.
CHOSEN = Settings(
    words=0.5,
    names=0.4,
    meaning=0.1,
    title_words=0.7,
    title_scale=1.4,
    title_bound=2.0,
    foreign=0.4,
    fading=0.2,
    threshold=0.15,
    joining=0.2,
    contrast=Contrast(-30.0, 0.0, 0.0, 0.0),
    version=VERSION,
)
#: Ridge penalty on standardised measures.
RIDGE = 1.0


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


@dataclass(frozen=True, slots=True)
class Example:
    """A group divided at its best: the topic that it is of, whether it is two stories, and its measures."""

    topic: str
    two: bool
    found: tuple[float, float, float]


def topic_of(story: str) -> str:
    """The topic of a gold story: in ECB+ two stories share one ("7_ecb", "7_ecbplus"), elsewhere each is its own."""
    left, _, right = story.partition("_")
    return left if right in ("ecb", "ecbplus") else story


def examples(articles: Sequence[Article], stories: Sequence[str], embedder: Embedder, common: Mapping[str, float]) -> list[Example]:
    """All examples of one set."""
    grouper = Grouper(CHOSEN, cuts=embedder.cuts)
    vectors = embedder.embed([embedded_text(article) for article in articles])
    for number, (article, vector) in enumerate(zip(articles, vectors, strict=True), 1):
        grouper.place(sketch(article, vector, common, article_id=number), 1)
    likeness = matrix(grouper, np.arange(len(articles)))
    by_story: dict[str, list[int]] = {}
    for place, story in enumerate(stories):
        by_story.setdefault(story, []).append(place)
    by_topic: dict[str, list[int]] = {}
    for story, places in by_story.items():
        by_topic.setdefault(topic_of(story), []).extend(places)
    groups = [(topic_of(story), False, places) for story, places in by_story.items()]
    groups += [(topic, True, places) for topic, places in by_topic.items() if len({stories[place] for place in places}) > 1]
    made = []
    for topic, two, places in groups:
        rows = np.array(sorted(places))
        division = divide(*grouper.memory.words(rows)) if len(rows) >= LEAST else None
        if division is not None:
            made.append(Example(topic, two, measures(division, likeness[np.ix_(rows, rows)])))
    return made


def fit(given: Sequence[Example], without: Collection[str] = ()) -> Settings:
    """Logistic regression by Newton's method with a ridge penalty on standardised measures, without the examples of some topics."""
    kept = [example for example in given if example.topic not in without]
    x = np.array([example.found for example in kept])
    y = np.array([example.two for example in kept], float)
    mean, deviation = x.mean(0), x.std(0)
    x = np.column_stack([(x - mean) / deviation, np.ones(len(x))])
    beta = np.zeros(x.shape[1])
    penalty = RIDGE * np.append(np.ones(len(mean)), 1e-6)
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        beta -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), x.T @ (p - y) + penalty * beta)
    slopes = beta[:-1] / deviation
    ratio, reach, size = (round(float(slope), 4) for slope in slopes)
    return replace(CHOSEN, contrast=Contrast(round(float(beta[-1] - slopes @ mean), 4), ratio, reach, size))


def titles(articles: Sequence[Article]) -> list[Article]:
    """The articles without their texts."""
    return [replace(article, text="") for article in articles]


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/broadsheet/analyse/stories/weights.json"))
    given = parser.parse_args()
    embedder, common = StaticEmbedder(), word_shares()
    settings = fit([example for name in SETS for example in examples(*read(given.data / name), embedder, common)])
    chosen = {name: value for name, value in asdict(settings).items() if name not in ("contrast", "version")}
    made = {"version": VERSION, "trained_on": CREDIT, "chosen": chosen, "contrast": asdict(settings.contrast)}
    given.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
