"""The newsroom: one open store with everything that works on it. What the command line, the site and the library share."""

from __future__ import annotations

import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import random as system_random
from threading import Lock
from types import TracebackType

from broadsheet.analyse.answers import Meaning
from broadsheet.app.audio import AudioDesk
from broadsheet.app.imports import Imported, import_paths
from broadsheet.app.settings import Settings
from broadsheet.desk.why import WhyPage, why_page
from broadsheet.errors import BroadsheetError, InputError
from broadsheet.extract import aggregator
from broadsheet.intake.discover import discover
from broadsheet.intake.fetch import Fetcher
from broadsheet.intake.websub import Push, Verdict, push_id
from broadsheet.models.generating import TextGenerator
from broadsheet.pipeline import Analysed, Analyser, Linked, Linker, Polled, Press, Renewal, Taken, replay, take_in
from broadsheet.pipeline.filing import Found, file_items
from broadsheet.run import hubs
from broadsheet.run.hubs import Callbacks
from broadsheet.run.linking import Linking
from broadsheet.run.polling import poll_and_plan
from broadsheet.run.worker import Worker
from broadsheet.store.base import Store
from broadsheet.types import Capture, CaptureKind, Discovered, Filed, Item, PastedPage, Source, SourceKind, Story, StoryEdit

#: Called with how many articles were linked, of how many.
Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


