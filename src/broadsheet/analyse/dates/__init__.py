"""Dates: words that name times, resolved."""

from broadsheet.analyse.dates.find import LANGUAGES, VERSION, find_dates, when_said

__all__ = ["LANGUAGES", "VERSION", "find_dates", "when_said"]
