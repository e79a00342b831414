"""The digest on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.output import as_json
from broadsheet.app.cli.safe import safe_lines
from broadsheet.errors import InputError


@click.command()
@click.option("--since", default="1d", show_default=True, help="From when on: an age (6h, 1d, 1w) or a day (2026-11-01).")
@click.option("--words", default="", help="Only stories in which this search finds a new article.")
@click.option("--stories", type=click.IntRange(1, 100), default=12, show_default=True, help="The most stories that are told.")
@click.option("--length", type=click.Choice(["line", "paragraph", "page"]), default="paragraph", show_default=True, help="Of each story.")
@click.option("--format", "kind", type=click.Choice(["text", "html", "md", "epub", "json"]), default="text", show_default=True, help="How.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; needed for epub. Default is stdout.")
@pass_office
def digest(office: Office, since: str, words: str, stories: int, length: str, kind: str, out: Path | None) -> None:
    """Write what is new: stories in cited sentences, contested figures, changes of position, what publishers corrected."""
    from broadsheet.app.digest_out import document, markdown, plain
    from broadsheet.app.digest_record import digest_record
    from broadsheet.app.epub import epub
    from broadsheet.desk.digest import digest as digest_of
    from broadsheet.desk.digest_rules import Rules
    from broadsheet.desk.query import read_moment
    from broadsheet.types.told import Length

    newsroom = office.newsroom
    now = newsroom.clock()
    start = read_moment(since, now)
    if start is None or start >= now:
        raise InputError(f"{since!r} is no time that has passed", hint="write 6h, 1d, 1w or 2026-11-01")
    if kind == "epub" and out is None:
        raise InputError("an EPUB is a file", hint="--out digest.epub")
    found = digest_of(newsroom.store, Rules(words=words, stories=stories, length=Length(length)), start, now)
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
