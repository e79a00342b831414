"""Figures on which holders differ: contested only when the quantity is the same and the ranges cannot both hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analyse.ledger.rows import LedgerArticle, Row, likeness, rarity, sentence_around, stems
from broadsheet.types import Figure, FigureSet, FigureValue, Passage, Stance, Verdict

#: Counts of these only grow as more is known: a later, higher one is a development.
_GROWING = frozenset(
    [
        "killed",
        "injured",
        "missing",
        "displaced",
        "evacuated",
        "arrested",
        "treated",
        "rescued",
        "damaged",
        "destroyed",
        "infected",
        "dismissed",
    ]
)
#: Hours after which a growing count may have grown.
GROWTH = 12
#: Units that tell nothing about what was measured: two figures in them need more in common.
_COMMON_UNITS = frozenset(["h", "km", "percent", "USD", "EUR", "GBP", "degree"])
#: Likeness of what stands around two figures of a common unit from which they measure the same.
SAME_MEASURE = 0.45
#: Stances whose figures are no account of what is: offers and demands may differ without a contest of facts.
_NOT_COUNTED = frozenset(
    [
        Stance.RETRACTS, Stance.NO_STATEMENT, Stance.SILENT, Stance.DEMANDS, Stance.PROMISES, Stance.PREDICTS, Stance.CONSIDERS,
        Stance.NONCOMMITTAL,
    ]
)  # fmt: skip
#: Words with which a report says that a figure moved: the later one took the place of the earlier.
_MOVED = re.compile(
    r"\b(?:rais(?:ed?|es|ing)|increas(?:ed?|es|ing)|lower(?:ed|s|ing)|rais|cut|cuts|revis(?:ed?|es|ing)|rose|risen|fell|fallen|climbed|"
    r"dropped|grew|grown|shrank|doubled|tripled|halved|updated)\b",
    re.IGNORECASE,
)
_UP_FROM = re.compile(r"\b(?:up|down) from\b", re.IGNORECASE)
#: Characters from a figure within which such words are of it.
NEAR = 45
_COMPARED = re.compile(
    r"\b(?:far|much|a) (?:larger|higher|bigger|greater|smaller|lower|different) (?:figure|number|amount|count|estimate|toll)"
    r"|\bdisputed?\b|\bcontradict",
    re.IGNORECASE,
)


#: Nouns that a report uses for the same things, and what happened to them said in other words.
_KIN = {
    **dict.fromkeys(("plane", "aircraft", "bomber", "jet", "warplane", "airplane", "aeroplane", "fighter"), "aircraft"),
    **dict.fromkeys(("soldier", "troop", "serviceman", "servicemen", "trooper"), "soldier"),
    **dict.fromkeys(("person", "people", "civilian", "resident", "man", "woman", "worker", "employee"), "person"),
    **dict.fromkeys(("house", "home", "building"), "building"),
    **dict.fromkeys(("ship", "vessel", "boat"), "ship"),
}
_SAME_EVENT = {"destroyed": "struck", "damaged": "struck"}


def _events(figure: Figure) -> set[str]:
    return {_SAME_EVENT.get(event, event) for event in figure.about}


@dataclass(frozen=True, slots=True)
class _Value:
    figure: Figure
    article: LedgerArticle
    row: Row | None
    around: dict[str, float]

    @property
    def keys(self) -> frozenset[str]:
        return self.row.keys if self.row is not None else frozenset([self.article.publisher.lower()])

    @property
    def holder(self) -> str:
        return self.row.statement.holders[0].name if self.row is not None and self.row.statement.holders else ""


def figure_sets(articles: Sequence[LedgerArticle], rows: Sequence[Row]) -> tuple[FigureSet, ...]:
    """Values given for one quantity by two holders or more, with the verdict on them. Copies' figures are left out."""
    values = _values(articles, rows)
    found: list[FigureSet] = []
    used: set[int] = set()
    for place in range(len(values)):
        if place in used:
            continue
        group = [place]
        for other in range(place + 1, len(values)):
            if other not in used and any(same_quantity(values[member], values[other]) for member in group):
                group.append(other)
        if len(group) > 1:
            used.update(group)
            found += _judged([values[member] for member in group])
    return tuple(sorted(found, key=lambda one: (one.verdict is not Verdict.CONTESTED, -len(one.values))))


