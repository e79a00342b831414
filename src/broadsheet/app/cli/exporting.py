"""Everything out again: export."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.output import article_record, meter
from broadsheet.errors import InputError

if TYPE_CHECKING:
    from broadsheet.app.newsroom import Newsroom


@click.command()
@click.option("--format", "kind", type=click.Choice(["jsonl", "opml", "dump"]), default="jsonl", show_default=True, help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write (.gz packs it); default is stdout.")
@click.option("--after", type=int, default=0, help="Only articles with a greater number (jsonl).")
@pass_office
def export(office: Office, kind: str, output: Path | None, after: int) -> None:
    """Write articles (jsonl), sources (opml), or everything (dump) for another program.

    jsonl can be imported again, and by others. A dump holds all that is kept and goes back with `broadsheet restore`.
    """
    newsroom = office.newsroom
    with _opened(output) as file:
        if kind == "opml":
            write_opml(newsroom, file)
        elif kind == "dump":
            _write_lines(file, newsroom.store.dump(), "rows")
        else:
            _write_lines(file, (article_record(one, whole=True) for one in newsroom.store.each_article(after)), "articles")


def write_opml(newsroom: Newsroom, file: BinaryIO | IO[bytes]) -> None:
    """All sources as OPML."""
    from broadsheet.extract import opml

    file.write(opml.write(newsroom.store.sources(), title=newsroom.settings.title, created=newsroom.clock()))
    file.flush()


def _write_lines(file: IO[bytes], rows: Iterable[dict[str, object]], what: str) -> None:
    with meter(f"writing {what}") as progress:
        for number, row in enumerate(rows, 1):
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")
            if number % 500 == 0:
                progress.say(f"{number} {what}", number)
    file.flush()


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[bytes]]:
    """The file to write to: it appears under its name only when it is complete."""
    if output is None:
        yield sys.stdout.buffer
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            if output.suffix == ".gz":
                with gzip.GzipFile(output.stem, "wb", fileobj=file) as packed:
                    yield packed  # type: ignore[misc]  # GzipFile reads and writes bytes
            else:
                yield file
        part.replace(output)
    except OSError as error:
        raise InputError(f"cannot write {output}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
