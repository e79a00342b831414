"""Figures of an article: what is counted or measured, how much of it, and whose word that is. English. Pure; linear."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analyse.figures.numbers import Number, find_numbers
from broadsheet.analyse.figures.units import CURRENCIES, UNITS, in_base
from broadsheet.types import Figure, Statement

VERSION = "figures-3"
LANGUAGES = frozenset(["en"])
_MONTHS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
_DAY = re.compile(rf"\b(?:{'|'.join(_MONTHS.split())})\.? $", re.IGNORECASE)
_MONTH_AFTER = re.compile(rf" (?:{'|'.join(_MONTHS.split())})\b", re.IGNORECASE)
_TIME_AFTER = re.compile(r":\d\d|\s?(?:a\.?m\.?|p\.?m\.?|o['’]clock)\b|[/-]\d", re.IGNORECASE)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:article|section|chapter|page|no\.?|number|room|route|highway|interstate|flight|boeing|airbus|group|phase|act|figure|title|"
    r"district|covid|world war|building|gate|channel|version|level|category|type|model|stage|proposition|resolution|bill|"
    r"rule|law|vol\.?|top|at age|aged|age)"
    r"|[A-Z][a-z]*-)[ -]?$|[:/#.\d]$|\d-$",
    re.IGNORECASE,
)
_CAPITAL_NAME = re.compile(r"\b(?:G|F|B|A|M|Q|H|C|SR|Boeing|Airbus|Apollo|Windows|iPhone|Model|Area|Title|Super Bowl)[ -]?$")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
#: A remark between brackets after the noun: what happened to those counted stands behind it.
_ASIDE = re.compile(r"(?<=[a-z]) \([^()\n]*\)")


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


#: Words that say what of, or of which, and are no part of the noun.
_BEFORE_NOUN = _words("""
    more new other additional different own of the a an their its his her our these those such local people’s nearly about dead
    injured wounded killed missing displaced armed young old former current foreign civilian small large big major separate
    square cubic metric high long wide deep tall first last young elderly
