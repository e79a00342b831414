"""Distinctive phrases that two holders use alike, and who used them first. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from broadsheet.analyse.ledger.rows import Row, same_side, stems
from broadsheet.types import Passage, SharedWording

#: Words of a phrase: at least, and content words among them.
SHORTEST, CONTENT_WORDS = 4, 4
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def shared_wording(rows: Sequence[Row], repeated: Mapping[int, int]) -> tuple[SharedWording, ...]:
    """Phrases that holders of different sides use word for word, longest first; names alone and copies' rows do not count."""
    free = [row for row in rows if row.place not in repeated and row.keys and row.statement.content]
    words = {row.place: _words(row) for row in free}
    seen: dict[tuple[str, ...], list[tuple[Row, int]]] = {}
    for row in free:
        plain = tuple(word for word, _, _ in words[row.place])
        for at in range(len(plain) - SHORTEST + 1):
            seen.setdefault(plain[at : at + SHORTEST], []).append((row, at))
    found: dict[tuple[str, ...], list[tuple[int, Passage]]] = {}
    for uses in seen.values():
        first, start = uses[0]
        for other, at in uses[1:]:
            if (
                same_side(first, other)
                or first.article.copy_of == other.article.article_id
                or other.article.copy_of == first.article.article_id
            ):
                continue
            length = _grown(words[first.place], start, words[other.place], at)
            phrase = tuple(word for word, _, _ in words[first.place][start : start + length])
            if start and at and words[first.place][start - 1][0] == words[other.place][at - 1][0]:
                continue
            if len(stems(" ".join(phrase))) < CONTENT_WORDS or _is_name(first, words[first.place][start : start + length]):
                continue
            kept = found.setdefault(phrase, [_use(first, words[first.place], start, length)])
            use = _use(other, words[other.place], at, length)
            if use not in kept:
                kept.append(use)
    return tuple(
        SharedWording(phrase=" ".join(phrase), uses=tuple(sorted(uses, key=lambda use: use[0])))
        for phrase, uses in sorted(found.items(), key=lambda pair: -len(pair[0]))
    )


def _words(row: Row) -> list[tuple[str, int, int]]:
    text = row.article.text
    return [
        (match[0].lower(), match.start(), match.end()) for start, end in row.statement.content for match in _WORD.finditer(text, start, end)
    ]


def _grown(one: Sequence[tuple[str, int, int]], start: int, other: Sequence[tuple[str, int, int]], at: int) -> int:
    length = SHORTEST
    while start + length < len(one) and at + length < len(other) and one[start + length][0] == other[at + length][0]:
        length += 1
    return length


def _is_name(row: Row, words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether most content words of a phrase are capitalised: titles and names are shared by everybody."""
    long = [row.article.text[start] for word, start, _ in words if len(word) > 3]
    return bool(long) and sum(character.isupper() for character in long) > len(long) / 2


def _use(row: Row, words: Sequence[tuple[str, int, int]], start: int, length: int) -> tuple[int, Passage]:
    return row.place, Passage(row.article.article_id, words[start][1], words[start + length - 1][2])
