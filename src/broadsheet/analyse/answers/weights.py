"""How likely a sentence answers, from its features. Weights by scripts/train_answers.py."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: A sentence is shown as an answer from this likelihood on.
ANSWERS = 0.5
WEIGHTS = (
    -2.8326,  # one
    -0.3818,  # share
    -0.9918,  # inside
    1.0277,  # inside squared
    -0.4430,  # names inside
    -2.4687,  # missing
    -1.0380,  # missing names
    -2.2330,  # weak
    0.7755,  # like
    1.2269,  # like with the one before
    -0.0038,  # who
    0.6970,  # when
    0.8889,  # where
    1.1846,  # how many
    1.2483,  # why
    -0.4183,  # typed without
    0.3766,  # speaker
    -0.4090,  # speaker lacks
    1.6733,  # stance
    -0.2950,  # stance lacks
    0.2614,  # said
    1.7789,  # said of the topic
    0.2653,  # early
    -0.6136,  # first
    -0.0353,  # title
    1.7643,  # article
    -1.5221,  # long
    -0.3306,  # quoted
    -1.2438,  # question
    -0.2469,  # together
    1.4474,  # near
    0.9138,  # reversal
    -0.7448,  # copy
    -1.2847,  # least
    -0.6578,  # lacks a number
    3.2392,  # others inside
)


def score(values: Sequence[float]) -> float:
    """The likelihood, 0..1."""
    return 1 / (1 + math.exp(-sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))))
