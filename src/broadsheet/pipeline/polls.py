"""One poll of one source, from its address to filed articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from broadsheet.analyse.completion import wants_page
from broadsheet.errors import BroadsheetError, StoreError
from broadsheet.intake import websub
from broadsheet.intake.poll import poll
from broadsheet.pipeline import failures
from broadsheet.pipeline.filing import Found, attributed, file_items
from broadsheet.pipeline.pages import PagesDone, Wanted, collect_pages, new_links
from broadsheet.pipeline.press import RHYTHM_ITEMS, SAMPLE, Polled, Press
from broadsheet.types import Body, Capture, CaptureKind, Filed, Item, Link, Listing, Outcome, Reading, Request, Source, SourceState, urls

#: Further documents of a source (parts of a sitemap index) that are read in one poll.
MORE_DOCUMENTS = 10
#: Known items of a source that are compared; above the number of entries read of one document.
KNOWN_ITEMS = 2000


def poll_source(press: Press, source: Source, state: SourceState) -> Polled:
    """Poll once: fetch, read, follow or complete, file. What goes wrong is told in the answer; only StoreError is raised.

    Does not change the source's state: that is decided by the schedule from what is returned here.
    """
    try:
        answer = poll(source, state, press.fetcher, press.clock)
    except StoreError:
        raise
    except Exception as error:
        return Polled(source_id=source.id, error=error if isinstance(error, BroadsheetError) else failures.unexpected(error))
    polled = Polled(
        source_id=source.id,
        unchanged=answer.capture is None,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=answer.body_hash,
        moved_to=answer.moved_to,
        downgraded=answer.downgraded,
    )
    if answer.capture is None:
        return polled
    return take_document(press, source, answer.capture, polled)


def take_document(press: Press, source: Source, capture: Capture, polled: Polled | None = None) -> Polled:
    """Read and file a source's document, however it came; what goes wrong is told in the answer, only StoreError is raised."""
    polled = polled or Polled(source_id=source.id)
    try:
        return _take(press, source, capture, polled)
    except StoreError:
        raise
    except Exception as error:
        known = error if isinstance(error, BroadsheetError) else failures.unexpected(error)
        return replace(polled, error=known, size=len(capture.body), sample=capture.body[:SAMPLE])


def _take(press: Press, source: Source, capture: Capture, polled: Polled) -> Polled:
    """Read the document and file what it holds."""
    known = frozenset(seen.item_hash for seen in press.store.seen(source.id, limit=KNOWN_ITEMS) if seen.item_hash)
    reading = press.read(capture, known=known, limits=press.limits)
    if reading.feed is not None and not source.title:
        source = replace(source, title=reading.feed.title)
    wanted, filed = _file_document(press, source, capture, reading)
    links, unread = _all_links(press, source, reading)
    broken = press.store.failures(source_id=source.id, limit=1000) if links or wanted else []
    wanted += new_links(press, source, links, broken)
    done = collect_pages(press, source, wanted, broken) if wanted else PagesDone()
    waiting = done.waiting + unread + _left_over(press, reading)
    counts = _counts([*filed, *done.filed])
    hub, topic = websub.links(capture.headers)
    return replace(
        polled,
        new=counts[Outcome.NEW],
        revised=counts[Outcome.REVISED],
        updated=counts[Outcome.UPDATED],
        waiting=waiting,
        failed_pages=done.failed,
        times=_times(press, source, [*filed, *done.filed]),
        feed=reading.feed,
        hub=hub or (reading.feed.hub if reading.feed else ""),
        topic=topic or (reading.feed.self_url if reading.feed else ""),
        notes=reading.notes,
        # What is not finished must not be answered with "not modified" next time.
        etag="" if waiting or capture.truncated else polled.etag,
        last_modified="" if waiting or capture.truncated else polled.last_modified,
        body_hash="" if waiting or capture.truncated else polled.body_hash,
    )


def _file_document(press: Press, source: Source, capture: Capture, reading: Reading) -> tuple[list[Wanted], list[Filed]]:
    """File the items that the document holds, at once, and say which pages are still wanted.

    An item whose page is wanted is filed as a teaser without its hash, so that it can be read now, and comes again should we be
    interrupted before its page was fetched.
    """
    wanted: list[Wanted] = []
    found: list[Found] = []
    for item in reading.items:
        item = replace(item, article=attributed(item.article, source))
        if wants_page(item.article, source.full_text):
            wanted.append(Wanted(item.article.url, item))
            item = Item(replace(item.article, body=item.article.body if item.article.body is Body.NONE else Body.TEASER), "")
        found.append(Found(item, capture))
    wanted.sort(key=_newness, reverse=True)
    return wanted, file_items(press, found, source)


def _all_links(press: Press, source: Source, reading: Reading) -> tuple[list[Link], int]:
    """The links of the document and of those it refers to, and how many of these were left unread."""
    links = list(reading.links)
    queue = list(reading.more)
    for number, address in enumerate(queue):
        if number >= MORE_DOCUMENTS:
            return links, len(queue) - number
        try:
            links += _document(press, source, address).links
        except StoreError:
            raise
        except Exception as error:
            known = error if isinstance(error, BroadsheetError) else failures.unexpected(error)
            failures.record(press, known, url=address, source_id=source.id)
    return links, 0


def _left_over(press: Press, reading: Reading) -> int:
    """Entries beyond the limit of one reading: they come next time, when those read now are known (row F17)."""
    if reading.feed is None or len(reading.items) < press.limits.entries:
        return 0
    return max(0, reading.feed.entries - len(reading.items) - reading.unchanged)


def _document(press: Press, source: Source, url: str) -> Reading:
    response = press.fetcher.fetch(Request(url=url, outside=not urls.same_site(url, source.url)))
    capture = Capture(
        kind=CaptureKind.SITEMAP,
        url=response.url,
        requested=url,
        body=response.body,
        content_type=response.header("content-type"),
        status=response.status,
        headers=response.headers,
        received=press.clock(),
        source_id=source.id,
        truncated=response.truncated,
    )
    return press.read(capture, limits=press.limits)


def _newness(page: Wanted) -> float:
    return page.item.article.sort_time.timestamp() if page.item else 0.0


def _counts(filed: Iterable[Filed]) -> Counter[Outcome]:
    """How many distinct articles had each outcome; the strongest outcome of each counts."""
    best: dict[int, Outcome] = {}
    for one in filed:
        best[one.article_id] = max(best.get(one.article_id, Outcome.SEEN), one.outcome, key=_STRENGTH.index)
    return Counter(best.values())


_STRENGTH = (Outcome.SEEN, Outcome.UPDATED, Outcome.REVISED, Outcome.NEW)


def _times(press: Press, source: Source, filed: Sequence[Filed]) -> tuple[datetime, ...]:
    """When the source's latest articles were published, asked only when something new came."""
    if not any(one.outcome is Outcome.NEW for one in filed):
        return ()
    return tuple(article.sort_time for article in press.store.latest(Listing(source_id=source.id, limit=RHYTHM_ITEMS)))
