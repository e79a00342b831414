"""The ledger in the store: the line of articles to be read, what was found, who said it, what readers corrected; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import InputError, NotFound
from broadsheet.store import Store, open_store
from broadsheet.store.finding_rows import findings_of, findings_row
from broadsheet.types import (
    Article,
    Dated,
    DatePrecision,
    Evidence,
    Figure,
    Filing,
    Findings,
    Form,
    Holder,
    HolderKind,
    LedgerAction,
    LedgerEdit,
    Stance,
    Statement,
    Story,
    StoryLink,
)

QUILL = Holder(name="Mara Quill", key="mara quill", kind=HolderKind.PERSON, body="Harbour Office")
OFFICE = Holder(name="Harbour Office", key="harbour office", kind=HolderKind.ORGANISATION)
SOMEBODY = Holder(name="a clerk", key="a clerk", kind=HolderKind.ANONYMOUS, sure=False)
ROW = Statement(
    source=((12, 20),),
    cue=((21, 25),),
    content=((0, 10), (26, 40)),
    form=Form.MIXED,
    stance=Stance.DENIES,
    holders=(QUILL, OFFICE),
    via="state radio",
    negated=True,
    modality="may",
    hedges=("reportedly", "at least"),
    when=date(2026, 3, 1),
    when_words="on Sunday",
    confidence=0.75,
)
FIGURE = Figure(start=3, end=9, low=11.5, high=None, unit="m3", noun="barrel", about=("spilt",), statement=0, approximate=True)
DAY = Dated(start=1, end=5, first=date(2026, 3, 1), last=date(2026, 3, 31), precision=DatePrecision.MONTH, passage=(0, 40), confidence=0.5)


def file(store: Store, now: datetime, count: int = 1, **more: object) -> list[int]:
    made = [Article(title=f"Fog {n}", text=f"Fog over Vellmar {n}", received=now - timedelta(hours=n), **more) for n in range(count)]  # type: ignore[arg-type]
    return [one.article_id for one in store.file([Filing(article=article) for article in made])]


def found(article_id: int, *rows: Statement, version: str = "v1", **more: object) -> Findings:
    return Findings(article_id=article_id, statements=rows or (ROW,), version=version, **more)  # type: ignore[arg-type]


def correction(now: datetime, article_id: int, **more: object) -> LedgerEdit:
    values: dict[str, object] = {
        "action": LedgerAction.CORRECT,
        "content": "the fog",
        "holder": "Ada Brenn",
        "stance": Stance.CLAIMS,
    } | more
    return LedgerEdit(at=now, actor="owner", article_id=article_id, statement_id=1, **values)  # type: ignore[arg-type]


def test_new_articles_wait_to_be_read_those_of_the_newest_story_first(store: Store, now: datetime) -> None:
    old, middle, new = file(store, now, 3)[::-1]
    assert [article.id for article in store.unanalysed()] == [new, middle, old]
    # The oldest article is in the story that was last in the news: it comes before the one that is in none.
    late = now + timedelta(hours=1)
    [latest] = [one.article_id for one in store.file([Filing(article=Article(title="Now", text="Now", received=late))])]
    ids = store.save_links(
        [StoryLink(article_id=old, story_id=-1, evidence=Evidence()), StoryLink(article_id=latest, story_id=-1, evidence=Evidence())]
    )
    store.save_stories([Story(id=ids[-1], articles=2, first_seen=now, last_seen=late)])
    assert [article.id for article in store.unanalysed()] == [latest, old, new, middle]
    assert store.unanalysed_count() == 4
    assert len(store.unanalysed(1)) == 1


def test_what_was_found_comes_back_and_takes_the_article_out_of_the_line(store: Store, now: datetime) -> None:
    one, other = file(store, now, 2)
    full = Findings(article_id=one, statements=(ROW, Statement()), figures=(FIGURE,), dates=(DAY,), note="note", version="v1")
    assert store.save_findings([full]) == 1
    back = store.findings([one, other, 99])
    assert list(back) == [one]
    numbered = tuple(replace(row, id=place, article_id=one) for place, row in enumerate(full.statements, 1))
    assert back[one] == replace(full, statements=numbered)
    assert [article.id for article in store.unanalysed()] == [other]
    assert (store.stats().analysed, store.stats().unanalysed) == (1, 1)
    store.save_findings([found(one, Statement(stance=Stance.WARNS), version="v2")])
    assert [row.stance for row in store.findings([one])[one].statements] == [Stance.WARNS]
    assert store.save_findings([]) == 0


def test_a_changed_text_waits_again_and_what_was_found_in_it_is_forgotten(store: Store, now: datetime) -> None:
    [one] = file(store, now)
    store.save_findings([found(one)])
    article = store.article(one)
    store.file([Filing(article=replace(article, section="Weather"))])
    assert store.findings([one]), "what is not of the text changes nothing"
    assert store.unanalysed_count() == 0
    store.file([Filing(article=replace(article, publisher="The Lantern"))])
    assert store.findings([one]), "the offsets still hold"
    assert store.unanalysed_count() == 1
    store.file([Filing(article=replace(article, text="Another text"))])
    assert store.findings([one]) == {}
    assert store.speakers() == []


def test_findings_of_a_text_that_changed_meanwhile_are_left_out(store: Store, now: datetime) -> None:
    one, other = file(store, now, 2)
    store.unanalysed()
    store.file([Filing(article=replace(store.article(one), text="Another text"))])
    store.delete_article(other)
    assert store.save_findings([found(one), found(other)]) == 0
    assert store.findings([one, other]) == {}
    assert [article.id for article in store.unanalysed()] == [one]
    assert store.save_findings([found(one)]) == 1


def test_another_version_puts_articles_in_line_again(store: Store, now: datetime) -> None:
    one, other, third = file(store, now, 3)
    store.save_findings([found(one), found(other, version="v2")])
    assert store.analyse_again("v2") == 1
    assert {article.id for article in store.unanalysed()} == {one, third}
    assert store.analyse_again("v2") == 0
    assert store.findings([one]), "what is known stays until it is found again"


def test_holders_are_found_by_the_words_of_their_names(store: Store, now: datetime) -> None:
    one, other = file(store, now, 2)
    brenn = Holder(name="Brenn_", key="brenn_", kind=HolderKind.PERSON)
    store.save_findings([found(one, ROW, Statement(holders=(QUILL,))), found(other, Statement(holders=(QUILL, SOMEBODY, brenn)))])
    every = store.speakers()
    assert [(who.name, who.statements, who.articles) for who in every] == [("Mara Quill", 3, 2), ("Brenn_", 1, 1), ("Harbour Office", 1, 1)]
    assert every[0].body == "Harbour Office"
    assert every[0].last == now
    assert [who.key for who in store.speakers("qui")] == ["mara quill"]
    assert [who.key for who in store.speakers("MARA qu")] == ["mara quill"]
    assert store.speakers("ara") == []
    assert [who.key for who in store.speakers("brenn_")] == ["brenn_"]
    assert store.speakers("%") == store.speakers("_") == store.speakers("\\") == []
    assert len(store.speakers("", 2)) == 2
    assert store.speaker("mara quill") == every[0]
    assert store.said_by("mara quill") == [one, other]
    assert store.said_by("mara quill", 1, 1) == [other]
    with pytest.raises(NotFound, match="nobody called"):
        store.speaker("nobody")


def test_long_keys_of_holders_are_kept(store: Store, now: datetime) -> None:
    [one] = file(store, now)
    long = Holder(name="n" * 5000, key="k" * 5000, kind=HolderKind.GROUP)
    store.save_findings([found(one, Statement(holders=(long,)))])
    assert store.said_by("k" * 5000) == [one]


def test_corrections_are_kept_and_undone_with_audit_entries(store: Store, now: datetime) -> None:
    one, other = file(store, now, 2)
    kept = store.correct_ledger(correction(now, one))
    hidden = store.correct_ledger(correction(now, other, action=LedgerAction.HIDE, holder="", stance=None, note="not said"))
    assert store.corrections([one, other]) == [kept, hidden]
    assert kept.id < hidden.id
    undone = store.undo_correction(kept.id, now, "owner")
    assert undone.undone == now
    assert store.corrections([one]) == [undone]
    with pytest.raises(InputError, match="undone before"):
        store.undo_correction(kept.id, now, "owner")
    with pytest.raises(NotFound):
        store.undo_correction(99, now, "owner")
    with pytest.raises(NotFound):
        store.correct_ledger(correction(now, 99))
    assert [entry.action for entry in store.audit_log()] == ["ledger.undo.correct", "ledger.hide", "ledger.correct"]
    assert store.audit_log()[-1].detail == "“the fog” Ada Brenn claims"


def test_corrections_outlive_findings_and_go_with_the_article(store: Store, now: datetime) -> None:
    [one] = file(store, now)
    store.save_findings([found(one)])
    kept = store.correct_ledger(correction(now, one))
    store.file([Filing(article=replace(store.article(one), text="Another text"))])
    assert store.corrections([one]) == [kept]
    store.delete_article(one)
    assert store.corrections([one]) == []
    assert store.unanalysed_count() == 0
    assert store.check() == []


def test_a_dump_holds_the_ledger(make_place: Callable[[], str], now: datetime) -> None:
    with closing(open_store(make_place(), clock=lambda: now)) as store, closing(open_store(make_place(), clock=lambda: now)) as copy:
        one, _ = file(store, now, 2)
        store.save_findings([found(one)])
        store.correct_ledger(correction(now, one))
        rows = list(store.dump())
        copy.load(rows)
        assert list(copy.dump()) == rows
        assert copy.findings([one]) == store.findings([one])
        assert copy.speakers() == store.speakers()
        assert copy.unanalysed_count() == 1
        assert copy.correct_ledger(correction(now, one)).id == 2


@given(st.text(), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=4), st.floats(0, 1))
def test_statements_survive_the_way_to_a_row(words: str, spans: list[tuple[int, int]], sure: float) -> None:
    holder = Holder(name=words, key=words, kind=HolderKind.GROUP)
    row = replace(ROW, content=tuple(spans), via=words, holders=(holder,), confidence=sure, id=1, article_id=7)
    given_ = found(7, row)
    back = findings_of(findings_row(given_))  # type: ignore[arg-type]
    clean = words.replace("\0", "")
    expected = replace(row, via=clean, holders=(replace(holder, name=clean, key=clean),))
    assert back == replace(given_, statements=(expected,))
