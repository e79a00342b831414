"""How commands answer: lines for people, JSON for programs, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from broadsheet.app.cli.safe import safe
from broadsheet.types import Article, Failure, Source, SourceState


def as_json(record: object) -> None:
    """One JSON object on one line of stdout. Unpaired surrogates, which no UTF-8 can carry, become replacement characters."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    click.echo(text.encode("utf-8", "replace").decode("utf-8"))


def when(time: datetime | None) -> str | None:
    """A time as JSON has it: ISO 8601, UTC, "Z"."""
    return time.isoformat().replace("+00:00", "Z") if time else None


def minute(time: datetime | None) -> str:
    """A time for people: local, to the minute."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M") if time else "-"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on a terminal, tab-separated lines without headings in a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(safe(cell) for cell in row))
        return
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        shown.add_column(heading, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(safe(cell)) for cell in row))
    Console().print(shown)


class Meter:
    """A progress line on stderr; without a terminal it says nothing."""

    def __init__(self, progress: Progress | None, task: TaskID | None) -> None:
        self._progress = progress
        self._task = task

    def say(self, text: str, done: int | None = None, total: int | None = None) -> None:
        """Show `text` and how much is done, of `total` where that is known."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=safe(text), completed=done, total=total)


@contextmanager
def meter(text: str, total: int | None = None) -> Iterator[Meter]:
    """Show progress on stderr while the block runs, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield Meter(None, None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Meter(progress, progress.add_task(text, total=total))


# -- records as JSON ---------------------------------------------------------------------------------------------------


def article_record(article: Article, *, whole: bool = False) -> dict[str, object]:
    """An article as data; `whole` adds its text and what belongs to it."""
    record: dict[str, object] = {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "publisher_domain": article.publisher_domain,
        "published": when(article.published),
        "published_precision": article.published_precision.value,
        "received": when(article.received),
        "modified": when(article.modified),
        "language": article.language,
        "section": article.section,
        "authors": list(article.authors),
        "tags": list(article.tags),
        "body": article.body.value,
        "truncated": article.truncated,
        "source_id": article.source_id,
    }
    if whole:
        record |= {
            "text": article.text,
            "teaser": article.teaser,
            "image": article.image.url if article.image else None,
            "related": [{"url": link.url, "title": link.title, "publisher": link.publisher} for link in article.related],
        }
    return record


def source_record(source: Source, state: SourceState) -> dict[str, object]:
    """A source and how it fares; its password is left out."""
    return {
        "id": source.id,
        "kind": source.kind.value,
        "url": source.url,
        "title": source.title,
        "site_url": source.site_url,
        "folder": list(source.folder),
        "publisher": source.publisher,
        "full_text": source.full_text.value,
        "enabled": source.enabled,
        "polled": when(state.polled),
        "succeeded": when(state.succeeded),
        "next_poll": when(state.next_poll),
        "failures": state.failures,
        "error_code": state.error_code,
        "error": state.error,
        "stopped": state.stopped,
    }


def failure_record(failure: Failure) -> dict[str, object]:
    """A failure without its sample."""
    return {
        "id": failure.id,
        "at": when(failure.at),
        "code": failure.code,
        "message": failure.message,
        "url": failure.url,
        "source_id": failure.source_id,
        "bytes": failure.size,
        "count": failure.count,
        "retry_at": when(failure.retry_at),
        "resolved": when(failure.resolved),
    }
