"""Filters for stories that need no newsroom: group, copies, and the pairs of related. JSON Lines in, JSON Lines out, in order.

They use what the newsroom uses: the embedder of the settings, and the same weights and thresholds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.output import Meter, as_json, meter
from broadsheet.app.cli.rows import Row, jsonl_option, read_rows, time_of
from broadsheet.types import Article, Precision
from broadsheet.types.text import one_line, storable

if TYPE_CHECKING:
    from broadsheet.models.base import Embedder

#: Pairs that are compared together; a longer file is taken in parts, so that memory stays bounded.
MOST_PAIRS = 20_000
#: When an article came that says nothing of it, and no row before it does either.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
NEEDS_TEXT = 'a row needs "title" or "text"'
NEEDS_PAIR = 'a row needs "a" and "b", each with "title" or "text"'


@click.command()
@jsonl_option()
@pass_office
def group(office: Office, file: Path) -> None:
    """Group articles into stories: rows {"id","title","text","published","publisher"} in, rows {"id","story"} out.

    Articles are taken in the order of the file, as they would have come in. "text", "published" and "publisher" may be missing. A story is
    named after the row with which it begins ("s1" = the first). A row that cannot be read comes out with "error". FILE may be gzipped.
    Uses no database.
    """
    from broadsheet.analyse.stories import group as group_articles
    from broadsheet.app.wiring import word_shares

    with meter("reading") as progress:
        rows, articles, places = _all(file, progress)
        progress.say("grouping", 0, len(articles))
        found = group_articles(
            articles,
            _embedder(office),
            background=word_shares(),
            progress=lambda done: progress.say("grouping", done, len(articles)),
        )
    begun: dict[int, int] = {}
    for article, story in zip(articles, found, strict=True):
        begun.setdefault(story, article.id)
    for number, row in enumerate(rows):
        place = places.get(number)
        if place is None:
            as_json({"id": row.id, "story": None, "error": row.error or NEEDS_TEXT})
        else:
            as_json({"id": row.id, "story": f"s{begun[found[place]]}"})


@click.command()
@jsonl_option()
@pass_office
def copies(office: Office, file: Path) -> None:
    """Find copies among articles: rows {"id","title","text","published","publisher"} in, rows {"id","of"} out.

    "of" is the "id" of the original, null for an article that is no copy. Originals need not stand before their copies. A row that cannot
    be read comes out with "error". FILE may be gzipped. Uses no database.
    """
    from broadsheet.analyse.copies import copies_in
    from broadsheet.analyse.families import Families

    with meter("reading") as progress:
        rows, articles, places = _all(file, progress)
        progress.say("comparing", 0, len(articles))
        found = copies_in(articles, Families(office.settings.families))
    for number, row in enumerate(rows):
        if number not in places:
            as_json({"id": row.id, "of": None, "error": row.error or NEEDS_TEXT})
            continue
        copy = found.get(number + 1)
        as_json({"id": row.id, "of": rows[copy.original_id - 1].id if copy else None})


def related_pairs(office: Office, file: Path) -> None:
    """Answer each pair of `related --jsonl`. The pairs of a file are compared together: they show which words are rare."""
    from broadsheet.analyse.related import similarities
    from broadsheet.analyse.terms import Rarity
    from broadsheet.app.wiring import word_shares

    embedder = _embedder(office)
    with meter("comparing") as progress:
        rows = read_rows(file)
        done = 0
        while batch := list(islice(rows, MOST_PAIRS)):
            pairs = [_pair(row) for row in batch]
            scores = similarities([pair for pair in pairs if pair is not None], embedder, Rarity(word_shares()))
            for row, pair in zip(batch, pairs, strict=True):
                if pair is None:
                    as_json({"id": row.id, "score": None, "error": row.error or NEEDS_PAIR})
                else:
                    as_json({"id": row.id, "score": round(next(scores), 6)})
                done += 1
                progress.say("comparing", done)


def _embedder(office: Office) -> Embedder:
    """The embedder that the settings name."""
    from broadsheet.app.wiring import make_embedder

    return make_embedder(office.settings)


def _all(file: Path, progress: Meter) -> tuple[list[Row], list[Article], dict[int, int]]:
    """All rows (without what they hold), their articles, and for each row that gives one (by place) the place of its article."""
    rows: list[Row] = []
    articles: list[Article] = []
    places: dict[int, int] = {}
    for number, (row, article) in enumerate(_articles(file)):
        rows.append(Row(row.id, {}, row.error))
        if article is not None:
            places[number] = len(articles)
            articles.append(article)
        if number % 500 == 499:
            progress.say("reading", number + 1)
    return rows, articles, places


def _articles(file: Path) -> Iterator[tuple[Row, Article | None]]:
    """Each row with its article, numbered from 1; None where it holds none. One without a time came when the one before it came."""
    last = UNDATED
    for number, row in enumerate(read_rows(file), 1):
        article = None if row.error else article_of(row.fields, number, last)
        if article is not None:
            last = article.received
        yield row, article


def article_of(fields: object, number: int, received: datetime) -> Article | None:
    """The article that a row describes; None when it has neither title nor text (empty ones will do)."""
    if not isinstance(fields, dict) or not any(isinstance(fields.get(name), str) for name in ("title", "text")):
        return None
    published = time_of(fields.get("published"))
    bare = published is not None and len(str(fields["published"]).strip()) <= len("2026-11-02")
    return Article(
        id=number,
        title=one_line(_text(fields, "title")),
        text=storable(_text(fields, "text")),
        publisher=one_line(_text(fields, "publisher")),
        url=one_line(_text(fields, "url")),
        language=_text(fields, "lang")[:8],
        published=published,
        published_precision=Precision.DAY if bare else Precision.SECOND,
        received=published or received,
    )


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _pair(row: Row) -> tuple[Article, Article] | None:
    if row.error:
        return None
    one, two = article_of(row.fields.get("a"), 1, UNDATED), article_of(row.fields.get("b"), 2, UNDATED)
    return (one, two) if one is not None and two is not None else None
