"""How rows of a ledger read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.desk.ledger import STANCES, Row, Source, limits, plural
from broadsheet.types import Holder, HolderKind, Stance, Statement

TEXT = "The plant said there had been no spill. Ada Lund denied that. Some reports suggest dozens were lost."


def row(source: str, cue: str, content: str, stance: Stance, *holders: Holder) -> Row:
    spans = [((TEXT.index(part), TEXT.index(part) + len(part)),) if part else () for part in (source, cue, content)]
    said = Statement(id=1, article_id=1, source=spans[0], cue=spans[1], content=spans[2], stance=stance, holders=holders, confidence=0.9)
    return Row(place=0, statement=said, source=Source(1, "T", "P", datetime(2026, 3, 2, tzinfo=UTC), "en", TEXT))


PLANT = Holder(name="plant", key="plant", kind=HolderKind.ORGANISATION, sure=False)
LUND = Holder(name="Ada Lund", key="ada lund", kind=HolderKind.PERSON)
REPORTS = Holder(name="reports", key="reports", kind=HolderKind.DOCUMENT, sure=False)


def test_a_denial_in_other_words_does_not_read_as_its_opposite() -> None:
    said = row("The plant", "said", "there had been no spill", Stance.DENIES, PLANT)
    assert (said.who, said.stance, said.words) == ("The plant", "says in denial", "there had been no spill")
    assert row("Ada Lund", "denied", "that", Stance.DENIES, LUND).stance == "denies"


def test_what_only_points_back_is_not_shown_by_default() -> None:
    assert not row("Ada Lund", "denied", "that", Stance.DENIES, LUND).sure
    assert row("The plant", "said", "there had been no spill", Stance.DENIES, PLANT).sure


def test_several_say() -> None:
    assert row("Some reports", "suggest", "dozens were lost", Stance.CLAIMS, REPORTS).stance == "say"
    assert row("Ada Lund", "denied", "that", Stance.DENIES, LUND, PLANT).stance == "deny"
    assert [plural(STANCES[stance]) for stance in (Stance.ACCUSES, Stance.ASSESSES, Stance.SILENT)] == ["accuse", "assess", "are silent"]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(14, 14, "14"), (11, 13, "11 to 13"), (6, None, "at least 6"), (None, 20, "up to 20"), (None, None, "unknown"), (1.5, 1.5, "1.5"),
     (14000, 14000, "14,000")],
)  # fmt: skip
def test_ranges_in_words(low: float | None, high: float | None, words: str) -> None:
    assert limits(low, high) == words
