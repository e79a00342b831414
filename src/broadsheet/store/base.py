"""The Store protocol: everything Broadsheet keeps, behind one door. SQLite and PostgreSQL implement it; one contract suite tests both.

Invariants, stated once:
- A call that writes is one transaction: after it returns, what it wrote survives a crash; when it raises, nothing of it is there.
- Records go in and come out whole; an id of 0 means "not stored yet"; a missing id raises NotFound.
- Times are aware and UTC. Text never contains NUL or lone surrogates: the store removes them on the way in.
- The store decides nothing: it reads candidates and writes decisions. Lists come in the order that the method names.
- Safe to use from several threads; several processes may share one database (one writer at a time on SQLite, waiting its turn).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from broadsheet.types import (
    Article,
    AuditEntry,
    Capture,
    Comment,
    CommentStatus,
    Count,
    Failure,
    Filed,
    Filing,
    Hits,
    Listing,
    Problem,
    Revision,
    Search,
    Seen,
    Session,
    Source,
    SourceState,
    StoreStats,
)


class Store(Protocol):
    """All that is kept."""

    # -- sources ---------------------------------------------------------------------------------------------------

    def add_source(self, source: Source) -> Source:
        """Store a new source and its empty state. A source with the same `url` is returned as it is, unchanged."""

    def update_source(self, source: Source) -> None:
        """Replace the source with that id. Raises InputError when another source has its url."""

    def remove_source(self, source_id: int) -> None:
        """Forget the source, its state and its sightings. Its articles stay (their `source_id` becomes 0)."""

    def source(self, source_id: int) -> Source: ...

    def sources(self) -> list[Source]:
        """All, by folder and then title."""

    def state(self, source_id: int) -> SourceState: ...

    def states(self) -> dict[int, SourceState]:
        """The state of every source, by source id."""

    def save_state(self, state: SourceState) -> None: ...

    def claim_due(self, now: datetime, until: datetime, limit: int) -> list[tuple[Source, SourceState]]:
        """Claim up to `limit` enabled, unstopped sources that are due and unclaimed, longest overdue first.

        A source that was never polled is due. A claim ends at `until` or when its state is saved with `claimed_until` None.
        """

    def next_due(self) -> datetime | None:
        """When the next source falls due; None when there is none."""

    def seen(self, source_id: int, external_ids: Sequence[str] = (), limit: int = 2000) -> list[Seen]:
        """The source's known items, last sighting first; only those with the given ids, if any are given."""

    # -- articles --------------------------------------------------------------------------------------------------

    def known(self, keys: Sequence[str]) -> dict[str, int]:
        """For each identity key that is known, the id of its article."""

    def file(self, filings: Sequence[Filing]) -> list[Filed]:
        """Store all decisions in one transaction, in order."""

    def article(self, article_id: int) -> Article: ...

    def articles_by_id(self, ids: Sequence[int]) -> list[Article]:
        """Those that exist, in the order asked for."""

    def latest(self, listing: Listing) -> list[Article]:
        """Newest first, by `Article.sort_time`. Texts and layouts are left empty but for the first 400 characters of text."""

    def each_article(self, after_id: int = 0) -> Iterator[Article]:
        """All articles, whole, by id. Reads in pages; articles stored meanwhile may or may not appear."""

    def revisions(self, article_id: int) -> list[Revision]:
        """Earlier texts, oldest first."""

    def delete_article(self, article_id: int) -> None:
        """Remove the article with its revisions, comments, keys and search entries. Its keys may be stored again."""

    def counts(self, field: str, limit: int = 50) -> list[Count]:
        """How many articles per value of "publisher", "language" or "section", most first."""

    def search(self, search: Search, *, offset: int = 0, limit: int = 20) -> Hits:
        """Articles that match, with the places of the words. Any `Search` is answered; none raises for its words."""

    def like(self, article_id: int, *, limit: int = 10) -> list[tuple[Article, float]]:
        """Articles with the most similar text (shared rare words), best first, with a score between 0 and 1."""

    # -- captures --------------------------------------------------------------------------------------------------

    def save_capture(self, capture: Capture) -> int: ...

    def capture(self, capture_id: int) -> Capture: ...

    # -- failures --------------------------------------------------------------------------------------------------

    def record_failure(self, failure: Failure) -> int:
        """Keep it. An unresolved one with the same source, url and code is counted up instead; at most 100 samples a code are kept."""

    def failures(self, *, source_id: int = 0, resolved: bool = False, limit: int = 100) -> list[Failure]:
        """Latest first, without samples."""

    def failure(self, failure_id: int) -> Failure:
        """One failure, with its sample."""

    def resolve_failures(self, now: datetime, *, failure_id: int = 0, source_id: int = 0, url: str = "") -> int:
        """Mark those that match all given conditions as resolved; returns how many. At least one condition is needed."""

    # -- comments --------------------------------------------------------------------------------------------------

    def add_comment(self, comment: Comment) -> Comment:
        """Store it. A comment with the same non-empty `token` is returned instead of stored twice.

        Raises NotFound when the article or the parent does not exist, InputError when the parent is deleted, hidden or under another
        article, or when the article's comments are closed.
        """

    def comments(self, article_id: int) -> list[Comment]:
        """All of an article's comments in every status, oldest first."""

    def recent_comments(self, *, status: CommentStatus | None = None, limit: int = 50) -> list[Comment]:
        """Latest first, of all articles."""

    def comment(self, comment_id: int) -> Comment: ...

    def set_comment_status(self, comment_id: int, status: CommentStatus) -> None:
        """Change it. DELETED also erases name and text for good."""

    def comments_since(self, writer: str, since: datetime) -> int:
        """How many comments this writer sent since then, for flood limits. An empty writer counts everybody's."""

    def comment_counts(self, article_ids: Sequence[int]) -> dict[int, int]:
        """How many shown comments each of these articles has; articles without are left out."""

    def close_comments(self, article_id: int, closed: bool) -> None: ...

    def comments_closed(self, article_id: int) -> bool: ...

    # -- the owner -------------------------------------------------------------------------------------------------

    def get(self, name: str) -> str:
        """A stored value (password hash, secret key, marks); "" when it was never put."""

    def put(self, name: str, value: str) -> None: ...

    def put_if_absent(self, name: str, value: str) -> str:
        """Store the value unless there is one; returns the one that is stored now. Atomic across processes."""

    def add_session(self, session: Session) -> None: ...

    def session(self, token_hash: str) -> Session | None: ...

    def end_session(self, token_hash: str = "") -> None:
        """End one session, or all when no hash is given."""

    def audit(self, entry: AuditEntry) -> None: ...

    def audit_log(self, limit: int = 100) -> list[AuditEntry]:
        """Latest first."""

    # -- keeping it sound ------------------------------------------------------------------------------------------

    def stats(self) -> StoreStats: ...

    def check(self) -> list[Problem]:
        """Look for damage: file integrity, search index, dangling references. Empty when sound."""

    def repair(self) -> list[str]:
        """Rebuild what can be rebuilt (search index, counts); says what was done."""

    def backup(self, path: Path) -> None:
        """Write a consistent copy while running. Raises StoreError when the target exists or cannot be written."""

    def dump(self) -> Iterator[dict[str, object]]:
        """Everything, as rows {"table", ...} in a canonical order: equal databases give equal dumps, whatever engine."""

    def load(self, rows: Iterable[dict[str, object]]) -> None:
        """Fill an empty database from a dump, in one transaction. Raises InputError when it is not empty."""

    def close(self) -> None: ...
