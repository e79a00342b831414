"""The lines of a pasted page, with the offsets of what is visible in them. Pure; linear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

#: What stands around text without being seen: white space, direction marks, joiners, byte order mark.
UNSEEN = (
    " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u00ad\u1680\u180e"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e"
    "\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff\u061c\x00"
)

_LINE = re.compile(r"[^\n]*")
_MARKS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u061c\x00]")
#: Between the parts of a line: bars and dots with blanks around them, tabs, three blanks or two in a row of buttons.
_SEPARATOR = re.compile(r"[ \t\xa0]*[|·•∙‧・⋅►▸›»>/][ \t\xa0]+|\t+[ \t\xa0]*|[ \xa0]{2,}|[ \xa0][–—-][ \xa0]")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TERMINAL = ".!?…。！？｡．؟۔।॥։።"
_CLOSING = "\"'”’“‘»›«)]}」』）】》*_"
_SPACED = re.compile(r"\S+")


@dataclass(frozen=True)
class Part:
    """A piece of a line between separators; offsets into the page."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Line:
    """A line with something to see in it: `start` and `end` are where that begins and ends in the page, `text` is what is seen."""

    start: int
    end: int
    #: Without direction marks and soft hyphens, white space folded to single blanks.
    text: str
    #: As it stands in the page, from `start` to `end`.
    raw: str
    #: Empty lines before it.
    blank: int

    @cached_property
    def size(self) -> float:
        """Length in words; in scripts without spaces two characters count as one word."""
        dense = len(_DENSE.findall(self.text[:4000]))
        if dense * 2 < len(self.text[:4000]):
            return float(self.text.count(" ") + 1)
        return len(self.text) * 0.5

    @cached_property
    def ends_sentence(self) -> bool:
        """The last character, closing quotes aside, is a full stop or its like."""
        return self.text.rstrip(_CLOSING + " ")[-1:] in tuple(_TERMINAL) or self.text[-1:] in tuple(_TERMINAL)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The pieces between separators, at most 24; a long line is one piece."""
        if len(self.raw) > 400:
            return (Part(self.start, self.end, self.text),)
        edges = [0]
        for found in _SEPARATOR.finditer(self.raw):
            edges += [found.start(), found.end()]
        edges.append(len(self.raw))
        pieces: list[Part] = []
        for begin, stop in zip(edges[::2], edges[1::2], strict=True):
            first, last = trimmed(self.raw, begin, stop)
            if first < last:
                pieces.append(Part(self.start + first, self.start + last, seen(self.raw[first:last])))
        return tuple(pieces[:24])


def lines(text: str) -> list[Line]:
    """The lines that are not empty, in order."""
    found: list[Line] = []
    blank = 0
    for match in _LINE.finditer(text):
        start, end = trimmed(text, *match.span())
        if start == end:
            # finditer gives an empty match at the end of every line that is not empty; only line starts count.
            blank += match.start() == 0 or text[match.start() - 1] == "\n"
            continue
        raw = text[start:end]
        found.append(Line(start, end, seen(raw), raw, blank))
        blank = 0
    return found


def seen(raw: str) -> str:
    """What a reader sees of it: no direction marks, single blanks."""
    return " ".join(_MARKS.sub("", raw).split())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without unseen characters at its edges."""
    while start < end and text[start] in UNSEEN:
        start += 1
    while end > start and text[end - 1] in UNSEEN:
        end -= 1
    return start, end
