"""The part of SqlStore that keeps stories and vectors. Each method runs one function of an area in one transaction."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from threading import Lock

from broadsheet.store import edits, leases, line, readmarks, vectors
from broadsheet.store import links as linking
from broadsheet.store import stories as describing
from broadsheet.store.database import Database
from broadsheet.store.tables import unlinked
from broadsheet.types import (
    Article,
    Copy,
    Evidence,
    Membership,
    Pin,
    Sketched,
    Story,
    StoryEdit,
    StoryLink,
    StoryListing,
)


class StoryStore:
    """Stories and vectors. What each method promises is written at `broadsheet.store.base.Store`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        #: Under which numbers `unlinked` and `stale_stories` gave things out: what has another number now has changed meanwhile.
        self._in_line = Handed()
        self._stale = Handed()

    def unlinked(self, limit: int = 200) -> list[Article]:
        """The articles that wait to be linked, whole, the first in line first."""
        found = self._db.read(line.waiting, unlinked, limit)
        self._in_line.note((article.id, place) for place, article in found)
        return [article for _, article in found]

    def unlinked_count(self) -> int:
        """How many wait."""
        return self._db.read(line.length, unlinked)

    def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take, or keep, the sole right to a job."""
        return self._db.write(leases.take, name, holder, now, until)

    def release(self, name: str, holder: str) -> None:
        """Give it back."""
        self._db.write(leases.give_back, name, holder)

    def save_links(self, links: Sequence[StoryLink], recopied: Mapping[int, Copy | None] | None = None) -> dict[int, int]:
        """Store decisions about articles; for each negative story id the one that it got."""
        if not links and not recopied:
            return {}
        handed = self._in_line.of(link.article_id for link in links)
        begun = self._db.write(linking.save, self._db, links, recopied or {}, handed)
        self._in_line.drop(handed)
        return begun

    def sketches(self, after: int = 0, limit: int = 5000) -> list[Sketched]:
        """Sketches in order of change."""
        return self._db.read(linking.feed, after, limit)

    def story(self, story_id: int) -> Story:
        """The story, or the one that it went into."""
        return self._db.read(describing.one, story_id)

    def stories(self, listing: StoryListing) -> list[Story]:
        """Described stories with at least one article, in the listing's order."""
        return self._db.read(describing.page, listing)

    def stories_by_id(self, ids: Sequence[int]) -> list[Story]:
        """Those that exist, in the order asked for."""
        return self._db.read(describing.by_id, ids)

    def story_of(self, article_ids: Sequence[int]) -> dict[int, int]:
        """The story of each article."""
        return self._db.read(describing.of_articles, article_ids)

    def members(self, story_id: int) -> list[Membership]:
        """A story's articles with their evidence, by sort time."""
        return self._db.read(describing.members, story_id)

    def member_articles(self, story_id: int) -> list[Article]:
        """A story's articles, oldest first."""
        return self._db.read(describing.member_articles, story_id)

    def coverage(self, story_ids: Sequence[int]) -> dict[int, list[tuple[int, datetime]]]:
        """The sort times of the articles of stories."""
        return self._db.read(describing.coverage, story_ids)

    def membership(self, article_id: int) -> Membership | None:
        """An article's place."""
        return self._db.read(describing.membership, article_id)

    def copy_of(self, article_ids: Sequence[int]) -> dict[int, Copy]:
        """Of what articles are copies."""
        return self._db.read(describing.copies_among, article_ids)

    def copies(self, original_ids: Sequence[int]) -> dict[int, list[Copy]]:
        """The copies of articles."""
        return self._db.read(describing.copies_of, original_ids)

    def stale_stories(self, limit: int = 200) -> list[int]:
        """Stories whose articles changed since they were described."""
        found = self._db.read(describing.stale, limit)
        self._stale.note(found)
        return [story_id for story_id, _ in found]

    def save_stories(self, stories: Sequence[Story]) -> None:
        """Store descriptions; stories without articles are removed."""
        handed = self._stale.of(story.id for story in stories)
        self._db.write(describing.describe, stories, handed)
        self._stale.drop(handed)

    def tidy(self, moves: Sequence[tuple[int, int, Evidence]]) -> None:
        """Move articles as the periodic pass decided."""
        if moves:
            self._db.write(edits.tidy, moves)

    def pins(self) -> list[Pin]:
        """What readers decided and holds."""
        return self._db.read(edits.every_pin)

    def edit_story(self, edit: StoryEdit, pins: Sequence[Pin], evidence: Evidence) -> StoryEdit:
        """Carry out a reader's edit."""
        return self._db.write(edits.carry_out, self._db, edit, pins, evidence)

    def undo_edit(self, edit_id: int, at: datetime, actor: str) -> StoryEdit:
        """Take an edit back."""
        return self._db.write(edits.undo, edit_id, at, actor)

    def edits(self, story_id: int = 0, limit: int = 100) -> list[StoryEdit]:
        """Edits, latest first."""
        return self._db.read(edits.listed, story_id, limit)

    def mark_read(self, article_ids: Sequence[int], at: datetime) -> None:
        """The owner has read these."""
        if article_ids:
            self._db.write(readmarks.put, article_ids, at)

    def mark_unread(self, article_ids: Sequence[int]) -> None:
        """The owner has not."""
        if article_ids:
            self._db.write(readmarks.remove, article_ids)

    def read_marks(self, article_ids: Sequence[int]) -> set[int]:
        """Which the owner has read."""
        return self._db.read(readmarks.among, article_ids)

    def vectors(self, model: str, article_ids: Sequence[int]) -> dict[int, bytes]:
        """Vectors by this model."""
        return self._db.read(vectors.of_articles, model, article_ids)

    def without_vector(self, model: str, after_id: int = 0, limit: int = 200) -> list[Article]:
        """Whole articles that have no vector by this model."""
        return self._db.read(vectors.without, model, after_id, limit)

    def save_vectors(self, model: str, rows: Sequence[tuple[int, bytes]]) -> None:
        """Store vectors by this model."""
        if rows:
            self._db.write(vectors.save, model, rows)

    def vector_counts(self) -> dict[str, int]:
        """How many articles have a vector, by model."""
        return self._db.read(vectors.counts)

    def drop_vectors(self, model: str) -> None:
        """Forget all vectors by this model."""
        self._db.write(vectors.drop, model)


class Handed:
    """Numbers under which things were given out last, by id. Old ones are forgotten: they then count as unchanged."""

    def __init__(self, most: int = 20_000) -> None:
        self._numbers: OrderedDict[int, int] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def note(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Remember what is given out now."""
        with self._lock:
            for id_, number in pairs:
                self._numbers[id_] = number
                self._numbers.move_to_end(id_)
            while len(self._numbers) > self._most:
                self._numbers.popitem(last=False)

    def of(self, ids: Iterable[int]) -> dict[int, int]:
        """The numbers of these, where known."""
        with self._lock:
            return {id_: self._numbers[id_] for id_ in ids if id_ in self._numbers}

    def drop(self, handed: Mapping[int, int]) -> None:
        """Forget these, unless they were given out anew meanwhile."""
        with self._lock:
            for id_, number in handed.items():
                if self._numbers.get(id_) == number:
                    del self._numbers[id_]
