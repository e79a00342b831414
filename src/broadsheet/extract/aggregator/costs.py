"""What a line costs in each part that it could play: its features weighed by hand. Pure.

The weights are in one unit, about a bit of surprise each: 0 is what such a line always looks like, 1 to 2 unusual, 4 and more odd.
"""

from __future__ import annotations

from enum import IntEnum

from broadsheet.extract.aggregator.looks import PARAGRAPH, Look

NEVER = 1e9
#: Readings of a line that cost so much more than its cheapest are left out.
MARGIN = 9.0


class Part(IntEnum):
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


def emission(look: Look) -> dict[Part, float]:
    """What the line costs in each part that it could play."""
    plain = _furniture_cost(look)
    name, title = _name_cost(look), _title_cost(look)
    age = 0.0 if look.meta else (1.2 if look.clock else NEVER)
    byline = _byline_cost(look)
    label = plain + 0.2 if look.prose < 0.75 else plain + 1.5
    if look.caption:
        label = min(label, 0.4)
    # A long line without a full stop below a title is its deck.
    below = min(label, 1.0) if look.size >= 13 and look.prose < 0.5 and not look.meta else label
    costs = {
        P.PRE: plain,
        P.POST: plain,
        P.NAME_0: name,
        P.NAME_1: name + 0.2,
        P.NAME_2: 0.2 if look.source and (look.pointer or look.news_name or look.copies > 1 or look.size <= 8) else name,
        P.AGE_0: age,
        P.AGE_1: age,
        P.AGE_2: age,
        P.BYLINE_0: byline,
        P.BYLINE_1: byline,
        P.LABEL_0: label,
        P.LABEL_1: below,
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
