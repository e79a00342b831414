"""Times as pages write them: "14 minutes ago", "vor 3 Stunden", "Updated 2 h ago", "21 August 2026, 07:15 BST". Pure.

A time is resolved only as far as it is stated: minutes and hours count from the capture time, days and dates give a day, a clock time
without zone adds nothing, and weeks or months are too vague for any day. Without a capture time every relative age stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from broadsheet.extract.aggregator.age_words import (
    DAY,
    HOUR,
    MINUTE,
    NUMBER,
    NUMBERS,
    PUBLISHED,
    READING,
    UNITS,
    UPDATED,
    VAGUE,
    WORDS,
)
from broadsheet.extract.aggregator.dates import DATE, Stated, stated_date
from broadsheet.types import Precision

#: Nothing longer than this is a line with a time.
LONGEST = 200


def _relative() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    return {
        f"s{place}": [
            (
                re.compile(
                    rf"(?<!\w){before}{NUMBER}\s*(?:{words}){after}(?!\w)" if not before else rf"{before}{NUMBER}\s*(?:{words}){after}",
                    re.IGNORECASE,
                ),
                unit,
            )
            for unit, words in units.items()
        ]
        for place, (_, before, after, units) in enumerate(UNITS)
    }


_RELATIVE = _relative()
#: One pass tells which rows can match at all: a hundred patterns a line would take milliseconds.
_SIGNS = [(re.compile(sign, re.IGNORECASE), f"s{place}") for place, (sign, *_) in enumerate(UNITS)]
_ANY_SIGN = re.compile("|".join(sign for sign, *_ in UNITS), re.IGNORECASE)
_WORD_AGES = [(re.compile(words, re.IGNORECASE), unit, number) for words, unit, number in WORDS]
_ANY_WORD = re.compile("|".join(words for words, _, _ in WORDS), re.IGNORECASE)
_DIGITS = str.maketrans({chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for n in range(10)})
#: A bare age: only where it is a whole part of a line, or begins one before a name.
_BARE = re.compile(
    r"(?P<n>\d{1,3})\s?(?P<unit>s|sec|secs|m|min|mins|mn|h|hr|hrs|d|j|w|wk|mo|y|yr|std|u|t|godz|dk|sa|мин|ч|分|時間|分钟|小时)\.?(?![^\W_])",
    re.IGNORECASE,
)
_BARE_UNITS = {
    "s": "now",
    "sec": "now",
    "secs": "now",
    "m": MINUTE,
    "min": MINUTE,
    "mins": MINUTE,
    "mn": MINUTE,
    "dk": MINUTE,
    "мин": MINUTE,
    "分": MINUTE,
    "分钟": MINUTE,
    "h": HOUR,
    "hr": HOUR,
    "hrs": HOUR,
    "std": HOUR,
    "u": HOUR,
    "t": HOUR,
    "godz": HOUR,
    "sa": HOUR,
    "ч": HOUR,
    "時間": HOUR,
    "小时": HOUR,
    "d": DAY,
    "j": DAY,
    "w": VAGUE,
    "wk": VAGUE,
    "mo": VAGUE,
    "y": VAGUE,
    "yr": VAGUE,
}


@dataclass(frozen=True)
class Age:
    """A time found in a line: where (offsets into the text given), how far back or which date, and whether it is that of a change."""

    start: int
    end: int
    unit: str
    number: int = 0
    date: Stated | None = None
    updated: bool = False
    labelled: bool = False


def ages(text: str) -> tuple[Age, ...]:
    """The times that a line states, in order, none overlapping; nothing in lines beyond `LONGEST` characters."""
    if len(text) > LONGEST or not _might(text):
        return ()
    plain = reading_blanked(text.translate(_DIGITS))
    found: list[Age] = []
    if _ANY_SIGN.search(plain):
        for sign, row in _SIGNS:
            if sign.search(plain):
                for pattern, unit in _RELATIVE[row]:
                    found += [Age(*match.span(), unit, _number(match["n"])) for match in pattern.finditer(plain)]
    if _ANY_WORD.search(plain):
        for pattern, unit, number in _WORD_AGES:
            found += [Age(*match.span(), unit, number) for match in pattern.finditer(plain)]
    if any(character.isdigit() for character in plain):
        for match in DATE.finditer(plain):
            date = stated_date(match)
            if date is not None:
                found.append(Age(*match.span(), "date", 0, date))
    return tuple(_labelled(plain, _without_overlaps(found)))


def bare_age(part: str, *, leading: bool = False) -> Age | None:
    """An age without "ago" ("41m", "1 h"): the whole part, or with `leading` its beginning when a name follows."""
    part = part.translate(_DIGITS)
    match = _BARE.match(part)
    if match is None or (
        match.end() != len(part) and not (leading and part[match.end()] == " " and part[match.end() :].strip()[:1].isupper())
    ):
        return None
    if leading and match.end() != len(part) and " " in match[0]:
        return None
    return Age(*match.span(), _BARE_UNITS[match["unit"].lower()], int(match["n"]))


def reading_blanked(text: str) -> str:
    """The text with reading times replaced by blanks, offsets kept."""
    if not any(character.isdigit() for character in text):
        return text
    return READING.sub(lambda found: " " * len(found[0]), text)


def is_reading_time(text: str) -> bool:
    """Whether it is a reading time and nothing else."""
    return READING.search(text) is not None and not reading_blanked(text).strip(" -–—·|•()~≈.")


def is_label(text: str) -> bool:
    """Whether nothing but words such as "Published" or "Updated" is left of it."""
    rest = UPDATED.sub("", PUBLISHED.sub("", text)).strip(" :：-–—,.()[]").lower()
    return rest in (
        "",
        "on",
        "at",
        "am",
        "um",
        "le",
        "el",
        "il",
        "em",
        "op",
        "last",
        "first",
        "zuletzt",
        "uhr",
        "à",
        "a las",
        "alle",
        "às",
        "om",
        "o",
        "в",
        "آخر",
        "تم",
        "于",
        "於",
    )


def resolve(age: Age, captured: datetime | None) -> tuple[datetime | None, Precision | None]:
    """The time and its precision, as far as the age and the capture time justify; (None, None) when they do not."""
    if age.updated:
        return None, None
    if age.date is not None:
        return _resolve_date(age.date, captured)
    if captured is None or age.unit == VAGUE:
        return None, None
    try:
        if age.unit == "now":
            return captured, Precision.MINUTE
        if age.unit == MINUTE:
            return captured - timedelta(minutes=age.number), Precision.MINUTE
        if age.unit == HOUR:
            return captured - timedelta(hours=age.number), Precision.HOUR
        return _midnight(captured - timedelta(days=age.number)), Precision.DAY
    except OverflowError:
        return None, None


def _resolve_date(date: Stated, captured: datetime | None) -> tuple[datetime | None, Precision | None]:
    year = date.year
    if not year:
        if captured is None:
            return None, None
        year = captured.year
        if (date.month, date.day) > (captured.month, captured.day) and (date.month - captured.month) * 31 + date.day - captured.day > 2:
            year -= 1
    try:
        if date.minutes is not None and date.zone is not None:
            moment = datetime(
                year, date.month, date.day, date.minutes // 60, date.minutes % 60, tzinfo=timezone(timedelta(minutes=date.zone))
            )
            return moment.astimezone(UTC), Precision.MINUTE
        return datetime(year, date.month, date.day, tzinfo=UTC), Precision.DAY
    except (ValueError, OverflowError):
        return None, None


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _might(text: str) -> bool:
    """A cheap look before a hundred patterns run: digits, or no space-separated Latin prose."""
    return len(text) <= 60 or any(character.isdigit() for character in text)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else NUMBERS.get(written.lower(), 1)


def _without_overlaps(found: list[Age]) -> list[Age]:
    kept: list[Age] = []
    for age in sorted(found, key=lambda one: (one.start, -(one.end - one.start))):
        if not kept or age.start >= kept[-1].end:
            kept.append(age)
        elif age.end - age.start > kept[-1].end - kept[-1].start:
            kept[-1] = age
    return kept


def _labelled(text: str, found: list[Age]) -> list[Age]:
    done: list[Age] = []
    before = 0
    for place, age in enumerate(found):
        following = found[place + 1].start if place + 1 < len(found) else len(text)
        lead, tail = text[max(before, age.start - 40) : age.start], text[age.end : min(following, age.end + 12)]
        changed = bool(UPDATED.search(lead)) or (
            not PUBLISHED.search(lead) and bool(UPDATED.match(tail.lstrip(" (")) and place + 1 == len(found))
        )
        done.append(Age(age.start, age.end, age.unit, age.number, age.date, changed, bool(PUBLISHED.search(lead))))
        before = age.end
    return done
