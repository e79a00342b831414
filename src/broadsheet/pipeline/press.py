"""What the stages work with, and what they report."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from broadsheet.errors import BroadsheetError
from broadsheet.intake.fetch import Fetcher
from broadsheet.store.base import Store
from broadsheet.types import Capture, FeedInfo, Filed, ParseLimits, Reading

#: Bytes of a failed document that are kept for replay (row I7).
SAMPLE = 1024 * 1024
#: Articles that are filed in one transaction when many come at once.
BATCH = 200
#: A page that failed is tried again after this long, doubled each time, at most `PAGE_TRIES` times.
PAGE_RETRY = timedelta(minutes=20)
PAGE_TRIES = 5
#: Recent articles of a source from which its rhythm is learned.
RHYTHM_ITEMS = 12


class Read(Protocol):
    """How a capture is read: `extract.read` itself, or the same call in a limited child process."""

    def __call__(self, capture: Capture, known: frozenset[str] = ..., limits: ParseLimits | None = ...) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What the stages work with. One a process: the lock makes look-up and filing one step among its threads."""

    store: Store
    fetcher: Fetcher
    read: Read
    clock: Callable[[], datetime]
    limits: ParseLimits = field(default_factory=ParseLimits)
    #: Bounds of what one poll does beyond its own document: pages, and seconds after which it starts no further page.
    pages_per_poll: int = 30
    page_seconds: float = 60.0
    #: Documents read at the same time when many are taken in; as many as there are child processes.
    readers: int = 2
    timer: Callable[[], float] = time.monotonic
    filing: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What came of one poll: what the next poll is planned from. `error` is None when the document was read and filed."""

    source_id: int
    #: Not modified, or byte for byte the same as before.
    unchanged: bool = False
    new: int = 0
    revised: int = 0
    updated: int = 0
    #: Links or teasers left for the next poll.
    waiting: int = 0
    #: Pages that failed on the way; each is a Failure in the store.
    failed_pages: int = 0
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    #: When the source's latest articles were published.
    times: tuple[datetime, ...] = ()
    feed: FeedInfo | None = None
    #: WebSub hub and topic that the answer's headers or the feed itself name.
    hub: str = ""
    topic: str = ""
    #: The target, when every hop on the way was a permanent redirect.
    moved_to: str = ""
    downgraded: bool = False
    error: BroadsheetError | None = None
    #: Length and sample of a document that could not be read.
    size: int = 0
    sample: bytes = b""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one capture that was taken in: its filings, or why it could not be read."""

    capture: Capture
    filed: tuple[Filed, ...] = ()
    error: BroadsheetError | None = None
