"""Importing files and folders: what was read stays read, and an interrupted import goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from broadsheet.errors import BroadsheetError, InputError, ParseError
from broadsheet.extract import opml
from broadsheet.intake.files import captures
from broadsheet.intake.warc import Skipped
from broadsheet.pipeline import Press, Taken, take_in
from broadsheet.pipeline.failures import record
from broadsheet.pipeline.press import BATCH
from broadsheet.types import Capture, CaptureKind, Outcome

#: The mark of a file that was imported to its end.
DONE = "done"
OPML_SUFFIXES = (".opml",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How far an import has come. `skipped` documents had been imported before, `failed` ones are listed as failures."""

    files: int = 0
    documents: int = 0
    new: int = 0
    changed: int = 0
    known: int = 0
    failed: int = 0
    skipped: int = 0
    sources: int = 0
    #: The file being read, for a progress line.
    path: str = ""


def import_paths(
    press: Press,
    paths: Sequence[Path],
    progress: Callable[[Imported], None] | None = None,
    *,
    again: bool = False,
    captured: datetime | None = None,
) -> Imported:
    """Import files and folders (their files in order of name; hidden ones left out). OPML files add sources.

    Plain text is taken as a page pasted at the time `captured`, if one is given: ages written in it ("2 hours ago") count from there.
    How far a file was read is stored with each batch; a file that was read to its end is skipped unless `again`, or when it has changed.
    Raises InputError for a path that does not exist, before anything is read.
    """
    files = list(_files(paths))
    done = Imported()
    for file in files:
        done = replace(done, files=done.files + 1, path=str(file))
        try:
            if not file.is_file():
                # A pipe with a name can be read once only: nothing to look at beforehand, nothing to resume.
                with file.open("rb") as stream:
                    done = _import_stream(press, stream, str(file), done, progress, captured)
            elif _is_opml(file):
                done = replace(done, sources=done.sources + import_opml(press, file.read_bytes()))
            else:
                done = _import_file(press, file, done, progress, again, captured)
        except (InputError, ParseError, OSError) as error:
            # One file that is no news (a picture in the folder) does not stop the others.
            _failed(press, file, error)
            done = replace(done, failed=done.failed + 1)
        _tell(progress, done)
    return replace(done, path="")


def import_stream(
    press: Press, stream: BinaryIO, progress: Callable[[Imported], None] | None = None, *, captured: datetime | None = None
) -> Imported:
    """Import what comes from a pipe: any kind of file. Cannot be resumed; what is known is recognised. Raises InputError."""
    return replace(_import_stream(press, stream, "stdin", Imported(files=1, path="-"), progress, captured), path="")


def _import_stream(
    press: Press,
    stream: BinaryIO,
    name: str,
    done: Imported,
    progress: Callable[[Imported], None] | None,
    captured: datetime | None,
) -> Imported:
    skipped = _Skips(press, name)
    for count in import_captures(press, _pasted(captures(stream, press.clock(), skipped=skipped), captured), done):
        done = count
        _tell(progress, done)
    return replace(done, failed=done.failed + skipped.count)


def import_captures(press: Press, found: Iterable[Capture], done: Imported | None = None) -> Iterator[Imported]:
    """Take captures in; gives the count after each one that is stored."""
    done = done or Imported()
    for taken in take_in(press, found):
        done = _counted(done, taken)
        yield done


def import_opml(press: Press, data: bytes) -> int:
    """Add the sources of an OPML document; how many were new."""
    known = {source.url for source in press.store.sources()}
    added = 0
    for source in opml.parse(data).sources:
        if source.url not in known:
            press.store.add_source(replace(source, added=press.clock()))
            known.add(source.url)
            added += 1
    return added


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
        elif path.exists():
            yield path
        else:
            raise InputError(f"there is no file {path}")


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


class _Skips:
    """Records what a file holds but cannot be taken, so that nothing is left out silently (row I4)."""

    def __init__(self, press: Press, file: str) -> None:
        self._press = press
        self._file = file
        self.count = 0

    def __call__(self, skipped: Skipped) -> None:
        self.count += 1
        record(self._press, InputError(f"{self._file}: {skipped.where}: {skipped.reason}"), url=_web(skipped.where))


def _failed(press: Press, file: Path, error: Exception) -> None:
    known = error if isinstance(error, BroadsheetError) else InputError(f"cannot read {file}: {error}")
    record(press, type(known)(f"{file.name}: {known.message}") if type(known) is InputError else known)


def _web(where: str) -> str:
    return where if where.startswith(("http://", "https://")) else ""


def _is_opml(file: Path) -> bool:
    if file.suffix.lower() in OPML_SUFFIXES:
        return True
    with file.open("rb") as opened:
        return b"<opml" in opened.read(2048).lower()


def _pasted(found: Iterable[Capture], captured: datetime | None) -> Iterator[Capture]:
    """Plain text as pages pasted at that time, if it is known."""
    for capture in found:
        if captured is not None and capture.kind is CaptureKind.TEXT:
            capture = replace(capture, kind=CaptureKind.PASTE, received=captured)
        yield capture


def _import_file(
    press: Press,
    file: Path,
    done: Imported,
    progress: Callable[[Imported], None] | None,
    again: bool,
    captured: datetime | None,
) -> Imported:
    mark = _mark(file)
    before = "" if again else press.store.get(mark)
    if before == DONE:
        return replace(done, skipped=done.skipped + 1)
    start = int(before or 0)
    skipped = _Skips(press, file.name)
    rest = islice(_pasted(captures(file, press.clock(), skipped=skipped), captured), start, None)
    for number, count in enumerate(import_captures(press, rest, replace(done, skipped=done.skipped + start)), start + 1):
        done = count
        if number % BATCH == 0:
            press.store.put(mark, str(number))
        _tell(progress, done)
    press.store.put(mark, DONE)
    return replace(done, failed=done.failed + skipped.count)


def _mark(file: Path) -> str:
    """The name under which a file's progress is kept: another size or time of change makes it another file."""
    stat = file.stat()
    text = f"{file.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}"
    return "import:" + hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _counted(done: Imported, taken: Taken) -> Imported:
    outcomes = [one.outcome for one in taken.filed]
    return replace(
        done,
        documents=done.documents + 1,
        new=done.new + outcomes.count(Outcome.NEW),
        changed=done.changed + outcomes.count(Outcome.REVISED) + outcomes.count(Outcome.UPDATED),
        known=done.known + outcomes.count(Outcome.SEEN),
        failed=done.failed + (taken.error is not None),
    )


def _tell(progress: Callable[[Imported], None] | None, done: Imported) -> None:
    if progress is not None:
        progress(done)
