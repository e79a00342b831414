"""The demo edition: demo."""

from __future__ import annotations

from datetime import datetime

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.moments import MOMENT
from broadsheet.app.cli.output import meter


@click.command()
@click.option("--end", type=MOMENT, metavar="TIME", help="The day on which the edition ends (UTC; default: now).")
@click.option("--remove", is_flag=True, help="Take it out again.")
@pass_office
def demo(office: Office, end: datetime | None, remove: bool) -> None:
    """Load the demo edition: invented publishers and stories, collected like any real ones."""
    if remove:
        from broadsheet.demo.load import remove as remove_demo

        click.echo(f"{remove_demo(office.newsroom)} articles removed", err=True)
        return
    load_demo(office, end)


def load_demo(office: Office, end: datetime | None = None) -> None:
    """Load the demo edition into the open newsroom, and say what it brought."""
    from broadsheet.demo.load import load

    newsroom = office.newsroom
    with meter("collecting the demo edition") as progress:
        loaded = load(newsroom, end or newsroom.clock(), lambda done, total: progress.say("collecting the demo edition", done, total))
    click.echo(f"demo edition: {loaded.articles} articles, {loaded.revisions} revisions from {loaded.sources} sources", err=True)


def is_loaded(office: Office) -> bool:
    """Whether the newsroom has the demo edition."""
    from broadsheet.demo.site import MARK

    return bool(office.newsroom.store.get(MARK))
