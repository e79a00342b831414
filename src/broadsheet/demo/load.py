"""Loading the edition: two weeks of collecting on a clock that runs ahead, with the same poll, parsing and filing as any source.

sources           one a publisher, added when its first article is out
  │
each round        three a day: every source is polled, pages that failed and are due are tried again
  │
files             the web archive and the pasted page, with the times at which they were made
  │
last round        at `end`, so that the next polls are planned from the real time
  │
link              what came becomes stories, so that the first page shows them
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from broadsheet.demo.archive import archive, pasted_at, pasted_page
from broadsheet.demo.dates import moment
from broadsheet.demo.edition import Edition, Publisher, load_edition
from broadsheet.demo.site import MARK, mounts
from broadsheet.errors import BroadsheetError, StoreError
from broadsheet.intake.fetch import GuardedFetcher
from broadsheet.intake.files import captures
from broadsheet.pipeline import Press, retry_page, take_in
from broadsheet.run.polling import poll_and_plan
from broadsheet.run.schedule import Rhythm
from broadsheet.types import Capture, CaptureKind, FullText, Source, SourceKind, urls

#: Times of the rounds of a day (UTC), and the first round of all.
ROUNDS = ("06:45", "13:15", "21:00")
FIRST = (-13, "23:30")
USER_AGENT = "Broadsheet (demo edition)"
_KINDS = {"page": SourceKind.PAGE, "sitemap": SourceKind.SITEMAP}
#: Called after each round with how many are done, of how many.
Progress = Callable[[int, int], None]


class Newsroom(Protocol):
    """What loading needs of a newsroom."""

    @property
    def press(self) -> Press:
        """What the stages of the pipeline work with."""


@runtime_checkable
class Links(Protocol):
    """A newsroom that can link, too."""

    def link(self) -> object:
        """Link all articles that wait."""

    def tidy(self) -> int:
        """Merge stories that turned out to be one."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading brought, as counted in the store: articles and revisions more than before, failures that are left, sources."""

    articles: int
    revisions: int
    failures: int
    sources: int


class LoadClock:
    """A clock that stands at the round being collected, in the shapes that the parts ask for. Sleeping moves it."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self.now = start

    def __call__(self) -> datetime:
        """The time of the round."""
        return self.now

    def monotonic(self) -> float:
        """Seconds since the first round."""
        return (self.now - self._start).total_seconds()

    def sleep(self, seconds: float) -> None:
        """Let the time pass without waiting."""
        self.now += timedelta(seconds=seconds)


def load(newsroom: Newsroom, end: datetime, progress: Progress | None = None) -> Loaded:
    """Load the edition that ends at `end` (aware) into the newsroom. Needs no network.

    A newsroom that has an edition already keeps its days, and loading goes on after the last round that was made: what was interrupted is
    finished, and what was complete only polled once more. Raises StoreError.
    """
    store = newsroom.press.store
    end = datetime.fromisoformat(store.put_if_absent(MARK, end.isoformat()))
    edition = load_edition(end)
    before = store.stats()
    times = _left(press=newsroom.press, edition=edition, end=end)
    clock = LoadClock(times[0])
    with GuardedFetcher(
        user_agent=USER_AGENT,
        mounts=mounts(end.isoformat, clock),
        clock=clock,
        monotonic=clock.monotonic,
        sleep=clock.sleep,
        random=lambda: 0.5,
    ) as fetcher:
        press = replace(newsroom.press, fetcher=fetcher, clock=clock)
        for number, when in enumerate(times, 1):
            clock.now = when
            _collect(press, edition, when)
            if number == max(1, len(times) - 1):
                _bring_files(press, edition, clock)
            if progress is not None:
                progress(number, len(times))
    if isinstance(newsroom, Links):
        newsroom.link()
        newsroom.tidy()
    after = store.stats()
    left = len(store.failures(limit=1000))
    return Loaded(after.articles - before.articles, after.revisions - before.revisions, left, after.sources - before.sources)


def rounds(edition: Edition, end: datetime) -> Iterator[datetime]:
    """The times at which the sources are polled, the last one at `end`."""
    yield moment(edition.anchor, *FIRST)
    for day in range(FIRST[0] + 1, 1):
        for clock in ROUNDS:
            when = moment(edition.anchor, day, clock)
            if when < end:
                yield when
    yield end


def _left(press: Press, edition: Edition, end: datetime) -> list[datetime]:
    """The rounds that are still to be made: those after the latest poll of any of the edition's sources, at least the last one."""
    own = {publisher.feed_url for publisher in edition.publishers.values()}
    states = press.store.states()
    polled = [states[source.id].polled for source in press.store.sources() if source.url in own and source.id in states]
    last = max((when for when in polled if when is not None), default=None)
    return [when for when in rounds(edition, end) if last is None or when > last] or [end]


def source_of(publisher: Publisher) -> Source:
    """The source by which a publisher's articles are collected."""
    return Source(
        kind=_KINDS.get(publisher.feed, SourceKind.FEED),
        url=publisher.feed_url,
        title=publisher.name,
        site_url=publisher.site + "/",
        folder=publisher.folder,
        publisher=publisher.name,
        section=publisher.section,
        full_text=FullText(publisher.full_text),
    )


def remove(newsroom: Newsroom) -> int:
    """Take the edition out again: its sources, articles and failures' sources; how many articles went. Raises StoreError."""
    store = newsroom.press.store
    end = store.get(MARK)
    if not end:
        return 0
    edition = load_edition(datetime.fromisoformat(end))
    hosts = {publisher.host.removeprefix("www.") for publisher in edition.publishers.values()}
    names = {publisher.name for publisher in edition.publishers.values()}
    for source in store.sources():
        if urls.host_of(source.url).removeprefix("www.") in hosts:
            store.remove_source(source.id)
    headlines = {piece.versions[0].headline for piece in edition.pieces.values() if piece.channel == "paste"}
    doomed = [
        article.id
        for article in store.each_article()
        if urls.host_of(article.url).removeprefix("www.") in hosts
        or (not article.url and (article.publisher in names or article.title in headlines))
    ]
    for article_id in doomed:
        store.delete_article(article_id)
    store.put(MARK, "")
    return len(doomed)


def _collect(press: Press, edition: Edition, when: datetime) -> None:
    """One round: all sources whose publisher has something by now, then the failed pages that are due."""
    for publisher in edition.publishers.values():
        if not edition.of(publisher, when):
            continue
        source = press.store.add_source(replace(source_of(publisher), added=when))
        poll_and_plan(press, source, press.store.state(source.id), lambda: 0.5, Rhythm())
    own = {publisher.feed_url for publisher in edition.publishers.values()}
    for failure in press.store.failures(limit=500):
        if failure.retry_at is None or failure.retry_at > when or failure.url in own or not failure.source_id:
            continue
        try:
            retry_page(press, failure)
        except StoreError:
            raise
        except BroadsheetError:
            continue  # it is recorded with its next try


def _bring_files(press: Press, edition: Edition, clock: LoadClock) -> None:
    """Import the web archive and the pasted page."""
    for _ in take_in(press, captures(io.BytesIO(archive(edition)), None)):
        pass
    copied = pasted_at(edition)
    paste = Capture(kind=CaptureKind.PASTE, body=pasted_page(edition).encode(), content_type="text/plain; charset=utf-8", received=copied)
    before, clock.now = clock.now, copied
    for _ in take_in(press, [paste]):
        pass
    clock.now = before
