"""Sources on the command line: add, sources, update, opml."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from broadsheet.app.cli.frame import PARTLY, Office, pass_office
from broadsheet.app.cli.output import as_json, meter, minute, source_record, table
from broadsheet.app.cli.safe import safe
from broadsheet.errors import BroadsheetError, InputError, NotFound
from broadsheet.types import Discovered, FullText, Source, SourceKind

if TYPE_CHECKING:
    from broadsheet.pipeline import Polled

KINDS = [kind.value for kind in SourceKind if kind is not SourceKind.FILES]


def source_numbers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Tab completion: the numbers of sources with their titles."""
    try:
        office = ctx.find_object(Office) or Office()
        sources = office.newsroom.store.sources()
    except BroadsheetError:
        return []
    return [CompletionItem(str(one.id), help=safe(one.title or one.url)) for one in sources if str(one.id).startswith(incomplete)]


@click.command()
@click.argument("address")
@click.option("--kind", type=click.Choice(KINDS), help="Take the address as it is, as this kind; without it, look what the site offers.")
@click.option("--choose", type=click.IntRange(1), help="Which of the offers, by number.")
@click.option("--title", default="", help="A name of your own.")
@click.option("--publisher", default="", help="The publisher's name as readers shall see it.")
@click.option("--folder", default="", help="Folder, with / between levels.")
@click.option("--section", default="", help="Section for articles that name none.")
@click.option(
    "--full-text",
    type=click.Choice([one.value for one in FullText]),
    default=FullText.SHORT.value,
    show_default=True,
    help="Fetch the pages of feed items?",
)
@click.option("--every", type=click.IntRange(0), default=0, help="Seconds between polls; 0 = adaptive.")
@click.option("--no-poll", is_flag=True, help="Do not collect right away.")
@click.option("--json", "json_", is_flag=True, help="The source as one JSON object.")
@pass_office
def add(
    office: Office,
    address: str,
    kind: str | None,
    choose: int | None,
    title: str,
    publisher: str,
    folder: str,
    section: str,
    full_text: str,
    every: int,
    no_poll: bool,
    json_: bool,
) -> None:
    """Add the site or feed at ADDRESS, and collect it for the first time."""
    if "://" not in address:
        address = "https://" + address
    chosen = Discovered(address, kind, title) if kind else _choose(office, address, choose)
    source = Source(
        kind=SourceKind(chosen.kind),
        url=chosen.url,
        title=title or chosen.title,
        publisher=publisher,
        folder=tuple(part for part in folder.split("/") if part),
        section=section,
        full_text=FullText(full_text),
        every=every,
    )
    stored = office.newsroom.add_source(source)
    if not no_poll:
        with meter(f"collecting {stored.title or stored.url}"):
            polled = office.newsroom.poll_now(stored.id)
        stored = office.newsroom.store.source(stored.id)
        click.echo(f"{polled.new} articles", err=True)
    if json_:
        as_json(source_record(stored, office.newsroom.store.state(stored.id)))
    else:
        click.echo(f"{stored.id}\t{safe(stored.title or stored.url)}\t{safe(stored.url)}")


def _choose(office: Office, address: str, choose: int | None) -> Discovered:
    with meter(f"looking at {address}"):
        offers = office.newsroom.discover(address)
    if not offers:
        raise InputError(f"nothing to collect was found at {address}", hint="give the feed's own address, or --kind page")
    if choose is None and len(offers) > 1 and sys.stdin.isatty() and sys.stdout.isatty():
        for number, offer in enumerate(offers, 1):
            click.echo(f"{number:>3}  {offer.kind:<8} {safe(offer.title)}  {safe(offer.url)}", err=True)
        choose = click.prompt("Which one", type=click.IntRange(1, len(offers)), default=1, err=True)
    if (choose or 1) > len(offers):
        raise InputError(f"there are only {len(offers)} offers")
    return offers[(choose or 1) - 1]


