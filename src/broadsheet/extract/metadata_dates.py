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
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_NAMED_IN_PATH = re.compile(
    rf"/((?:19|20)\d\d)/({'|'.join(f'{name}|{name[:3]}' for name in _MONTHS)})/([0-3]?\d)(?=[/._-]|$)", re.IGNORECASE
)
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
    """The day that an address carries ("/2026/11/02/", "/2026/november/02/"), as "YYYY-MM-DD"; "" when it carries none."""
    path = urlsplit(url).path
    found = _IN_PATH.search(path)
    named = None if found else _NAMED_IN_PATH.search(path)
    if found:
        year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
    elif named:
        year, month, day = int(named[1]), _MONTH_NUMBERS[named[2][:3].lower()], int(named[3])
    else:
        return ""
    try:
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""
