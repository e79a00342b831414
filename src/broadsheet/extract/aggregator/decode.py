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
from enum import Enum
from itertools import product

from broadsheet.extract.aggregator.looks import PARAGRAPH, Look

NEVER = 1e9
#: What another article costs when nothing shows a border.
BREAK = 4.5
#: Lines on which the makes are tried.
TRIED = 240
#: Readings of a line that cost so much more than its cheapest are left out.
MARGIN = 14.0
#: What a particular out of its place costs, in a page that has a make.
MISPLACED_AGE, MISPLACED_NAME = 2.5, 2.0


class Part(Enum):
    """The parts that a line can play. `*_0` stand before the title, `*_1` after it, `*_2` after the body."""

    PRE = 0
    NAME_0 = 1
    AGE_0 = 2
    BYLINE_0 = 3
    LABEL_0 = 4
    TITLE = 5
    NAME_1 = 6
    AGE_1 = 7
    BYLINE_1 = 8
    LABEL_1 = 9
    BODY = 10
    INLINE = 11
    SUBHEAD = 12
    CLOCK = 13
    NAME_2 = 14
    AGE_2 = 15
    POST = 16


P = Part
HEAD_0 = (P.NAME_0, P.AGE_0, P.BYLINE_0, P.LABEL_0)
HEAD_1 = (P.NAME_1, P.AGE_1, P.BYLINE_1, P.LABEL_1)
TAIL = (P.NAME_2, P.AGE_2)


@dataclass(frozen=True)
class Make:
    """Where the records of a page have their age and their publisher: 0 before the title, 1 after it, 2 after the body, None unknown."""

    age: int | None = None
    name: int | None = None


def _steps() -> dict[Part, dict[Part, float]]:
    """Costs from part to part inside an article and around it; a step to a new article gets the cost of a break on top."""
    heads = {P.NAME_0: 0.5, P.AGE_0: 0.3, P.BYLINE_0: 1.0, P.TITLE: 0.5}
    steps: dict[Part, dict[Part, float]] = {P.PRE: {P.PRE: 0.0, P.BODY: 5.0, **heads}}
    for part in HEAD_0:
        steps[part] = {P.NAME_0: 0.5, P.AGE_0: 0.2, P.BYLINE_0: 0.3, P.LABEL_0: 0.7, P.TITLE: 0.0, P.BODY: 7.0, P.POST: 3.0}
    steps[P.TITLE] = {P.NAME_1: 0.4, P.AGE_1: 0.2, P.BYLINE_1: 0.0, P.LABEL_1: 1.0, P.BODY: 0.0, P.TITLE: 3.5, P.CLOCK: 0.4, P.POST: 1.5}
    for part in HEAD_1:
        steps[part] = {P.NAME_1: 0.4, P.AGE_1: 0.2, P.BYLINE_1: 0.2, P.LABEL_1: 0.15, P.BODY: 0.0, P.CLOCK: 0.3, P.POST: 1.5}
    steps[P.BODY] = {P.BODY: 0.0, P.INLINE: 0.7, P.SUBHEAD: 0.5, P.CLOCK: 0.3, P.NAME_2: 0.5, P.AGE_2: 0.8, P.POST: 0.5}
    steps[P.INLINE] = {P.INLINE: 0.3, P.BODY: 0.0, P.SUBHEAD: 0.3, P.CLOCK: 0.1}
    steps[P.SUBHEAD] = {P.BODY: 0.0, P.SUBHEAD: 3.0, P.INLINE: 1.0}
    steps[P.CLOCK] = {P.SUBHEAD: 0.1, P.BODY: 0.0, P.CLOCK: 0.5}
    for part in TAIL:
        steps[part] = {P.NAME_2: 0.4, P.AGE_2: 0.3, P.POST: 0.0}
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
    """The cheapest reading of the page. Linear in the number of lines."""
    if not found:
        return Decoded((), frozenset(), Make(), 0.0)
    sample = found[:TRIED]
    costs = [emission(look) for look in sample]
    dated = sum(1 for look in sample if look.meta) >= 2
    tried = [Make(age, name) for age, name in product((0, 1, 2) if dated else (None,), (0, 1, 2))]
    best = min((_viterbi(sample, costs, make) for make in tried), key=lambda one: one.cost)
    free = _viterbi(sample, costs, Make())
    make = best.make if len(free.begins) >= 2 or len(best.begins) >= 2 else Make()
    if len(found) <= TRIED:
        return best if make is best.make else free
    return _viterbi(found, costs + [emission(look) for look in found[TRIED:]], make)


