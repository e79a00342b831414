"""The Store protocol: everything Broadsheet keeps, behind one door. SQLite and PostgreSQL implement it; one contract suite tests both.

Invariants, stated once:
- A call that writes is one transaction: after it returns, what it wrote survives a crash; when it raises, nothing of it is there.
- Records go in and come out whole; an id of 0 means "not stored yet"; a missing id raises NotFound.
- Times are aware and UTC. Text never contains NUL or lone surrogates: the store removes them on the way in.
- The store decides nothing: it reads candidates and writes decisions. Lists come in the order that the method names.
- Safe to use from several threads; several processes may share one database (one writer at a time on SQLite, waiting its turn).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from broadsheet.types import (
    Article,
    AuditEntry,
    Capture,
    Comment,
    CommentStatus,
    Copy,
    Count,
    Evidence,
    Failure,
    Filed,
    Filing,
    Findings,
    Hits,
    LedgerEdit,
    Listing,
    Membership,
    Pin,
    Problem,
    Revision,
    Search,
    Seen,
    Session,
    Sketched,
    Source,
    SourceState,
    Speaker,
    StoreStats,
    Story,
    StoryEdit,
    StoryLink,
    StoryListing,
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

    # -- stories ---------------------------------------------------------------------------------------------------

    def unlinked(self, limit: int = 200) -> list[Article]:
        """Whole articles that are new or whose text changed since they were linked, in the order in which that happened.

        `file` puts them in line in its own transaction; `save_links` takes them out.
        """

    def unlinked_count(self) -> int: ...

    def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take, or keep, the sole right to a job until then; False while another holder has it. Atomic across processes."""

    def release(self, name: str, holder: str) -> None:
        """Give it back; nothing happens when this holder does not have it."""

    def save_links(self, links: Sequence[StoryLink], recopied: Mapping[int, Copy | None] | None = None) -> dict[int, int]:
        """Store decisions about articles in one transaction; for each negative story id the one that it got.

        Membership, evidence, copy, sketch and vector of an article replace those that it had; its stories become stale. A decision
        about an article that was deleted meanwhile, or changed again, is left out. `recopied` says of articles linked earlier of what
        they are copies now (None: of nothing), because an original came after its copies; their stories become stale, too.
        """

    def sketches(self, after: int = 0, limit: int = 5000) -> list[Sketched]:
        """Sketches in order of `change`, those changed after the given one: what a linker reads to be up to date."""

    def story(self, story_id: int) -> Story:
        """The story; for one that was merged away, the story that it went into (its `id` differs). Raises NotFound."""

    def stories(self, listing: StoryListing) -> list[Story]:
        """Stories with at least one article, in the listing's order."""

    def stories_by_id(self, ids: Sequence[int]) -> list[Story]:
        """Those that exist, in the order asked for; merged ones as `story` does."""

    def story_of(self, article_ids: Sequence[int]) -> dict[int, int]:
        """The story of each article; articles that wait to be linked are left out."""

    def members(self, story_id: int) -> list[Membership]:
        """All of a story's articles with their evidence, by the article's sort time."""

    def member_articles(self, story_id: int) -> list[Article]:
        """The story's articles, oldest first by sort time, with texts cut as `latest` cuts them."""

    def coverage(self, story_ids: Sequence[int]) -> dict[int, list[tuple[int, datetime]]]:
        """For each of these stories its articles' ids with their sort times, oldest first, in one query; unknown stories are left out."""

    def membership(self, article_id: int) -> Membership | None: ...

    def copy_of(self, article_ids: Sequence[int]) -> dict[int, Copy]:
        """For each of these articles that is a copy, of what."""

    def copies(self, original_ids: Sequence[int]) -> dict[int, list[Copy]]:
        """For each of these articles, its copies, by article id; articles without are left out."""

    def stale_stories(self, limit: int = 200) -> list[int]:
        """Stories whose articles changed since they were described, the first changed first."""

    def save_stories(self, stories: Sequence[Story]) -> None:
        """Store descriptions (see `Story`) in one transaction; the stories are no longer stale.

        A story that has no article left is removed, with a note of where its articles went if they all went to one other story.
        """

    def tidy(self, moves: Sequence[tuple[int, int, Evidence]]) -> None:
        """Move articles (article, story it goes to, evidence) as the periodic pass decided, in one transaction; stories become stale."""

    def pins(self) -> list[Pin]:
        """All decisions of readers that hold, oldest first."""

    def edit_story(self, edit: StoryEdit, pins: Sequence[Pin], evidence: Evidence) -> StoryEdit:
        """Carry out a reader's edit and keep it, its pins and an audit entry, in one transaction; returns it with id and story.

        `edit.article_ids` move to `edit.story_id` (below 0: a new story). Raises NotFound when an article or story does not exist,
        InputError when an article is no longer where the edit says.
        """

    def undo_edit(self, edit_id: int, at: datetime, actor: str) -> StoryEdit:
        """Take an edit back: its pins go, its articles return to where they were, with an audit entry.

        Raises NotFound; InputError when it was undone before, or when a later edit of the same articles still holds (undo that first).
        """

    def edits(self, story_id: int = 0, limit: int = 100) -> list[StoryEdit]:
        """Edits of all stories, or those that touched one, latest first."""

    def mark_read(self, article_ids: Sequence[int], at: datetime) -> None:
        """The owner has read these articles."""

    def mark_unread(self, article_ids: Sequence[int]) -> None: ...

    def read_marks(self, article_ids: Sequence[int]) -> set[int]:
        """Which of these articles the owner has read."""

    # -- the ledger ------------------------------------------------------------------------------------------------

    def unanalysed(self, limit: int = 50) -> list[Article]:
        """Whole articles that wait to be read for the ledger: those of the newest stories first.

        `file` puts them in line in its own transaction, and forgets what was found in a text that changed; `save_findings` takes them out.
        """

    def unanalysed_count(self) -> int: ...

    def save_findings(self, findings: Sequence[Findings]) -> int:
        """Store what was found in articles in place of what was found before, in one transaction; how many were stored.

        Findings of an article that was deleted meanwhile, or changed since `unanalysed` gave it out, are left out.
        """

    def findings(self, article_ids: Sequence[int]) -> dict[int, Findings]:
        """What was found in these articles, statements numbered from 1; articles that were not read yet are left out."""

    def analyse_again(self, version: str) -> int:
        """Put in line the articles whose findings are by another version, and those that have none; how many came to the line."""

    def speakers(self, words: str = "", limit: int = 50) -> list[Speaker]:
        """Named holders in whose key each of these words begins a word, those of most statements first; without words all."""

    def speaker(self, key: str) -> Speaker:
        """The holder with that key. Raises NotFound when nobody is named so."""

    def said_by(self, key: str, limit: int = 50, offset: int = 0) -> list[int]:
        """The articles in which this holder is named, newest first."""

    def correct_ledger(self, edit: LedgerEdit) -> LedgerEdit:
        """Keep a reader's correction, with an audit entry; returns it with its id. Raises NotFound when the article does not exist."""

    def undo_correction(self, edit_id: int, at: datetime, actor: str) -> LedgerEdit:
        """Take a correction back, with an audit entry. Raises NotFound; InputError when it was undone before."""

    def corrections(self, article_ids: Sequence[int]) -> list[LedgerEdit]:
        """Corrections of rows of these articles, oldest first, also those that were undone."""

    # -- vectors ---------------------------------------------------------------------------------------------------

    def vectors(self, model: str, article_ids: Sequence[int]) -> dict[int, bytes]:
        """The stored vectors of these articles by this model."""

    def without_vector(self, model: str, after_id: int = 0, limit: int = 200) -> list[Article]:
        """Whole articles that have no vector by this model, by id from `after_id` on."""

    def save_vectors(self, model: str, rows: Sequence[tuple[int, bytes]]) -> None: ...

    def vector_counts(self) -> dict[str, int]:
        """How many articles have a vector, by model."""

    def drop_vectors(self, model: str) -> None:
        """Forget all vectors by this model."""

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
