"""Linking: articles a second, memory, and the time of one decision as the archive grows, on generated text.

python -m bench.linking [MOST]      default 100000; 1000000 takes some 20 minutes and 2 GB
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from broadsheet.analyse.stories import Grouper, embedded_text, sketch
from broadsheet.models.static import StaticEmbedder
from broadsheet.types import Article

START = datetime(2026, 1, 1, tzinfo=UTC)
#: Different texts that are made; an archive is filled with them under new ids, each with words of its own.
TEXTS, WORDS, PROBES = 2000, 400, 300


def articles(random: np.random.Generator) -> list[Article]:
    """Texts of invented words, frequent and rare as in a language (Zipf), four articles an event."""
    words = np.array(["".join(random.choice(list("abdegiklmnorstu"), 4 + number % 5)) for number in range(60_000)])
    made = []
    for number in range(TEXTS):
        event = words[2000 + (number // 4 * 37 + np.arange(30)) % 50_000]
        common = words[np.minimum(random.zipf(1.2, WORDS - 60), 50_000) - 1]
        text = list(common) + [word.capitalize() for word in random.choice(event, 60)]
        random.shuffle(text)
        published = START + timedelta(minutes=number)
        made.append(Article(id=number + 1, title=" ".join(text[:9]), text=" ".join(text), published=published, received=published))
    return made


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    texts, embedder = articles(np.random.default_rng(7)), StaticEmbedder()
    grouper = Grouper(cuts=embedder.cuts)
    sketches = [sketch(one, embedder.embed([embedded_text(one)])[0]) for one in texts]
    curve, loading = {}, time.process_time()
    size = 1000
    for number in range(most):
        made = sketches[number % TEXTS]
        salt = np.uint32(number // TEXTS * 2654435761 % 2**32)
        fresh = np.where(made.rarity > 60, made.hashes ^ salt, made.hashes) * (made.hashes > 0)
        object.__setattr__(made, "article_id", number + 1)
        kept, made_hashes = made.hashes, fresh.astype(np.uint32)
        object.__setattr__(made, "hashes", made_hashes)
        grouper.place(made, number // 4 + 1)
        object.__setattr__(made, "hashes", kept)
        if number + 1 == size or number + 1 == most:
            began = time.process_time()
            for place in range(PROBES):
                one = texts[place * 5 % TEXTS]
                grouper.add(sketch(one, embedder.embed([embedded_text(one)])[0], article_id=most + 1))
                grouper.remove(most + 1)
            curve[number + 1] = round((time.process_time() - began) / PROBES * 1000, 3)
            print(number + 1, curve[number + 1], "ms", file=sys.stderr, flush=True)
            size *= 10
    print(
        json.dumps(
            {
                "ms_an_article_all_in": curve,
                "articles_a_second": round(1000 / curve[most]),
                "array_mb": round(grouper.memory.nbytes() / 1e6, 1),
                "seconds_in_all": round(time.process_time() - loading, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
