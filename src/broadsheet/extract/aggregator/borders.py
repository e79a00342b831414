"""Which borders between articles can be believed. Pure.

An article with subheads looks like several articles with titles, and to split it is worse than to join two that nothing parts. So an
article begins where something says so: an age, a publisher, a byline, a source after the one before, a separator or buttons that stand
between all articles of the page. Bare titles are believed only on a page that has nothing else, and whose every gap is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from broadsheet.extract.aggregator.costs import P, Part
from broadsheet.extract.aggregator.looks import Look

#: Bare titles are believed where the texts share no more than this.
UNRELATED = 0.05
#: And where they are at least so many words long on average.
TITLE_WORDS = 5.0

_PARTICULARS = (P.AGE_0, P.AGE_1, P.BYLINE_0, P.BYLINE_1)
_NAMES = (P.NAME_0, P.NAME_1)


def doubtful(found: Sequence[Look], parts: Sequence[Part], begins: frozenset[int]) -> frozenset[int]:
    """The lines of the gaps at which no article should begin after all."""
    order = sorted(begins)
    later = order[1:]
    bare = [begin for begin in later if not _firm(found, parts, begin)]
    named = [begin for begin in bare if _named(found, parts, begin)]
    if len(named) * 5 >= len(later) * 4:  # a word such as "Review" makes no publisher, unless all records have the like
        bare = [begin for begin in bare if begin not in named]
    if not bare or (_bordered_alike(found, parts, later, bare) or (len(bare) == len(later) and _plainly_titles(found, parts, later))):
        return frozenset()
    barred: set[int] = set()
    for begin in bare:
        barred.update(_gap(parts, begin))
    return frozenset(barred)


def _firm(found: Sequence[Look], parts: Sequence[Part], begin: int) -> bool:
    """Whether particulars stand between the bodies before and after this line."""
    for place in _gap(parts, begin):
        look, part = found[place], parts[place]
        if part in _PARTICULARS and (look.meta or look.byline):
            return True
        if part in _NAMES and look.near_meta:
            return True
        if (part is P.NAME_2 and (look.sourced or look.near_meta)) or part is P.AGE_2:
            return True
    return False


def _named(found: Sequence[Look], parts: Sequence[Part], begin: int) -> bool:
    return any(parts[place] in _NAMES and found[place].news_name and not found[place].bullet for place in _gap(parts, begin))


def _gap(parts: Sequence[Part], begin: int) -> range:
    """The lines between the bodies before and after a beginning."""
    first = begin
    while first > 0 and parts[first - 1] is not P.BODY:
        first -= 1
    last = begin
    while last < len(parts) and parts[last] is not P.BODY:
        last += 1
    return range(first, last)


def _bordered_alike(found: Sequence[Look], parts: Sequence[Part], later: Sequence[int], bare: Sequence[int]) -> bool:
    """Whether the same borders stand between all articles, and only there."""
    if not all(found[begin].bordered for begin in bare):
        return False
    begun = sum(1 for begin in later if found[begin].bordered)
    bodies = [place for place, part in enumerate(parts) if part is P.BODY]
    gaps = sum(
        1 for before, after in pairwise(bodies) if found[after].bordered or any(found[place].separator for place in range(before, after))
    )
    strong = min(found[begin].bordered for begin in bare) >= 2.0
    return begun * 5 >= len(later) * 4 and begun * 5 >= gaps * 4 and (strong or begun >= 2)


def _plainly_titles(found: Sequence[Look], parts: Sequence[Part], later: Sequence[int]) -> bool:
    """Whether empty lines stand before all titles and nowhere else, and the texts have nothing to do with each other."""
    if any(part in (P.SUBHEAD, P.CLOCK) for part in parts):
        return False
    if not all((found[begin].apart or found[begin].marked) and 0.0 <= found[begin].cohesion <= UNRELATED for begin in later):
        return False
    if sum(found[begin].size for begin in later) < TITLE_WORDS * len(later):
        return False
    return not any(look.apart and part is P.BODY for look, part in zip(found, parts, strict=True))
