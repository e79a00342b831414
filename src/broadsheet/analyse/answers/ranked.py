"""A sentence as an answer, and how it is told. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analyse.answers.matching import Matched
from broadsheet.analyse.reading import Reading
from broadsheet.analyse.summary.article import Picked, cuts_of, shown
from broadsheet.types import Passage, Span, Statement
from broadsheet.types.told import TellingRole, Told

#: A holder is named beside a sentence from this confidence on, as in the ledger.
SURE = 0.6
#: Passages that are cited beside a sentence's own.
MOST_ALSO = 8


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A sentence as an answer, with the likelihood that it answers (`score`, 0..1) and the `features` from which that was reckoned.

    `statement` is the row of the ledger that it tells, where there is one; `span` are the whole sentences to show.
    """

    matched: Matched
    score: float
    span: Span
    statement: Statement | None = None
    features: tuple[float, ...] = ()


def order(one: Ranked) -> tuple[float, bool, float, int, int]:
    """Sorts by score, own reports before copies, earlier before later."""
    article = one.matched.reading.article
    at = article.published.timestamp() if article.published else 0.0
    return (-round(one.score, 4), article.copy_of is not None, at, article.article_id, one.matched.sentence.start)


def same(one: Ranked, other: Ranked) -> bool:
    """Whether two sentences tell the same in nearly the same words."""
    first, second = one.matched.sentence.stems, other.matched.sentence.stems
    return len(first & second) >= 0.8 * min(len(first), len(second))


def told(one: Ranked, role: TellingRole, others: Sequence[Ranked] = (), label: str = "") -> Told:
    """A ranked sentence as it is told; `others` tell the same."""
    reading = one.matched.reading
    holder = (
        " and ".join(holder.name for holder in one.statement.holders)
        if one.statement and one.statement.confidence >= SURE
        else holder_of(reading, (one.matched.sentence.start, one.matched.sentence.end))
    )
    also = tuple(Passage(other.matched.reading.article.article_id, *other.span) for other in others[:MOST_ALSO])
    return passage_told(reading, one.span[0], one.span[1], role=role, holder=holder, label=label, also=also, score=round(one.score, 4))


def passage_told(
    reading: Reading,
    start: int,
    end: int,
    *,
    role: TellingRole,
    holder: str = "",
    label: str = "",
    also: tuple[Passage, ...] = (),
    score: float = 0.0,
) -> Told:
    """A passage of an article as it is told: its own words, without the dateline."""
    article = reading.article
    cuts = cuts_of(article.text, start, end)
    return Told(
        text=shown(article.text, Picked(start, end, cuts, 0.0)),
        source=Passage(article.article_id, start, end),
        cuts=cuts,
        role=role,
        label=label,
        holder=holder,
        also=also,
        at=article.published,
        publisher=article.publisher,
        score=score,
    )


def holder_of(reading: Reading, span: Span) -> str:
    """Who says what begins in a passage, where the ledger is sure of it; "" elsewhere."""
    for said in reading.statements:
        if said.confidence >= SURE and any(span[0] <= start < span[1] for start, _ in said.content):
            return " and ".join(holder.name for holder in said.holders if holder.sure)
    return ""
