"""Where the words of a search stand in a text, as offsets for highlighting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from broadsheet.store.query import Phrase
from broadsheet.store.words import LONGEST, flattened, places

#: As many places as a page can show, and as much of a text as is looked through.
MOST_SPANS, MOST_CHARACTERS = 200, 200_000


def spans(text: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    """The stretches of the text that match any of the phrases, in order, those that overlap joined."""
    if not phrases or not text:
        return ()
    flat = flattened(text[:MOST_CHARACTERS])
    # A word of the greatest length may stand for a longer one that was cut.
    if flat is not None and all(len(token) < LONGEST for phrase in phrases for token in phrase.tokens):
        return _in_flat(flat, phrases)
    return _word_by_word(text, phrases)


def _in_flat(flat: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    # Longest first, so that a phrase wins over a word that begins it.
    ordered = sorted(phrases, key=lambda phrase: -len(phrase.tokens))
    either = "|".join(r"\s+".join(phrase.tokens) + (r"\S*" if phrase.prefix else "") + r"(?!\S)" for phrase in ordered)
    matches = islice(re.finditer(rf"(?<!\S)(?:{either})", flat), MOST_SPANS)
    return tuple(match.span() for match in matches)


def _word_by_word(text: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    whole: dict[str, list[Phrase]] = {}
    begun: list[tuple[str, Phrase]] = []
    for phrase in phrases:
        if phrase.prefix and len(phrase.tokens) == 1:
            begun.append((phrase.tokens[0], phrase))
        else:
            whole.setdefault(phrase.tokens[0], []).append(phrase)
    prefixes = tuple(prefix for prefix, _ in begun)
    standing = list(places(text[:MOST_CHARACTERS]))
    found: list[tuple[int, int]] = []
    for at, (token, start, end) in enumerate(standing):
        if prefixes and token.startswith(prefixes):
            _join(found, start, end)
        for phrase in whole.get(token, ()):
            last = at + len(phrase.tokens) - 1
            if last < len(standing) and _matches(standing[at : last + 1], phrase):
                _join(found, start, standing[last][2])
        if len(found) > MOST_SPANS:
            break
    return tuple(found[:MOST_SPANS])


def _matches(standing: Sequence[tuple[str, int, int]], phrase: Phrase) -> bool:
    *firsts, (last, _, _) = standing
    if any(token != wanted for (token, _, _), wanted in zip(firsts, phrase.tokens, strict=False)):
        return False
    return last.startswith(phrase.tokens[-1]) if phrase.prefix else last == phrase.tokens[-1]


def _join(found: list[tuple[int, int]], start: int, end: int) -> None:
    if found and start <= found[-1][1] and start >= found[-1][0]:
        found[-1] = (found[-1][0], max(end, found[-1][1]))
    else:
        found.append((start, end))
