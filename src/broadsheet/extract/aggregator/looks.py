"""What each line looks like, before it is decided what it is. Pure; linear in the length of the page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from broadsheet.extract.aggregator import patterns
from broadsheet.extract.aggregator import vocabulary as words
from broadsheet.extract.aggregator.ages import Age, ages, bare_age, is_label, is_reading_time, reading_blanked
from broadsheet.extract.aggregator.lines import Line, Part
from broadsheet.types.text import folded

#: A paragraph for sure: that many words (or twice as many dense characters) and more.
PARAGRAPH = 25.0

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_BULLET = re.compile(r"^(?:[•◦▪‣·*–—-]|\d{1,3}[.)]?|#{1,6}|\[\d{1,3}\])\s+(?=\S)")
_MARKED = re.compile(r"^(?:[-*•]|\d{1,3}\.)\s+(?:\*\*|\[)\S")
_STRIP_NAME = ' \t–—-:：|·•,;*_#>«»"“”()[]'
_QUOTE = "\"“„«「'‘‚『"


@dataclass(frozen=True)
class Meta:
    """What a line of particulars says: when, who publishes, who wrote it. Spans are of the page; (0, 0) for none."""

    age: Age | None
    age_text: str = ""
    publisher: Part | None = None
    #: Further parts that might be the publisher, in order.
    others: tuple[Part, ...] = ()
    byline: str = ""


@dataclass
class Look:
    """The features of one line that its costs are made of."""

    line: Line
    size: float
    #: 0 = surely no paragraph, 1 = surely one.
    prose: float
    #: A line of particulars: has an age, a date or a time, and otherwise names and buttons only.
    meta: Meta | None = None
    byline: str = ""
    reading: bool = False
    #: 0 = nothing speaks for page furniture, 1 = surely furniture.
    furniture: float = 0.0
    pointer: bool = False
    source: str = ""
    head: str = ""
    clock: bool = False
    separator: bool = False
    caption: bool = False
    news_name: bool = False
    #: How many lines of the page read the same, digits aside.
    copies: int = 1
    #: Inside a list of titles, after a heading such as "Most read".
    boxed: bool = False
    #: Among readers' comments.
    commented: bool = False
    #: In an advertisement.
    sponsored: bool = False
    bullet: bool = False
    #: Set off as a title by the marks of a text format: "- **Title**", "- [Title](address)".
    marked: bool = False
    dateline: bool = False
    question: bool = False
    #: Empty lines before it, beyond what is usual between paragraphs of this page.
    apart: bool = False
    #: The page has three and more lines that are a time of day: a live page or a wire. Set on those lines and the ones after.
    after_clock: bool = False
    #: A line of particulars stands within two lines of it.
    near_meta: bool = False
    #: The lines since the last paragraph hold a separator, or buttons that come again and again.
    bordered: float = 0.0
    #: Several lines of the page name a source after a body.
    sourced: bool = False
    #: How much the paragraphs before and after it share: 0 none, 1 all, -1 unknown.
    cohesion: float = field(default=-1.0)


def looks(lines: Sequence[Line]) -> list[Look]:
    """The features of every line, those that depend on the other lines included."""
    skeletons = [_DIGITS.sub("0", folded(line.text)).strip(_STRIP_NAME) if len(line.text) <= 200 else "" for line in lines]
    counts = Counter(skeletons)
    first: dict[str, Look] = {}
    found: list[Look] = []
    for line, skeleton in zip(lines, skeletons, strict=True):
        # Pages repeat their lines: one that reads like an earlier one, to the letter, looks like it.
        alike = first.get(line.raw)
        if alike is None or alike.meta:
            alike = _look(line, counts[skeleton] if skeleton else 1)
            first[line.raw] = alike
            found.append(alike)
        else:
            found.append(replace(alike, line=line))
    _mark_neighbours(found)
    _mark_boxes(found)
    _mark_apart(found)
    _mark_cohesion(found)
    return found


def _look(line: Line, copies: int) -> Look:
    text, size = line.text, line.size
    look = Look(line, size, 0.0, copies=copies)
    look.bullet = _BULLET.match(text) is not None
    look.marked = _MARKED.match(text) is not None
    if size >= 60:
        look.prose = 1.0
        look.dateline = patterns.DATELINE.match(text) is not None
        return look
    look.separator = words.is_separator(text) and not words.is_clock(text)
    look.clock = words.is_clock(text)
    look.head = words.head_of(text)
    look.reading = is_reading_time(text)
    look.byline = words.byline(text)
    look.meta = None if look.clock or look.separator else meta_of(line)
    if look.meta and look.meta.byline:
        look.byline = look.meta.byline
    look.pointer = words.is_pointer(text)
    if patterns.SIGNED_POST.search(text):
        look.meta, look.pointer = None, True
    source = patterns.SOURCE.match(text) if len(text) <= 120 and not line.ends_sentence else None
    look.source = source["name"].strip(_STRIP_NAME) if source and len(source["name"].split()) <= 8 else ""
    look.caption = len(text) <= 400 and patterns.CAPTION.search(text) is not None and (size <= 45)
    look.news_name = words.is_news_name(text.strip(_STRIP_NAME))
    look.dateline = patterns.DATELINE.match(text) is not None
    look.question = text[-1:] in "?？؟" or (text[-1:] == ";" and "\u0370" <= text[-2:-1] <= "\u03ff")
    look.furniture = _furniture(look)
    look.prose = _prose(look)
    return look


def _furniture(look: Look) -> float:
    text, size = look.line.text, look.size
    if look.clock:
        return 0.0
    if look.separator or look.head or words.is_mail_header(text):
        return 1.0
    parts = look.line.parts
    buttons = sum(words.is_button(part.text) for part in parts)
    if buttons == len(parts) or (len(parts) >= 3 and buttons * 2 >= len(parts)):
        return 1.0
    level = 0.0
    if words.is_site_text(text):
        level = 0.9 if size < PARAGRAPH else 0.6
    if len(parts) >= 4 and not look.meta and size / len(parts) <= 3 and not look.line.ends_sentence:
        level = max(level, 0.8)  # a menu
    elif len(parts) >= 2 and buttons and not look.meta:
        level = max(level, 0.5)
    return level


def _prose(look: Look) -> float:
    line, size = look.line, look.size
    if look.meta or look.clock or look.separator or look.head:
        return 0.0
    if size >= PARAGRAPH:
        return 1.0
    if line.ends_sentence and not look.question and size >= 3:
        return 0.75 if size >= 8 else 0.5
    if look.question and line.text[0] in _QUOTE:
        return 0.5
    if line.text[0] in _QUOTE and line.text[-1] in "\"”»」'’』" and size >= 5:
        return 0.4
    return 0.35 if size >= 18 else 0.2 if size >= 13 else 0.0


def meta_of(line: Line) -> Meta | None:
    """The particulars on a line that has an age or a date and otherwise only names, buttons and labels; None when it is no such line."""
    if len(line.raw) > 200:
        return None
    age, age_part, age_text = _best_age(line)
    if age is None:
        return None
    names: list[Part] = []
    author = ""
    for part in line.parts:
        text = part.text
        if part is age_part:
            rest = _around_age(part)
            if rest is not None:
                names.append(rest)
            continue
        if words.is_clock(text) or is_reading_time(text) or is_label(text) or ages(text) or bare_age(text):
            continue
        written = words.byline(text)
        if written:
            author = author or written
            continue
        if words.is_button(text) or text[:2] in ("r/", "u/"):
            continue
        names.append(part)
    byline = [name for name in names if words.byline(name.text)]
    if byline:
        author = author or words.byline(byline[0].text)
        names = [name for name in names if name not in byline]
    if any(len(name.text.split()) > 7 or len(name.text) > 60 for name in names) or len(names) > 5:
        return None
    if names and names[-1].text[-1] in ".!?" and len(names[-1].text.split()) > 4:
        return None
    ranked = sorted(range(len(names)), key=lambda place: -_name_worth(names, place))
    return Meta(age, age_text, names[ranked[0]] if names else None, tuple(names[place] for place in ranked[1:]), author)


def _best_age(line: Line) -> tuple[Age | None, Part | None, str]:
    """The time that counts: one said to be that of publication, else the first that is not that of a change."""
    best: tuple[int, Age, Part] | None = None
    parts = line.parts if len(line.parts) <= 12 else ()
    for part in parts:
        inside = list(ages(part.text))
        bare = bare_age(part.text, leading=True)
        if bare is not None and not inside:
            inside.append(bare)
        for age in inside:
            rank = 2 if age.labelled else 0 if age.updated else 1
            if best is None or rank > best[0]:
                best = (rank, age, part)
    if best is None:
        return None, None, ""
    _, age, part = best
    return age, part, part.text if len(part.text) <= 80 and _around_age(part) is None else part.text[age.start : age.end]


def _around_age(part: Part) -> Part | None:
    """What a part says beside its age ("41m Perdel Weekly Mail"), None when nothing but labels."""
    text = reading_blanked(part.text)
    cut = list(ages(part.text)) or [bare for bare in [bare_age(part.text, leading=True)] if bare]
    for age in reversed(cut):
        text = text[: age.start] + "\n" + text[age.end :]
    pieces = [piece.strip(_STRIP_NAME) for piece in text.split("\n")]
    pieces = [piece for piece in pieces if piece and not is_label(piece) and not words.is_button(piece) and not _only_weekday(piece)]
    if not pieces:
        return None
    rest = max(pieces, key=len)
    at = part.text.find(rest)
    # Offsets hold only where nothing unseen stands inside the part; else the whole part is pointed at.
    if at >= 0 and part.end - part.start == len(part.text):
        return Part(part.start + at, part.start + at + len(rest), rest)
    return Part(part.start, part.end, rest)


_WEEKDAYS = frozenset(
    [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "die",
        "mit",
        "don",
        "fre",
        "sam",
        "son",
        "lun",
        "mar",
        "mer",
        "jeu",
        "ven",
        "dim",
        "mié",
        "jue",
        "vie",
        "sáb",
        "dom",
        "gio",
        "maa",
        "din",
        "woe",
        "vri",
        "zat",
        "zon",
    ]
)


def _only_weekday(text: str) -> bool:
    return len(text) <= 10 and len(text.split()) == 1 and text.lower()[:3] in _WEEKDAYS


def _name_worth(names: Sequence[Part], place: int) -> float:
    """How likely that part is the publisher, among the parts of its line."""
    text = names[place].text
    worth = 2.0 if words.is_news_name(text.strip(_STRIP_NAME)) else 0.0
    others_lower = any(not other.text.isupper() for other in names)
    if text.isupper() and others_lower and len(text) > 4:
        worth -= 1.0
    if text[:1].islower() or any(character.isdigit() for character in text):
        worth -= 1.0
    return worth + 0.4 * (len(text.split()) > 1) - 0.1 * place


def _mark_neighbours(found: Sequence[Look]) -> None:
    """What a line is among its neighbours: repeated buttons, names beside an age, the lines after a border."""
    sources = sum(1 for look in found if look.source)
    live = sum(1 for look in found if look.clock) >= 3
    dated = {place for place, look in enumerate(found) if look.meta}
    border = 0.0
    for place, look in enumerate(found):
        look.after_clock = live and (look.clock or (place > 0 and found[place - 1].clock))
        look.near_meta = bool(dated.intersection((place - 2, place - 1, place + 1, place + 2)))
        look.sourced = bool(look.source) and sources >= 2
        if look.copies >= 3 and look.size <= 12 and not (look.meta or look.news_name or look.near_meta or look.clock or look.source):
            look.furniture = max(look.furniture, 0.5)
        look.bordered = border
        if look.prose >= 0.75 and not look.furniture:
            border = 0.0
        elif look.separator or look.sourced:
            border = max(border, 2.5)
        elif look.furniture >= 0.8 and look.copies >= 3 and not look.clock:
            border = max(border, 1.0)


def _mark_boxes(found: Sequence[Look]) -> None:
    """Lists of titles, comments and advertisements reach from their heading to the next heading, or to where paragraphs come again."""
    box, left = "", 0
    for place, look in enumerate(found):
        if look.head:
            single = look.copies == 1 or look.head not in ("comments", "sponsor")
            box, left = (look.head if single else ""), 24
            if look.head == "related":
                box = ""
            continue
        if not box:
            continue
        if box == "listed":
            ends = look.prose >= 1.0 or look.separator or (look.byline and place and found[place - 1].size >= 4)
            if ends or left == 0 or (look.prose >= 0.75 and look.size >= 12):
                for other in found[max(0, place - 2) : place]:  # what leads to the paragraph is no entry of the list
                    other.boxed = other.boxed and look.question
                box = ""
                continue
            look.boxed = True
        elif box == "comments":
            look.commented = True
        elif box == "sponsor":
            if look.separator or left == 0 or look.meta:
                for other in found[max(0, place - 2) : place] if look.meta else ():
                    other.sponsored = False
                box = ""
                continue
            look.sponsored = left > 24 - 6
        left -= 1


def _mark_apart(found: Sequence[Look]) -> None:
    between = [after.line.blank for before, after in pairwise(found) if before.prose >= 0.75 and after.prose >= 0.75]
    usual = sorted(between)[len(between) // 2] if between else 0
    for place, look in enumerate(found):
        look.apart = place > 0 and look.line.blank > usual


def _mark_cohesion(found: Sequence[Look]) -> None:
    """For the lines between two stretches of paragraphs: how many of their telling words the stretches share."""
    paragraphs = [place for place, look in enumerate(found) if look.prose >= 0.75]
    terms = {place: _terms(found[place].line.text) for place in paragraphs}
    spread = Counter(term for place in paragraphs for term in terms[place])
    total = len(paragraphs) or 1
    for number, (before, after) in enumerate(pairwise(paragraphs)):
        if after - before == 1 and not found[after].apart:
            continue
        left = set().union(*(terms[place] for place in paragraphs[max(0, number - 3) : number + 1]))
        right = set().union(*(terms[place] for place in paragraphs[number + 1 : number + 5]))
        weight = {term: math.log((total + 1) / spread[term]) + 0.1 for term in left | right}
        least = min(sum(weight[term] for term in left), sum(weight[term] for term in right))
        shared = sum(weight[term] for term in left & right)
        share = shared / least if least > 0 else 0.0
        for place in range(before + 1, after + 1):
            found[place].cohesion = share


def _terms(text: str) -> set[str]:
    head = folded(text[:1500])
    terms = {word[:6] for word in _WORD.findall(head) if len(word) >= 5}
    if len(terms) * 12 < len(head):  # a script without spaces, or one of short words
        dense = "".join(_WORD.findall(head)) if " " not in head[20:60] else ""
        terms |= {a + b for a, b in pairwise(dense)}
    return terms
