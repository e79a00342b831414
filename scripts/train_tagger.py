"""Train the statement tagger: fine-tune the first layers of MiniLM with begin/inside/outside heads, write int8 weights.

    python scripts/train_tagger.py BASE OUT [--factappeal FILE] [--plain FILE ...] [--teacher OUT ...] [--layers 5] [--epochs 12]

BASE is the folder of all-MiniLM-L6-v2 (model.safetensors, vocab.txt; Apache-2.0). Gold: `corpus/statements` and the sentences of FactAppeal
(CC BY 4.0) whose source, cue and content can be told by rule. With --plain and --teacher the model also learns from the mean answers of
earlier models on plain texts (self-training; JSON Lines with "text"). Needs torch, which Broadsheet itself does not.
docs/decisions/0016-statement-tagger.md says what the shipped weights were made of.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from broadsheet.analyse.statements.corpus import read_marked
from broadsheet.analyse.statements.cues import known_cues
from broadsheet.models.minilm import read_safetensors
from broadsheet.models.tagging.encoder import StatementTagger
from broadsheet.models.tagging.labelling import Example, examples
from broadsheet.models.tagging.training import from_minilm, train, write
from broadsheet.models.tagging.windows import numbers, read, windows
from broadsheet.models.wordpiece import WordPieces

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "statements"
Spans = dict[str, list[tuple[int, int]]]


def gold(pieces: WordPieces, factappeal: Path | None) -> list[Example]:
    """All windows with gold labels."""
    found: list[Example] = []
    for path in sorted(CORPUS.glob("*.txt")):
        marked = read_marked(path.read_text("utf-8"), path.stem)
        rows = [{"source": [*one.source], "cue": [*one.cue], "content": [*one.content]} for one in marked.statements]
        found += examples(marked.text, rows, pieces)
    for line in factappeal.open(encoding="utf-8") if factappeal else ():
        row = json.loads(line)
        told = from_factappeal(row["text"], row["gold"]["spans"])
        if told is not None:
            found += examples(row["text"], told, pieces, inner=False)
    return found


_WORD = re.compile(r"[\w’'-]+")
_HELPERS = frozenset(
    [
        "has",
        "have",
        "had",
        "is",
        "was",
        "were",
        "be",
        "been",
        "being",
        "would",
        "will",
        "could",
        "did",
        "does",
        "do",
        "not",
        "never",
        "also",
        "later",
        "recently",
        "repeatedly",
        "then",
    ]
)
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) (?:[\w-]+ ){0,2}$")


def from_factappeal(text: str, spans: Sequence[dict[str, Any]]) -> list[Spans] | None:
    """A sentence of FactAppeal in the corpus' conventions; None when it cannot be told. None at all is believed where no cue stands."""
    contents = [(span["start"], span["end"]) for span in spans if span["label"] == "Fact_Appeal"]
    sources = [(span["start"], span["end"]) for span in spans if span["label"] == "Source"]
    if not contents:
        words = {match[0].lower() for match in _WORD.finditer(text)}
        return None if sources or words & known_cues().keys() or re.search('["“]|according', text.lower()) else []
    if len(sources) != 1 or any(low <= sources[0][0] < high for low, high in contents):
        return None
    start, end = sources[0]
    for span in spans:
        gap = text[span["end"] : start] if span["end"] <= start else text[end : span["start"]] if span["start"] >= end else ""
        if span["label"] == "Source_Attribute" and len(gap) <= 3:
            start, end = min(start, span["start"]), max(end, span["end"])
    led = _ARTICLE.search(text[:start])
    if led and not any(low < led.end() and led.start() < high for low, high in contents):
        start = led.start()
    end = start + len(text[start:end].rstrip(" ,.;"))
    cue = _cue(text, (start, end), contents)
    return None if cue is None else [{"source": [(start, end)], "cue": [cue], "content": [_content(text, *span) for span in contents]}]


def _content(text: str, start: int, end: int) -> tuple[int, int]:
    led = re.search(r"\b(?:that|whether|if|how|why|to) $", text[:start])
    start = led.start() if led else start
    end = start + len(text[start:end].rstrip())
    end -= text[end - 1] in ".,;:"
    if text[end : end + 1] in ("”", '"'):
        return start, end + 1
    return start, end + 2 if text[start] in '"“' and text[end : end + 2] in (',"', '."', ",”", ".”") else end


def _cue(text: str, source: tuple[int, int], contents: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    taken = [source, *contents]
    near = [
        (min(abs(match.start() - source[1]), abs(source[0] - match.end())), match)
        for match in _WORD.finditer(text)
        if match[0].lower() in known_cues() and not any(low <= match.start() < high for low, high in taken)
    ]
    far, best = min(near, key=lambda pair: pair[0], default=(99, None))
    if best is None or far > 30:
        return None
    start, end = best.span()
    end += 3 if best[0].lower() == "according" and text[end : end + 3] == " to" else 0
    while helper := re.search(r"([\w’'-]+) $", text[:start]):
        if helper[1].lower() not in _HELPERS or any(low <= helper.start() < high for low, high in taken):
            break
        start = helper.start()
    return start, end


def softened(
    files: Sequence[Path], teachers: Sequence[StatementTagger], pieces: WordPieces, most: int, rng: random.Random
) -> list[Example]:
    """Windows of plain texts with the teachers' mean answers."""
    texts = []
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as rows:
            texts += [text[:4000] for text in (json.loads(row).get("text", "") for row in rows) if len(text) > 800]
    rng.shuffle(texts)
    found = []
    for text in texts[:most]:
        reading = read(text, pieces)
        answers = np.mean([teacher.probabilities(reading) for teacher in teachers], axis=0)
        for window in windows(reading):
            row, places = numbers(reading, window, pieces.number("[CLS]"), pieces.number("[SEP]"))
            found.append(Example(row, places, soft=answers[window.first : window.stop]))
    return found


def main(arguments: Sequence[str]) -> int:
    """Train and write. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--factappeal", type=Path)
    parser.add_argument("--plain", type=Path, nargs="*", default=[])
    parser.add_argument("--teacher", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=int, default=330)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    vocabulary = (options.base / "vocab.txt").read_text("utf-8").splitlines()
    pieces, rng = WordPieces(vocabulary), random.Random(options.seed)
    torch.manual_seed(options.seed)
    told = gold(pieces, options.factappeal)
    soft = (
        softened(options.plain, [StatementTagger(path) for path in options.teacher], pieces, options.texts, rng) if options.teacher else []
    )
    print(f"{len(told)} windows of gold, {len(soft)} of plain text", flush=True)
    net = from_minilm(read_safetensors(options.base / "model.safetensors"), options.layers)
    train(
        net,
        told,
        soft,
        options.epochs,
        rng,
        lambda epoch, of, loss, at: print(f"epoch {epoch} of {of}: loss {loss:.4f}, {at:.0f} s", flush=True),
    )
    write(net, vocabulary, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
