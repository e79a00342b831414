"""From the parts of lines to articles: what belongs to which record, and what each says of itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from broadsheet.extract.aggregator import patterns
from broadsheet.extract.aggregator import vocabulary as words
from broadsheet.extract.aggregator.ages import ages, resolve
from broadsheet.extract.aggregator.costs import HEAD_0, HEAD_1, P
from broadsheet.extract.aggregator.decode import Decoded
from broadsheet.extract.aggregator.lines import Line, seen, trimmed
from broadsheet.extract.aggregator.lines import Part as Piece
from broadsheet.extract.aggregator.looks import Look, Meta
from broadsheet.types import PastedArticle, Precision

_PREFIX = re.compile(r"^(?:#{1,6}\s+|[•◦▪‣·*–—-]\s+|\d{1,3}[.)]\s+|\[\d{1,3}\]\s+|[*_]{1,3}(?=\S)){1,3}")
_NUMBER = re.compile(r"^\d{1,3}\s+(?=\S)")
_MARKS = re.compile(r"(?:[*_]{1,3}|\s[»›>→]+|\s\[link\]|\s?\(opens in new tab\))$", re.IGNORECASE)
_LINKED = re.compile(r"^\[(?P<title>[^\]\n]{3,300})\]\([^()\s]{1,2000}\)$")
_NAME_EDGE = ' \t–—-:：|·•,;*_#>«»"“”()[]\u200e\u200f\u200b\ufeff'
_AND = re.compile(
    r"\s*(?:,|;|&|/|、|，|・|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bi\b|\bve\b|\bи\b|\bі\b|\bog\b|\boch\b|\bja\b|(?<=\s)و(?=\S)|\bвà\b|\bvà\b|और)\s*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]{0,60}\)")
#: Scripts that end sentences without any mark.
_UNMARKED = re.compile("[\u0e00-\u0eff]")


@dataclass
class Record:
    """The lines of one article, by part."""

    places: list[int]
    looks: list[Look]
    parts: list[P]
    start: int = 0
    end: int = 0
    size: float = 0.0
    truncated: bool = False
    inline: list[tuple[int, int]] = field(default_factory=list)
    #: A call to read on that stands in the last line of the body.
    cut: tuple[int, int] | None = None

    def of(self, *parts: P) -> list[Look]:
        """The lines that play one of these parts."""
        return [look for look, part in zip(self.looks, self.parts, strict=True) if part in parts]

    @property
    def titles(self) -> list[Line]:
        return [look.line for look in self.of(P.TITLE)]

    @property
    def metas(self) -> list[Meta]:
        return [look.meta for look in self.of(P.AGE_0, P.AGE_1, P.AGE_2, P.BYLINE_0, P.BYLINE_1) if look.meta]

    @property
    def has_particulars(self) -> bool:
        return bool(self.of(P.NAME_0, P.NAME_1, P.NAME_2, P.AGE_0, P.AGE_1, P.AGE_2))


def records(text: str, found: Sequence[Look], decoded: Decoded) -> list[Record]:
    """The records of the page in order, with their bodies measured; those of titles alone have no body (start == end)."""
    made: list[Record] = []
    for place, (look, part) in enumerate(zip(found, decoded.parts, strict=True)):
        if place in decoded.begins:
            made.append(Record([], [], []))
        if made:
            made[-1].places.append(place)
            made[-1].looks.append(look)
            made[-1].parts.append(part)
    for record in made:
        _measure(text, record)
    return made


def _measure(text: str, record: Record) -> None:
    inside = [number for number, part in enumerate(record.parts) if part in (P.BODY, P.CLOCK, P.SUBHEAD, P.INLINE)]
    bodies = [number for number, part in enumerate(record.parts) if part is P.BODY]
    if not bodies:
        return
    first, last = inside[0], bodies[-1]
    record.start, record.end = record.looks[first].line.start, record.looks[last].line.end
    record.size = sum(record.looks[number].size for number in bodies)
    record.inline = [
        (record.looks[number].line.start, record.looks[number].line.end)
        for number in range(first, last)
        if record.parts[number] is P.INLINE
    ]
    tail_start = max(record.looks[last].line.start, record.end - 80)
    call = patterns.CONTINUE.search(text[tail_start : record.end])
    if call and call.start() + tail_start > record.looks[last].line.start:
        head, stop = trimmed(text, record.looks[last].line.start, tail_start + call.start())
        # A sentence may end with "more"; a call to read on follows a break-off or a full stop.
        if text[stop - 1] in "….。]" or call[0].lstrip().startswith(("[", "(")):
            record.cut = trimmed(text, tail_start + call.start(), record.end)
            record.end = stop
            record.truncated = text[stop - 1] in "…]" or text[head:stop].endswith("...") or call[0].lstrip().startswith("[+")
    line = record.looks[last].line
    ending = text[line.start : record.end].rstrip("\"'”’“»› )]}」』）】*_")
    broken_off = ending.endswith(("…", "...", "[…", "[...", "。。。"))
    unmarked = not record.looks[last].line.ends_sentence and record.cut is None and not _UNMARKED.search(line.text[-20:])
    record.truncated = record.truncated or broken_off or (unmarked and not record.looks[last].bullet)


def title_of(record: Record) -> tuple[str, tuple[int, int]]:
    """The title without bullets, numbers and marks of text formats, and its span; ("", (0, 0)) when there is none."""
    lines = record.titles
    if not lines:
        return "", (0, 0)
    raw, start = lines[0].raw, lines[0].start
    linked = _LINKED.match(raw)
    if linked:
        begin, stop = linked.span("title")
    else:
        begin, stop = 0, len(raw)
        prefix = _PREFIX.match(raw)
        if prefix and len(raw) > prefix.end() + 3:
            begin = prefix.end()
        tail = _MARKS.search(raw[begin:])
        quoted = tail is not None and "»" in tail[0] and "«" in raw
        if tail and not quoted and (tail[0].strip()[:1] not in "*_" or begin):
            stop = begin + tail.start()
    span = trimmed(raw, begin, stop)
    if len(lines) > 1:
        whole = (start + span[0], lines[-1].end)
        return " ".join([seen(raw[slice(*span)]), *(line.text for line in lines[1:])]), whole
    return seen(raw[slice(*span)]), (start + span[0], start + span[1])


def numbered(made: Sequence[Record]) -> bool:
    """Whether the titles carry running numbers without a full stop ("1 Bakery ...", "2 Station ...")."""
    titles = [record.titles[0].text for record in made if record.titles]
    marks = [_NUMBER.match(title) for title in titles]
    values = [int(mark[0]) for mark in marks if mark]
    return len(values) >= 3 and len(values) == len(titles) and all(b - a == 1 for a, b in pairwise(values))


def without_number(title: str, span: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """The title without its running number."""
    mark = _NUMBER.match(title)
    return (title[mark.end() :], (span[0] + mark.end(), span[1])) if mark else (title, span)


#: Where a record names its publisher: a line before the title, after it, after the body; None = a part of a line of particulars.
Place = P | None


def name_places(made: Sequence[Record]) -> dict[Place, int]:
    """In how many records of the page each place names somebody."""
    found: dict[Place, int] = {}
    for record in made:
        for place in {place for _, place, _, _ in _names(record, None)}:
            found[place] = found.get(place, 0) + 1
    return found


def publisher_of(record: Record, column: int | None, usual: Mapping[Place, int], *, several: bool = False) -> tuple[str, tuple[int, int]]:
    """Who publishes, as written, and where; ("", (0, 0)) when the record names nobody.

    `column`: which of several names on a line of particulars it is on this page, None when not known. `usual`: see `name_places`; a
    record that names somebody in several places is read like the others of its page. `several`: the page has more than two records.
    """
    candidates = _names(record, column)
    if not candidates:
        return "", (0, 0)
    most = max(usual.values(), default=0)
    best = max(range(len(candidates)), key=lambda number: (usual.get(candidates[number][1], 0), candidates[number][0], -number))
    _, place, name, span = candidates[best]
    # The head of a page above its first record is no publisher where the records name theirs elsewhere.
    alone = place is P.NAME_0 and usual.get(place, 0) == 1
    if alone and ((most >= 2 and record.parts[1:2] == [P.LABEL_0]) or (several and most == 1 and not words.is_news_name(name))):
        return "", (0, 0)
    return name, span


def _names(record: Record, column: int | None) -> list[tuple[float, Place, str, tuple[int, int]]]:
    candidates: list[tuple[float, Place, str, tuple[int, int]]] = []
    labels = [number for number, part in enumerate(record.parts) if part is P.LABEL_0]
    names = [number for number, part in enumerate(record.parts) if part is P.NAME_0]
    for number, (look, part) in enumerate(zip(record.looks, record.parts, strict=True)):
        if part not in (P.NAME_0, P.NAME_1, P.NAME_2):
            continue
        if part is P.NAME_0 and labels and number < labels[-1] < names[-1]:
            continue  # the head of the page, with its menu before the record's own name
        raw = look.line.raw
        at = raw.find(look.source) if look.source and part is P.NAME_2 else -1
        span = trimmed(raw, at, at + len(look.source)) if at >= 0 else (len(raw) - len(raw.lstrip(_NAME_EDGE)), len(raw.rstrip(_NAME_EDGE)))
        if span[0] < span[1]:
            candidates.append((1.0 + look.news_name, part, seen(raw[slice(*span)]), (look.line.start + span[0], look.line.start + span[1])))
    for meta in record.metas:
        piece = _named(meta, column)
        if piece is not None:
            name = piece.text.strip(_NAME_EDGE)
            candidates.append((0.9 + words.is_news_name(name), None, name, (piece.start, piece.end)))
    return candidates


def _named(meta: Meta, column: int | None) -> Piece | None:
    if meta.publisher is None:
        return None
    names = sorted((meta.publisher, *meta.others), key=lambda piece: piece.start)
    return names[column] if column is not None and column < len(names) else meta.publisher


def name_column(made: Sequence[Record]) -> int | None:
    """On which place of the lines of particulars the publisher stands, when they carry several names: where most look like one."""
    votes: dict[int, float] = {}
    several = 0
    for record in made:
        for meta in record.metas:
            names = sorted((piece for piece in (meta.publisher, *meta.others) if piece), key=lambda piece: piece.start)
            several += len(names) > 1
            for place, piece in enumerate(names):
                upper = piece.text.isupper() and not all(other.text.isupper() for other in names)
                votes[place] = (
                    votes.get(place, 0.0) + 2.0 * words.is_news_name(piece.text) - upper + 0.3 * (" " in piece.text) - 0.05 * place
                )
    return max(votes, key=lambda place: votes[place]) if several >= 2 and several * 2 >= len(made) else None


def authors_of(record: Record) -> tuple[str, ...]:
    """The names of the bylines, each alone."""
    names: list[str] = []
    for look in record.of(*HEAD_0, *HEAD_1):
        if look.byline and not look.reading:
            plain = _ASIDE.sub("", look.byline)
            names += [name.strip(_NAME_EDGE) for name in _AND.split(plain) if 1 < len(name.strip(_NAME_EDGE)) <= 60]
    return tuple(dict.fromkeys(names))[:12]


@dataclass(frozen=True)
class Habits:
    """What the records of a page have in common."""

    column: int | None
    usual: Mapping[Place, int]
    running: bool
    several: bool


def habits(made: Sequence[Record]) -> Habits:
    """Look at all records before any is read."""
    return Habits(name_column(made), name_places(made), numbered(made), len(made) > 2)


def as_article(record: Record, captured: datetime | None, common: Habits) -> PastedArticle:
    """The record as an article of the page. Its role is set by whoever sees the whole page."""
    title, title_span = title_of(record)
    if common.running:
        title, title_span = without_number(title, title_span)
    publisher, publisher_span = publisher_of(record, common.column, common.usual, several=common.several)
    dated = [meta for meta in record.metas if meta.age]
    stated = [meta for meta in dated if meta.age and not meta.age.updated]
    chosen = next((meta for meta in stated if meta.age and meta.age.labelled), stated[0] if stated else dated[0] if dated else None)
    published, precision = resolve(chosen.age, captured) if chosen and chosen.age else _by_dateline(record, captured)
    return PastedArticle(
        start=record.start,
        end=record.end,
        title=title,
        publisher=publisher,
        published=published,
        precision=precision,
        age_text=chosen.age_text if chosen else "",
        authors=authors_of(record),
        truncated=record.truncated,
        title_span=title_span,
        publisher_span=publisher_span,
        inline=tuple(record.inline),
        confidence=_confidence(record, title),
    )


def _by_dateline(record: Record, captured: datetime | None) -> tuple[datetime | None, Precision | None]:
    """The date in a dateline ("BRENHOLM, 1 October 2026 -"), as announcements carry it in place of a line of particulars."""
    first = next((look for look in record.of(P.BODY) if look.dateline), None)
    head = patterns.DATELINE.match(first.line.text) if first else None
    dated = [age for age in ages(head[0]) if age.date is not None and age.date.year] if head else []
    return resolve(dated[0], captured) if dated else (None, None)


def _confidence(record: Record, title: str) -> float:
    """How sure the division is: a title and particulars or a border make an article sure, a bare line does not."""
    sure = 0.45 + (0.25 if title else 0.0) + (0.25 if record.has_particulars or record.of(P.BYLINE_0, P.BYLINE_1) else 0.0)
    head = record.looks[0]
    if head.bordered or head.apart:
        sure += 0.1
    # Another publisher's particulars inside the body: perhaps two articles in one.
    inner = [look for look in record.of(P.INLINE, P.LABEL_1, P.SUBHEAD) if look.meta and look.meta.publisher]
    return max(0.1, min(0.98, sure - 0.3 * len(inner)))
