"""Captures that did not come from a poll: files, pasted text, and failed documents that are tried again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from broadsheet.errors import BroadsheetError, EmptyDocument, InputError, StoreError
from broadsheet.pipeline import failures
from broadsheet.pipeline.filing import Found, file_items
from broadsheet.pipeline.pages import retry_page
from broadsheet.pipeline.press import BATCH, Press, Taken
from broadsheet.types import Capture, CaptureKind, Filed, Reading, Source

#: How much is read ahead of what is filed: captures, and bytes of captures.
AHEAD = 200
AHEAD_BYTES = 32 * 1024 * 1024


def take_in(press: Press, captures: Iterable[Capture], source: Source | None = None, *, batch: int = BATCH) -> Iterator[Taken]:
    """Read captures and file their articles, `batch` captures a transaction; gives what became of each, in order, once it is stored.

    A capture that cannot be read becomes a Failure and does not stop the others. Raises StoreError.
    """
    waiting: list[tuple[Capture, Reading | BroadsheetError]] = []
    for capture, result in read_in_order(press, captures):
        waiting.append((capture, result))
        if len(waiting) >= batch:
            yield from _file(press, waiting, source)
            waiting = []
    yield from _file(press, waiting, source)


def read_in_order(press: Press, captures: Iterable[Capture]) -> Iterator[tuple[Capture, Reading | BroadsheetError]]:
    """Each capture with its reading, or the error that reading it raised, in order.

    Reading goes on while the caller files what it got: up to `AHEAD` captures, or `AHEAD_BYTES` of them, are read ahead.
    """
    with ThreadPoolExecutor(press.readers, "read") as pool:
        ahead: deque[tuple[Capture, Future[Reading | BroadsheetError]]] = deque()
        held = 0
        try:
            for capture in captures:
                ahead.append((capture, pool.submit(_read, press, capture)))
                held += len(capture.body)
                while len(ahead) > AHEAD or held > AHEAD_BYTES:
                    first, future = ahead.popleft()
                    held -= len(first.body)
                    yield first, future.result()
            while ahead:
                first, future = ahead.popleft()
                yield first, future.result()
        finally:
            for _, future in ahead:
                future.cancel()


def replay(press: Press, failure_id: int) -> list[Filed]:
    """Read the kept sample of a failed document once more and file it; without a whole sample, fetch it again.

    Marks the failure as resolved when it went well; else raises what went wrong. Only for article pages and files: a source's own
    document is polled again instead.
    """
    failure = press.store.failure(failure_id)
    source = press.store.source(failure.source_id) if failure.source_id else None
    if not failure.sample or failure.size > len(failure.sample):
        if not failure.url:
            raise InputError("there is neither an address nor a whole sample to try again", hint="import the file again")
        return retry_page(press, failure)
    kind = CaptureKind.ARTICLE if failure.url else CaptureKind.TEXT
    capture = Capture(
        kind=kind, url=failure.url, requested=failure.url, body=failure.sample, received=failure.at, source_id=failure.source_id
    )
    reading = press.read(capture, limits=press.limits)
    if not reading.items:
        raise EmptyDocument("there is still no article in it", url=failure.url)
    filed = file_items(press, [Found(item, capture) for item in reading.items], source)
    press.store.resolve_failures(press.clock(), failure_id=failure_id)
    return filed


def _read(press: Press, capture: Capture) -> Reading | BroadsheetError:
    try:
        return press.read(capture, limits=press.limits)
    except BroadsheetError as error:
        return error
    except Exception as error:
        return failures.unexpected(error)


def _file(press: Press, waiting: list[tuple[Capture, Reading | BroadsheetError]], source: Source | None) -> Iterator[Taken]:
    """File one batch and tell what became of each capture. When the batch as a whole cannot be stored, nothing of it is."""
    found: list[Found] = []
    for capture, result in waiting:
        if isinstance(result, Reading):
            found += [Found(item, capture) for item in result.items]
    filed = deque(file_items(press, found, source))
    for capture, result in waiting:
        if isinstance(result, BroadsheetError):
            if isinstance(result, StoreError):
                raise result
            failures.record(press, result, source_id=capture.source_id, capture=capture)
            yield Taken(capture=capture, error=result)
        elif not result.items:
            error = EmptyDocument("there is no article in it", url=capture.url)
            failures.record(press, error, source_id=capture.source_id, capture=capture)
            yield Taken(capture=capture, error=error)
        else:
            mine = [filed.popleft() for _ in result.items]
            yield Taken(capture=capture, filed=tuple(mine))
