"""The reader of articles for the ledger: takes articles from the line in the store, finds who said what in each, stores what was found.

    analyse_pending()
      │  lease        store.lease            one reader works at a time, among all processes
      │  wait         store.unanalysed       those of the newest stories first
      │  find         analyse.findings       Article -> Findings                            pure, with the tagger
      ▼
    store.save_findings   one transaction: findings in, articles out of the line

Decides nothing itself. An article that cannot be read becomes a failure and has no findings: it is neither lost nor tried for ever. What
another version found is put in line again, and shown until it is found anew.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import RLock

from broadsheet.errors import ModelError, StoreError
from broadsheet.pipeline.failures import unexpected
from broadsheet.store.base import Store
from broadsheet.types import Article, Failure, Findings

log = logging.getLogger(__name__)

#: The sole right to read, and how long it lasts without being renewed.
LEASE, LEASE_TIME = "analysing", timedelta(seconds=60)
#: Articles read between two transactions: under a second, so that stopping and linking wait no longer.
BATCH = 4

Progress = Callable[[int, int], None]
#: Finds what is in an article; its `version` says what found it.
Find = Callable[[Article], Findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """What came of reading: articles read, with so many statements, of which so many articles could not be read.

    `left` are those that still wait; `leased` is False when another process has the right to read, and nothing was done here.
    """

    count: int = 0
    statements: int = 0
    failed: int = 0
    left: int = 0
    leased: bool = True

    def __add__(self, other: Analysed) -> Analysed:
        """Both together; what is left, and whether we were allowed, is as the later one says."""
        counts = {name: getattr(self, name) + getattr(other, name) for name in ("count", "statements", "failed")}
        return replace(other, **counts)


class Analyser:
    """Reads waiting articles. One a process; every method may be called from several threads, one works at a time.

    All methods raise StoreError when the store cannot do its part, ModelError when the tagger cannot be opened.
    """

    def __init__(self, store: Store, find: Find, *, version: Callable[[], str], clock: Callable[[], datetime], holder: str = "") -> None:
        self._store = store
        self._find = find
        self._version = version
        self._clock = clock
        self._holder = holder or secrets.token_hex(8)
        self._lock = RLock()
        self._leased_until: datetime | None = None
        #: Whether what other versions found was put in line.
        self._renewed = False

    def analyse_pending(self, limit: int = BATCH) -> Analysed:
        """Read up to `limit` waiting articles."""
        with self._lock:
            if not self._renewed:
                if again := self._store.analyse_again(self._version()):
                    log.info("%d articles are read again for the ledger", again)
                self._renewed = True
            waiting = self._store.unanalysed_count()
            if not waiting:
                return Analysed()
            if not self._hold():
                return Analysed(left=waiting, leased=False)
            read = self._read(self._store.unanalysed(limit))
            return replace(read, left=self._store.unanalysed_count())

    def analyse_all(self, progress: Progress | None = None) -> Analysed:
        """Read until nothing waits, or another process does the work; tells how far it is. What is done is stored with each batch."""
        total, read = 0, Analysed()
        try:
            while True:
                step = self.analyse_pending()
                read += step
                total = max(total, read.count + step.left)
                if progress is not None and total:
                    progress(read.count, total)
                if not step.leased or not step.left or not step.count:
                    return read
        finally:
            self.release()

    def analyse(self, article_ids: Sequence[int]) -> Analysed:
        """Read those of these articles that were not read yet, now, without waiting for a turn: somebody looks at them."""
        known = self._store.findings(article_ids)
        return self._read(self._store.articles_by_id([id_ for id_ in article_ids if id_ not in known]))

    def release(self) -> None:
        """Let another process read."""
        with self._lock:
            if self._leased_until is not None:
                self._leased_until = None
                self._store.release(LEASE, self._holder)

    def _read(self, articles: Sequence[Article]) -> Analysed:
        found: list[Findings] = []
        failed = 0
        for article in articles:
            try:
                found.append(replace(self._find(article), article_id=article.id, version=self._version()))
            except (StoreError, ModelError):
                raise
            except Exception as error:
                log.exception("reading article %d for the ledger", article.id)
                failed += 1
                wrapped = unexpected(error)
                message = f"article {article.id} was not read for the ledger: {wrapped.message}"
                self._store.record_failure(Failure(at=self._clock(), code=wrapped.code, message=message, url=article.url))
                found.append(Findings(article_id=article.id, note=f"it could not be read: {wrapped.message}", version=self._version()))
        self._store.save_findings(found)
        return Analysed(count=len(found), statements=sum(len(one.statements) for one in found), failed=failed)

    def _hold(self) -> bool:
        now = self._clock()
        if self._leased_until is not None and timedelta() < self._leased_until - now - LEASE_TIME / 2 <= LEASE_TIME / 2:
            return True
        held = self._store.lease(LEASE, self._holder, now, now + LEASE_TIME)
        self._leased_until = now + LEASE_TIME if held else None
        return held
