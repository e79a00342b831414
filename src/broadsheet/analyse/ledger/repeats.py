"""Rows that copies of a report repeat, and claims: rows that say the same. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from broadsheet.analyse.ledger.contested import cannot_both_hold
from broadsheet.analyse.ledger.rows import Row, likeness
from broadsheet.types import Claim, Figure, Stance

#: Likeness from which a copy's row repeats one of its original, and from which two rows say the same.
REPEATED, SAME = 0.8, 0.62
#: Stances that do not put forward what the content says.
_NOT_SAID = frozenset(
    [Stance.DENIES, Stance.REJECTS, Stance.DISPUTES, Stance.NO_STATEMENT, Stance.SILENT, Stance.NONCOMMITTAL, Stance.RETRACTS]
)


def repeats(rows: Sequence[Row]) -> tuple[tuple[int, int], ...]:
    """(place of a copy's row, place of the row of its original that it repeats)."""
    by_article: dict[int, list[Row]] = {}
    for row in rows:
        by_article.setdefault(row.article.article_id, []).append(row)
    found = []
    for row in rows:
        if row.article.copy_of is None:
            continue
        near = [
            (likeness(row.terms, other.terms), -other.place)
            for other in by_article.get(row.article.copy_of, ())
            if bool(row.statement.content) == bool(other.statement.content)
        ]
        best = max(near, default=(0.0, 0))
        if best[0] >= REPEATED:
            found.append((row.place, -best[1]))
    return tuple(found)


def backed(rows: Sequence[Row], repeated: Mapping[int, int]) -> list[Row]:
    """The rows, each as sure as the surest reading of it in a copy where that found the same holder: it was seen twice."""
    surest: dict[int, float] = {}
    for place, original in repeated.items():
        if rows[place].keys & rows[original].keys:
            surest[original] = max(surest.get(original, 0.0), rows[place].statement.confidence)
    return [
        replace(row, statement=replace(row.statement, confidence=surest[row.place]))
        if surest.get(row.place, 0.0) > row.statement.confidence
        else row
        for row in rows
    ]


def claims(rows: Sequence[Row], repeated: Mapping[int, int]) -> tuple[Claim, ...]:
    """Rows that say the same thing, two or more; who denies it, or counts differently, does not. Copies' rows count as one report."""
    free = [row for row in rows if row.place not in repeated and row.statement.content and row.statement.stance not in _NOT_SAID]
    groups: list[list[Row]] = []
    for row in free:
        best, most = None, SAME
        for group in groups:
            near = likeness(row.terms, group[0].terms)
            if near >= most and row.statement.negated == group[0].statement.negated and not _counts_differ(row, group[0]):
                best, most = group, near
        if best is None:
            groups.append([row])
        else:
            best.append(row)
    copies: dict[int, list[int]] = {}
    for place, original in repeated.items():
        copies.setdefault(original, []).append(place)
    found = []
    for group in groups:
        places = sorted(place for row in group for place in (row.place, *copies.get(row.place, ())))
        if len(places) > 1:
            found.append(Claim(statements=tuple(places), reports=len({row.article.article_id for row in group})))
    return tuple(found)


def _counts_differ(one: Row, other: Row) -> bool:
    """Whether two rows give figures for the same noun and unit that cannot both hold."""
    return any(
        a.noun == b.noun and a.unit == b.unit and (a.noun or a.unit) and cannot_both_hold(a, b)
        for a in _figures(one)
        for b in _figures(other)
    )


def _figures(row: Row) -> list[Figure]:
    spans = row.statement.content
    return [figure for figure in row.article.findings.figures if any(low <= figure.start and figure.end <= high for low, high in spans)]
