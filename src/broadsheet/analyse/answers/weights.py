"""How likely a sentence answers, from its features. Weights by scripts/train_answers.py."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: A sentence is shown as an answer from this likelihood on.
ANSWERS = 0.5
WEIGHTS = (
    -2.7933,  # one
    -0.5977,  # share
    -1.0251,  # inside
    1.0674,  # inside squared
    -0.4578,  # names inside
    -2.5189,  # missing
    -1.0963,  # missing names
    -2.3500,  # weak
    0.8081,  # like
    1.2092,  # like with the one before
    -0.0082,  # who
    0.6890,  # when
    0.8893,  # where
    1.2013,  # how many
    1.2444,  # why
    -0.4012,  # typed without
    0.3693,  # speaker
    -0.4133,  # speaker lacks
    1.6627,  # stance
    -0.2993,  # stance lacks
    0.2678,  # said
    1.7739,  # said of the topic
    0.2509,  # early
    -0.6023,  # first
    -0.1055,  # title
    1.8054,  # article
    -1.4347,  # long
    -0.3447,  # quoted
    -1.2478,  # question
    -0.2443,  # together
    1.5043,  # near
    0.9173,  # reversal
    -0.7511,  # copy
    -1.1862,  # least
    -0.6562,  # lacks a number
    3.2331,  # others inside
)


def score(values: Sequence[float]) -> float:
    """The likelihood, 0..1."""
    return 1 / (1 + math.exp(-sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))))
