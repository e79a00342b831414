"""Reading aloud on the command line."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.app.cli import cli
from voice_program import voice_program


def call(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False)


@pytest.fixture
def mill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one article; its folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BROADSHEET_DATA", str(tmp_path / "data"))
    rows = tmp_path / "rows.jsonl"
    text = "The mill at Oum burnt down on Monday, the fire brigade said. Nobody was hurt at the mill."
    rows.write_text(json.dumps({"id": "a", "title": "The mill at Oum", "text": text, "lang": "en"}), "utf-8")
    assert call("import", str(rows)).exit_code == 0
    return tmp_path


def test_an_article_and_a_story_are_read_into_files(mill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice_program(mill / "bin")
    monkeypatch.setenv("PATH", str(mill / "bin"))
    for thing in ("1", "s1"):
        out = mill / f"{thing}.wav"
        assert call("listen", thing, "--out", str(out)).exit_code == 0
        with wave.open(str(out)) as read:
            assert read.getnframes() > 0
        assert not out.with_name(f"{out.name}.part").exists()


def test_without_the_program_it_says_what_to_install(mill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(mill / "nothing"))
    done = CliRunner().invoke(cli, ["listen", "1", "--out", str(mill / "a.wav")])
    assert done.exit_code != 0
    assert not (mill / "a.wav").exists()
