"""A site that a browser can open."""

from __future__ import annotations

from dataclasses import dataclass

from site_edition import TableNewsroom

PASSWORD = "nine herring in a tram"


@dataclass(frozen=True)
class Served:
    """The site's address, its newsroom and the ids of its special articles."""

    address: str
    newsroom: TableNewsroom
    ids: dict[str, int]
