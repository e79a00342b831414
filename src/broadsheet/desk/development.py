"""What each report of a story has that the earlier ones had not: one sentence, word for word. Pure.

A sentence counts as new by the share of its telling words (figures and longer words) that no earlier headline or text of the story had.
It is a pointer for the eye, not a judgement: the texts compared may be cut to their beginnings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.analyse.sentences import sentences
from broadsheet.desk.plain import cut_words
from broadsheet.types import Article
from broadsheet.types.text import folded

#: A sentence with fewer new words than this, or a smaller share of them, tells nothing new.
LEAST_WORDS, LEAST_SHARE = 3, 0.4
#: Sentences of a text that are looked at, and how much of one is shown.
MOST_SENTENCES, LONGEST = 6, 240
_WORD = re.compile(r"\w+")


def news(articles: Sequence[Article]) -> list[str]:
    """For each article, in the order in which they appeared, its sentence with the most that is new; "" when there is none.

    For the first it is its opening sentence. Linear in the length of the texts.
    """
    known: set[str] = set()
    found: list[str] = []
    for place, article in enumerate(articles):
        text = article.text or article.teaser
        pieces = [text[start:end] for start, end in sentences(text, article.language)]
        if article.length > len(article.text) and len(pieces) > 1:
            pieces.pop()  # cut off in its middle
        pieces = pieces[:MOST_SENTENCES]
        found.append(cut_words(" ".join(_newest(pieces, known, place == 0).split()), LONGEST))
        known |= telling(article.title) | telling(text)
    return found


def _newest(pieces: Sequence[str], known: set[str], first: bool) -> str:
    whole = [piece for piece in pieces if len(piece) > 20 or first]
    if not whole:
        return ""
    if first:
        return whole[0]
    best, worth = "", 0.0
    for piece in whole:
        words = telling(piece)
        new = len(words - known)
        if new >= LEAST_WORDS and new >= LEAST_SHARE * len(words) and new > worth:
            best, worth = piece, new
    return best


def telling(text: str) -> set[str]:
    """Words that carry news: figures, and words of four letters or more; in scripts without spaces, pairs of characters."""
    words: set[str] = set()
    for found in _WORD.finditer(folded(text)):
        word = found[0]
        if word[0].isdigit() or (len(word) >= 4 and word.isascii()) or (len(word) >= 3 and not word.isascii()):
            # A run without spaces (Chinese, Japanese, Thai) is one "word": its pairs stand for it.
            words |= {word[at : at + 2] for at in range(len(word) - 1)} if _unspaced(word) else {word}
    return words


def _unspaced(word: str) -> bool:
    return any(0x0E00 <= ord(char) <= 0x0EFF or 0x3040 <= ord(char) <= 0x9FFF for char in word[:4])
