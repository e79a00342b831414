"""The tagger's encoder: a few layers of BERT (Devlin et al. 2019) with a head a label, in numpy, from int8 weights.

Weights are kept as int8 with one factor a row; they are spread to float32 when the model is opened, but for the table of word pieces, of
which a text needs few rows. The activation is the sigmoid form of GELU (Hendrycks and Gimpel 2016), with which the model was trained.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from broadsheet.errors import ModelError
from broadsheet.models.tagging.decoding import markings
from broadsheet.models.tagging.windows import Reading, numbers, read, windows
from broadsheet.models.wordpiece import WordPieces
from broadsheet.types import Marking, Part

Array = npt.NDArray[np.float32]

_HEADS = 12
#: What the rows of the head tell: statements, and those within another's content, each part with begin, inside and outside.
LABELS = (Part.SOURCE, Part.CUE, Part.CONTENT) * 2
#: The tagger that is shipped.
PACKAGED = Path(__file__).resolve().parent.parent / "weights" / "tagger.npz"


class StatementTagger:
    """The model of a file that `models.tagging.training` wrote. Raises ModelError for a file that is damaged or of another kind."""

    def __init__(self, path: Path) -> None:
        try:
            raw = path.read_bytes()
            with np.load(path, allow_pickle=False) as stored:
                facts = json.loads(str(stored["facts"]))
                arrays = {name: stored[name] for name in stored.files if name != "facts"}
            self.name = f"{facts['name']}-{hashlib.sha256(raw).hexdigest()[:8]}"
            self._layers = int(facts["layers"])
            self._bias = [float(bias) for bias in facts["bias"]]
            self._pieces = WordPieces(facts["vocabulary"])
            self._marks = (self._pieces.number("[CLS]"), self._pieces.number("[SEP]"))
            self._table, self._factors = arrays.pop("words.q"), arrays.pop("words.f")
            self._weights = _spread(arrays)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the statement tagger {path.name} cannot be read: {error}") from error

    def tag(self, text: str) -> Sequence[Marking]:
        """Spans in order of place; see Tagger."""
        reading = read(text, self._pieces)
        table = self.probabilities(reading)
        found: list[Marking] = []
        for place, part in enumerate(LABELS):
            found += markings(reading.words, table[:, place], part, self._bias[place])
        return sorted(found, key=lambda marking: (marking.start, marking.end))

    def probabilities(self, reading: Reading) -> Array:
        """Rows of a text's words: for each label begin, inside and outside, which sum to 1 (words x labels x 3)."""
        table = np.zeros((len(reading.words), len(LABELS), 3), np.float32)
        table[:, :, 2] = 1
        for window in windows(reading):
            row, places = numbers(reading, window, *self._marks)
            told = self._window(row)[places]
            first, stop = window.first + window.lead, window.stop - window.tail
            table[first:stop] = told[first - window.first : stop - window.first]
        return table

    def _window(self, row: Sequence[int]) -> Array:
        weights = self._weights
        words = self._table[row].astype(np.float32) * self._factors[row, None]
        start: Array = (words + weights["places"][: len(row)] + weights["kind"]).astype(np.float32)
        states = _norm(start, weights, "n0")
        for layer in range(self._layers):
            states = _norm(states + self._attention(states, layer), weights, f"n1.{layer}")
            inner: Array = states @ weights[f"up.{layer}"] + weights[f"up.{layer}.b"]
            inner *= 1 / (1 + np.exp(np.float32(-1.702) * inner))
            lower: Array = inner @ weights[f"down.{layer}"] + weights[f"down.{layer}.b"]
            states = _norm(states + lower, weights, f"n2.{layer}")
        scores = (states @ weights["head"] + weights["head.b"]).reshape(len(row), len(LABELS), 3)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        result: Array = scores / scores.sum(axis=-1, keepdims=True)
        return result

    def _attention(self, states: Array, layer: int) -> Array:
        weights, count = self._weights, len(states)
        joint = (states @ weights[f"qkv.{layer}"] + weights[f"qkv.{layer}.b"]).reshape(count, 3, _HEADS, -1).transpose(1, 2, 0, 3)
        query, key, value = (np.ascontiguousarray(part) for part in joint)
        shares = query @ key.transpose(0, 2, 1) * np.float32(query.shape[-1] ** -0.5)
        shares = np.exp(shares - shares.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        result: Array = (shares @ value).transpose(1, 0, 2).reshape(count, -1) @ weights[f"out.{layer}"] + weights[f"out.{layer}.b"]
        return result


def open_tagger(path: Path | None = None) -> StatementTagger:
    """The shipped tagger, or that of a file. Raises ModelError."""
    return StatementTagger(path or PACKAGED)


def _spread(arrays: Mapping[str, npt.NDArray[np.generic]]) -> dict[str, Array]:
    """Float32 matrices, ready to multiply from the right, from int8 rows and their factors; what is stored as it is stays."""
    spread: dict[str, Array] = {}
    for name, values in arrays.items():
        if name.endswith(".q"):
            factors = arrays[f"{name[:-2]}.f"].astype(np.float32)
            spread[name[:-2]] = np.ascontiguousarray((values.astype(np.float32) * factors[:, None]).T)
        elif not name.endswith(".f"):
            spread[name] = values.astype(np.float32)
    return spread


def _norm(states: Array, weights: Mapping[str, Array], name: str) -> Array:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    result: Array = centred / spread * weights[f"{name}.w"] + weights[f"{name}.b"]
    return result
