"""Plain text from strangers, made safe to store and show: pure, linear time.

Used for what readers type (comments, searches, names). Publishers' texts are cleaned on their way in by the rooms that read them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

#: Characters that turn the direction of the text after them, and invisible ones that hide or split words.
#: ZWNJ and ZWJ (200C, 200D) are not among them: Persian, Indic scripts and emoji need them.
_REMOVED = frozenset(
    [
        0x00AD,
        0x200B,
        0x200E,
        0x200F,
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    ]
)
#: More marks than this on one letter is vandalism; the most that a living script stacks is about 5 (row T06).
MARKS_PER_LETTER = 8


def _kept(text: str, newlines: bool) -> Iterator[str]:
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if marks > MARKS_PER_LETTER:
                continue
        else:
            marks = 0
        if char == "\n" and newlines:
            yield char
        elif category in ("Cc", "Zl", "Zp"):
            yield " "
        elif category not in ("Cs", "Cn") and ord(char) not in _REMOVED:
            yield char


def clean_line(text: str, limit: int) -> str:
    """One line without control, direction or invisible characters, at most `limit` code points, cut between graphemes."""
    line = "".join(_kept(unicodedata.normalize("NFC", text), newlines=False))
    return cut(" ".join(line.split()), limit)


def clean_text(text: str, limit: int) -> str:
    """Several lines, cleaned likewise; at most one empty line in a row, at most `limit` code points."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    kept = "".join(_kept(unicodedata.normalize("NFC", text), newlines=True))
    lines: list[str] = []
    for line in kept.split("\n"):
        line = line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return cut("\n".join(lines).strip(), limit)


def _joins(char: str, before: str) -> bool:
    """Whether a cut between `before` and `char` would split what a reader sees as one sign."""
    code = ord(char)
    return (
        unicodedata.combining(char) != 0
        or unicodedata.category(char) in ("Mn", "Mc", "Me")
        or code in (0x200C, 0x200D)
        or 0xFE00 <= code <= 0xFE0F
        or 0x1F3FB <= code <= 0x1F3FF
        or before == "\u200d"
    )


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits in `limit` code points without splitting a grapheme; regional indicators stay in pairs."""
    if len(text) <= limit:
        return text
    end = limit
    while end > 0 and _joins(text[end], text[end - 1]):
        end -= 1
    flags = 0
    while end - flags > 0 and 0x1F1E6 <= ord(text[end - flags - 1]) <= 0x1F1FF:
        flags += 1
    if flags % 2 and 0x1F1E6 <= ord(text[end]) <= 0x1F1FF:
        end -= 1
    return text[:end].rstrip()


def cut_words(text: str, limit: int) -> str:
    """Like `cut`, but at a space where there is one in the last fifth, with an ellipsis where something was left out."""
    if len(text) <= limit:
        return text
    short = cut(text, limit)
    space = short.rfind(" ", limit * 4 // 5)
    return (short[:space] if space > 0 else short).rstrip(" ,;:–—-") + "…"


#: Letters of other scripts that look like Latin ones: enough to unmask an impersonator, not a full confusables table (UTS 39).
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтвнгзьАВЕКМНОРСТХУІЈЅαοενρτυικχωβγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ01|",
    "aeopcyxijshdqwkmtbhrsbABEKMHOPCTXYIJSaoevptuikxwbyABEZHIKMNOPTYXolI",
)


def skeleton(name: str) -> str:
    """What a name looks like at a glance: equal for names that can be mistaken for each other (row C07)."""
    plain = unicodedata.normalize("NFKD", name).translate(_LOOKALIKES)
    plain = unicodedata.normalize("NFKD", plain.casefold()).translate(_LOOKALIKES)
    return "".join(char for char in plain if char.isalnum()).replace("rn", "m").replace("vv", "w").replace("l", "i")
