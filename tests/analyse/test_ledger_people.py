"""Holders over the articles of a story, and readers' corrections of rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.figures import find_figures
from broadsheet.analyse.ledger import LedgerArticle
from broadsheet.analyse.ledger.corrections import corrected, worded
from broadsheet.analyse.ledger.people import unified
from broadsheet.types import Findings, Holder, HolderKind, LedgerAction, LedgerEdit, Stance, Statement

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PERSON, BODY = HolderKind.PERSON, HolderKind.ORGANISATION


def article(number: int, *holders: Holder, text: str = "x") -> LedgerArticle:
    rows = tuple(Statement(id=place, article_id=number, holders=(holder,)) for place, holder in enumerate(holders, 1))
    return LedgerArticle(
        article_id=number, publisher="P", published=NOW, title="", text=text, findings=Findings(article_id=number, statements=rows)
    )


def person(name: str, kind: HolderKind = PERSON, *, sure: bool = True) -> Holder:
    return Holder(name=name, key=name.lower(), kind=kind, sure=sure)


def keys(*articles: LedgerArticle) -> list[str]:
    return [holder.key for one in unified(articles) for row in one.findings.statements for holder in row.holders]


def test_a_surname_joins_the_one_full_name_of_the_story() -> None:
    assert keys(article(1, person("Odda Brenn")), article(2, person("Brenn"))) == ["odda brenn", "odda brenn"]
    assert keys(article(1, person("Odda Brenn"), person("Karl Brenn")), article(2, person("Brenn"))) == [
        "odda brenn",
        "karl brenn",
        "brenn",
    ]


def test_spellings_of_a_name_are_one_under_the_one_used_most() -> None:
    told = keys(
        article(1, person("Vasil Korensky"), person("Vasil Korensky")),
        article(2, person("Vasil Korenskyy")),
        article(3, person("Korenskiy")),
    )
    assert told == ["vasil korensky"] * 4


def test_bodies_are_joined_by_acronym_and_by_their_last_words() -> None:
    agency = person("Lorvane Coast Guard", BODY)
    assert keys(article(1, agency), article(2, person("Coast Guard", BODY)), article(3, person("LCG", BODY))) == ["lorvane coast guard"] * 3
    assert keys(article(1, agency, person("Orrin Coast Guard", BODY)), article(2, person("Coast Guard", BODY)))[-1] == "coast guard"


def test_who_is_not_named_is_joined_to_nobody() -> None:
    assert keys(article(1, person("Odda Brenn")), article(2, person("Brenn", sure=False))) == ["odda brenn", "brenn"]
    assert keys(article(1, person("Brenn", BODY)), article(2, person("Odda Brenn"))) == ["brenn", "odda brenn"]


@given(st.lists(st.lists(st.sampled_from(["Ada Venn", "Venn", "A. Venn", "Adah Venn", "Venn Office", "AVO"]), max_size=4), max_size=4))
def test_joining_again_changes_nothing(names: list[list[str]]) -> None:
    told = [article(number, *(person(name, BODY if "O" in name else PERSON) for name in group)) for number, group in enumerate(names)]
    once = unified(told)
    assert [len(one.findings.statements) for one in once] == [len(group) for group in names]
    assert unified(once) == once


TEXT = "Odda Brenn said that thirty boats were lost. The Quay Office said that nobody was hurt."


def boats(*, cut: int = 0, copy: bool = False) -> LedgerArticle:
    """An article of two rows; `cut`: the first content begins so many characters later."""
    first, second = TEXT.index("that thirty"), TEXT.index("that nobody")
    rows = (
        Statement(
            id=1, content=((first + cut, TEXT.index(" lost") + 5),), source=((0, 10),), holders=(person("Odda Brenn"),), confidence=0.7
        ),
        Statement(id=2, content=((second, len(TEXT) - 1),), holders=(person("Quay Office", BODY),), confidence=0.7),
    )
    findings = Findings(article_id=2 if copy else 1, statements=rows, figures=find_figures(TEXT, rows))
    return replace(article(2 if copy else 1), text=TEXT, findings=findings)


def edit(**more: object) -> LedgerEdit:
    values: dict[str, object] = {"action": LedgerAction.CORRECT, "holder": "Ada Venn", "stance": Stance.WARNS} | more
    empty = LedgerEdit(at=NOW, actor="owner", article_id=1, statement_id=1, **values)  # type: ignore[arg-type]
    return worded(empty, TEXT, boats().findings.statements[0])


def test_a_correction_changes_holder_and_stance_and_is_certain() -> None:
    [told], held = corrected([boats()], [edit()])
    row = told.findings.statements[0]
    assert [holder.name for holder in row.holders] == ["Ada Venn"]
    assert (row.stance, row.confidence) == (Stance.WARNS, 1.0)
    assert set(held) == {(1, 1)}
    kept = corrected([boats()], [edit(holder="", stance=None)])[0][0].findings.statements[0]
    assert (kept.holders, kept.stance) == (boats().findings.statements[0].holders, Stance.CLAIMS)


def test_a_correction_finds_its_row_with_other_edges_and_in_copies() -> None:
    told, held = corrected([boats(cut=5), boats(copy=True)], [edit()])
    assert set(held) == {(1, 1), (2, 1)}
    assert all(one.findings.statements[0].holders[0].name == "Ada Venn" for one in told)
    # In another article, only the very same words are the same row.
    other = replace(boats(cut=5), article_id=2)
    assert corrected([other], [edit()])[1] == {}


def test_a_hidden_row_is_gone_and_its_figures_are_nobodys() -> None:
    assert boats().findings.figures[0].statement == 0
    [told], _ = corrected([boats()], [edit(action=LedgerAction.HIDE)])
    assert [row.id for row in told.findings.statements] == [2]
    assert told.findings.figures[0].statement == -1


def test_the_latest_correction_counts_and_what_was_undone_does_not() -> None:
    [told], _ = corrected([boats()], [edit(), edit(holder="Karl Orm")])
    assert told.findings.statements[0].holders[0].name == "Karl Orm"
    assert corrected([boats()], [replace(edit(), undone=NOW)]) == ([boats()], {})
