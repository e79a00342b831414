"""Terms: one folding for all languages, and weights that need no list of words."""

from __future__ import annotations

import json
import math
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.analyse.terms import Rarity, background, cosine, counted, folded, terms, weights


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("İSTANBUL IŞIK", "istanbul ışık"),
        ("Größe", "GRÖSSE"),
        ("São Tomé", "Sao Tome"),
        ("Łódź", "Lodz"),
        ("Øre", "ore"),
        ("1,234,567 people", "1234567 people"),
        ("1.234.567", "1 234 567".replace(" ", "\u202f")),
        ("٢٥ سنة", "25 سنه"),
        ("العربيّة", "عربية"),
        ("والمدارس", "المدارس"),
        ("أحمد إلى", "احمد الي"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("elections", "electoral"),
    ],
)
def test_one_term_for_what_is_one_word(one: str, two: str) -> None:
    assert terms(one) == terms(two) != []


def test_vietnamese_keeps_its_marks_and_joins_syllables() -> None:
    assert terms("Bão lớn đổ bộ") == ["bão", "lớn", "đổ", "bộ", "bão lớn", "lớn đổ", "đổ bộ"]
    assert terms("bảo") != terms("bão đổ bộ")[:1]


def test_scripts_without_spaces_give_pieces() -> None:
    assert terms("東京都 Tokyo") == ["東京", "京都", "tokyo"]
    assert terms("日") == ["日"]
    assert terms("ไทย") == ["ไทย"]
    assert terms("대통령이") == ["대통", "통령", "령이"]


def test_vowel_signs_do_not_cut_words() -> None:
    assert len(terms("हिन्दी में समाचार")) == 3


def test_figures_are_kept_whole() -> None:
    assert terms("1234567 and 1234568")[::2] == ["1234567", "1234568"]
    assert terms("3.5 and 3,5") == ["3_5", "and", "3_5"]


def test_T09_one_key_for_every_unicode_form() -> None:
    text = "Café Ångström ﬁne Việt Nam thắng lớn"
    forms = {tuple(terms(unicodedata.normalize(form, text))) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


def test_T07_ten_megabytes_on_one_line() -> None:
    begin = time.process_time()
    assert terms("x" * 10_000_000) == []
    terms("東" * 10_000_000)
    terms("1," * 5_000_000)
    assert time.process_time() - begin < 3


def test_T15_nothing_to_say() -> None:
    for text in ("", "...", "!?", "a", " \n"):
        assert terms(text) == []
    assert weights({}, Rarity()) == {}


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    found = terms(text)
    assert all(term and not term.isspace() for term in found)
    json.dumps(found).encode("utf-8")
    "".join(found).encode("utf-8")


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_case_does_not_matter(text: str) -> None:
    assert terms(text) == terms(text.upper()) == terms(text.lower())


def test_folded_is_idempotent_on_names() -> None:
    for text in ("İzmir'de", "Straße", "Đà Nẵng mở cửa", "القاهرة"):
        assert folded(folded(text)) == folded(text)


def test_rare_terms_weigh_more() -> None:
    rarity = Rarity()
    for number in range(200):
        rarity.add(counted(f"the mayor of place{chr(97 + number % 26)} said the budget"))
    assert rarity.idf("zeppe") > rarity.idf("place") > 0
    assert rarity.idf("the") < 0.5
    found = weights(counted("the mayor said: the zeppelin"), rarity)
    assert max(found, key=found.__getitem__) == "zeppe"
    assert math.isclose(sum(weight * weight for weight in found.values()), 1.0)


def test_the_background_speaks_first_and_the_collection_later() -> None:
    known = background([("the", math.log(0.05)), ("There", math.log(0.002)), ("ferry", math.log(0.00001))])
    rarity = Rarity(known)
    assert rarity.idf("the") < 0.1 < 3 < rarity.idf("ferry")
    for _ in range(9000):
        rarity.add(["ferry", "the"])
    assert rarity.idf("ferry") < 0.1


def test_taking_back_what_was_added() -> None:
    rarity = Rarity()
    before = rarity.idf("ferry")
    rarity.add(["ferry", "boat"])
    assert rarity.count("ferry") == 1
    rarity.remove(["ferry", "boat"])
    assert (rarity.idf("ferry"), rarity.count("ferry"), rarity.articles) == (before, 0, 0)


def test_a_background_may_be_a_function() -> None:
    rarity = Rarity(lambda term: 0.05 if term == "the" else None)
    assert rarity.idf("the") < rarity.idf("other")


@given(st.text(max_size=200), st.text(max_size=200))
@settings(deadline=None)
def test_cosine_is_a_share(one: str, two: str) -> None:
    rarity = Rarity()
    first, second = weights(counted(one), rarity), weights(counted(two), rarity)
    assert -1e-9 <= cosine(first, second) <= 1 + 1e-9
    assert math.isclose(cosine(first, second), cosine(second, first), abs_tol=1e-12)


@pytest.mark.shared
def test_T11_naughty_strings(shared: Path) -> None:
    for text in json.loads((shared / "data/hostile/naughty_strings.json").read_text(encoding="utf-8")):
        " ".join(terms(text)).encode("utf-8")
