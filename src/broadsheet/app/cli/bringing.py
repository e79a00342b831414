"""Files on the command line: import."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import PARTLY, Office, pass_office
from broadsheet.app.cli.moments import MOMENT
from broadsheet.app.cli.output import as_json, meter

if TYPE_CHECKING:
    from broadsheet.app.imports import Imported


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--again", is_flag=True, help="Read files that were imported before.")
@click.option(
    "--captured", type=MOMENT, metavar="TIME", help="When plain text was copied from its page (UTC): ages in it count from there."
)
@click.option("--json", "json_", is_flag=True, help="The counts as one JSON object.")
@pass_office
def import_(office: Office, paths: tuple[Path, ...], again: bool, captured: datetime | None, json_: bool) -> None:
    """Import files and folders: saved HTML, WARC, JSON Lines, feeds, plain text, OPML; "-" is stdin.

    Rows of JSON Lines are {"title","text","published",...} or {"url","html"}. An interrupted import goes on where it stopped when it is
    called again. Plain text that holds several articles is split. Exit code 5 when some documents could not be read.
    """
    from broadsheet.app.imports import import_stream

    newsroom = office.newsroom
    with meter("importing") as progress:

        def report(done: Imported) -> None:
            progress.say(f"{Path(done.path).name}: {done.new} new, {done.known} known, {done.failed} failed", done.documents)

        if [str(path) for path in paths] == ["-"]:
            done = import_stream(newsroom.press, sys.stdin.buffer, report, captured=captured)
            if newsroom.settings.linking.enabled:
                newsroom.link(lambda count, total: progress.say("linking", count, total))
        else:
            done = newsroom.import_files(
                paths, report, again=again, captured=captured, linked=lambda count, total: progress.say("linking", count, total)
            )
    counts = {name: getattr(done, name) for name in ("files", "documents", "new", "changed", "known", "failed", "skipped", "sources")}
    if json_:
        as_json(counts)
    else:
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing to import", err=True)
    if done.failed:
        click.get_current_context().exit(PARTLY)
