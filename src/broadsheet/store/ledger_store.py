"""The part of SqlStore that keeps the ledger. Each method runs one function of an area in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from broadsheet.store import findings as found
from broadsheet.store import line
from broadsheet.store.database import Database
from broadsheet.store.story_store import Handed, StoryStore
from broadsheet.store.tables import unanalysed
from broadsheet.types import Article, Findings, LedgerEdit, Speaker


class LedgerStore(StoryStore):
    """What was found in articles, and readers' corrections. What each method promises is written at `broadsheet.store.base.Store`."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._to_read = Handed()

    def unanalysed(self, limit: int = 50) -> list[Article]:
        """Articles that wait to be read, those of the newest stories first."""
        waiting = self._db.read(found.waiting, limit)
        self._to_read.note((article.id, place) for place, article in waiting)
        return [article for _, article in waiting]

    def unanalysed_count(self) -> int:
        """How many wait."""
        return self._db.read(line.length, unanalysed)

    def save_findings(self, findings: Sequence[Findings]) -> int:
        """Store what was found; how many articles' findings were stored."""
        if not findings:
            return 0
        handed = self._to_read.of(row.article_id for row in findings)
        stored = self._db.write(found.save, findings, handed)
        self._to_read.drop(handed)
        return stored

    def findings(self, article_ids: Sequence[int]) -> dict[int, Findings]:
        """What was found in these articles."""
        return self._db.read(found.among, article_ids)

    def analyse_again(self, version: str) -> int:
        """Put in line what was read by another version, or never."""
        return self._db.write(found.again, version)

    def speakers(self, words: str = "", limit: int = 50) -> list[Speaker]:
        """Named holders, those of most statements first."""
        return self._db.read(found.speakers, words, limit)

    def speaker(self, key: str) -> Speaker:
        """The holder with that key."""
        return self._db.read(found.speaker, key)

    def said_by(self, key: str, limit: int = 50, offset: int = 0) -> list[int]:
        """The articles in which this holder is named, newest first."""
        return self._db.read(found.said_by, key, limit, offset)

    def correct_ledger(self, edit: LedgerEdit) -> LedgerEdit:
        """Keep a reader's correction."""
        return self._db.write(found.correct, self._db, edit)

    def undo_correction(self, edit_id: int, at: datetime, actor: str) -> LedgerEdit:
        """Take a correction back."""
        return self._db.write(found.undo, edit_id, at, actor)

    def corrections(self, article_ids: Sequence[int]) -> list[LedgerEdit]:
        """Corrections of rows of these articles, oldest first."""
        return self._db.read(found.corrections, article_ids)
