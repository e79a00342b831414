"""Copies: precision, recall, F1, originals named right; time of a decision and memory with 100,000 fingerprints.

    python -m bench.copies [--shared FOLDER]      JSON, one line

Copies are made of every third article of a set (`_copymaker`), the rest of each story stands beside them in its own words, some with a
long quotation of another one put in. Untouched articles that are found to be copies of each other (`natural_left_out`) are taken out of a
set first and told apart, neither right nor wrong: g5w1h and ECB+ hold real ones, papers that carry one agency's report. Settings were fixed
on the demo edition; no set was used to fit.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench._copymaker import copied, originals, paragraphs, sharing_a_quote
from broadsheet.analyse.copies import Copies, Fingerprint, copies_in, fingerprint
from broadsheet.demo.edition import load_edition

SETS = {"g5w1h": "stories/g5w1h_dev.jsonl", "ecbplus": "stories/ecbplus_dev.jsonl.gz", "wcxb": "extract/wcxb_dev_articles.jsonl.gz"}


def texts_of(path: Path) -> list[tuple[str, str]]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows: list[dict[str, Any]] = [json.loads(line) for line in raw.decode().split("\n") if line.strip()]
    pairs = [(row.get("title") or row.get("gold", {}).get("title") or "", row.get("text") or row["gold"].get("text") or "") for row in rows]
    return [(title, text) for title, text in pairs if len(text.split()) >= 60]


def demo_texts() -> list[tuple[str, str]]:
    pieces = load_edition(datetime(2026, 11, 23, tzinfo=UTC)).pieces.values()
    return [
        (piece.versions[0].headline, piece.versions[0].body) for piece in pieces if not piece.copy_of and len(piece.versions[0].body) > 400
    ]


def measured(texts: list[tuple[str, str]], seed: int = 7) -> dict[str, object]:
    chance = random.Random(seed)
    before = originals(texts, random.Random(seed))
    left_out = copies_in(before)
    texts = [text for text, one in zip(texts, before, strict=True) if one.id not in left_out]
    articles = originals(texts, chance)
    gold: dict[int, int] = {}
    made = []
    number = len(articles)
    quote = "“" + " ".join(f"we counted {place} boats at the quay and wrote down the name of each" for place in range(6)) + "”"
    for article in articles[::3]:
        for _ in range(chance.choice((1, 1, 2, 4))):
            number += 1
            made.append(copied(article, number, chance.choice(texts)[1], chance))
            gold[number] = article.id
    quoting = []
    for article in articles[1::6]:
        number += 1
        quoting.append(sharing_a_quote(articles[(article.id + 7) % len(articles)], quote, number))
        gold[number] = quoting[-1].id
        gold.pop(number)
    whole = [*articles, *made]
    chance.shuffle(whole)
    begin = time.process_time()
    found = copies_in(whole)
    spent = time.process_time() - begin
    group = {one.id: gold.get(one.id, one.id) for one in whole}
    root = {one: (found[one].original_id if one in found else one) for one in group}
    natural = sum(a <= len(articles) and c.original_id <= len(articles) for a, c in found.items())
    false = sum(group[a] != group[c.original_id] and not (max(a, c.original_id) <= len(articles)) for a, c in found.items())
    hits = sum(
        group[root[a]] == gold[a] and (a in found or any(root[b] == a for b in group if gold.get(b) == gold[a] or b == gold[a]))
        for a in gold
    )
    precision, recall = hits / max(1, hits + false), hits / max(1, len(gold))
    right = sum(a in found and found[a].original_id == gold[a] for a in gold)
    return {
        "articles": len(whole), "copies": len(gold), "precision": round(precision, 4), "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4), "original_right": round(right / max(1, hits), 4),
        "natural_left_out": len(left_out), "untouched_called_copies": natural, "ms_an_article": round(1000 * spent / len(whole), 2),
        "quote_only_false": _quote_only(quoting, articles, quote),
    }  # fmt: skip


def _quote_only(quoting: list[Any], articles: list[Any], quote: str) -> int:
    """How many pairs of different articles that share one long quotation are called copies."""
    hosts = [sharing_a_quote(article, quote, 90_000 + article.id) for article in articles[2::6]]
    own = {one.id: paragraphs(one.text)[0] for one in (*quoting, *hosts)}
    found = copies_in([*quoting, *hosts])
    return sum(own[number] != own[copy.original_id] for number, copy in found.items())


def speed(texts: list[tuple[str, str]], count: int) -> dict[str, object]:
    """Time of fingerprint and look-up with so many fingerprints in the index, and the index's memory."""
    draw = np.random.default_rng(1)
    index = Copies()
    packs = []
    for number in range(1, count + 1):
        level = int(draw.choice((4, 5, 6, 6, 6, 7)))
        hashes = np.unique(draw.integers(0, 1 << (40 - level), int(draw.integers(25, 49)), dtype=np.uint64))
        packs.append((number, Fingerprint(hashes, level).pack()))
    begin = time.process_time()
    index.load(packs)
    loaded = time.process_time() - begin
    begin = time.process_time()
    prints = [fingerprint(text) for _, text in texts]
    printed = time.process_time() - begin
    begin = time.process_time()
    for print_ in prints:
        index.find(print_)
    looked = time.process_time() - begin
    return {
        "fingerprints": count, "megabytes": round(index.nbytes / 1e6, 1), "load_s": round(loaded, 2),
        "fingerprint_ms": round(1000 * printed / len(texts), 3), "look_up_ms": round(1000 * looked / len(texts), 3),
    }  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).resolve().parents[2] / "shared"
    options.add_argument("--shared", type=Path, default=Path(os.environ.get("BROADSHEET_SHARED", here)))
    shared: Path = options.parse_args().shared
    demo = demo_texts()
    sets: dict[str, object] = {"demo": measured(demo)}
    for name, path in SETS.items():
        if (shared / "data" / path).is_file():
            sets[name] = measured(texts_of(shared / "data" / path))
    print(json.dumps({"bench": "copies", "sets": sets, "speed": [speed(demo, count) for count in (10_000, 100_000)]}))


if __name__ == "__main__":
    main()
