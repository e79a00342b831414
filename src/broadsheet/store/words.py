"""Words as the index knows them: the same tokens on both engines, for storing, asking and highlighting.

Words are folded (compatibility forms, case, accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs), so that "Élysée" is
found as "elysee". Scripts written without spaces (Han, kana, Hangul, Thai, Lao, Khmer, Burmese) are indexed as overlapping pairs of
characters, each run closed by its last character alone: 北京市 gives 北京, 京市, 市. A pair is then a word, a longer word a phrase of
pairs, and a single character a prefix. Invisible characters inside words (row T03) do not count.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Changes whenever the same text would give other tokens; a database indexed by another version is indexed again.
VERSION = "1"
#: Longer words are cut: nobody searches for them, and one line of 10 MB (row T07) must not become one token.
LONGEST = 64

_PAIRED = (
    "\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
#: Soft hyphen, zero-width space, joiners, word joiner, byte order mark, variation selectors.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef"


def _marks() -> str:
    """All combining marks outside the paired scripts, as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x1E950):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in ranges)


_PAIR = re.compile(f"[{_PAIRED}]")
_RUN = re.compile(f"[{_PAIRED}]+|[^\\W_{_PAIRED}](?:[^\\W_{_PAIRED}]|[{_marks()}{_INVISIBLE}])*")
_HIDDEN = re.compile(f"[{_marks()}{_INVISIBLE}]")
_DROPPED = re.compile(
    f"[{_INVISIBLE}\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670"
    "\x00-/:-@\\[-`{-\x7f\ud800-\udfff]"
)
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def tokens(text: str) -> list[str]:
    """All tokens of a text, in order."""
    flat = flattened(text)
    if flat is not None:
        return [word[:LONGEST] for word in flat.split()]
    found: list[str] = []
    for run in _RUN.findall(text):
        found.extend(_pieces(run) if len(run) <= _CACHED else _split(run))
    return found


def places(text: str) -> Iterator[tuple[str, int, int]]:
    """All tokens of a text with the code points of it that each stands for: (token, start, end)."""
    for match in _RUN.finditer(text):
        run, start, end = match.group(), match.start(), match.end()
        if _PAIR.match(run):
            for at, token in enumerate(_split(run)):
                yield token, start + at, min(start + at + 2, end)
        else:
            for token in _pieces(run) if len(run) <= _CACHED else _split(run):
                yield token, start, end


def asked(text: str) -> tuple[tuple[str, ...], bool]:
    """The tokens to ask for to find a text, and whether the last of them is the beginning of a token."""
    found: list[str] = []
    runs = _RUN.findall(text)
    for number, run in enumerate(runs):
        pieces = _split(run)
        if number == len(runs) - 1 and _PAIR.match(run):
            # The pairs say it all; the closing character would demand that the run ends here in the article, too.
            if len(pieces) == 1:
                return (*found, pieces[0]), True
            pieces = pieces[:-1]
        found.extend(pieces)
    return tuple(found), False


_CACHED = 32
#: Stands for a character that is not one folded character by itself.
_HARD = "\0"


def flattened(text: str) -> str | None:
    """The text with each character folded and blanks for all that is no word, place by place; None where that cannot be.

    It cannot for pairs, combining marks, invisible characters and ligatures. For most news text it can, and is ten times as fast as
    going from word to word: `flattened(text).split()` are its tokens, and they stand where the words do.
    """
    flat = text.translate(_FLAT)
    return None if _HARD in flat else flat


class _Flat(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if _JAMO <= code < _JAMO + 256 or _PAIR.match(char) or _HIDDEN.match(char):
            flat = _HARD
        elif not char.isalnum():
            flat = " "
        else:
            flat = _folded(char)
            flat = flat if len(flat) == 1 and flat.isalnum() else _HARD
        self[code] = flat
        return flat


#: Korean letters that compose with their neighbours.
_JAMO = 0x1100


def _split(run: str) -> tuple[str, ...]:
    if _PAIR.match(run):
        chars = [_folded(char) or char for char in run]
        return tuple(a + b for a, b in zip(chars, [*chars[1:], ""], strict=True))
    word = _folded(run)[:LONGEST]
    return (sys.intern(word),) if word else ()


_pieces = lru_cache(maxsize=1 << 16)(_split)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed).translate(_PLAIN))


_FLAT = _Flat()