def emission(look: Look) -> dict[Part, float]:
    """What the line costs in each part that it could play."""
    plain = _furniture_cost(look)
    name, title = _name_cost(look), _title_cost(look)
    age = 0.0 if look.meta else (1.2 if look.clock else NEVER)
    byline = _byline_cost(look)
    label = plain + 0.2 if look.prose < 0.75 else plain + 1.5
    if look.caption:
        label = min(label, 0.4)
    costs = {
        P.PRE: plain,
        P.POST: plain,
        P.NAME_0: name,
        P.NAME_1: name + 0.2,
        P.NAME_2: 0.2 if look.source and (look.pointer or look.news_name or look.copies > 1 or look.size <= 8) else name + 0.3,
        P.AGE_0: age,
        P.AGE_1: age,
        P.AGE_2: age + 0.5,
        P.BYLINE_0: byline,
        P.BYLINE_1: byline,
        P.LABEL_0: label,
        P.LABEL_1: label,
        P.TITLE: title,
        P.BODY: _body_cost(look),
        P.INLINE: _inline_cost(look),
        P.SUBHEAD: _subhead_cost(look),
        P.CLOCK: 0.1 if look.clock else NEVER,
    }
    least = min(costs.values())
    return {part: cost for part, cost in costs.items() if cost <= least + MARGIN}


def _furniture_cost(look: Look) -> float:
    if look.commented or look.sponsored:
        return 0.3 if look.prose < 0.75 else 0.8
    if look.sourced or look.clock:
        return 3.0
    if look.furniture:
        base = 1.6 * (1.0 - look.furniture)
        return base + (3.0 if look.size >= PARAGRAPH else 0.0)
    if look.boxed or look.pointer or look.reading:
        return 0.2 if look.prose < 0.75 else 1.5
    if look.prose >= 1.0:
        return min(7.0 + (look.size - PARAGRAPH) * 0.12, 16.0)
    if look.prose >= 0.5:
        return 2.0 + 0.25 * look.size
    if look.meta:
        return 4.0
    if look.byline:
        return 2.5
    return 1.2 if look.copies > 2 else 1.6 + (0.6 if look.size >= 8 else 0.0)


def _name_cost(look: Look) -> float:
    text = look.line.text
    if len(look.line.parts) >= 3 or text[:2] in ("r/", "u/"):
        return NEVER
    if (
        look.size > 8
        or look.meta
        or look.clock
        or look.separator
        or look.head
        or look.byline
        or look.prose >= 0.75
        or look.furniture >= 0.9
    ):
        return NEVER
    cost = 1.8 + max(0.0, look.size - 4) * 0.5
    if look.news_name:
        cost -= 1.3
    elif look.copies > 1:
        cost -= 0.6
    if look.near_meta:
        cost -= 2.0 if look.copies > 1 else 0.8
    first = text.lstrip(" -–—•·*#>(")[:1]
    if first.islower():
        cost += 1.5
    if any(character.isdigit() for character in text):
        cost += 0.8
    if look.line.ends_sentence:
        cost += 1.5
    return max(0.1, cost) + 2.0 * look.furniture + (2.0 if look.boxed else 0.0)


def _byline_cost(look: Look) -> float:
    if look.byline:
        return 0.0 if not look.meta else 0.6
    return 0.1 if look.reading else NEVER


