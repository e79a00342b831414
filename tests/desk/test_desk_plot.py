"""Ranges on one scale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.plot import plot

NUMBER = st.one_of(st.none(), st.floats(-1e9, 1e9))


def test_numbers_are_points_and_ranges_have_a_width() -> None:
    drawn = plot([(11, 11), (30, 50), (6, None), (None, 20)])
    assert drawn is not None
    point, wide, open_right, open_left = drawn.bars
    assert point.width == 0
    assert wide.left > point.left
    assert wide.width > 0
    assert (open_right.open_right, open_right.open_left) == (True, False)
    assert open_right.left + open_right.width == 100
    assert (open_left.left, open_left.open_left) == (0, True)
    labels = [label for _, label in drawn.ticks]
    assert (labels[0], labels[-1]) == ("6", "50")
    assert not drawn.logarithmic


def test_what_does_not_differ_is_not_drawn() -> None:
    assert plot([]) is None
    assert plot([(11, 11)]) is None
    assert plot([(11, 11), (11, 11)]) is None
    assert plot([(None, None), (3, None)]) is None


def test_numbers_of_other_orders_stand_on_a_logarithmic_scale() -> None:
    drawn = plot([(10, 10), (100, 100), (100_000, 100_000)])
    assert drawn is not None
    assert drawn.logarithmic
    first, second, third = (bar.left for bar in drawn.bars)
    assert third - second == pytest.approx(3 * (second - first), abs=0.1)


@given(st.lists(st.tuples(NUMBER, NUMBER).map(lambda pair: pair if None in pair else tuple(sorted(pair))), max_size=8))
def test_every_bar_stays_on_the_scale(ranges: list[tuple[float | None, float | None]]) -> None:
    drawn = plot(ranges)
    for bar in drawn.bars if drawn else ():
        assert -0.1 <= bar.left <= 100.1
        assert bar.left + bar.width <= 100.2
