"""Linking and reading on the command line: link, analyse, embed."""

from __future__ import annotations

import click

from broadsheet.app.cli.frame import FAILED, Office, pass_office
from broadsheet.app.cli.output import as_json, meter

#: Articles that get a vector between two looks at the clock and the keyboard.
EMBEDDED_AT_ONCE = 64


@click.command()
@click.option("--tidy", is_flag=True, help="Also look at whole stories again, and merge those that turned out to be one.")
@click.option("--json", "json_", is_flag=True, help="The counts as one JSON object.")
@pass_office
def link(office: Office, tidy: bool, json_: bool) -> None:
    """Put articles that wait into stories, now. `broadsheet run` does so by itself, as does importing.

    Can be interrupted at any time: what was linked stays, the rest waits. Exit code 1 when another process is linking.
    """
    newsroom = office.newsroom
    with meter("linking") as progress:
        done = newsroom.link(lambda count, total: progress.say("linking", count, total))
        moved = 0
        if tidy and done.leased:
            progress.say("looking at whole stories again")
            moved = newsroom.tidy()
    counts = {
        "linked": done.count,
        "joined": done.joined,
        "began": done.began,
        "copies": done.copies,
        "failed": done.failed,
        "moved": moved,
    }
    if json_:
        as_json(counts | {"left": done.left})
    else:
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing to link", err=True)
    if not done.leased and done.left:
        click.echo(f"broadsheet: another process is linking; {done.left} articles wait", err=True)
        click.get_current_context().exit(FAILED)


@click.command()
@click.option("--json", "json_", is_flag=True, help="The counts as one JSON object.")
@pass_office
def analyse(office: Office, json_: bool) -> None:
    """Read articles that wait for the ledger, now: who said what, figures, times. `broadsheet run` does so by itself.

    Newest stories first. Can be interrupted at any time: what was read stays, the rest waits. Articles read by an earlier version are
    read again. Exit code 1 when another process is reading.
    """
    with meter("reading") as progress:
        done = office.newsroom.analyse(lambda count, total: progress.say("reading", count, total))
    if json_:
        as_json({"read": done.count, "statements": done.statements, "failed": done.failed, "left": done.left})
    else:
        counts = {"articles read": done.count, "statements": done.statements, "failed": done.failed}
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing to read", err=True)
    if not done.leased and done.left:
        click.echo(f"broadsheet: another process is reading; {done.left} articles wait", err=True)
        click.get_current_context().exit(FAILED)


@click.command()
@click.option("--status", is_flag=True, help="Only say how far it is.")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def embed(office: Office, status: bool, json_: bool) -> None:
    """Give all articles a vector by the present embedder, as needed after choosing another one. `broadsheet run` does so by itself.

    Vectors of two embedders are never compared: until an article has its new one, the other signals decide. Can be interrupted.
    """
    newsroom = office.newsroom
    if not status:
        with meter("embedding") as progress:
            while newsroom.linker.renew(EMBEDDED_AT_ONCE):
                now = newsroom.embed_status()
                progress.say("embedding", now.done, now.total)
    now = newsroom.embed_status()
    if json_:
        as_json({"model": now.model, "done": now.done, "total": now.total})
    else:
        click.echo(f"{now.done} of {now.total} articles have a vector by {now.model}")
