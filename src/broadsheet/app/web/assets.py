"""Style, script and icon: read once, served from memory under names that change with their content. No path reaches the disk (row A09)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

#: One sheet is sent; it is written in small files.
STYLES = (
    "paper.css",
    "type.css",
    "masthead.css",
    "front.css",
    "article.css",
    "desk.css",
    "story.css",
    "ledger.css",
    "told.css",
    "print.css",
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    name: str
    media_type: str
    body: bytes

    @property
    def path(self) -> str:
        """Its address, good for ever."""
        return f"/static/{self.name}"


def _asset(name: str, suffix: str, media_type: str, *parts: str) -> Asset:
    folder = files("broadsheet.app.web").joinpath("static")
    body = b"\n".join(folder.joinpath(part).read_bytes() for part in parts)
    return Asset(f"{name}-{sha256(body).hexdigest()[:12]}.{suffix}", media_type, body)


STYLE = _asset("broadsheet", "css", "text/css; charset=utf-8", *STYLES)
SCRIPT = _asset("broadsheet", "js", "text/javascript; charset=utf-8", "keys.js", "reading.js", "listen.js")
ICON = _asset("icon", "svg", "image/svg+xml", "icon.svg")
ASSETS = {asset.name: asset for asset in (STYLE, SCRIPT, ICON)}
