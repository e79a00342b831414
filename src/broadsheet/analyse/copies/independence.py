"""How many independent reports a set of articles holds: copies count with their original, and papers of one owner once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from broadsheet.analyse.copies.credits import credits
from broadsheet.analyse.families import Families
from broadsheet.types import Article, Copy, CopyKind
from broadsheet.types.text import folded

#: Characters at the head of an article in which it may say on whose report it rests.
_HEAD = 700


@dataclass(frozen=True, slots=True)
class Report:
    """One independent report: the articles that carry it (the origin first), where it comes from, and how that is said to people."""

    article_ids: tuple[int, ...]
    origin: str
    words: str


@dataclass(frozen=True, slots=True)
class Independence:
    """The count. `copies` are articles that are copies at other publishers, `duplicates` those inside one publisher."""

    outlets: int = 0
    reports: int = 0
    copies: int = 0
    duplicates: int = 0
    groups: tuple[Report, ...] = ()

    @property
    def words(self) -> str:
        """The count for people: "9 outlets, 3 independent reports, 6 copies of one agency"."""
        parts = [_count(self.outlets, "outlet"), _count(self.reports, "independent report")]
        largest = max(
            (group for group in self.groups if len(group.article_ids) > 1), key=lambda group: len(group.article_ids), default=None
        )
        if largest is not None and self.copies:
            parts.append(largest.words)
        return ", ".join(part for part in parts if part)


def independent_reports(
    articles: Sequence[Article], copies: Iterable[Copy] | Mapping[int, Copy], families: Families | None = None
) -> Independence:
    """Group the articles by the report that they carry.

    One report are: an article and its copies; copies of one agency's text that is not here (same credit at the copies); articles that say
    in their head that they rest on the report of another one here ("according to the Post"), published before them; and all that one
    publisher, or one family of them, wrote itself: five texts of one paper are one voice. So there are never more reports than outlets: an
    agency whose text is here only in copies is no outlet of its own.
    """
    known = families or Families()
    by_id = {one.id: one for one in articles}
    listed = copies.values() if isinstance(copies, Mapping) else copies
    records = {one.article_id: one for one in listed if one.article_id in by_id}
    leader = {number: number for number in by_id}

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    def join(number: int, origin: int) -> None:
        first, second = find(number), find(origin)
        if first != second:
            leader[first] = second

    #: Articles whose report is another one's.
    resting: set[int] = set(records)

    def rest(number: int, origin: int) -> None:
        resting.add(number)
        join(number, origin)

    missing: dict[int, int] = {}
    for number, record in records.items():
        join(number, record.original_id if record.original_id in by_id else missing.setdefault(record.original_id, number))
    named = {number: credits(one, known) for number, one in by_id.items()}
    _by_credit(by_id, records, named, known, rest)
    _by_attribution(by_id, known, rest)
    _by_house([one for number, one in by_id.items() if number not in resting], known, join)
    members: dict[int, list[int]] = defaultdict(list)
    for number in sorted(by_id, key=lambda one: (by_id[one].sort_time, one)):
        members[find(number)].append(number)
    groups = [_report(numbers, by_id, records, named, known) for numbers in members.values()]
    carried = [one for one in records.values() if one.kind is CopyKind.SYNDICATED]
    outlets = len({_outlet(one) for one in articles})
    return Independence(
        outlets=outlets,
        reports=min(len(groups), outlets),
        copies=len(carried),
        duplicates=len(records) - len(carried),
        groups=tuple(sorted(groups, key=lambda group: (-len(group.article_ids), by_id[group.article_ids[0]].sort_time))),
    )


def _by_credit(
    by_id: dict[int, Article], records: dict[int, Copy], named: dict[int, tuple[str, ...]], families: Families, join: _Join
) -> None:
    """Articles that credit one agency alone and nobody of their own rest on it: with the agency's article here, else with each other."""
    agency_of: dict[str, int] = {}
    for number, one in sorted(by_id.items(), key=lambda item: item[1].sort_time):
        if number not in records and families.is_agency(one.publisher):
            agency_of.setdefault(families.family_of(one.publisher, one.publisher_domain), number)
    for number, one in by_id.items():
        if number in records or len(named[number]) != 1 or not _only_credit(one, named[number][0], families):
            continue
        family = families.match_credit(named[number][0])
        house = next(
            (
                other
                for other in by_id
                if other != number and families.names_publisher(named[number][0], by_id[other].publisher, by_id[other].publisher_domain)
            ),
            0,
        )
        if house or family in agency_of:
            join(number, agency_of.get(family, house))
        else:
            agency_of[family] = number


