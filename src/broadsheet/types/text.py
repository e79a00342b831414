"""Pure text normalisation that several rooms need: what may be stored, what may be shown on one line, and what counts as equal.

Nothing here guesses an encoding or a language. Every function is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

#: Combining marks kept on one base character; more only serve to overflow the line ("Zalgo").
MOST_MARKS = 8

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
#: Embeddings, overrides and isolates: they reorder what stands around them on a page.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Characters without width: they hide differences between words that look the same.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_NON_ASCII = re.compile("[^\x00-\x7f]")
_QUOTES = str.maketrans(
    "\u2018\u2019\u201a\u201b\u02bc\u201c\u201d\u201e\u201f\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "'''''\"\"\"\"-------"
)
_ZWJ = "\u200d"
_FLAG = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)


def storable(text: str) -> str:
    """The text as every store and every UTF-8 answer can take it: no NUL or other C0 control (tab, LF and CR stay), U+FFFD for
    each lone surrogate, composed (NFC), at most `MOST_MARKS` combining marks on one base character.

    Bidi marks, zero-width characters and line ends stay. Applying it twice changes nothing more.
    """
    if text.isascii() and not _BAD.search(text):
        return text
    text = _BAD.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", text)
    return _cap_marks(unicodedata.normalize("NFC", text))


def one_line(text: str) -> str:
    """The text for a title, a name or an address: storable, on one line, without bidi controls and edge white space."""
    return " ".join(_BIDI.sub("", storable(text)).replace("\u00ad", "").split())


def isolated(text: str) -> str:
    """The text wrapped in FIRST STRONG ISOLATE, without bidi controls of its own, for output that has no `<bdi>` (CLI, plain mail)."""
    plain = _BIDI.sub("", text)
    return f"\u2068{plain}\u2069" if _NON_ASCII.search(plain) else plain


def folded(text: str) -> str:
    """The text for comparing: compatibility form, caseless, no invisible characters, straight quotes and dashes, single spaces.

    Two headlines that differ only in their Unicode form, in soft hyphens or in the kind of quotation mark fold to the same string.
    For comparing and searching only, never to be shown.
    """
    if _NON_ASCII.search(text):
        text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold()
        text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    else:
        text = text.lower()
    return " ".join(text.split())


def fingerprint(*parts: str) -> str:
    """A short name (24 hexadecimal digits of SHA-256) for a sequence of texts, compared as they are."""
    whole = "\x00".join(f"{len(part)}:{part}" for part in parts)
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def clipped(text: str, length: int, mark: str = "…") -> str:
    """At most `length` code points of the text, cut between graphemes and, where one is near, between words, with `mark` at the cut.

    A grapheme longer than the limit is left out whole, so the result may be the mark alone.
    """
    if len(text) <= length:
        return text
    cut = max(0, length - len(mark))
    while cut > 0 and not _grapheme_edge(text, cut):
        cut -= 1
    space = text.rfind(" ", max(0, cut - 20), cut + 1)
    if space > 0:
        cut = space
    return text[:cut].rstrip() + mark


def _grapheme_edge(text: str, place: int) -> bool:
    """Whether a cut before `place` parts two graphemes (UAX 29 in short: marks, joiners, selectors, flags, skin tones, jamo)."""
    before, after = text[place - 1], text[place]
    if after == _ZWJ or before == _ZWJ or unicodedata.combining(after) or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return False
    if ord(after) in _SKIN or 0xE0020 <= ord(after) <= 0xE007F or (before == "\r" and after == "\n"):
        return False
    if 0x1160 <= ord(after) <= 0x11FF:
        return False
    if ord(after) in _FLAG and ord(before) in _FLAG:
        run = 0
        while run < place and ord(text[place - 1 - run]) in _FLAG:
            run += 1
        return run % 2 == 0
    return True


def _cap_marks(text: str) -> str:
    # Most texts have no combining mark once composed: told at the speed of C.
    if not any(map(unicodedata.combining, text)):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept) if len(kept) < len(text) else text
