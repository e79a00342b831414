"""Articles as telling and answering read them: sentences with their words, names, days and figures. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from broadsheet.analyse.figures.numbers import find_numbers
from broadsheet.analyse.ledger.rows import LedgerArticle, stem
from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.speakers.names import find_names
from broadsheet.types import Dated, Figure, Span, Statement

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_MONEY = re.compile(r"\b(?:crowns?|francs?|marks?|krone[rn]?|kronor|kroner|pesos?|dinars?|pounds?|shillings?|Kronen|Franken|Mark)\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
#: What follows a number that is part of something else: a time, a score, an ordinal.
_PART = re.compile(r"[:.–-]\d|st|nd|rd|th|\.\s?[A-ZÄÖÜ]")
#: Sentences of an article that are looked at.
LOOKED_AT = 400
#: First words that lean on what stands before.
_LEANING = "he she they it this that these those his her their its him them here there both such then so but and instead"
LEANING = frozenset(_LEANING.split())


def plain_words(text: str) -> list[str]:
    """The words of a text, lower-case, numbers without separators of thousands, in order."""
    return [match[0].lower() for match in _WORD.finditer(_GROUPED.sub("", text))]


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's words."""
    return frozenset(stem(word) for word in plain_words(text))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: its place among them, where it stands, its words and their stems."""

    place: int
    start: int
    end: int
    words: frozenset[str]
    stems: frozenset[str]
    leans: bool


class Reading:
    """One article, read for answering. What is not asked for is not computed."""

    def __init__(self, article: LedgerArticle) -> None:
        self.article = article

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order."""
        text = self.article.text
        found: list[Sentence] = []
        for start, end in sentences(text, self.article.language or "en")[:LOOKED_AT]:
            words = plain_words(text[start:end])
            if words:
                stems = frozenset(map(stem, words))
                found.append(Sentence(len(found), start, end, frozenset(words), stems, words[0] in LEANING))
        return tuple(found)

    @cached_property
    def title(self) -> frozenset[str]:
        """The stems of its title."""
        return stems_of(self.article.title)

    @cached_property
    def stems(self) -> frozenset[str]:
        """All its stems, the title's included."""
        return self.title.union(*(sentence.stems for sentence in self.sentences))

    @cached_property
    def names(self) -> tuple[tuple[int, int, frozenset[str]], ...]:
        """Its names: start, end, stems."""
        return tuple((name.start, name.end, stems_of(self.article.text[name.start : name.end])) for name in find_names(self.article.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def at(self, offset: int) -> Sentence | None:
        """The sentence in which a place lies."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self.sentences[place].end:
            return None
        return self.sentences[place]

    def over(self, span: Span) -> Span:
        """The whole sentences that a span touches."""
        first, last = self.at(span[0]), self.at(max(span[0], span[1] - 1))
        return (first.start if first else span[0], last.end if last else span[1])

    def whole(self, span: Span) -> Span:
        """The whole sentences that a span touches, with the one before where the first leans on it."""
        first, last = self.at(span[0]), self.at(max(span[0], span[1] - 1))
        return (self.standing(first)[0] if first else span[0], last.end if last else span[1])

    def standing(self, sentence: Sentence) -> Span:
        """A sentence with the one before it, where it leans on that one."""
        start = sentence.start
        if sentence.leans and sentence.place:
            before = self.sentences[sentence.place - 1]
            if not before.leans and sentence.start - before.end < 4:
                start = before.start
        return (start, sentence.end)

    def dates_in(self, span: Span) -> list[Dated]:
        """Days named within a span."""
        return [dated for dated in self.article.findings.dates if span[0] <= dated.start < span[1]]

    def figures_in(self, span: Span) -> list[Figure]:
        """Numbers within a span: figures of the ledger (sums of a currency whose country nobody names have the unit XXX, ISO 4217), and
        bare ones ("the company counted 410"), without years and days.
        """
        return [figure for figure in self._numbers if span[0] <= figure.start < span[1]]

    @cached_property
    def _numbers(self) -> list[Figure]:
        text = self.article.text
        found = [
            replace(figure, unit="XXX") if not figure.unit and _MONEY.search(text[figure.start : figure.end + 12]) else figure
            for figure in self.article.findings.figures
        ]
        taken = [(figure.start, figure.end) for figure in found] + [(dated.start, dated.end) for dated in self.article.findings.dates]
        for number in find_numbers(text):
            written = text[number.start : number.end]
            if (
                not any(letter.isdigit() for letter in written)
                or _YEAR.fullmatch(written)
                or _PART.match(text[number.end : number.end + 2])
            ):
                continue
            if not any(start < number.end and end > number.start for start, end in taken):
                found.append(Figure(start=number.start, end=number.end, low=number.low, high=number.high, confidence=0.4))
        return sorted(found, key=lambda figure: figure.start)

    @property
    def statements(self) -> Sequence[Statement]:
        """Who said what in it."""
        return self.article.findings.statements
