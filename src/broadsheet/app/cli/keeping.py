"""Keeping what is kept: backup, restore, doctor."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.output import as_json, meter
from broadsheet.app.cli.safe import safe
from broadsheet.errors import BroadsheetError, InputError

GZIP = b"\x1f\x8b"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@pass_office
def backup(office: Office, file: Path | None) -> None:
    """Write a consistent copy of the database to FILE while everything goes on. Default: backups/ in the data folder, named by the time."""
    target = file or office.settings.data / "backups" / f"broadsheet-{datetime.now(UTC):%Y%m%d-%H%M%S}.db"
    target.parent.mkdir(parents=True, exist_ok=True)
    with meter(f"writing {target.name}"):
        office.newsroom.store.backup(target)
    click.echo(str(target))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--force", is_flag=True, help="Where a SQLite database is there: keep it under another name, and put the backup in its place."
)
@pass_office
def restore(office: Office, file: Path, force: bool) -> None:
    """Put back a backup, or a dump made by `broadsheet export --format dump`. It is checked first; stop a running server before."""
    from broadsheet.store import restore as restore_store

    address = office.settings.database_address
    aside = _move_aside(Path(address)) if force and "://" not in address else None
    try:
        if "://" not in address:
            Path(address).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with meter("restoring"):
            if _is_dump(file):
                office.newsroom.store.load(_dump_rows(file))
            else:
                restore_store(file, address)
    except BaseException:
        if aside is not None:
            _move(aside, Path(address))
        raise
    click.echo(f"restored{f'; the former database is {aside}' if aside else ''}", err=True)


def _move_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    aside = target.with_name(f"{target.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    _move(target, aside)
    return aside


def _move(source: Path, target: Path) -> None:
    """Move a SQLite database with the files that belong to it."""
    for ending in ("", "-wal", "-shm"):
        part = Path(str(source) + ending)
        if part.exists():
            part.replace(str(target) + ending)


def _is_dump(file: Path) -> bool:
    with file.open("rb") as opened:
        head = opened.read(2)
    return head[:1] == b"{" or head == GZIP


def _dump_rows(file: Path) -> Iterator[dict[str, object]]:
    with file.open("rb") as opened:
        packed = opened.read(2) == GZIP
    with gzip.open(file, "rb") if packed else file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"{file}, line {number}, is no JSON: this is neither a backup nor a dump") from error
            if not isinstance(row, dict) or "table" not in row:
                raise InputError(f"{file}, line {number}, is no row of a dump")
            yield row


@click.command()
@click.option("--repair", is_flag=True, help="Rebuild what can be rebuilt.")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def doctor(office: Office, repair: bool, json_: bool) -> None:
    """Look for damage: settings, database file, search index, sources that stopped. Exit code 1 when something is wrong."""
    from broadsheet.app.settings import unknown_variables

    settings = office.settings
    store = office.newsroom.store
    with meter("checking"):
        problems = store.check()
        done = store.repair() if repair else []
        if repair:
            problems = store.check()
    stats = store.stats()
    remarks = [f"the variable {name} is no setting" for name in unknown_variables(os.environ)]
    states = store.states()
    stopped = [one for one in store.sources() if states[one.id].stopped]
    remarks += [f"source {one.id} ({one.title or one.url}) has stopped: {states[one.id].stopped}" for one in stopped]
    if json_:
        as_json(
            {
                "sound": not problems,
                "problems": [{"what": one.what, "hint": one.hint, "fatal": one.fatal} for one in problems],
                "repaired": done,
                "remarks": remarks,
                "settings_file": str(settings.file) if settings.file else None,
                "schema": stats.schema,
                "size": stats.size,
                **{name: getattr(stats, name) for name in COUNTED},
                "vectors": store.vector_counts(),
            }
        )
    else:
        click.echo(f"settings   {settings.file or 'defaults'}")
        click.echo(f"database   {_without_password(settings.database_address)}, schema {stats.schema}, {stats.size / 1e6:.1f} MB")
        click.echo(
            f"holds      {stats.articles} articles, {stats.revisions} revisions, {stats.sources} sources, {stats.failures} open failures"
        )
        click.echo(f"stories    {stats.stories}; {stats.linked} articles linked, {stats.unlinked} wait to be linked")
        click.echo(f"ledger     {stats.analysed} articles read, {stats.unanalysed} wait to be read")
        for model, number in store.vector_counts().items():
            click.echo(f"vectors    {number} of {stats.articles} articles by {safe(model)}")
        for line in done:
            click.echo(f"repaired   {safe(line)}")
        for remark in remarks:
            click.echo(f"remark     {safe(remark)}")
        for problem in problems:
            click.echo(f"PROBLEM    {safe(problem.what)}{'; ' + safe(problem.hint) if problem.hint else ''}")
        if not problems:
            click.echo("sound")
    if problems:
        raise BroadsheetError(f"{len(problems)} problems", hint="" if repair else "broadsheet doctor --repair rebuilds what can be rebuilt")


#: What doctor counts.
COUNTED = (
    "articles",
    "revisions",
    "captures",
    "sources",
    "comments",
    "failures",
    "stories",
    "linked",
    "unlinked",
    "analysed",
    "unanalysed",
)


def _without_password(address: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    return address.replace(f":{parts.password}@", ":***@") if "://" in address and parts.password else address
