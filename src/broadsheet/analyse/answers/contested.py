"""What is contested about a question: sides of a figure, conflicting accounts, changes of position. From the story's ledger. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from broadsheet.analyse.answers.kinds import suits
from broadsheet.analyse.answers.matching import Matched, Matcher
from broadsheet.analyse.answers.question import Question
from broadsheet.analyse.answers.ranked import Ranked, passage_told, same
from broadsheet.analyse.ledger.rows import stem
from broadsheet.analyse.reading import Reading
from broadsheet.types import Figure, FigureSet, Ledger, PairKind, Stance, Statement, StatementPair, Verdict
from broadsheet.types.told import Asked, TellingRole, Told

#: Sets and pairs of which the sides are told.
MOST = 3
#: Share of the question's words of which both rows of a pair speak.
ABOUT = 0.5
#: Confidence from which a pair is told.
SURE_PAIR = 0.5
_CONFLICTS = (PairKind.CONTRADICTION, PairKind.ACCUSATION_REJECTED, PairKind.MUTUAL_ACCUSATION, PairKind.UNCONFIRMED)
_CHANGES = (PairKind.STANCE_CHANGE, PairKind.CORRECTION)

#: A sentence stands beside the best one from this share of its score on; a number suits the question from this on.
ALSO, SUITS = 0.5, 0.7
MOST_SIDES = 4
#: ... and a side is at least so likely to answer.
LEAST_SIDE = 0.35
#: ... and so much of the question's words must stand in each sentence of which numbers are compared.
MOST_OTHERS = 0.6
_AGAINST = (Stance.DENIES, Stance.REJECTS, Stance.DISPUTES)
_FOR = (Stance.CLAIMS, Stance.CONFIRMS, Stance.ADMITS, Stance.ACCUSES, Stance.REPORTS)

Readings = Mapping[int, Reading]


def contested(question: Question, good: Sequence[Ranked], ledger: Ledger, readings: Readings, matcher: Matcher) -> tuple[Told, ...]:
    """Both sides of what the question asks about, where the ledger has sides; () otherwise."""
    if question.asked is Asked.CHANGED:
        pairs = [pair for pair in _pairs(ledger, _CHANGES, readings) if _is_about(pair, ledger, readings, matcher)]
        return _told_pairs(pairs[:MOST], ledger, readings, TellingRole.CHANGED)
    if question.asked is Asked.DIFFERS:
        sets = [one for one in ledger.figures if one.verdict is Verdict.CONTESTED and _speaks_of(one, readings, matcher)]
        sides = [side for one in sets[:MOST] for side in _sides(one, readings)]
        pairs = [pair for pair in _pairs(ledger, _CONFLICTS, readings) if _is_about(pair, ledger, readings, matcher)]
        return (*sides, *_told_pairs(pairs[:MOST], ledger, readings, TellingRole.CONTESTED))
    if not good:
        return ()
    if question.counted:
        top = [one for one in good if one is good[0] or same(one, good[0])]
        for one in ledger.figures:
            if one.verdict is Verdict.CONTESTED and _is_counted(question, one, top) and len(sides := _sides(one, readings)) > 1:
                return tuple(sides)
        return ()
    if question.asked is Asked.SAID:
        return ()
    for pair in _pairs(ledger, _CONFLICTS, readings):
        both = (ledger.statements[pair.first], ledger.statements[pair.second])
        if any(_within(row, one) for row in both for one in good[:3]) and all(_content(row, readings, matcher) >= ABOUT for row in both):
            return _told_pairs([pair], ledger, readings, TellingRole.CONTESTED)
    return ()


def differing(question: Question, ranked: Sequence[Ranked], best: float) -> list[tuple[Ranked, str]]:
    """Sentences that give different numbers for what is counted, one a number, each with the words of its number; best first.

    Numbers that can both hold ("at least 14", "16") and those of one holder that a later report of his replaces are no difference.
    """
    sides: list[tuple[Ranked, str, Figure]] = []
    for one in ranked:
        matched = one.matched
        if one.score < max(ALSO * best, LEAST_SIDE) or matched.missing or _others(matched) < MOST_OTHERS:
            continue
        sentence, reading = matched.sentence, matched.reading
        suited = [(suits(question, figure), figure) for figure in reading.figures_in((sentence.start, sentence.end))]
        fits = [figure for value, figure in suited if value >= SUITS and value == max(value for value, _ in suited)]
        if len(fits) != 1 or any(_agree(fits[0], other) or not _of_a_kind(fits[0], other) for _, _, other in sides):
            continue
        sides.append((one, " ".join(reading.article.text[fits[0].start : fits[0].end].split()), fits[0]))
    return [(one, label) for one, label, _ in sides[:MOST_SIDES]]


def _others(matched: Matched) -> float:
    """The share of the question's words that are no names which stands in the sentence itself or close by."""
    others = [value for term, value in zip(matched.terms, matched.values, strict=True) if not term.name]
    return sum(others) / len(others) if others else 1.0


def _of_a_kind(one: Figure, other: Figure) -> bool:
    """Whether two numbers may count the same: in one unit, and of things of one name where both name them."""
    return one.unit == other.unit and (not one.noun or not other.noun or bool(one.unit) or stem(one.noun) == stem(other.noun))


