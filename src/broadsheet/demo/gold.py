"""What a careful reader would find in the edition: the answers against which later analysis is measured.

Which story an article belongs to, what it was copied from and which agency it names stand with the article (`edition.Piece`); the rest
stands in `edition/gold.json`. Passages are exact text of an article, in one of its versions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from broadsheet.demo.dates import fill_dates
from broadsheet.demo.edition import Edition, read_text


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of an article, dates filled in."""

    article: str
    passage: str


@dataclass(frozen=True, slots=True)
class Value:
    """One holder's value of a figure: one number, or the ends of a range."""

    low: float
    high: float
    holder: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class ContestedFigure:
    """A quantity on which accounts differ. `unit` is in words."""

    story: str
    quantity: str
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class PositionChange:
    """A holder says, or stops refusing to say, what it did not before. `kind`: "denial to admission", "silence to confirmation", ..."""

    story: str
    holder: str
    kind: str
    before: Quote
    after: Quote


@dataclass(frozen=True, slots=True)
class Correction:
    """An article whose text was changed: what it said and what it says. `stated` = the change is pointed out in the article."""

    article: str
    before: str
    after: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and the articles that make it, grouped so that each group counts as one independent report."""

    story: str
    claim: str
    articles: tuple[str, ...]
    independent: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a story's timeline: day offset from the anchor, what happened, and a passage that says so."""

    story: str
    day: int
    what: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Said:
    """A statement. `form` is direct, mixed or indirect, with the pronoun in brackets where its holder is only a pronoun there."""

    holder: str
    form: str
    stance: str
    content: Quote
    #: Through whom it came, "" when at first hand.
    via: str


@dataclass(frozen=True, slots=True)
class Gold:
    """All of it. `lookalikes`: pairs of stories that are easily taken for one, with the reason why they are two."""

    claims: tuple[Claim, ...]
    figures: tuple[ContestedFigure, ...]
    position_changes: tuple[PositionChange, ...]
    corrections: tuple[Correction, ...]
    timeline: tuple[Entry, ...]
    statements: tuple[Said, ...]
    lookalikes: tuple[tuple[str, str, str], ...]


def load_gold(edition: Edition) -> Gold:
    """The answers for an edition. Raises KeyError when they name an article that it does not have."""
    raw: dict[str, list[dict[str, Any]]] = json.loads(read_text("gold.json"))

    def quote(article: str, passage: str) -> Quote:
        return Quote(article, fill_dates(passage, edition.anchor, edition.pieces[article].publisher.language))

    def value(row: dict[str, Any]) -> Value:
        low, high = row["value"] if isinstance(row["value"], list) else (row["value"], row["value"])
        return Value(float(low), float(high), row["holder"], quote(row["article"], row["passage"]))

    return Gold(
        claims=tuple(
            Claim(row["story"], row["claim"], tuple(row["articles"]), tuple(tuple(group) for group in row["independent"]))
            for row in raw["claims"]
        ),
        figures=tuple(
            ContestedFigure(row["story"], row["quantity"], row["unit"], tuple(value(one) for one in row["values"]))
            for row in raw["figures"]
        ),
        position_changes=tuple(
            PositionChange(row["story"], row["holder"], row["kind"], quote(**row["before"]), quote(**row["after"]))
            for row in raw["position_changes"]
        ),
        corrections=tuple(Correction(**row) for row in raw["corrections"]),
        timeline=tuple(Entry(row["story"], row["day"], row["what"], quote(row["article"], row["passage"])) for row in raw["timeline"]),
        statements=tuple(
            Said(row["holder"], row["form"], row["stance"], quote(row["article"], row["content"]), row.get("via", ""))
            for row in raw["statements"]
        ),
        lookalikes=tuple((row["stories"][0], row["stories"][1], row["why"]) for row in raw["lookalikes"]),
    )
