"""When an article was published, from what its page states: never from the day of reading, never later than it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from broadsheet.extract.feed_dates import parse_date
from broadsheet.types import Precision

_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/._-]|$)|[/-](20\d\d)([01]\d)([0-3]\d)(?=[/._-]|$)")
_DAY_FIRST = re.compile(r"\s*(\d{4}-\d\d-\d\d)")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Dated:
    """A time in UTC, how precisely it is known, and the day as the publisher writes it (in the publisher's own zone, "YYYY-MM-DD")."""

    at: datetime
    precision: Precision
    day: str
    origin: str


def first_date(stated: Iterable[tuple[str, str]], latest: datetime) -> Dated | None:
    """The first of (origin, text) that states a time between 1990 and `latest` (with two days of tolerance for zones and slips)."""
    for origin, text in stated:
        found = parse_date(text[:120])
        if found is None:
            continue
        at, precision = found
        if _EARLIEST <= at <= latest + timedelta(days=2):
            written = _DAY_FIRST.match(text)
            return Dated(at, precision, written[1] if written else at.date().isoformat(), origin)
    return None


def date_in_address(url: str) -> str:
    """The day that an address carries ("/2026/11/02/"), as "YYYY-MM-DD"; "" when it carries none."""
    found = _IN_PATH.search(urlsplit(url).path)
    if not found:
        return ""
    year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
    try:
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""
