"""The linker: takes articles from the line in the store, decides about each, and stores the decisions. Decides nothing itself.

    link_pending()
      │  lease        store.lease            one linker works at a time, among all processes
      │  catch up     store.sketches, pins   what changed since the last look -> the judge's memory
      │  embed        Meanings               Articles -> vectors, in one batch; without them while a model does not answer
      │  decide       Judge                  (article, vector, texts it may repeat) -> story, evidence, copy          pure
      ▼
    store.save_links  one transaction: decisions in, articles out of the line
      │
      ▼
    describe_stale    analyse.threads        articles of each changed story -> Story
      │
    store.save_stories

The judge's memory is a cache of the store: dropped after any error, and read again. An article that cannot be decided becomes a failure and
a story of its own: it is neither lost nor tried for ever.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import RLock

from broadsheet.errors import StoreError
from broadsheet.pipeline.failures import unexpected
from broadsheet.pipeline.linking_describe import Reports, describe_stale
from broadsheet.pipeline.linking_edits import StoryDesk, standing
from broadsheet.pipeline.linking_judge import Judge, Verdict
from broadsheet.pipeline.linking_vectors import Meanings, Renewal
from broadsheet.pipeline.press import BATCH
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy, Failure, Sketched, StoryEdit, StoryLink

log = logging.getLogger(__name__)

#: The sole right to link, and how long it lasts without being renewed: what a crash delays linking by.
LEASE, LEASE_TIME = "linking", timedelta(seconds=60)
#: Sketches read at once when catching up.
PAGE = 5000
#: Seconds between two rounds of describing stories while there is more to link: a story that grows is described once, not ten times.
DESCRIBE_EVERY = 2.0
#: Stories described before the line is looked at again.
DESCRIBED_AT_ONCE = 200
#: Rounds in which nothing was stored after which `link_all` gives up: the articles change as fast as they are linked.
FRUITLESS = 3
#: Articles after which `link_all` tidies at its end.
TIDY_AFTER = 200

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What came of linking: articles linked, of which so many joined a story, began one, are copies, or failed.

    `left` are those that still wait; `leased` is False when another process has the right to link, and nothing was done here.
    """

    count: int = 0
    joined: int = 0
    began: int = 0
    copies: int = 0
    failed: int = 0
    left: int = 0
    leased: bool = True

    def __add__(self, other: Linked) -> Linked:
        """Both together; what is left, and whether we were allowed, is as the later one says."""
        counts = {name: getattr(self, name) + getattr(other, name) for name in ("count", "joined", "began", "copies", "failed")}
        return replace(other, **counts)


