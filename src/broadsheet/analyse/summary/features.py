"""What speaks for a sentence as part of its article's summary, as numbers; their weights are trained (scripts/train_summary.py). Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from broadsheet.analyse.ledger.rows import stems

#: The features, in the order of the weights.
NAMES = (
    "one", "place", "place, slowly", "first", "second", "third", "repeated words", "repeated words, damped", "words of three sentences",
    "length", "length squared", "short", "quotation", "question", "leaning", "number", "names", "said", "like the lead", "I and you",
    "title", "central here", "central and early",
)  # fmt: skip
_LEANING_WORDS = "he she they it this that these those his her their its him them here there but and so"
_LEANING = frozenset(_LEANING_WORDS.split())
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\b[A-ZÄÖÜ][a-zäöü]+\b")
_SELF = re.compile(r"\b(?:I|we|you|We|You)\b")


def features(sentences: Sequence[str], title: str = "") -> list[tuple[float, ...]]:
    """One row a sentence; the sentences are those of the article's beginning, in order."""
    bags = [Counter(stems(sentence)) for sentence in sentences]
    spread = Counter(term for bag in bags for term in bag)
    total: Counter[str] = Counter()
    for bag in bags:
        total.update(bag)
    lead = {term for bag in bags[:3] for term in bag}
    named = Counter(name for sentence in sentences for name in set(_NAME.findall(sentence)))
    wanted = set(stems(title))
    central = [sum(total[term] for term in bag) / (len(bag) + 4) / 10 for bag in bags]
    mean = sum(central) / max(1, len(central))
    wide = math.sqrt(sum((value - mean) ** 2 for value in central) / max(1, len(central))) + 1e-6
    rows: list[tuple[float, ...]] = []
    for place, (sentence, bag) in enumerate(zip(sentences, bags, strict=True)):
        words = _WORD.findall(sentence)
        length = min(len(words), 60) / 30
        here = (central[place] - mean) / wide
        slowly = 1 / (1 + place / 4)
        rows.append(
            (
                1.0,
                1 / (1 + place),
                slowly,
                float(place == 0),
                float(place == 1),
                float(place == 2),
                central[place],
                sum(math.log1p(total[term]) for term in bag) / (len(bag) + 4),
                sum(1 for term in bag if spread[term] >= 3) / (len(bag) + 2),
                length,
                length * length,
                float(len(words) < 8),
                float('"' in sentence or "“" in sentence),
                float(sentence.rstrip().endswith("?")),
                float(bool(words) and words[0].lower() in _LEANING),
                float(any(letter.isdigit() for letter in sentence)),
                sum(named[name] for name in set(_NAME.findall(sentence))) / 8,
                float(" said" in sentence or " says" in sentence),
                len(bag.keys() & lead) / (len(bag) + 2),
                float(bool(_SELF.search(sentence))),
                len(bag.keys() & wanted) / (len(wanted) + 1),
                here,
                here * slowly,
            )
        )
    return rows
