"""Records to rows and back. Nothing is lost on the way: `article_of(article_row(a), body_row(a)) == a` for clean records."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import RowMapping

from broadsheet.errors import StoreDamaged
from broadsheet.store.pressing import pressed, pressed_text, unpressed, unpressed_text
from broadsheet.store.tables import micros, moment, short_hash
from broadsheet.types import (
    Article,
    AuditEntry,
    Block,
    BlockKind,
    Body,
    Capture,
    CaptureKind,
    Comment,
    CommentStatus,
    Failure,
    FullText,
    Image,
    Link,
    Mark,
    MarkKind,
    Precision,
    Revision,
    Session,
    Source,
    SourceKind,
    SourceState,
)

Row = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")
#: A listing shows this many characters of an article's text.
LEAD = 400
#: Publisher, language and section are cut here: they stand in indexes, and an index entry of PostgreSQL holds 2.7 kB.
LONGEST_NAME = 500

_KINDS: dict[str, BlockKind] = {kind.value: kind for kind in BlockKind}
_MARKS: dict[str, MarkKind] = {kind.value: kind for kind in MarkKind}
#: The fields of a block that says nothing.
_EMPTY: tuple[Any, ...] = ("", 0, 0, 0, "", "", ())


def packed(value: object) -> str:
    """Compact JSON; "" for what is empty."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def unpacked(value: str) -> Any:
    """What was packed; [] for ""."""
    return json.loads(value) if value else []


def sound(read: Callable[P, T]) -> Callable[P, T]:
    """Say of a row that holds what we never write that the database is damaged."""

    @wraps(read)
    def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            raise StoreDamaged(f"a stored record is damaged: {error}", hint="restore a backup") from error

    return checked


def source_row(source: Source) -> Row:
    """The row of a source, without its id."""
    row = _plain(source, "id", "folder", "extra")
    return row | {"folder": packed(source.folder), "extra": packed(source.extra), "url_hash": short_hash(source.url)}


@sound
def source_of(row: RowMapping) -> Source:
    """The source of a row."""
    values = {name: row[name] for name in _names(Source)}
    values["kind"], values["full_text"] = SourceKind(row["kind"]), FullText(row["full_text"])
    values["folder"] = tuple(unpacked(row["folder"]))
    values["extra"] = tuple((name, value) for name, value in unpacked(row["extra"]))
    return Source(**values)


def state_row(state: SourceState) -> Row:
    """The row of a source's state."""
    return _plain(state)


@sound
def state_of(row: RowMapping) -> SourceState:
    """The state of a row."""
    return SourceState(**{name: row[name] for name in _names(SourceState)})


def article_row(article: Article) -> Row:
    """The row of an article in `articles`, without id, doc and comments_closed."""
    return {
        "sort_time": article.sort_time,
        "source_id": article.source_id,
        "publisher": article.publisher[:LONGEST_NAME],
        "language": article.language[:LONGEST_NAME],
        "section": article.section[:LONGEST_NAME],
        "url": article.url,
        "title": article.title,
        "authors": packed(article.authors),
        "publisher_domain": article.publisher_domain,
        "published": article.published,
        "published_precision": article.published_precision.value,
        "modified": article.modified,
        "received": article.received,
        "revised": article.revised,
        "tags": packed(article.tags),
        "image": packed(_image(article.image)),
        "teaser": article.teaser,
        "body": article.body.value,
        "truncated": article.truncated,
        "capture_id": article.capture_id,
        "external_id": article.external_id,
        "role": article.role,
        "length": len(article.text),
    }


def body_row(article: Article) -> Row:
    """The row of an article in `bodies`, without its id."""
    details = [_layout(article.layout), article.origins, [_link(link) for link in article.related], article.feed_text]
    return {"text": pressed_text(article.text), "details": pressed(details)}


@sound
def article_of(row: RowMapping, *, whole: bool = True) -> Article:
    """The article of a joined row of `articles` and `bodies`; without `whole`, with the beginning of the text only."""
    layout: list[Any] = []
    origins: list[Any] = []
    related: list[Any] = []
    feed_text = ""
    text = unpressed_text(row["text"])
    if whole:
        layout, origins, related, feed_text = unpressed(row["details"])
    image = unpacked(row["image"])
    return Article(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        text=text if whole else text[:LEAD],
        layout=tuple(map(_block, layout)),
        authors=tuple(unpacked(row["authors"])),
        publisher=row["publisher"],
        publisher_domain=row["publisher_domain"],
        published=row["published"],
        published_precision=Precision(row["published_precision"]),
        modified=row["modified"],
        received=row["received"],
        revised=row["revised"],
        language=row["language"],
        section=row["section"],
        tags=tuple(unpacked(row["tags"])),
        image=Image(*image) if image else None,
        teaser=row["teaser"],
        feed_text=feed_text,
        body=Body(row["body"]),
        truncated=row["truncated"],
        source_id=row["source_id"],
        capture_id=row["capture_id"],
        external_id=row["external_id"],
        role=row["role"],
        origins=tuple((name, value) for name, value in origins),
        related=tuple(map(_link_of, related)),
        length=row["length"],
    )


