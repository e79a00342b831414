"""Reading aloud on the command line."""

from __future__ import annotations

import json
import wave
from io import BytesIO
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


def test_an_article_a_story_and_the_day_are_read_into_files(mill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice_program(mill / "bin")
    monkeypatch.setenv("PATH", str(mill / "bin"))
    for thing in ("1", "s1", "digest"):
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
    assert "apt install espeak-ng" in done.output


def test_a_text_from_a_pipe_goes_to_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = voice_program(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    text = "Die Brücke blieb am Montag geschlossen, weil das Wasser über die Ufer getreten war.\n\nMehr morgen."
    done = CliRunner(env={"HOME": str(tmp_path)}).invoke(cli, ["listen", "-", "--speed", "2"], input=text)
    assert done.exit_code == 0, done.output
    with wave.open(BytesIO(done.stdout_bytes)) as read:
        assert read.getnframes() > 22050
    said = [json.loads(line) for line in given.read_text("utf-8").splitlines()]
    assert [one["text"] for one in said] == text.split("\n\n")
    assert {tuple(one["args"][:4]) for one in said} == {("-v", "de", "-s", "350")}


@pytest.mark.parametrize(("args", "code"), [(["x12"], 2), (["999"], 3), (["s999"], 3), (["-", "--voice", "--path=/x"], 2)])
def test_mistakes_have_their_codes(mill: Path, args: list[str], code: int) -> None:
    done = CliRunner().invoke(cli, ["listen", *args, "--out", str(mill / "a.wav")], input="Words.")
    assert done.exit_code == code, done.output
    assert not (mill / "a.wav").exists()


def test_what_cannot_be_written_is_said(mill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice_program(mill / "bin")
    monkeypatch.setenv("PATH", str(mill / "bin"))
    done = CliRunner().invoke(cli, ["listen", "1", "--out", str(mill / "none" / "a.wav")])
    assert done.exit_code == 2
    assert "cannot write" in done.output
