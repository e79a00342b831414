"""Publishers' text on a terminal or in a log: nothing in it may move the cursor, change colours or pretend to be a line (row T14)."""

from __future__ import annotations

import unicodedata

#: Direction overrides and isolates: they reorder what stands beside them.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def safe(text: str) -> str:
    """One printable line: line ends and tabs become spaces, other control characters are written out as their code (x1b)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def safe_lines(text: str) -> str:
    """The same for a text of several lines: its line ends stay."""
    return "\n".join(safe(line) for line in text.split("\n"))


def _shown(char: str) -> str:
    if char in "\n\r\t\x0b\x0c\x85\u2028\u2029":
        return " "
    category = unicodedata.category(char)
    if char in _DIRECTION:
        return ""
    if category in ("Cc", "Cs"):
        return f"\\x{ord(char):02x}" if ord(char) < 256 else "\N{REPLACEMENT CHARACTER}"
    return char
