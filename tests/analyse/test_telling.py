"""Stories and articles told in their own sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.ledger import build
from broadsheet.analyse.summary import article_summary, shown
from broadsheet.analyse.telling import story_telling
from broadsheet.types.told import CutKind, Length, TellingRole, Told
from told_edition import EARLY, LATE, fire

TEXTS = {1: EARLY, 2: LATE}


def passage(told: Told) -> str:
    """The told passage without its cuts, which must be the told text."""
    text, left, at = TEXTS[told.source.article_id], "", told.source.start
    for start, end, _ in told.cuts:
        left += text[at:start]
        at = end
    return " ".join((left + text[at : told.source.end]).split())


@pytest.mark.parametrize("length", list(Length))
def test_every_told_sentence_is_its_passage_without_listed_cuts(length: Length) -> None:
    articles = fire()
    telling = story_telling(articles, build(articles), length)
    assert telling
    assert all(told.text == passage(told) for told in telling.sentences)
    assert all(kind is CutKind.DATELINE for told in telling.sentences for _, _, kind in told.cuts)


def test_a_line_is_one_sentence_and_a_page_has_more_than_a_paragraph() -> None:
    articles = fire()
    ledger = build(articles)
    line, paragraph, page = (story_telling(articles, ledger, length) for length in Length)
    assert len(line.sentences) == 1
    assert len(paragraph.sentences) <= len(page.sentences)


def test_nobodys_words_are_told_without_who_said_them() -> None:
    articles = fire()
    told = " ".join(one.text for one in story_telling(articles, build(articles), Length.PAGE).sentences)
    assert "We keep it in the yard,” she said" not in told or "Hanna Dell" in told
    assert "It put the damage" not in told.replace("injured. It put", "")


def test_contested_numbers_are_told_side_by_side_and_not_as_known() -> None:
    articles = fire()
    telling = story_telling(articles, build(articles), Length.PAGE)
    contested = telling.of(TellingRole.CONTESTED)
    assert {"nine", "four"} <= {one.label.split()[0] for one in contested}
    assert not any("four workers" in one.text for one in telling.of(TellingRole.KNOWN))


def test_a_change_of_position_is_told_with_both_passages() -> None:
    articles = fire()
    changed = story_telling(articles, build(articles), Length.PARAGRAPH).of(TellingRole.CHANGED)
    assert any("admitted on Thursday" in one.text for one in changed)


def test_what_a_reader_has_not_seen_is_marked() -> None:
    articles = fire()
    telling = story_telling(articles, build(articles), Length.PAGE, frozenset([2]))
    assert {one.new for one in telling.sentences if one.source.article_id == 2} == {True}
    assert {one.new for one in telling.sentences if one.source.article_id == 1} == {False}


def test_no_articles_are_told_as_nothing_with_a_note() -> None:
    telling = story_telling([], build([]))
    assert not telling
    assert telling.note


def test_an_article_is_told_in_its_own_sentences_in_order() -> None:
    picked = article_summary(EARLY, title="Nine hurt in fire at Tarnford mill")
    assert 1 <= len(picked) <= 3
    assert [one.start for one in picked] == sorted(one.start for one in picked)
    assert shown(EARLY, picked[0]).startswith("A fire at the Orrick Mill")
    assert picked[0].cuts[0][2] is CutKind.DATELINE


def test_a_sentence_that_leans_is_told_after_the_one_it_leans_on() -> None:
    text = "The bridge at Oum was closed. It had cracked in the frost of January and nobody had looked at it since the bridge was painted."
    picked = article_summary(text, length=Length.PAGE)
    assert [one.start for one in picked] == [0, text.index("It had")]


@given(st.text(max_size=400))
def test_any_text_can_be_told(text: str) -> None:
    for one in article_summary(text):
        assert 0 <= one.start < one.end <= len(text)
        assert " ".join(shown(text, one).split()) in " ".join(text.split())
