"""How likely a sentence answers, from its features. Weights by scripts/train_answers.py."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: A sentence is shown as an answer from this likelihood on.
ANSWERS = 0.5
WEIGHTS = (
    -2.2774,  # one
    -0.6256,  # share
    -1.9452,  # inside
    1.3517,  # inside squared
    -0.5378,  # names inside
    -2.9422,  # missing
    -0.9262,  # missing names
    -2.4594,  # weak
    0.8624,  # like
    1.1630,  # like with the one before
    -0.6889,  # who
    0.3017,  # when
    0.4840,  # where
    0.6213,  # how many
    1.4159,  # why
    -0.7415,  # typed without
    0.4048,  # speaker
    -0.4438,  # speaker lacks
    1.6384,  # stance
    -0.3496,  # stance lacks
    0.2344,  # said
    1.9445,  # said of the topic
    0.1675,  # early
    -0.6391,  # first
    -0.0452,  # title
    1.8449,  # article
    -1.5317,  # long
    -0.2670,  # quoted
    -1.2451,  # question
    -0.4281,  # together
    1.9776,  # near
    1.0931,  # reversal
    -0.7493,  # copy
    -1.6472,  # least
    -0.8138,  # lacks a number
    3.0089,  # others inside
    0.8418,  # close
    2.0799,  # close inside
    1.4093,  # named so
)


def score(values: Sequence[float]) -> float:
    """The likelihood, 0..1."""
    return 1 / (1 + math.exp(-sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))))
