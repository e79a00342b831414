"""How alike two articles are, 0..1: for pairs that people would call the same event, the same subject, or unrelated.

    texts -> passages that many texts share dropped -> terms weighed by rarity -> widened by the nearest texts of the collection
          -> cosine of the whole, cosine of the beginnings, titles found in the other text, meaning -> one score

A handful of numbers, the same for every language, chosen on Spanish and checked on Turkish and the other way round: see
docs/decisions/0013-related.md.
Across languages terms can only share names, so an embedder that knows both languages speaks louder there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.language import detect
from broadsheet.analyse.terms import Rarity, cosine, counted, weights
from broadsheet.types import Article

#: Characters of title and text that count as the beginning: news says first what it is about.
BEGINNING = 800
#: What beginning and titles add to the cosine of the whole.
BEGINNING_WEIGHT, TITLE_WEIGHT = 0.25, 0.3
#: Cosines are raised to this power: people tell unrelated from a little related more finely than a cosine does.
SHAPE = 0.8
#: A passage that stands in so many different texts is furniture of a site or an agency, and says nothing about them.
OFTEN = 3
#: How many of the nearest texts of the collection lend a text their terms, and how much ("document expansion"; Tao and others 2006).
NEIGHBOURS, LENT = 5, 0.3
#: A larger collection is not searched for neighbours: the work grows with its square.
MOST_WIDENED = 4000
#: Postings longer than this are skipped in the search for neighbours: such terms say little and cost most.
MOST_POSTINGS = 200
#: The share of an embedder in the score: for texts of one language, and for two of different languages that it knows both.
WITHIN, ACROSS = 0.3, 0.7
#: Characters of a text that are embedded.
EMBEDDED = 4000

_LINE = re.compile(r"\n+")

Pair = tuple[Article, Article]
Weights = Mapping[str, float]


class Embedder(Protocol):
    """What is needed of an embedder (see `models.Embedder`)."""

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages that share one space."""

    @property
    def cuts(self) -> tuple[float, float]:
        """Cosines of an unrelated and of a closely related pair."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A row of length 1 for each text."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a comparison needs of one text: weights of length 1 each; `wide` with what the nearest texts lend."""

    whole: Weights
    wide: Weights
    beginning: Weights
    title: Weights


def similarity(one: Article, two: Article, embedder: Embedder | None = None, rarity: Rarity | None = None) -> float:
    """How alike two articles are, 0..1; symmetric. `rarity` should come from the archive, else the two texts are all that is known."""
    return next(similarities([(one, two)], embedder, rarity))


def similarities(pairs: Sequence[Pair], embedder: Embedder | None = None, rarity: Rarity | None = None) -> Iterator[float]:
    """The similarity of each pair, 0..1, in their order.

    All texts of the pairs together are the collection that shows what is rare, what is furniture, and which texts are near: pass a whole
    file at once where possible. `rarity` may know more (a background, an archive); it is not changed. A text without terms is like none.
    Raises what the embedder raises.
    """
    places: dict[tuple[str, str], int] = {}
    numbers = [tuple(places.setdefault((article.title, article.text), len(places)) for article in pair) for pair in pairs]
    parts = _parts(list(places), rarity)
    if embedder is None:
        yield from (_score(parts[a], parts[b]) for a, b in numbers)
        return
    codes = _languages(pairs, numbers)
    low, high = embedder.cuts
    meant = _meanings(embedder, list(places), numbers)
    for (a, b), meaning in zip(numbers, meant, strict=True):
        across = _across(codes[a], codes[b], embedder)
        share, top = (ACROSS, high) if across else (WITHIN, 1.0)
        scaled = min(1.0, max(0.0, (meaning - low) / max(top - low, 1e-6)))
        yield share * scaled + (1 - share) * _score(parts[a], parts[b])


