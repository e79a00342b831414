"""Training a tagger of one's own: what a corpus must be, and what is said where PyTorch is missing."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from broadsheet.app.cli import cli
from broadsheet.models.tagging.encoder import LABELS, open_tagger
from broadsheet.models.tagging.labelling import UNTOLD, by_head, examples
from broadsheet.models.wordpiece import WordPieces

MARKED = """title: Tide
publisher: Lamp
published: 2026-03-02
kind: news

[S1 Odda Brenn] [C1 said] [K1 that the tide was late].
---
1 | Odda Brenn | claims
"""
TEXT = "Odda Brenn said that Ada Venn denied it."
ROW = {
    "text": TEXT,
    "statements": [
        {"source": [[0, 10]], "cue": [[11, 15]], "content": [[16, 39]]},
        {"source": [[21, 29]], "cue": [[30, 36]], "content": [[37, 39]]},
    ],
}


def call(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False)


def pieces() -> WordPieces:
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    return WordPieces([*marks, *sorted(set(TEXT.lower().replace(".", " .").split()))])


def test_words_are_labelled_by_their_statement_and_by_the_one_within_it() -> None:
    [window] = examples(TEXT, ROW["statements"], pieces())  # type: ignore[arg-type]
    assert window.hard is not None
    source, cue, content, inner_source, inner_cue, inner_content = window.hard.T.tolist()
    assert source == [0, 1, 2, 2, 2, 2, 2, 2, 2]
    assert cue == [2, 2, 0, 2, 2, 2, 2, 2, 2]
    assert content == [2, 2, 2, 0, 1, 1, 1, 1, 2]
    assert inner_source == [2, 2, 2, 2, 0, 1, 2, 2, 2]
    assert inner_cue == [2, 2, 2, 2, 2, 2, 0, 2, 2]
    assert inner_content == [2, 2, 2, 2, 2, 2, 2, 0, 2]
    assert len(window.places) == 9
    assert window.row[0] == pieces().number("[CLS]")


def test_what_an_annotation_does_not_tell_is_not_learnt() -> None:
    [window] = examples(TEXT, ROW["statements"][:1], pieces(), inner=False)  # type: ignore[index]
    assert window.hard is not None
    assert np.all(window.hard[:, 3:] == UNTOLD)
    assert len(by_head([])) == len(LABELS)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("rows.jsonl", "{", "no JSON"),
        ("rows.jsonl", '{"text": "x"}', 'a row needs "text" and "statements"'),
        ("rows.jsonl", '{"text": "x", "statements": [{"source": [[0, 9]]}]}', "no [start, end] of its text"),
        ("rows.jsonl", '{"text": "x", "statements": [{"source": "x"}]}', "no list of [start, end]"),
        ("rows.jsonl", "", "holds no annotated text"),
        ("corpus/one.txt", "no marks", "one.txt"),
    ],
)
def test_a_corpus_that_cannot_be_used_is_said_so(tmp_path: Path, name: str, content: str, problem: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    result = call("train", "statements", str(path if path.suffix == ".jsonl" else path.parent))
    assert result.exit_code != 0
    assert problem in result.stderr
    assert "Traceback" not in result.stderr


def test_training_needs_pytorch_and_says_so_or_trains(tmp_path: Path) -> None:
    """Where PyTorch is missing (as in every default install) the command says what to do; where it is there, the weights open."""
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROW) + "\n" + json.dumps({"text": TEXT, "gold": {"statements": []}}))
    (tmp_path / "marked").mkdir()
    (tmp_path / "marked" / "one.txt").write_text(MARKED)
    for corpus in ("rows.jsonl", "marked"):
        out = tmp_path / f"{corpus}.npz"
        result = call("train", "statements", str(tmp_path / corpus), "--out", str(out), "--epochs", "1")
        if importlib.util.find_spec("torch") is None:
            assert result.exit_code != 0
            assert "training needs PyTorch" in result.stderr
            assert "pip install torch" in result.stderr
            assert not out.exists()
        else:
            assert result.exit_code == 0
            assert open_tagger(out).tag(TEXT)
