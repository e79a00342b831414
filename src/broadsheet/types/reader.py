"""What readers do: comments, searches, signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from broadsheet.types.article import Article


class CommentStatus(StrEnum):
    """SHOWN is public; HELD waits for the owner; HIDDEN and DELETED keep their place in the thread without their text."""

    SHOWN = "shown"
    HELD = "held"
    HIDDEN = "hidden"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reader's comment under an article. `text` is plain text; `parent_id` is 0 at the top of a thread."""

    id: int = 0
    article_id: int
    parent_id: int = 0
    name: str
    text: str
    created: datetime
    status: CommentStatus = CommentStatus.SHOWN
    by_owner: bool = False
    #: Keyed hash of the writer's address (IPv6: of its /64), for flood limits; never the address itself.
    writer: str = ""
    #: Given by the form, so that sending twice stores once.
    token: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One word, prefix or phrase of a search. All terms must match; `negated` ones must not."""

    words: tuple[str, ...]
    prefix: bool = False
    negated: bool = False
    #: "" = anywhere, or "title".
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search, already parsed: terms and filters. Filters are empty when not asked for."""

    terms: tuple[Term, ...] = ()
    #: Any of these groups is enough when there is more than one ("a b OR c").
    alternatives: tuple[tuple[Term, ...], ...] = ()
    publisher: str = ""
    language: str = ""
    section: str = ""
    tag: str = ""
    source_id: int = 0
    since: datetime | None = None
    until: datetime | None = None
    #: "relevance" or "time".
    order: str = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which articles, newest first by `sort_time`, `limit` at a time; `before` continues after the last one of a page."""

    publisher: str = ""
    language: str = ""
    section: str = ""
    tag: str = ""
    source_id: int = 0
    since: datetime | None = None
    until: datetime | None = None
    #: (sort_time, id) of the last article of the page before.
    before: tuple[datetime, int] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found, with the spans of its text (and title) where the words stand."""

    article: Article
    score: float
    title_spans: tuple[tuple[int, int], ...] = ()
    text_spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of search results. `total` counts all matches up to a cap, `capped` tells that there are more than counted."""

    hits: tuple[Hit, ...]
    total: int = 0
    capped: bool = False
    #: Offset of the next page, 0 when this is the last.
    next_offset: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """A value and how many articles have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser. `token_hash` is the SHA-256 of the cookie's token."""

    token_hash: str
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who changed what, when. `actor` is "owner", "cli" or "worker"."""

    id: int = 0
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str = ""
