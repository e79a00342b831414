"""Markup into plain text with standoff blocks and marks.

    fragment -> sanitise.safe_html -> events (start, end, text) -> blocks -> text + offsets

The text is the blocks joined by an empty line; items of a list and rows of a table that follow each other are joined by one line feed.
An image takes no text: its block stands where the text before it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from broadsheet.extract.rejoin import same_run
from broadsheet.extract.sanitise import safe_html
from broadsheet.types import Block, BlockKind, Mark, MarkKind, ParseLimits
from broadsheet.types.text import storable
from broadsheet.types.urls import clean

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "cite": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "b": MarkKind.STRONG,
    "code": MarkKind.CODE,
    "kbd": MarkKind.CODE,
    "samp": MarkKind.CODE,
}
#: Elements whose edges end a block, beside headings, items, rows and cells.
_EDGES_NAMES = """
    p div section article main header footer aside nav details summary address blockquote pre figure figcaption table caption thead
    tbody tfoot ul ol dl dt dd hr
"""
_EDGES = frozenset(_EDGES_NAMES.split())
_SPACE = re.compile(r"\s+")
#: Smaller pictures are buttons, spacers and beacons (pixels).
_SMALLEST_IMAGE = 2


def lay_out(html: str, base_url: str = "", limits: ParseLimits | None = None) -> tuple[str, tuple[Block, ...]]:
    """The text of a fragment and its blocks, whose offsets are code points into that text, end exclusive.

    Sanitises by itself. Links and images are absolute http(s) addresses without tracking parameters; relative ones need `base_url`.
    Tracking pixels are dropped. Text beyond `limits.text` characters is cut off at a block's edge. Never raises for its input.
    """
    limits = limits or ParseLimits()
    reader = _Reader(base_url)
    reader.feed(safe_html(html, base_url, limits))
    reader.close()
    reader.end_block()
    return _joined(reader.pieces, limits.text)


@dataclass(slots=True)
class _Piece:
    """One block before its place in the text is known; marks are relative to its own text."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    url: str = ""
    alt: str = ""
    marks: list[Mark] = field(default_factory=list)


def _joined(pieces: list[_Piece], limit: int) -> tuple[str, tuple[Block, ...]]:
    texts: list[str] = []
    blocks: list[Block] = []
    length = 0
    before: BlockKind | None = None
    for piece in pieces:
        if piece.kind is BlockKind.IMAGE:
            blocks.append(Block(BlockKind.IMAGE, length, length, url=piece.url, alt=piece.alt))
            continue
        joint = ""
        if before is not None:
            joint = "\n" if same_run(before, piece.kind) else "\n\n"
        if length + len(joint) + len(piece.text) > limit:
            room = limit - length - len(joint)
            if blocks or room <= 0:
                break
            piece.text, piece.marks = piece.text[:room], [mark for mark in piece.marks if mark.end <= room]
        texts += (joint, piece.text)
        start = length + len(joint)
        length = start + len(piece.text)
        marks = tuple(Mark(mark.kind, mark.start + start, mark.end + start, mark.url) for mark in piece.marks)
        blocks.append(Block(piece.kind, start, length, piece.level, marks=marks))
        before = piece.kind
    return "".join(texts), tuple(blocks)


