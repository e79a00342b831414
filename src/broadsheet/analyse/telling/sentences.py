"""Which sentences of a story may be told by themselves, and how central they are. Pure.

Centrality is LexRank's (Erkan and Radev 2004) with one voice an independent report: what many reports of their own tell weighs, what one
agency's copies repeat does not. Nothing that somebody says may be told without who says it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.analyse.keypoints import stands_alone
from broadsheet.analyse.ledger.rows import LedgerArticle, rarity, stems
from broadsheet.analyse.reading import Reading, Sentence
from broadsheet.analyse.summary.article import DATELINE
from broadsheet.types import FigureSet, Ledger, PairKind, Span, Verdict

#: Sentences of an article that are looked at: news tells first what matters.
LOOKED_AT = 25
#: A row of the ledger binds its sentence from this confidence on: nothing of it is told without its holder.
BINDS = 0.3
_LOUD = re.compile(r"!|\b[A-Z]{5,}\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be told: its article read, its weighted stems, and how central it is (0..1)."""

    reading: Reading
    sentence: Sentence
    terms: Mapping[str, float]
    central: float
    said: bool

    @property
    def span(self) -> Span:
        """Where it stands."""
        return (self.sentence.start, self.sentence.end)

    @property
    def loud(self) -> bool:
        """Whether it shouts: a word in capitals that is no abbreviation, or an exclamation mark."""
        text = self.reading.article.text[self.sentence.start : self.sentence.end]
        return bool(_LOUD.search(text[dateline(text) :]))


def candidates(articles: Sequence[LedgerArticle], ledger: Ledger) -> list[Candidate]:
    """The sentences of the articles' own reports that stand by themselves, most central first."""
    readings = [Reading(article) for article in articles if article.copy_of is None]
    if not readings:
        return []
    weights = rarity(reading.article.text for reading in readings)
    stale = _overtaken(ledger)
    raw: list[tuple[Reading, Sentence, dict[str, float], bool]] = []
    for reading in readings:
        for sentence in reading.sentences[:LOOKED_AT]:
            if not stands(reading, sentence) or _touches(stale, reading.article.article_id, sentence):
                continue
            bound = _bound(reading, sentence)
            if bound is None:
                continue
            terms = {term: weights.get(term, 1.0) for term in stems(reading.article.text[sentence.start : sentence.end])}
            raw.append((reading, sentence, terms, bound))
    profile = _profile(readings, weights)
    return sorted(
        (Candidate(reading, sentence, terms, _central(terms, profile), bound) for reading, sentence, terms, bound in raw),
        key=lambda one: (-one.central, one.reading.article.article_id, one.sentence.start),
    )


def stands(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence can be read alone: whole, no question, no quotation without its speaker, not leaning on the one before."""
    text = reading.article.text[sentence.start : sentence.end].strip()
    return not sentence.leans and stands_alone(text, reading.article.language or "en")


def _bound(reading: Reading, sentence: Sentence) -> bool | None:
    """Whether somebody says it who is named in it; None where somebody says it who is not: then it may not be told."""
    said = False
    for row in reading.statements:
        if row.confidence < BINDS or not any(start < sentence.end and end > sentence.start for start, end in row.content):
            continue
        if not any(sentence.start <= start < sentence.end for start, _ in row.source):
            return None
        source = " ".join(reading.article.text[start:end] for start, end in row.source).lower()
        if source in ("he", "she", "they", "it", "who", "we", "i"):
            # A pronoun inside its own sentence is fine where the sentence names whom it means.
            names = [name for name in reading.names if sentence.start <= name[0] < sentence.end]
            if not names:
                return None
        said = True
    return said


def _overtaken(ledger: Ledger) -> dict[int, list[Span]]:
    """Passages that are not told as known: older values of a figure that developed, contested values, what was corrected or taken back."""
    found: dict[int, list[Span]] = {}
    for figures in ledger.figures:
        if figures.verdict is Verdict.DEVELOPMENT:
            for value in _older(figures):
                found.setdefault(value[0], []).append(value[1])
        elif figures.verdict is Verdict.CONTESTED:
            # Contested values stand side by side elsewhere; none of them is told as known.
            for one in figures.values:
                found.setdefault(one.passage.article_id, []).append((one.passage.start, one.passage.end))
    for pair in ledger.pairs:
        if pair.kind in (PairKind.CORRECTION, PairKind.STANCE_CHANGE):
            row = ledger.statements[pair.first]
            found.setdefault(row.article_id, []).extend(row.content)
    return found


def _older(figures: FigureSet) -> list[tuple[int, Span]]:
    last = figures.values[-1]
    return [
        (value.passage.article_id, (value.passage.start, value.passage.end))
        for value in figures.values
        if (value.low, value.high) != (last.low, last.high) and value.told and last.told and value.told < last.told
    ]


def _touches(stale: Mapping[int, list[Span]], article_id: int, sentence: Sentence) -> bool:
    return any(start < sentence.end and end > sentence.start for start, end in stale.get(article_id, ()))


def _profile(readings: Sequence[Reading], weights: Mapping[str, float]) -> dict[str, float]:
    """In which share of the reports each stem stands, times its weight."""
    counts: dict[str, int] = {}
    for reading in readings:
        for term in set(stems(reading.article.text)) | set(stems(reading.article.title)):
            counts[term] = counts.get(term, 0) + 1
    repeated: dict[str, float] = {}
    for reading in readings:
        for term in stems(reading.article.text):
            repeated[term] = repeated.get(term, 0.0) + 1 / len(readings)
    return {
        term: count / len(readings) * math.log1p(repeated.get(term, 0.0)) * math.sqrt(weights.get(term, 1.0))
        for term, count in counts.items()
    }


def _central(terms: Mapping[str, float], profile: Mapping[str, float]) -> float:
    """The mean weight of a sentence's stems in the story, long sentences not favoured."""
    if not terms:
        return 0.0
    return sum(profile.get(term, 0.0) for term in terms) / (len(terms) + 6)


def overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The weighted share of the shorter sentence's stems that the other has, 0..1."""
    if sum(other.values()) < sum(one.values()):
        one, other = other, one
    whole = sum(one.values())
    return sum(weight for term, weight in one.items() if term in other) / whole if whole else 0.0


def dateline(text: str) -> int:
    """Length of the dateline that a text begins with; 0 where there is none."""
    match = DATELINE.match(text)
    return match.end() if match and match.end() < len(text) / 2 else 0