class Linker:
    """Turns waiting articles into stories. One a process; every method may be called from several threads, one works at a time.

    All methods raise StoreError when the store cannot do its part; what was stored before stays stored.
    """

    def __init__(
        self,
        store: Store,
        meanings: Meanings,
        *,
        make_judge: Callable[[], Judge],
        reports: Reports,
        clock: Callable[[], datetime],
        holder: str = "",
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._meanings = meanings
        self._reports = reports
        self._clock = clock
        self._make_judge = make_judge
        self._holder = holder or secrets.token_hex(8)
        self._timer = timer
        self._lock = RLock()
        self._desk = StoryDesk(store, clock)
        self._described = timer() - DESCRIBE_EVERY
        self._leased_until: datetime | None = None
        self._forget()

    # -- linking ---------------------------------------------------------------------------------------------------

    def link_pending(self, limit: int = BATCH) -> Linked:
        """Link up to `limit` waiting articles and describe stories that changed."""
        with self._lock:
            waiting = self._store.unlinked_count()
            if not waiting and not self._store.stale_stories(1):
                return Linked()
            if not self._hold():
                return Linked(left=waiting, leased=False)
            try:
                linked = self._link(self._store.unlinked(limit)) if waiting else Linked()
            except BaseException:
                # What the memory holds may not be what the store holds now: read it again next time.
                self._forget()
                raise
            linked = replace(linked, left=self._store.unlinked_count() if waiting else 0)
            if not linked.left or self._timer() - self._described >= DESCRIBE_EVERY:
                self._describe()
            return linked

    def link_all(self, progress: Progress | None = None) -> Linked:
        """Link until nothing waits, or another process does the work; tells how far it is. What is done is stored with each batch."""
        total, linked, fruitless = 0, Linked(), 0
        try:
            while fruitless < FRUITLESS:
                step = self.link_pending()
                linked += step
                fruitless = 0 if step.count else fruitless + 1
                total = max(total, linked.count + step.left)
                if progress is not None and total:
                    progress(linked.count, total)
                if not step.leased or not step.left:
                    break
            if linked.count >= TIDY_AFTER and linked.leased:
                self.tidy()
        finally:
            self.release()
        return linked

    def catch_up(self) -> int:
        """Bring the memory up to what the store holds; how many articles changed in it."""
        with self._lock:
            return len(self._catch_up())

    def release(self) -> None:
        """Let another process link."""
        with self._lock:
            if self._leased_until is not None:
                self._leased_until = None
                self._store.release(LEASE, self._holder)

    def _link(self, articles: Sequence[Article]) -> Linked:
        self._catch_up()
        vectors = self._meanings.of(articles)
        verdicts, failed = self._decide(articles, vectors)
        copied = _copied(verdicts)
        links = [self._link_of(verdict, copied.pop(verdict.article_id), vectors) for verdict in verdicts]
        if not self._hold():
            raise StoreError("another process began to link")
        ids = self._store.save_links(links, copied)
        self._judge.settle(ids)
        stored = self._catch_up()
        for link in links:
            if link.article_id not in stored:  # deleted or changed while we decided
                self._judge.forget(link.article_id)
        done = [link for link in links if link.article_id in stored]
        return Linked(
            count=len(done),
            joined=sum(link.story_id > 0 or bool(link.evidence.nearest_id) for link in done),
            began=len({link.story_id for link in done if link.story_id < 0}),
            copies=sum(link.copy is not None for link in done),
            failed=failed,
        )

    def _decide(self, articles: Sequence[Article], vectors: Mapping[int, bytes]) -> tuple[list[Verdict], int]:
        """A verdict for each article; what cannot be decided becomes a failure and a story of its own."""
        verdicts: list[Verdict] = []
        failed = 0
        texts = self._texts(articles)
        for article in articles:
            try:
                verdicts.append(self._judge.decide(article, vectors.get(article.id, b""), texts, self._clock()))
            except StoreError:
                raise
            except Exception as error:
                log.exception("linking article %d", article.id)
                failed += 1
                self._judge.forget(article.id)
                verdicts.append(self._judge.alone(article, self._clock()))
                self._record(article, error)
        return verdicts, failed

    def _texts(self, articles: Sequence[Article]) -> dict[int, Article]:
        """The articles that these may repeat, by id, with those themselves: what copies are compared with, in one query."""
        wanted: set[int] = set()
        for article in articles:
            try:
                wanted.update(self._judge.alike(article))
            except Exception:
                log.debug("article %d has no fingerprint", article.id, exc_info=True)  # deciding will fail, too, and record it
        known = {article.id: article for article in articles}
        return {article.id: article for article in self._store.articles_by_id(sorted(wanted - set(known)))} | known

    def _link_of(self, verdict: Verdict, copy: Copy | None, vectors: Mapping[int, bytes]) -> StoryLink:
        vector = vectors.get(verdict.article_id, b"")
        return StoryLink(
            article_id=verdict.article_id,
            story_id=verdict.story_id,
            evidence=verdict.evidence,
            copy=copy,
            sketch=verdict.sketch,
            sketch_version=self._judge.version,
            vector=vector,
            vector_model=self._meanings.name if vector else "",
        )

    def _record(self, article: Article, error: Exception) -> None:
        wrapped = unexpected(error)
        self._store.record_failure(
            Failure(at=self._clock(), code=wrapped.code, message=f"article {article.id} was not linked: {wrapped.message}", url=article.url)
        )

    # -- memory ----------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._judge: Judge = self._make_judge()
        self._judging_by = self._meanings.name
        self._change = 0

    def _catch_up(self) -> set[int]:
        """Read what changed since the last look into the judge; the articles that are in a story now."""
        if self._judging_by != self._meanings.name:  # an embedder answers for the first time
            self._forget()
        linked: set[int] = set()
        while rows := self._store.sketches(self._change, PAGE):
            vectors = self._vectors(rows)
            for row in rows:
                if row.story_id:
                    self._judge.place(row, vectors.get(row.article_id, b""))
                    linked.add(row.article_id)
                else:
                    self._judge.forget(row.article_id)
                    linked.discard(row.article_id)
            self._change = rows[-1].change
        self._judge.pin(standing(self._store.pins()))
        return linked

    def _vectors(self, rows: Sequence[Sketched]) -> dict[int, bytes]:
        """Vectors of the articles that the judge does not know yet."""
        wanted = [row.article_id for row in rows if row.story_id and not self._judge.knows(row)]
        return self._store.vectors(self._meanings.name, wanted) if wanted and self._meanings.name else {}

    def _hold(self) -> bool:
        """Take or keep the right to link; whether we have it."""
        now = self._clock()
        if self._leased_until is not None and timedelta() < self._leased_until - now - LEASE_TIME / 2 <= LEASE_TIME / 2:
            return True
        held = self._store.lease(LEASE, self._holder, now, now + LEASE_TIME)
        self._leased_until = now + LEASE_TIME if held else None
        return held

    # -- stories as a whole ----------------------------------------------------------------------------------------

    def _describe(self) -> None:
        while describe_stale(self._store, self._reports, DESCRIBED_AT_ONCE) >= DESCRIBED_AT_ONCE:
            if self._timer() - self._described < DESCRIBE_EVERY:
                break
        self._described = self._timer()

    def tidy(self) -> int:
        """Merge stories that turned out to be one; how many articles moved. 0 when another process links."""
        with self._lock:
            if not self._hold():
                return 0
            try:
                self._catch_up()
                moves = [
                    (article_id, story_id, replace(evidence, decider="tidy", decided=self._clock()))
                    for article_id, story_id, evidence in self._judge.tidy()
                ]
                if moves:
                    self._store.tidy(moves)
                    self._catch_up()
            except BaseException:
                self._forget()
                raise
            self._describe()
            return len(moves)

    # -- readers' edits --------------------------------------------------------------------------------------------

    def merge(self, story_id: int, other_id: int, actor: str) -> StoryEdit:
        """See `StoryDesk.merge`. Both stories are described anew at once; so with every edit."""
        return self._edited(lambda: self._desk.merge(story_id, other_id, actor))

    def split(self, story_id: int, article_ids: Sequence[int], actor: str) -> StoryEdit:
        """See `StoryDesk.split`."""
        return self._edited(lambda: self._desk.split(story_id, article_ids, actor))

    def move(self, article_id: int, story_id: int, actor: str) -> StoryEdit:
        """See `StoryDesk.move`."""
        return self._edited(lambda: self._desk.move(article_id, story_id, actor))

    def undo(self, edit_id: int, actor: str) -> StoryEdit:
        """See `StoryDesk.undo`."""
        return self._edited(lambda: self._desk.undo(edit_id, actor))

    def _edited(self, edit: Callable[[], StoryEdit]) -> StoryEdit:
        with self._lock:
            done = edit()
            describe_stale(self._store, self._reports, DESCRIBED_AT_ONCE)
            return done

    # -- vectors ---------------------------------------------------------------------------------------------------

    def renewal(self) -> Renewal:
        """How many articles have a vector by the present embedder."""
        return self._meanings.status()

    def renew(self, limit: int) -> int:
        """Give up to `limit` articles without a vector one by the present embedder, newest first; how many got one.

        When all have one, vectors by other embedders are forgotten. 0 also while the model does not answer, or another process links.
        """
        with self._lock:
            if not self._meanings.pending() or not self._hold():
                return 0
            rows = self._meanings.renew(limit)
            for article_id, vector in rows:
                self._judge.meaning(article_id, vector)
            return len(rows)


def _copied(verdicts: Sequence[Verdict]) -> dict[int, Copy | None]:
    """Of what each article is a copy when all are decided: an original may come after its copies, in the same batch too."""
    copied: dict[int, Copy | None] = {}
    for verdict in verdicts:
        copied |= {**verdict.recopied, verdict.article_id: verdict.copy}
    return copied
