"""The steps that make the static table, on small made-up numbers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from broadsheet.errors import ModelError
from broadsheet.models.table import write_table
from broadsheet.models.train_static import embed_words, read_words, translate, whiten


def test_words_are_folded_and_pieces_inside_of_words_left_out() -> None:
    pieces = [
        ("<s>", 0.0),
        ("\u2581", -1.0),
        ("\u2581Paris", -8.0),
        ("\u2581paris", -9.0),
        ("ing", -5.0),
        ("\u2581,", -2.0),
        ("\u2581a1", -6.0),
    ]
    (word,) = read_words(pieces)
    assert (word.text, word.form) == ("paris", "Paris")
    assert word.logprob == pytest.approx(math.log(math.exp(-8) + math.exp(-9)))


def test_whitened_components_have_variance_one_and_no_correlation() -> None:
    random = np.random.default_rng(5)
    vectors = (random.normal(size=(500, 6)) @ random.normal(size=(6, 6)) + 3).astype(np.float32)
    white = whiten(vectors, 4)
    assert white.shape == (500, 4)
    assert np.cov(white.T, bias=True) == pytest.approx(np.eye(4), abs=1e-3)
    assert np.array_equal(white, whiten(vectors, 4))


def test_a_space_is_found_again_through_shared_words() -> None:
    random = np.random.default_rng(6)
    target = random.normal(size=(300, 5)).astype(np.float32)
    turn, _ = np.linalg.qr(random.normal(size=(5, 5)))
    source = (target @ turn).astype(np.float32)
    moved = translate(source, target, [(i, i) for i in range(200)])
    cosines = (moved * target).sum(axis=1) / np.linalg.norm(moved, axis=1) / np.linalg.norm(target, axis=1)
    assert cosines[200:].min() > 0.99


def test_what_a_teacher_said_is_kept(tmp_path: Path) -> None:
    words = read_words([("\u2581one", -3.0), ("\u2581two", -4.0)])
    asked: list[str] = []

    def encode(forms: list[str]) -> np.ndarray:
        asked.extend(forms)
        return np.ones((len(forms), 2), np.float32)

    kept = tmp_path / "kept.npy"
    assert embed_words(words, encode, kept).shape == (2, 2)
    assert embed_words(words, encode, kept).shape == (2, 2)
    assert asked == ["one", "two"]


def test_numbers_that_are_none_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        write_table(tmp_path / "t.npz", ["a"], np.zeros(1, np.float32), np.array([[np.nan]], np.float32), {})
