"""Normalisation of text, by row of the catalogue."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.types.text import MOST_MARKS, clipped, fingerprint, folded, isolated, one_line, storable

ANY = st.text(st.characters(exclude_categories=[]), max_size=200)


def test_T01_nul_and_controls_are_removed() -> None:
    assert storable("a\x00b\x07c\td\r\ne\x7f") == "abc\td\r\ne"


def test_T02_overrides_leave_names_and_are_isolated_elsewhere() -> None:
    assert one_line("Velm\u202e tsoP\u2066 \n Daily") == "Velm tsoP Daily"
    assert isolated("\u202eبريد") == "\u2068بريد\u2069"
    assert isolated("plain") == "plain"


def test_T03_invisible_characters_do_not_tell_texts_apart_but_stay_in_them() -> None:
    assert folded("har\u00adbour\u200b \ufeffbridge") == folded("Harbour bridge")
    family = "👩\u200d👩\u200d👧"
    assert storable(family) == family
    assert storable("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize("grapheme", ["👩\u200d👩\u200d👧", "🇫🇮", "👍🏽", "e\u0301\u0302", "\r\n", "한"])
def test_T05_cuts_fall_between_graphemes(grapheme: str) -> None:
    text = "x" * 10 + grapheme * 20
    for length in range(11, 30):
        cut = clipped(text, length, "")
        assert len(cut) <= length
        assert (len(cut) - 10) % len(grapheme) == 0 or cut.endswith("\r\n") or grapheme == "\r\n"


def test_T05_a_cut_prefers_a_space() -> None:
    assert clipped("the harbour bridge opens", 15) == "the harbour…"
    assert clipped("short", 15) == "short"


def test_T06_marks_are_capped() -> None:
    assert len(storable("z" + "\u0300\u0327" * 500)) <= 2 + MOST_MARKS


def test_T09_unicode_forms_fold_to_one() -> None:
    title = "Café “Zürich” – Ⅳ"
    assert len({folded(unicodedata.normalize(form, title)) for form in ("NFC", "NFD", "NFKC", "NFKD")}) == 1
    assert folded("“Quoted” – it’s") == folded('"quoted" - it\'s')


def test_T10_lone_surrogates_are_replaced() -> None:
    assert storable("a\ud800b") == "a\ufffdb"
    fingerprint("a\ud800b")


@given(ANY)
def test_storable_is_stable_and_encodes(text: str) -> None:
    once = storable(text)
    once.encode("utf-8")
    assert storable(once) == once
    assert "\x00" not in once


@given(ANY)
def test_folded_is_stable(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(ANY, st.integers(1, 50))
def test_clipped_is_never_longer(text: str, length: int) -> None:
    assert len(clipped(text, length)) <= max(length, 1)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_fingerprints_tell_their_parts_apart(one: str, two: str, three: str) -> None:
    assert (fingerprint(one, two) == fingerprint(one, three)) == (
        two.encode("utf-8", "surrogatepass") == three.encode("utf-8", "surrogatepass")
    )
    assert len(fingerprint(one)) == 24