def _values(articles: Sequence[LedgerArticle], rows: Sequence[Row]) -> list[_Value]:
    """Figures with whose word they are. Those in the article's own words count only where something happened to those counted."""
    weights = rarity(article.text for article in articles)
    of: dict[tuple[int, int], Row] = {}
    for article in articles:
        own = {row.statement.content: row for row in rows if row.article.article_id == article.article_id}
        for place, statement in enumerate(article.findings.statements):
            if statement.content in own:
                of[article.article_id, place] = own[statement.content]
    found = []
    for article in sorted(articles, key=lambda one: (one.published is None, one.published, one.article_id)):
        if article.copy_of is not None:
            continue
        for figure in article.findings.figures:
            row = of.get((article.article_id, figure.statement))
            if row is not None and row.statement.stance in _NOT_COUNTED:
                continue
            if row is None or not row.keys:
                continue
            low, high = sentence_around(article.text, (figure.start, figure.end))
            terms = stems(article.text[low : figure.start] + " " + article.text[figure.end : high])
            found.append(_Value(figure, article, row, {term: weights.get(term, 1.0) for term in terms}))
    return found


def same_quantity(one: _Value, other: _Value) -> bool:
    """Whether two figures are of the same thing: unit, noun and what happened agree; where none of these tells, what stands around does."""
    a, b = one.figure, other.figure
    if a.unit != b.unit:
        return False
    if not a.unit:
        return bool(a.noun and _KIN.get(a.noun, a.noun) == _KIN.get(b.noun, b.noun) and _events(a) & _events(b))
    if a.noun and b.noun and a.noun != b.noun:
        return False
    if a.unit in _COMMON_UNITS:
        return likeness(one.around, other.around) >= SAME_MEASURE
    return likeness(one.around, other.around) >= SAME_MEASURE or _compared(one, other)


def _compared(one: _Value, other: _Value) -> bool:
    """Whether the text itself holds two figures of one article against each other, or both are estimates near by."""
    if one.article.article_id != other.article.article_id:
        return False
    low, high = sorted((one.figure.start, other.figure.start))
    between = one.article.text[low:high]
    if between.count("\n\n") > 2 or len(between) > 600:
        return False
    estimates = all(value.row is not None and value.row.statement.stance is Stance.ESTIMATES for value in (one, other))
    return estimates or bool(_COMPARED.search(between))


def cannot_both_hold(one: Figure, other: Figure) -> bool:
    """Whether two ranges have nothing in common."""
    low, high = max(_low(one), _low(other)), min(_high(one), _high(other))
    return low > high


def _low(figure: Figure) -> float:
    return figure.low if figure.low is not None else float("-inf")


def _high(figure: Figure) -> float:
    return figure.high if figure.high is not None else float("inf")


def _judged(values: Sequence[_Value]) -> list[FigureSet]:
    """The values that contradict each other as one set, and what agrees or developed as another."""
    against: set[int] = set()
    for place, one in enumerate(values):
        for at in range(place + 1, len(values)):
            other = values[at]
            if not one.keys & other.keys and cannot_both_hold(one.figure, other.figure) and not _grown(one, other):
                against |= {place, at}
    if against:
        return [_set([values[place] for place in sorted(against)], Verdict.CONTESTED)]
    moved = any(
        cannot_both_hold(one.figure, other.figure) or one.figure.low != other.figure.low
        for place, one in enumerate(values)
        for other in values[place + 1 :]
    )
    return [_set(values, Verdict.DEVELOPMENT if moved else Verdict.AGREE)]


def _grown(one: _Value, other: _Value) -> bool:
    """Whether the later of two counts may have grown out of the earlier one, or its report says that it moved."""
    if one.article.published is None or other.article.published is None:
        return False
    gap = (other.article.published - one.article.published).total_seconds() / 3600
    early, late = (one, other) if gap >= 0 else (other, one)
    if _moved(late) or (not gap and _moved(early)):
        return True
    growing = bool(set(one.figure.about) & _GROWING)
    return growing and abs(gap) >= GROWTH and _low(late.figure) >= _low(early.figure)


def _moved(value: _Value) -> bool:
    """Whether the words right before or after a figure say that it took the place of another ("raised its offer to", "up from")."""
    text, figure = value.article.text, value.figure
    low, high = sentence_around(text, (figure.start, figure.end))
    before, after = text[max(low, figure.start - NEAR) : figure.start], text[figure.end : min(high, figure.end + NEAR)]
    return bool(_MOVED.search(before) or _UP_FROM.search(after))


def _set(values: Sequence[_Value], verdict: Verdict) -> FigureSet:
    figure = values[0].figure
    about = figure.about[0] if figure.about else ""
    quantity = " ".join(part for part in (figure.unit, figure.noun, about) if part)
    return FigureSet(
        quantity=quantity,
        unit=figure.unit,
        values=tuple(
            FigureValue(
                passage=Passage(value.article.article_id, value.figure.start, value.figure.end),
                low=value.figure.low,
                high=value.figure.high,
                holder=value.holder,
                publisher=value.article.publisher,
                told=value.article.published,
                statement_id=value.row.statement.id if value.row is not None else 0,
            )
            for value in values
        ),
        verdict=verdict,
        confidence=min(value.figure.confidence for value in values),
    )
