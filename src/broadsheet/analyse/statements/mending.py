"""A tagger's spans, mended by what the text shows plainly: quotation marks. Pure.

A content that begins or ends within a quotation takes the whole of it; a quotation that reads like speech is content even where the tagger
saw none. Blanks and stops at the edges are no part of anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from broadsheet.analyse.statements.quotations import Quotation
from broadsheet.types import Marking, Part, Span

#: How sure a quotation is that only its marks and its wording show.
SURE_OF_SPEECH = 0.55
#: Words of the shortest speech without a cue beside it.
SHORTEST_SPEECH = 4
#: Share of a speech that contents must hold for the whole of it to be one.
MOST_OF_SPEECH = 0.2
_SPEECH_END = re.compile(r"[,.?!…—–-][\"”»’']*$")
#: Words that lead to a content and are no part of it, unless the tagger was taught otherwise.
_LEADING = re.compile(r"(?:(?:for|of|on|about|with|against|as|at|by|in) )+(?=\w)")
_CONTRACTED = re.compile(r"(?:['’](?:t|s|re|ve|ll|d|m)\b|\w+)")
#: Words that alone name nobody.
_NOBODY = frozenset(["the", "a", "an", "its", "their", "and", "or", "of"])
_EDGES = " \t\n\r\u00a0,;:.-–—"


def mended(text: str, markings: Sequence[Marking], quoted: Sequence[Quotation], spans: Sequence[Span]) -> tuple[Marking, ...]:
    """The markings with their edges mended, and contents for speech that has none; in order of place. `spans` are the text's sentences.
    Linear in their number.
    """
    starts = [quotation.start for quotation in quoted]
    speeches = [quotation for quotation in quoted if is_speech(text, quotation)]
    firsts = [start for start, _ in spans]
    found = [
        whole
        for marking in markings
        for part in _within_sentences(text, _whole_words(text, marking), quoted, starts, firsts)
        if (whole := _mended(text, part, quoted, starts)) is not None
    ]
    found = _joined(_spoken(found, speeches), quoted, starts)
    contents = sorted((marking.start, marking.end) for marking in found if marking.part is Part.CONTENT)
    found += [
        Marking(Part.CONTENT, quotation.start, quotation.end, SURE_OF_SPEECH) for quotation in speeches if not _covered(quotation, contents)
    ]
    return tuple(sorted(_once(found), key=lambda marking: (marking.start, marking.end, marking.part)))


def _whole_words(text: str, marking: Marking) -> Marking:
    """The marking with the rest of a contraction that it cuts: "did" of "didn't"."""
    rest = _CONTRACTED.match(text, marking.end)
    return replace(marking, end=rest.end()) if rest else marking


def _within_sentences(
    text: str, marking: Marking, quoted: Sequence[Quotation], starts: Sequence[int], firsts: Sequence[int]
) -> tuple[Marking, ...]:
    """A marking cut where a sentence begins inside it, but for a quotation's own sentences; of its pieces the longest is kept."""
    inside = firsts[bisect_right(firsts, marking.start) : bisect_left(firsts, marking.end)]
    # No sentence begins with a closing bracket: "Rep. Gwen Moore (D-Wis.)".
    cuts = [
        cut for cut in inside if text[cut] not in ")]," and (marking.part is not Part.CONTENT or not _in_quotation(cut, quoted, starts))
    ]
    if not cuts:
        return (marking,)
    edges = [marking.start, *cuts, marking.end]
    pieces = sorted(pairwise(edges), key=lambda piece: piece[0] - piece[1])
    return (replace(marking, start=pieces[0][0], end=pieces[0][1]),)


def _in_quotation(offset: int, quoted: Sequence[Quotation], starts: Sequence[int]) -> bool:
    place = bisect_right(starts, offset - 1) - 1
    return place >= 0 and quoted[place].start < offset < quoted[place].end


def _spoken(markings: Sequence[Marking], speeches: Sequence[Quotation]) -> list[Marking]:
    """The markings, with those contents joined that together hold most of one speech: speech of several sentences is one content."""
    starts = [speech.start for speech in speeches]
    inside: dict[int, list[Marking]] = {}
    for marking in markings:
        place = bisect_right(starts, marking.start) - 1
        if marking.part is Part.CONTENT and place >= 0 and marking.end <= speeches[place].end:
            inside.setdefault(place, []).append(marking)
    joined: list[Marking] = []
    gone: set[Marking] = set()
    for place, pieces in inside.items():
        speech = speeches[place]
        if sum(piece.end - piece.start for piece in pieces) >= MOST_OF_SPEECH * (speech.end - speech.start):
            gone.update(pieces)
            joined.append(Marking(Part.CONTENT, speech.start, speech.end, max(piece.confidence for piece in pieces)))
    return [marking for marking in markings if marking not in gone] + joined