""")
#: What happened to those who are counted.
EVENTS = {
    "killed": "killed", "dead": "killed", "died": "killed", "deaths": "killed", "death": "killed", "fatalities": "killed",
    "casualties": "casualties",
    "slain": "killed", "injured": "injured", "hurt": "injured", "wounded": "injured", "injuring": "injured",
    "injuries": "injured", "wounding": "injured",
    "killing": "killed", "missing": "missing", "displaced": "displaced", "evacuated": "evacuated", "arrested": "arrested",
    "detained": "arrested",
    "arrests": "arrested", "treated": "treated", "hospitalised": "treated", "hospitalized": "treated", "rescued": "rescued",
    "sacked": "dismissed",
    "dismissed": "dismissed", "laid": "dismissed", "fired": "dismissed", "damaged": "damaged", "destroyed": "destroyed",
    "infected": "infected",
    "vaccinated": "vaccinated", "protested": "protesting", "marched": "protesting", "rallied": "protesting",
    "striking": "striking", "strike": "striking",
    "deployed": "deployed", "captured": "captured", "stranded": "stranded", "homeless": "displaced",
    "fled": "displaced",
    "spilled": "spilled", "leaked": "spilled", "struck": "struck", "hit": "struck", "disabled": "struck",
}  # fmt: skip


def find_figures(text: str, statements: Sequence[Statement] = (), language: str = "en") -> tuple[Figure, ...]:
    """The figures of a text in order of place. Years, days, times, ordinals, ages, scores and numbers in names are none.

    Another language than English gives none. `statement` is the place among `statements` of the innermost one whose content holds it.
    """
    if language not in LANGUAGES:
        return ()
    contents = sorted((start, end, place) for place, row in enumerate(statements) for start, end in row.content)
    starts = [start for start, _, _ in contents]
    found = []
    for number in find_numbers(text):
        figure = _figure(text, number)
        if figure is not None:
            found.append(_owned(figure, contents, starts))
    return tuple(found)


def _figure(text: str, number: Number) -> Figure | None:
    before = text[max(0, number.start - 24) : number.start]
    after = text[number.end : number.end + 90]
    if _is_no_figure(text[number.start : number.end], number, before, after):
        return None
    if number.sign and number.sign != "%":
        return _made(text, number, CURRENCIES.get(number.sign, ""), "", 0)
    if number.sign == "%":
        return _made(text, number, "percent", "", 0)
    unit, length = _unit(after)
    if unit:
        return _measured(text, number, unit, after, length)
    return _counted(text, number, after)


def _is_no_figure(written: str, number: Number, before: str, after: str) -> bool:
    """Whether a number is a year, a day, a time, an ordinal, an age, a score or part of a name."""
    if number.vague:
        return False
    digits = written[-1].isdigit() and number.low == number.high
    if digits and not number.sign and (_DAY.search(before) or _MONTH_AFTER.match(after) or _TIME_AFTER.match(after)):
        return True
    if digits and re.fullmatch(r"(?:1[5-9]|20)\d\d", written) and not re.match(r" [a-z]+s\b", after):
        return True
    if not number.sign and re.search(r"\b(?:one|\d) (?:in|of|out of)(?: every)? $", before, re.IGNORECASE):
        return True
    if not number.sign and (_NAME_BEFORE.search(before) or _CAPITAL_NAME.search(before)):
        return True
    if not number.sign and (re.match(r"(?:st|nd|rd|th)\b|s\b|['’]s\b|[-–]\d", after) or re.match(r"[-–][a-z]", after)):
        return True
    if written.lower() in ("one", "a", "an", "zero") or (
        written.lower() in _SOLE and re.match(r" (?:of (?!(?:the|its|his|her|their|our|those|them) )|another|day|or|in|by|more)", after)
    ):
        return True
    return bool(re.match(r",? (?:a\.m|p\.m|o['’]clock)", after)) or bool(
        re.match(r", (?:who|said|of|from|a|the|told|was|is)\b", after) and digits and re.search(r"[A-Z][a-z]+, $", before)
    )


_COUNTED = re.compile(
    r"\b(?:number|count|toll|total|tally|figure)s? (?:of|for) (?:the )?(?:[a-z-]+ ){0,3}?([a-z-]+s|people|men|women|children)\b"
    r"[a-z ]{0,40}?\b(?:to|at|is|was|as|reached|from)(?: \w+)? $"
)
_SOLE = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])


def _unit(after: str) -> tuple[str, int]:
    """The unit that follows a number, singular, and its length in the text; "" when none does."""
    match = re.match(r"[ -]((?:cubic|square) [a-z]+|km/h|[A-Za-z]+)", after)
    if match is None:
        return "", 0
    word = match[1].lower() if match[1] not in ("m", "M") else match[1]
    for form in (word, word[:-1] if word.endswith("s") else word):
        if form in UNITS or form in CURRENCIES:
            return form, match.end()
    return "", 0


def _measured(text: str, number: Number, unit: str, after: str, length: int) -> Figure:
    if unit in CURRENCIES and unit != "pound":
        return _made(text, number, CURRENCIES[unit], "", length)
    factor, name = in_base(unit)
    low = None if number.low is None else number.low * factor
    high = None if number.high is None else number.high * factor
    return _made(text, Number(number.start, number.end, low, high, "", number.approximate), name, "", length)


def _counted(text: str, number: Number, after: str) -> Figure | None:
    """A number of things: its noun, singular, is the last of the words that can be one phrase after it."""
    noun, length = noun_after(after)
    if not noun and not number.vague:
        # "eight were workers", "put the number of injured workers to nine"
        noun = _noun_around(text, number, after)
        if not noun:
            return None
    if number.vague and not noun:
        return None
    return _made(text, number, "", noun, length)


def noun_after(after: str) -> tuple[str, int]:
    """The noun that a count is of, singular, from the words after the number, and how far it reaches."""
    found, reach = "", 0
    place = 0
    for match in _WORD.finditer(after):
        gap = after[place : match.start()]
        if gap not in (" ", "-", " of ", " “", ' "') and not (place == 0 and gap == ""):
            break
        word = match[0].lower()
        place = match.end()
        if word == "of" and not found:
            continue
        if word in _BEFORE_NOUN:
            if word in ("dead", "injured", "wounded", "killed", "missing") and not found:
                reach = match.end()
            continue
        if not _may_be_noun(word):
            break
        found, reach = singular(word), match.end()
        if word.endswith("s") or word in _PLURALS:
            break
    return found, reach


_PLURALS = _words("""
    people men women children police staff personnel cattle fish trout sheep troops
