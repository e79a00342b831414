"""What the sentence itself shows of a statement: its cue's subject, and which pieces of a content can be of it. Pure; linear."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analyse.statements.linking import Linked
from broadsheet.types import Marking, Part, Span

#: Verbs of saying whose past has no "-ed".
_IRREGULAR = re.compile(
    r"\b(?:said|told|wrote|thought|knew|found|made|saw|felt|swore|says|tells|writes|thinks|finds|believes)$", re.IGNORECASE
)
_FINITE = re.compile(r"\w(?:ed|ied)$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b(?: \w+ly)?\s*$", re.IGNORECASE)
_AUXILIARIES = r"(?: (?:have|has|had|also|later|then|now|earlier|still|again|once|since|all|both|\w+ly))*"
_SUBJECT = re.compile(
    r"(?P<subject>(?:[Tt]he |[Aa]n? |[Ii]ts |[Hh]is |[Hh]er |[Tt]heir )?[\w’'.-]+(?: (?:and|nor|of|the|for|[\w’'.-]+)){0,6}?)"
    rf"{_AUXILIARIES}(?:, [^,\n]{{1,40}},)?{_AUXILIARIES}\s*"
)
_NO_SUBJECT = re.compile(
    r"\b(?:that|which|who|and|but|as|when|while|if|because|after|before|said|says|told|it|there|by|to|for|in|on|at)$", re.IGNORECASE
)
_CONJUNCTION = re.compile(r"(?:But|And|Yet|So|However,|Still,|Until then,?) ")
_SILENCE = re.compile(
    r"(?P<cue>\b(?:remain(?:ed|s)?|stay(?:ed|s)?|kept|(?:has|have|had) (?:been|kept|remained|stayed)) (?:\w+ly |publicly |officially )?"
    r"(?:silent|quiet|tight-lipped|mum))\b"
    r"(?: (?:on|about) (?P<on>(?:the |this |that |his |her |its |their )?[\w’'-]+(?: of [\w’' -]{1,40})?))?"
)
#: How sure such a silence is, and a subject that the sentence's form alone shows.
SURE_OF_SILENCE = 0.75
SURE_OF_SUBJECT = 0.8
_NOT_SAID = re.compile(r"\b(?:not|never|declin\w+|refus\w+)\b|n['’]t\b", re.IGNORECASE)
#: What joins a source to one before it.
_COORDINATED = re.compile(r"\b(?:and|nor) (?:the )?$")
_MARKS = '"“”«»'


def with_subject(text: str, row: Linked, sentences: Sequence[Span]) -> tuple[Linked, bool]:
    """The row with the subject of its cue as its source, and whether the sentence shows one.

    It is taken where the row has no source, and where its source is the last of several joined by "and" ("Moscow and Pyongyang have, for
    the first time, acknowledged that ..."). Only finite, active verbs; a subject opens its sentence, has a capital and no verb of its own.
    """
    subject = _subject(text, row, sentences) if row.cue and row.content and len(row.source) <= 1 else None
    if subject is None:
        return row, False
    if row.source and row.source[0] != subject:
        start, end = row.source[0]
        if end != subject[1] or not _COORDINATED.search(text[subject[0] : start]):
            return row, False
    return replace(row, source=(subject,)), True


def _subject(text: str, row: Linked, sentences: Sequence[Span]) -> Span | None:
    start, end = row.cue[0]
    if not (_FINITE.search(text[start:end]) or _IRREGULAR.search(text[start:end])) or _PASSIVE.search(text[:start][-20:]):
        return None
    low, _ = sentences[max(0, bisect_right(sentences, (start, len(text))) - 1)]
    found = _SUBJECT.fullmatch(text, low, start) if 0 < start - low <= 120 else None
    if found is None or _NO_SUBJECT.search(found["subject"]) or not re.search(r"[A-Z]", found["subject"]):
        return None
    span = found.span("subject")
    return None if any(left < span[1] and span[0] < right for left, right in row.content) else span


def _is_quoted(text: str, span: Span) -> bool:
    return any(mark in text[span[0] : span[1]] for mark in _MARKS)


def silences(text: str, sentences: Sequence[Span], cues: Sequence[Span]) -> list[Marking]:
    """Sources, cues and contents of those of whom the text says that they stayed silent, where no cue was seen there."""
    found: list[Marking] = []
    for match in _SILENCE.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in cues):
            continue
        low, _ = sentences[max(0, bisect_right(sentences, (match.start(), len(text))) - 1)]
        opening = _CONJUNCTION.match(text, low)
        subject = _SUBJECT.fullmatch(text, opening.end() if opening else low, match.start()) if match.start() - low <= 120 else None
        if subject is None or _NO_SUBJECT.search(subject["subject"]):
            continue
        found.append(Marking(Part.SOURCE, *subject.span("subject"), SURE_OF_SILENCE))
        found.append(Marking(Part.CUE, *match.span("cue"), SURE_OF_SILENCE))
        if match["on"]:
            found.append(Marking(Part.CONTENT, *match.span("on"), SURE_OF_SILENCE))
    return found


def of_one_sentence(text: str, row: Linked, sentences: Sequence[Span]) -> Linked:
    """The row without pieces of content that cannot be of it: indirect speech ends with its sentence, and a "that" clause before the source
    with another piece after the cue belongs to something else.
    """
    if len(row.content) < 2 or not row.cue:
        return row
    low, high = sentences[max(0, bisect_right(sentences, (row.cue[0][0], len(text))) - 1)]
    kept = [span for span in row.content if low <= span[0] < high or _is_quoted(text, span)] or list(row.content)
    if any(_is_quoted(text, span) for span in kept):
        # Who "did not stress the differences" did say the quotation after it: it is none of what was not said.
        here = [span for span in kept if low <= span[0] < high]
        return replace(row, content=tuple(here if here and _NOT_SAID.search(text[row.cue[0][0] : row.cue[0][1]]) else kept))
    after = [span for span in kept if span[0] >= row.cue[-1][1]]
    if after and len(kept) > len(after):
        kept = [span for span in kept if span in after or not text[span[0] :].startswith("that ")]
    return replace(row, content=tuple(kept))
