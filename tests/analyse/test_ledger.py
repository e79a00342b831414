"""A story's ledger on an own case: a flood, its dead, a dam that held and did not hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from broadsheet.analyse.dates import find_dates
from broadsheet.analyse.figures import find_figures
from broadsheet.analyse.ledger import LedgerArticle, build
from broadsheet.types import Findings, Form, Holder, HolderKind, Ledger, PairKind, Stance, Statement, Verdict

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WATER = Holder(name="Veld Water Board", key="veld water board", kind=HolderKind.ORGANISATION)
ROHN = Holder(name="Clara Rohn", key="clara rohn", kind=HolderKind.PERSON, body="Veld Water Board")
POLICE = Holder(name="police", key="police", kind=HolderKind.STATE)
UNION = Holder(name="Farmers' Union", key="farmers union", kind=HolderKind.ORGANISATION)
Said = tuple[Holder, Stance, str]


def article(number: int, hours: float, text: str, *said: Said, copy_of: int | None = None) -> LedgerArticle:
    """An article whose statements are given by their words."""
    published = MONDAY + timedelta(hours=hours)
    rows = tuple(
        Statement(
            content=((text.index(words), text.index(words) + len(words)),),
            holders=(holder,),
            stance=stance,
            confidence=0.9,
            form=Form.INDIRECT,
        )
        for holder, stance, words in said
    )
    findings = Findings(article_id=number, statements=rows, figures=find_figures(text, rows), dates=find_dates(text, published))
    return LedgerArticle(
        article_id=number, publisher=f"Paper {number}", published=published, title="Flood", text=text, findings=findings, copy_of=copy_of
    )


FIRST = (
    "Police said on Monday that eleven people were killed when the river rose. "
    "The Veld Water Board said that no water had run over the dam at Arnmouth. "
    "The Farmers' Union said that the board had been warned about the dam at Arnmouth in January."
)
SECOND = (
    "The Farmers' Union said that at least thirty people were killed in the flood. "
    "Clara Rohn denied that anybody had warned the board about the dam at Arnmouth."
)
THIRD = "The Veld Water Board admitted on Wednesday that water had run over the dam at Arnmouth for an hour."
FOURTH = "Police said that fourteen people were killed in the flood."


def ledger() -> Ledger:
    """The case as a ledger."""
    return build([
        article(
            1, 0, FIRST,
            (POLICE, Stance.REPORTS, "that eleven people were killed when the river rose"),
            (WATER, Stance.DENIES, "that no water had run over the dam at Arnmouth"),
            (UNION, Stance.ACCUSES, "that the board had been warned about the dam at Arnmouth in January"),
        ),
        article(2, 1, FIRST, (POLICE, Stance.REPORTS, "that eleven people were killed when the river rose"), copy_of=1),
        article(
            3, 3, SECOND,
            (UNION, Stance.CLAIMS, "that at least thirty people were killed in the flood"),
            (ROHN, Stance.DENIES, "that anybody had warned the board about the dam at Arnmouth"),
        ),
        article(4, 50, THIRD, (WATER, Stance.ADMITS, "that water had run over the dam at Arnmouth for an hour")),
        article(5, 52, FOURTH, (POLICE, Stance.REPORTS, "that fourteen people were killed in the flood")),
    ])  # fmt: skip


def test_a_count_is_contested_when_two_hold_what_cannot_both_hold() -> None:
    contested = [one for one in ledger().figures if one.verdict is Verdict.CONTESTED]
    assert len(contested) == 1
    assert {value.holder for value in contested[0].values} == {"police", "Farmers' Union"}


def test_a_count_that_grows_is_a_development() -> None:
    two = [
        article(1, 0, FOURTH.replace("fourteen", "eleven"), (POLICE, Stance.REPORTS, "that eleven people were killed in the flood")),
        article(2, 30, FOURTH, (POLICE, Stance.REPORTS, "that fourteen people were killed in the flood")),
    ]
    assert [one.verdict for one in build(two).figures] == [Verdict.DEVELOPMENT]


def test_thousands_and_about_fourteen_thousand_agree() -> None:
    two = [
        article(1, 0, "Police said thousands of people were displaced.", (POLICE, Stance.REPORTS, "thousands of people were displaced")),
        article(2, 1, "The union said about 14,000 people were displaced.", (UNION, Stance.CLAIMS, "about 14,000 people were displaced")),
    ]
    assert Verdict.CONTESTED not in [one.verdict for one in build(two).figures]


def test_people_and_metres_are_never_one_quantity() -> None:
    two = [
        article(1, 0, "Police said eleven people were killed.", (POLICE, Stance.REPORTS, "eleven people were killed")),
        article(2, 1, "The union said forty cows were killed.", (UNION, Stance.CLAIMS, "forty cows were killed")),
    ]
    assert build(two).figures == ()


def test_a_denial_that_became_an_admission_is_a_change_of_position() -> None:
    told = ledger()
    (change,) = [pair for pair in told.pairs if pair.kind is PairKind.STANCE_CHANGE]
    assert told.statements[change.first].stance is Stance.DENIES
    assert told.statements[change.second].stance is Stance.ADMITS
    assert change.first < change.second


def test_an_accusation_that_was_rejected() -> None:
    told = ledger()
    (pair,) = [pair for pair in told.pairs if pair.kind is PairKind.ACCUSATION_REJECTED]
    assert told.statements[pair.first].holders[0].name == "Farmers' Union"
    assert told.statements[pair.second].holders[0].name == "Clara Rohn"


def test_one_side_never_contradicts_itself() -> None:
    sides = [("veld water board" in {h.key for h in row.holders} or any(h.body for h in row.holders)) for row in ledger().statements]
    assert not any(sides[pair.first] and sides[pair.second] for pair in ledger().pairs if pair.kind is PairKind.CONTRADICTION)


def test_a_copys_rows_repeat_and_count_once() -> None:
    told = ledger()
    places = dict(told.repeats)
    assert len(places) == 1
    (copy,) = places
    assert told.statements[copy].article_id == 2
    assert not any(copy in (pair.first, pair.second) for pair in told.pairs)


def test_the_timeline_cites_passages_in_order() -> None:
    told = ledger().timeline
    assert [entry.first.isoformat() for entry in told] == sorted(entry.first.isoformat() for entry in told)
    assert {"2026-03-02", "2026-03-04"} <= {entry.first.isoformat() for entry in told}
    assert max(entry.weight for entry in told) == 1.0


def test_shared_wording_needs_a_distinctive_phrase_of_two_sides() -> None:
    phrase = "a slow machine that grinds the poor"
    two = [
        article(1, 0, f"The union called it {phrase} every day.", (UNION, Stance.ASSESSES, f"it {phrase} every day")),
        article(2, 5, f"Police spoke of {phrase} in winter.", (POLICE, Stance.CLAIMS, f"{phrase} in winter")),
    ]
    (found,) = build(two).wording
    assert found.phrase == phrase
    assert [place for place, _ in found.uses] == [0, 1]


def test_no_articles_no_ledger() -> None:
    assert build([]).statements == ()