class _Reader(HTMLParser):
    """Collects pieces from the events of sanitised (hence well-formed) markup."""

    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base_url = base_url
        self.pieces: list[_Piece] = []
        self._text: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        #: Open marks: kind, start in the block's text, address.
        self._open: list[tuple[MarkKind, int, str, str]] = []
        self._heading = 0
        self._quotes = 0
        self._pre = 0
        #: Open lists, and for each whether one of its items is open.
        self._lists: list[list[str]] = []
        self._caption = 0
        self._row = 0
        self._breaks = 0

    # -- events ----------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS or tag == "a":
            self._start_mark(tag, dict(attrs))
        elif tag == "img":
            self._image(dict(attrs))
        elif tag == "br":
            self._break()
        elif tag in _HEADINGS:
            self.end_block()
            self._heading = _HEADINGS[tag]
        elif tag == "li":
            self.end_block()
            if self._lists:
                self._lists[-1][1] = "li"
        elif tag == "tr":
            if not self._row:
                self.end_block()
            self._row += 1
        elif tag in ("td", "th"):
            if self._row == 1 and self._length:
                self._text.append("\t")
                self._length += 1
        elif tag == "q":
            self.handle_data("“")
        elif tag in _EDGES and not (self._row and tag != "hr"):
            self.end_block()
            self._enter(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS or tag == "a":
            self._end_mark(tag)
        elif tag in _HEADINGS:
            self.end_block()
            self._heading = 0
        elif tag == "li":
            self.end_block()
            if self._lists:
                self._lists[-1][1] = ""
        elif tag == "tr":
            self._row = max(0, self._row - 1)
            if not self._row:
                self._row = 1
                self.end_block()
                self._row = 0
        elif tag == "q":
            self.handle_data("”")
        elif tag in _EDGES:
            if self._row:
                self.handle_data(" ")
                return
            self.end_block()
            self._leave(tag)

    def handle_data(self, data: str) -> None:
        if self._pre:
            folded = data.replace("\t", "    ")
        else:
            folded = _SPACE.sub(" ", data)
            if folded.startswith(" ") and (not self._length or self._text[-1][-1:].isspace()):
                folded = folded[1:]
        folded = storable(folded)
        if folded:
            self._breaks = 0
            self._text.append(folded)
            self._length += len(folded)

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _enter(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1
        elif tag in ("ul", "ol"):
            self._lists.append([tag, ""])
        elif tag in ("figcaption", "caption"):
            self._caption += 1

    def _leave(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag in ("ul", "ol"):
            if self._lists:
                self._lists.pop()
        elif tag in ("figcaption", "caption"):
            self._caption = max(0, self._caption - 1)

    def end_block(self) -> None:
        """Close the block that is being read, if it has any text, and carry open marks over to the next one."""
        reopened = [(kind, 0, url, tag) for kind, _, url, tag in self._open]
        for kind, start, url, _ in self._open:
            self._add_mark(kind, start, url)
        whole = "".join(self._text)
        marks = self._marks
        self._text, self._length, self._marks, self._open, self._breaks = [], 0, [], reopened, 0
        text = whole.strip()
        if not text:
            return
        composed = storable(text)
        if composed != text:
            # A mark parted a letter from its accent: the text matters more than the marks.
            text, marks = composed, []
        else:
            marks = list(_trimmed(marks, whole, len(whole) - len(whole.lstrip()), len(text)))
        block, level = self._kind()
        self.pieces.append(_Piece(block, text, level, marks=marks))

    def _kind(self) -> tuple[BlockKind, int]:
        if self._row:
            return BlockKind.ROW, 0
        if self._heading:
            return BlockKind.HEADING, self._heading
        if self._caption:
            return BlockKind.CAPTION, 0
        if self._lists and self._lists[-1][1]:
            return (BlockKind.NUMBERED if self._lists[-1][0] == "ol" else BlockKind.ITEM), len(self._lists)
        if self._pre:
            return BlockKind.PREFORMATTED, 0
        if self._quotes:
            return BlockKind.QUOTE, self._quotes
        return BlockKind.PARAGRAPH, 0

    def _break(self) -> None:
        """One line break stays a line break; two or more part paragraphs (many sites write paragraphs so)."""
        if self._row:
            self.handle_data(" ")
            return
        breaks = self._breaks + 1
        if breaks == 1 and self._length:
            if not self._pre and self._text[-1].endswith(" "):
                self._text[-1] = self._text[-1][:-1]
                self._length -= 1
            self._text.append("\n")
            self._length += 1
        elif breaks == 2 and self._length and not self._pre:
            self.end_block()
        self._breaks = breaks

    def _image(self, attributes: dict[str, str | None]) -> None:
        sizes = [int(value) for name in ("width", "height") if (value := attributes.get(name) or "").isdigit()]
        url = clean(attributes.get("src") or "", self.base_url)
        if not url or any(size <= _SMALLEST_IMAGE for size in sizes):
            return
        if not self._row:
            self.end_block()
        alt = " ".join(storable(attributes.get("alt") or "").split())
        self.pieces.append(_Piece(BlockKind.IMAGE, url=url, alt=alt[:1000]))

    # -- marks -----------------------------------------------------------------------------------------------------

    def _start_mark(self, tag: str, attributes: dict[str, str | None]) -> None:
        url = clean(attributes.get("href") or "", self.base_url) if tag == "a" else ""
        self._open.append((_MARKS.get(tag, MarkKind.LINK), self._length, url, tag))

    def _end_mark(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            kind, start, url, opened = self._open[place]
            if opened == tag:
                del self._open[place]
                self._add_mark(kind, start, url)
                return

    def _add_mark(self, kind: MarkKind, start: int, url: str) -> None:
        if start < self._length and (url or kind is not MarkKind.LINK):
            self._marks.append(Mark(kind, start, self._length, url))


def _trimmed(marks: list[Mark], whole: str, shift: int, length: int) -> list[Mark]:
    """The marks moved to the stripped text and shrunk to what is not blank at their edges, in order."""
    kept = []
    for mark in marks:
        start, end = mark.start, min(mark.end, len(whole))
        while start < end and whole[start].isspace():
            start += 1
        while end > start and whole[end - 1].isspace():
            end -= 1
        start, end = start - shift, min(end - shift, length)
        if start < end:
            kept.append(Mark(mark.kind, start, end, mark.url))
    return sorted(kept, key=lambda mark: (mark.start, -mark.end))
