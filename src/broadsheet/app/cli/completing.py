"""Tab completion for shells."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL. For bash: eval "$(broadsheet completion bash)" in ~/.bashrc."""
    from broadsheet.app.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "broadsheet", "_BROADSHEET_COMPLETE").source())
