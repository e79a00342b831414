"""The day that a page shows its reader as the article's own, which need not be the one that its head states.

Guides that are kept up to date often show one day under the headline, that of their last change; systems that were moved state the day of
the move as that of publication. What the head states stays the time of publication; the day as printed follows what the reader sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from broadsheet.extract.metadata_dates import Dated, first_date
from broadsheet.extract.metadata_visible import CHANGED, DATED, WRITTEN_DAY, near_headline, stands_elsewhere
from broadsheet.extract.tree import text_of

#: How many small elements before the headline, and in all, are near enough for a day that the head does not state.
_BEFORE = 3
_CLOSE = 17
_LINE = 60
_LONGEST_LINE = 200
#: Words before a day count when they end this near to it (characters) in the element around.
_AROUND = 40
_PUBLISHED = re.compile(r"\b(?:published|posted|publié(?: le)?|veröffentlicht|publicado|pubblicato)\b", re.IGNORECASE)


#: A line of its own anywhere in the page that says when the article came out ("First published on 3 May 2021").
_FIRST = re.compile(r"(?:this (?:article|post|story|page|guide) was )?(?:(?:originally|first) )?published(?: on)?\s?:?\s", re.IGNORECASE)
_FIRST_TAGS = ("p", "div", "span", "time", "li", "small", "em", "i", "b", "strong")


@dataclass(frozen=True, slots=True)
class _Shown:
    """One day near the headline: how far from it (elements), and whether words beside it say that it is of a change or of publication."""

    place: int
    day: str
    changed: bool
    labelled: bool


def shown_day(root: etree._Element, published: Dated | None, modified: Dated | None, latest: datetime) -> str:
    """The day printed near the headline where it goes against the day of publication that is stated, as "YYYY-MM-DD"; else "".

    A day called "published" wins, also at the page's end; then the stated day wherever it is shown, also as a neighbour (zones) or with
    day and month the other way round; then a bare day that is the one of the last change; then the first bare day close to the
    headline. Days called "updated" are never taken.
    """
    if published is None:
        return ""
    first = _first_published(root, latest)
    if first and not _same(first, published.day):
        return first
    if published.origin == "page":
        return ""
    days = _days(root, latest)
    bare = [one for one in days if not one.changed]
    if any(_same(one.day, published.day) for one in bare):
        return ""
    close = [one for one in bare if one.place < _CLOSE]
    labelled = [one for one in close if one.labelled]
    if labelled:
        return labelled[0].day
    if any(_same(one.day, published.day) for one in days):
        return ""
    if modified and any(one.day == modified.day for one in close):
        return modified.day
    return next((one.day for one in close), "")


def _same(shown: str, stated: str) -> bool:
    """Whether two days may be the same one: in another zone, or written with day and month the other way round."""
    apart = date.fromisoformat(shown) - date.fromisoformat(stated)
    return abs(apart.days) <= 1 or f"{shown[:5]}{shown[8:]}-{shown[5:7]}" == stated


def _first_published(root: etree._Element, latest: datetime) -> str:
    """The day in lines that say when the article was published, where they all name one day; "" otherwise."""
    found: set[str] = set()
    for node in root.iter(*_FIRST_TAGS):
        if not node.text or "ublished" not in node.text:
            continue
        text = text_of(node)
        said = _FIRST.match(text)
        written = WRITTEN_DAY.match(text, said.end()) if said and len(text) <= _LONGEST_LINE else None
        dated = first_date([("page", written[0])], latest) if written else None
        if dated and not stands_elsewhere(node):
            found.add(dated.day)
    return found.pop() if len(found) == 1 else ""


def _days(root: etree._Element, latest: datetime) -> list[_Shown]:
    found: list[_Shown] = []
    for place, node in enumerate(near_headline(root, _BEFORE)):
        text = text_of(node)
        if not 6 <= len(text) <= _LONGEST_LINE or not any(char.isdigit() for char in text) or stands_elsewhere(node):
            continue
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(text) >= _LINE and not DATED.search(f"{names} {node.tag}"):
            continue
        parent = node.getparent()
        around = text_of(parent)[:_LONGEST_LINE] if parent is not None else ""
        for written in WRITTEN_DAY.finditer(text):
            dated = first_date([("page", written[0])], latest)
            if dated is None:
                continue
            before = text[: written.start()]
            said = around.partition(written[0])[0][-_AROUND:] if written[0] in around else ""
            published = _PUBLISHED.search(before[-14:]) is not None
            changed = not published and any(CHANGED.search(words) for words in (before, said, names))
            labelled = not changed and any(_PUBLISHED.search(words) for words in (before, said))
            found.append(_Shown(place, dated.day, changed, labelled))
    return found