def _title_cost(look: Look) -> float:
    size = look.size
    if size > 40 or look.separator or look.clock or look.reading:
        return NEVER
    cost = 0.4
    if size < 4:
        cost += (4 - size) * 0.9
    elif size > 16:
        cost += (size - 16) * 0.35
    if look.line.ends_sentence and not look.question and look.line.text[-1] not in "!！…":
        cost += 2.2
    if look.prose >= 0.75:
        cost += 2.0
    if look.meta:
        cost += 3.0
    if look.byline:
        cost += 4.0
    if look.source and look.pointer:
        cost += 4.0
    elif look.pointer:
        cost += 3.0
    if look.news_name and size <= 4:
        cost += 1.0
    if look.caption:
        cost += 2.0
    cost += 5.0 * look.furniture
    if look.commented or look.sponsored:
        cost += 3.0
    if look.boxed:
        cost += 1.5
    return cost


def _body_cost(look: Look) -> float:
    if look.separator or look.clock:
        return 9.0
    if look.meta or look.head:
        return 7.0
    cost = (1.0 - look.prose) * 5.0 if look.prose < 0.75 else (0.3 if look.prose < 1.0 else 0.0)
    if look.bullet and look.prose < 0.75 and look.size >= 2:
        cost = min(cost, 2.6)
    if look.question and look.prose < 0.5:
        cost = min(cost, 2.6)
    cost += look.furniture * (6.0 if look.size < PARAGRAPH else 4.0)
    if look.pointer and look.prose < 0.75:
        cost += 3.0
    if look.byline:
        cost += 3.0
    if look.caption:
        cost += 3.5
    if look.commented or look.sponsored:
        cost += 5.0
    if look.boxed and look.prose < 1.0:
        cost += 2.5
    return cost


def _inline_cost(look: Look) -> float:
    if look.separator:
        return 3.0
    if look.sourced:
        return 3.5
    if look.pointer:
        return 0.2
    if look.head in ("related", "sponsor", "listed"):
        return 0.8
    if look.furniture >= 0.5 and look.head != "comments":
        return 0.6 + (1.0 - look.furniture) * 2.0
    if look.caption:
        return 1.0
    if look.boxed:
        return 1.5
    return NEVER if look.prose >= 0.5 or look.size > 20 else 4.0


def _subhead_cost(look: Look) -> float:
    if look.meta or look.separator or look.head or look.furniture >= 0.9 or look.prose >= 0.75 or look.size > 24:
        return NEVER
    cost = 1.2 + max(0.0, look.size - 5) * 0.5 + 3.0 * look.furniture
    if look.question:
        cost -= 0.8
    if look.news_name and look.size <= 4:
        cost += 1.5
    return cost + (2.0 if look.boxed or look.pointer or look.byline else 0.0)


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


def _viterbi(found: Sequence[Look], costs: Sequence[dict[Part, float]], make: Make) -> Decoded:
    extra = {part: _misplaced(part, make) for part in Part}
    scores: dict[Part, float] = {P.PRE: 0.0}
    back: list[dict[Part, tuple[Part, bool]]] = []
    for look, emitted in zip(found, costs, strict=True):
        new: dict[Part, float] = {}
        pointers: dict[Part, tuple[Part, bool]] = {}
        breaking = _break_cost(look)
        for before, score in scores.items():
            for part, step in _STEPS[before].items():
                if part in emitted and score + step + emitted[part] + extra[part] < new.get(part, NEVER):
                    new[part] = score + step + emitted[part] + extra[part]
                    pointers[part] = (before, before is P.PRE and part is not P.PRE)
            if before in _BREAKS:
                start = score + max(0.3, breaking + _BREAKS[before])
                for part in _STARTS:
                    if part not in emitted:
                        continue
                    # A short line alone between paragraphs is a subhead rather than a title.
                    alone = max(0.0, 6.0 - look.size) * 0.6 if part is P.TITLE and before is P.BODY else 0.0
                    cost = start + alone + emitted[part] + extra[part]
                    if cost < new.get(part, NEVER):
                        new[part] = cost
                        pointers[part] = (before, True)
        if not new:  # no reading: the line is furniture whatever it looks like
            cheapest = min(scores, key=lambda part: scores[part])
            new, pointers = {P.POST: scores[cheapest] + 20.0}, {P.POST: (cheapest, False)}
        low = min(new.values())
        scores = {part: score for part, score in new.items() if score <= low + MARGIN}
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