def _joined(markings: Sequence[Marking], quoted: Sequence[Quotation], starts: Sequence[int]) -> list[Marking]:
    """The markings, with contents joined that begin and end one quotation: a full stop within it cut them apart."""
    contents = sorted((one for one in markings if one.part is Part.CONTENT), key=lambda one: (one.start, -one.end))
    heads: dict[int, Marking] = {}
    tails: dict[int, Marking] = {}
    for one in contents:
        place = bisect_right(starts, one.end - 1) - 1
        if place < 0 or quoted[place].end <= one.start:
            continue
        quotation = quoted[place]
        if one.start <= quotation.start + 2 and one.end < quotation.end - 2:
            heads.setdefault(place, one)
        elif quotation.start + 2 < one.start and one.end >= quotation.end - 2:
            tails[place] = one
    joined: list[Marking] = []
    gone: set[Marking] = set()
    for place, head in heads.items():
        tail = tails.get(place)
        if tail is not None and head.end <= tail.start:
            gone.update((head, tail))
            gone.update(one for one in contents if head.end <= one.start and one.end <= tail.start)
            joined.append(replace(head, end=max(tail.end, quoted[place].end), confidence=max(head.confidence, tail.confidence)))
    return [one for one in markings if one not in gone] + joined


def is_speech(text: str, quotation: Quotation) -> bool:
    """Whether a quotation reads like somebody's words rather than a title or an ironic word: some words, begun or ended as speech is."""
    words = text[quotation.start + 1 : quotation.end].split()
    if len(words) < SHORTEST_SPEECH:
        return False
    first = next((character for character in words[0] if character.isalnum()), "")
    ended = bool(_SPEECH_END.search(text[quotation.start : quotation.end]))
    return quotation.goes_on or (first.isupper() and (ended or text[quotation.end : quotation.end + 1] in ",.?!"))


def _mended(text: str, marking: Marking, quoted: Sequence[Quotation], starts: Sequence[int]) -> Marking | None:
    start, end = marking.start, marking.end
    if marking.part is Part.CONTENT:
        start, end = _with_quotation(start, end, quoted, starts)
        led = _LEADING.match(text, start, end)
        start = led.end() if led else start
    if marking.part is Part.CONTENT:
        end = _within_brackets(text, start, end)
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if not any(character.isalnum() for character in text[start:end]) and marking.part is not Part.CUE:
        return None
    if start >= end or (marking.part is Part.SOURCE and text[start:end].lower() in _NOBODY):
        return None
    return replace(marking, start=start, end=end)


def _within_brackets(text: str, start: int, end: int) -> int:
    """Where a content that begins within brackets ends: with them ("(some said to be ...) were destroyed")."""
    open_ = 0
    for at in range(start, end):
        if text[at] == "(":
            open_ += 1
        elif text[at] == ")":
            open_ -= 1
            if open_ < 0:
                # A list's "a)" or a smiley is no bracket: what came before it on the line tells.
                return at if "(" in text[max(0, start - 200) : start] else end
    return end


def _with_quotation(start: int, end: int, quoted: Sequence[Quotation], starts: Sequence[int]) -> tuple[int, int]:
    """A content's edges moved to those of a quotation that it cuts; a piece well inside a quotation is another statement and stays."""
    for quotation in quoted[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)]:
        low, high = quotation.start, quotation.end
        if high <= start or end <= low:
            continue
        shared = min(end, high) - max(start, low)
        if start < low < end < high and shared >= (high - low) / 2:
            end = high
        elif low < start < high < end and shared >= (high - low) / 2:
            start = low
        elif low <= start and end <= high:
            if start - low <= 2:
                start = low
            if high - end <= 2:
                end = high
    return start, end


def _covered(quotation: Quotation, contents: Sequence[tuple[int, int]]) -> bool:
    """Whether contents hold any of a quotation."""
    place = bisect_left(contents, (quotation.end, 0))
    return any(end > quotation.start for _, end in contents[max(0, place - 40) : place])


def _once(markings: Sequence[Marking]) -> list[Marking]:
    best: dict[tuple[Part, int, int], Marking] = {}
    for marking in markings:
        key = (marking.part, marking.start, marking.end)
        if key not in best or best[key].confidence < marking.confidence:
            best[key] = marking
    return list(best.values())
