"""The door through which everything from outside comes in."""

from __future__ import annotations

from typing import Protocol

from broadsheet.types import Request, Response


class Fetcher(Protocol):
    """Whoever can get an address. GuardedFetcher asks the network, FakeFetcher a table."""

    def fetch(self, request: Request) -> Response:
        """The complete answer, 2xx or a 304 that was asked for. Anything else is raised as a FetchError. Safe to call from many threads."""
