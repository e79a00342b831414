"""Articles as HTML, written from their text and layout alone.

No markup of a publisher passes through here: tags come from a closed set, every text and attribute is escaped, links are http(s) only. So
whatever an article says, its page has our structure (rows H11-H17). Passages keep their places: any span can carry an anchor or a mark.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from markupsafe import Markup, escape

from broadsheet.types import Article, Block, BlockKind, Mark, MarkKind

Span = tuple[int, int]
#: Turns the address of a picture into one that our own site serves; "" = leave the picture out.
Picture = Callable[[str], str]
#: What stands beside a paragraph, a list of marks; empty for none.
Beside = Callable[[Block], Markup]

_INLINE = {MarkKind.EMPHASIS: "em", MarkKind.STRONG: "strong", MarkKind.CODE: "code"}
_DEEPEST_LIST = 6


def html_of(
    article: Article,
    highlights: Iterable[Span] = (),
    *,
    anchors: Iterable[Span] = (),
    annotated: Iterable[Span] = (),
    beside: Beside | None = None,
    picture: Picture | None = None,
) -> Markup:
    """The article's body as HTML, with `<mark>` around `highlights` and an anchor `p-START-END` at the start of each of `anchors`.

    `annotated` spans are underlined; what `beside` gives for a paragraph stands beside it.

    Spans are code points into the article's text, end exclusive; those outside it are ignored. Every highlight is also an anchor. Without
    `picture`, images are left out. Does not write the title, and never raises for odd layouts: overlapping blocks are written as they come.
    """
    size = len(article.text)
    marked = _apart(span for span in highlights if 0 <= span[0] < span[1] <= size)
    named = _apart(span for span in anchors if 0 <= span[0] < span[1] <= size)
    underlined = _apart(span for span in annotated if 0 <= span[0] < span[1] <= size)
    writer = _Writer(article.text, marked, named, underlined, beside, picture, set())
    return Markup("").join(writer.blocks(article.layout or paragraphs(article.text)))


def paragraphs(text: str) -> tuple[Block, ...]:
    """A layout for a text that has none: one paragraph for each run of lines between empty lines, or each line when there are none."""
    separator = "\n\n" if "\n\n" in text else "\n"
    blocks: list[Block] = []
    at = 0
    for piece in text.split(separator):
        if piece.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(piece)))
        at += len(piece) + len(separator)
    return tuple(blocks)


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """One line of text with `<mark>` around the spans: for titles and snippets."""
    parts: list[Markup] = []
    at = 0
    for start, end in _apart(span for span in spans if 0 <= span[0] < span[1] <= len(text)):
        parts += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def safe_url(url: str) -> str:
    """The address when it is absolute http(s) without control characters or spaces, else ""."""
    lowered = url[:8].lower()
    if not lowered.startswith(("http://", "https://")) or any(ord(char) <= 0x20 or ord(char) == 0x7F for char in url):
        return ""
    return url


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without overlaps: a later one starts where the one before ended, and goes when nothing is left of it."""
    apart: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        start = max(start, apart[-1][1]) if apart else start
        if start < end:
            apart.append((start, end))
    return apart


