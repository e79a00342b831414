"""Related articles: likeness of pairs, ranking with variety, reasons in the articles' own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.analyse.related import Candidate, rank, rank_story, reason_words, similarities, similarity
from broadsheet.analyse.related.pairs import widened, without_furniture
from broadsheet.types import Article

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

FERRY = "The ferry Marigold ran aground off Greater Sallow on Monday. The Coast Guard took all 41 passengers ashore before the tide fell."
FERRY_2 = (
    "All 41 passengers were safe after the ferry Marigold struck a sandbank near Greater Sallow, said the Coast Guard on Monday evening."
)
SAFETY = (
    "Greater Sallow wants new rules for every ferry. The harbour board and the Coast Guard meet in spring, said its chair Orla Penhale."
)
BAKERY = "A bakery in Lower Dunnock sold its ten thousandth plum cake; its owner, Mr Tilbury, says the secret is patience and butter."


def article(number: int, text: str, *, title: str = "", publisher: str = "", hours: int = 0, language: str = "en") -> Article:
    when = NOON + timedelta(hours=hours)
    return Article(id=number, title=title, text=text, publisher=publisher, published=when, received=when, language=language)


class Meaning:
    """An embedder with two directions: texts about a ferry, and others."""

    languages = frozenset({"en", "de"})
    cuts = (0.1, 0.9)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = [[1.0, 0.0] if "ferry" in text.lower() or "fähre" in text.lower() else [0.0, 1.0] for text in texts]
        return np.array(rows, np.float32)


def test_same_event_then_same_subject_then_nothing() -> None:
    one = article(1, FERRY)
    scores = list(similarities([(one, one), (one, article(2, FERRY_2)), (one, article(3, SAFETY)), (one, article(4, BAKERY))]))
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1.0)
    assert scores[1] > scores[2] > 2 * scores[3]


def test_one_pair_alone() -> None:
    one, two = article(1, FERRY), article(2, FERRY_2)
    assert similarity(one, two) == pytest.approx(similarity(two, one))
    assert similarity(one, two) > similarity(one, article(3, BAKERY))


def test_T15_empty_texts_are_like_nothing() -> None:
    assert similarity(article(1, ""), article(2, FERRY)) == 0.0
    assert similarity(article(1, "..."), article(2, "")) == 0.0
    assert list(similarities([])) == []


def test_an_embedder_speaks_across_languages() -> None:
    german = article(2, "Eine Fähre ist am Montag auf Grund gelaufen, alle Fahrgäste wurden gerettet.", language="de")
    cake = article(3, "Ein Bäcker hat in dieser Woche seinen zehntausendsten Kuchen verkauft.", language="de")
    english = article(1, FERRY)
    alone = similarity(english, german)
    near, far = similarities([(english, german), (english, cake)], Meaning())
    assert near > 0.6 > 0.3 > far
    assert near > alone


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_score_is_between_none_and_one(texts: list[tuple[str, str]]) -> None:
    pairs = [(article(1, one), article(2, two)) for one, two in texts]
    scores = list(similarities(pairs))
    assert len(scores) == len(pairs)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_furniture_of_a_site_does_not_count() -> None:
    line = "Sign up for our morning letter and never miss a story."
    texts = [f"{text}\n{line}" for text in (FERRY, SAFETY, BAKERY)] + [line]
    assert without_furniture(texts) == [FERRY, SAFETY, BAKERY, line]


def test_near_texts_lend_terms() -> None:
    wide = widened([{"a": 0.8, "b": 0.6}, {"b": 0.6, "c": 0.8}, {"x": 1.0}])
    assert wide[0]["c"] > 0
    assert wide[2] == {"x": 1.0}
    assert all(sum(weight * weight for weight in one.values()) == pytest.approx(1.0) for one in wide)


def test_ranking_leaves_out_the_story_and_its_copies() -> None:
    one = article(1, FERRY, title="Ferry aground", hours=5)
    found = rank(
        one,
        [
            Candidate(one, 7),
            Candidate(article(2, FERRY_2, hours=1), 7),
            Candidate(article(3, FERRY_2 + " More soon.", hours=6), 7),
            Candidate(article(4, FERRY, hours=6), 0, copy_of=1),
            Candidate(article(5, SAFETY), 8),
            Candidate(article(6, SAFETY + " Fares stay."), 8),
            Candidate(article(9, BAKERY), 9),
        ],
        story_id=7,
    )
    assert [(item.article_id, item.kind) for item in found if item.kind == "background"] == [(2, "background")]
    related = [item for item in found if item.kind == "related"]
    assert related[0].article_id in (5, 6)
    assert not {1, 3, 4} & {item.article_id for item in found}
    assert len({5, 6} & {item.article_id for item in related}) == 1
    assert related[0].reason == "names"
    assert "Greater Sallow" in related[0].words


def test_T16_copies_of_one_report_are_offered_once() -> None:
    copies = [Candidate(article(10 + number, SAFETY, publisher=f"Paper {number}"), copy_of=10 if number else 0) for number in range(5)]
    assert [item.article_id for item in rank(article(1, FERRY), copies)] == [10]


def test_near_copies_that_nobody_marked_are_offered_once() -> None:
    same = [Candidate(article(10 + number, SAFETY, publisher=f"Paper {number}")) for number in range(3)]
    assert len(rank(article(1, FERRY), same)) == 1


def test_two_of_one_publisher_at_most() -> None:
    subjects = ("engines of the fleet", "its cooks and their soup", "painters on a pier", "a song about winter")
    many = [Candidate(article(10 + n, f"Greater Sallow ferry news: {what}.", publisher="The Buoy")) for n, what in enumerate(subjects)]
    assert len(rank(article(1, FERRY), many)) <= 2


def test_background_keeps_the_first_report() -> None:
    before = [Candidate(article(10 + hour, f"Report {hour} on the ferry", hours=hour), 7) for hour in range(6)]
    found = rank(article(1, FERRY, hours=9), before, story_id=7)
    assert [item.article_id for item in found] == [15, 14, 10]


def test_related_to_a_story() -> None:
    members = [article(1, FERRY, title="Ferry aground"), article(2, FERRY_2, title="All safe")]
    found = rank_story(members, [Candidate(members[1], 7), Candidate(article(5, SAFETY), 8), Candidate(article(6, BAKERY), 9)], story_id=7)
    assert found[0].article_id == 5
    assert rank_story([], [], story_id=7) == []


def test_reasons_are_names_as_they_are_written() -> None:
    words = reason_words(article(1, FERRY), article(2, SAFETY))
    assert set(words) == {"Greater Sallow", "Coast Guard"}


def test_reasons_without_capitals_are_rare_words() -> None:
    one = article(1, "قال وزير النقل إن العبارة توقفت قرب الميناء", language="ar")
    two = article(2, "توقفت العبارة ساعات قبل الفجر", language="ar")
    assert reason_words(one, two)
    assert reason_words(article(1, FERRY), article(2, "")) == ()


def test_the_calendar_is_no_reason() -> None:
    one = article(1, "It rained in Vierseen on Saturday. They said on Saturday in October that Vierseen waits.")
    two = article(2, "The fair of Vierseen opens on Saturday. On Saturday, the first in October, all of Vierseen comes.")
    assert reason_words(one, two) == ("Vierseen",)
