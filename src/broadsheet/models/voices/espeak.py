"""A voice by the program espeak-ng, where it is installed. Small, quick, over a hundred languages; it sounds like a machine.

The program gets its text on standard input and its options as a list: no shell, nothing of an article on a command line. espeak-ng acts
on two things in a text: commands that begin with a control character (one plays a sound file), and phonemes in double square brackets.
Neither reaches it. It gets a bounded time, its sound a bounded size, and no variable of Broadsheet's own, which may hold a key.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Timer
from typing import IO

from broadsheet.errors import InputError, ModelError
from broadsheet.models.voices.base import NoVoice
from broadsheet.models.voices.waves import read_wave, write_wave

PROGRAM = "espeak-ng"
#: Words a minute at speed 1: espeak-ng's own.
WORDS_A_MINUTE = 175
#: What to do when there is none.
INSTALL = "install espeak-ng: apt install espeak-ng, dnf install espeak-ng, brew install espeak-ng"
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_OTHERS = re.compile(r"\(([A-Za-z0-9-]{1,40}) \d{1,3}\)", re.ASCII)
#: Names of voices as the program takes them; none begins like an option.
VOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]{0,60}", re.ASCII)
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of one call: characters of the text, seconds, bytes of sound (44,100 a second)."""

    characters: int = 40_000
    seconds: float = 60.0
    sound: int = 160 * 1024 * 1024


class EspeakVoice:
    """Speaks by espeak-ng. `voice` is one of its voices ("en-gb+f3"), taken for texts of its own language; others get their language's.

    `speed` is a factor, 1 is 175 words a minute. `path` is where programs are looked for, by default as the shell does. Starts nothing
    until it is to speak.
    """

    def __init__(self, *, voice: str = "", speed: float = 1.0, path: str | None = None, bounds: Bounds | None = None) -> None:
        if voice and not VOICE.fullmatch(voice):
            raise InputError(f"{voice!r} is no name of a voice", hint="see espeak-ng --voices")
        if not 0.5 <= speed <= 2.5:
            raise InputError(f"a voice's speed is between 0.5 and 2.5, not {speed}")
        self._voice = voice
        self._speed = speed
        self._path = path
        self._bounds = bounds or Bounds()

    @property
    def name(self) -> str:
        """Program, voice, speed."""
        return f"{PROGRAM}/{self._voice or 'by language'}/{self._speed:g}"

    def speak(self, text: str, language: str) -> bytes:
        """The text as WAV, 22,050 frames a second, 16 bits, one channel. Raises as the protocol says."""
        said = harmless(text)
        if not said:
            raise InputError("there is nothing to say")
        if len(said) > self._bounds.characters:
            raise InputError(f"{len(said)} characters are too many to say at once")
        words = str(round(WORDS_A_MINUTE * self._speed))
        sound = self._run(["-v", self._voice_for(language), "-s", words, "-b", "1", "--stdin", "--stdout"], said)
        try:
            wave = read_wave(sound)
        except InputError as error:
            raise ModelError(f"{PROGRAM} gave no sound: {error.message}") from error
        return write_wave(wave)

    def _voice_for(self, language: str) -> str:
        own = self._voice.partition("+")[0].partition("-")[0].lower()
        primary = language.lower().partition("-")[0]
        if (self._voice and own in (primary, "mb")) or not primary:
            return self._voice or "en"
        spoken = self._voices
        if _LANGUAGE.fullmatch(primary):
            if primary in spoken:
                return primary
            for tag in spoken:
                if tag.startswith(f"{primary}-"):
                    return tag
        raise NoVoice(f"{PROGRAM} does not speak the language {language!r}")

    @cached_property
    def _voices(self) -> tuple[str, ...]:
        """The languages that are spoken, as the program takes them, best first."""
        rows = self._run(["--voices"], "").decode("utf-8", "replace").splitlines()[1:]
        tags: list[str] = []
        for row in rows:
            parts = row.split()
            if len(parts) >= 4 and VOICE.fullmatch(parts[1]):
                tags += [parts[1].lower(), *(tag.lower() for tag in _OTHERS.findall(row))]
        return tuple(dict.fromkeys(tags))

    def _run(self, options: list[str], text: str) -> bytes:
        """What the program writes. Raises NoVoice when there is no program, ModelError when it fails, takes too long or never ends."""
        program = shutil.which(PROGRAM, path=self._path)
        if program is None:
            raise NoVoice(f"the program {PROGRAM} is not installed", hint=INSTALL)
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as complaints:
            given.write(text.encode("utf-8", "replace"))
            given.seek(0)
            try:
                process = subprocess.Popen(
                    [program, *options],
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    env=_without_ours(os.environ),
                    start_new_session=True,
                )
            except OSError as error:
                raise NoVoice(f"{PROGRAM} cannot be started: {error.strerror}", hint=INSTALL) from error
            assert process.stdout is not None
            with process, _Watch(process, self._bounds.seconds) as watch:
                sound = _read(process.stdout, self._bounds.sound)
                if sound is None:
                    watch.kill()
                process.wait()
            if sound is None:
                raise ModelError(f"{PROGRAM} gave more than {self._bounds.sound} bytes")
            if watch.late:
                raise ModelError(f"{PROGRAM} took longer than {self._bounds.seconds:g} s")
            if process.returncode != 0:
                complaints.seek(0)
                said = " ".join(complaints.read(400).decode("utf-8", "replace").split())
                raise ModelError(f"{PROGRAM} failed: {said or f'exit code {process.returncode}'}")
            return sound


class _Watch:
    """Ends a process, and what it started, when its time is up."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self.late = False
        self._timer = Timer(seconds, self._time_is_up)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _time_is_up(self) -> None:
        self.late = True
        self.kill()

    def kill(self) -> None:
        """End it now."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()


def _read(pipe: IO[bytes], most: int) -> bytes | None:
    """All of it; None when it is more than `most` bytes."""
    pieces: list[bytes] = []
    size = 0
    while piece := pipe.read(_PIECE):
        size += len(piece)
        if size > most:
            return None
        pieces.append(piece)
    return b"".join(pieces)


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("BROADSHEET_")}


def harmless(text: str) -> str:
    """The text without what espeak-ng would take for an order: control characters but line ends, and square brackets."""
    kept = "".join(" " if (ord(char) < 0x20 and char != "\n") or 0x7F <= ord(char) < 0xA0 else char for char in text)
    return kept.replace("[", "(").replace("]", ")").strip()
