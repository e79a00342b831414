"""The one door into the room: whatever was captured, read."""

from __future__ import annotations

from datetime import UTC, datetime

from broadsheet.errors import EmptyDocument
from broadsheet.extract.feed import read_feed
from broadsheet.types import Capture, CaptureKind, ParseLimits, Reading

#: `Article.received` of what was pasted or imported without any known time; whoever files it puts in the time of filing.
UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def read(capture: Capture, known: frozenset[str] = frozenset(), limits: ParseLimits | None = None) -> Reading:
    """What a capture holds: articles, links to follow, what it says about itself.

    Items whose hash is in `known` are counted, not read. Pure: opens nothing, and reads no clock; where the capture has no time of receipt,
    articles carry `UNKNOWN_TIME` and relative ages stay unknown. Raises ParseError and its kinds.
    """
    limits = limits or ParseLimits()
    received = capture.received or UNKNOWN_TIME
    if not capture.body.strip():
        raise EmptyDocument("the document is empty", url=capture.url)
    if capture.kind is CaptureKind.FEED:
        reading = read_feed(capture, known, limits, received)
        if reading.feed is not None and not reading.feed.entries:
            raise EmptyDocument("the feed holds no entries", url=capture.url)
        return reading
    raise NotImplementedError