def _agree(one: Figure, other: Figure) -> bool:
    """Whether two numbers can both hold."""
    low = max(one.low if one.low is not None else -math.inf, other.low if other.low is not None else -math.inf)
    high = min(one.high if one.high is not None else math.inf, other.high if other.high is not None else math.inf)
    return low <= high


def opposed(chosen: Sequence[Ranked], ranked: Sequence[Ranked]) -> Ranked | None:
    """The best sentence in which somebody else takes the other side of what the first answer says somebody says."""
    if not chosen or chosen[0].statement is None:
        return None
    first = chosen[0].statement
    keys = {holder.key for holder in first.holders}
    denies = first.stance in _AGAINST
    for one in ranked[:12]:
        row = one.statement
        if row is None or one.score < ALSO * chosen[0].score or any(one is other for other in chosen):
            continue
        if (
            (row.stance in _AGAINST) != denies
            and (row.stance in _AGAINST or row.stance in _FOR)
            and not keys & {holder.key for holder in row.holders}
        ):
            return one
    return None


def changes_of(chosen: Sequence[Ranked], ledger: Ledger, readings: Readings) -> list[Told]:
    """What became of the statements in the chosen sentences: the later row of a change of position."""
    found: list[Told] = []
    for pair in _pairs(ledger, _CHANGES, readings):
        first = ledger.statements[pair.first]
        second = ledger.statements[pair.second]
        if any(_within(first, one) for one in chosen) and not any(_within(second, one) for one in chosen):
            found.append(_row_told(second, readings, TellingRole.CHANGED, "later"))
    return found[:MOST]


def _pairs(ledger: Ledger, kinds: Sequence[PairKind], readings: Readings) -> list[StatementPair]:
    return [
        pair
        for pair in ledger.pairs
        if pair.kind in kinds
        and pair.confidence >= SURE_PAIR
        and ledger.statements[pair.first].article_id in readings
        and ledger.statements[pair.second].article_id in readings
    ]


def _within(row: Statement, one: Ranked) -> bool:
    """Whether a row's content begins in the sentences that are shown."""
    inside = row.article_id == one.matched.reading.article.article_id
    return inside and any(one.span[0] <= start < one.span[1] for start, _ in (row.content or row.cue))


def _content(row: Statement, readings: Readings, matcher: Matcher) -> float:
    text = readings[row.article_id].article.text
    start, end = readings[row.article_id].over(_reach(row))
    return matcher.match_words(text[start:end]) if matcher.terms else 1.0


def _is_about(pair: StatementPair, ledger: Ledger, readings: Readings, matcher: Matcher) -> bool:
    both = (ledger.statements[pair.first], ledger.statements[pair.second])
    return max(_content(row, readings, matcher) for row in both) >= ABOUT


def _speaks_of(figures: FigureSet, readings: Readings, matcher: Matcher) -> bool:
    if not matcher.terms:
        return True
    best = matcher.match_words(figures.quantity)
    for value in figures.values:
        reading = readings.get(value.passage.article_id)
        if reading is not None:
            start, end = reading.over((value.passage.start, value.passage.end))
            best = max(best, matcher.match_words(reading.article.text[start:end]))
    return best >= ABOUT


def _is_counted(question: Question, figures: FigureSet, top: Sequence[Ranked]) -> bool:
    """Whether one of the best sentences holds a value of the figure, and the value is of the kind that is counted."""
    for one in top:
        article = one.matched.reading.article
        for value in figures.values:
            if value.passage.article_id == article.article_id and one.span[0] <= value.passage.start < one.span[1]:
                figure = next((found for found in article.findings.figures if found.start == value.passage.start), None)
                if figure is not None and suits(question, figure) >= 0.6:
                    return True
    return False


def _sides(figures: FigureSet, readings: Readings) -> list[Told]:
    """A sentence a value; values of copies are not told twice."""
    sides: list[Told] = []
    for value in figures.values:
        reading = readings.get(value.passage.article_id)
        if reading is None:
            continue
        label = " ".join(reading.article.text[value.passage.start : value.passage.end].split())
        if any(side.label == label and side.holder == value.holder for side in sides):
            continue
        span = reading.whole((value.passage.start, value.passage.end))
        sides.append(passage_told(reading, *span, role=TellingRole.CONTESTED, holder=value.holder, label=label))
    return sides if len({side.label for side in sides}) > 1 else []


def _told_pairs(pairs: Sequence[StatementPair], ledger: Ledger, readings: Readings, role: TellingRole) -> tuple[Told, ...]:
    found: list[Told] = []
    for pair in pairs:
        for place, label in ((pair.first, "first"), (pair.second, "later" if role is TellingRole.CHANGED else "against it")):
            row = _row_told(ledger.statements[place], readings, role, label)
            if not any(row.source == other.source for other in found):
                found.append(row)
    return tuple(found)


def _row_told(row: Statement, readings: Readings, role: TellingRole, label: str) -> Told:
    reading = readings[row.article_id]
    start, end = reading.whole(_reach(row))
    return passage_told(reading, start, end, role=role, holder=" and ".join(holder.name for holder in row.holders), label=label)


def _reach(row: Statement) -> tuple[int, int]:
    spans = (*row.source, *row.cue, *row.content)
    return (min(start for start, _ in spans), max(end for _, end in spans))
