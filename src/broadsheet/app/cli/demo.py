"""The demo edition: demo."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.output import meter


@click.command()
@click.option("--end", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="The day on which the edition ends (UTC; default: now).")
@pass_office
def demo(office: Office, end: datetime | None) -> None:
    """Load the demo edition: invented publishers and stories, collected like any real ones."""
    newsroom = office.newsroom
    before = newsroom.store.stats().articles
    load_demo(office, end.replace(tzinfo=UTC) if end else None)
    click.echo(f"{newsroom.store.stats().articles - before} articles", err=True)


def load_demo(office: Office, end: datetime | None = None) -> None:
    """Load the demo edition into the open newsroom."""
    from broadsheet.demo.load import load

    with meter("collecting the demo edition"):
        load(office.newsroom, end or office.newsroom.clock())
