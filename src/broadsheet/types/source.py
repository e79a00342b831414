"""Sources: what is collected, how it fares, and what came out of it last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """What stands behind a source's address."""

    FEED = "feed"
    #: A section page whose article links are followed.
    PAGE = "page"
    SITEMAP = "sitemap"
    #: Files and pasted pages; never polled.
    FILES = "files"


class FullText(StrEnum):
    """When to fetch the article's page although the feed already gave some text."""

    ALWAYS = "always"
    NEVER = "never"
    #: When the feed's text is short.
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that articles are collected from. `id` is 0 until it is stored; `url` is unique."""

    id: int = 0
    kind: SourceKind = SourceKind.FEED
    url: str
    title: str = ""
    site_url: str = ""
    #: OPML folders from the outermost in.
    folder: tuple[str, ...] = ()
    #: Name of the publisher as readers know it; "" = take it from the source's title.
    publisher: str = ""
    section: str = ""
    full_text: FullText = FullText.SHORT
    enabled: bool = True
    #: Seconds between polls asked for by the operator; 0 = adaptive.
    every: int = 0
    #: User and password for HTTP basic authentication, never sent to another origin. "" = none.
    username: str = ""
    password: str = ""
    #: The operator accepts certificates that do not verify (shown in the UI).
    accept_bad_tls: bool = False
    #: Further OPML attributes, kept for export: (("description", "..."), ...).
    extra: tuple[tuple[str, str], ...] = ()
    added: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a source fares: what the next poll needs to know. One row a source, written after every poll."""

    source_id: int
    #: Validators of the last complete answer, sent back as they are.
    etag: str = ""
    last_modified: str = ""
    #: Hash of the last body, to leave an unchanged one unparsed.
    body_hash: str = ""
    polled: datetime | None = None
    succeeded: datetime | None = None
    #: When something new came last.
    changed: datetime | None = None
    next_poll: datetime | None = None
    #: The adaptive interval in seconds; 0 until learned.
    interval: float = 0.0
    #: Failures in a row, and the last one.
    failures: int = 0
    failing_since: datetime | None = None
    error_code: str = ""
    error: str = ""
    #: A permanent redirect that is being watched before the address is changed: target, times seen, since when.
    moved_to: str = ""
    moved_count: int = 0
    moved_since: datetime | None = None
    #: Gone for good (410), or failing for so long that polling stopped. A reason in words; "" = alive.
    stopped: str = ""
    #: The last answer came by plain http although the address is https.
    downgraded: bool = False
    #: WebSub: hub, topic, and until when we are subscribed.
    hub: str = ""
    topic: str = ""
    lease_until: datetime | None = None
    #: Until when a worker has claimed it.
    claimed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One item of a source that we already know: its guid, the hash of what it said, and its article."""

    external_id: str
    item_hash: str
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that went wrong, kept so that it can be shown, retried and replayed.

    `sample` holds at most 1 MB of what could not be read. `count` counts equal failures (same source, URL and code) in a row.
    """

    id: int = 0
    at: datetime
    code: str
    message: str
    url: str = ""
    source_id: int = 0
    capture_id: int = 0
    #: Length of what arrived, bytes.
    size: int = 0
    sample: bytes = b""
    retry_at: datetime | None = None
    count: int = 1
    #: When it was solved (a later success, or a replay that went well).
    resolved: datetime | None = None
