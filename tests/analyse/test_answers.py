"""Questions taken apart, and answered in sentences of the articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.answers import Asking, parse
from broadsheet.analyse.answers.sides import apart, one_side
from broadsheet.analyse.ledger import LedgerArticle, build
from broadsheet.app.wiring import make_meaning
from broadsheet.types import Stance
from broadsheet.types.told import Answer, Asked, CutKind, Found, TellingRole, Told
from told_edition import EARLY, LATE, fire


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who runs the mill?", Asked.WHO),
        ("When did the fire start?", Asked.WHEN),
        ("Where was the fire?", Asked.WHERE),
        ("How many workers were hurt?", Asked.HOW_MANY),
        ("how much did it cost", Asked.HOW_MANY),
        ("Why did the fire break out?", Asked.WHY),
        ("Who denied that sawdust was stored there?", Asked.SAID),
        ("What did Hanna Dell say about sawdust?", Asked.SAID),
        ("On what do the sources disagree?", Asked.DIFFERS),
        ("What changed in the mill's position?", Asked.CHANGED),
        ("Which paper was first to report the fire?", Asked.FIRST),
        ("mill fire", Asked.WHAT),
        ("Wie viele Arbeiter wurden verletzt?", Asked.HOW_MANY),
        ("Warum brannte die Mühle?", Asked.WHY),
        ("", Asked.WHAT),
    ],
)
def test_what_a_question_asks_for(question: str, asked: Asked) -> None:
    assert parse(question).asked is asked


def test_who_is_to_have_said_it_and_how() -> None:
    question = parse("Did Hanna Dell deny that sawdust was stored by the boiler?")
    assert question.speaker == ("Hanna", "Dell")
    assert Stance.DENIES in question.stances
    assert question.topic == ("sawdust", "stored", "boiler")
    assert "hanna" in question.names


def test_words_of_opposite_sides_are_no_synonyms() -> None:
    assert one_side("killed", "died")
    assert apart("killed", "injured")
    assert apart("bought", "sold")
    assert not apart("bought", "purchased")


@given(st.text(max_size=80))
def test_any_text_is_a_question(text: str) -> None:
    question = parse(text)
    assert question.asked in set(Asked)
    assert len(question.text) <= 500


def asked(question: str, articles: list[LedgerArticle] | None = None) -> Answer:
    told = fire() if articles is None else articles
    return Asking(parse(question), told, make_meaning()).answer(build(told))


def is_verbatim(told: Told) -> bool:
    text, left, at = {1: EARLY, 2: LATE}[told.source.article_id], "", told.source.start
    for start, end, kind in told.cuts:
        assert kind is CutKind.DATELINE
        left += text[at:start]
        at = end
    return " ".join((left + text[at : told.source.end]).split()) == told.text


@pytest.mark.parametrize(
    ("question", "expected", "article"),
    [
        ("Who runs the Orrick Mill?", "Hanna Dell", 1),
        ("When was the mill built?", "1911", 1),
        ("Who denied that sawdust was stored beside the boiler?", "Hanna Dell", 1),
        ("Why did the fire break out at the mill?", "valve", 2),
        ("How many people does the mill employ?", "140", 1),
    ],
)
def test_an_answer_is_a_sentence_of_an_article(question: str, expected: str, article: int) -> None:
    answer = asked(question)
    assert answer.found is Found.ANSWERED
    assert expected in f"{answer.sentences[0].holder} {answer.sentences[0].text}"
    assert answer.sentences[0].source.article_id == article
    assert all(is_verbatim(told) for told in answer.sentences)


def test_a_contested_number_is_answered_with_all_sides_and_who_holds_them() -> None:
    answer = asked("How many workers were injured in the fire?")
    assert answer.found is Found.DIFFERS
    sides = {told.label: told.holder for told in answer.sentences}
    assert {label.split()[0] for label in sides} == {"nine", "four"}
    assert set(sides.values()) == {"fire brigade", "Orrick Mill"}
    assert all(told.role is TellingRole.CONTESTED and is_verbatim(told) for told in answer.sentences)


def test_a_change_of_position_is_told_first_and_later() -> None:
    answer = asked("What changed in what Orrick Mill said about sawdust?")
    assert answer.found is Found.DIFFERS
    assert [told.label for told in answer.sentences][:2] == ["first", "later"]


@pytest.mark.parametrize(
    "question", ["Who is the mayor of Tarnford?", "How many workers were killed in Vellmar?", "What did Odda Brenn say?"]
)
def test_what_no_source_says_is_not_answered(question: str) -> None:
    answer = asked(question)
    assert answer.found is Found.UNKNOWN
    assert not answer.sentences
    assert all(told.role is TellingRole.NEAR and is_verbatim(told) for told in answer.near)


def test_a_word_that_no_source_has_is_named() -> None:
    assert "mayor" in asked("Who is the mayor of Tarnford?").missing


def test_without_articles_nothing_is_known() -> None:
    answer = asked("How many workers were injured?", [])
    assert answer.found is Found.UNKNOWN
    assert not answer.near
