"""Speech that the layout of a text attributes: a transcript's turns ("BRANDT: We waited."), quotations signed after a dash. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from broadsheet.analyse.statements.quotations import Quotation
from broadsheet.types import Marking, Part

#: How sure such an attribution is.
SURE = 0.85
_NAME = r"(?:(?:[A-Z][\w.'’-]*|of|de|van|von) ){0,4}[A-Z][\w.'’-]*"
_TURN = re.compile(rf"^[ \t]*[\"“]?(?P<name>{_NAME})(?P<colon>:)[ \t]+(?P<words>\S[^\n]*)$", re.MULTILINE)
_SIGNED = re.compile(rf"[ \xa0]*(?P<dash>―|—|–|--)[ \xa0]*(?P<name>{_NAME})(?=[,.;\n]|[ \xa0\t]*(?:\n|$))")
#: Characters of the shortest quotation that is signed.
SHORTEST_SIGNED = 10
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


def turns(text: str, quoted: Sequence[Quotation] = ()) -> tuple[Marking, ...]:
    """Source, cue (the colon or the dash) and content of speech that the layout attributes. `quoted` are the text's quotations."""
    lines = [match for match in _TURN.finditer(text) if match["name"].split()[-1].lower().rstrip(".") not in _HEADINGS]
    counts = Counter(match["name"] for match in lines)
    capitals = sum(match["name"].isupper() for match in lines)
    found: list[Marking] = []
    for match in lines:
        if counts[match["name"]] >= FEWEST_TURNS or (match["name"].isupper() and capitals >= FEWEST_TURNS):
            found += _parts(match, "colon", "name", "words")
    for quotation in quoted:
        signed = _SIGNED.match(text, quotation.end) if quotation.end - quotation.start >= SHORTEST_SIGNED else None
        if signed is not None:
            found.append(Marking(Part.CONTENT, quotation.start, quotation.end, SURE))
            found += _parts(signed, "dash", "name")
    return tuple(found)


def _parts(match: re.Match[str], *names: str) -> list[Marking]:
    named = zip((Part.CUE, Part.SOURCE, Part.CONTENT), names, strict=False)
    return [Marking(part, match.start(name), match.start(name) + len(match[name].rstrip()), SURE) for part, name in named]
