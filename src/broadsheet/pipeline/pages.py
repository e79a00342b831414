"""Article pages: those that a section page or sitemap links to, and those of feed items that carry only a teaser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.analyse.completion import completed
from broadsheet.errors import BroadsheetError, EmptyDocument, HttpStatus, ParseError, RobotsDenied, StoreError, TryLater
from broadsheet.pipeline import failures
from broadsheet.pipeline.filing import Found, file_items
from broadsheet.pipeline.press import PAGE_RETRY, PAGE_TRIES, Press
from broadsheet.types import Body, Capture, CaptureKind, Failure, Filed, Item, Link, Request, Source, SourceKind, urls

#: Pages that are fetched before their articles are stored: few, so that a reader sees them soon and a crash loses little.
PAGES_A_BATCH = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to fetch: the feed item that it completes, or None for a followed link; `mark` is kept as the item's hash."""

    url: str
    item: Item | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PagesDone:
    """What became of the wanted pages. `waiting` were not tried: bounds of one poll, or the host asked for patience."""

    filed: tuple[Filed, ...] = ()
    waiting: int = 0
    failed: int = 0


def collect_pages(press: Press, source: Source, wanted: Sequence[Wanted], known_failures: Sequence[Failure]) -> PagesDone:
    """Fetch, read and file the wanted pages in order, within the bounds of one poll. Raises nothing but StoreError.

    A page that fails becomes a Failure and is left to `retry_page`; a feed item whose page fails keeps its feed text.
    """
    began = press.timer()
    filed: list[Filed] = []
    batch: list[Found] = []
    failed = 0
    failing = {failure.url for failure in known_failures}
    for number, page in enumerate(wanted):
        if number >= press.pages_per_poll or press.timer() - began > press.page_seconds:
            break
        try:
            batch.append(_page(press, source, page))
        except TryLater:
            break
        except StoreError:
            raise
        except Exception as error:
            failed += 1
            _failed(press, source, page, error, batch)
        else:
            if page.url in failing:
                press.store.resolve_failures(press.clock(), source_id=source.id, url=page.url)
        if len(batch) >= PAGES_A_BATCH:
            filed += file_items(press, batch, source)
            batch = []
    else:
        number = len(wanted)
    filed += file_items(press, batch, source)
    return PagesDone(tuple(filed), len(wanted) - number, failed)


def new_links(press: Press, source: Source, links: Iterable[Link], known_failures: Sequence[Failure]) -> list[Wanted]:
    """The links whose page is to be fetched: newest first, those that are known or failed left out.

    A known page is fetched again when the sitemap says that it changed since we saw it.
    """
    distinct = {link.url: link for link in links if link.url}
    ordered = sorted(distinct.values(), key=lambda link: link.published or link.modified or _LONG_AGO, reverse=True)
    keys = {link.url: "u:" + urls.key(link.url) for link in ordered}
    known = press.store.known(list(keys.values()))
    marks = {seen.external_id: seen.item_hash for seen in press.store.seen(source.id, list(keys))} if keys else {}
    failing = {failure.url for failure in known_failures}
    wanted = []
    for link in ordered:
        mark = _mark(link)
        seen = marks.get(link.url)
        is_known = keys[link.url] in known or seen is not None
        changed = link.modified is not None and seen is not None and seen != mark
        if link.url not in failing and (not is_known or changed):
            wanted.append(Wanted(link.url, mark=mark))
    return wanted


def retry_page(press: Press, failure: Failure) -> list[Filed]:
    """Fetch once more a page that failed, and file it. Raises what went wrong; the failure is then counted up with a later retry."""
    source = press.store.source(failure.source_id) if failure.source_id else None
    page = Wanted(failure.url, mark=_mark(Link(failure.url)))
    try:
        found = _page(press, source, page)
    except (StoreError, TryLater):
        raise
    except Exception as error:
        _record(press, source.id if source else 0, failure.url, error, tries=failure.count + 1)
        raise (error.error if isinstance(error, _Unread) else error) from None
    filed = file_items(press, [found], source)
    press.store.resolve_failures(press.clock(), source_id=failure.source_id, url=failure.url)
    return filed


class _Unread(Exception):
    """A page arrived but could not be read: the capture and why."""

    def __init__(self, capture: Capture, error: Exception) -> None:
        super().__init__(str(error))
        self.capture = capture
        self.error = error


def _page(press: Press, source: Source | None, page: Wanted) -> Found:
    """Fetch and read one page. Raises BroadsheetError, or _Unread with the capture."""
    capture = _fetch(press, source, page.url)
    try:
        reading = press.read(capture, limits=press.limits)
        if not reading.items:
            raise EmptyDocument("there is no article on this page", url=page.url)
    except StoreError:
        raise
    except Exception as error:
        raise _Unread(capture, error) from error
    item = reading.items[0]
    if item.article.body is Body.NONE:
        raise _Unread(capture, EmptyDocument("this page holds no article text", url=page.url))
    if page.item is not None:
        article = completed(page.item.article, item.article, press.clock())
        return Found(Item(article, page.item.item_hash), capture if article is not page.item.article else None)
    article = item.article
    if source is not None and source.kind in (SourceKind.PAGE, SourceKind.SITEMAP):
        # The link is the item's id within its source: the page may call itself something else.
        article = replace(article, external_id=page.url)
    return Found(Item(article, page.mark), capture)


def _fetch(press: Press, source: Source | None, url: str) -> Capture:
    tls = source is not None and source.accept_bad_tls and urls.host_of(url) == urls.host_of(source.url)
    # A publisher may link anywhere, but not lead us to a private host that the operator listed for another source.
    outside = source is not None and not urls.same_site(url, source.url)
    response = press.fetcher.fetch(Request(url=url, accept_bad_tls=tls, outside=outside))
    return Capture(
        kind=CaptureKind.ARTICLE,
        url=response.url,
        requested=url,
        body=response.body,
        content_type=response.header("content-type"),
        status=response.status,
        headers=response.headers,
        received=press.clock(),
        source_id=source.id if source else 0,
        truncated=response.truncated,
    )


def _failed(press: Press, source: Source, page: Wanted, error: Exception, batch: list[Found]) -> None:
    _record(press, source.id, page.url, error, tries=1)
    if page.item is not None:
        batch.append(Found(page.item))


def _record(press: Press, source_id: int, url: str, error: Exception, tries: int) -> None:
    capture = error.capture if isinstance(error, _Unread) else None
    cause = error.error if isinstance(error, _Unread) else error
    known = cause if isinstance(cause, BroadsheetError) else failures.unexpected(cause)
    failures.record(press, known, url=url, source_id=source_id, capture=capture, retry_at=_retry_at(press.clock(), known, tries))


def _retry_at(now: datetime, error: BroadsheetError, tries: int) -> datetime | None:
    """When a failed page is tried again; None when that is of no use."""
    lasting = isinstance(error, ParseError | RobotsDenied) or (isinstance(error, HttpStatus) and error.status in (401, 402, 403, 410, 451))
    if lasting or tries >= PAGE_TRIES:
        return None
    return now + PAGE_RETRY * float(2**tries)


def _mark(link: Link) -> str:
    return f"link:{link.modified.isoformat() if link.modified else ''}"


_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