def _score(one: _Parts, two: _Parts) -> float:
    whole: float = max(0.0, cosine(one.wide, two.wide)) ** SHAPE
    beginning: float = max(0.0, cosine(one.beginning, two.beginning)) ** SHAPE
    titles = (_found(one.title, two.whole) + _found(two.title, one.whole)) / 2
    total = 1 + BEGINNING_WEIGHT + TITLE_WEIGHT
    return min(1.0, (whole + BEGINNING_WEIGHT * beginning + TITLE_WEIGHT * titles) / total)


def _found(title: Weights, text: Weights) -> float:
    """The share of a title's weight whose terms stand in the text."""
    return sum(weight * weight for term, weight in title.items() if term in text)


def _parts(texts: Sequence[tuple[str, str]], rarity: Rarity | None) -> list[_Parts]:
    cleaned = [(title, text) for (title, _), text in zip(texts, without_furniture([text for _, text in texts]), strict=True)]
    counts = [counted(f"{title}\n{text}") for title, text in cleaned]
    known = rarity.copy() if rarity is not None else Rarity()
    for count in counts:
        known.add(count)
    whole = [weights(count, known) for count in counts]
    wide = widened(whole)
    parts: list[_Parts] = []
    for (title, text), own, wider in zip(cleaned, whole, wide, strict=True):
        beginning = f"{title}\n{text}"[:BEGINNING]
        first = weights(counted(beginning), known) if len(title) + len(text) >= BEGINNING else own
        parts.append(_Parts(own, wider, first, weights(counted(title or text[:100]), known)))
    return parts


def without_furniture(texts: Sequence[str]) -> list[str]:
    """The texts without the lines that stand in `OFTEN` of them or more; a text of such lines only stays as it is."""
    lines = [[line.strip() for line in _LINE.split(text)] for text in texts]
    spread = Counter(line for own in lines for line in set(own) if line)
    kept = ("\n".join(line for line in own if line and spread[line] < OFTEN) for own in lines)
    return [left or text for left, text in zip(kept, texts, strict=True)]


def widened(whole: Sequence[Weights]) -> list[Weights]:
    """Each text's weights with a little of those of its nearest texts, scaled to length 1."""
    if not 2 < len(whole) <= MOST_WIDENED:
        return list(whole)
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, own in enumerate(whole):
        for term, weight in own.items():
            postings.setdefault(term, []).append((number, weight))
    wide: list[Weights] = []
    for number, own in enumerate(whole):
        near: dict[int, float] = {}
        for term, weight in own.items():
            if len(postings[term]) <= MOST_POSTINGS:
                for other, theirs in postings[term]:
                    near[other] = near.get(other, 0.0) + weight * theirs
        near.pop(number, None)
        total = dict(own)
        for other in sorted(near, key=lambda place: (-near[place], place))[:NEIGHBOURS]:
            for term, weight in whole[other].items():
                total[term] = total.get(term, 0.0) + LENT * near[other] * weight
        length = sum(weight * weight for weight in total.values()) ** 0.5
        wide.append({term: weight / length for term, weight in total.items()} if length else total)
    return wide


def _languages(pairs: Sequence[Pair], numbers: Sequence[tuple[int, ...]]) -> dict[int, str]:
    """The language of each text by its number: what the article says, else what the text looks like."""
    codes: dict[int, str] = {}
    for pair, places in zip(pairs, numbers, strict=True):
        for article, number in zip(pair, places, strict=True):
            if number not in codes:
                codes[number] = article.language or detect(f"{article.title}\n{article.text[:600]}")
    return codes


def _across(one: str, two: str, embedder: Embedder) -> bool:
    return one != two and one in embedder.languages and two in embedder.languages


def _meanings(embedder: Embedder, texts: Sequence[tuple[str, str]], numbers: Sequence[tuple[int, ...]]) -> list[float]:
    """The cosine of each pair of texts by the embedder."""
    if not numbers:
        return []
    rows = embedder.embed([f"{title}. {text}"[:EMBEDDED] for title, text in texts])
    one, two = rows[[a for a, _ in numbers]], rows[[b for _, b in numbers]]
    return [float(near) for near in (one * two).sum(axis=1)]
