"""The demo edition as it lies in `edition/`: publishers, stories and one file an article, placed in time relative to the day of loading.

An article's file is called `<publisher>-<story>-<n>.md` ("misc" for no story) and holds TOML between two lines `+++`, then Markdown:

    day, time       when it is published: days before the load day (0 or negative) and "HH:MM" in UTC
    headline, authors, summary, section, tags, scene, caption, slug
    copy_of         the article that it was made from; `credit` is the agency that it names
    edits           [[old, new], ...] applied to what {{from:ID 1-3,5}} brought in (paragraphs of that article, counted from 1)
    versions        [{day, time, headline, edits, append}]: what the publisher changed later
    channel         "site" (default), "archive" (only in the WARC file), "paste" (only on the pasted page)
    fault           the page cannot be read: see `faults.py`; `paywall` = paragraphs shown before the wall
    moved           [day, time] from which the article lives at another address
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import Any

from broadsheet.demo.dates import anchor_day, fill_dates, moment
from broadsheet.errors import InputError

_FOLDER = resources.files("broadsheet.demo") / "edition"
_FROM = re.compile(r"^\{\{from:([a-z0-9-]+) ([0-9,-]+)\}\}$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A publisher of the edition and how its site is made. `owner` is its family; `agency` the short name of a wire, "" otherwise."""

    id: str
    name: str
    host: str
    owner: str
    language: str
    template: str
    feed: str
    feed_path: str
    url: str
    folder: tuple[str, ...]
    full_text: str
    place: str
    about: str
    full: bool = False
    agency: str = ""
    #: Section of articles whose feed names none.
    section: str = ""
    charset: str = "utf-8"
    restless_guid: bool = False
    #: Day offset from which its feed adds tracking parameters; None = never.
    tracking_from: int | None = None

    @property
    def site(self) -> str:
        """Address of the front page, without a slash at its end."""
        return f"https://{self.host}"

    @property
    def feed_url(self) -> str:
        """Address that a source of this publisher has."""
        return self.site + self.feed_path


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPlan:
    """One of the stories, with what its articles share."""

    id: str
    title: str
    about: str
    scene: str
    section: str
    section_de: str
    tags: tuple[str, ...]
    tags_de: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """What an article says from a time on. `body` is Markdown with all placeholders filled."""

    at: datetime
    headline: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article of the edition. `number` is its stable number at its publisher; `versions` are in order of time."""

    id: str
    publisher: Publisher
    story: str
    published: datetime
    versions: tuple[Version, ...]
    authors: tuple[str, ...]
    summary: str
    section: str
    tags: tuple[str, ...]
    scene: str
    caption: str
    slug: str
    number: int
    copy_of: str = ""
    credit: str = ""
    channel: str = "site"
    fault: str = ""
    paywall: int = 0
    moved: datetime | None = None

    def at(self, now: datetime) -> Version:
        """The version in force; the first one before publication."""
        return next((version for version in reversed(self.versions) if version.at <= now), self.versions[0])

    def path(self, now: datetime) -> str:
        """Path of its page on its publisher's host, as of now."""
        values = {
            "yyyy": f"{self.published:%Y}",
            "mm": f"{self.published:%m}",
            "dd": f"{self.published:%d}",
            "slug": self.slug,
            "number": str(self.number),
            "section": slugify(self.section),
        }
        path = self.publisher.url.format_map(values)
        return f"/archive{path}" if self.moved is not None and self.moved <= now else path

    def url(self, now: datetime) -> str:
        """Address of its page, as of now."""
        return self.publisher.site + self.path(now)

    @property
    def image_path(self) -> str:
        """Path of its picture on its publisher's host; "" when it has none."""
        return f"/media/{self.slug}-{self.number}.png" if self.scene else ""


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """The whole edition, anchored to a day. Articles are in order of publication. One object a day, so that it can be a cache key."""

    anchor: date
    publishers: Mapping[str, Publisher]
    stories: Mapping[str, StoryPlan]
    pieces: Mapping[str, Piece]

    def of(self, publisher: Publisher, now: datetime) -> list[Piece]:
        """What a publisher has on its site by now, newest first."""
        out = [p for p in self.pieces.values() if p.publisher.id == publisher.id and p.channel == "site" and p.published <= now]
        return sorted(out, key=lambda piece: (piece.published, piece.id), reverse=True)


def slugify(text: str) -> str:
    """A headline as it stands in an address: ASCII words with hyphens, at most ten of them."""
    german = text.translate(
        {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss", ord("Ä"): "Ae", ord("Ö"): "Oe", ord("Ü"): "Ue"}
    )
    plain = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode().lower().replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:10])


def paragraphs(body: str) -> list[str]:
    """The blocks of a Markdown body, divided by blank lines."""
    return [block for block in re.split(r"\n[ \t]*\n", body.strip()) if block]


def load_edition(end: datetime) -> Edition:
    """The edition as loaded at `end`. Raises InputError when a file of the edition contradicts itself."""
    return _edition(anchor_day(end))


