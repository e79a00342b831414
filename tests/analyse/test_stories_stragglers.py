"""Articles left alone by the periodic pass: which join a story that they resemble, though not enough."""

from __future__ import annotations

import numpy as np

from broadsheet.analyse.stories.tidying import with_stragglers


def parts(*groups: list[int]) -> list[np.ndarray]:  # type: ignore[type-arg]
    return [np.array(group, np.int64) for group in groups]


def alike(size: int, *pairs: tuple[int, int, float]) -> np.ndarray:  # type: ignore[type-arg]
    found = np.zeros((size, size), np.float32)
    for one, other, value in pairs:
        found[one, other] = found[other, one] = value
    return found


NEAR = alike(7, *((6, other, 0.12) for other in (0, 1, 2)), *((6, other, 0.02) for other in (3, 4, 5)))
STORIES = parts([0, 1, 2], [3, 4, 5], [6])


def joined(found: list[np.ndarray]) -> list[list[int]]:  # type: ignore[type-arg]
    return sorted(sorted(part.tolist()) for part in found)


def test_a_straggler_joins_the_story_that_it_clearly_resembles_most() -> None:
    assert joined(with_stragglers(STORIES, NEAR, 0.15, [])) == [[0, 1, 2, 6], [3, 4, 5]]


def test_what_shares_no_name_with_the_story_stays_alone() -> None:
    asked: list[tuple[int, list[int]]] = []

    def named(item: int, story: np.ndarray) -> bool:  # type: ignore[type-arg]
        asked.append((item, story.tolist()))
        return False

    assert joined(with_stragglers(STORIES, NEAR, 0.15, [], named)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert asked == [(6, [0, 1, 2])]


def test_too_far_too_near_to_two_and_kept_apart_stay_alone() -> None:
    alone = [[0, 1, 2], [3, 4, 5], [6]]
    assert joined(with_stragglers(STORIES, NEAR, 0.30, [])) == alone
    torn = alike(7, *((6, other, 0.12) for other in (0, 1, 2)), *((6, other, 0.11) for other in (3, 4, 5)))
    assert joined(with_stragglers(STORIES, torn, 0.15, [])) == alone
    assert joined(with_stragglers(STORIES, NEAR, 0.15, [(6, 1)])) == alone
