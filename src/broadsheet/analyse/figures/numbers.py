"""Numbers as English writes them: figures with separators and words, with the range that the words around them allow. Pure; linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SMALL = {
    word: number
    for number, word in enumerate(
        [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
    )
}  # fmt: skip
_TENS = {word: 10 * number for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "k": 1_000,
}
#: Words for a number that is not told, with the range that they allow.
VAGUE: dict[str, tuple[float, float | None]] = {
    "a couple of": (2, 2), "a pair of": (2, 2), "a handful of": (2, 6), "several": (3, 9), "a few": (2, 6), "a dozen": (12, 12),
    "half a dozen": (6, 6), "dozens of": (24, 99), "scores of": (40, 99), "hundreds of": (200, 999), "thousands of": (2_000, 99_999),
    "tens of thousands of": (20_000, 99_999), "hundreds of thousands of": (200_000, 999_999), "millions of": (2 * 10**6, 99 * 10**6),
    "two dozen": (24, 24), "three dozen": (36, 36), "several dozen": (36, 99), "several hundred": (300, 900),
    "several thousand": (3_000, 9_000),
    "a few hundred": (200, 600), "a few thousand": (2_000, 6_000), "dozens": (24, 99), "hundreds": (200, 999), "thousands": (2_000, 99_999),
}  # fmt: skip
#: A number that is said to be near is meant within this share of it, and by one at least.
NEAR = 0.1
_NEAR = """
about around roughly approximately some nearly almost close_to circa an_estimated estimated near more_or_less just_about up_to_about
"""
_LEAST = """
at_least more_than over no_fewer_than not_fewer_than no_less_than not_less_than upwards_of as_many_as_or_more
minimum_of above in_excess_of no_lower_than well_over exceeding
"""
_MOST = """
at_most fewer_than less_than under up_to no_more_than not_more_than as_many_as as_much_as maximum_of below just_under
"""


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word).replace("_", r"\s") for word in sorted(words, key=len, reverse=True))


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ATOM = rf"(?:{_any(list(_SMALL))}|{_any(list(_TENS))})"
_SCALED = r"(?:hundred|thousand|million|billion)"
_WORDS = rf"(?:{_ATOM}|an?(?=[ -]{_SCALED}))(?:[ -](?:and[ -])?(?:{_ATOM}|hundred|thousand|million|billion|trillion))*"
_VALUE = rf"(?:{_DIGITS})(?:[ -]?(?:hundred|thousand|million|billion|trillion|bn|mn|m|k)\b)?|{_WORDS}"
_NUMBER = re.compile(
    rf"(?P<range>\bbetween\s)?(?:\b(?P<least>{_any(_LEAST.split())})\s|\b(?P<most>{_any(_MOST.split())})\s|\b(?P<near>{_any(_NEAR.split())})\s)?"
    rf"(?P<sign>[$€£¥]|US\$|A\$|C\$)?(?:(?<![\w.,])(?P<value>{_VALUE})(?![\w]))"
    rf"(?:\s?(?:-|–|\bto\b|\band\b)\s?(?P<sign2>[$€£¥])?(?P<upper>(?:{_DIGITS})"
    rf"(?:[ -]?(?:thousand|million|billion|trillion|bn|mn|m|k)\b)?|{_ATOM}(?:[ -]{_ATOM})?)(?![\w]))?"
    rf"(?P<percent>\s?%|[ -](?:per\s?cent|percent|percentage points?)\b)?(?P<plus>\s?or (?:more|fewer|less)\b|\+)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(rf"\b(?:{_any([word.replace(' ', '_') for word in VAGUE])})(?=\s|[.,;])", re.IGNORECASE)
_JOINS = re.compile(r"\s?(?:-|–|to)\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: the range that its words allow (None: open on that side), its sign of currency or per cent."""

    start: int
    end: int
    low: float | None
    high: float | None
    sign: str = ""
    approximate: bool = False
    vague: bool = False


def find_numbers(text: str) -> Iterator[Number]:
    """Numbers in order of place; years, times and dates among them."""
    taken = 0
    vague = list(_VAGUE.finditer(text))
    place = 0
    for match in _NUMBER.finditer(text):
        while place < len(vague) and vague[place].start() < match.start():
            if vague[place].start() >= taken:
                yield _vague(vague[place])
                taken = vague[place].end()
            place += 1
        if match.start() < taken:
            continue
        if (number := _number(text, match)) is not None:
            yield number
            taken = number.end
    for match in vague[place:]:
        if match.start() >= taken:
            yield _vague(match)
            taken = match.end()


def value_of(words: str) -> float | None:
    """The value of digits with separators and scale words, or of number words; None when they are neither."""
    plain = words.lower().strip()
    digits = re.match(rf"({_DIGITS})[ -]?([a-z]*)$", plain)
    if digits:
        return float(digits[1].replace(",", "")) * _SCALES.get(digits[2], 1)
    total, part = 0.0, 0.0
    for word in re.findall(r"[a-z]+", plain):
        if word in ("and",):
            continue
        if word in ("a", "an"):
            part = 1
        elif word in _SMALL:
            part += _SMALL[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total += (part or 1) * _SCALES[word]
            part = 0
        else:
            return None
    return total + part


def _vague(match: re.Match[str]) -> Number:
    low, high = VAGUE[" ".join(match[0].lower().split())]
    return Number(match.start(), match.end(), low, high, approximate=low != high, vague=True)


def _number(text: str, match: re.Match[str]) -> Number | None:
    value = value_of(match["value"])
    if value is None:
        return None
    sign = (match["sign"] or match["sign2"] or "").upper() or ("%" if match["percent"] else "")
    joined = match["upper"] is not None and _is_range(text, match)
    end = match.end() if joined or match["upper"] is None else match.end("value")
    start = match.start(
        "least" if match["least"] else "most" if match["most"] else "near" if match["near"] else "sign" if match["sign"] else "value"
    )
    if joined:
        upper = value_of(match["upper"]) or value
        scale = re.search(r"(thousand|million|billion|trillion|bn|mn|m|k)$", match["upper"].lower())
        if scale and not re.search(r"[a-z]$", match["value"].lower()):
            value *= _SCALES[scale[1]]
        if upper <= value:
            return None
        return Number(match.start("range") if match["range"] else start, end, value, upper, sign, approximate=True)
    if match["least"] or (match["plus"] or "").strip() in ("+", "or more"):
        return Number(start, end, value, None, sign, approximate=True)
    if match["most"] or (match["plus"] or "").strip() in ("or fewer", "or less"):
        return Number(start, end, None, value, sign, approximate=True)
    if match["near"]:
        room = float(max(1, int(NEAR * value))) if not sign and value >= 3 and value == int(value) else NEAR * value
        return Number(start, end, value - room, value + room, sign, approximate=True)
    return Number(start, end, value, value, sign)


def _is_range(text: str, match: re.Match[str]) -> bool:
    """Whether two numbers are the ends of a range: "between ... and", "to", a dash; not "two and three"."""
    joint = text[match.end("value") : match.start("upper")].strip().lower()
    return joint != "and" or bool(match["range"])