@lru_cache(maxsize=4)
def _edition(anchor: date) -> Edition:
    publishers = {key: _publisher(key, row) for key, row in _toml("publishers.toml").items()}
    stories = {key: _story(key, row) for key, row in _toml("stories.toml").items()}
    raw = {entry.name.removesuffix(".md"): _split(entry.name, entry.read_text(encoding="utf-8")) for entry in _files()}
    pieces: dict[str, Piece] = {}
    # An original stands before its copies, because it was published before them.
    for key in sorted(raw, key=lambda name: (raw[name][0]["day"], raw[name][0]["time"], name)):
        pieces[key] = _piece(key, *raw[key], anchor=anchor, publishers=publishers, stories=stories, earlier=pieces)
    return Edition(anchor, publishers, stories, pieces)


def read_text(name: str) -> str:
    """A text file of the edition's folder."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(read_text(name))


def _files() -> list[Any]:
    return sorted((entry for entry in (_FOLDER / "articles").iterdir() if entry.name.endswith(".md")), key=lambda entry: entry.name)


def _publisher(key: str, row: dict[str, Any]) -> Publisher:
    return Publisher(id=key, **{**row, "folder": tuple(row["folder"])})


def _story(key: str, row: dict[str, Any]) -> StoryPlan:
    return StoryPlan(id=key, **{**row, "tags": tuple(row["tags"]), "tags_de": tuple(row["tags_de"])})


def _split(name: str, text: str) -> tuple[dict[str, Any], str]:
    parts = text.split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise InputError(f"{name}: no front matter between two lines +++")
    try:
        return tomllib.loads(parts[1]), parts[2].strip()
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: {error}") from error


def _piece(
    key: str,
    front: dict[str, Any],
    body: str,
    *,
    anchor: date,
    publishers: Mapping[str, Publisher],
    stories: Mapping[str, StoryPlan],
    earlier: Mapping[str, Piece],
) -> Piece:
    house, story, _ = key.split("-")
    publisher = publishers[house]
    plan = stories.get(story)
    if plan is None and story != "misc":
        raise InputError(f"{key}: no story of that name")
    german = publisher.language == "de"
    published = moment(anchor, front["day"], front["time"])
    body = _apply(key, _bring_in(key, body, earlier, published), front.get("edits", []))
    first = Version(published, front["headline"], body)
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % 900_000 + 100_000
    section = front.get("section") or ((plan.section_de if german else plan.section) if plan else "")
    piece = Piece(
        id=key,
        publisher=publisher,
        story=story if plan else "",
        published=published,
        versions=_versions(key, first, front.get("versions", []), anchor, publisher.language),
        authors=tuple(front.get("authors", ())),
        summary=fill_dates(front.get("summary", ""), anchor, publisher.language),
        section=section,
        tags=tuple(front.get("tags", (plan.tags_de if german else plan.tags) if plan else ())),
        scene=front.get("scene", plan.scene if plan else ""),
        caption=fill_dates(front.get("caption", ""), anchor, publisher.language),
        slug=front.get("slug") or slugify(fill_dates(front["headline"], anchor, publisher.language)),
        number=number,
        copy_of=front.get("copy_of", ""),
        credit=front.get("credit", ""),
        channel=front.get("channel", "site"),
        fault=front.get("fault", ""),
        paywall=front.get("paywall", 0),
        moved=moment(anchor, *front["moved"]) if "moved" in front else None,
    )
    if piece.copy_of and piece.copy_of not in earlier:
        raise InputError(f"{key}: copy of {piece.copy_of}, which is not published before it")
    return piece


def _versions(key: str, first: Version, changes: list[dict[str, Any]], anchor: date, language: str) -> tuple[Version, ...]:
    out = [first]
    for change in changes:
        last = out[-1]
        body = _apply(key, last.body, change.get("edits", []))
        if change.get("append"):
            body += "\n\n" + change["append"]
        out.append(Version(moment(anchor, change["day"], change["time"]), change.get("headline", last.headline), body))
    return tuple(replace(v, headline=fill_dates(v.headline, anchor, language), body=fill_dates(v.body, anchor, language)) for v in out)


def _bring_in(key: str, body: str, earlier: Mapping[str, Piece], when: datetime) -> str:
    def bring(match: re.Match[str]) -> str:
        original = earlier.get(match[1])
        if original is None:
            raise InputError(f"{key}: takes text from {match[1]}, which is not published before it")
        blocks = paragraphs(original.at(when).body)
        return "\n\n".join(blocks[place - 1] for place in _places(match[2]))

    return _FROM.sub(bring, body)


def _places(spec: str) -> list[int]:
    out: list[int] = []
    for part in spec.split(","):
        first, _, last = part.partition("-")
        out.extend(range(int(first), int(last or first) + 1))
    return out


def _apply(key: str, text: str, edits: list[list[str]]) -> str:
    for old, new in edits:
        if old not in text:
            raise InputError(f"{key}: an edit looks for {old!r}, which is not there")
        text = text.replace(old, new)
    return text
