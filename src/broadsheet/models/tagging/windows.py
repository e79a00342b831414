"""A text as a tagger reads it: words with their places, their word pieces, and windows of whole paragraphs that fit the model. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.models.wordpiece import WordPieces
from broadsheet.types import Span

#: Pieces of a window, marks of start and end not counted; and words that a window shares with the one before when a paragraph is cut.
MOST_PIECES, OVERLAP = 222, 40
#: Pieces of one word that are read.
MOST_OF_WORD = 12
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `stop` of a text. What it says of the first `lead` and the last `tail` words is better told by its neighbours."""

    first: int
    stop: int
    lead: int = 0
    tail: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's words: places, piece numbers of each, and whether a new paragraph begins before it."""

    words: tuple[Span, ...]
    pieces: tuple[tuple[int, ...], ...]
    opens: tuple[bool, ...]


def read(text: str, vocabulary: WordPieces) -> Reading:
    """The words of a text with their pieces: runs of letters and figures, and single signs. Linear in its length."""
    words = tuple(match.span() for match in _WORD.finditer(text))
    known: dict[str, tuple[int, ...]] = {}
    pieces, opens, last = [], [], 0
    for start, end in words:
        word = text[start:end]
        if word not in known:
            known[word] = tuple(vocabulary.pieces(_plain(word))[:MOST_OF_WORD])
        pieces.append(known[word])
        opens.append("\n" in text[last:start])
        last = end
    return Reading(words, tuple(pieces), tuple(opens))


def _plain(word: str) -> str:
    """A word as the vocabulary has it: small letters without accents; curly quotation marks stay."""
    spread = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in spread if unicodedata.category(character) != "Mn") or word


def windows(reading: Reading) -> Iterator[Window]:
    """Windows over all words: as many whole paragraphs as fit; a longer paragraph is cut, with words shared on either side."""
    sizes = [len(pieces) + opens for pieces, opens in zip(reading.pieces, reading.opens, strict=True)]
    first = lead = 0
    while first < len(sizes):
        stop, size, paragraph = first, 0, first
        while stop < len(sizes) and size + sizes[stop] <= MOST_PIECES:
            if reading.opens[stop]:
                paragraph = stop
            size += sizes[stop]
            stop += 1
        if stop >= len(sizes):
            yield Window(first, stop, lead)
            return
        if reading.opens[stop]:
            paragraph = stop
        if paragraph > first + lead:
            yield Window(first, paragraph, lead)
            first, lead = paragraph, 0
        else:
            shared = min(OVERLAP, (stop - first) // 3)
            yield Window(first, stop, lead, shared // 2)
            first, lead = stop - shared, shared - shared // 2


def numbers(reading: Reading, window: Window, start: int, end: int) -> tuple[list[int], list[int]]:
    """The pieces of a window between the marks of start and end, which also stand between paragraphs; and where each word begins."""
    row, places = [start], []
    for word in range(window.first, window.stop):
        if reading.opens[word] and word > window.first:
            row.append(end)
        places.append(len(row))
        row.extend(reading.pieces[word])
    return [*row, end], places
