"""Places that an article says it reports from: its dateline ("QUILLBY, Nov 2 (LPA) - ...", "Vierseen (GPD) - ..."), told by form."""

from __future__ import annotations

import re

from broadsheet.types import Article

#: How far a dateline may reach, and how long a place may be.
REACH, LONGEST = 120, 40
#: What stands between the dateline and the report: a dash with space around it, or an em dash.
_DASH = re.compile(r"\s[-\u2013]\s|\s?\u2014\s?")
_AGENCY = re.compile(r"\s*\([^()]{2,30}\)\s*$")


def dateline(article: Article) -> tuple[str, ...]:
    """The places of the article's dateline, () when it has none. Linear; looks at the first `REACH` characters.

    A dateline needs an agency in brackets, or a place in capitals: a sentence with a dash in it is none.
    """
    first = next((line for line in article.text[: 4 * REACH].splitlines() if _DASH.search(line[:REACH])), "")[:REACH]
    dash = _DASH.search(first)
    if dash is None:
        return ()
    head = first[: dash.start()]
    named = _AGENCY.sub("", head)
    places = [_plain(place) for place in named.split(",")[0].split("/")]
    sure = named != head or named.split(",")[0].isupper()
    return tuple(places) if sure and all(map(_is_place, places)) else ()


def _is_place(name: str) -> bool:
    """Whether it is a name: a few words, the first of which begins with a capital (or has none to begin with)."""
    return 1 < len(name) <= LONGEST and not name[0].islower() and name[0].isalpha() and len(name.split()) <= 4


def _plain(name: str) -> str:
    """The name as it is written in a sentence: "ST ORRIN" is "St Orrin"."""
    name = " ".join(name.split())
    return name.title() if name.isupper() else name
