"""Training a statement tagger on annotated texts: `broadsheet train statements`. Needs PyTorch, which Broadsheet itself does not.

The network is the arithmetic of `encoder` over again: the first layers of MiniLM (Wang et al. 2020) with begin/inside/outside heads. It
starts from the weights of another tagger, or from MiniLM's own; AdamW with a linear rise and fall (Loshchilov and Hutter 2019); the result
is written as int8 rows with a factor each. The same seed, data and machine give the same weights.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from broadsheet.errors import ModelError
from broadsheet.models.tagging.encoder import LABELS
from broadsheet.models.tagging.labelling import UNTOLD, Example

DIM, HEADS, MOST = 384, 12, 256
RATE, BATCH = 3e-4, 16
#: Told after each epoch: which one, of how many, its mean loss, seconds since the start.
Report = Callable[[int, int, float, float], None]


def seeded(seed: int) -> random.Random:
    """The chances of a training run: those of this seed, here and in PyTorch."""
    torch.manual_seed(seed)
    return random.Random(seed)


class Net(nn.Module):
    """BERT's first layers with a head; the same arithmetic as `models.tagging.encoder`."""

    def __init__(self, layers: int, vocabulary: int) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, DIM), nn.Embedding(MOST, DIM)
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


@torch.no_grad()
def from_tagger(path: Path) -> tuple[Net, list[str]]:
    """A network with a tagger's weights, and its vocabulary. Raises ModelError when the file is no tagger."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            facts = json.loads(str(stored["facts"]))
            arrays = {name: stored[name] for name in stored.files if name != "facts"}
        net = Net(int(facts["layers"]), len(facts["vocabulary"]))
        net.places.weight.copy_(torch.tensor(arrays["places"].astype(np.float32)))
        net.kind.copy_(torch.tensor(arrays["kind"]))
        net.words.weight.copy_(_spread(arrays, "words"))
        for name, linear in _linears(net):
            linear.weight.copy_(_spread(arrays, name))
            linear.bias.copy_(torch.tensor(arrays[f"{name}.b"]))
        for name, norm in _norms(net):
            norm.weight.copy_(torch.tensor(arrays[f"{name}.w"]))
            norm.bias.copy_(torch.tensor(arrays[f"{name}.b"]))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise ModelError(f"the statement tagger {path.name} cannot be read: {error}") from error
    return net, list(facts["vocabulary"])


@torch.no_grad()
def from_minilm(base: Mapping[str, Any], layers: int) -> Net:
    """A network with the first layers of all-MiniLM-L6-v2 (tensors by name, as `read_safetensors` gives them) and a fresh head."""
    words = base["embeddings.word_embeddings.weight"]
    net = Net(layers, words.shape[0])

    def take(module: Any, name: str) -> None:
        module.weight.copy_(torch.tensor(base[f"{name}.weight"]))
        module.bias.copy_(torch.tensor(base[f"{name}.bias"]))

    net.words.weight.copy_(torch.tensor(words))
    net.places.weight.copy_(torch.tensor(base["embeddings.position_embeddings.weight"])[:MOST])
    net.kind.copy_(torch.tensor(base["embeddings.token_type_embeddings.weight"])[0])
    take(net.n0, "embeddings.LayerNorm")
    for place, joint in enumerate(net.qkv):
        at = f"encoder.layer.{place}"
        for field in ("weight", "bias"):
            parts = [torch.tensor(base[f"{at}.attention.self.{name}.{field}"]) for name in ("query", "key", "value")]
            getattr(joint, field).copy_(torch.cat(parts))
        take(net.out[place], f"{at}.attention.output.dense")
        take(net.n1[place], f"{at}.attention.output.LayerNorm")
        take(net.up[place], f"{at}.intermediate.dense")
        take(net.down[place], f"{at}.output.dense")
        take(net.n2[place], f"{at}.output.LayerNorm")
    return net


def train(net: Net, told: Sequence[Example], soft: Sequence[Example], epochs: int, rng: random.Random, report: Report) -> None:
    """Fit the network to annotated windows, and to other models' answers on plain ones; of those each is read about three times in all."""
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
        report(epoch + 1, epochs, total / max(1, len(order)), time.monotonic() - begun)
    net.eval()


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
    return functional.cross_entropy(scores.reshape(-1, 3), hard.reshape(-1), ignore_index=UNTOLD) * len(LABELS)


def write(net: Net, vocabulary: Sequence[str], out: Path, name: str = "tagger-1") -> None:
    """The weights as int8 rows with a factor each, as `encoder` reads them."""
    arrays: dict[str, Any] = {"places": net.places.weight.detach().numpy().astype("f2"), "kind": net.kind.detach().numpy()}

    def rounded(name: str, matrix: Any) -> None:
        values = matrix.detach().numpy()
        factors = np.abs(values).max(axis=1) / 127 + 1e-12
        arrays[f"{name}.q"], arrays[f"{name}.f"] = np.round(values / factors[:, None]).astype("i1"), factors.astype("f4")

    rounded("words", net.words.weight)
    for at, linear in _linears(net):
        rounded(at, linear.weight)
        arrays[f"{at}.b"] = linear.bias.detach().numpy()
    for at, norm in _norms(net):
        arrays[f"{at}.w"], arrays[f"{at}.b"] = norm.weight.detach().numpy(), norm.bias.detach().numpy()
    facts = {"name": name, "layers": len(net.qkv), "bias": [0.0] * len(LABELS), "vocabulary": list(vocabulary)}
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays, facts=np.array(json.dumps(facts)))


def _linears(net: Net) -> list[tuple[str, Any]]:
    layers = [(f"{name}.{place}", getattr(net, name)[place]) for place in range(len(net.qkv)) for name in ("qkv", "out", "up", "down")]
    return [*layers, ("head", net.head)]


def _norms(net: Net) -> list[tuple[str, Any]]:
    return [("n0", net.n0), *((f"{name}.{place}", getattr(net, name)[place]) for place in range(len(net.qkv)) for name in ("n1", "n2"))]


def _spread(arrays: Mapping[str, Any], name: str) -> Any:
    return torch.tensor(arrays[f"{name}.q"].astype(np.float32) * arrays[f"{name}.f"].astype(np.float32)[:, None])
