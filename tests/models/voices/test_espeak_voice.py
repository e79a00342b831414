"""The voice by a program: what it is given, what comes back, and its bounds. A small script stands in for espeak-ng."""

from __future__ import annotations

import json
import time
import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import InputError, ModelError
from broadsheet.models.voices import EspeakVoice, NoVoice, open_voice, read_wave
from broadsheet.models.voices.espeak import Bounds, harmless
from voice_program import voice_program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    voice_program(tmp_path / "bin")
    return tmp_path / "bin"


def told(folder: Path) -> dict[str, Any]:
    """What the program was given last."""
    last: dict[str, Any] = json.loads((folder / "given.jsonl").read_text().splitlines()[-1])
    return last


def test_what_it_says_is_a_whole_wav_file(folder: Path) -> None:
    sound = EspeakVoice(path=str(folder)).speak("The ferry left at noon.", "en")
    with wave.open(BytesIO(sound)) as found:
        assert (found.getframerate(), found.getsampwidth(), found.getnchannels(), found.getnframes()) == (22050, 2, 1, 5 * 2205)
    assert read_wave(sound).seconds == pytest.approx(0.5)


def test_the_text_goes_by_standard_input_and_never_by_options(folder: Path) -> None:
    EspeakVoice(path=str(folder), speed=2.0).speak("--version; rm -rf / $(reboot) `id`", "de-AT")
    assert told(folder)["args"] == ["-v", "de", "-s", "350", "-b", "1", "--stdin", "--stdout"]
    assert told(folder)["text"] == "--version; rm -rf / $(reboot) `id`"


@pytest.mark.parametrize(("language", "voice"), [("en", "en"), ("EN", "en"), ("de", "de"), ("pt", "pt-br"), ("", "en")])
def test_a_text_gets_the_voice_of_its_language(folder: Path, language: str, voice: str) -> None:
    EspeakVoice(path=str(folder)).speak("Words.", language)
    assert told(folder)["args"][:2] == ["-v", voice]


def test_a_chosen_voice_speaks_its_own_language_alone(folder: Path) -> None:
    voice = EspeakVoice(path=str(folder), voice="en-gb+f3")
    for language, expected in [("en", "en-gb+f3"), ("", "en-gb+f3"), ("de", "de")]:
        voice.speak("Words.", language)
        assert told(folder)["args"][1] == expected


@pytest.mark.parametrize("language", ["xh", "x--version", "en;id", "../en", "e\nn"])
def test_a_language_that_it_does_not_speak_is_said(folder: Path, language: str) -> None:
    with pytest.raises(NoVoice, match="does not speak"):
        EspeakVoice(path=str(folder)).speak("Words.", language)


@pytest.mark.parametrize(
    ("voice", "speed"), [("--version", 1.0), ("en gb", 1.0), ("../x", 1.0), ("en", 0.1), ("en", 9.0), ("en", float("nan"))]
)
def test_a_voice_or_speed_that_cannot_be_is_refused(voice: str, speed: float) -> None:
    with pytest.raises(InputError):
        EspeakVoice(voice=voice, speed=speed)


def test_orders_to_the_program_do_not_reach_it(folder: Path) -> None:
    EspeakVoice(path=str(folder)).speak("One \x01I/etc/passwd\x01 [[h@l'oU]] [[[x]]] \x00\x9btwo\nthree", "en")
    text = told(folder)["text"]
    assert not any(ord(char) < 0x20 and char != "\n" for char in text)
    assert "[" not in text
    assert "two\nthree" in text


@given(st.text())
def test_harmless_text_has_no_order_in_it(text: str) -> None:
    kept = harmless(text)
    assert not any((ord(char) < 0x20 and char != "\n") or char in "[]\x7f\x9b" for char in kept)


def test_our_own_variables_stay_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_GENERATOR_KEY", "sk-of-the-operator")
    EspeakVoice(path=str(folder)).speak("Words.", "en")
    assert told(folder)["ours"] == []


def test_without_the_program_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoVoice, match="apt install espeak-ng"):
        EspeakVoice(path=str(tmp_path)).speak("Words.", "en")


def test_a_program_that_stalls_fails_or_never_ends_is_an_error(folder: Path) -> None:
    start = time.monotonic()
    voice = EspeakVoice(path=str(folder), bounds=Bounds(seconds=1.0, sound=200_000))
    with pytest.raises(ModelError, match="longer than 1 s"):
        voice.speak("§stall", "")
    with pytest.raises(ModelError, match="out of breath"):
        voice.speak("§fail", "")
    with pytest.raises(ModelError, match="more than 200000 bytes"):
        voice.speak("§endless", "")
    with pytest.raises(ModelError, match="no sound"):
        voice.speak("§noise", "")
    assert time.monotonic() - start < 20


def test_nothing_and_too_much_are_not_said(folder: Path) -> None:
    voice = EspeakVoice(path=str(folder), bounds=Bounds(characters=10))
    for text in ("", " \n\x00", "eleven char"):
        with pytest.raises(InputError):
            voice.speak(text, "en")
    assert not (folder / "given.jsonl").exists()


def test_opening() -> None:
    assert open_voice("none") is None
    voice = open_voice("espeak", voice="de", speed=1.2)
    assert voice is not None
    assert voice.name == "espeak-ng/de/1.2"
    with pytest.raises(ModelError, match="kinds: none, espeak"):
        open_voice("shout")
