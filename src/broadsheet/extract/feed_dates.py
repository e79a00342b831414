"""Dates as feeds write them (rows F14-F16): ISO 8601, RFC 822 with its many misspellings, month names in some twenty languages.

What cannot be read is None, never a guess from the day of reading. A time without zone counts as UTC. Dates up to 1970-01-01 are the zero
of some clock and count as missing. A date in the future is given as it is: `Article.sort_time` keeps it from the top of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from broadsheet.types import Precision

#: Longer texts are no dates.
_LONGEST = 120
_EPOCH = datetime(1970, 1, 2, tzinfo=UTC)

_MONTHS = """
january february march april may june july august september october november december
januar februar marz april mai juni juli august september oktober november dezember
janner feber maerz april mai juni juli august september oktober november dezember
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago setiembre oct nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november desember
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
januari februari maret april mei juni juli agustus september oktober november desember
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель маи июнь июль август сентябрь октябрь ноябрь декабрь
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
"""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZONES = {
    name: hours
    for hours, names in {
        0.0: "UT UTC GMT Z WET UCT ZULU",
        -2.5: "NDT",
        -3.0: "ADT BRT ART UYT CLST",
        -3.5: "NST",
        -4.0: "EDT AST CLT BOT VET",
        -5.0: "EST CDT COT PET ECT ET",
        -6.0: "CST MDT CT",
        -7.0: "MST PDT",
        -8.0: "PST AKDT PT",
        -9.0: "AKST",
        -10.0: "HST",
        1.0: "BST CET MEZ WEST WAT MET",
        2.0: "CEST MESZ EET CAT SAST MEST",
        3.0: "EEST MSK EAT IDT TRT AST3",
        3.5: "IRST",
        4.0: "GST",
        5.0: "PKT UZT",
        5.5: "IST",
        5.75: "NPT",
        7.0: "WIB ICT",
        8.0: "SGT HKT AWST PHT MYT WITA",
        9.0: "JST KST WIT",
        9.5: "ACST",
        10.0: "AEST",
        10.5: "ACDT",
        11.0: "AEDT",
        12.0: "NZST",
        13.0: "NZDT",
    }.items()
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T\s,])[T\s,]*")
_COMPACT = re.compile(r"([12]\d{3})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(?=$|[^\d])")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,12})?)?\s{0,3}([AaPp]\.?\s?[Mm]\b\.?)?")
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s{0,2}([AaPp]\.?[Mm]\b\.?)")
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_CJK_CLOCK = re.compile(r"(\d{1,2})\s?[時时시]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?")
_OFFSET = re.compile(r"(?:(?:GMT|UTC|Z)\s?)?([+\-−])(\d{1,2}):?(\d{2})?(?![\d/])")
_PLACE = re.compile(r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_/+-]{2,40}")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{2,4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_NUMBER = re.compile(r"\d+")


def parse_date(text: str) -> tuple[datetime, Precision] | None:
    """The time that a text states, in UTC, and how precisely; None when it states none that can be read, or the zero of a clock."""
    found = stated(text)
    return found if found is not None and found[0] >= _EPOCH else None


def stated(text: str) -> tuple[datetime, Precision] | None:
    """The same, with the zeros of clocks as they are."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        found = _read(" ".join(text.split()))
        return (found[0].astimezone(UTC), found[1]) if found is not None else None
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC), Precision.DAY
    except ValueError:
        return None


def _read(text: str) -> tuple[datetime, Precision] | None:
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return _counted(text)
    for pattern in (_ISO, _COMPACT):
        iso = pattern.match(text)
        if iso:
            year, month, day = (int(part) for part in iso.groups()[:3])
            if pattern is _COMPACT and iso[4]:
                at = datetime(year, month, day, int(iso[4]), int(iso[5]), int(iso[6] or 0), tzinfo=_zone(text[iso.end() :]))
                return at, Precision.SECOND if iso[6] else Precision.MINUTE
            return _at(year, month, day, text[iso.end() :])
    cjk = _CJK.search(text)
    if cjk:
        return _at(int(cjk[1]), int(cjk[2]), int(cjk[3]), text[cjk.end() :])
    clock = _CLOCK.search(text) or _HOUR.search(text)
    # The date may stand before or after the time; the zone stands behind the time.
    rest = text[: clock.start()] + " " + text[clock.end() :] if clock else text
    date = _day(rest)
    if date is None:
        return None
    return _at(*date, text[clock.start() :] if clock else "")


def _counted(text: str) -> tuple[datetime, Precision] | None:
    """A number: seconds or milliseconds since 1970, or the digits of a date."""
    whole = text.partition(".")[0]
    if len(whole) in (8, 12, 14) and whole[:2] in ("19", "20") and "." not in text:
        compact = _COMPACT.match(whole)
        if compact and 1 <= int(compact[2]) <= 12 and 1 <= int(compact[3]) <= 31:
            clock = f"{compact[4]}:{compact[5]}" + (f":{compact[6]}" if compact[6] else "") if compact[4] else ""
            return _at(int(compact[1]), int(compact[2]), int(compact[3]), clock)
    if 8 <= len(whole) <= 10:
        return datetime.fromtimestamp(int(whole), UTC), Precision.SECOND
    if len(whole) in (12, 13):
        return datetime.fromtimestamp(int(whole) / 1000, UTC), Precision.SECOND
    return None


