"""Rows that stand against each other, and holders who changed their position. Called conflicting accounts, never lies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from broadsheet.analyse.ledger.rows import Row, first_of, likeness, same_side, sentence_around, shared_terms, stems
from broadsheet.types import FigureSet, PairKind, Stance, StatementPair, Verdict

AGAINST = frozenset([Stance.DENIES, Stance.REJECTS, Stance.DISPUTES])
ASSERTS = frozenset(
    [Stance.CLAIMS, Stance.REPORTS, Stance.CONFIRMS, Stance.ADMITS, Stance.ACCUSES, Stance.ESTIMATES, Stance.RELAYS, Stance.WARNS]
)
YIELDS = frozenset([Stance.ADMITS, Stance.CONFIRMS, Stance.APOLOGISES, Stance.CORRECTS])
QUIET = frozenset([Stance.NO_STATEMENT, Stance.SILENT, Stance.NONCOMMITTAL])
#: Likeness from which two rows speak of one thing: for opposite sides, and for one holder's earlier and later word.
SAME_THING, SAME_MATTER = 0.34, 0.3
#: Stems that rows must share at the least to speak of one thing.
LEAST_SHARED = 2
#: Likeness that the least number of shared stems asks for.
FEW_SHARED = 0.5
#: Contents that only point back, and words that set what follows against what stood before.
_POINTS_BACK = re.compile(
    r"^(?:that|this|it|so|(?:the|that|this|those|these|such) (?:\w+ ){0,2}(?:claims?|account|version|accusations?|"
    r"allegations?|statements?|assertions?|charges?|suggestions?|report|figures?|numbers?|estimates?|view))$",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:suggests?|says?|said|tells?|believes?) (?:it |things )?(?:otherwise|differently)\b|"
    r"\bsees? (?:it|things|the matter) differently\b|\bcontradict(?:s|ed)?\b|\btells? (?:a|another) (?:very )?different story\b|"
    r"\bpaint(?:s|ed)? a (?:very )?different picture\b|"
    r"\bat odds with\b|\bdisputed? (?:that|this|the (?:claim|account|version|figure|number))\b",
    re.IGNORECASE,
)
#: A past before the article's present.
_FORMERLY = re.compile(r"\b(?:had|remained|stayed|kept|earlier|previously|initially|at first|long)\b", re.IGNORECASE)
_THE_MATTER = re.compile(r"(?:the|this|that) (?:matter|issue|subject|question|affair|reports?|topic)$|it$", re.IGNORECASE)
_ACCUSATION = re.compile(r"\b(?:accusations?|allegations?|charges?|claims?|account|reports?)\b", re.IGNORECASE)


def pairs(rows: Sequence[Row], figures: Sequence[FigureSet], repeated: Mapping[int, int]) -> tuple[StatementPair, ...]:
    """Pairs of rows that stand against each other, the surest first, each pair of rows once. Rows that copies repeat are left out."""
    free = [row for row in rows if row.place not in repeated]
    found = [*_by_figures(free, figures), *_changes(free), *_pointing_back(free), *_opposite(free)]
    best: dict[tuple[int, int], StatementPair] = {}
    for pair in found:
        key = (min(pair.first, pair.second), max(pair.first, pair.second))
        if key not in best or pair.confidence > best[key].confidence:
            best[key] = pair
    return tuple(sorted(best.values(), key=lambda pair: (-pair.confidence, pair.first, pair.second)))


def _by_figures(rows: Sequence[Row], figures: Sequence[FigureSet]) -> Iterator[StatementPair]:
    """The rows whose figures cannot both hold."""
    at = {(row.article.article_id, span): row for row in rows for span in row.statement.content}
    for figure in figures:
        if figure.verdict is not Verdict.CONTESTED:
            continue
        held = []
        for value in figure.values:
            row = next(
                (
                    row
                    for (article, (start, end)), row in at.items()
                    if article == value.passage.article_id and start <= value.passage.start < end
                ),
                None,
            )
            held.append((value, row))
        for place, (one, first) in enumerate(held):
            for other, second in held[place + 1 :]:
                if first is None or second is None or first is second or same_side(first, second):
                    continue
                if _apart(one.low, one.high, other.low, other.high):
                    yield _pair(first, second, PairKind.CONTRADICTION, "figure", figure.confidence)


def _apart(low: float | None, high: float | None, other_low: float | None, other_high: float | None) -> bool:
    infinite = float("inf")
    least = max(-infinite if low is None else low, -infinite if other_low is None else other_low)
    return least > min(infinite if high is None else high, infinite if other_high is None else other_high)


def _changes(rows: Sequence[Row]) -> Iterator[StatementPair]:
    """A holder's denial or silence, and the same side's later admission or confirmation of the same matter."""
    for later in rows:
        if later.statement.stance not in YIELDS:
            continue
        for earlier in rows:
            if not same_side(earlier, later) or not _is_before(earlier, later):
                continue
            if earlier.statement.stance in AGAINST and _one_matter(earlier, later, SAME_MATTER):
                yield _pair(earlier, later, PairKind.STANCE_CHANGE, "stance", 0.8)
            elif earlier.statement.stance in AGAINST and later.statement.stance is Stance.ADMITS and _own_words(earlier, later):
                yield _pair(earlier, later, PairKind.STANCE_CHANGE, "stance", 0.65)
            elif earlier.statement.stance is Stance.SILENT and _on_the_matter(earlier, later):
                yield _pair(earlier, later, PairKind.STANCE_CHANGE, "silence", 0.8)
            elif earlier.statement.stance in QUIET and _one_matter(earlier, later, SAME_THING):
                yield _pair(earlier, later, PairKind.STANCE_CHANGE, "silence", 0.6)


def _is_before(earlier: Row, later: Row) -> bool:
    """Whether a row tells of an earlier word than another: by its article's time, or by a past that its own article tells of."""
    if earlier.article.article_id != later.article.article_id:
        return earlier.place < later.place
    if earlier.place == later.place:
        return False
    cue = " ".join(earlier.article.text[start:end] for start, end in earlier.statement.cue)
    return earlier.place < later.place or bool(_FORMERLY.search(cue))


