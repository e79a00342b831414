"""A reader's rules for a digest: what they want in it, and when it falls due. Pure: no clock, no store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta, tzinfo
from email.headerregistry import Address
from zoneinfo import ZoneInfo

from broadsheet.desk.plain import clean_line
from broadsheet.errors import InputError
from broadsheet.types.told import Length

#: The most stories that one digest can hold, and characters of a reader's name or of words to search for.
MOST_STORIES = 100
LONGEST_NAME, LONGEST_WORDS = 60, 500
#: The longest time that one digest makes up for when earlier ones were missed.
LONGEST = timedelta(days=7)
_TIME = re.compile(r"(?:daily\s+)?([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"[\w][\w .@+-]*")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one reader wants. Empty lists want everything.

    `when` is a time of day ("07:00") in `zone` (an IANA name), or "hourly". `words` and `without` are searches as the search page takes
    them; a story is wanted when one of its new articles is found, unwanted when its leading article or half of the new ones are.
    """

    name: str = ""
    #: Where to send it; "" = nowhere: it can be read, not sent.
    email: str = ""
    when: str = "07:00"
    zone: str = "UTC"
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    words: str = ""
    without: str = ""
    #: Stories of fewer outlets are left out.
    outlets: int = 1
    #: The most stories told.
    stories: int = 12
    length: Length = Length.PARAGRAPH
    #: Send nothing when nothing is new, instead of saying so.
    quiet: bool = False

    @property
    def hourly(self) -> bool:
        """Whether it comes every hour."""
        return self.when == "hourly"


@dataclass(frozen=True, slots=True)
class Period:
    """What one digest covers: from `since` on, up to but without `until`."""

    since: datetime
    until: datetime


#: How a kind of field is written, for messages.
_WRITTEN = {"email": "reader@example.org", "when": "07:00 or hourly", "zone": "Europe/Berlin"}


def rules_of(name: str, table: Mapping[str, object]) -> Rules:
    """The rules that a table of a settings file or a JSON object holds. Raises InputError that names the field."""
    known = {one.name for one in fields(Rules)} - {"name"}
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in known:
            raise InputError(f"a digest has no “{key}”", hint=f"allowed: {', '.join(sorted(known))}")
        values[key] = _value(key, value)
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise InputError(f"a digest cannot be called {name[:LONGEST_NAME]!r}", hint="letters, digits, blanks and . @ + - are allowed")
    return Rules(name=name, **values)  # type: ignore[arg-type]  # each was checked by _value


def _value(key: str, value: object) -> object:
    if key in ("sections", "languages", "publishers"):
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise InputError(f"“{key}” must be a list of texts, not {value!r}")
        return tuple(clean_line(one, 200) for one in value if one.strip())
    if key in ("outlets", "stories"):
        most = MOST_STORIES if key == "stories" else 10_000
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise InputError(f"“{key}” must be a whole number from 1 to {most}, not {value!r}")
        return value
    if key == "quiet":
        if not isinstance(value, bool):
            raise InputError(f"“quiet” must be true or false, not {value!r}")
        return value
    if not isinstance(value, str):
        raise InputError(f"“{key}” must be a text, not {value!r}")
    return _text(key, value)


def _text(key: str, value: str) -> object:
    if key == "length":
        if value not in (*Length,):
            raise InputError(f"“length” cannot be {value!r}", hint=f"allowed: {', '.join(Length)}")
        return Length(value)
    if key == "email":
        return address(value)
    if key == "when":
        return _when(value)
    if key == "zone":
        zone_of(value)
        return value
    return clean_line(value, LONGEST_WORDS)


def address(text: str) -> str:
    """One bare e-mail address, its domain in ASCII; "" stays "". Raises InputError, also for two of them."""
    if not text.strip():
        return ""
    local, at, domain = text.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.lower().encode('idna').decode('ascii')}"
        if not at or len(plain) > 254 or not _ADDRESS.fullmatch(plain):
            raise ValueError(plain)
        Address(addr_spec=plain)
    except (ValueError, IndexError, UnicodeError) as error:
        raise InputError(f"{clean_line(text, 100)!r} is no e-mail address", hint=f"write {_WRITTEN['email']}") from error
    return plain


def _when(value: str) -> str:
    if value.strip().lower() == "hourly":
        return "hourly"
    found = _TIME.fullmatch(value.strip())
    if found is None:
        raise InputError(f"“when” cannot be {clean_line(value, 60)!r}", hint=f"write {_WRITTEN['when']}")
    return f"{int(found[1]):02}:{found[2]}"


def zone_of(name: str) -> tzinfo:
    """The time zone of that name. Raises InputError when this machine knows none."""
    if name.upper() in ("UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            f"there is no time zone {clean_line(name, 60)!r} here", hint=f"write {_WRITTEN['zone']}, or install the package tzdata"
        ) from error


# -- when it falls due -------------------------------------------------------------------------------------------------


def last_due(rules: Rules, now: datetime) -> datetime:
    """The latest moment, not after `now`, at which the digest fell due (UTC)."""
    if rules.hourly:
        return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    zone = zone_of(rules.zone)
    today = now.astimezone(zone).date()
    hour, minute = map(int, rules.when.split(":"))
    for back in range(3):
        day = today - timedelta(days=back)
        # A time that the change of clocks leaves out is that much later; of one that comes twice the first counts.
        due = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
        if due <= now:
            return due
    raise AssertionError("a day has passed in three days")


def next_due(rules: Rules, now: datetime) -> datetime:
    """The first moment after `now` at which the digest falls due (UTC)."""
    if rules.hourly:
        return last_due(rules, now) + timedelta(hours=1)
    # A local day has 23 to 25 hours, or a few more where a zone moved: the due time after the last one is found from the day after.
    last = last_due(rules, now)
    for hours in (20, 26, 32, 50):
        found = last_due(rules, last + timedelta(hours=hours))
        if found > last:
            return found
    raise AssertionError("a day has passed in fifty hours")


def due_period(rules: Rules, now: datetime, sent: datetime) -> Period | None:
    """What is to be sent now, when all up to `sent` was sent; None when nothing is due.

    Times that were missed are made up for in one digest, of at most a week. A `sent` that a wrong clock wrote far ahead counts for nothing.
    """
    due = last_due(rules, now)
    if sent > now + timedelta(days=2):
        sent = last_due(rules, due - timedelta(seconds=1))
    if sent >= due:
        return None
    return Period(max(sent, due - LONGEST), due)


def usual_period(rules: Rules, now: datetime) -> Period:
    """What the digest that fell due last covers, when none was missed."""
    due = last_due(rules, now)
    return Period(last_due(rules, due - timedelta(seconds=1)), due)
