"""What failed: failures, replay."""

from __future__ import annotations

import sys

import click

from broadsheet.app.cli.frame import PARTLY, Office, pass_office
from broadsheet.app.cli.output import as_json, failure_record, meter, minute, table
from broadsheet.app.cli.safe import safe
from broadsheet.errors import BroadsheetError, InputError, StoreError


@click.command()
@click.option("--resolved", is_flag=True, help="Also those that were solved.")
@click.option("--source", "source_id", type=int, default=0, help="Only of this source.")
@click.option("-n", "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many.")
@click.option("--sample", type=int, metavar="NUMBER", help="Write the kept bytes of this failure to stdout.")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@pass_office
def failures(office: Office, resolved: bool, source_id: int, limit: int, sample: int | None, json_: bool) -> None:
    """List what could not be collected or read, and why."""
    store = office.newsroom.store
    if sample is not None:
        sys.stdout.buffer.write(store.failure(sample).sample)
        return
    found = store.failures(source_id=source_id, resolved=resolved, limit=limit)
    if json_:
        for failure in found:
            as_json(failure_record(failure))
        return
    table(
        ["", "when", "code", "times", "again", "address", "why"],
        [
            [
                str(one.id),
                minute(one.at),
                one.code,
                str(one.count),
                minute(one.retry_at),
                one.url,
                one.message + (" (solved)" if one.resolved else ""),
            ]
            for one in found
        ],
    )


@click.command()
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Every open failure.")
@pass_office
def replay(office: Office, numbers: tuple[int, ...], everything: bool) -> None:
    """Try failures again, from the kept bytes where they are whole, else from the address. Exit code 5 when some still fail."""
    newsroom = office.newsroom
    if not numbers and not everything:
        raise InputError("which failures? Name their numbers, or --all")
    chosen = list(numbers) or [one.id for one in newsroom.store.failures(limit=10_000)]
    still = 0
    with meter("trying again", len(chosen)) as progress:
        for done, number in enumerate(chosen, 1):
            try:
                newsroom.replay(number)
            except StoreError:
                raise
            except BroadsheetError as error:
                if len(chosen) == 1:
                    raise
                still += 1
                click.echo(f"{number}: {safe(str(error))}", err=True)
            else:
                click.echo(f"{number}: solved")
            progress.say("trying again", done, len(chosen))
    if still:
        click.get_current_context().exit(PARTLY)
