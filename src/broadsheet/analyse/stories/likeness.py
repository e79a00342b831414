"""How alike two articles are as reports of one event: a weighted sum of cosines, linear on purpose.

Because it is linear, the mean over all pairs of two groups is their average linkage, and each part of the sum can be shown as evidence.
Words that are frequent in the collection weigh little (`memory`), names count beside them, meaning bridges words; a gap of time takes
from it slowly, so a story may rest for months and go on. Articles without text are compared by words and meaning of their titles alone;
articles in two languages by names and meaning, where an embedder has them in one space.
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

#: Days of a gap that count little.
WEEK = 7.0


@dataclass(frozen=True, slots=True)
class Contrast:
    """Weights of the decision to split a group in two (see `contrast`): log-odds of "these are two stories"."""

    intercept: float
    ratio: float
    reach: float
    size: float


@dataclass(frozen=True, slots=True)
class Settings:
    """How stories are decided. The three weights of full articles sum to 1; `title_words` of titles with the rest for meaning.

    `title_scale` makes titles, whose words rarely repeat, comparable with texts; `title_bound` is how far the meaning of a title may go
    beyond its words beside a text; `foreign` is the weight of names, and of meaning, between two languages. `threshold` is the mean
    likeness from which groups are one story, `joining` that from which a new article joins at once, before the periodic pass has looked.
    """

    words: float
    names: float
    meaning: float
    title_words: float
    title_scale: float
    title_bound: float
    foreign: float
    fading: float
    threshold: float
    joining: float
    contrast: Contrast
    version: str = ""


@cache
def shipped() -> Settings:
    """The shipped settings: the contrast is learned (`scripts/train_stories.py`), the others are chosen; `weights.json` says on what."""
    return from_json(json.loads(files(__package__).joinpath("weights.json").read_text(encoding="utf-8")))


def from_json(raw: Mapping[str, object]) -> Settings:
    """Settings from what `weights.json` holds."""
    chosen, learned = raw["chosen"], raw["contrast"]
    assert isinstance(chosen, dict)
    assert isinstance(learned, dict)
    return Settings(**chosen, contrast=Contrast(**learned), version=str(raw["version"]))


def parts(compared: Mapping[str, Floats], settings: Settings, cuts: tuple[float, float] | None) -> dict[str, Floats]:
    """What each signal adds to the likeness of each compared pair (`Memory.compare`). `cuts` scale the embedder's cosines, None without.

    Without an embedder, or where a script has no capitals and so no names, the words speak for them.
    """
    untold = compared["untold"] > 0
    terms = compared["terms"]
    known = np.asarray(compared["meaning"] != 0) if cuts else np.zeros(len(terms), bool)
    strange = (compared["foreign"] > 0) & known
    low, high = cuts or (0.0, 1.0)
    meaning = _either(known, np.clip((compared["meaning"] - low) / (high - low), 0.0, 1.2), terms)
    names = _either(compared["nameless"] > 0, terms, compared["names"])
    nothing = np.zeros_like(terms)
    # A title is soon alike in meaning to a whole text: it counts as far as some of the words themselves agree.
    bound = _either(compared["uneven"] > 0, np.minimum(meaning, settings.title_bound * terms), meaning)
    of_titles, of_meanings = settings.title_words * settings.title_scale, (1 - settings.title_words) * settings.title_scale
    found = {
        "terms": _either(strange, nothing, _either(untold, of_titles * terms, settings.words * terms)),
        "names": _either(strange, settings.foreign * names, _either(untold, nothing, settings.names * names)),
        "meaning": _either(strange, settings.foreign * meaning, _either(untold, of_meanings * bound, settings.meaning * meaning)),
    }
    whole = found["terms"] + found["names"] + found["meaning"]
    found["time"] = (whole / (1 + settings.fading * np.log1p(compared["days"] / WEEK)) - whole).astype(np.float32)
    return found


def _either(which: npt.NDArray[np.bool_], these: Floats, others: Floats) -> Floats:
    return np.asarray(np.where(which, these, others), np.float32)


def likeness(compared: Mapping[str, Floats], settings: Settings, cuts: tuple[float, float] | None) -> Floats:
    """How alike each compared pair is: 0 for nothing in common, about 1 for the same text."""
    return np.asarray(np.sum(list(parts(compared, settings, cuts).values()), axis=0), np.float32)


def evidence_signals(
    compared: Mapping[str, Floats], shown: Mapping[str, Floats], settings: Settings, cuts: tuple[float, float] | None
) -> tuple[Signal, ...]:
    """The signals of an article against a story's members, in the mean: value, and what each added; those that added nothing left out.

    `shown` are signals that take no part in the sum, but that a reader who asks why wants to see.
    """
    means = dict(compared) | {"time": compared["days"]}
    made = [
        Signal(name, round(float(means[name].mean()), 4), round(float(added.mean()), 4))
        for name, added in parts(compared, settings, cuts).items()
    ]
    seen = [signal for signal in made if abs(signal.weight) >= 0.0005]
    seen += [Signal(name, round(float(values.mean()), 4), 0.0) for name, values in shown.items() if values.mean() > 0.005]
    return tuple(sorted(seen, key=lambda signal: -abs(signal.weight)))
