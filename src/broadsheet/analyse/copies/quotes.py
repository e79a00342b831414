"""Where a text quotes: two reports of one press conference share its words without one being a copy of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Longest quotation (characters) between straight quotation marks: where one mark is missing, the rest of the text is no quotation.
_LONGEST = 1_500
_MARK = re.compile(r"[\"“”„«»‘’「」『』\n]|``|''")
_CLOSERS = {
    '"': ('"',),
    "“": ("”", '"'),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "‘": ("’",),
    "「": ("」",),
    "『": ("』",),
    "``": ("''",),
}
#: Marks that also stand inside words or close nothing: they open only before a word, close only after one.
_PLAIN = frozenset({'"', "’", "''"})
#: A quotation that is not closed in its paragraph goes on in the next one, with a mark of its own; these marks say so surely enough.
_SURE = frozenset({"“", "„", "«", "``", "「"})


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between quotation marks, in order and without overlap, by code points. Linear.

    A quotation ends with its paragraph. Apostrophes open and close nothing.
    """
    opener, begin = "", 0
    for found in _MARK.finditer(text):
        mark, place = found[0], found.start()
        if mark == "\n":
            if opener in _SURE and place - begin <= _LONGEST:
                yield begin, place
            opener = ""
        elif opener and mark in _CLOSERS[opener] and not (mark in _PLAIN and _letter(text, found.end())):
            if place - begin <= _LONGEST or opener in _SURE:
                yield begin, place
            opener = ""
        elif (not opener and mark in _CLOSERS and not (mark in ('"', "‘", "“", "»") and _letter(text, place - 1))) or (
            opener and place - begin > _LONGEST and mark in _CLOSERS
        ):
            opener, begin = mark, found.end()


def _letter(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum()
