"""A feed's document cut into its entries, before the expensive parse.

One pass over the characters finds where each `<item>` or `<entry>` starts and ends. So entries that are known already are taken out by the
hash of their own characters, very long feeds are shortened (row F17: 50,000 entries cost feedparser 20 s), and an entry that breaks off
at the end of a cut document is dropped whole (row F20). Not an XML parser: where the structure is not plainly a row of entries it says so
(`regular` is False), and the document is then read as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"<(?:!\[CDATA\[|!--|(/?)((?:[A-Za-z_][\w.-]{0,40}:)?(?:[Ii][Tt][Ee][Mm]|[Ee][Nn][Tt][Rr][Yy]))(?=[\s/>]))")
_ROOT_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel)\s{0,20}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CutFeed:
    """A document and the spans of its entries. `text` ends before an entry that breaks off (then `broken_off` is True)."""

    text: str
    entries: tuple[tuple[int, int], ...]
    regular: bool = True
    broken_off: bool = False

    def entry(self, index: int) -> str:
        """The characters of one entry, with its tags."""
        start, end = self.entries[index]
        return self.text[start:end]

    def without(self, dropped: frozenset[int]) -> str:
        """The document without these entries."""
        if not dropped:
            return self.text
        pieces: list[str] = []
        place = 0
        for index in sorted(dropped):
            start, end = self.entries[index]
            pieces.append(self.text[place:start])
            place = end
        pieces.append(self.text[place:])
        return "".join(pieces)


def cut(text: str, most: int = 1000) -> CutFeed:
    """Find the entries of a feed document. Linear in its length; never raises.

    A document that is no plain row of entries ends before the start of entry `most` + 1, because it will be read as a whole.
    """
    spans: list[tuple[int, int]] = []
    inner: list[tuple[int, int]] = []
    starts: list[int] = []
    balanced = True
    unclosed = False
    name = ""
    count = 0
    beyond = len(text)
    place = 0
    while (found := _TOKEN.search(text, place)) is not None:
        place = found.end()
        if found[2] is None:
            closing = "]]>" if found[0][2] == "[" else "-->"
            end = text.find(closing, place)
            if end < 0:
                unclosed = True
                break
            place = end + 3
            continue
        if name and found[2] != name:
            continue
        name = found[2]
        if found[1]:
            if not starts:
                balanced = False
                continue
            start = starts.pop()
            end = text.find(">", place) + 1
            if not end:
                starts.append(start)
                break
            (inner if starts else spans).append((start, end))
            place = end
            continue
        end = text.find(">", place) + 1
        if end and text[end - 2] == "/":
            (inner if starts else spans).append((found.start(), end))
            place = end
            continue
        count += 1
        if count == most + 1:
            beyond = found.start()
        starts.append(found.start())
    if balanced and not starts and not unclosed:
        # An entry inside another one (a version of it, its source) is none of this feed's; feedparser would make it one.
        return cut(_without(text, inner), most) if inner else CutFeed(text, tuple(spans))
    if (starts or unclosed) and not _ROOT_END.search(text, starts[-1] if starts else place):
        # The document ends inside an entry: a transfer that broke off, not a feed written without end tags.
        last = (starts[0] if spans or len(starts) == 1 else starts[-1]) if starts else place
        return CutFeed(text[:last], tuple(span for span in spans if span[1] <= last), balanced and len(starts) <= 1, True)
    return CutFeed(text[:beyond], tuple(span for span in spans if span[1] <= beyond), False)


def _without(text: str, inner: list[tuple[int, int]]) -> str:
    """The text without the outermost of the inner spans."""
    pieces: list[str] = []
    place = 0
    for start, end in sorted(inner):
        if start >= place:
            pieces.append(text[place:start])
            place = end
    pieces.append(text[place:])
    return "".join(pieces)
