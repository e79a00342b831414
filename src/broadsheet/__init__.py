"""Broadsheet: a self-hosted news platform, and a library.

    import broadsheet

    with broadsheet.open("news.db") as newsroom:
        source = newsroom.add_source(broadsheet.Source(url="https://example.org/feed.xml"))
        newsroom.poll_now(source.id)
        for article in newsroom.store.latest(broadsheet.Listing(limit=10)):
            print(article.title)

Importing this module is quick: what it offers is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.app.newsroom import Newsroom
    from broadsheet.app.opening import open
    from broadsheet.app.settings import Settings
    from broadsheet.errors import BroadsheetError
    from broadsheet.types import Article, Comment, Listing, Search, Source

__version__ = "0.1.0"

__all__ = ["Article", "BroadsheetError", "Comment", "Listing", "Newsroom", "Search", "Settings", "Source", "__version__", "open"]

_HOMES = {
    "open": "broadsheet.app.opening",
    "Newsroom": "broadsheet.app.newsroom",
    "Settings": "broadsheet.app.settings",
    "BroadsheetError": "broadsheet.errors",
    "Article": "broadsheet.types",
    "Comment": "broadsheet.types",
    "Listing": "broadsheet.types",
    "Search": "broadsheet.types",
    "Source": "broadsheet.types",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
