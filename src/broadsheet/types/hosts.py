"""Host names as a reader may see them: foreign scripts shown, imitations shown as what they are (row T04)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from broadsheet.types.urls import host_of

#: Scripts that may stand together in one label (Unicode TR 39, "highly restrictive").
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
#: Letters of other scripts that look like Latin ones. A label of nothing else imitates a Latin name.
_LOOK_LATIN = frozenset("асԁеһіјӏорԛѕԝхуҽпгѵѡьъαικνρυωηοτγϲϳօսոցհքյ")


@lru_cache(maxsize=4096)
def display_host(host_or_url: str) -> str:
    """The host in its own script, or in ASCII (punycode) where a label mixes scripts or only imitates Latin letters; "" when there is none.

    For showing only. Identity always uses the ASCII form, so an imitation never counts as the publisher that it imitates.
    """
    host = host_of(host_or_url)
    if "xn--" not in host:
        return host
    import idna

    labels = []
    for label in host.split("."):
        try:
            shown = idna.ulabel(label) if label.startswith("xn--") else label
        except idna.IDNAError:
            return host
        labels.append(shown)
    if any(not _harmless(label) for label in labels):
        return host
    top_is_latin = labels[-1].isascii()
    if top_is_latin and any(not label.isascii() and _imitates_latin(label) for label in labels):
        return host
    return ".".join(labels)


def _harmless(label: str) -> bool:
    scripts = {script for script in map(_script, label) if script}
    return len(scripts) <= 1 or any(scripts <= allowed for allowed in _TOGETHER)


def _imitates_latin(label: str) -> bool:
    letters = [char for char in label if char.isalpha()]
    return bool(letters) and all(char in _LOOK_LATIN or char.isascii() for char in letters)


def _script(char: str) -> str:
    """The script of a letter by its Unicode name; "" for digits, hyphens and combining marks, which go with any script."""
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "UNKNOWN")
    first = name.split(" ")[0].split("-")[0]
    return "LATIN" if first == "FULLWIDTH" else first
