"""What two articles have in common, shown to who asks why."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.related.passages import alike_sentences, shared_words
from broadsheet.types import Article

NOW = datetime(2026, 11, 2, tzinfo=UTC)


def article(text: str, title: str = "") -> Article:
    return Article(title=title, text=text, received=NOW, language="en")


ONE = article(
    "The weir at Ostrow gave way on Sunday and 340 people left their homes. Mayor Ilka Brandt spoke of a miracle. "
    "Nobody in the valley had been warned by the water board."
)
TWO = article(
    "No warning came from the water board to anybody in the valley. Bread was handed out by neighbours all night long. "
    "Some 340 people had to leave home when the Ostrow weir gave way, Ilka Brandt said."
)


def test_sentences_that_say_alike_are_paired_and_each_stands_once() -> None:
    pairs = alike_sentences(ONE, TWO)
    said = [(ONE.text[o.start : o.end], TWO.text[o.other_start : o.other_end]) for o in pairs]
    assert [(one[:12], two[:12]) for one, two in said] == [("The weir at ", "Some 340 peo"), ("Nobody in th", "No warning c")]
    assert alike_sentences(ONE, article("Cheese prices rose again in the far south of another country.")) == ()


def test_words_are_given_as_they_are_written() -> None:
    said = shared_words(ONE, TWO)
    assert "Ilka Brandt" in said["names"]
    assert "Ostrow" in said["names"]
    assert said["figures"] == ("340",)
    assert "valley" in said["terms"]


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_texts_give_places_that_exist(one: str, two: str) -> None:
    a, b = article(one), article(two)
    for pair in alike_sentences(a, b):
        assert 0 <= pair.start < pair.end <= len(one)
        assert 0 <= pair.other_start < pair.other_end <= len(two)
    assert set(shared_words(a, b)) == {"names", "terms", "figures"}
