"""What a collection is about, and how near its documents are to it. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.analyse.terms import Rarity, cosine, weights
from broadsheet.analyse.timelines.reading import Read

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Topic:
    """How rare terms are in the collection, its centroid (of length 1), and each document's cosine with it, 0..1, in their order."""

    rarity: Rarity
    centre: Vector
    nearness: tuple[float, ...]


def topic_of(documents: Sequence[Read]) -> Topic:
    """The topic that the documents share, told from themselves alone (centroid of TF-IDF; Radev et al. 2004)."""
    # Without a prior: what stands in every document tells nothing apart here, however rare it is elsewhere.
    rarity = Rarity(strength=1.0)
    for document in documents:
        rarity.add(document.terms)
    vectors = [weights(document.terms, rarity) for document in documents]
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    centre = unit(total)
    return Topic(rarity, centre, tuple(cosine(vector, centre) for vector in vectors))


def unit(weighed: Mapping[str, float]) -> Vector:
    """The same direction with length 1; {} for no length."""
    length = math.sqrt(sum(weight * weight for weight in weighed.values()))
    return {term: weight / length for term, weight in weighed.items()} if length else {}
