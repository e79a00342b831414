"""Dates of the demo edition: they move with the day on which it is loaded."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

#: Every article of the last day is out by then; an edition loaded earlier in the day is anchored to the day before.
COMPLETE_AT = time(7, 0)

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
}
_PLACEHOLDER = re.compile(r"\{\{(weekday|date):(-?\d{1,2})\}\}")


def anchor_day(end: datetime) -> date:
    """The calendar day (UTC) that is day 0 of an edition loaded at `end`."""
    end = end.astimezone(UTC)
    return end.date() if end.time() >= COMPLETE_AT else end.date() - timedelta(days=1)


def moment(anchor: date, day: int, clock: str) -> datetime:
    """Day offset and "HH:MM" as a time in UTC."""
    return datetime.combine(anchor + timedelta(days=day), time.fromisoformat(clock), tzinfo=UTC)


def weekday_name(day: date, language: str) -> str:
    """Name of the weekday in English or German."""
    return _WEEKDAYS[language][day.weekday()]


def date_name(day: date, language: str) -> str:
    """Day and month in words: "3 November", "3. November"."""
    month = _MONTHS[language][day.month - 1]
    return f"{day.day}. {month}" if language == "de" else f"{day.day} {month}"


def fill_dates(text: str, anchor: date, language: str) -> str:
    """Replace {{weekday:N}} and {{date:N}} (N days from the anchor, usually negative) by words of the language."""

    def fill(match: re.Match[str]) -> str:
        day = anchor + timedelta(days=int(match[2]))
        return weekday_name(day, language) if match[1] == "weekday" else date_name(day, language)

    return _PLACEHOLDER.sub(fill, text)
