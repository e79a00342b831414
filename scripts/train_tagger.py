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
import math
import random
import re
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from broadsheet.analyse.statements.corpus import read_marked
from broadsheet.analyse.statements.cues import known_cues
from broadsheet.models.minilm import read_safetensors
from broadsheet.models.tagging.encoder import LABELS, StatementTagger
from broadsheet.models.tagging.windows import numbers, read, windows
from broadsheet.models.wordpiece import WordPieces

DIM, HEADS, MOST = 384, 12, 256
CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "statements"
PARTS = ("source", "cue", "content")
RATE, BATCH = 3e-4, 16
Spans = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Example:
    """A window: piece numbers, where words begin, and their labels (words x heads), or soft answers (words x heads x 3)."""

    row: list[int]
    places: list[int]
    hard: Any = None
    soft: Any = None


class Net(nn.Module):
    """BERT's first layers with a head; the same arithmetic as `models.tagging.encoder`."""

    def __init__(self, layers: int, base: dict[str, Any]) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(*base["embeddings.word_embeddings.weight"].shape), nn.Embedding(MOST, DIM)
        self.kind, self.n0 = nn.Parameter(torch.zeros(DIM)), nn.LayerNorm(DIM, 1e-12)
        self.qkv = nn.ModuleList(nn.Linear(DIM, 3 * DIM) for _ in range(layers))
        self.out = nn.ModuleList(nn.Linear(DIM, DIM) for _ in range(layers))
        self.up = nn.ModuleList(nn.Linear(DIM, 4 * DIM) for _ in range(layers))
        self.down = nn.ModuleList(nn.Linear(4 * DIM, DIM) for _ in range(layers))
        self.n1 = nn.ModuleList(nn.LayerNorm(DIM, 1e-12) for _ in range(layers))
        self.n2 = nn.ModuleList(nn.LayerNorm(DIM, 1e-12) for _ in range(layers))
        self.head, self.drop = nn.Linear(DIM, 3 * len(LABELS)), nn.Dropout(0.1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self._load(base)

    @torch.no_grad()
    def _load(self, base: dict[str, Any]) -> None:
        def take(module: Any, name: str) -> None:
            module.weight.copy_(torch.tensor(base[f"{name}.weight"]))
            module.bias.copy_(torch.tensor(base[f"{name}.bias"]))

        self.words.weight.copy_(torch.tensor(base["embeddings.word_embeddings.weight"]))
        self.places.weight.copy_(torch.tensor(base["embeddings.position_embeddings.weight"])[:MOST])
        self.kind.copy_(torch.tensor(base["embeddings.token_type_embeddings.weight"])[0])
        take(self.n0, "embeddings.LayerNorm")
        for place, joint in enumerate(self.qkv):
            at = f"encoder.layer.{place}"
            for field in ("weight", "bias"):
                parts = [torch.tensor(base[f"{at}.attention.self.{name}.{field}"]) for name in ("query", "key", "value")]
                getattr(joint, field).copy_(torch.cat(parts))
            take(self.out[place], f"{at}.attention.output.dense")
            take(self.n1[place], f"{at}.attention.output.LayerNorm")
            take(self.up[place], f"{at}.intermediate.dense")
            take(self.down[place], f"{at}.output.dense")
            take(self.n2[place], f"{at}.output.LayerNorm")

    def forward(self, rows: Any, mask: Any) -> Any:
        """Scores (rows x pieces x heads x 3)."""
        count, length = rows.shape
        states = self.drop(self.n0(self.words(rows) + self.places(torch.arange(length)) + self.kind))
        for place in range(len(self.qkv)):
            query, key, value = self.qkv[place](states).view(count, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
            seen = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=mask[:, None, None, :], dropout_p=0.1 if self.training else 0.0
            )
            states = self.n1[place](states + self.drop(self.out[place](seen.transpose(1, 2).reshape(count, length, DIM))))
            inner = self.up[place](states)
            states = self.n2[place](states + self.drop(self.down[place](inner * torch.sigmoid(1.702 * inner))))
        return self.head(self.drop(states)).view(count, length, len(LABELS), 3)


def flat(statements: Sequence[Spans]) -> list[list[tuple[int, int]]]:
    """Spans a head: those of statements, then those of statements that stand within another's content."""
    heads: list[list[tuple[int, int]]] = [[] for _ in LABELS]
    for place, one in enumerate(statements):
        own = [span for part in PARTS for span in one[part]]
        inner = any(
            other is not one and all(any(low <= a and b <= high and b - a < high - low for low, high in other["content"]) for a, b in own)
            for other in statements
        )
        for at, part in enumerate(PARTS):
            heads[at + 3 * inner] += statements[place][part]
    return heads


def examples(text: str, statements: Sequence[Spans], pieces: WordPieces, inner: bool = True) -> Iterator[Example]:
    """A text's windows with their labels: 0 begin, 1 inside, 2 outside; -100 where the gold does not tell."""
    reading = read(text, pieces)
    labels = np.full((len(reading.words), len(LABELS)), 2)
    starts = [start for start, _ in reading.words]
    for head, spans in enumerate(flat(statements)):
        for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
            first, stop = bisect_left(starts, start), bisect_left(starts, end)
            if first < stop and (labels[first:stop, head] == 2).all():
                labels[first, head], labels[first + 1 : stop, head] = 0, 1
    if not inner:
        labels[:, 3:] = -100
    for window in windows(reading):
        row, places = numbers(reading, window, pieces.number("[CLS]"), pieces.number("[SEP]"))
        yield Example(row, places, hard=labels[window.first : window.stop])


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


def batches(found: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Batches of windows of like length."""
    order = rng.sample(found, len(found))
    runs = [sorted(order[at : at + 16 * BATCH], key=lambda one: len(one.row)) for at in range(0, len(order), 16 * BATCH)]
    made = [run[at : at + BATCH] for run in runs for at in range(0, len(run), BATCH)]
    rng.shuffle(made)
    return made


def loss_of(net: Net, batch: Sequence[Example]) -> Any:
    """Cross-entropy of a batch, gold or soft."""
    length = max(len(one.row) for one in batch)
    rows, mask = torch.zeros(len(batch), length, dtype=torch.long), torch.zeros(len(batch), length, dtype=torch.bool)
    for place, one in enumerate(batch):
        rows[place, : len(one.row)], mask[place, : len(one.row)] = torch.tensor(one.row), True
    at = torch.cat([place * length + torch.tensor(one.places) for place, one in enumerate(batch)])
    scores = net(rows, mask).reshape(-1, len(LABELS), 3)[at]
    if batch[0].soft is not None:
        soft = torch.cat([torch.tensor(one.soft) for one in batch])
        return -(soft * torch.log_softmax(scores, -1)).sum(-1).mean() * len(LABELS)
    hard = torch.cat([torch.tensor(one.hard) for one in batch])
    return functional.cross_entropy(scores.reshape(-1, 3), hard.reshape(-1), ignore_index=-100) * len(LABELS)


def train(net: Net, told: Sequence[Example], soft: Sequence[Example], epochs: int, rng: random.Random) -> None:
    """AdamW with a linear rise and fall; each plain text is read about three times in all."""
    share = math.ceil(3 * len(soft) / epochs)
    steps, step = epochs * (math.ceil(len(told) / BATCH) + math.ceil(share / BATCH)), 0
    matrices = [weights for weights in net.parameters() if weights.dim() > 1]
    vectors = [weights for weights in net.parameters() if weights.dim() <= 1]
    step_by = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}], lr=RATE)
    begun = time.monotonic()
    for epoch in range(epochs):
        net.train()
        order = batches(told, rng) + (batches(rng.sample(soft, min(share, len(soft))), rng) if soft else [])
        rng.shuffle(order)
        total = 0.0
        for batch in order:
            for group in step_by.param_groups:
                group["lr"] = RATE * max(0.0, min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps)))
            loss = loss_of(net, batch)
            step_by.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            step_by.step()
            step, total = step + 1, total + loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(order):.4f}, {time.monotonic() - begun:.0f} s", flush=True)


def write(net: Net, vocabulary: Sequence[str], out: Path) -> None:
    """The weights as int8 rows with a factor each."""
    arrays: dict[str, Any] = {"places": net.places.weight.detach().numpy().astype("f2"), "kind": net.kind.detach().numpy()}

    def rounded(name: str, matrix: Any) -> None:
        values = matrix.detach().numpy()
        factors = np.abs(values).max(axis=1) / 127 + 1e-12
        arrays[f"{name}.q"], arrays[f"{name}.f"] = np.round(values / factors[:, None]).astype("i1"), factors.astype("f4")

    def normed(name: str, norm: Any) -> None:
        arrays[f"{name}.w"], arrays[f"{name}.b"] = norm.weight.detach().numpy(), norm.bias.detach().numpy()

    rounded("words", net.words.weight)
    normed("n0", net.n0)
    for place in range(len(net.qkv)):
        for name in ("qkv", "out", "up", "down"):
            linear = getattr(net, name)[place]
            rounded(f"{name}.{place}", linear.weight)
            arrays[f"{name}.{place}.b"] = linear.bias.detach().numpy()
        normed(f"n1.{place}", net.n1[place])
        normed(f"n2.{place}", net.n2[place])
    rounded("head", net.head.weight)
    arrays["head.b"] = net.head.bias.detach().numpy()
    facts = {"name": "tagger-1", "layers": len(net.qkv), "bias": [0.0] * len(LABELS), "vocabulary": list(vocabulary)}
    np.savez_compressed(out, **arrays, facts=np.array(json.dumps(facts)))


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
    net = Net(options.layers, read_safetensors(options.base / "model.safetensors"))
    train(net, told, soft, options.epochs, rng)
    write(net, vocabulary, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
