"""Audio files: made by a voice when they are asked for, kept in a folder up to a size, the one longest unheard going first."""

from __future__ import annotations

import errno
import json
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import IO

from broadsheet.app.listening import Part, Spoken
from broadsheet.errors import InputError, StoreFull, StoreUnusable, TooMany
from broadsheet.models.voices import NoVoice, Voice, Wave, read_wave, silence, wave_header

#: Seconds between two parts.
PAUSE = 0.45
#: Requests that may wait while one file is made; more are asked to come back.
WAITING = 3
#: Changes when the same words would sound otherwise.
VERSION = 1
_HEADER = 44


class AudioDesk:
    """Makes one file at a time. Safe for threads; several processes may share the folder."""

    def __init__(self, voice: Voice, folder: Path, kept_bytes: int) -> None:
        """The folder is made when the first file is."""
        self._voice = voice
        self._folder = folder
        self._kept_bytes = kept_bytes
        self._making = Lock()
        self._asking = BoundedSemaphore(1 + WAITING)

    @property
    def voice(self) -> str:
        """The voice's name."""
        return self._voice.name

    def kept(self, spoken: Spoken) -> Path | None:
        """The file, when it was made before; it counts as heard now."""
        file = self._file(spoken)
        try:
            os.utime(file)
        except OSError:
            return None
        return file

    def file(self, spoken: Spoken) -> Path:
        """The file of these words, made now unless it is kept.

        Raises NoVoice, ModelError, InputError (nothing to say), TooMany when too many wait, StoreFull and StoreUnusable when it cannot be
        written.
        """
        if file := self.kept(spoken):
            return file
        if not self._asking.acquire(blocking=False):
            raise TooMany("The voice is busy. Please come back in a moment.", seconds=15)
        try:
            with self._making:
                return self.kept(spoken) or self._made(spoken)
        finally:
            self._asking.release()

    def _file(self, spoken: Spoken) -> Path:
        said = json.dumps([VERSION, self._voice.name, [[part.text, part.language] for part in spoken.parts]])
        return self._folder / f"{sha256(said.encode()).hexdigest()[:40]}.wav"

    def _made(self, spoken: Spoken) -> Path:
        file = self._file(spoken)
        with _writing(self._folder) as out:
            write(self._voice, spoken, out)
            os.replace(out.name, file)
        self._prune(file)
        return file

    def _prune(self, newest: Path) -> None:
        """Remove what was not heard for longest until the rest fits; the newest stays whatever its size."""
        files = []
        for one in self._folder.glob("*.wav"):
            with suppress(OSError):
                found = one.stat()
                files.append((found.st_mtime, found.st_size, one))
        size = sum(size for _, size, _ in files)
        for _, of_it, one in sorted(files):
            if size <= self._kept_bytes:
                break
            if one != newest:
                one.unlink(missing_ok=True)
                size -= of_it


@contextmanager
def _writing(folder: Path) -> Iterator[IO[bytes]]:
    """A file in the folder under a name of its own; removed unless it was given another one."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as out:
            try:
                yield out
            finally:
                Path(out.name).unlink(missing_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull("there is no space for audio", hint="voice.kept_bytes bounds what is kept") from error
        raise StoreUnusable(f"audio cannot be kept in {folder}: {error.strerror}") from error


def write(voice: Voice, spoken: Spoken, out: IO[bytes]) -> float:
    """Write the words as one WAV file to `out`, which can seek; how many seconds it lasts. One part is held in memory at a time.

    Parts in a language that the voice does not speak are left out. Raises NoVoice when it speaks none of them, InputError when there is
    nothing to say.
    """
    out.write(b"\0" * _HEADER)
    shape: Wave | None = None
    size = 0
    unspoken: NoVoice | None = None
    for part in spoken.parts:
        try:
            wave = _said(voice, part)
        except NoVoice as error:
            unspoken = error
            continue
        if wave is None:
            continue
        if shape is not None and (wave.rate, wave.channels, wave.width) != (shape.rate, shape.channels, shape.width):
            raise InputError("this voice changed the shape of its sound")
        shape = shape or Wave(b"", wave.rate, wave.channels, wave.width)
        sound = wave.frames + silence(shape, PAUSE).frames
        out.write(sound)
        size += len(sound)
    if shape is None:
        raise unspoken or InputError("there is nothing to read aloud")
    out.seek(0)
    out.write(wave_header(shape, size))
    out.flush()
    return size / (shape.rate * shape.channels * shape.width)


def _said(voice: Voice, part: Part) -> Wave | None:
    """The sound of a part; None where nothing in it can be said."""
    if not any(char.isalnum() for char in part.text):
        return None
    return read_wave(voice.speak(part.text, part.language))


def seconds_of(file: Path) -> float:
    """How long a file that was made here lasts. Raises OSError."""
    with file.open("rb") as source:
        rate = struct.unpack_from("<I", source.read(_HEADER), 28)[0]
    return float(file.stat().st_size - _HEADER) / float(max(1, rate))
