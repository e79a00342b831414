"""BERT in numpy: on a small model with made-up weights, checked against the formulas it must keep."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

import numpy as np
import pytest

from broadsheet.errors import ModelError
from broadsheet.models.minilm import MOST_TOKENS, MiniLMEmbedder, gelu, read_safetensors
from broadsheet.models.wordpiece import WordPieces

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "fer", "##ry", "sank", "!", "cafe", "\u6771"]


def save(path: Path, tensors: dict[str, np.ndarray]) -> None:
    header: dict[str, object] = {}
    at = 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(t.astype("<f4").tobytes() for t in tensors.values()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    random = np.random.default_rng(3)
    made: dict[str, np.ndarray] = {}

    def dense(name: str, out: int, into: int) -> None:
        made[f"{name}.weight"] = random.normal(0, 0.05, (out, into)).astype(np.float32)
        made[f"{name}.bias"] = random.normal(0, 0.05, out).astype(np.float32)

    def norm(name: str) -> None:
        made[f"{name}.weight"], made[f"{name}.bias"] = np.ones(384, np.float32), np.zeros(384, np.float32)

    for name, rows in (("word", len(VOCABULARY)), ("position", 512), ("token_type", 2)):
        made[f"embeddings.{name}_embeddings.weight"] = random.normal(0, 1, (rows, 384)).astype(np.float32)
    norm("embeddings.LayerNorm")
    for layer in range(6):
        at = f"encoder.layer.{layer}"
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            dense(f"{at}.{name}", 384, 384)
        dense(f"{at}.intermediate.dense", 1536, 384)
        dense(f"{at}.output.dense", 384, 1536)
        norm(f"{at}.attention.output.LayerNorm")
        norm(f"{at}.output.LayerNorm")
    folder = tmp_path_factory.mktemp("minilm")
    save(folder / "model.safetensors", made)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
    return folder


def test_vectors_have_length_one_and_depend_on_order(folder: Path) -> None:
    model = MiniLMEmbedder(folder)
    rows = model.embed(["The ferry sank!", "Sank the ferry!", "", "the FERRY sank !"])
    assert np.linalg.norm(rows[[0, 1, 3]], axis=1) == pytest.approx([1, 1, 1])
    assert not np.allclose(rows[0], rows[1])
    assert np.array_equal(rows[0], rows[3])
    assert not rows[2].any()


def test_a_long_text_is_cut(folder: Path) -> None:
    model = MiniLMEmbedder(folder)
    rows = model.embed(["the " * 300, "the " * 100_000])
    assert np.array_equal(rows[0], rows[1])


def test_word_pieces() -> None:
    pieces = WordPieces(VOCABULARY)
    assert pieces.numbers("The ferry sank!", 99) == [2, 4, 5, 6, 7, 8, 3]
    assert pieces.numbers("Café ferrx \u6771\u6771", 99) == [2, 9, 1, 10, 10, 3]
    assert pieces.numbers("x" * 101, 99) == [2, 1, 3]
    assert pieces.numbers("", 99) == [2, 3]
    assert len(pieces.numbers("the " * 9999, MOST_TOKENS)) == MOST_TOKENS


def test_gelu_keeps_to_its_definition() -> None:
    x = np.linspace(-6, 6, 101, dtype=np.float32)
    exact = [value * (1 + math.erf(value / math.sqrt(2))) / 2 for value in x.tolist()]
    assert gelu(x) == pytest.approx(exact, abs=2e-6)


@pytest.mark.parametrize("data", [b"", b"\xff" * 8, struct.pack("<Q", 2) + b"[]", struct.pack("<Q", 17) + b'{"a": {"dtype":1}'])
def test_a_damaged_file_is_a_model_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(data)
    with pytest.raises(ModelError):
        read_safetensors(path)
    with pytest.raises(ModelError):
        MiniLMEmbedder(tmp_path)
