"""Two reports of one fire that disagree, read by hand, for tests of telling and answering."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from broadsheet.analyse.dates import find_dates
from broadsheet.analyse.figures import find_figures
from broadsheet.analyse.ledger import LedgerArticle
from broadsheet.types import Findings, Form, Holder, HolderKind, Span, Stance, Statement

MILL = Holder(name="Orrick Mill", key="orrick mill", kind=HolderKind.ORGANISATION)
CREW = Holder(name="fire brigade", key="fire brigade", kind=HolderKind.ORGANISATION)
DELL = Holder(name="Hanna Dell", key="hanna dell", kind=HolderKind.PERSON, body="Orrick Mill")
EARLY = (
    "TARNFORD, 3 March (Veld Wire) - A fire at the Orrick Mill in Tarnford injured nine workers on Tuesday, the fire brigade said.\n\n"
    "Orrick Mill said that four workers had been injured. It put the damage at two million crowns.\n\n"
    "Hanna Dell, who runs the mill, denied that sawdust had been stored beside the boiler. “We keep it in the yard,” she said.\n\n"
    "The mill was built in 1911 and employs 140 people."
)
LATE = (
    "Orrick Mill admitted on Thursday that sawdust had been stored beside the boiler, after denying it for two days.\n\n"
    "The fire at the Orrick Mill broke out because a valve stuck, the fire brigade said.\n\n"
    "“Nobody told us,” said a worker."
)


def row(
    text: str, holder: Holder, source: str, content: str, stance: Stance = Stance.CLAIMS, cue: str = "said", sure: float = 0.9
) -> Statement:
    """A row of the ledger by its words."""

    def at(words: str) -> tuple[Span, ...]:
        start = text.index(words)
        return ((start, start + len(words)),)

    return Statement(
        source=at(source), cue=at(cue), content=at(content), holders=(holder,), stance=stance, confidence=0.9, form=Form.INDIRECT
    )


def fire() -> list[LedgerArticle]:
    """The two reports."""
    early = (
        row(EARLY, CREW, "the fire brigade", "A fire at the Orrick Mill in Tarnford injured nine workers on Tuesday"),
        row(EARLY, MILL, "Orrick Mill", "that four workers had been injured"),
        row(EARLY, DELL, "Hanna Dell", "that sawdust had been stored beside the boiler", Stance.DENIES, "denied"),
        row(EARLY, DELL, "she", "“We keep it in the yard,”"),
    )
    late = (
        row(LATE, MILL, "Orrick Mill", "that sawdust had been stored beside the boiler", Stance.ADMITS, "admitted"),
        row(LATE, CREW, "the fire brigade", "The fire at the Orrick Mill broke out because a valve stuck"),
    )
    return [
        _article(1, "Veld Wire", 3, "Nine hurt in fire at Tarnford mill", EARLY, early),
        _article(2, "Tarnford Bell", 5, "Mill admits sawdust stood by boiler", LATE, late),
    ]


def _article(number: int, publisher: str, day: int, title: str, text: str, rows: tuple[Statement, ...]) -> LedgerArticle:
    published = datetime(2026, 3, day, 18, tzinfo=UTC)
    rows = tuple(replace(one, id=place, article_id=number) for place, one in enumerate(rows, 1))
    found = Findings(article_id=number, statements=rows, figures=find_figures(text, rows), dates=find_dates(text, published))
    return LedgerArticle(article_id=number, publisher=publisher, published=published, title=title, text=text, findings=found, language="en")
