"""The search query language: what a reader types -> a Search. Every text is a query; none is an error.

    word              the word, anywhere                     rocket*        words that begin like this
    "two words"       the phrase                             -word          not this word (or phrase)
    a OR b            either; binds all words between ORs    title:word     in the title
    publisher:x  language:en  section:x  tag:x  source:3     filters; quote values with spaces
    since:2026-11-01  until:2026-11-30                       days, UTC, both included; since:3d = the last three days (h d w m y)
    sort:time                                                newest first

What does not fit (an unknown name before a colon, an impossible date, a lone quote) is searched for as words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from broadsheet.desk.plain import clean_line
from broadsheet.types import Search, Term

#: Rows A05, A06: as much as a reader can mean.
MOST_TERMS = 64
MOST_CHARACTERS = 2000
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”"}
_CLOSERS = {'"', "“", "”", "»"}
_FIELDS = {
    "publisher": "publisher", "pub": "publisher", "language": "language", "lang": "language", "section": "section", "tag": "tag",
    "source": "source_id", "since": "since", "after": "since", "until": "until", "before": "until", "sort": "order", "order": "order",
    "title": "title",
}  # fmt: skip
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "m": timedelta(days=30), "y": timedelta(days=365)}


def parse(text: str, now: datetime) -> Search:
    """The search that a text asks for. Never raises; at most 64 terms and 2,000 characters are read."""
    search = Search()
    groups: list[list[Term]] = [[]]
    count = 0
    for token in _tokens(clean_line(text, MOST_CHARACTERS)):
        if token.bare and token.value == "OR" and not token.negated and not token.field:
            groups.append([])
            continue
        if token.field and (filtered := _filter(search, token, now)) is not None:
            search = filtered
            continue
        term = _term(token)
        if term is not None and count < MOST_TERMS:
            groups[-1].append(term)
            count += 1
    filled = [tuple(group) for group in groups if group]
    if len(filled) > 1:
        return replace(search, alternatives=tuple(filled))
    return replace(search, terms=filled[0] if filled else ())


class _Token:
    """A piece of the query: an optional minus, an optional field, and a bare word or a quoted phrase."""

    __slots__ = ("bare", "field", "negated", "value")

    def __init__(self, value: str, *, field: str = "", negated: bool = False, bare: bool = True) -> None:
        self.value = value
        self.field = field
        self.negated = negated
        self.bare = bare


def _tokens(line: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        negated = line[at] in "-−" and at + 1 < len(line) and line[at + 1] != " "
        start = at + negated
        field, start = _field(line, start)
        if start < len(line) and line[start] in _QUOTES:
            end = _closing(line, start)
            found.append(_Token(line[start + 1 : end], field=field, negated=negated, bare=False))
            at = end + 1
        else:
            end = line.find(" ", start)
            end = len(line) if end < 0 else end
            found.append(_Token(line[start:end], field=field, negated=negated))
            at = max(end, at + 1)
    return found


def _field(line: str, start: int) -> tuple[str, int]:
    """The known field name that stands here with its colon and a value, and where the value starts."""
    colon = line.find(":", start, start + 12)
    if colon > start and colon + 1 < len(line) and line[colon + 1] != " ":
        name = line[start:colon].lower()
        if name in _FIELDS:
            return _FIELDS[name], colon + 1
    return "", start


def _closing(line: str, start: int) -> int:
    """Where the phrase that opens at `start` ends: at its closing quote, at any other quote, or at the end of the line."""
    wanted = _QUOTES[line[start]]
    end = line.find(wanted, start + 1)
    if end < 0:
        end = next((at for at in range(start + 1, len(line)) if line[at] in _CLOSERS), len(line))
    return end


def _term(token: _Token) -> Term | None:
    prefix = token.bare and token.value.endswith("*")
    field = "title" if token.field == "title" else ""
    value = token.value if not token.field or field else f"{token.field} {token.value}"
    words = tuple(word for word in value.rstrip("*").split() if any(char.isalnum() for char in word))
    if not words:
        return None
    return Term(words=words, prefix=prefix, negated=token.negated, field=field)


def _filter(search: Search, token: _Token, now: datetime) -> Search | None:
    """The search with this filter; None when the token is no filter after all (its words are then searched for)."""
    value = token.value.strip()
    if token.negated or not value or token.field == "title":
        return None
    if token.field == "publisher":
        return replace(search, publisher=value)
    if token.field == "section":
        return replace(search, section=value)
    if token.field == "tag":
        return replace(search, tag=value)
    if token.field == "language":
        return replace(search, language=value.lower())
    if token.field == "source_id":
        digits = value.isascii() and value.isdigit() and len(value) < 10
        return replace(search, source_id=int(value)) if digits else None
    if token.field == "order":
        orders = {"time": "time", "date": "time", "newest": "time", "relevance": "relevance"}
        return replace(search, order=orders[value.lower()]) if value.lower() in orders else None
    moment = read_moment(value, now, end_of_day=token.field == "until")
    if moment is None:
        return None
    return replace(search, since=moment) if token.field == "since" else replace(search, until=moment)


def read_moment(value: str, now: datetime, *, end_of_day: bool = False) -> datetime | None:
    """A day ("2026-11-01", "2026-11", "2026") or an age ("3d") as a time in UTC; None for anything else.

    `end_of_day` gives the end of that day, month or year instead of its start.
    """
    if value[-1:].lower() in _UNITS and value[:-1].isascii() and value[:-1].isdigit() and len(value) < 6:
        try:
            return now - int(value[:-1]) * _UNITS[value[-1].lower()]
        except OverflowError:
            return None
    parts = value.split("-")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts) or len(parts[0]) != 4:
        return None
    year, month, day_ = (*map(int, parts), 0, 0)[:3]
    try:
        start = datetime(year, month or 1, day_ or 1, tzinfo=UTC)
        if not end_of_day:
            return start
        if len(parts) == 3:
            return start + timedelta(days=1) - timedelta(microseconds=1)
        after = datetime(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1, tzinfo=UTC)
        return after - timedelta(microseconds=1)
    except (ValueError, OverflowError):
        return None