@click.command()
@click.option("--remove", type=int, metavar="NUMBER", shell_complete=source_numbers, help="Forget this source; its articles stay.")
@click.option("--enable", type=int, metavar="NUMBER", shell_complete=source_numbers, help="Collect it again.")
@click.option("--disable", type=int, metavar="NUMBER", shell_complete=source_numbers, help="Collect it no longer.")
@click.option("--failing", is_flag=True, help="Only those that fail or have stopped.")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@pass_office
def sources(office: Office, remove: int | None, enable: int | None, disable: int | None, failing: bool, json_: bool) -> None:
    """List the sources and how they fare; or change one."""
    store = office.newsroom.store
    if remove is not None:
        store.source(remove)
        store.remove_source(remove)
        return
    for number, on in ((enable, True), (disable, False)):
        if number is not None:
            _switch(office, number, on)
            return
    states = store.states()
    listed = [(one, states[one.id]) for one in store.sources() if not failing or states[one.id].failures or states[one.id].stopped]
    if json_:
        for source, state in listed:
            as_json(source_record(source, state))
        return
    table(
        ["", "title", "kind", "last success", "next poll", "trouble"],
        [
            [
                str(source.id),
                source.title or source.url,
                source.kind.value,
                minute(state.succeeded),
                "off" if not source.enabled else "stopped" if state.stopped else minute(state.next_poll),
                state.stopped or (f"{state.error} ({state.failures} times)" if state.failures else ""),
            ]
            for source, state in listed
        ],
    )


def _switch(office: Office, number: int, on: bool) -> None:
    from dataclasses import replace

    store = office.newsroom.store
    store.update_source(replace(store.source(number), enabled=on))
    if on:
        store.save_state(replace(store.state(number), stopped="", next_poll=office.newsroom.clock()))


@click.command()
@click.argument("numbers", nargs=-1, type=int, shell_complete=source_numbers)
@click.option("--due", is_flag=True, help="Only what is due.")
@click.option("--json", "json_", is_flag=True, help="One JSON object for each poll.")
@pass_office
def update(office: Office, numbers: tuple[int, ...], due: bool, json_: bool) -> None:
    """Collect now: the sources with these NUMBERS, or all. Exit code 5 when a source failed."""
    newsroom = office.newsroom
    for number in numbers:
        newsroom.store.source(number)
    total = len(numbers) or len(newsroom.store.sources())
    failed = 0
    with meter("collecting", total) as progress:
        done = 0

        def report(source: Source, polled: Polled) -> None:
            nonlocal done, failed
            done += 1
            failed += polled.error is not None
            progress.say(source.title or source.url, done, total)
            if json_:
                as_json(poll_record(source, polled))
            elif polled.error is not None:
                click.echo(f"broadsheet: {safe(source.title or source.url)}: {safe(str(polled.error))}", err=True)
            elif polled.new or polled.revised:
                click.echo(f"{polled.new:>5} new {polled.revised:>4} revised  {safe(source.title or source.url)}")

        def linked(count: int, total: int) -> None:
            progress.say("linking", count, total)

        newsroom.collect(report, linked) if due else newsroom.update(numbers, report, linked)
    if failed:
        click.get_current_context().exit(PARTLY)


def poll_record(source: Source, polled: Polled) -> dict[str, object]:
    """What came of a poll, as data."""
    return {
        "source_id": source.id,
        "url": source.url,
        "unchanged": polled.unchanged,
        "new": polled.new,
        "revised": polled.revised,
        "updated": polled.updated,
        "waiting": polled.waiting,
        "failed_pages": polled.failed_pages,
        "error_code": polled.error.code if polled.error else "",
        "error": polled.error.message if polled.error else "",
    }


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@pass_office
def opml(office: Office, file: Path | None) -> None:
    """Add the sources of an OPML FILE ("-" = stdin); without FILE, write all sources as OPML to stdout."""
    from broadsheet.app.cli.exporting import write_opml
    from broadsheet.app.imports import import_opml

    if file is None:
        write_opml(office.newsroom, sys.stdout.buffer)
        return
    if str(file) != "-" and not file.is_file():
        raise NotFound(f"there is no file {file}")
    body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    click.echo(f"{import_opml(office.newsroom.press, body)} sources added", err=True)
