"""Dates as pages write them, in the languages that we know months of. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.extract.aggregator.date_words import MONTHS

_MONTH_OF = {name.replace("-", " "): int(number) for number, *names in map(str.split, MONTHS.strip().splitlines()) for name in names}
_NAMES = "|".join(re.escape(name) for name in sorted(_MONTH_OF, key=len, reverse=True))

#: Minutes east of Greenwich. Left out on purpose: names that mean several zones (CST, IST) or change by season (ET, PT).
_ZONES = {
    name: minutes
    for minutes, names in {
        0: "utc gmt z wet", 60: "bst cet mez west", 120: "cest mesz eet sast", 180: "eest msk мск trt", 420: "wib", 480: "hkt sgt",
        540: "jst kst", 600: "aest", 660: "aedt", 720: "nzst", 780: "nzdt",
        -180: "brt art", -240: "edt", -300: "est cdt", -360: "mdt", -420: "mst pdt", -480: "pst",
    }.items()
    for name in names.split()
}  # fmt: skip
_TIME = (
    r"(?:[\s,·|/–—-]{0,4}(?:at |um |à |a las |alle(?: ore)? |às |om |kl\.? |o godz\.? |saat |в |о |lúc |ore )?\(?"
    r"(?P<hour>[01]?\d|2[0-3])\s?[:.hH時时]\s?(?P<minute>[0-5]\d)(?:[:.][0-5]\d(?:\.\d{1,6})?)?分?\s?(?P<half>[ap]\.?m\b\.?)?\s?(?:uhr|hrs)?\s?"
    r"(?P<zone>(?:utc|gmt)\s?[+-−]\d{1,2}(?::?\d\d)?|[+-−]\d\d:?\d\d|(?:" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r")\b)?)"
)
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    r"(?<![\w/.-])(?:"
    rf"(?P<y1>{_YEAR})\s?[-/.年년]\s?(?P<m1>1[0-2]|0?[1-9])\s?[-/.月월]\s?(?P<d1>[12]\d|3[01]|0?[1-9])[日일]?(?!\d)T?|"
    rf"(?P<d2>[12]\d|3[01]|0?[1-9])(?:\.|st|nd|rd|th|er|º|ª)?\s?(?:de |d['’]|of |ngày )?(?P<n2>{_NAMES})\b\.?,?"
    rf"(?:\s(?:de |del )?(?P<y2>{_YEAR})(?:\s?г\.?|\s?р\.?)?)?|"
    rf"(?P<n3>{_NAMES})\.?\s(?P<d3>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d|[:.]\d\d)(?:,?\s(?P<y3>{_YEAR}))?|"
    rf"(?P<a4>[0-3]?\d)(?P<s4>[./-])\s?(?P<b4>[0-3]?\d)(?P=s4)\s?(?P<y4>{_YEAR})|"
    rf"(?P<m5>1[0-2]|[1-9])\s?[月월]\s?(?P<d5>[12]\d|3[01]|[1-9])\s?[日일]"
    rf"){_TIME}?(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """A date as stated: year 0 when it is not given, minutes of the day and zone (minutes east) None when they are not."""

    year: int
    month: int
    day: int
    minutes: int | None = None
    zone: int | None = None


def stated_date(match: re.Match[str]) -> Stated | None:
    """The date that a match of `DATE` states; None when day and month cannot be told apart or do not exist."""
    part = match.groupdict()
    if part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["n2"]:
        year, month, day = int(part["y2"] or 0), _month(part["n2"]), int(part["d2"])
    elif part["n3"]:
        year, month, day = int(part["y3"] or 0), _month(part["n3"]), int(part["d3"])
    elif part["y4"]:
        day, month = int(part["a4"]), int(part["b4"])
        year = int(part["y4"])
        if month > 12 >= day:  # 09/21/2026 can only be read one way
            day, month = month, day
        elif part["s4"] == "/" and day <= 12 and day != month:
            return None
    else:
        year, month, day = 0, int(part["m5"]), int(part["d5"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Stated(year, month, day, _minutes(part), _zone(part["zone"]))


def _month(name: str) -> int:
    return _MONTH_OF.get(name.lower(), 0) or _MONTH_OF.get(name.lower().replace("i̇", "i"), 0)


def _minutes(part: dict[str, str | None]) -> int | None:
    if part["hour"] is None or part["minute"] is None:
        return None
    hour = int(part["hour"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
    return hour * 60 + int(part["minute"])


def _zone(name: str | None) -> int | None:
    if not name:
        return None
    name = name.lower().replace("−", "-").replace(" ", "")
    if name in _ZONES:
        return _ZONES[name]
    offset = name.removeprefix("utc").removeprefix("gmt")
    sign = -1 if offset[0] == "-" else 1
    hours, _, minutes = offset[1:].partition(":")
    if len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    return sign * (int(hours) * 60 + int(minutes or 0))
