"""How far a sentence speaks of what a question asks about: word by word, by the same stem, by a word of like meaning, or by what stands
around it. Pure; the likeness of words is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from broadsheet.analyse.answers.question import Question
from broadsheet.analyse.answers.sides import apart, one_side
from broadsheet.analyse.ledger.rows import stem
from broadsheet.analyse.reading import Reading, Sentence, plain_words

#: What a word counts that stands not in the sentence, but before it in its paragraph, in the title, among the first sentences, in the
#: paragraph before, or anywhere in the article.
BEFORE, TITLE, LEAD, ABOVE, ANYWHERE = 0.6, 0.55, 0.4, 0.35, 0.25
#: Words of like meaning count from this cosine on, and at most so much.
ALIKE, MOST_ALIKE = 0.5, 0.85
#: Names weigh more than other words.
NAMED = 1.4
#: Weight of a word that the language at large does not know.
_UNKNOWN = 8.0


class Meaning(Protocol):
    """What answering knows of words beyond the articles."""

    def rarity(self, word: str) -> float:
        """How rare a word is in the language, -ln of the share of articles that have it; 0 and more."""

    def alike(self, ones: Sequence[str], others: Sequence[str]) -> Sequence[Sequence[float]]:
        """Cosine of each of `ones` with each of `others`, words; a row for each of `ones`."""

    def like(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Cosine of a question with each of these texts."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word that a question asks about: its stem, its weight, whether it is a name."""

    word: str
    stem: str
    weight: float
    name: bool


@dataclass(frozen=True, slots=True)
class Matched:
    """A sentence with how far it speaks of the question's words: `share` of their weight, `inside` of it in the sentence itself.

    `missing` are the words of which even the article has nothing, `weak` those that only the article at large has.
    """

    reading: Reading
    sentence: Sentence
    share: float
    inside: float
    missing: tuple[Term, ...]
    weak: tuple[Term, ...]
    #: All that was looked for, and what each counts here, 0..1.
    terms: tuple[Term, ...] = ()
    values: tuple[float, ...] = ()

    @property
    def terms_in_order(self) -> list[str]:
        """The stems that were looked for, in the order of the question."""
        return [term.stem for term in self.terms]


def terms_of(question: Question, words: Sequence[str], meaning: Meaning) -> tuple[Term, ...]:
    """The words of a question with their weights, each once."""
    found: dict[str, Term] = {}
    for typed in words:
        for word in plain_words(typed):
            low = re.sub(r"['’]s?$", "", word)
            name = low in question.names
            rarity = min(meaning.rarity(low), _UNKNOWN)
            found.setdefault(stem(low), Term(low, stem(low), max(0.3, rarity) * (NAMED if name else 1.0), name))
    return tuple(found.values())


class Matcher:
    """Matches sentences with the terms of one question."""

    def __init__(self, terms: Sequence[Term], readings: Sequence[Reading], meaning: Meaning) -> None:
        self.terms = tuple(terms)
        self._whole = sum(term.weight for term in terms) or 1.0
        self._near = _near(self.terms, readings, meaning)

    def match(self, reading: Reading, sentence: Sentence) -> Matched:
        """How far a sentence speaks of the terms."""
        share = inside = 0.0
        missing: list[Term] = []
        weak: list[Term] = []
        values: list[float] = []
        before = reading.sentences[sentence.place - 1] if sentence.place else None
        lead = reading.sentences[:2]
        for term in self.terms:
            here = self._in(term, sentence.stems, sentence.words)
            if here:
                inside += term.weight * here
                share += term.weight * here
                values.append(here)
                continue
            best = 0.0
            if before is not None:
                best = (BEFORE if sentence.start - before.end < 2 else ABOVE) * self._in(term, before.stems, before.words)
            if best < TITLE and term.stem in reading.title:
                best = TITLE
            if best < LEAD:
                best = max(best, LEAD * max((self._in(term, one.stems, one.words) for one in lead), default=0.0))
            if best < ANYWHERE and term.stem in reading.stems:
                best = ANYWHERE
            share += term.weight * best
            values.append(best)
            if not best:
                missing.append(term)
            elif best <= ANYWHERE:
                weak.append(term)
        return Matched(reading, sentence, share / self._whole, inside / self._whole, tuple(missing), tuple(weak), self.terms, tuple(values))

    def match_words(self, text: str) -> float:
        """The share of the terms' weight that stands in a text."""
        words = frozenset(plain_words(text))
        stems = frozenset(map(stem, words))
        return sum(term.weight * self._in(term, stems, words) for term in self.terms) / self._whole

    def _in(self, term: Term, stems: frozenset[str], words: frozenset[str]) -> float:
        if term.stem in stems:
            return 1.0
        near = self._near.get(term.stem)
        if not near:
            return 0.0
        return max((near[word] for word in words & near.keys()), default=0.0)


def _near(terms: Sequence[Term], readings: Sequence[Reading], meaning: Meaning) -> Mapping[str, Mapping[str, float]]:
    """For each term's stem the words of the articles that mean nearly the same, with how much they count."""
    soft = [term for term in terms if not term.name and not term.word.isdigit()]
    if not soft:
        return {}
    vocabulary = sorted({word for reading in readings for sentence in reading.sentences for word in sentence.words})
    vocabulary = [word for word in vocabulary if len(word) > 2 and not word.isdigit()]
    if not vocabulary:
        return {}
    found: dict[str, dict[str, float]] = {}
    for term, row in zip(soft, meaning.alike([term.word for term in soft], vocabulary), strict=True):
        found[term.stem] = {
            word: MOST_ALIKE if one_side(term.word, word) else min(MOST_ALIKE, 0.35 + 0.6 * cosine)
            for word, cosine in zip(vocabulary, row, strict=True)
            if one_side(term.word, word) or (cosine >= ALIKE and not apart(term.word, word))
        }
    return found
