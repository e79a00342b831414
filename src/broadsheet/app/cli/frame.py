"""What all commands share: global options, errors in one line with an exit code, and commands that are loaded when used."""

from __future__ import annotations

import errno
import importlib
import logging
import os
import sys
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from broadsheet import __version__
from broadsheet.app.cli.safe import safe, safe_lines
from broadsheet.errors import BroadsheetError, InputError, NotFound, SettingsError, StoreError

if TYPE_CHECKING:
    from broadsheet.app.newsroom import Newsroom
    from broadsheet.app.settings import Settings

FAILED, USAGE, MISSING, STORE, PARTLY, INTERRUPTED = 1, 2, 3, 4, 5, 130

Function = TypeVar("Function", bound=Callable[..., Any])


class SafeFormatter(logging.Formatter):
    """Log lines in which nothing of a publisher's text can start a line of its own or steer the terminal (row T14)."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        record.msg, record.args = safe(record.getMessage()), None
        return safe_lines(super().format(record))


class Trouble(click.ClickException):
    """An error of ours as the command line shows it: one line on stderr, and its exit code."""

    def __init__(self, error: BroadsheetError) -> None:
        super().__init__(safe(str(error)))
        self.error = error

    @property
    def exit_code(self) -> int:  # type: ignore[override]  # click reads it as an attribute
        """The exit code of this kind of error."""
        return exit_code(self.error)

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"broadsheet: {self.message}", file=file or sys.stderr)


def exit_code(error: BroadsheetError) -> int:
    """The exit code for an error; see the package's docstring."""
    if isinstance(error, InputError | SettingsError):
        return USAGE
    if isinstance(error, NotFound):
        return MISSING
    return STORE if isinstance(error, StoreError) else FAILED


class Commands(click.Group):
    """A group whose commands are imported when they are used. `homes` names the module of each."""

    def __init__(self, *args: Any, homes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of `homes`: the most used first."""
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None when there is no such command."""
        if cmd_name not in self.homes:
            return None
        module = importlib.import_module(f"broadsheet.app.cli.{self.homes[cmd_name]}")
        command = getattr(module, "import_" if cmd_name == "import" else cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; our errors become one line and an exit code, Ctrl-C becomes 130."""
        try:
            return super().invoke(ctx)
        except BroadsheetError as error:
            raise Trouble(error) from error
        except KeyboardInterrupt:
            click.echo("broadsheet: interrupted", err=True)
            ctx.exit(INTERRUPTED)
        except OSError as error:
            if isinstance(error, BrokenPipeError) or error.errno == errno.EPIPE:
                # The reader of the pipe had enough. Nothing more may be written to it, not even when the interpreter ends.
                sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open until the process ends
                ctx.exit(0)
            raise Trouble(BroadsheetError(_os_error(error))) from error


def _os_error(error: OSError) -> str:
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}"


@dataclass(slots=True)
class Office:
    """What a command gets: settings and newsroom, opened when first asked for."""

    config: Path | None = None
    data: Path | None = None
    database: str = ""
    _settings: Settings | None = None
    _newsroom: Newsroom | None = None

    @property
    def settings(self) -> Settings:
        """The settings with the options of the command line on top."""
        if self._settings is None:
            from broadsheet.app.settings import load

            env = dict(os.environ)
            if self.data is not None:
                env["BROADSHEET_DATA"] = str(self.data)
            if self.database:
                env["BROADSHEET_DATABASE"] = self.database
            self._settings = load(env, self.config)
        return self._settings

    def change_settings(self, **changes: Any) -> None:
        """Options of one command that stand for settings."""
        self._settings = replace(self.settings, **{name: value for name, value in changes.items() if value is not None})

    @property
    def newsroom(self) -> Newsroom:
        """The open newsroom; closed when the command ends."""
        if self._newsroom is None:
            from broadsheet.app.wiring import open_newsroom

            self._newsroom = open_newsroom(self.settings)
            click.get_current_context().find_root().call_on_close(self._newsroom.close)
        return self._newsroom


pass_office = click.make_pass_decorator(Office, ensure=True)


def options(function: Function) -> Function:
    """The global options."""

    @click.version_option(__version__, "-V", "--version", prog_name="broadsheet")
    @click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings file (default: see docs/settings.md).")
    @click.option("--data", type=click.Path(path_type=Path), metavar="FOLDER", help="Folder of the database.")
    @click.option("--database", metavar="PATH|URL", default="", help="SQLite file or postgresql:// address.")
    @click.option("-v", "--verbose", count=True, help="Say more on stderr; twice for everything.")
    @click.pass_context
    def with_options(ctx: click.Context, config: Path | None, data: Path | None, database: str, verbose: int) -> Any:
        ctx.obj = Office(config=config, data=data, database=database)
        levels = [logging.WARNING, logging.INFO, logging.DEBUG]
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(SafeFormatter("%(levelname)s %(name)s: %(message)s"))
        logging.basicConfig(level=levels[min(verbose, 2)], handlers=[handler])
        return ctx.invoke(function)

    with_options.__doc__ = function.__doc__
    with_options.__name__ = function.__name__
    return with_options  # type: ignore[return-value]  # click's decorators keep the call, not the type
