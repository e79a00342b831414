"""Where quotations begin and end, repaired within their paragraph. Pure; linear in the length of the text.

A mark that is never closed ends its quotation with the paragraph; when the next paragraph opens with a mark again, the quotation goes on
there (the habit of newspapers for quotations of several paragraphs). A closing mark without an opening one is no quotation. Apostrophes are
told from single quotation marks by what stands around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Opening marks with those that close them. Straight double marks are both.
_PAIRS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "``": "''", "‘": "’", "'": "'", "''": "''", "「": "」", "『": "』"}
_MARK = re.compile(r"``|''|[\"“”„«»‘’'「」『』]")
_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_SINGLE = frozenset("'‘’")
#: A quotation between single marks is no longer than this: beyond, an apostrophe was taken for a mark.
_LONGEST_SINGLE = 600
_DASHES = "-–—―"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks. `closed`: its closing mark stands there. `goes_on`: it continues the quotation before it."""

    start: int
    end: int
    closed: bool
    goes_on: bool = False


def quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of a text, in order; quotations within quotations are part of theirs."""
    found: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text):
        here = _of_paragraph(text, *paragraph.span())
        if here and found and not found[-1].closed and text[paragraph.start() : here[0].start].strip() == "":
            here[0] = Quotation(here[0].start, here[0].end, here[0].closed, goes_on=True)
        found += here
    return tuple(found)


def _of_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    while end > start and text[end - 1].isspace():
        end -= 1
    found: list[Quotation] = []
    opened, closing, inner = -1, "", 0
    marks = list(_MARK.finditer(text, start, end))
    for number, mark in enumerate(marks):
        written = mark[0]
        if opened < 0:
            if written in _PAIRS and _opens(text, mark, start, end) and (written not in _SINGLE or _closes_later(text, marks, number, end)):
                opened, closing, inner = mark.start(), _PAIRS[written], 0
        elif written == "“" and closing == '"':
            inner += 1
        elif written == "”" and closing == '"' and inner:
            inner -= 1
        elif (written in closing or _closes_otherwise(text, mark, closing, end)) and _closes(text, mark, end):
            found.append(Quotation(opened, mark.end(), closed=True))
            opened = -1
    if opened >= 0:
        found.append(Quotation(opened, end, closed=False))
    return found


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether something quoted follows the mark, and no word stands right before it."""
    after = text[mark.end()] if mark.end() < end else " "
    if after.isspace():
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    if mark[0] in ("“", "„", "``", "「", "『"):
        return True
    return before.isspace() or before in "([{/" + _DASHES + "\"“‘'"


def _closes(text: str, mark: re.Match[str], end: int) -> bool:
    """Whether the mark can end a quotation: what it quotes stands right before it, and no letter after a single one."""
    if mark[0] not in ("'", "’"):
        return not (mark[0] == '"' and text[mark.start() - 1].isspace() and mark.end() < end and not text[mark.end()].isspace())
    after = text[mark.end()] if mark.end() < end else " "
    return not after.isalnum() and not text[mark.start() - 1].isspace()


def _closes_otherwise(text: str, mark: re.Match[str], closing: str, end: int) -> bool:
    """Whether a double mark of the other kind ends a quotation: editors mix straight and curly ones. It follows a stop, and a blank it."""
    if (mark[0], closing) not in (("”", '"'), ('"', "”")):
        return False
    after = text[mark.end()] if mark.end() < end else " "
    return text[mark.start() - 1] in ",.?!…" and after.isspace()


def _closes_later(text: str, marks: list[re.Match[str]], number: int, end: int) -> bool:
    """Whether a single mark has its partner near by, and more than a contraction between them."""
    opening = marks[number]
    for mark in marks[number + 1 :]:
        if mark.start() - opening.end() > _LONGEST_SINGLE:
            return False
        if mark[0] in _PAIRS[opening[0]] and _closes(text, mark, end):
            # A plural possessive ("the workers' union") closes nothing when another mark does.
            return " " in text[opening.end() : mark.start()] or text[mark.start() - 1] in ".,?!" or mark.start() - opening.end() > 2
    return False
