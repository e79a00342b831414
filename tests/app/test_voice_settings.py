"""A voice in the settings: none by default; what cannot be is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.app.settings import VOICES, load
from broadsheet.errors import SettingsError
from broadsheet.models.voices import KINDS


def test_there_is_none_by_default(tmp_path: Path) -> None:
    assert load({"HOME": str(tmp_path)}).voice.kind == "none"
    assert VOICES == KINDS


def test_it_is_chosen_by_variables(tmp_path: Path) -> None:
    chosen = load(
        {"HOME": str(tmp_path), "BROADSHEET_VOICE_KIND": "espeak", "BROADSHEET_VOICE_VOICE": "en-us+f3", "BROADSHEET_VOICE_SPEED": "1.25"}
    )
    assert (chosen.voice.kind, chosen.voice.voice, chosen.voice.speed) == ("espeak", "en-us+f3", 1.25)


@pytest.mark.parametrize(
    ("name", "value"), [("KIND", "shout"), ("SPEED", "9"), ("SPEED", "nan"), ("VOICE", "--path=/x"), ("VOICE", "en gb")]
)
def test_what_cannot_be_is_refused_and_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"BROADSHEET_VOICE_{name}"):
        load({"HOME": str(tmp_path), f"BROADSHEET_VOICE_{name}": value})
