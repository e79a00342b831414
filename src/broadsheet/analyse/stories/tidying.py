"""The periodic pass: the latest stories' articles are grouped anew, all together, and look-alikes in one group are divided.

What arrives one by one is decided with what was known then. Seen together, by average linkage, stories that split are merged; and what
ran together is divided where two events set themselves apart (`contrast`). Groups keep the number of the story that most of them came
from, so a pass over settled stories changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories import contrast
from broadsheet.analyse.stories.linkage import groups
from broadsheet.types import Evidence, PinKind

if TYPE_CHECKING:
    from broadsheet.analyse.stories.grouper import Grouper

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

#: Members of one story that are looked at; the others go with the larger part of these.
MEMBERS = 200
#: Articles that stand for a group that is to be divided.
DIVIDED = 200
#: An article left alone joins a story of at least so many from this share of the threshold, when no other comes as near by this factor.
LEAST_STORY, NEARLY, CLEARLY = 3, 0.65, 1.5
#: Members that evidence is drawn from.
SAMPLE = 12


def tidy(grouper: Grouper, limit: int) -> list[tuple[int, int, Evidence]]:
    """Group the articles of the latest stories anew; (article, story it goes to, evidence) for each that moved."""
    rows = _recent(grouper, limit)
    if not len(rows):
        return []
    likeness = matrix(grouper, rows)
    place = {int(article): number for number, article in enumerate(grouper.memory.articles[rows].tolist())}
    together, apart = (
        [(place[a], place[b]) for a, b in grouper.pins.pairs(kind) if a in place and b in place]
        for kind in (PinKind.TOGETHER, PinKind.APART)
    )
    found = groups(likeness.copy(), grouper.settings.threshold, together, apart)
    parts = [part for group in found for part in divided(grouper, rows, group, likeness, together)]

    def named(item: int, story: Rows) -> bool:
        compared = grouper.memory.compare(grouper.memory.probe(int(rows[item])), rows[story])
        # Over languages names are written differently: there their absence says nothing.
        return bool(compared["names"].max() > 0 or compared["nameless"].any() or compared["foreign"].any())

    parts = with_stragglers(parts, likeness, grouper.settings.threshold, apart, named)
    return _moved(grouper, [rows[part] for part in parts])


def matrix(grouper: Grouper, rows: Rows) -> Floats:
    """The likeness of all pairs of these rows."""
    found = np.zeros((len(rows), len(rows)), np.float32)
    for number, row in enumerate(rows[:-1].tolist()):
        rest = grouper.likeness(grouper.memory.probe(row), rows[number + 1 :])
        found[number, number + 1 :] = rest
        found[number + 1 :, number] = rest
    return found


def divided(grouper: Grouper, rows: Rows, group: Rows, likeness: Floats, together: list[tuple[int, int]]) -> list[Rows]:
    """A group in as many parts as it has stories. What readers put together is never divided; titles without text say too little."""
    if len(group) < contrast.LEAST or 2 * int(grouper.memory.has_text[rows[group]].sum()) < len(group):
        return [group]
    step = max(1, -(-len(group) // DIVIDED))
    shown = group[::step]
    division = contrast.divide(*grouper.memory.words(rows[shown]))
    if division is None:
        return [group]
    found = contrast.measures(division, likeness[np.ix_(shown, shown)])
    if contrast.two_stories(found, grouper.settings.contrast) <= 0.5:
        return [group]
    one, two = shown[division.half], shown[~division.half]
    nearer = likeness[np.ix_(group, one)].mean(1) > likeness[np.ix_(group, two)].mean(1)
    nearer[np.isin(group, one)] = True
    nearer[np.isin(group, two)] = False
    first = set(group[nearer].tolist())
    members = set(group.tolist())
    if any(a in members and b in members and (a in first) != (b in first) for a, b in together):
        return [group]
    halves = group[nearer], group[~nearer]
    return [part for half in halves for part in divided(grouper, rows, half, likeness, together)]


def with_stragglers(
    parts: list[Rows],
    likeness: Floats,
    threshold: float,
    apart: list[tuple[int, int]],
    named: Callable[[int, Rows], bool] = lambda item, story: True,
) -> list[Rows]:
    """Articles that are left alone join the story that they resemble, though not enough, when they resemble no other nearly as much.

    Commentary and features name few of a report's particulars, but one at least: `named` says whether an article and a story share a name.
    `apart` are pairs that readers keep apart.
    """
    alone = [part for part in parts if len(part) == 1]
    stories = [part for part in parts if len(part) >= LEAST_STORY]
    if not alone or not stories:
        return parts
    kept_apart = {frozenset(pair) for pair in apart}
    joined: dict[int, list[int]] = {}
    for part in alone:
        item = int(part[0])
        means = np.array([float(likeness[item, story].mean()) for story in stories])
        order = np.argsort(-means, kind="stable")
        best = int(order[0])
        next_best = float(means[order[1]]) if len(order) > 1 else 0.0
        allowed = not any(frozenset((item, int(other))) in kept_apart for other in stories[best])
        if allowed and means[best] >= max(NEARLY * threshold, CLEARLY * next_best) and named(item, stories[best]):
            joined.setdefault(best, []).append(item)
    taken = {item for items in joined.values() for item in items}
    grown = [np.array([*story.tolist(), *joined.get(number, [])], np.int64) for number, story in enumerate(stories)]
    return grown + [part for part in parts if len(part) < LEAST_STORY and not (len(part) == 1 and int(part[0]) in taken)]


def _recent(grouper: Grouper, limit: int) -> Rows:
    """Rows of the stories that changed last, at most `limit`, in the order in which they came."""
    chosen: list[int] = []
    for story_id in grouper.active(limit):
        rows = grouper.sample(story_id, MEMBERS).tolist()
        if chosen and len(chosen) + len(rows) > limit:
            break
        chosen += rows
    return np.array(sorted(chosen), np.int64)


def _moved(grouper: Grouper, parts: list[Rows]) -> list[tuple[int, int, Evidence]]:
    """Give each part the story that most of it came from, the larger claims first; move the others."""
    stories = grouper.memory.stories
    shares = sorted(
        (
            (-count, int(story_id), number)
            for number, part in enumerate(parts)
            for story_id, count in Counter(stories[part].tolist()).items()
        )
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, story_id, number in shares:
        if number not in taken and story_id not in used:
            taken[number] = story_id
            used.add(story_id)
    goals = [taken[number] if number in taken else grouper.new_story() for number in range(len(parts))]
    moves = [(int(row), goal) for part, goal in zip(parts, goals, strict=True) for row in part.tolist() if int(stories[row]) != goal]
    moves += _followers(grouper, parts, {story_id: goals[number] for _, story_id, number in reversed(shares)})
    articles = {row: int(grouper.memory.articles[row]) for row, _ in moves}
    for row, story_id in moves:
        grouper.move(articles[row], story_id)
    done = []
    for row, story_id in moves:
        others = grouper.sample(story_id, SAMPLE + 1)
        others = others[others != row]
        probe = grouper.memory.probe(row)
        score = float(grouper.likeness(probe, others).mean()) if len(others) else 1.0
        evidence = (
            grouper.evidence(probe, others, score)
            if len(others)
            else Evidence(threshold=grouper.settings.threshold, version=grouper.version)
        )
        done.append((articles[row], story_id, evidence))
    return sorted(done, key=lambda move: move[0])


def _followers(grouper: Grouper, parts: list[Rows], goals: dict[int, int]) -> list[tuple[int, int]]:
    """What was not looked at of stories too large for it, where most of the others go elsewhere; `goals` is where, by story."""
    looked_at = {row for part in parts for row in part.tolist()}
    return [
        (row, goal)
        for story_id, goal in goals.items()
        if goal != story_id
        for row in grouper.rows(story_id).tolist()
        if row not in looked_at
    ]
