"""Units and currencies as news writes them, and the unit in which figures of one kind are compared. Conversion is pint's."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

#: Written units with the name that pint knows; the figures of one dimension are kept in its base.
UNITS = {
    "km": "kilometer", "kilometre": "kilometer", "kilometer": "kilometer", "mile": "mile", "metre": "meter", "meter": "meter", "m": "meter",
    "foot": "foot", "feet": "foot", "ft": "foot", "inch": "inch", "inches": "inch", "cm": "centimeter", "centimetre": "centimeter",
    "centimeter": "centimeter", "mm": "millimeter", "yard": "yard", "kg": "kilogram", "kilo": "kilogram", "kilogram": "kilogram",
    "gram": "gram", "tonne": "metric_ton", "ton": "metric_ton", "pound": "pound", "lb": "pound", "litre": "liter", "liter": "liter",
    "gallon": "gallon", "barrel": "oil_barrel", "hectare": "hectare", "acre": "acre", "cubic metre": "meter ** 3",
    "cubic meter": "meter ** 3",
    "square metre": "meter ** 2", "square meter": "meter ** 2", "square kilometre": "kilometer ** 2", "square kilometer": "kilometer ** 2",
    "square mile": "mile ** 2", "square foot": "foot ** 2", "square feet": "foot ** 2", "cubic foot": "foot ** 3",
    "cubic feet": "foot ** 3",
    "megawatt": "megawatt", "mw": "megawatt", "gigawatt": "gigawatt", "gw": "gigawatt", "kilowatt": "kilowatt", "degree": "delta_degC",
    "mph": "mile / hour", "km/h": "kilometer / hour", "kph": "kilometer / hour", "hour": "hour", "minute": "minute", "second": "second",
    "day": "day", "week": "week",
}  # fmt: skip
#: Base of a dimension: pint's name, and what the house writes.
_BASES = {
    "[length]": ("kilometer", "km"), "[mass]": ("kilogram", "kg"), "[length] ** 2": ("kilometer ** 2", "km2"),
    "[length] ** 3": ("meter ** 3", "m3"), "[time]": ("hour", "h"), "[length] / [time]": ("kilometer / hour", "km/h"),
    "[length] ** 2 * [mass] / [time] ** 3": ("megawatt", "MW"), "[temperature]": ("delta_degC", "degree"),
}  # fmt: skip
CURRENCIES = {
    "$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "€": "EUR", "£": "GBP", "¥": "JPY", "dollar": "USD", "euro": "EUR",
    "pound": "GBP", "yen": "JPY",
    "yuan": "CNY", "rouble": "RUB", "ruble": "RUB", "rupee": "INR", "peso": "MXN", "franc": "CHF", "lira": "TRY", "crown": "",
    "won": "KRW", "zloty": "PLN",
    "hryvnia": "UAH", "rand": "ZAR", "dong": "VND", "krona": "SEK", "krone": "NOK",
}  # fmt: skip


@lru_cache(maxsize=512)
def in_base(written: str) -> tuple[float, str]:
    """Factor and name of the base unit for a unit as written, singular ("mile": 1.609344, "km"). Raises KeyError for an unknown one."""
    quantity = _registry().Quantity(1.0, UNITS[written])
    base = _BASES.get(str(quantity.dimensionality))
    if base is None:
        return 1.0, written
    return float(quantity.to(base[0]).magnitude), base[1]


@cache
def _registry() -> Any:
    # Loaded when the first unit is met: pint takes a quarter of a second to start.
    import pint

    return pint.UnitRegistry()