def _on_the_matter(earlier: Row, later: Row) -> bool:
    """Whether an article tells of a silence "on the matter", which is the one that it tells of."""
    same = earlier.article.article_id == later.article.article_id
    return same and (not earlier.words or bool(_THE_MATTER.match(earlier.words.strip(" .,"))))


def _own_words(earlier: Row, later: Row) -> bool:
    """Whether one holder's admission is of the matter that the same one denied: the headline or sentence of it names what was denied.

    A story tells of one event, so that what somebody denied and what the same one came to admit need few words in common.
    """
    if not {holder.key for holder in earlier.statement.holders} & {holder.key for holder in later.statement.holders}:
        return False
    low, high = sentence_around(later.article.text, later.statement.content[0] if later.statement.content else (0, 0))
    around = set(stems(later.article.title)) | set(stems(later.article.text[low:high]))
    named = {term for key in later.keys for term in stems(key)}
    return len((set(earlier.terms) & around) - named) >= 1


def _opposite(rows: Sequence[Row]) -> Iterator[StatementPair]:
    """One who says and one who denies the same thing, of different sides; two who accuse each other."""
    for one in rows:
        for other in rows:
            if other.place <= one.place or same_side(one, other) or not one.keys or not other.keys:
                continue
            stances = (one.statement.stance, other.statement.stance)
            if stances[0] is Stance.ACCUSES and stances[1] is Stance.ACCUSES:
                if _names(one, other) and _names(other, one):
                    yield _pair(one, other, PairKind.MUTUAL_ACCUSATION, "stance", 0.7)
                continue
            if not _opposed(one, other) or not _one_matter(one, other, SAME_THING):
                continue
            yield _pair(one, other, _kind(one, other), "polarity", 0.65)


def _opposed(one: Row, other: Row) -> bool:
    a, b = one.statement, other.statement
    if a.stance in AGAINST and b.stance in AGAINST:
        return False
    if a.stance in AGAINST or b.stance in AGAINST:
        return (b.stance if a.stance in AGAINST else a.stance) in ASSERTS
    return False


def _kind(one: Row, other: Row) -> PairKind:
    """An accusation that was rejected, or two accounts that contradict each other."""
    said, denied = (one, other) if other.statement.stance in AGAINST else (other, one)
    rejects = denied.statement.stance in (Stance.REJECTS, Stance.DENIES) and bool(_ACCUSATION.search(denied.words))
    if said.statement.stance is Stance.ACCUSES or (rejects and said.place < denied.place):
        return PairKind.ACCUSATION_REJECTED
    return PairKind.CONTRADICTION


def _pointing_back(rows: Sequence[Row]) -> Iterator[StatementPair]:
    """A row that says the text's own "disputed that" or "suggests otherwise" of the row before it, held by another side."""
    by_article: dict[int, list[Row]] = {}
    for row in rows:
        by_article.setdefault(row.article.article_id, []).append(row)
    for own in by_article.values():
        for place, row in enumerate(own):
            if not place:
                continue
            before = next((other for other in reversed(own[:place]) if other.keys and not same_side(other, row)), None)
            if before is None or row.place - before.place > 3:
                continue
            start = first_of(row.statement)
            if row.statement.stance in AGAINST and _POINTS_BACK.match(row.words.strip(" .,\"'”’")):
                kind = PairKind.ACCUSATION_REJECTED if before.statement.stance is Stance.ACCUSES else PairKind.CONTRADICTION
                yield _pair(before, row, kind, "polarity", 0.7)
            elif before is own[place - 1] and _OTHERWISE.search(_lead(row, start, _end(before))):
                yield _pair(before, row, PairKind.CONTRADICTION, "polarity", 0.7)


def _end(row: Row) -> int:
    return max(span[1] for span in (*row.statement.source, *row.statement.cue, *row.statement.content))


def _lead(row: Row, start: int, after: int) -> str:
    """What the text says between the row before and this one, within its paragraph."""
    text = row.article.text
    line = text.rfind("\n", 0, start) + 1
    return text[max(line, min(after, start)) : start]


def _one_matter(one: Row, other: Row, least: float) -> bool:
    shared, near = len(shared_terms(one, other)), likeness(one.terms, other.terms)
    return near >= least and (shared > LEAST_SHARED or (shared == LEAST_SHARED and near >= FEW_SHARED))


def _names(one: Row, other: Row) -> bool:
    """Whether one row's words name a holder of the other."""
    words = one.words.lower()
    return any(key and key in words for key in other.keys)


def _pair(one: Row, other: Row, kind: PairKind, why: str, sure: float) -> StatementPair:
    early, late = (one, other) if one.place < other.place or kind is PairKind.STANCE_CHANGE else (other, one)
    about = shared_terms(early, late)[:5]
    confidence = round(sure * min(early.statement.confidence, late.statement.confidence) ** 0.5, 3)
    return StatementPair(first=early.place, second=late.place, kind=kind, about=about, why=why, confidence=confidence)
