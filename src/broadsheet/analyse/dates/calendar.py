"""Days that words mean, seen from a day of publication. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from broadsheet.types import DatePrecision


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day that words may mean, how exactly they name them, and how sure that is (0..1)."""

    first: date
    last: date
    precision: DatePrecision
    sure: float


def one_day(day: date, sure: float) -> Days:
    """A single day."""
    return Days(day, day, DatePrecision.DAY, sure)


def day_of(year: int, month: int, number: int, sure: float) -> Days | None:
    """A day by its numbers; None where the calendar has none."""
    try:
        return one_day(date(year, month, number), sure)
    except ValueError:
        return None


def month_of(year: int, month: int, sure: float, part: str = "") -> Days:
    """A month, or the "early", "mid" or "late" third of it."""
    first = date(year, month, 1)
    last = _end_of_month(first)
    if part == "early":
        last = first.replace(day=10)
    elif part == "mid":
        first, last = first.replace(day=10), first.replace(day=20)
    elif part == "late":
        first = first.replace(day=20)
    return Days(first, last, DatePrecision.MONTH, sure)


def year_of(year: int, sure: float, part: str = "") -> Days:
    """A year, or its first, middle or last third."""
    months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part, (1, 12))
    return Days(date(year, months[0], 1), _end_of_month(date(year, months[1], 1)), DatePrecision.YEAR, sure)


def season_of(year: int, first_month: int, sure: float) -> Days:
    """A season of the northern year by its first month; winter runs into the next year."""
    first = date(year, first_month, 1)
    last = _end_of_month(date(year + (first_month == 12), (first_month + 1) % 12 + 1, 1))
    return Days(first, last, DatePrecision.SEASON, sure)


def weekday_near(published: date, weekday: int, ahead: bool) -> date:
    """The day of that weekday nearest to publication, which counts itself: before it, or ahead of it."""
    back = (published.weekday() - weekday) % 7
    return published + timedelta(days=7 - back if back else 0) if ahead else published - timedelta(days=back)


def month_near(published: date, month: int, ahead: bool) -> int:
    """The year of that month nearest to publication: not after it, or not before it."""
    if ahead:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def shifted(published: date, count: int, unit: str) -> Days:
    """So many days, weeks, months or years from publication, as exactly as the unit tells."""
    if unit == "day":
        return one_day(published + timedelta(days=count), 0.85)
    if unit == "week":
        middle = published + timedelta(weeks=count)
        return Days(middle - timedelta(days=3), middle + timedelta(days=3), DatePrecision.MONTH, 0.7)
    if unit == "month":
        place = published.year * 12 + published.month - 1 + count
        return month_of(place // 12, place % 12 + 1, 0.7)
    return year_of(published.year + count, 0.75)


def week_around(published: date, count: int) -> Days:
    """The week from Monday to Sunday so many weeks from that of publication."""
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=count)
    return Days(monday, monday + timedelta(days=6), DatePrecision.MONTH, 0.75)


def _end_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