def revision_row(revision: Revision) -> Row:
    """The row of a revision, without its id."""
    pressed_parts = {"text": pressed_text(revision.text), "details": pressed(_layout(revision.layout))}
    return _plain(revision, "id", "layout", "text") | pressed_parts


@sound
def revision_of(row: RowMapping) -> Revision:
    """The revision of a row."""
    values = {name: row[name] for name in _names(Revision) if name not in ("layout", "text")}
    return Revision(**values, text=unpressed_text(row["text"]), layout=tuple(map(_block, unpressed(row["details"]))))


def capture_row(capture: Capture) -> Row:
    """The row of a capture, without id and body."""
    return _plain(capture, "id", "body", "headers") | {"headers": packed(capture.headers)}


@sound
def capture_of(row: RowMapping, body: bytes) -> Capture:
    """The capture of a row and its body."""
    values = {name: row[name] for name in _names(Capture) if name != "body"}
    values["kind"] = CaptureKind(row["kind"])
    values["headers"] = tuple((name, value) for name, value in unpacked(row["headers"]))
    return Capture(**values, body=body)


def failure_row(failure: Failure) -> Row:
    """The row of a failure, without id and sample."""
    return _plain(failure, "id", "sample") | {"url_hash": short_hash(failure.url)}


@sound
def failure_of(row: RowMapping, sample: bytes = b"") -> Failure:
    """The failure of a row."""
    return Failure(**{name: row[name] for name in _names(Failure) if name != "sample"}, sample=sample)


def comment_row(comment: Comment) -> Row:
    """The row of a comment, without its id."""
    return _plain(comment, "id")


@sound
def comment_of(row: RowMapping) -> Comment:
    """The comment of a row."""
    values = {name: row[name] for name in _names(Comment)}
    values["status"] = CommentStatus(row["status"])
    return Comment(**values)


@sound
def session_of(row: RowMapping) -> Session:
    """The session of a row."""
    return Session(token_hash=row["token_hash"], created=row["created"], expires=row["expires"])


@sound
def audit_of(row: RowMapping) -> AuditEntry:
    """The audit entry of a row."""
    return AuditEntry(**{name: row[name] for name in _names(AuditEntry)})


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(record: Any, *without: str) -> Row:
    """The fields of a record as they are; enumerations (all of them texts) by their value."""
    values = {name: getattr(record, name) for name in _names(type(record)) if name not in without}
    return {name: getattr(value, "value", value) for name, value in values.items()}


def _image(image: Image | None) -> list[Any]:
    return [image.url, image.alt, image.width, image.height] if image else []


def _layout(blocks: tuple[Block, ...]) -> list[list[Any]]:
    """Blocks as lists, cut after the last field that says something: most are [kind, start, end]."""
    return [
        _trimmed(
            [b.kind.value, b.start, b.end, b.level, b.url, b.alt, [_trimmed([m.kind.value, m.start, m.end, m.url], 3) for m in b.marks]], 3
        )
        for b in blocks
    ]


def _trimmed(values: list[Any], least: int) -> list[Any]:
    while len(values) > least and not values[-1]:
        values.pop()
    return values


def _block(values: list[Any]) -> Block:
    kind, start, end, level, url, alt, marks = (*values, *_EMPTY[len(values) :])
    return Block(_KINDS[kind], start, end, level, url, alt, tuple(Mark(_MARKS[mark], a, b, *link) for mark, a, b, *link in marks))


def _link(link: Link) -> list[Any]:
    published = "" if link.published is None else str(micros(link.published))
    modified = "" if link.modified is None else str(micros(link.modified))
    return _trimmed([link.url, link.title, link.publisher, published, link.teaser, modified], 1)


def _link_of(values: list[str]) -> Link:
    url, title, publisher, published, teaser, modified = (*values, *[""] * (6 - len(values)))
    return Link(url, title, publisher, _moment(published), teaser, _moment(modified))


def _moment(number: str) -> datetime | None:
    return moment(int(number)) if number else None
