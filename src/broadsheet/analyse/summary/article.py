"""An article in a few of its own sentences, chosen within a number of words. Pure; nothing is written anew, only datelines are cut.

Each sentence gets a value from its place, its length, and how much of it the article repeats (weights trained, see features). Sentences are
taken greedily by value, less what those taken before have told already (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analyse.ledger.rows import stems
from broadsheet.analyse.reading import LEANING
from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.summary.features import features
from broadsheet.analyse.summary.weights import WEIGHTS
from broadsheet.types import Span
from broadsheet.types.told import Cut, CutKind, Length

VERSION = "summary-1"

#: Words by length.
WORDS = {Length.LINE: 32, Length.PARAGRAPH: 64, Length.PAGE: 200}
#: Sentences by length.
MOST = {Length.LINE: 1, Length.PARAGRAPH: 3, Length.PAGE: 10}
#: Sentences that are looked at: news tells first what matters.
LOOKED_AT = 40
#: What a sentence loses when all of its words were told before; how little its length matters.
REPEATS, LENGTH_POWER = 0.2, 0.3
#: Words beyond the number allowed that the first sentence may have.
OVER = 15
_QUOTES = frozenset("\"“”„'‘’«»")
_WORD = re.compile(r"\w+")
#: The place, day and agency that a report begins with.
DATELINE = re.compile(
    r"^(?:(?:[A-ZÄÖÜ][\w .,'’-]{1,40})?\([A-Z][A-Za-z .]{1,20}\)\s*(?:[-–—]+\s*)?|"
    r"[A-ZÄÖÜ][A-ZÄÖÜ .'’-]{2,40}(?:,[^()\n]{2,40})?(?:\s\([^)]{2,40}\))?\s[-–—]+\s)(?=[\"“'‘\w])"
)


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence of a summary: where it stands in the text, what is cut from it, and its value."""

    start: int
    end: int
    cuts: tuple[Cut, ...]
    value: float


def article_summary(
    text: str,
    *,
    title: str = "",
    language: str = "en",
    length: Length = Length.PARAGRAPH,
    spans: Sequence[Span] | None = None,
    weights: Sequence[float] = WEIGHTS,
) -> tuple[Picked, ...]:
    """The sentences that tell most of an article, in the order of the text; () for an empty one.

    `spans` are the paragraphs to take sentences from, the whole text where they are not given.
    """
    found: list[Span] = []
    for first, last in spans if spans is not None else [(0, len(text))]:
        found += [(first + start, first + end) for start, end in sentences(text[first:last], language)]
        if len(found) >= LOOKED_AT:
            break
    found = [(start, end) for start, end in found[:LOOKED_AT] if _WORD.search(text[start:end])]
    if not found:
        return ()
    cuts = [cuts_of(text, start, end) for start, end in found]
    shorter = [shown(text, Picked(*span, cut, 0.0)) for span, cut in zip(found, cuts, strict=True)]
    values = [sum(value * weight for value, weight in zip(row, weights, strict=True)) for row in features(shorter, title)]
    alone = [stands_alone(words, language) for words in shorter]
    chosen = _chosen(shorter, values, WORDS[length], MOST[length], alone)
    return tuple(Picked(*found[place], cuts[place], round(values[place], 4)) for place in sorted(chosen))


def stands_alone(sentence: str, language: str = "en") -> bool:
    """Whether a sentence can be read by itself: it begins with no pronoun or other word that leans on the one before, and quotes nobody who
    is not named in it.
    """
    words = _WORD.findall(sentence.lower())
    if not words or words[0] in LEANING or sentence.rstrip("\"'”’» ").endswith("?"):
        return False
    if sentence[0] in _QUOTES and sentence.rstrip()[-1] in _QUOTES:
        return False
    return sentence.count("“") == sentence.count("”") and sentence.count('"') % 2 == 0


def _chosen(texts: Sequence[str], values: Sequence[float], most_words: int, most: int, alone: Sequence[bool]) -> list[int]:
    """Places of the sentences that are taken. One that leans on the sentence before is taken only after that one."""
    sizes = [max(4, len(_WORD.findall(text))) for text in texts]
    bags = [set(stems(text)) for text in texts]
    worth = [value / (size / 20) ** LENGTH_POWER for value, size in zip(values, sizes, strict=True)]
    chosen: list[int] = []
    told: set[str] = set()
    words = 0
    while len(chosen) < most:
        best: tuple[float, int] | None = None
        for place, size in enumerate(sizes):
            if place in chosen or (not alone[place] and place - 1 not in chosen) or words + size > most_words + (0 if chosen else OVER):
                continue
            points = worth[place] - REPEATS * len(bags[place] & told) / (len(bags[place]) + 1)
            if best is None or points > best[0]:
                best = (points, place)
        if best is None:
            break
        chosen.append(best[1])
        told |= bags[best[1]]
        words += sizes[best[1]]
    return chosen


def cuts_of(text: str, start: int, end: int) -> tuple[Cut, ...]:
    """What is cut from a sentence: the dateline that it begins with."""
    match = DATELINE.match(text[start:end])
    return ((start, start + match.end(), CutKind.DATELINE),) if match and match.end() < (end - start) / 2 else ()


def shown(text: str, picked: Picked) -> str:
    """A picked sentence as it is shown: its words without the cuts, blanks made single."""
    left, at = "", picked.start
    for first, last, _ in picked.cuts:
        left += text[at:first]
        at = last
    return " ".join((left + text[at : picked.end]).split())
