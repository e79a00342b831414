"""Reading on the command line: latest, article, search."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.output import article_record, as_json, minute, when
from broadsheet.app.cli.safe import safe, safe_lines
from broadsheet.desk.query import parse
from broadsheet.types import Article, Listing

WIDTH = 88


@click.command()
@click.option("-n", "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@click.option("--publisher", default="", help="Only of this publisher.")
@click.option("--language", default="", help="Only in this language (de, en, ...).")
@click.option("--section", default="", help="Only of this section.")
@click.option("--source", "source_id", type=int, default=0, help="Only from the source with this number.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="Not older than this (UTC).")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@pass_office
def latest(
    office: Office, limit: int, publisher: str, language: str, section: str, source_id: int, since: datetime | None, json_: bool
) -> None:
    """List the newest articles."""
    listing = Listing(
        publisher=publisher,
        language=language,
        section=section,
        source_id=source_id,
        since=since.replace(tzinfo=UTC) if since else None,
        limit=limit,
    )
    for article in office.newsroom.store.latest(listing):
        as_json(article_record(article)) if json_ else click.echo(line_of(article))


@click.command()
@click.argument("number", type=int)
@click.option("--revisions", is_flag=True, help="Also the earlier texts.")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def article(office: Office, number: int, revisions: bool, json_: bool) -> None:
    """Show the article with this NUMBER."""
    found = office.newsroom.store.article(number)
    earlier = office.newsroom.store.revisions(number) if revisions else []
    if json_:
        record = article_record(found, whole=True)
        if revisions:
            record["revisions"] = [
                {"title": old.title, "text": old.text, "seen": when(old.seen), "noticed": when(old.noticed)} for old in earlier
            ]
        as_json(record)
        return
    click.echo(as_page(found))
    for old in earlier:
        click.echo(f"\n--- until {minute(old.noticed)}: {safe(old.title)}\n\n{wrapped(old.text)}")


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out the first ones.")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line, with the places of the words.")
@pass_office
def search(office: Office, words: tuple[str, ...], limit: int, offset: int, json_: bool) -> None:
    """Search: words, "a phrase", -without, title:word, publisher:name, since:2026-11-01, a OR b."""
    query = parse(" ".join(words), office.newsroom.clock())
    for hit in office.newsroom.store.search(query, offset=offset, limit=limit).hits:
        if json_:
            as_json(
                article_record(hit.article) | {"score": round(hit.score, 4), "title_spans": hit.title_spans, "text_spans": hit.text_spans}
            )
            continue
        click.echo(line_of(hit.article))
        if hit.text_spans:
            start, end = hit.text_spans[0]
            around = hit.article.text[max(0, start - 60) : end + 80]
            click.echo(f"        … {safe(around).strip()} …")


def line_of(article: Article) -> str:
    """One line: number, time, publisher, title."""
    return f"{article.id:>6}  {minute(article.published or article.received)}  {safe(article.publisher)[:24]:<24}  {safe(article.title)}"


def as_page(article: Article) -> str:
    """The article as plain text to read."""
    facts = [
        f"{article.publisher or 'unknown publisher'}{' · ' + ', '.join(article.authors) if article.authors else ''}",
        f"published {minute(article.published)} · received {minute(article.received)}",
    ]
    if article.url:
        facts.append(article.url)
    if article.truncated:
        facts.append("the text breaks off")
    head = "\n".join(safe(fact) for fact in facts)
    return f"{safe(article.title)}\n{head}\n\n{wrapped(article.text or article.teaser)}"


def wrapped(text: str) -> str:
    """Paragraphs at reading width."""
    return "\n".join(textwrap.fill(line, WIDTH) if line.strip() else "" for line in safe_lines(text).split("\n"))