class Newsroom:
    """Sources, articles, and the work on them. A context manager; safe to use from several threads.

    Opened by `broadsheet.open` or `app.wiring.open_newsroom`. Reading goes through `store`; what collects, imports or changes sources
    has a method here.
    """

    def __init__(
        self,
        settings: Settings,
        press: Press,
        *,
        random: Callable[[], float] = system_random,
        on_close: Callable[[], None],
        make_linker: Callable[[], Linker] | None = None,
        make_analyser: Callable[[], Analyser] | None = None,
        make_meaning: Callable[[], Meaning] | None = None,
        make_generator: Callable[[], TextGenerator | None] | None = None,
        audio: AudioDesk | None = None,
    ) -> None:
        self.settings = settings
        self.press = press
        self._random = random
        #: The linker loads its tables and reads the store when it is first needed, not before.
        self._make_linker = make_linker
        self._linker: Linker | None = None
        self._linking: Linking | None = None
        self._make_analyser = make_analyser
        self._analyser: Analyser | None = None
        self._make_meaning = make_meaning
        self._make_generator = make_generator
        self._generator: TextGenerator | None = None
        #: Audio files by the voice that the settings name; None where they name none.
        self.audio = audio
        self._making = Lock()
        self._on_close = on_close
        self._closed = False
        #: Pushes of hubs: those seen lately, and one thread that reads what they bring.
        self._pushing = Lock()
        self._pushed: deque[str] = deque(maxlen=1000)
        self._pushes = ThreadPoolExecutor(1, "push")

    @property
    def store(self) -> Store:
        """All that is kept."""
        return self.press.store

    @property
    def fetcher(self) -> Fetcher:
        """The guarded HTTP client; the only way to the network."""
        return self.press.fetcher

    def clock(self) -> datetime:
        """The time now, UTC."""
        return self.press.clock()

    # -- sources ---------------------------------------------------------------------------------------------------

    def discover(self, url: str) -> list[Discovered]:
        """The feeds, sitemaps and sections that a site offers. Fetches; raises FetchError when the address does not answer."""
        return discover(url, self.fetcher, self.press.read)

    def add_source(self, source: Source) -> Source:
        """Store a source; one with the same address is returned as it is. Does not poll: the worker will, or `poll_now`."""
        if source.kind is not SourceKind.FILES and not source.url.startswith(("http://", "https://")):
            raise InputError(f"{source.url!r} is no web address", hint="write https://...")
        return self.store.add_source(replace(source, added=source.added or self.clock()))

    def poll_now(self, source_id: int) -> Polled:
        """Poll one source, due or not, and plan its next poll. What goes wrong is recorded and raised (FetchError, ParseError)."""
        source = self.store.source(source_id)
        if source.kind is SourceKind.FILES:
            raise InputError("files and pasted pages are not polled", source=source.title)
        polled = poll_and_plan(self.press, source, self.store.state(source_id), self._random, self.settings.schedule, self._callbacks())
        if polled.error is not None:
            raise polled.error
        self._filed()
        return polled

    def collect(self, report: Callable[[Source, Polled], None] | None = None, linked: Progress | None = None) -> int:
        """Poll every source that is due, several at a time, and link what came; how many polls were made. `linked` is told progress."""
        worker = self.worker(report)
        worker.run(until_idle=True)
        self._filed(linked)
        return worker.progress.polls

    def update(
        self,
        source_ids: Sequence[int] = (),
        report: Callable[[Source, Polled], None] | None = None,
        linked: Progress | None = None,
    ) -> int:
        """Make these sources (all enabled ones when none are named) due at once and poll them; how many polls were made."""
        now = self.clock()
        sources = [self.store.source(number) for number in source_ids] or [s for s in self.store.sources() if s.enabled]
        for source in sources:
            if source.kind is not SourceKind.FILES:
                self.store.save_state(replace(self.store.state(source.id), next_poll=now, claimed_until=None, stopped=""))
        return self.collect(report, linked)

    def worker(self, report: Callable[[Source, Polled], None] | None = None) -> Worker:
        """A worker on this newsroom, not yet started. Once started it links, too, unless the settings say otherwise."""
        chosen = self.settings.worker
        return Worker(
            self.press,
            rhythm=self.settings.schedule,
            in_flight=chosen.in_flight,
            drain=chosen.drain,
            random=self._random,
            callbacks=self._callbacks(),
            report=report,
            linking=self.linking(),
        )

    # -- WebSub ----------------------------------------------------------------------------------------------------

    def websub_verify(self, source_id: int, token: str, query: Mapping[str, str]) -> Verdict:
        """How to answer a hub that asks whether we want what it was asked for. Raises NotFound."""
        return hubs.verified(self.press, source_id, token, query, self._hub_key())

    def websub_receive(self, source_id: int, token: str, body: bytes, signature: str, content_type: str = "") -> Verdict:
        """How to answer a hub that brings something; what is rightly signed is read and filed in the background. Raises NotFound."""
        with self._pushing:
            verdict = hubs.received(self.press, source_id, token, body, signature, self._hub_key(), frozenset(self._pushed))
            if verdict.push in (Push.CONTENT, Push.HINT):
                self._pushed.append(push_id(body))
        if verdict.push is Push.CONTENT:
            self._pushes.submit(self._take_push, source_id, body, content_type)
        return verdict

    def _take_push(self, source_id: int, body: bytes, content_type: str) -> None:
        try:
            hubs.take_push(self.press, source_id, body, content_type)
            self._filed()
        except BroadsheetError as error:
            log.warning("a push for source %d is lost: %s", source_id, error)

    def _callbacks(self) -> Callbacks | None:
        return Callbacks(self.settings.base_url, self._hub_key()) if self.settings.base_url else None

    def _hub_key(self) -> bytes:
        return self.store.put_if_absent("websub_key", secrets.token_hex(32)).encode()

    # -- pasted pages and files ------------------------------------------------------------------------------------

    def split(self, text: str, captured: datetime | None) -> PastedPage:
        """How a pasted page divides into articles. `captured` is when it was copied; without it relative ages stay unknown."""
        return aggregator.split(text, captured)

    def save_paste(self, text: str, captured: datetime | None, page: PastedPage) -> list[Filed]:
        """File the articles of a pasted page as `page` divides it (perhaps corrected by a reader); outcomes in the page's order."""
        capture = Capture(
            kind=CaptureKind.PASTE, body=text.encode("utf-8", "replace"), content_type="text/plain; charset=utf-8", received=captured
        )
        articles = aggregator.articles(text, page, captured)
        found = [Found(Item(replace(article, received=self.clock()), ""), capture) for article in articles]
        filed = file_items(self.press, found)
        self._filed()
        return filed

    def take_in(self, captures: Iterable[Capture], source: Source | None = None) -> Iterator[Taken]:
        """Read captures and file their articles; see `pipeline.take_in`. Links nothing: call `link` when all are in."""
        return take_in(self.press, captures, source)

    def import_files(
        self,
        paths: Sequence[Path],
        progress: Callable[[Imported], None] | None = None,
        *,
        again: bool = False,
        captured: datetime | None = None,
        linked: Progress | None = None,
    ) -> Imported:
        """Import files and folders, see `app.imports.import_paths`, and link what came. Interrupted, both go on where they stopped."""
        done = import_paths(self.press, paths, progress, again=again, captured=captured)
        self._filed(linked)
        return done

    # -- stories ---------------------------------------------------------------------------------------------------

    @property
    def linker(self) -> Linker:
        """What turns articles into stories. One a newsroom; every method may be called from several threads."""
        with self._making:
            if self._linker is None:
                if self._make_linker is None:
                    raise InputError("this newsroom was opened without a linker")
                self._linker = self._make_linker()
            return self._linker

    def linking(self) -> Linking | None:
        """The thread that links beside everything else, not yet started; None when the settings switch linking off."""
        if not self.settings.linking.enabled or self._make_linker is None:
            return None
        analyser = self.analyser if self.settings.analysis.enabled and self._make_analyser is not None else None
        self._linking = Linking(self.linker, analyser, tidy_minutes=self.settings.linking.tidy_minutes, drain=self.settings.worker.drain)
        return self._linking

    def link(self, progress: Progress | None = None) -> Linked:
        """Link all articles that wait, here and now. `left` is not 0 when another process is linking them. Raises StoreError.

        Can be interrupted at any time: what was linked is stored, the rest stays in line.
        """
        return self.linker.link_all(progress)

    @property
    def meaning(self) -> Meaning:
        """What answering knows of words beyond the articles. Raises ModelError when the table cannot be read."""
        if self._make_meaning is None:
            raise InputError("this newsroom was opened without a table of words")
        return self._make_meaning()

    @property
    def generator(self) -> TextGenerator | None:
        """What may phrase what is told, one a newsroom; None where the settings name none. Raises SettingsError."""
        with self._making:
            if self._generator is None and self._make_generator is not None:
                self._generator = self._make_generator()
            return self._generator

    @property
    def analyser(self) -> Analyser:
        """What reads articles for the ledger. One a newsroom; every method may be called from several threads."""
        with self._making:
            if self._analyser is None:
                if self._make_analyser is None:
                    raise InputError("this newsroom was opened without a reader for the ledger")
                self._analyser = self._make_analyser()
            return self._analyser

    def analyse(self, progress: Progress | None = None) -> Analysed:
        """Read all articles that wait to be read for the ledger, here and now. Can be interrupted: what was read is stored.

        `left` is not 0 when another process reads. Raises StoreError, ModelError.
        """
        return self.analyser.analyse_all(progress)

    def tidy(self) -> int:
        """Merge stories that turned out to be one; how many articles moved."""
        return self.linker.tidy()

    def story(self, story_id: int) -> Story:
        """The story; for one that was merged away, the story that it went into. Raises NotFound."""
        return self.store.story(story_id)

    def merge(self, story_id: int, other_id: int, actor: str = "owner") -> StoryEdit:
        """Make two stories one, for good: the other one's articles go into the first. Raises NotFound, InputError."""
        return self.linker.merge(story_id, other_id, actor)

    def split_story(self, story_id: int, article_ids: Sequence[int], actor: str = "owner") -> StoryEdit:
        """Take these articles out of their story, for good; they are a new one. Raises NotFound, InputError."""
        return self.linker.split(story_id, article_ids, actor)

    def move(self, article_id: int, story_id: int, actor: str = "owner") -> StoryEdit:
        """Put an article into another story, for good. Raises NotFound, InputError."""
        return self.linker.move(article_id, story_id, actor)

    def undo(self, edit_id: int, actor: str = "owner") -> StoryEdit:
        """Take a merge, split or move back. Raises NotFound; InputError when a later edit must be undone first."""
        return self.linker.undo(edit_id, actor)

    def why(self, article_id: int) -> WhyPage:
        """Why the article is in its story, and of what it is a copy, with the passages that show it. Raises NotFound."""
        return why_page(self.store, article_id)

    def embed_status(self) -> Renewal:
        """How many articles have a vector by the present embedder, of how many."""
        return self.linker.renewal()

    def _filed(self, progress: Progress | None = None) -> None:
        """Something was filed: wake the thread that links, or where none runs link now, if the settings want it."""
        if self._linking is not None and self._linking.running:
            self._linking.wake()
        elif self.settings.linking.enabled and self._make_linker is not None:
            self.link(progress)

    # -- failures --------------------------------------------------------------------------------------------------

    def replay(self, failure_id: int) -> Polled | list[Filed]:
        """Try a failure again: poll its source, or read its page or sample once more. Raises what still goes wrong."""
        failure = self.store.failure(failure_id)
        if failure.source_id and self.store.source(failure.source_id).url == failure.url:
            return self.poll_now(failure.source_id)
        return replay(self.press, failure_id)

    # -- end -------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the store, the fetcher and the parsing processes. Further calls do nothing."""
        if not self._closed:
            self._closed = True
            self._pushes.shutdown(cancel_futures=True)
            self._on_close()

    def __enter__(self) -> Newsroom:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
