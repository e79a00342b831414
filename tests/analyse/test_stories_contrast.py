"""Two look-alike events in one group, linkage with readers' decisions, and a pass that settles."""

from __future__ import annotations

import numpy as np

from broadsheet.analyse.stories import shipped
from broadsheet.analyse.stories.contrast import divide, measures, two_stories
from broadsheet.analyse.stories.linkage import groups


def terms(*articles: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    width = max(map(len, articles))
    hashes = np.array([[*one, *[0] * (width - len(one))] for one in articles], np.uint32)
    return hashes, (hashes > 0).astype(np.float32)


def test_a_group_is_divided_by_what_its_halves_do_not_share() -> None:
    # Every article has the words 1 to 6; 11 to 13 are one event's names, 21 to 23 the other's.
    one = [(1, 2, 3, 4, 5, 6, 11, 12), (1, 2, 3, 4, 5, 6, 12, 13), (1, 2, 3, 4, 5, 6, 11, 13)]
    two = [(1, 2, 3, 4, 5, 6, 21, 22), (1, 2, 3, 4, 5, 6, 22, 23), (1, 2, 3, 4, 5, 6, 21, 23)]
    division = divide(*terms(one[0], two[0], one[1], two[1], one[2], two[2]))
    assert division is not None
    assert division.half.tolist() in ([True, False] * 3, [False, True] * 3)
    assert division.ratio < 0.05


def test_nothing_to_divide_by_is_no_division() -> None:
    assert divide(*terms((1, 2), (1, 2), (1, 2), (1, 2))) is None
    assert divide(*terms((1,), (2,), (3,), (4,))) is None


def test_halves_that_share_little_and_are_large_are_two_stories() -> None:
    weights = shipped().contrast
    assert two_stories((0.1, 0.12, 2.3), weights) > 0.5
    assert two_stories((0.9, 0.4, 2.3), weights) < 0.5
    assert two_stories((0.1, 0.12, 0.7), weights) < two_stories((0.1, 0.12, 2.3), weights)


def test_measures_of_a_division() -> None:
    division = divide(*terms((1, 5), (1, 5), (2, 6), (2, 6)))
    assert division is not None
    likeness = np.full((4, 4), 0.1, np.float32)
    ratio, reach, size = measures(division, likeness)
    assert ratio == 0.0
    assert abs(reach - 0.1) < 1e-6
    assert abs(size - np.log(2)) < 1e-6


def test_linkage_joins_by_the_mean_and_obeys_readers() -> None:
    likeness = np.array([[1, 0.8, 0.1, 0.1], [0.8, 1, 0.3, 0.1], [0.1, 0.3, 1, 0.7], [0.1, 0.1, 0.7, 1]], np.float32)
    assert [one.tolist() for one in groups(likeness.copy(), 0.2)] == [[0, 1], [2, 3]]
    assert [one.tolist() for one in groups(likeness.copy(), 0.1)] == [[0, 1, 2, 3]]
    assert [one.tolist() for one in groups(likeness.copy(), 0.2, together=[(0, 3)])] == [[0, 1, 2, 3]]
    apart = [one.tolist() for one in groups(likeness.copy(), 0.1, apart=[(0, 1)])]
    assert all(not {0, 1} <= set(one) for one in apart)
    assert groups(np.zeros((0, 0), np.float32), 0.2) == []
