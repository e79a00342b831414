"""The digest on the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.output import as_json
from broadsheet.app.cli.safe import safe_lines
from broadsheet.errors import InputError


@click.command()
@click.option("--reader", default="", metavar="NAME", help="By the rules of this reader; without --since, what fell due last.")
@click.option("--rules", metavar="JSON", help="Keep these rules for the reader; '' removes the reader.")
@click.option("--send", "send_", is_flag=True, help="Send it to the reader by e-mail, now.")
@click.option("--since", default="", help="From when on: an age (6h, 1d, 1w) or a day (2026-11-01). Default is a day.")
@click.option("--words", default="", help="Only stories in which this search finds a new article.")
@click.option("--stories", type=click.IntRange(1, 100), default=12, show_default=True, help="The most stories that are told.")
@click.option("--length", type=click.Choice(["line", "paragraph", "page"]), default="paragraph", show_default=True, help="Of each story.")
@click.option("--format", "kind", type=click.Choice(["text", "html", "md", "epub", "json"]), default="text", show_default=True, help="How.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; needed for epub. Default is stdout.")
@pass_office
def digest(
    office: Office,
    reader: str,
    rules: str | None,
    send_: bool,
    since: str,
    words: str,
    stories: int,
    length: str,
    kind: str,
    out: Path | None,
) -> None:
    """Write what is new: stories in cited sentences, contested figures, changes of position, what publishers corrected."""
    from broadsheet.app.digest_out import document, markdown, plain
    from broadsheet.app.digest_record import digest_record
    from broadsheet.app.digesting import keep_reader, mailer_of, reader_called, send
    from broadsheet.app.epub import epub
    from broadsheet.desk.digest import digest as digest_of
    from broadsheet.desk.digest_rules import Period, Rules, usual_period
    from broadsheet.desk.query import read_moment
    from broadsheet.types.told import Length

    newsroom = office.newsroom
    now = newsroom.clock()
    if (rules is not None or send_) and not reader:
        raise InputError("whose digest?", hint="--reader NAME")
    if rules is not None:
        kept = keep_reader(newsroom.store, reader, rules)
        click.echo(f"{reader}: {f'{kept.when} {kept.zone}' if kept else 'removed'}", err=True)
        return
    chosen = reader_called(newsroom.store, reader) if reader else Rules(words=words, stories=stories, length=Length(length))
    period = usual_period(chosen, now) if reader and not since else Period(_moment(read_moment(since or "1d", now), since, now), now)
    if send_:
        sent = send(newsroom.store, newsroom.settings, chosen, period, now, mailer_of(newsroom.settings.mail))
        click.echo(f"sent to {chosen.email}" if sent else "nothing is new; the reader wants no mail then", err=True)
        return
    if kind == "epub" and out is None:
        raise InputError("an EPUB is a file", hint="--out digest.epub")
    found = digest_of(newsroom.store, chosen, period.since, period.until)
    title, base = newsroom.settings.title, newsroom.settings.base_url.rstrip("/")
    if kind == "json" and out is None:
        as_json(digest_record(found))
        return
    if kind == "json":
        import json

        made = json.dumps(digest_record(found), ensure_ascii=False).encode("utf-8", "replace")
    elif kind == "epub":
        made = epub(found, title, base)
    else:
        text = {"text": plain, "html": document, "md": markdown}[kind](found, title, base)
        made = safe_lines(text).encode("utf-8", "replace")
    if out is None:
        click.echo(made.decode("utf-8"), nl=False)
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise InputError(f"cannot write {out}: {error.strerror}") from error


def _moment(found: datetime | None, typed: str, now: datetime) -> datetime:
    if found is None or found >= now:
        raise InputError(f"{typed!r} is no time that has passed", hint="write 6h, 1d, 1w or 2026-11-01")
    return found
