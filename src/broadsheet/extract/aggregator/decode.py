"""Which line is what: the cheapest reading of the whole page, found by dynamic programming (Viterbi).

A page is furniture, then articles: particulars (publisher, age, byline) and a title in the order of its make, a body with perhaps
subheads and pointers inside, perhaps a source or an age after it, furniture. Every line costs something in every part that it could
play (`emission`), every step from part to part costs something (`_STEPS`), and beginning another article costs most, less where the page
shows a border. Which make the page is, where ages and publishers stand in its records, is tried in turn on its beginning; the make that
reads it most cheaply is taken for all of it. This is wrapper induction in small: nothing is known of any site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from broadsheet.extract.aggregator.borders import doubtful
from broadsheet.extract.aggregator.costs import HEAD_0, HEAD_1, NEVER, TAIL, P, Part, emission
from broadsheet.extract.aggregator.looks import Look

#: What another article costs when nothing shows a border.
BREAK = 4.5
#: Lines on which the makes are tried.
TRIED = 240
#: A reading of the lines so far that costs so much more than the cheapest is given up.
BEAM = 12.0
#: How often borders are looked at again after some were barred.
ROUNDS = 3
#: What a particular out of its place costs, in a page that has a make.
MISPLACED_AGE, MISPLACED_NAME = 2.5, 2.0


@dataclass(frozen=True)
class Make:
    """Where the records of a page have their age and their publisher: 0 before the title, 1 after it, 2 after the body, None unknown."""

    age: int | None = None
    name: int | None = None


def _steps() -> dict[Part, dict[Part, float]]:
    """Costs from part to part inside an article and around it; a step to a new article gets the cost of a break on top.

    Particulars before a title and those after the body before it cost the same to a hair (0.5 to leave the body, which the break gives
    back): between two records nobody can tell them apart, so the page's first and last record decide.
    """
    heads = {P.NAME_0: 0.5, P.AGE_0: 0.3, P.BYLINE_0: 1.0, P.TITLE: 0.5}
    steps: dict[Part, dict[Part, float]] = {P.PRE: {P.PRE: 0.0, P.BODY: 5.0, **heads}}
    for part in HEAD_0:
        steps[part] = {P.NAME_0: 0.05, P.AGE_0: 0.0, P.BYLINE_0: 0.3, P.LABEL_0: 0.7, P.TITLE: 0.0, P.BODY: 7.0, P.POST: 3.0}
    steps[P.TITLE] = {P.NAME_1: 0.4, P.AGE_1: 0.2, P.BYLINE_1: 0.0, P.LABEL_1: 0.4, P.BODY: 0.0, P.TITLE: 3.5, P.CLOCK: 0.4, P.POST: 1.5}
    for part in HEAD_1:
        steps[part] = {P.NAME_1: 0.4, P.AGE_1: 0.2, P.BYLINE_1: 0.2, P.LABEL_1: 0.15, P.BODY: 0.0, P.CLOCK: 0.3, P.POST: 1.5}
    steps[P.BODY] = {P.BODY: 0.0, P.INLINE: 0.7, P.SUBHEAD: 0.5, P.CLOCK: 0.3, P.NAME_2: 0.52, P.AGE_2: 0.52, P.POST: 0.5}
    steps[P.INLINE] = {P.INLINE: 0.3, P.BODY: 0.0, P.SUBHEAD: 0.3, P.CLOCK: 0.1}
    steps[P.SUBHEAD] = {P.BODY: 0.0, P.SUBHEAD: 3.0, P.INLINE: 1.0}
    steps[P.CLOCK] = {P.SUBHEAD: 0.1, P.BODY: 0.0, P.CLOCK: 0.5}
    for part in TAIL:
        steps[part] = {P.NAME_2: 0.07, P.AGE_2: 0.02, P.POST: 0.0}
    steps[P.POST] = {P.POST: 0.0}
    return steps


_STEPS = _steps()
#: From where a new article may begin, and what that adds to or takes from the break.
_BREAKS = {
    P.BODY: 0.0,
    P.POST: -1.0,
    P.NAME_2: -0.5,
    P.AGE_2: -0.5,
    P.TITLE: -0.5,
    P.NAME_1: -0.5,
    P.AGE_1: -0.5,
    P.BYLINE_1: 0.0,
    P.LABEL_1: 0.0,
}
_STARTS = (P.NAME_0, P.AGE_0, P.BYLINE_0, P.TITLE)
_ENDS = {
    P.PRE: 0.0,
    P.BODY: 0.0,
    P.NAME_2: 0.0,
    P.AGE_2: 0.0,
    P.POST: 0.0,
    P.TITLE: 3.0,
    P.NAME_1: 3.0,
    P.AGE_1: 2.0,
    P.BYLINE_1: 3.0,
    P.LABEL_1: 2.0,
}


@dataclass(frozen=True)
class Decoded:
    """The part of every line, which of them begin an article, and the make of the page."""

    parts: tuple[Part, ...]
    begins: frozenset[int]
    make: Make
    cost: float


def decode(found: Sequence[Look]) -> Decoded:
    """The cheapest reading of the page in which every article but the first has a border that can be believed. Linear in the lines."""
    if not found:
        return Decoded((), frozenset(), Make(), 0.0)
    sample = found[:TRIED]
    costs = [emission(look) for look in sample]
    dated = sum(1 for look in sample if look.meta) >= 2
    tried = [Make(age, name) for age, name in product((0, 1, 2) if dated else (None,), (0, 1, 2))]
    best = min((_viterbi(sample, costs, make) for make in tried), key=lambda one: one.cost)
    if len(best.begins) < 2:
        best = _viterbi(sample, costs, Make())
    if len(found) > TRIED:
        costs += [emission(look) for look in found[TRIED:]]
        best = _viterbi(found, costs, best.make)
    barred: frozenset[int] = frozenset()
    for _ in range(ROUNDS):
        more = doubtful(found, best.parts, best.begins) - barred
        if not more:
            break
        barred |= more
        best = _viterbi(found, costs, best.make, barred)
    return best


def _break_cost(look: Look) -> float:
    """What a new article costs at this line."""
    cost = BREAK
    if look.apart:
        cost -= 1.6
    cost -= look.bordered
    if look.after_clock:
        cost += 2.0
    if look.cohesion >= 0.0:
        drift = min(3.5, max(-2.5, (look.cohesion - 0.10) * 28.0))
        # Two reports of one event share their words: an age or a name that stands there says more than they do.
        cost += min(drift, 0.5) if look.meta or look.near_meta or look.bordered else drift
    return cost


def _misplaced(part: Part, make: Make) -> float:
    if part in (P.AGE_0, P.AGE_1, P.AGE_2):
        place = (P.AGE_0, P.AGE_1, P.AGE_2).index(part)
        return MISPLACED_AGE if make.age is not None and place != make.age else 0.0
    if part in (P.NAME_0, P.NAME_1, P.NAME_2):
        place = (P.NAME_0, P.NAME_1, P.NAME_2).index(part)
        return MISPLACED_NAME if make.name is not None and place != make.name else 0.0
    return 0.0


def _viterbi(found: Sequence[Look], costs: Sequence[dict[Part, float]], make: Make, barred: frozenset[int] = frozenset()) -> Decoded:
    extra = {part: _misplaced(part, make) for part in Part}
    steps = {before: [(part, step + extra[part]) for part, step in row.items()] for before, row in _STEPS.items()}
    starts = [(part, extra[part]) for part in _STARTS]
    scores: dict[Part, float] = {P.PRE: 0.0}
    back: list[dict[Part, tuple[Part, bool]]] = []
    for place, (look, emitted) in enumerate(zip(found, costs, strict=True)):
        new: dict[Part, float] = {}
        pointers: dict[Part, tuple[Part, bool]] = {}
        breaking = NEVER if place in barred else _break_cost(look)
        # A short line alone between paragraphs is a subhead rather than a title.
        alone = max(0.0, 6.0 - look.size) * 0.6
        for before, score in scores.items():
            for part, step in steps[before]:
                if part in emitted:
                    cost = score + step + emitted[part]
                    if part not in new or cost < new[part]:
                        new[part] = cost
                        pointers[part] = (before, before is P.PRE and part is not P.PRE)
            if before in _BREAKS and breaking < NEVER:
                start = score + max(0.3, breaking + _BREAKS[before])
                for part, step in starts:
                    if part in emitted:
                        cost = start + step + emitted[part] + (alone if part is P.TITLE and before is P.BODY else 0.0)
                        if part not in new or cost < new[part]:
                            new[part] = cost
                            pointers[part] = (before, True)
        if not new:  # no reading: the line is furniture whatever it looks like
            cheapest = min(scores, key=scores.__getitem__)
            new, pointers = {P.POST: scores[cheapest] + 20.0}, {P.POST: (cheapest, False)}
        most = min(new.values()) + BEAM
        scores = {part: score for part, score in new.items() if score <= most}
        back.append(pointers)
    last = min(scores, key=lambda part: scores[part] + _ENDS.get(part, 4.0))
    total = scores[last] + _ENDS.get(last, 4.0)
    parts: list[Part] = []
    begins: set[int] = set()
    for place in range(len(found) - 1, -1, -1):
        parts.append(last)
        last, begun = back[place][last]
        if begun:
            begins.add(place)
    return Decoded(tuple(reversed(parts)), frozenset(begins), make, total)
