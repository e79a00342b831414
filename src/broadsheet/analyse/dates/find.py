"""Words that name times, resolved against an article's publication. English. Pure; linear.

What cannot be resolved from the text alone is left out: a wrong day is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from broadsheet.analyse.dates.calendar import (
    Days,
    day_of,
    month_near,
    month_of,
    one_day,
    season_of,
    shifted,
    week_around,
    weekday_near,
    year_of,
)
from broadsheet.analyse.sentences import sentences
from broadsheet.types import Dated, DatePrecision, Statement

VERSION = "dates-1"
LANGUAGES = frozenset(["en"])
#: Characters between a cue and the words that say when.
NEAREST = 60
_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_COUNTS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:18|19|20)\d\d"
_PART = (
    r"(?:[Ee]arly|[Ll]ate|[Mm]id|the (?:early|late|first|last|final) (?:weeks|days|months|part) of|the (?:beginning|start|end|middle) of)"
)
_ISO = re.compile(r"\b((?:19|20)\d\d)-([01]\d)-([0-3]\d)\b")
_DAY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH}) (?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%])|(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<m2>{_MONTH})(?!\w))"
    rf"(?:,? (?P<year>{_YEAR})\b)?"
)
_OF_MONTH = re.compile(rf"\b(?:(?P<part>{_PART})[ -])?(?P<month>{_MONTH})(?!\w)(?:,? (?:of )?(?P<year>{_YEAR})\b)?")
_OF_YEAR = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Oo]f|[Uu]ntil|[Bb]efore|[Aa]fter|[Bb]y|[Ff]rom)(?: (?P<part>{_PART}))?(?: the year)?[ -]"
    rf"(?P<year>{_YEAR})\b(?![,.]?\d|-)"
)
_OF_SEASON = re.compile(
    rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?(?P<season>spring|summer|fall|autumn|winter)(?:(?: of)? (?P<year>{_YEAR}))?\b"
)
_WEEKDAY = re.compile(r"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming) )?(?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_WORDS = re.compile(
    r"\b(?:(?P<word>today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening)|last night|overnight)"
    r"|(?P<which>last|this|next) (?P<unit>week|month|year)"
    r"|(?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?P<units>day|week|month|year)s? ago)\b",
    re.IGNORECASE,
)
#: Months ahead within which a month without a year may be the coming one.
SOON = 3
_PAST = re.compile(r"\b(?:was|were|had|did|said|told|came|went|took|won|lost|made|began|held|since|ago|[a-z]{3,}ed)\b")
_TO_COME = re.compile(
    r"\b(?:will|shall|next|until|till|scheduled|due|expected|plans?|planned|upcoming|(?:is|are|was|were) (?:to|set)|going to|coming)\b"
)


def find_dates(text: str, published: datetime | None, language: str = "en") -> tuple[Dated, ...]:
    """The times that a text names, in order of place, each with the days that it means and the sentence that tells of it.

    Without `published` only full dates and years are resolved. Another language than English gives none.
    """
    if language not in LANGUAGES:
        return ()
    spans = sentences(text)
    starts = [start for start, _ in spans]
    found: list[Dated] = []
    last = 0
    for match, days in sorted(
        _candidates(text, published.date() if published else None), key=lambda pair: (pair[0].start(), -pair[0].end())
    ):
        if match.start() < last or days is None:
            continue
        last = match.end()
        passage = spans[max(0, bisect_right(starts, match.start()) - 1)]
        found.append(
            Dated(
                start=match.start(),
                end=match.end(),
                first=days.first,
                last=days.last,
                precision=days.precision,
                passage=passage,
                confidence=days.sure,
            )
        )
    return tuple(found)


def when_said(text: str, statement: Statement, dates: Sequence[Dated]) -> tuple[date | None, str]:
    """The day on which something was said, when its sentence tells it beside the cue and outside what is said; with the words that do."""
    if not statement.cue:
        return None, ""
    at, stop = statement.cue[0]
    near = [
        (dated.start - stop if dated.start >= stop else at - dated.end, dated)
        for dated in dates
        if dated.precision is DatePrecision.DAY
        and dated.passage[0] <= at < dated.passage[1]
        and not any(start <= dated.start < end for start, end in statement.content)
    ]
    gap, best = min(near, key=lambda pair: pair[0], default=(NEAREST + 1, None))
    return (best.first, text[best.start : best.end]) if best is not None and gap <= NEAREST else (None, "")


def _candidates(text: str, published: date | None) -> Iterator[tuple[re.Match[str], Days | None]]:
    for match in _ISO.finditer(text):
        yield match, day_of(int(match[1]), int(match[2]), int(match[3]), 0.98)
    for match in _DAY.finditer(text):
        yield match, _day(text, match, published)
    for match in _OF_MONTH.finditer(text):
        yield match, _month(text, match, published)
    for match in _OF_YEAR.finditer(text):
        yield match, year_of(int(match["year"]), 0.85, _third(match["part"]))
    for match in _OF_SEASON.finditer(text):
        yield match, _season(match, published)
    if published is None:
        return
    for match in _WEEKDAY.finditer(text):
        yield match, _weekday(text, match, published)
    for match in _WORDS.finditer(text):
        # "This Morning" within a sentence is the name of a programme.
        if match[0][0].islower() or _opens(text, match.start()):
            yield match, _word(match, published)


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start].strip(" ")
    return not before or before[-1] in '.!?\n"“‘:'


def _day(text: str, match: re.Match[str], published: date | None) -> Days | None:
    month = _month_number(match["m1"] or match["m2"])
    number = int(match["d1"] or match["d2"])
    if match["year"]:
        return day_of(int(match["year"]), month, number, 0.97)
    if published is None:
        return None
    return day_of(month_near(published, month, _ahead(text, match) or _soon(text, match, published, month)), month, number, 0.85)


def _month(text: str, match: re.Match[str], published: date | None) -> Days | None:
    name, part = match["month"], _third(match["part"])
    # "May" and "March" are words, too, and "June" a name: a month alone stands after a preposition or has its year.
    led = re.search(
        r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext|[Tt]his|[Bb]y|[Dd]uring|[Bb]efore|[Aa]fter|[Oo]f|[Ff]rom) $",
        text[max(0, match.start() - 8) : match.start()],
    )
    month = _month_number(name)
    if match["year"]:
        return month_of(int(match["year"]), month, 0.95, part)
    if published is None or not (led or part):
        return None
    ahead = (_ahead(text, match) or _soon(text, match, published, month)) and (
        led is None or not led[0].lower().startswith(("last", "since"))
    )
    return month_of(month_near(published, month, ahead), month, 0.8, part)


def _season(match: re.Match[str], published: date | None) -> Days | None:
    month = _SEASONS[match["season"]]
    if match["year"]:
        return season_of(int(match["year"]), month, 0.9)
    if published is None or not match["which"]:
        return None
    which = match["which"].lower()
    current = published.year - (month == 12 and published.month < 3)
    begun = published >= season_of(current, month, 1).first
    over = published > season_of(current, month, 1).last
    if which == "this":
        return season_of(current, month, 0.75)
    if which == "last":
        return season_of(current if over else current - 1, month, 0.7)
    return season_of(current + 1 if begun else current, month, 0.7)


def _weekday(text: str, match: re.Match[str], published: date) -> Days | None:
    weekday = _WEEKDAYS.index(match["day"][:3].lower())
    which = (match["which"] or "").lower()
    if which in ("next", "coming"):
        return one_day(weekday_near(published + timedelta(days=1), weekday, ahead=True), 0.75)
    if which == "last":
        return one_day(weekday_near(published - timedelta(days=1), weekday, ahead=False), 0.75)
    ahead = which != "this" and _ahead(text, match)
    return one_day(weekday_near(published, weekday, ahead), 0.7 if ahead else 0.9)


def _word(match: re.Match[str], published: date) -> Days | None:
    if match["word"]:
        word = match["word"].lower()
        back = 1 if word in ("yesterday", "last night") else -1 if word == "tomorrow" else 0
        return one_day(published - timedelta(days=back), 0.6 if word == "overnight" else 0.9)
    if match["unit"]:
        step = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
        unit = match["unit"].lower()
        return week_around(published, step) if unit == "week" else shifted(published, step, unit)
    count = match["count"].lower()
    number = int(count) if count.isdigit() else 1 if count in ("a", "an") else _COUNTS.index(count)
    return shifted(published, -number, match["units"].lower())


def _ahead(text: str, match: re.Match[str]) -> bool:
    """Whether a time without a year or "last" lies ahead: a word of what is to come stands before it in its clause, or "by" right there."""
    before = re.split(r"[.;:!?\n\"“”]|, ", text[max(0, match.start() - 70) : match.start()])[-1]
    return bool(_TO_COME.search(before) or re.search(r"\bby (?:the end of )?$", before))


def _soon(text: str, match: re.Match[str], published: date, month: int) -> bool:
    """Whether a month that lies close ahead and far behind is the coming one: no past tense stands before it in its clause."""
    before = re.split(r"[.;:!?\n\"“”]", text[max(0, match.start() - 90) : match.start()])[-1]
    return 0 < (month - published.month) % 12 <= SOON and not _PAST.search(before)


def _month_number(name: str) -> int:
    return _MONTH_NAMES.index(name[:3].lower()) + 1


def _third(part: str | None) -> str:
    if not part:
        return ""
    plain = part.lower()
    if re.search(r"early|first|beginning|start", plain):
        return "early"
    return "mid" if "mid" in plain else "late"
