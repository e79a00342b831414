"""Tokens: what is a word, how it is folded, where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.store import words
from broadsheet.store.query import Phrase
from broadsheet.store.spans import _word_by_word, spans

TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("abÉßſİıΣς’' \u0301\u00ad\u200d北京ｱﾞ가가½ﬁ_-é")), max_size=40)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Élysée Straße ÅSA", ["elysee", "strasse", "asa"]),
        ("don't co-op a_b", ["don", "t", "co", "op", "a", "b"]),
        ("NHK放送2024", ["nhk", "放送", "送", "2024"]),
        ("北京市", ["北京", "京市", "市"]),
        ("ΣΊΣΥΦΟΣ σίσυφος", ["σισυφοσ", "σισυφοσ"]),
        ("Ёлка й", ["елка", "и"]),
        ("העברית עִבְרִית", ["העברית", "עברית"]),
        ("العَرَبِيَّة", ["العربية"]),
        ("सत्यमेव", ["सत्यमेव"]),
        ("co\u00adop \ufeffzero\u200bwidth", ["coop", "zerowidth"]),
        ("ﬁne ½ ⑴ ㏂", ["fine", "1⁄2", "1"]),
        ("Łódź Øre Đorđe", ["lodz", "ore", "dorde"]),
        ("", []),
        ("…—!?", []),
    ],
)
def test_words_of_a_text(text: str, tokens: list[str]) -> None:
    assert words.tokens(text) == tokens


@given(TEXT)
def test_the_fast_way_and_the_thorough_way_agree(text: str) -> None:
    assert words.tokens(text) == [token for token, _, _ in words.places(text)]


@given(TEXT)
def test_T09_the_same_text_in_other_forms_has_the_same_words(text: str) -> None:
    assert words.tokens(text) == words.tokens(text + " ")
    assert [token for token in words.tokens(text) if not token or any(char.isspace() or char in "\"'\\*():&|!<" for char in token)] == []


@given(TEXT)
def test_every_text_is_found_by_itself(text: str) -> None:
    asked, prefix = words.asked(text)
    if asked:
        phrase = Phrase(asked, prefix)
        assert spans(text, [phrase])
        assert _word_by_word(text, [phrase]) == spans(text, [phrase])


@given(TEXT, TEXT)
def test_places_are_the_same_either_way(text: str, other: str) -> None:
    single = [Phrase((token,)) for token in dict.fromkeys(words.tokens(other) + words.tokens(text)[::3])]
    assert spans(text, single) == _word_by_word(text, single)


def test_T07_ten_million_characters_without_a_space_take_no_time() -> None:
    assert words.tokens("x" * 10_000_000) == ["x" * words.LONGEST]
    assert len(words.tokens("字" * 300_000)) == 300_000


def test_phrases_win_over_the_words_that_begin_them() -> None:
    assert spans("Old Harbour Road, old harbour", [Phrase(("old",)), Phrase(("old", "harbour"))]) == ((0, 11), (18, 29))