@dataclass(frozen=True, slots=True)
class _Writer:
    text: str
    marked: list[Span]
    named: list[Span]
    underlined: list[Span]
    beside: Beside | None
    picture: Picture | None
    #: Anchors already written: a passage that spans several blocks is named once.
    used: set[Span]

    def blocks(self, layout: Sequence[Block]) -> list[Markup]:
        out: list[Markup] = []
        at = 0
        while at < len(layout):
            end = at + 1
            kind = layout[at].kind
            if kind in (BlockKind.ITEM, BlockKind.NUMBERED):
                while end < len(layout) and layout[end].kind in (BlockKind.ITEM, BlockKind.NUMBERED):
                    end += 1
                out.append(self._list(layout[at:end]))
            elif kind in (BlockKind.ROW, BlockKind.QUOTE):
                while end < len(layout) and layout[end].kind is kind:
                    end += 1
                out.append(self._table(layout[at:end]) if kind is BlockKind.ROW else self._quote(layout[at:end]))
            elif kind is BlockKind.IMAGE:
                caption = layout[end] if end < len(layout) and layout[end].kind is BlockKind.CAPTION else None
                end += caption is not None
                out.append(self._figure(layout[at], caption))
            else:
                out.append(self._block(layout[at]))
            at = end
        return out

    def _block(self, block: Block) -> Markup:
        inside = self._inline(block)
        if not inside:
            return Markup("")
        if block.kind is BlockKind.HEADING:
            # The page's own h1 is the title; the deepest that a body may go is h4.
            level = min(4, max(2, block.level or 2))
            return Markup("<h{0}>{1}</h{0}>\n").format(level, inside)
        if block.kind is BlockKind.PREFORMATTED:
            return Markup('<pre tabindex="0">{}</pre>\n').format(self._inline(block, breaks=False))
        if block.kind is BlockKind.CAPTION:
            return Markup('<p class="caption">{}</p>\n').format(inside)
        marks = self.beside(block) if self.beside is not None and block.kind is BlockKind.PARAGRAPH else Markup("")
        if marks:
            return Markup('<div class="voiced"><p>{}</p>{}</div>\n').format(inside, marks)
        return Markup("<p>{}</p>\n").format(inside)

    def _list(self, items: Sequence[Block]) -> Markup:
        out: list[Markup] = []
        open_: list[str] = []
        for item in items:
            tag = "ol" if item.kind is BlockKind.NUMBERED else "ul"
            level = min(max(1, item.level), len(open_) + 1, _DEEPEST_LIST)
            while len(open_) > level or (len(open_) == level and open_[-1] != tag):
                out.append(Markup("</li></{}>").format(open_.pop()))
            if len(open_) < level:
                open_.append(tag)
                out.append(Markup("<{}>").format(tag))
            else:
                out.append(Markup("</li>"))
            out.append(Markup("<li>{}").format(self._inline(item)))
        out += [Markup("</li></{}>").format(tag) for tag in reversed(open_)]
        return Markup("").join([*out, Markup("\n")])

    def _quote(self, blocks: Sequence[Block]) -> Markup:
        inside = Markup("").join(Markup("<p>{}</p>").format(self._inline(block)) for block in blocks)
        return Markup("<blockquote>{}</blockquote>\n").format(inside)

    def _table(self, rows: Sequence[Block]) -> Markup:
        out: list[Markup] = []
        for row in rows:
            cells = [(mark.start, mark.end) for mark in row.marks if mark.kind is MarkKind.CELL] or [(row.start, row.end)]
            written = Markup("").join(Markup("<td>{}</td>").format(self._stretch(start, end, row.marks)) for start, end in cells)
            out.append(Markup("<tr>{}</tr>").format(written))
        return Markup('<div class="table" tabindex="0" role="region" aria-label="Table"><table><tbody>{}</tbody></table></div>\n').format(
            Markup("").join(out)
        )

    def _figure(self, image: Block, caption: Block | None) -> Markup:
        address = self.picture(image.url) if self.picture and safe_url(image.url) else ""
        words = self._inline(caption) if caption else Markup("")
        if not address:
            return Markup('<p class="caption">{}</p>\n').format(words) if words else Markup("")
        drawn = Markup('<img src="{}" alt="{}" loading="lazy" decoding="async">').format(address, image.alt)
        below = Markup("<figcaption>{}</figcaption>").format(words) if words else Markup("")
        return Markup("<figure>{}{}</figure>\n").format(drawn, below)

    def _inline(self, block: Block, *, breaks: bool = True) -> Markup:
        return self._stretch(block.start, block.end, block.marks, breaks=breaks)

    def _stretch(self, start: int, end: int, marks: Sequence[Mark], *, breaks: bool = True) -> Markup:
        """The text from `start` to `end`: passages outermost, then highlights, links, emphasis. Layers split where they cross."""
        out: list[Markup] = []
        for passage, pieces in groupby(self._pieces(start, end, marks), key=lambda piece: piece.passage):
            inside = self._highlighted(pieces, breaks)
            if passage is None:
                out.append(inside)
            elif passage in self.used:
                out.append(Markup('<span class="passage">{}</span>').format(inside))
            else:
                self.used.add(passage)
                out.append(Markup('<span class="passage" id="p-{}-{}">{}</span>').format(*passage, inside))
        return Markup("").join(out)

    def _highlighted(self, pieces: Iterable[_Piece], breaks: bool) -> Markup:
        out: list[Markup] = []
        for lit, group in groupby(pieces, key=lambda piece: piece.lit):
            inside = self._linked(group, breaks)
            if lit is None:
                out.append(inside)
            elif lit in self.used:
                out.append(Markup('<mark class="passage">{}</mark>').format(inside))
            else:
                self.used.add(lit)
                out.append(Markup('<mark class="passage" id="p-{}-{}">{}</mark>').format(*lit, inside))
        return Markup("").join(out)

    def _linked(self, pieces: Iterable[_Piece], breaks: bool) -> Markup:
        out: list[Markup] = []
        for link, group in groupby(pieces, key=lambda piece: piece.link):
            inside = Markup("").join(self._styled(piece, breaks) for piece in group)
            if link is not None and inside.striptags():
                inside = Markup('<a href="{}" rel="noopener noreferrer nofollow ugc">{}</a>').format(link[2], inside)
            out.append(inside)
        return Markup("").join(out)

    def _styled(self, piece: _Piece, breaks: bool) -> Markup:
        written = escape(self.text[piece.start : piece.end])
        if breaks:
            written = Markup("<br>").join(written.split("\n"))
        for tag in piece.tags:
            written = Markup("<{0}>{1}</{0}>").format(tag, written)
        return written

    def _pieces(self, start: int, end: int, marks: Sequence[Mark]) -> list[_Piece]:
        """The stretch cut at every edge of every layer, each piece with what holds there. One sweep: n log n in the number of marks."""
        passages, lit = _within(self.named, start, end), _within(self.marked, start, end)
        links = _links(marks)
        styles = [(mark.start, mark.end, _INLINE[mark.kind]) for mark in marks if mark.kind in _INLINE]
        styles += [(left, right, "u") for left, right in _within(self.underlined, start, end)]
        edges = {start, end}
        bounds = [*passages, *lit, *((left, right) for left, right, _ in (*links, *styles))]
        edges.update(edge for bound in bounds for edge in bound if start < edge < end)
        changes: dict[int, list[tuple[str, int]]] = {}
        for left, right, tag in styles:
            if left < right:
                changes.setdefault(max(left, start), []).append((tag, 1))
                changes.setdefault(max(right, start), []).append((tag, -1))
        depth = dict.fromkeys((*_INLINE.values(), "u"), 0)
        walks = (_Walk(passages), _Walk(lit), _Walk(links))
        pieces: list[_Piece] = []
        for left, right in pairwise(sorted(edges)):
            for tag, change in changes.get(left, ()):
                depth[tag] += change
            tags = tuple(tag for tag in ("code", "em", "strong", "u") if depth[tag])
            passage, light, link = (walk.at(left) for walk in walks)
            pieces.append(_Piece(left, right, passage, light, link, tags))
        return pieces


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text inside which nothing changes."""

    start: int
    end: int
    passage: Any
    lit: Any
    link: Any
    tags: tuple[str, ...]


class _Walk:
    """Finds the span that covers a position, for positions that only grow."""

    def __init__(self, spans: Sequence[tuple[Any, ...]]) -> None:
        self.spans = spans
        self.index = 0

    def at(self, position: int) -> tuple[Any, ...] | None:
        while self.index < len(self.spans) and self.spans[self.index][1] <= position:
            self.index += 1
        if self.index < len(self.spans) and self.spans[self.index][0] <= position:
            return self.spans[self.index]
        return None


def _within(spans: list[Span], start: int, end: int) -> list[Span]:
    """Those of the (ordered, separate) spans that touch the stretch."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, key=lambda span: span[0])
    return spans[first:last]


def _links(marks: Sequence[Mark]) -> list[tuple[int, int, str]]:
    """The links of a block in order and without overlap, those with an unsafe address left out."""
    links: list[tuple[int, int, str]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind is MarkKind.LINK and safe_url(mark.url):
            start = max(mark.start, links[-1][1]) if links else mark.start
            if start < mark.end:
                links.append((start, mark.end, mark.url))
    return links
