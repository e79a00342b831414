"""Failures on the way into the store, so that none is silent (row I4) and each can be replayed (row I7)."""

from __future__ import annotations

from datetime import datetime

from broadsheet.errors import BroadsheetError
from broadsheet.pipeline.press import SAMPLE, Press
from broadsheet.types import Capture, Failure


def record(
    press: Press,
    error: BroadsheetError,
    *,
    url: str = "",
    source_id: int = 0,
    capture: Capture | None = None,
    size: int = 0,
    sample: bytes = b"",
    retry_at: datetime | None = None,
) -> int:
    """Keep a failure with what is known about it; the document comes from `capture`, or as `size` and `sample`."""
    if capture is not None:
        size, sample = len(capture.body), capture.body[:SAMPLE]
    return press.store.record_failure(
        Failure(
            at=press.clock(),
            code=error.code,
            message=error.message,
            url=url or error.url or (capture.url if capture else ""),
            source_id=source_id,
            capture_id=capture.id if capture else 0,
            size=size,
            sample=sample[:SAMPLE],
            retry_at=retry_at,
        )
    )


def unexpected(error: Exception) -> BroadsheetError:
    """A mistake of ours, as an error that can be recorded: one document must not end the worker (row I1)."""
    wrapped = BroadsheetError(f"unexpected {type(error).__name__}: {error}"[:500], hint="please report this")
    wrapped.__cause__ = error
    return wrapped
