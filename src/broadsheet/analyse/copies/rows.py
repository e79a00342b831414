"""The copies in a set of records, all at once: what the filter `broadsheet copies --jsonl` does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from broadsheet.analyse.copies.compare import Comparison, compare
from broadsheet.analyse.copies.fingerprint import fingerprint
from broadsheet.analyse.copies.index import Copies
from broadsheet.analyse.copies.original import copyable, may_copy, regroup
from broadsheet.analyse.families import Families
from broadsheet.types import Article, Copy

#: Neighbours looked at for each article.
_NEIGHBOURS = 12


def copies_in(articles: Iterable[Article], families: Families | None = None) -> dict[int, Copy]:
    """The copies among these articles, by id; an article that is not named is no copy.

    All fingerprints come first, so an original may stand after its copies. Ids are above 0 and distinct.
    """
    known = families or Families()
    held = {one.id: one for one in articles}
    index = Copies()
    prints = {number: fingerprint(one.text) for number, one in held.items() if copyable(one)}
    index.load((number, print_.pack()) for number, print_ in prints.items())
    comparisons: dict[tuple[int, int], Comparison] = {}
    linked: dict[int, set[int]] = defaultdict(set)
    for number, print_ in prints.items():
        found = index.find(print_, _NEIGHBOURS, without=number)
        for other, _share in found.candidates:
            if (other, number) in comparisons:
                continue
            comparison = compare(held[number].text, held[other].text, found.common)
            comparisons[number, other] = comparison
            # Half of what is asked for: who credits whom is looked at only in the group.
            if may_copy(comparison):
                linked[number].add(other)
                linked[other].add(number)
    out: dict[int, Copy] = {}
    seen: set[int] = set()
    for number in held:
        if number in linked and number not in seen:
            group = _reached(number, linked)
            seen |= group
            members = [held[one] for one in sorted(group)]
            inside = {pair: one for pair, one in comparisons.items() if pair[0] in group and pair[1] in group}
            out.update((copy.article_id, copy) for copy in regroup(members, inside, known))
    return out


def _reached(number: int, linked: Mapping[int, set[int]]) -> set[int]:
    reached, open_ = {number}, [number]
    while open_:
        for other in linked[open_.pop()] - reached:
            reached.add(other)
            open_.append(other)
    return reached
