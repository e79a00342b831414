"""The owner: password."""

from __future__ import annotations

import sys

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.types import AuditEntry


@click.command()
@click.option("--stdin", "from_stdin", is_flag=True, help="Read the password from the first line of stdin instead of asking.")
@pass_office
def password(office: Office, from_stdin: bool) -> None:
    """Set the owner's password, which is needed to change anything on the site. Signs everybody out."""
    from broadsheet.app.web import passwords

    store = office.newsroom.store
    if from_stdin:
        chosen = sys.stdin.readline().rstrip("\r\n")
    else:
        chosen = click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    passwords.check_new(chosen)
    store.put("owner_password", passwords.hashed(chosen))
    store.end_session()
    store.audit(AuditEntry(at=office.newsroom.clock(), actor="cli", action="owner.password", subject="owner"))
    click.echo("the password is set", err=True)
