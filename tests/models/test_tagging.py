"""The statement tagger: windows, decoding, the shipped weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import ModelError
from broadsheet.models.tagging.decoding import markings, runs
from broadsheet.models.tagging.encoder import StatementTagger, open_tagger
from broadsheet.models.tagging.windows import MOST_PIECES, numbers, read, windows
from broadsheet.models.wordpiece import WordPieces
from broadsheet.types import Part

VOCABULARY = WordPieces(
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"), "."]
)
TEXT = "The harbour master said that the barrier had held.\n\n“It leaked for an hour,” said Odda Brenn. Boats lay at the quay."


@pytest.fixture(scope="module")
def tagger() -> StatementTagger:
    return open_tagger()


@given(st.lists(st.integers(1, 120), max_size=12))
def test_windows_tell_of_every_word_once_and_fit_the_model(paragraphs: list[int]) -> None:
    reading = read("\n".join("ab " * words for words in paragraphs), VOCABULARY)
    told: list[int] = []
    for window in windows(reading):
        row, places = numbers(reading, window, 2, 3)
        assert len(row) <= MOST_PIECES + 2
        assert len(places) == window.stop - window.first
        told += range(window.first + window.lead, window.stop - window.tail)
    assert told == list(range(len(reading.words)))


def test_inside_never_follows_outside() -> None:
    table = np.array([[0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1]], np.float32)
    assert runs(table) == [(0, 1), (2, 3), (3, 5)]
    assert runs(np.zeros((0, 3), np.float32)) == []


def test_a_bias_finds_more() -> None:
    table = np.array([[0.3, 0.1, 0.6], [0.1, 0.3, 0.6]], np.float32)
    assert runs(table) == []
    assert runs(table, bias=2.0) == [(0, 2)]
    (found,) = markings([(0, 2), (3, 5)], table, Part.CUE, bias=2.0)
    assert (found.start, found.end) == (0, 5)
    assert 0 < found.confidence < 1


def test_the_shipped_tagger_finds_sources_cues_and_contents(tagger: StatementTagger) -> None:
    told = {(one.part, TEXT[one.start : one.end]) for one in tagger.tag(TEXT)}
    assert (Part.SOURCE, "The harbour master") in told
    assert (Part.CUE, "said") in told
    assert (Part.CONTENT, "that the barrier had held") in told
    assert (Part.SOURCE, "Odda Brenn") in told


def test_the_same_text_gives_the_same_answer_and_a_blank_one_none(tagger: StatementTagger) -> None:
    assert tagger.tag(TEXT) == tagger.tag(TEXT)
    assert list(tagger.tag("")) == list(tagger.tag(" \n\n ")) == []
    assert tagger.name.startswith("tagger-")


def test_odd_text_is_read(tagger: StatementTagger) -> None:
    for text in ("\ud800 said", "a" * 5000, "“" * 300, "\u0301\u0301", "\u200b said \u202e"):
        for one in tagger.tag(text):
            assert 0 <= one.start < one.end <= len(text)


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "tagger.npz"
    path.write_bytes(b"no weights")
    with pytest.raises(ModelError, match=r"tagger\.npz cannot be read"):
        StatementTagger(path)