def _by_house(own: Sequence[Article], families: Families, join: _Join) -> None:
    """What one publisher or family wrote itself is one report."""
    first: dict[str, int] = {}
    for one in sorted(own, key=lambda one: (one.sort_time, one.id)):
        house = families.family_of(one.publisher, one.publisher_domain) or _outlet(one)
        join(one.id, first.setdefault(house, one.id))


def _only_credit(article: Article, credit: str, families: Families) -> bool:
    """Whether every author that is named is that agency: nobody of the paper's own wrote on it."""
    return bool(article.authors) and all(families.match_credit(author) == families.match_credit(credit) for author in article.authors)


def _by_attribution(by_id: dict[int, Article], families: Families, join: _Join) -> None:
    """Articles that say in their head that what they tell is another outlet's report."""
    houses: dict[str, list[int]] = defaultdict(list)
    for number, one in by_id.items():
        if len(one.publisher.split()) > 1 or families.is_agency(one.publisher):
            houses[folded(one.publisher)].append(number)
    heads = [(one.sort_time, number, folded(one.text[:_HEAD])) for number, one in by_id.items()] if houses else []
    for name, numbers in houses.items():
        short = name.removeprefix("the ")
        naming = [(time, number, head) for time, number, head in heads if short in head]
        if not naming:
            continue
        said = re.compile(
            rf"(?:according to|as reported by|reported by|citing|"
            rf"berichtet(?:e|en)? (?:der|die|das)|laut|según|selon|secondo|segundo|نقلا عن|theo)"
            rf"(?: \S{{1,20}}){{0,3}}? {re.escape(short)}\b|\b{re.escape(short)} (?:first )?reported\b"
        )
        first = min(numbers, key=lambda number: (by_id[number].sort_time, number))
        for time, number, head in naming:
            if number not in numbers and time >= by_id[first].sort_time and said.search(head):
                join(number, first)


def _report(
    numbers: list[int], by_id: dict[int, Article], records: dict[int, Copy], named: dict[int, tuple[str, ...]], families: Families
) -> Report:
    origin_id = next((number for number in numbers if number not in records), numbers[0])
    ordered = (origin_id, *(number for number in numbers if number != origin_id))
    origin = by_id[origin_id]
    credit = next(iter(named[origin_id]), "") if origin_id in records or not families.is_agency(origin.publisher) else ""
    agency = (
        families.is_agency(origin.publisher) or families.is_agency(origin.publisher_domain) or bool(credit and families.is_agency(credit))
    )
    name = credit or origin.publisher or origin.publisher_domain
    repeated = sum(number in records and records[number].kind is CopyKind.SYNDICATED for number in ordered)
    rest = len(ordered) - 1 - repeated
    source = f" ({name})" if name else ""
    parts = []
    if repeated:
        parts.append(f"{_count(repeated, 'copy')} of {'one agency' if agency else 'one report'}{source}")
    if rest > 0:
        parts.append(f"{_count(rest, 'more article')} resting on {'it' if repeated else name or 'one report'}")
    return Report(ordered, name, ", ".join(parts) or f"one report{source}")


def _outlet(article: Article) -> str:
    return article.publisher_domain or folded(article.publisher) or f"#{article.id}"


def _count(number: int, word: str) -> str:
    plural = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{number} {word if number == 1 else plural}"


class _Join(Protocol):
    """What joins two articles into one report."""

    def __call__(self, number: int, origin: int) -> None: ...
