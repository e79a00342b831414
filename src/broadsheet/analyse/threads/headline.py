"""Which of a story's titles stands for it: the most central one, and the least sensational. It is always taken word for word.

Central: a title whose terms many of the story's articles share in title and lead. Sensational is told by form as far as that goes
(capitals, exclamation marks, questions, dots that leave something out, a label before a colon that no other title has), and by a short list
of phrases for what has no form: pointing ahead to something the headline withholds ("this is why", "darum"), the mark of clickbait after
Blom and Hansen, "Click bait: Forward-reference as lure in online news headlines", Journal of Pragmatics 76 (2015).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from broadsheet.analyse.terms import terms as all_terms
from broadsheet.types import Article, Copy
from broadsheet.types.text import folded

#: Members looked at; a larger story is sampled evenly in time, so that the time needed stays bounded.
SAMPLE = 300
LEAD = 400
#: What a copy's terms weigh among the others', so that one agency's customers do not outvote everybody else.
COPY_WEIGHT = 0.25
LEAD_WEIGHT = 0.5

_WORD = re.compile(r"[^\W_]+")
_LABEL = re.compile(r"^\W*((?:[^\s:|]+\s?){1,3})\s*[:|]\s+\S")
_LIVE = re.compile(
    r"\b(?:live|liveblog|live-?ticker|ticker|newsblog|as it happened|minute by minute|en direct|minute par minute|en vivo|minuto a minuto"
    r"|in diretta|ao vivo|canlı|trực tiếp|na żywo)\b|مباشر|онлайн-трансляция"
)
_AHEAD = re.compile(
    r"^(?:this|these|here'?s|here is|here are|why|how|what|watch|see|meet|das|dies|diese[rs]?|darum|deshalb|warum|wieso|so|wie|was"
    r"|esto|estos?|estas?|así|por qué|cómo|qué|voici|voilà|pourquoi|comment|ce que|ecco|perché|come|cosa|isto|por que|como"
    r"|işte|neden|nasıl|bu|đây là|vì sao|tại sao|лучше|вот|почему|как|لماذا|كيف|هذا|هذه)\b"
    r"|\b(?:you won'?t believe|you need to know|what we know|what happened next|will (?:shock|surprise|amaze) you|goes viral|this is why"
    r"|wissen muss|wissen müssen|dahinter steckt|no vas a creer|lo que (?:se sabe|sabemos|debes saber)|ce qu'on sait|bilmeniz gereken)"
)
_LIST = re.compile(
    r"^(?:the |die |los |las |les )?\d{1,3} (?:\w+ )?(?:things|ways|reasons|facts|takeaways|questions|photos|pictures|tips|times|dinge"
    r"|gründe|fakten|fragen|bilder|tipps|cosas|razones|claves|formas|fotos|choses|raisons|façons|questions|cose|motivi|coisas|neden|şey|yol)\b"
)
_READER = re.compile(r"\b(?:you|your|yours|du|dein|deine|ihr|ihre)\b")


def best(members: Sequence[Article], copies: Mapping[int, Copy]) -> list[Article]:
    """The members with a title, the best headline first. At most `SAMPLE` of them, in an order that depends on nothing but them."""
    chosen = sampled([one for one in members if one.title.strip()], copies)
    if not chosen:
        return []
    language = main_language(chosen, copies)
    shares = _shares(chosen, copies)
    norm = _norm(shares)
    first, last = chosen[0].sort_time, chosen[-1].sort_time
    span = (last - first).total_seconds() or 1.0

    def score(one: Article) -> float:
        value = central(one.title, shares, norm) * calm(one, shares)
        value *= 0.85 if one.id in copies else 1.0
        value *= 0.5 if language and one.language and one.language != language else 1.0
        # Of two equally good titles the later one knows more: first counts of victims are rarely the last ones.
        return value * (1.0 + 0.15 * (one.sort_time - first).total_seconds() / span)

    return sorted(chosen, key=lambda one: (-round(score(one), 9), one.sort_time, one.id))


def sampled(members: Sequence[Article], copies: Mapping[int, Copy]) -> list[Article]:
    """At most `SAMPLE` members in order of time: originals where there are enough of them, spread evenly, the last ones included."""
    ordered = sorted(members, key=lambda one: (one.sort_time, one.id))
    if len(ordered) <= SAMPLE:
        return ordered
    originals = [one for one in ordered if one.id not in copies]
    pool = originals if len(originals) >= SAMPLE else ordered
    step = len(pool) / SAMPLE
    return [pool[len(pool) - 1 - int(number * step)] for number in range(SAMPLE)][::-1]


def main_language(members: Iterable[Article], copies: Mapping[int, Copy]) -> str:
    """The language of most of these articles, copies counting less; "" when none is known."""
    counts: dict[str, float] = {}
    for one in members:
        if one.language:
            counts[one.language] = counts.get(one.language, 0.0) + (COPY_WEIGHT if one.id in copies else 1.0)
    return max(sorted(counts), key=counts.__getitem__, default="")


def terms(text: str) -> list[str]:
    """The terms of a text by which titles are compared: those of `analyse.terms` without words of two letters, which say nothing."""
    return list(_terms(text))


# The titles and leads of a growing story are compared again and again.
@lru_cache(maxsize=4096)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(term for term in all_terms(text) if len(term) > 2 or not term.isascii() or term.isdigit())


def central(title: str, shares: Mapping[str, float], norm: float | None = None) -> float:
    """How much of what the story's articles speak of stands in the title, 0..1: the cosine between its terms and the shares.

    `shares` gives for each term the share of articles whose title or lead has it. Words of one article alone lower the value, as they do
    when they are merely ornament. `norm` is the length of `shares`, where it is known.
    """
    own = set(terms(title))
    norm = _norm(shares) if norm is None else norm
    if not own or not norm:
        return 0.0
    return sum(shares.get(term, 0.0) for term in own) / (math.sqrt(len(own)) * norm)


def _norm(shares: Mapping[str, float]) -> float:
    return math.sqrt(sum(share * share for share in shares.values()))


def calm(one: Article, shares: Mapping[str, float]) -> float:
    """How free of sensation and of furniture a title is, 0..1: 1 for a plain statement, less for each fault that it has."""
    title = one.title.strip()
    plain = folded(title)
    value = 1.0
    for fault, factor in (
        (_shouting(title), 0.5),
        ("!" in title or "\u203c" in title, 0.6),
        ("?" in title or "\u061f" in title or "\uff1f" in title, 0.7),
        (title.endswith(("...", "…", "[…]", "[...]")), 0.4),
        (not title.endswith(("...", "…")) and ("..." in title or "…" in title), 0.8),
        (_AHEAD.search(plain) is not None, 0.55),
        (_LIST.search(plain) is not None, 0.5),
        (_READER.search(plain) is not None, 0.7),
        (_LIVE.search(plain) is not None, 0.5),
        (_labelled(title, shares), 0.7),
        (_names_publisher(plain, one), 0.8),
        (title[0] in "\"'“„«‘" and title[-1] in "\"'”“»’", 0.8),
    ):
        value *= factor if fault else 1.0
    return value * _length(title)


def _shouting(title: str) -> bool:
    """Whether it is written in capitals, or shouts a word of more than an abbreviation's length; only scripts with two cases can."""
    cased = [letter for letter in title if letter.isupper() or letter.islower()]
    upper = sum(letter.isupper() for letter in cased)
    if len(cased) >= 8 and upper > 0.6 * len(cased):
        return True
    return any(len(word) > 5 and word.isupper() for word in _WORD.findall(title))