def _at(year: int, month: int, day: int, rest: str) -> tuple[datetime, Precision]:
    """The time of a day whose clock and zone stand in `rest`."""
    clock = _CLOCK.search(rest)
    cjk = None if clock else _CJK_CLOCK.search(rest)
    hour_only = None if clock or cjk else _HOUR.search(rest)
    if clock:
        hour, minute, second, half = int(clock[1]), int(clock[2]), clock[3], clock[4]
        rest = rest[clock.end() :]
    elif cjk:
        hour, minute, second, half = int(cjk[1]), int(cjk[2]), cjk[3], None
        rest = rest[cjk.end() :]
    elif hour_only:
        hour, minute, second, half = int(hour_only[1]), 0, None, hour_only[2]
        rest = rest[hour_only.end() :]
    else:
        return datetime(year, month, day, tzinfo=UTC), Precision.DAY
    if half:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    later = timedelta(days=1) if hour == 24 else timedelta()
    at = datetime(year, month, day, hour % 24 if hour == 24 else hour, minute, min(int(second or 0), 59), tzinfo=_zone(rest))
    return at + later, Precision.SECOND if second else Precision.MINUTE if not hour_only else Precision.HOUR


def _zone(text: str) -> timezone | ZoneInfo:
    """The zone that stands behind a time; UTC when none does or it is unknown."""
    place = _PLACE.search(text)
    if place:
        try:
            return ZoneInfo(place[0])
        except (KeyError, ValueError, OSError):
            return UTC
    offset = _OFFSET.search(text.partition("(")[0])
    if offset:
        digits = offset[2] + (offset[3] or "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        sign = 1 if offset[1] == "+" else -1
        if hours < 24 and minutes < 60:
            return timezone(sign * timedelta(hours=hours, minutes=minutes))
        return UTC
    for word in _WORD.findall(text):
        hours_of = _ZONES.get(word.upper())
        if hours_of is not None:
            return timezone(timedelta(hours=hours_of))
    return UTC


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day in a text without clock."""
    numeric = _NUMERIC.search(text)
    if numeric:
        if len(numeric[1]) > 2:
            return int(numeric[1]), int(numeric[3]), int(numeric[4])
        return _numeric_day(int(numeric[1]), numeric[2], int(numeric[3]), int(numeric[4]), text)
    months = [(found, month) for found in _WORD.finditer(text) if (month := _month(found[0])) is not None]
    if len(months) > 1 and not text[: months[0][0].start()].strip():
        # A weekday first ("mar. 1 déc.").
        months = months[1:]
    numbers = [(found.start(), int(found[0]), len(found[0])) for found in _NUMBER.finditer(text) if len(found[0]) <= 4]
    if not months:
        plain = [value for _, value, _ in numbers]
        if len(plain) >= 3 and plain[0] <= 31 and plain[1] <= 12 and numbers[2][2] == 4:
            return plain[2], plain[1], plain[0]
        return None
    place, month = months[0][0].start(), months[0][1]
    year = next((value for _, value, digits in numbers if digits == 4), None)
    small = [(start, value) for start, value, digits in numbers if digits <= 2]
    if year is None:
        if len(small) < 2:
            return None
        year = _full_year(small[-1][1])
        small = small[:-1]
    if not small:
        return year, month, 1
    before = [value for start, value in small if start < place]
    return year, month, before[-1] if before else small[0][1]


def _numeric_day(first: int, mark: str, second: int, third: int, text: str) -> tuple[int, int, int] | None:
    if first > 31:
        return _full_year(first), second, third
    year = _full_year(third)
    if mark == "." or first > 12:
        return year, second, first
    if second > 12:
        return year, first, second
    # 03/04: the weekday decides if there is one, else month first as in the United States, where slashes come from.
    weekday = next((word[:3].lower() for word in _WORD.findall(text) if word[:3].lower() in _WEEKDAYS), "")
    if weekday:
        for month, day in ((first, second), (second, first)):
            if _WEEKDAYS[datetime(year, month, day, tzinfo=UTC).weekday()] == weekday:
                return year, month, day
    return year, first, second


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < 69 else 1900)


@lru_cache(maxsize=1024)
def _month(word: str) -> int | None:
    """The month that a word names, in full or by its first three letters or more; None when none or several."""
    word = _unaccented(word)
    if len(word) < 3 or len(word) > 14:
        return None
    exact = _NAMES.get(word)
    if exact is not None:
        return exact
    found = {month for name, month in _NAMES.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _unaccented(word: str) -> str:
    spread = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(char for char in spread if not unicodedata.combining(char))


def _named() -> Iterator[tuple[str, int]]:
    for line in _MONTHS.split("\n"):
        for month, name in enumerate(line.split(), start=1):
            yield _unaccented(name), month


def _names() -> dict[str, int]:
    months: dict[str, set[int]] = {}
    for name, month in _named():
        months.setdefault(name, set()).add(month)
    return {name: found.pop() for name, found in months.items() if len(found) == 1}


_NAMES = _names()
