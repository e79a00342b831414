"""The periodic pass: stories that split are merged, most alike first (average linkage over samples of their members)."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from broadsheet.analyse.stories.combiner import probability
from broadsheet.types import Evidence, PinKind

if TYPE_CHECKING:
    from broadsheet.analyse.stories.grouper import Grouper

#: Members of each story whose like is looked for, and that are compared.
SEEKERS, SAMPLE = 4, 8


def tidy(grouper: Grouper, limit: int) -> list[tuple[int, int, Evidence]]:
    """Merge the latest `limit` stories with those that are alike. Cost grows with `limit`, not with the archive."""
    moved: dict[int, tuple[int, Evidence]] = {}
    for a, b in grouper.pins.pairs(PinKind.TOGETHER):
        one, two = grouper.story_of(a), grouper.story_of(b)
        if one and two and one != two and not forbidden(grouper, one, two):
            _merge(grouper, one, two, 1.0, moved)
    heap: list[tuple[float, int, int, int, int]] = []
    for story_id in grouper.active(limit):
        _queue(grouper, story_id, heap)
    while heap:
        score, one, two, size_one, size_two = heapq.heappop(heap)
        if len(grouper.members(one)) != size_one or len(grouper.members(two)) != size_two or forbidden(grouper, one, two):
            continue
        kept = _merge(grouper, one, two, -score, moved)
        _queue(grouper, kept, heap)
    return [(article_id, story_id, evidence) for article_id, (story_id, evidence) in sorted(moved.items())]


def alike(grouper: Grouper, one: int, two: int) -> float:
    """Mean probability over pairs of members of two stories."""
    rows = grouper.sample(two, SAMPLE)
    scores = [probability(grouper.odds(grouper.memory.probe(int(row)), rows)[1]).mean() for row in grouper.sample(one, SAMPLE)]
    return float(np.mean(scores))


def forbidden(grouper: Grouper, one: int, two: int) -> bool:
    """Whether readers keep any two articles of the stories apart."""
    return any({grouper.story_of(a), grouper.story_of(b)} == {one, two} for a, b in grouper.pins.pairs(PinKind.APART))


def _queue(grouper: Grouper, story_id: int, heap: list[tuple[float, int, int, int, int]]) -> None:
    found: dict[int, None] = {}
    for row in grouper.sample(story_id, SEEKERS).tolist():
        for other in grouper.memory.stories[grouper.memory.alike(row, grouper.memory.probe(row))].tolist():
            if other != story_id:
                found[other] = None
    for other in found:
        score = alike(grouper, story_id, other)
        if score >= grouper.threshold:
            heapq.heappush(heap, (-score, story_id, other, len(grouper.members(story_id)), len(grouper.members(other))))


def _merge(grouper: Grouper, one: int, two: int, score: float, moved: dict[int, tuple[int, Evidence]]) -> int:
    """The larger story takes the smaller in (of equals the older); returns the one that stays."""
    if (-len(grouper.members(two)), two) < (-len(grouper.members(one)), one):
        one, two = two, one
    rows = grouper.sample(one, SAMPLE)
    for row in grouper.merge(one, two):
        evidence = grouper.evidence(grouper.memory.probe(row), rows, score)
        moved[int(grouper.memory.articles[row])] = (one, evidence)
    return one
