"""Statements of an article: a tagger's spans mended by the quotation marks of the text, linked, and told by stance and manner. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter

from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.statements.linking import Linked, Places, link
from broadsheet.analyse.statements.mending import is_speech, mended
from broadsheet.analyse.statements.quotations import Quotation, quotations
from broadsheet.analyse.statements.speechtags import tagged
from broadsheet.analyse.statements.stance import manner
from broadsheet.analyse.statements.subjects import SURE_OF_SUBJECT, of_one_sentence, silences, with_subject
from broadsheet.analyse.statements.turns import turns
from broadsheet.types import Form, Marking, Part, Span, Stance, Statement

#: Says which spans of a text are sources, cues and contents.
Tagging = Callable[[str], Sequence[Marking]]
#: Characters of an article that are read.
LONGEST = 300_000
#: The languages whose statements are found.
LANGUAGES = frozenset(["en"])
VERSION = "statements-3"
_WORD = re.compile(r"\w+|[^\w\s]")
_NO_CONTENT = frozenset([Stance.NO_STATEMENT, Stance.SILENT])
#: A floating quotation of fewer words is rather a title or an ironic word.
_SHORTEST_FLOATING = 4
#: Share of a content between quotation marks from which it is direct speech.
MOSTLY_QUOTED = 0.9


def find_statements(text: str, tagging: Tagging) -> tuple[Statement, ...]:
    """The statements of an English text in the order of their first passage; holders are not resolved yet.

    A cue with neither source nor content is no statement, nor is one without content unless it tells of silence. Text beyond LONGEST
    characters is not read. Does not ask which language the text has.
    """
    text = text[:LONGEST]
    quoted = quotations(text)
    words = [match.span() for match in _WORD.finditer(text)]
    parted = sentences(text)
    places = Places(text, words, parted)
    laid_out = turns(text, quoted)
    # Mending makes contents of quotations that have none: those that the layout attributes have theirs.
    spans: Sequence[Marking] = _without(mended(text, _without(tagging(text), laid_out), quoted, parted), laid_out)
    spans = (*spans, *silences(text, parted, [(one.start, one.end) for one in spans if one.part is Part.CUE]))
    spans = (*tagged(text, spans, [one for one in quoted if is_speech(text, one)]), *laid_out)
    sure = {(marking.part, marking.start, marking.end): marking.confidence for marking in spans}
    parts = {part: [(m.start, m.end) for m in spans if m.part is part] for part in Part}
    linked = link(places, parts[Part.SOURCE], parts[Part.CUE], parts[Part.CONTENT])
    found = []
    for joined in _continued(linked, quoted, text):
        row, shown = with_subject(text, of_one_sentence(text, joined, parted), parted)
        if shown:
            subject = (Part.SOURCE, *row.source[0])
            sure[subject] = max(sure.get(subject, 0.0), SURE_OF_SUBJECT)
        found.append(_statement(text, row, quoted, sure))
    return tuple(sorted((statement for statement in found if statement is not None), key=first_place))


def _without(markings: Sequence[Marking], laid_out: Sequence[Marking]) -> list[Marking]:
    """The markings that touch nothing that the layout attributes: a turn's words are its speaker's, not their pieces others'."""
    starts = sorted((marking.start, marking.end) for marking in laid_out)
    return [
        marking
        for marking in markings
        if not any(
            start < marking.end and marking.start < end for start, end in starts[max(0, bisect_left(starts, (marking.start, 0)) - 1) :][:3]
        )
    ]


def first_place(statement: Statement) -> int:
    """Where a statement begins in its text."""
    return min(span[0] for span in (*statement.source, *statement.cue, *statement.content))


def _continued(linked: Sequence[Linked], quoted: Sequence[Quotation], text: str) -> list[Linked]:
    """A quotation that goes on over paragraphs is one statement: its later pieces join the first one's."""
    rows = list(linked)
    for number, quotation in enumerate(quoted):
        if not quotation.goes_on:
            continue
        before = _holding(rows, quoted[number - 1])
        here = _holding(rows, quotation)
        if before is None or here is None or before == here or rows[here].cue:
            continue
        rows[before] = replace(rows[before], content=tuple(sorted((*rows[before].content, *rows[here].content))))
        del rows[here]
    return rows


def _holding(rows: Sequence[Linked], quotation: Quotation) -> int | None:
    for number, row in enumerate(rows):
        if any(start < quotation.end and quotation.start < end for start, end in row.content):
            return number
    return None


def _statement(text: str, row: Linked, quoted: Sequence[Quotation], sure: dict[tuple[Part, int, int], float]) -> Statement | None:
    content = " ".join(text[start:end] for start, end in row.content)
    if not row.cue and len(content.split()) < _SHORTEST_FLOATING:
        return None
    cue = " ".join(text[start:end] for start, end in row.cue)
    told = manner(cue, content, between=_between(text, row))
    if not row.content and (told.stance not in _NO_CONTENT or not row.source):
        return None
    return Statement(
        source=row.source,
        cue=row.cue,
        content=row.content,
        form=_form(row.content, quoted),
        stance=told.stance,
        negated=told.negated,
        modality=told.modality,
        hedges=told.hedges,
        confidence=_confidence(row, sure),
    )


def _between(text: str, row: Linked) -> str:
    """The words from the cue to the first content after it, for what stands between them."""
    if not row.cue:
        return ""
    end = min((span[0] for span in row.content if span[0] >= row.cue[0][1]), default=row.cue[0][1])
    return text[row.cue[0][0] : max(end, row.cue[0][1])]


def _form(content: Sequence[Span], quoted: Sequence[Quotation]) -> Form:
    within = 0
    for start, end in content:
        first = max(0, bisect_right(quoted, start, key=attrgetter("start")) - 1)
        last = bisect_left(quoted, end, key=attrgetter("start"))
        within += sum(max(0, min(end, mark.end) - max(start, mark.start)) for mark in quoted[first:last])
    if not within:
        return Form.INDIRECT
    return Form.DIRECT if within >= MOSTLY_QUOTED * sum(end - start for start, end in content) else Form.MIXED


def _confidence(row: Linked, sure: dict[tuple[Part, int, int], float]) -> float:
    """The least sure part decides; a statement without a source or a cue is sure by half at most."""
    parts = ((Part.SOURCE, row.source), (Part.CUE, row.cue), (Part.CONTENT, row.content))
    least = min(sure.get((part, *span), 0.5) for part, spans in parts for span in spans)
    return round(min(least, 1.0 if row.source and row.cue else 0.5), 3)
