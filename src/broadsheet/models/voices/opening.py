"""The voice that the settings name."""

from __future__ import annotations

from broadsheet.errors import ModelError
from broadsheet.models.voices.base import Voice
from broadsheet.models.voices.espeak import EspeakVoice

#: What may stand in the setting `voice.kind`.
KINDS = ("none", "espeak")


def open_voice(kind: str, *, voice: str = "", speed: float = 1.0) -> Voice | None:
    """A voice of that kind; None for "none". Starts nothing, and does not look whether its program is there: speaking does.

    Raises ModelError when the kind is unknown, InputError when its name or speed cannot be.
    """
    if kind == "none":
        return None
    if kind == "espeak":
        return EspeakVoice(voice=voice, speed=speed)
    raise ModelError(f"there is no voice of kind {kind!r}", hint=f"kinds: {', '.join(KINDS)}")
