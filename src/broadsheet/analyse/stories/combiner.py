"""The learned combiner: signals of a pair of articles -> the probability that they tell of one event. Logistic, a dozen weights.

Weights come from `scripts/train_stories.py`, which says what they were trained on; `weights.json` repeats it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from broadsheet.types import Signal

Floats = npt.NDArray[np.float32]

#: The signals in the order of their weights. "title_only" tells that one of the two has no text; the two after it, how differently words
#: and meaning are to be read then.
SIGNALS = ("terms", "title", "names", "figures", "places", "elsewhere", "meaning", "title_only", "title_only_terms", "title_only_meaning")
#: Without an embedder these are 0, and other weights are used.
OF_MEANING = ("meaning", "title_only_meaning")
#: What a signal is called in evidence, where it is not called by its own name.
_SHOWN = {"elsewhere": "places", "title_only": "title", "title_only_terms": "terms", "title_only_meaning": "meaning"}


@dataclass(frozen=True, slots=True)
class Weights:
    """`intercept` and one weight a signal, in log-odds. `version` names what they were trained on and how."""

    intercept: float
    weights: tuple[float, ...]
    version: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How decisions are made. `threshold` is the mean probability over a story's members from which an article joins.

    `fading` is what a gap of one e-fold of days beyond a week takes from the log-odds; a story may rest for months and go on.
    """

    with_meaning: Weights
    without_meaning: Weights
    threshold: float = 0.45
    fading: float = 0.1


@cache
def shipped() -> Settings:
    """The shipped weights."""
    raw = json.loads(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    made = {
        name: Weights(raw[name]["intercept"], tuple(raw[name]["weights"][signal] for signal in SIGNALS), raw["version"])
        for name in ("with_meaning", "without_meaning")
    }
    return Settings(made["with_meaning"], made["without_meaning"], float(raw["threshold"]), float(raw["fading"]))


def signals(compared: Mapping[str, Floats], cuts: tuple[float, float] | None) -> Floats:
    """The signals of compared pairs, (pairs, len(SIGNALS)). `cuts` scale the embedder's cosines (`Embedder.cuts`), None = no embedder.

    Cosines of words enter by their root: the step from nothing in common to something says more than the step from much to very much.
    """
    untold = compared["untold"]
    terms = np.sqrt(np.maximum(compared["terms"], 0))
    low, high = cuts or (0.0, 1.0)
    meaning = np.clip((compared["meaning"] - low) / (high - low), -0.5, 1.5) * (compared["meaning"] != 0) if cuts else np.zeros_like(terms)
    columns = {
        "terms": terms,
        "title": np.sqrt(np.maximum(compared["title"], 0)),
        "names": np.sqrt(np.maximum(compared["names"], 0)),
        "figures": np.sqrt(np.maximum(compared["figures"], 0)),
        "places": np.sqrt(np.maximum(compared["places"], 0)),
        "elsewhere": compared["elsewhere"],
        "meaning": meaning,
        "title_only": untold,
        "title_only_terms": untold * terms,
        "title_only_meaning": untold * meaning,
    }
    return np.stack([columns[name] for name in SIGNALS], -1).astype(np.float32)


def log_odds(found: Floats, days: Floats, settings: Settings, meaning: bool) -> Floats:
    """Log-odds that each pair tells of one event."""
    chosen = settings.with_meaning if meaning else settings.without_meaning
    faded = settings.fading * np.log1p(days / 7.0)
    return np.asarray(found @ np.array(chosen.weights, np.float32) + chosen.intercept - faded, np.float32)


def probability(odds: Floats) -> Floats:
    """Log-odds as probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))), np.float32)


def evidence_signals(found: Floats, days: Floats, settings: Settings, meaning: bool) -> tuple[Signal, ...]:
    """Mean signals of an article against a story's members and what each added, strongest first; those that added nothing are left out."""
    chosen = settings.with_meaning if meaning else settings.without_meaning
    values = found.mean(0)
    shown: dict[str, list[float]] = {}
    for name, value, weight in zip(SIGNALS, values.tolist(), chosen.weights, strict=True):
        kept = shown.setdefault(_SHOWN.get(name, name), [0.0, 0.0])
        if name not in _SHOWN:
            kept[0] = value
        kept[1] += value * weight
    made = [Signal(name, round(value, 4), round(weight, 4)) for name, (value, weight) in shown.items() if abs(weight) >= 0.005]
    if days.any():
        made.append(Signal("time", round(float(days.mean()), 2), round(float(-settings.fading * np.log1p(days / 7.0).mean()), 4)))
    return tuple(sorted(made, key=lambda signal: -abs(signal.weight)))
