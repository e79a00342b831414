"""How texts become words: folded, whole words first, pieces of words for what is unknown. Linear in time; training uses the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

#: Longest piece of an unknown word that is looked up, characters.
LONGEST_PIECE = 16
#: First character of scripts written without blanks, where a single character can be a word (from the CJK radicals on).
_DENSE = "\u2e80"
#: What a word means does not depend on these: zero-width characters and soft hyphens (row T03), Arabic vowel signs and elongation, the dot
#: that folding leaves on a Turkish capital I.
_SILENT = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u0640\u064b-\u0652\u0307]")


@cache
def _word() -> re.Pattern[str]:
    # `\w` leaves out combining marks, without which words of Hindi, Thai or Tamil fall to pieces.
    marks = "".join(re.escape(chr(code)) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
    return re.compile(rf"[^\W\d_](?:[^\W\d_]|[{marks}])*")


def fold(text: str) -> str:
    """One form for all ways to write the same letters (NFKC, case folding, silent characters dropped). Not a stemmer; accents stay."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    return _SILENT.sub("", text) if _SILENT.search(text) else text


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order. Figures are no words; a run of Chinese or Thai without blanks is one."""
    return _word().findall(fold(text))


def pieces_of(word: str, vocabulary: Mapping[str, int]) -> list[tuple[int, float]]:
    """Numbers of the known pieces of an unknown word, longest first from its start, each with its share of the word's letters.

    Single letters are no pieces but in scripts without blanks. Letters that no piece covers are dropped: shares sum to 1 or there are none.
    """
    found: list[tuple[int, int]] = []
    at, end = 0, len(word)
    while at < end:
        for stop in range(min(end, at + LONGEST_PIECE), at, -1):
            number = vocabulary.get(word[at:stop])
            if number is not None and (stop - at > 1 or word[at] >= _DENSE):
                found.append((number, stop - at))
                at = stop
                break
        else:
            at += 1
    letters = sum(length for _, length in found)
    return [(number, length / letters) for number, length in found]


def first_of_each(words: Sequence[str]) -> dict[str, int]:
    """Word -> its number."""
    return {word: number for number, word in enumerate(words)}
