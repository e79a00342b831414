"""JSON Feed 1.0 and 1.1 (row F26): read leniently where types are wrong, refused where it is no JSON or nested too deep."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from broadsheet.errors import BrokenDocument, LimitExceeded, NotAFeed
from broadsheet.extract.feed_entry import FoundEntry, Markup
from broadsheet.types import FeedInfo, Image
from broadsheet.types.text import fingerprint, one_line
from broadsheet.types.urls import clean

_TOKEN = re.compile(r'"(?>(?:[^"\\]++|\\.)*)"?|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonEntry:
    """One item as it stands, with its hash; `found` reads it."""

    raw: Mapping[str, object]
    item_hash: str

    def found(self) -> FoundEntry:
        """What the item says. Fields of the wrong type count as absent; an id may be a number."""
        raw = self.raw
        body, kind = (
            (string_of(raw, "content_html"), "text/html")
            if string_of(raw, "content_html")
            else (string_of(raw, "content_text"), "text/plain")
        )
        link = string_of(raw, "url") or string_of(raw, "external_url")
        image = string_of(raw, "image") or string_of(raw, "banner_image")
        return FoundEntry(
            id=string_of(raw, "id"),
            link=link,
            title=Markup(string_of(raw, "title")),
            summary=Markup(string_of(raw, "summary")),
            content=Markup(body, kind),
            published=string_of(raw, "date_published"),
            updated=string_of(raw, "date_modified"),
            authors=_authors(raw),
            tags=[tag for tag in list_of(raw, "tags") if isinstance(tag, str)],
            image=Image(image) if image else _attached(raw),
            language=string_of(raw, "language"),
            item_hash=self.item_hash,
        )


def load_json(document: str, depth: int) -> object:
    """The value of a JSON text. NaN and infinities become None; of equal keys the last counts.

    Raises LimitExceeded when it is nested deeper than `depth`, found out before parsing in one linear pass, and BrokenDocument when
    it is no JSON.
    """
    level = 0
    for found in _TOKEN.finditer(document):
        mark = found[0]
        if mark in "[{":
            level += 1
            if level > depth:
                raise LimitExceeded(f"JSON nested deeper than {depth} levels")
        elif mark in "]}":
            level -= 1
    try:
        return json.loads(document, parse_constant=lambda _: None, strict=False)
    except ValueError as error:
        raise BrokenDocument(f"not readable as JSON: {str(error)[:200]}") from error


def json_feed(document: str, depth: int) -> tuple[FeedInfo, list[JsonEntry]]:
    """What a JSON Feed says about itself and its items in order. Raises NotAFeed when the JSON is none, and as `load_json` does."""
    feed = load_json(document, depth)
    if not isinstance(feed, dict):
        raise NotAFeed("JSON, but no feed")
    version = string_of(feed, "version")
    items = feed.get("items")
    if "jsonfeed" not in version and not (isinstance(items, list) and "title" in feed):
        raise NotAFeed("JSON, but no JSON Feed")
    rows = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = [JsonEntry(row, fingerprint(json.dumps(row, sort_keys=True))) for row in rows]
    hub = next((string_of(hub, "url") for hub in list_of(feed, "hubs") if isinstance(hub, dict) and string_of(hub, "url")), "")
    info = FeedInfo(
        title=one_line(string_of(feed, "title")),
        site_url=clean(string_of(feed, "home_page_url")),
        language=string_of(feed, "language"),
        hub=clean(hub),
        self_url=clean(string_of(feed, "feed_url")),
        entries=len(entries),
        repaired=not isinstance(items, list) or len(rows) != len(items) or "jsonfeed" not in version,
    )
    return info, entries


def string_of(row: Mapping[str, object], name: str) -> str:
    """The text of a field; a number counts as its digits, anything else as absent."""
    value = row.get(name)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return ""
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return str(value)
    return ""


def list_of(row: Mapping[str, object], name: str) -> list[object]:
    """The list in a field; a single value counts as a list of one, nothing as an empty one."""
    value = row.get(name)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _authors(raw: Mapping[str, object]) -> list[str]:
    people = list_of(raw, "authors") + list_of(raw, "author")
    return [string_of(person, "name") if isinstance(person, dict) else person for person in people if isinstance(person, (dict, str))]


def _attached(raw: Mapping[str, object]) -> Image | None:
    for attachment in list_of(raw, "attachments")[:20]:
        if isinstance(attachment, dict) and string_of(attachment, "mime_type").startswith("image/") and string_of(attachment, "url"):
            return Image(string_of(attachment, "url"))
    return None
