"""SqlStore: the Store protocol on either engine. Each method runs one function of an area in one transaction."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from broadsheet.store import (
    articles,
    captures,
    comments,
    dump,
    failures,
    filing,
    health,
    migrate,
    owner,
    searching,
    sources,
    story_health,
    words,
)
from broadsheet.store import findings as found
from broadsheet.store import links as linking
from broadsheet.store.database import Database, TookTooLong
from broadsheet.store.ledger_store import LedgerStore
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

#: Seconds that one search may take (row A06).
DEADLINE = 2.0
#: The name under which the version of the tokens that the index holds is stored.
_INDEXED = "index.words"


class SqlStore(LedgerStore):
    """All that is kept, in a database. What each method promises is written at `broadsheet.store.base.Store`."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), deadline: float = DEADLINE
    ) -> None:
        super().__init__(database)
        self._clock = clock
        self._deadline = deadline
        self._frequencies = _Remembered()
        database.write(self._prepare)

    def _prepare(self, c: Connection) -> None:
        """Bring schema and index to what this program writes."""
        migrate.migrate(c)
        if owner.get(c, _INDEXED) != words.VERSION:
            health.rebuild(c, self._db)
            owner.put(c, _INDEXED, words.VERSION)

    # -- sources ---------------------------------------------------------------------------------------------------

    def add_source(self, source: Source) -> Source:
        """Store a new source, or return the one with its url."""
        return self._db.write(sources.add, source)

    def update_source(self, source: Source) -> None:
        """Replace the source with that id."""
        self._db.write(sources.replace, source)

    def remove_source(self, source_id: int) -> None:
        """Forget the source; its articles stay."""
        self._db.write(sources.remove, source_id)

    def source(self, source_id: int) -> Source:
        """The source with that id."""
        return self._db.read(sources.one, source_id)

    def sources(self) -> list[Source]:
        """All, by folder and then title."""
        return self._db.read(sources.every)

    def state(self, source_id: int) -> SourceState:
        """How a source fares."""
        return self._db.read(sources.state, source_id)

    def states(self) -> dict[int, SourceState]:
        """How all sources fare, by source id."""
        return self._db.read(sources.all_states)

    def save_state(self, state: SourceState) -> None:
        """Replace the state of a source."""
        self._db.write(sources.save_state, state)

    def claim_due(self, now: datetime, until: datetime, limit: int) -> list[tuple[Source, SourceState]]:
        """Claim sources that are due, longest overdue first."""
        return self._db.write(sources.claim, now, until, limit)

    def next_due(self) -> datetime | None:
        """When the next source falls due."""
        return self._db.read(sources.next_due)

    def seen(self, source_id: int, external_ids: Sequence[str] = (), limit: int = 2000) -> list[Seen]:
        """The source's known items, last sighting first."""
        return self._db.read(sources.seen, source_id, external_ids, limit)

    # -- articles --------------------------------------------------------------------------------------------------

    def known(self, keys: Sequence[str]) -> dict[str, int]:
        """For each identity key that is known, the id of its article."""
        return self._db.read(articles.known, keys)

    def file(self, filings: Sequence[Filing]) -> list[Filed]:
        """Store all decisions in one transaction, in order."""
        return self._db.write(filing.file, self._db, filings, self._clock()) if filings else []

    def article(self, article_id: int) -> Article:
        """The whole article."""
        return self._db.read(articles.one, article_id)

    def articles_by_id(self, ids: Sequence[int]) -> list[Article]:
        """Those that exist, in the order asked for."""
        return self._db.read(articles.by_id, ids)

    def latest(self, listing: Listing) -> list[Article]:
        """Newest first, with the beginning of the text only."""
        return self._db.read(articles.latest, listing)

    def each_article(self, after_id: int = 0) -> Iterator[Article]:
        """All articles, whole, by id; a transaction a page, so that a slow reader holds nothing up (row S12)."""
        while page := self._db.read(articles.page_after, after_id):
            yield from page
            after_id = page[-1].id

    def revisions(self, article_id: int) -> list[Revision]:
        """Earlier texts, oldest first."""
        return self._db.read(articles.all_revisions, article_id)

    def delete_article(self, article_id: int) -> None:
        """Remove the article with all that hangs on it."""
        self._db.write(self._delete_article, article_id)

    def _delete_article(self, c: Connection, article_id: int) -> None:
        linking.forget(c, article_id)
        found.forget(c, article_id)
        articles.remove(c, self._db.index, article_id)

    def counts(self, field: str, limit: int = 50) -> list[Count]:
        """How many articles per value of a field, most first."""
        return self._db.read(articles.counts, field, limit)

    def search(self, search: Search, *, offset: int = 0, limit: int = 20) -> Hits:
        """Articles that match, with the places of the words; none, marked as capped, when it took too long."""
        try:
            return self._db.read_within(self._deadline, searching.search, self._db.index, search, offset, limit)
        except TookTooLong:
            return Hits((), capped=True)

    def like(self, article_id: int, *, limit: int = 10) -> list[tuple[Article, float]]:
        """Articles with the most similar text, best first; none when it took too long."""

        def act(c: Connection) -> list[tuple[Article, float]]:
            def frequency(token: str, cap: int) -> int:
                return self._frequencies.of(token, lambda: self._db.index.frequency(c, token, cap))

            return searching.like(c, self._db.index, article_id, limit, frequency)

        try:
            return self._db.read_within(self._deadline, act)
        except TookTooLong:
            return []

    # -- captures --------------------------------------------------------------------------------------------------

    def save_capture(self, capture: Capture) -> int:
        """Store a capture; its id."""
        return self._db.write(captures.save_all, self._db, [capture])[0]

    def capture(self, capture_id: int) -> Capture:
        """The capture with that id."""
        return self._db.read(captures.one, capture_id)

    # -- failures --------------------------------------------------------------------------------------------------

    def record_failure(self, failure: Failure) -> int:
        """Keep it, or count up the unresolved one like it."""
        return self._db.write(failures.record, failure)

    def failures(self, *, source_id: int = 0, resolved: bool = False, limit: int = 100) -> list[Failure]:
        """Latest first, without samples."""
        return self._db.read(failures.several, source_id, resolved, limit)

    def failure(self, failure_id: int) -> Failure:
        """One failure, with its sample."""
        return self._db.read(failures.one, failure_id)

    def resolve_failures(self, now: datetime, *, failure_id: int = 0, source_id: int = 0, url: str = "") -> int:
        """Mark those that match all given conditions as resolved."""
        return self._db.write(failures.resolve, now, failure_id, source_id, url)

    # -- comments --------------------------------------------------------------------------------------------------

    def add_comment(self, comment: Comment) -> Comment:
        """Store it, or return the one with its token."""
        return self._db.write(comments.add, comment)

    def comments(self, article_id: int) -> list[Comment]:
        """All of an article's comments, oldest first."""
        return self._db.read(comments.under, article_id)

    def recent_comments(self, *, status: CommentStatus | None = None, limit: int = 50) -> list[Comment]:
        """Latest first, of all articles."""
        return self._db.read(comments.recent, status, limit)

    def comment(self, comment_id: int) -> Comment:
        """The comment with that id."""
        return self._db.read(comments.one, comment_id)

    def set_comment_status(self, comment_id: int, status: CommentStatus) -> None:
        """Change it; DELETED also erases name and text."""
        self._db.write(comments.set_status, comment_id, status)

    def comments_since(self, writer: str, since: datetime) -> int:
        """How many comments this writer sent since then."""
        return self._db.read(comments.since, writer, since)

    def comment_counts(self, article_ids: Sequence[int]) -> dict[int, int]:
        """How many shown comments each of these articles has."""
        return self._db.read(comments.counts, article_ids)

    def close_comments(self, article_id: int, closed: bool) -> None:
        """Close or open an article's comments."""
        self._db.write(comments.close, article_id, closed)

    def comments_closed(self, article_id: int) -> bool:
        """Whether an article's comments are closed."""
        return self._db.read(comments.is_closed, article_id)

    # -- the owner -------------------------------------------------------------------------------------------------

    def get(self, name: str) -> str:
        """A stored value, or ""."""
        return self._db.read(owner.get, name)

    def put(self, name: str, value: str) -> None:
        """Store a value."""
        self._db.write(owner.put, name, value)

    def put_if_absent(self, name: str, value: str) -> str:
        """Store the value unless there is one; the one that is stored now."""
        return self._db.write(owner.put_if_absent, name, value)

    def add_session(self, session: Session) -> None:
        """Keep a session."""
        self._db.write(owner.add_session, session)

    def session(self, token_hash: str) -> Session | None:
        """The session with that hash."""
        return self._db.read(owner.session, token_hash)

    def end_session(self, token_hash: str = "") -> None:
        """End one session, or all."""
        self._db.write(owner.end_session, token_hash)

    def audit(self, entry: AuditEntry) -> None:
        """Keep an audit entry."""
        self._db.write(owner.note, entry)

    def audit_log(self, limit: int = 100) -> list[AuditEntry]:
        """Latest first."""
        return self._db.read(owner.noted, limit)

    # -- keeping it sound ------------------------------------------------------------------------------------------

    def stats(self) -> StoreStats:
        """Counts, size and schema."""
        return self._db.read(health.stats, self._db)

    def check(self) -> list[Problem]:
        """Look for damage. Where the file itself is damaged, nothing further is looked at."""
        problems = self._db.check()
        if any(problem.fatal for problem in problems):
            return problems
        return problems + self._db.read(health.references, self._db) + self._db.read(story_health.problems)

    def repair(self) -> list[str]:
        """Remove what belongs to nothing, build the index again, tidy the files."""

        def act(c: Connection) -> list[str]:
            return story_health.repair(c) + health.clear_references(c) + health.rebuild(c, self._db)

        return self._db.write(act) + self._db.tidy()

    def backup(self, path: Path) -> None:
        """Write a consistent copy while running."""
        self._db.backup(path)

    def dump(self) -> Iterator[dict[str, object]]:
        """Everything, as rows in a canonical order, all of one moment."""
        with self._db.reading() as c:
            yield from dump.rows(c)

    def load(self, rows: Iterable[dict[str, object]]) -> None:
        """Fill an empty database from a dump."""
        self._db.write(self._load, rows)

    def _load(self, c: Connection, rows: Iterable[dict[str, object]]) -> None:
        # The mark that this store made on opening is part of the dump, too.
        owner.forget(c, _INDEXED)
        dump.fill(c, self._db, rows)
        owner.put(c, _INDEXED, words.VERSION)

    def close(self) -> None:
        """Give all connections back."""
        self._db.close()


class _Remembered:
    """How common words are, as last counted. Counting costs a third of a millisecond a word; an old count is good enough."""

    def __init__(self, most: int = 20_000, uses: int = 200) -> None:
        self._known: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._most = most
        self._uses = uses

    def of(self, token: str, count: Callable[[], int]) -> int:
        """The number for a token, counted again after it was used some times."""
        number, left = self._known.pop(token, (0, 0))
        if left <= 0:
            number, left = count(), self._uses if number else min(self._uses, 20)
        self._known[token] = (number, left - 1)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return number
