"""Who is one over the articles of a story: a bare surname, an acronym or another spelling joins the fuller name. Pure.

Within an article the speakers room has done so. Across articles only what one fuller name of the story explains is joined: two persons of
one surname in a story leave a bare surname as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from broadsheet.analyse.ledger.rows import LedgerArticle
from broadsheet.analyse.speakers.entities import one_person, variant
from broadsheet.types import Holder, HolderKind, Statement

_SMALL = frozenset(["of", "the", "and", "for"])


def unified(articles: Sequence[LedgerArticle]) -> list[LedgerArticle]:
    """The articles with one name and key for each holder of the story."""
    goals = _goals(holder for article in articles for row in article.findings.statements for holder in row.holders)
    return [
        replace(article, findings=replace(article.findings, statements=tuple(_renamed(row, goals) for row in article.findings.statements)))
        for article in articles
    ]


def _renamed(row: Statement, goals: Mapping[str, Holder]) -> Statement:
    if not any(holder.sure and holder.key in goals for holder in row.holders):
        return row
    holders = []
    for holder in row.holders:
        goal = goals.get(holder.key) if holder.sure else None
        holders.append(replace(holder, name=goal.name, key=goal.key, kind=goal.kind) if goal else holder)
    return replace(row, holders=tuple(dict.fromkeys(holders)))


def _goals(holders: Iterable[Holder]) -> dict[str, Holder]:
    """For each key that means a fuller name of the story: the holder of that name."""
    counts: Counter[str] = Counter()
    known: dict[str, Holder] = {}
    for holder in holders:
        if holder.sure:
            counts[holder.key] += 1
            best = known.get(holder.key)
            if best is None or len(holder.name) > len(best.name):
                known[holder.key] = holder
    goals: dict[str, Holder] = {}
    for key, holder in known.items():
        fits = [other for other in known if other != key and _fuller(known[other], holder)]
        # Of spellings of one full name the one that is used most is kept; a fuller name that is itself another spelling leads on.
        heads = {_head(fit, known, counts) for fit in fits}
        if len(heads) == 1 and (head := heads.pop()) != key:
            goals[key] = known[head]
    return goals


def _head(key: str, known: Mapping[str, Holder], counts: Mapping[str, int]) -> str:
    """The spelling of a full name that is used most."""
    same = [other for other in known if other == key or _spelled(known[other], known[key])]
    return max(same, key=lambda other: (counts[other], other))


def _fuller(full: Holder, short: Holder) -> bool:
    """Whether one name is a fuller form, or another spelling, of the other."""
    if _spelled(full, short):
        return True
    words, bare = full.key.split(), short.key.split()
    if len(bare) != 1 or len(words) < 2:
        return False
    if full.kind is HolderKind.PERSON and short.kind is HolderKind.PERSON:
        return variant(bare[0], words[-1])
    if full.kind is HolderKind.PERSON or short.kind is HolderKind.PERSON:
        return False
    if bare[0] in (words[0], words[-1]):
        return True
    if not short.name.isupper() or len(bare[0]) < 2:
        return False
    return bare[0] == "".join(word[0] for word in words if word not in _SMALL)


def _spelled(one: Holder, other: Holder) -> bool:
    """Whether two full names are one: other spelling, middle name, initial; a body's or an office's words before the same name."""
    first, second = tuple(one.key.split()), tuple(other.key.split())
    short, long = sorted((first, second), key=len)
    if len(short) < 2:
        return False
    if one.kind is HolderKind.PERSON and other.kind is HolderKind.PERSON:
        return one_person(first, second)
    # "Coast Guard" of the "Lorvane Coast Guard"; "Gideon Pask" where an office stands before the name.
    return len(short) < len(long) and long[-len(short) :] == short and one.kind is not HolderKind.DOCUMENT
