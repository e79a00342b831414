"""How a program opens a newsroom: `broadsheet.open`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from broadsheet.app.settings import Settings, load

if TYPE_CHECKING:
    from broadsheet.app.newsroom import Newsroom


def open(path: str | os.PathLike[str] | None = None, *, settings: Settings | None = None) -> Newsroom:
    """Open a newsroom on a database: a SQLite file (made when missing) or a postgresql:// address.

    Without `path` it is the one that the settings name, as the command line uses it. `settings` replaces the settings file and the
    environment. Close it when done, or use it in a `with` statement. Raises StoreError or SettingsError. Does not start collecting:
    see `Newsroom.poll_now`, `collect` and `worker`.
    """
    from broadsheet.app.wiring import open_newsroom

    chosen = settings or load()
    if path is not None:
        address = os.fspath(path)
        chosen = replace(chosen, database=address if "://" in address else os.path.abspath(address))
    return open_newsroom(chosen)
