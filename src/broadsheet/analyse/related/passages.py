"""What two articles have in common, to be shown to a reader who asks why: words as they are written, and sentences that say alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analyse.related.reasons import best_words, reason_words
from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.terms import Rarity, cosine, counted, weights
from broadsheet.types import Article, Overlap, Signal

#: Sentences of each article that are compared, and the least likeness of a pair that is shown.
COMPARED, LEAST = 40, 0.2
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def shared_words(article: Article, other: Article, most: int = 8) -> dict[str, tuple[str, ...]]:
    """Names ("names"), rare words ("terms") and numbers ("figures") of both articles, as the first one writes them, most telling first."""
    return {
        "names": reason_words(article, other, most=most),
        "terms": best_words(article, other, most),
        "figures": _figures(article.text, other.text)[:most],
    }


def said(signals: Sequence[Signal], article: Article, other: Article) -> tuple[Signal, ...]:
    """The signals with the words that matched between two articles, where they do not say any themselves."""
    words = shared_words(article, other)
    return tuple(replace(signal, detail=signal.detail or words.get(signal.name, ())) for signal in signals)


def alike_sentences(article: Article, other: Article, most: int = 4) -> tuple[Overlap, ...]:
    """Up to `most` pairs of sentences of the two articles that say most alike, each sentence once; () where none do.

    Alike in words: it says nothing about whether they agree, and finds nothing between languages. Linear but for the `COMPARED` first
    sentences of each, which are compared pair by pair.
    """
    texts = (article, other)
    found = [[span for span in sentences(one.text[:20_000], one.language or "en") if span[1] - span[0] >= 30][:COMPARED] for one in texts]
    counts = [[counted(one.text[start:end]) for start, end in spans] for one, spans in zip(texts, found, strict=True)]
    rarity = Rarity()
    for part in counts:
        for each in part:
            rarity.add(each)
    mine, theirs = ([weights(each, rarity) for each in part] for part in counts)
    pairs = sorted(((-cosine(a, b), i, j) for i, a in enumerate(mine) for j, b in enumerate(theirs)))
    taken: list[tuple[int, int]] = []
    for score, i, j in pairs:
        if -score < LEAST or len(taken) == most:
            break
        if all(i != one and j != two for one, two in taken):
            taken.append((i, j))
    return tuple(Overlap(*found[0][i], *found[1][j]) for i, j in sorted(taken))


def _figures(text: str, theirs: str) -> tuple[str, ...]:
    have = set(_FIGURE.findall(theirs))
    return tuple(Counter(number for number in _FIGURE.findall(text) if number in have and len(number) > 1))