def _labelled(title: str, shares: Mapping[str, float]) -> bool:
    """Whether it begins with a label before a colon or a bar ("Opinion:", "Video |") that no other article's title or lead has."""
    found = _LABEL.match(title)
    if found is None:
        return False
    label = terms(found[1])
    least = 1.5 * min(shares.values(), default=0.0)
    return found[1].isupper() or not any(shares.get(term, 0.0) > least for term in label)


def _names_publisher(plain: str, one: Article) -> bool:
    name = folded(one.publisher)
    return bool(name) and (plain.endswith((f"- {name}", f"| {name}")) or plain.startswith((f"{name}:", f"{name} |")))


def _length(title: str) -> float:
    """Titles of a word or two say too little to stand for a story, and those of more than 130 characters are sentences of the text."""
    words = len(terms(title))
    short = 0.5 if words < 3 else 0.85 if words < 4 else 1.0
    return short * (0.8 if len(title) > 130 else 1.0)


def _shares(members: Sequence[Article], copies: Mapping[int, Copy]) -> dict[str, float]:
    """For each term the share of articles that have it in their title, those that have it in the lead alone counting less."""
    weight: dict[str, float] = {}
    total = 0.0
    for one in members:
        vote = COPY_WEIGHT if one.id in copies else 1.0
        total += vote
        title = set(terms(one.title))
        for term in title:
            weight[term] = weight.get(term, 0.0) + vote
        for term in set(terms((one.text or one.teaser)[:LEAD])) - title:
            weight[term] = weight.get(term, 0.0) + LEAD_WEIGHT * vote
    return {term: share / total for term, share in weight.items()}
