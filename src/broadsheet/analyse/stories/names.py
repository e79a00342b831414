"""Names, figures and places in a text, as they are compared between articles. All languages by one code."""

from __future__ import annotations

import re
from collections import Counter

from broadsheet.analyse.terms import folded

_CAPITAL = re.compile(r"[^\W\d_][\w’']*")
_FIGURE = re.compile(r"\d[\d.,\u066b\u066c]*%?")
_DIGITS = re.compile(r"\d+")
#: What stands before a sentence's first word.
_OPENING = frozenset('.!?:;…\n“"„«»؟。！？(-–—|•`')
_BETWEEN = frozenset(" \t'‘’`\u200e\u200f")
#: From this share of capitalised words on, capitals say nothing about names (headlines in title case or capitals).
TITLE_CASE = 0.6


def names(text: str) -> Counter[str]:
    """Names by how often they stand in the text: capitalised words not at the start of a sentence, alone and in pairs.

    A word that opens a sentence counts when it is a name elsewhere in the text. A line in title case gives none of its own. Scripts
    without case have no names here: their rare terms do the work. Linear in the length of the text.
    """
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for line in text.split("\n"):
        _of_line(line, inside, opening)
    for plain, number in opening.items():
        if plain in inside:
            inside[plain] += number
    return inside


def _of_line(line: str, inside: Counter[str], opening: Counter[str]) -> None:
    found = list(_CAPITAL.finditer(line))
    long = [word for word in found if len(word[0]) > 3]
    title_case = len(long) > 2 and sum(word[0][0].isupper() for word in long) > TITLE_CASE * len(long)
    before, end = "", -2
    for word in found:
        if not word[0][0].isupper():
            continue
        plain = folded(_bare(word[0]))
        if len(plain) < 2:
            continue
        if title_case or _opens(line, word.start()):
            opening[plain] += 1
        else:
            inside[plain] += 1
            if before and line[end : word.start()] == " ":
                inside[f"{before} {plain}"] += 1
        before, end = plain, word.end()


def _bare(word: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    return word


def _opens(line: str, start: int) -> bool:
    place = start - 1
    while place >= 0 and line[place] in _BETWEEN:
        place -= 1
    return place < 0 or line[place] in _OPENING


def figures(text: str) -> Counter[str]:
    """Numbers by how often they stand in the text, without separators; single digits and years left out."""
    found: Counter[str] = Counter()
    for raw in _FIGURE.findall(text):
        number = raw.rstrip(".,")
        digits = "".join(_DIGITS.findall(number))
        if len(digits) < 2 or (number == digits and len(digits) == 4 and digits[:2] in ("19", "20")):
            continue
        found[digits + ("%" if raw.endswith("%") else "")] += 1
    return found
