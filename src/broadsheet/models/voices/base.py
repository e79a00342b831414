"""What a voice is to the rest of the house."""

from __future__ import annotations

from typing import Protocol

from broadsheet.errors import ModelError


class NoVoice(ModelError):
    """There is no voice: its program is not installed, or it does not speak the language."""

    code = "model.no_voice"


class Voice(Protocol):
    """Something that reads aloud. It says what it is given and adds nothing."""

    @property
    def name(self) -> str:
        """Identity of the sound: program, voice, speed. What two voices of one name say sounds alike."""

    def speak(self, text: str, language: str) -> bytes:
        """The text as a complete WAV file (PCM). `language` is an ISO 639-1 code, "" when unknown: then the voice's own is taken.

        Takes a bounded time and gives a bounded size. Raises NoVoice when this voice cannot speak here or not this language, InputError
        when there is nothing to say or too much at once, ModelError when the voice fails.
        """
