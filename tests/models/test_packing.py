"""Vectors as bytes and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from broadsheet.errors import ModelError
from broadsheet.models import pack, unpack

VECTORS = arrays(np.float32, st.integers(1, 64), elements=st.floats(-1, 1, width=32))


@given(VECTORS)
def test_what_is_packed_comes_back_within_half_a_step(vector: np.ndarray) -> None:
    back = unpack(pack(vector), len(vector))
    assert back.dtype == np.float32
    assert np.abs(back - vector).max() <= max(float(np.abs(vector).max()) / 127 * 0.51, 1e-30)


@given(VECTORS)
def test_packing_twice_changes_nothing(vector: np.ndarray) -> None:
    once = unpack(pack(vector), len(vector))
    assert np.allclose(unpack(pack(once), len(vector)), once, rtol=1e-6, atol=1e-30)


def test_zeros_stay_zeros() -> None:
    assert not unpack(pack(np.zeros(5, np.float32)), 5).any()


def test_the_loss_of_cosine_is_small() -> None:
    rows = np.random.default_rng(7).normal(size=(50, 128)).astype(np.float32)
    for row in rows:
        back = unpack(pack(row), 128)
        assert row @ back / np.linalg.norm(row) / np.linalg.norm(back) > 0.9999


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_packed(bad: float) -> None:
    with pytest.raises(ModelError):
        pack(np.array([0.5, bad], np.float32))


def test_bytes_of_another_length_are_refused() -> None:
    with pytest.raises(ModelError, match="components"):
        unpack(pack(np.ones(4, np.float32)), 5)
    with pytest.raises(ModelError):
        unpack(b"", 0)
    with pytest.raises(ModelError, match="damaged"):
        unpack(b"\x00\x00\xc0\x7f\x01", 1)
