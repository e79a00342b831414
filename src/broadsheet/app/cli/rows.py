"""Rows of JSON Lines as the filters read them: nothing is lost, what cannot be read is a row with an error."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import click

from broadsheet.app.cli.frame import Function
from broadsheet.errors import InputError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the input: what it holds, or why it is none."""

    id: object
    fields: dict[str, object]
    error: str = ""


def jsonl_option(*, required: bool = True, text: str = "The rows; - is stdin.") -> Callable[[Function], Function]:
    """The option `--jsonl FILE|-`."""
    return click.option(
        "--jsonl",
        "file",
        required=required,
        type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
        metavar="FILE|-",
        help=text,
    )


def time_of(value: object) -> datetime | None:
    """The time that a field holds, in UTC (without a zone it is UTC, a bare day is its midnight); None when it holds none."""
    if not isinstance(value, str) or not value:
        return None
    try:
        time = datetime.fromisoformat(value)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_rows(file: Path) -> Iterator[Row]:
    """The rows of a JSON Lines file; a line that is none is a row with an error. Empty lines are left out."""
    with open_file(file) as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _row(line, number)
        except (EOFError, gzip.BadGzipFile) as error:
            raise InputError(f"{file} is damaged: {error}") from error


def _row(line: bytes, number: int) -> Row:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(None, {}, f"line {number} is no JSON: {error}"[:300])
    if not isinstance(fields, dict):
        return Row(None, {}, f"line {number} is no JSON object")
    return Row(fields.get("id"), fields)


def open_file(file: Path) -> IO[bytes]:
    """The file, unpacked where it is gzipped; "-" is stdin. Raises InputError when it cannot be read."""
    if str(file) == "-":
        return sys.stdin.buffer
    try:
        with file.open("rb") as opened:
            packed = opened.read(2) == b"\x1f\x8b"
        return gzip.open(file, "rb") if packed else file.open("rb")  # type: ignore[return-value]  # GzipFile reads bytes
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror}") from error