""")
_NO_NOUN = _words("""
    and or but to in on at by for from with as than that which who were was is are be been being had has have did do does will
    would could can may might after before when while since until because if so then out off up down over under through during
    between among against into onto within without near about last next this then there here when where said says told also just
    only still even ever never not no years year
""")


def _may_be_noun(word: str) -> bool:
    return word not in _NO_NOUN and len(word) > 1


def singular(word: str) -> str:
    """A noun's singular by its ending; irregular ones of the news by a table."""
    word = re.sub(r"['’]s?$", "", word.lower())
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


_IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "lives": "life",
    "wives": "wife", "policemen": "policeman",
    "firemen": "fireman", "feet": "foot", "homes": "house", "houses": "house", "employees": "worker", "staff": "worker",
    "workers": "worker", "labourers": "worker",
    "casualties": "casualty", "soldiers": "soldier", "troops": "soldier", "fatalities": "death",
}  # fmt: skip


def _noun_around(text: str, number: Number, after: str) -> str:
    """A noun that stands apart from its number: "eight were workers", "the number of injured workers to nine"."""
    told = re.match(
        r" (?:were|was|are|is|of (?:them|those|the \w+)) (?:were |are )?(?:\w+ )?([a-z]{3,}s|people|men|women|children)\b", after
    )
    if told:
        return singular(told[1])
    line = text.rfind("\n", 0, number.start) + 1
    before = text[max(line, number.start - 90) : number.start]
    counted = _COUNTED.search(before)
    if counted:
        return singular(counted[1])
    return "death" if re.search(r"\bdeath toll\b[^.;]{0,60}$", before) else ""


def _made(text: str, number: Number, unit: str, noun: str, reach: int) -> Figure:
    sure = 0.85 if (noun or unit) else 0.6
    return Figure(
        start=number.start,
        end=number.end + reach,
        low=number.low,
        high=number.high,
        unit=unit,
        noun=noun,
        about=_about(text, number.start, number.end + reach),
        approximate=number.approximate,
        confidence=sure if not number.vague else 0.7,
    )


def _about(text: str, start: int, end: int) -> tuple[str, ...]:
    """What happened to those who are counted, from the words of the clause around a figure; each once, nearest first."""
    before = re.split(r"[.;:!?\n\"“”]|, (?:and|but|while)\b|\band\b", text[max(0, start - 60) : start])[-1]
    after = re.split(r"[.;:!?\n\"“”]|,|\b(?:and|but|while)\b", _ASIDE.sub("", text[start : end + 160])[: end - start + 60])[0]
    words = [word.lower() for word in _WORD.findall(after)] + [word.lower() for word in reversed(_WORD.findall(before))]
    return tuple(dict.fromkeys(EVENTS[word] for word in words if word in EVENTS))


def _owned(figure: Figure, contents: Sequence[tuple[int, int, int]], starts: Sequence[int]) -> Figure:
    """The figure with the innermost statement whose content holds it."""
    stop = bisect_right(starts, figure.start)
    holding = [(end - start, place) for start, end, place in contents[max(0, stop - 20) : stop] if end >= figure.end - 1]
    return replace(figure, statement=min(holding)[1]) if holding else figure
