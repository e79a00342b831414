"""Speech that the layout of a text attributes: a transcript's turns ("BRANDT: We waited."), quotations signed after a dash. Pure."""

from __future__ import annotations

import re
from collections import Counter

from broadsheet.types import Marking, Part

#: How sure such an attribution is.
SURE = 0.85
_NAME = r"(?:(?:[A-Z][\w.'’-]*|of|de|van|von) ){0,4}[A-Z][\w.'’-]*"
_TURN = re.compile(rf"^[ \t]*(?P<name>{_NAME})(?P<colon>:)[ \t]+(?P<words>\S[^\n]*)$", re.MULTILINE)
_SIGNED = re.compile(rf"(?P<words>[\"“][^\"“”\n]{{8,}}[\"”])\s?(?P<dash>―|—|–|--)\s?(?P<name>{_NAME})(?=[,.;\n]| *(?:\n|$))")
#: Turns of one speaker that make a transcript; one is enough in capitals.
FEWEST_TURNS = 2
#: Heads of lines that are no speakers.
_HEADINGS = frozenset(
    [
        "note",
        "editor",
        "update",
        "correction",
        "photo",
        "image",
        "video",
        "more",
        "related",
        "source",
        "sources",
        "credit",
        "date",
        "place",
        "time",
    ]
)


def turns(text: str) -> tuple[Marking, ...]:
    """Source, cue (the colon or the dash) and content of speech that the layout attributes."""
    lines = [match for match in _TURN.finditer(text) if match["name"].split()[-1].lower().rstrip(".") not in _HEADINGS]
    counts = Counter(match["name"] for match in lines)
    capitals = sum(match["name"].isupper() for match in lines)
    found: list[Marking] = []
    for match in lines:
        if counts[match["name"]] >= FEWEST_TURNS or (match["name"].isupper() and capitals >= FEWEST_TURNS):
            found += _parts(match, "colon")
    for match in _SIGNED.finditer(text):
        found += _parts(match, "dash")
    return tuple(found)


def _parts(match: re.Match[str], cue: str) -> list[Marking]:
    named = ((Part.SOURCE, "name"), (Part.CUE, cue), (Part.CONTENT, "words"))
    return [Marking(part, match.start(name), match.start(name) + len(match[name].rstrip()), SURE) for part, name in named]
