"""Filters that read pages and need no newsroom: extract, and split (which splits stories, too).

JSON Lines in, JSON Lines out, one row for each row, in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.moments import MOMENT
from broadsheet.app.cli.output import as_json, meter, table, when
from broadsheet.app.cli.rows import Row, jsonl_option, open_file, read_rows, time_of
from broadsheet.errors import BroadsheetError
from broadsheet.types import Capture, CaptureKind, Item, PastedArticle, PastedPage, Precision, Reading

#: Worker processes.
WORKERS = 2


@click.command()
@jsonl_option()
@click.option("--workers", type=click.IntRange(1, 64), default=WORKERS, show_default=True, help="Processes.")
@pass_office
def extract(office: Office, file: Path, workers: int) -> None:
    """Extract articles from pages: rows {"id","url","html"} in, rows {"id","title","text","authors","date",...} out.

    A row that cannot be read comes out with its id and "error". FILE may be gzipped. Uses no database.
    """
    from broadsheet.run.limited import LimitedReader

    with LimitedReader(office.settings.parse, workers=workers) as reader, meter("extracting") as progress:
        rows: list[Row] = []

        def pages() -> Iterator[Capture]:
            for row in read_rows(file):
                rows.append(row)
                yield _page(row)

        for number, reading in enumerate(reader.map(pages()), 1):
            as_json(_extracted(rows.pop(0), reading))
            progress.say("extracting", number)


@click.command()
@click.argument("what", nargs=-1, metavar="PAGE | STORY ARTICLE...")
@jsonl_option(required=False, text="Split the pasted pages of this file instead; - is stdin.")
@click.option("--captured", type=MOMENT, metavar="TIME", help="When PAGE was copied (UTC): ages in it count from there.")
@click.option("--json", "json_", is_flag=True, help="The answer as one JSON object.")
@pass_office
def split(office: Office, what: tuple[str, ...], file: Path | None, captured: datetime | None, json_: bool) -> None:
    """Split a story, or show the articles in a pasted PAGE (plain text; "-" is stdin).

    With a STORY (s12) and ARTICLES of it: they leave it, for good, and are a new story. `undo` takes it back.

    With --jsonl: rows {"id","captured","text"} of pasted pages in, rows {"id","articles":[{"start","end",...}]} out. Offsets are code
    points of the text, end exclusive. "published" has the precision that page and capture time justify.
    """
    if (not what) == (file is None):
        raise click.UsageError("name a PAGE, or a STORY and ARTICLES, or --jsonl FILE")
    if len(what) > 1:
        _split_story(office, what[0], what[1:], json_)
        return
    if what:
        _split_page(Path(what[0]), captured, json_)
        return
    assert file is not None
    with ProcessPoolExecutor(WORKERS) as pool, meter("splitting") as progress:
        rows = read_rows(file)
        waiting: list[Future[dict[str, object]]] = [pool.submit(split_row, row) for row in islice(rows, 4 * WORKERS)]
        done = 0
        while waiting:
            as_json(waiting.pop(0).result())
            done += 1
            progress.say("splitting", done)
            waiting += [pool.submit(split_row, row) for row in islice(rows, 1)]


def _split_story(office: Office, story: str, articles: tuple[str, ...], json_: bool) -> None:
    """Take articles out of a story."""
    from broadsheet.app.cli.deciding import ACTOR, say_edit
    from broadsheet.app.cli.numbers import ARTICLE, STORY, story_of

    found = story_of(office.newsroom.store, STORY.convert(story, None, None))
    numbers = [ARTICLE.convert(article, None, None) for article in articles]
    say_edit(office.newsroom.split_story(found.id, numbers, ACTOR), json_)


def _split_page(page: Path, captured: datetime | None, json_: bool) -> None:
    """Say what articles are in one page."""
    from broadsheet.extract import aggregator

    with open_file(page) as opened:
        text = opened.read().decode("utf-8", "replace")
    found = aggregator.split(text, captured)
    if json_:
        as_json(split_record(found))
        return
    rows = []
    for one in found.articles:
        known = as_known(one.published, one.precision)
        time = known or (f"{one.age_text} (of an unknown time)" if one.age_text else "-")
        rows.append((one.role, one.publisher or "-", time, f"{one.end - one.start:,}" + (" cut off" if one.truncated else ""), one.title))
    table(("role", "publisher", "published", "characters", "title"), rows)
    if not rows:
        click.echo(f"no article in it; {len(found.teasers)} titles" if found.teasers else "no article in it", err=True)


def split_row(row: Row) -> dict[str, object]:
    """The answer to one row of `split`."""
    from broadsheet.extract import aggregator

    text = row.fields.get("text")
    if row.error or not isinstance(text, str):
        return {"id": row.id, "articles": [], "error": row.error or 'a row needs "text"'}
    try:
        page = aggregator.split(text, time_of(row.fields.get("captured")))
    except BroadsheetError as error:
        return {"id": row.id, "articles": [], "error": f"{error.code}: {error}"}
    except Exception as error:  # one row must not end the others
        return {"id": row.id, "articles": [], "error": f"error: unexpected {type(error).__name__}: {error}"}
    return {"id": row.id, **split_record(page)}


def split_record(page: PastedPage) -> dict[str, object]:
    """A split page as data."""
    return {"kind": page.kind, "articles": [_piece(one) for one in page.articles], "boilerplate": [list(span) for span in page.boilerplate]}


def _piece(one: PastedArticle) -> dict[str, object]:
    return {
        "start": one.start,
        "end": one.end,
        "title": one.title or None,
        "publisher": one.publisher or None,
        "published": as_known(one.published, one.precision),
        "precision": one.precision.value if one.precision else None,
        "age_text": one.age_text or None,
        "authors": list(one.authors),
        "role": one.role,
        "truncated": one.truncated,
        "title_span": list(one.title_span),
        "publisher_span": list(one.publisher_span),
        "inline": [list(span) for span in one.inline],
        "confidence": round(one.confidence, 3),
    }


def as_known(time: datetime | None, precision: Precision | None) -> str | None:
    """A time as far as it is known: a bare day, or minutes with "Z"."""
    if time is None:
        return None
    if precision is Precision.DAY:
        return time.strftime("%Y-%m-%d")
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _page(row: Row) -> Capture:
    html, url = row.fields.get("html"), row.fields.get("url")
    body = html if isinstance(html, str) else ""
    return Capture(
        kind=CaptureKind.ARTICLE,
        url=url if isinstance(url, str) else "",
        body=body.encode("utf-8", "replace"),
        content_type="text/html; charset=utf-8",
        received=None,
    )


def _extracted(row: Row, reading: Reading | BroadsheetError) -> dict[str, object]:
    """The answer to one row of `extract`: every row gives one, also one that is broken."""
    empty: dict[str, object] = {"id": row.id, "title": "", "text": "", "authors": [], "date": None}
    if row.error or not isinstance(row.fields.get("html"), str):
        return empty | {"error": row.error or 'a row needs "html"'}
    if isinstance(reading, BroadsheetError):
        return empty | {"error": f"{reading.code}: {reading.message}"}
    if not reading.items:
        return empty | {"error": "parse.empty: there is no article on this page"}
    return {"id": row.id, **_fields(reading.items[0])}


def _fields(item: Item) -> dict[str, object]:
    article = item.article
    return {
        "title": article.title,
        "text": article.text,
        "authors": list(article.authors),
        "date": item.day or None,
        "published": when(article.published),
        "published_precision": article.published_precision.value if article.published else None,
        "modified": when(article.modified),
        "publisher": article.publisher,
        "language": article.language,
        "section": article.section,
        "tags": list(article.tags),
        "image": article.image.url if article.image else None,
        "url": article.url,
        "teaser": article.teaser,
        "body": article.body.value,
        "truncated": article.truncated,
        "origins": dict(article.origins),
    }
