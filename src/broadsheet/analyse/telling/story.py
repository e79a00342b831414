"""A story told in sentences of its articles: what is known, what changed, what is contested. Pure; nothing is written anew.

What is known is chosen greedily by centrality and newness with little repetition (maximal marginal relevance, Carbonell and Goldstein
1998). What changed and what is contested comes from the ledger, each side with its own sentence. Older values of a figure that developed,
and what was taken back, are not told as known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from broadsheet.analyse.ledger.rows import LedgerArticle, stems
from broadsheet.analyse.reading import Reading
from broadsheet.analyse.telling.sentences import Candidate, candidates, dateline, overlap
from broadsheet.types import Ledger, PairKind, Passage, Span, Stance, Statement, StatementPair, Verdict
from broadsheet.types.told import Cut, CutKind, Length, Telling, TellingRole, Told

VERSION = "telling-1"

#: Sentences of what is known, and words of them at the most, by length.
KNOWN = {Length.LINE: (1, 45), Length.PARAGRAPH: (4, 130), Length.PAGE: (10, 330)}
#: Sets and pairs of the ledger that are told, by length.
APART = {Length.LINE: 0, Length.PARAGRAPH: 2, Length.PAGE: 5}
#: Two sentences that share more than this of their weighted stems tell the same; so does one of which the others have more than this.
SAME, ALL_TOLD = 0.4, 0.6
#: How much a report's place in time counts beside centrality, and a sentence's place in its report.
NEWNESS, EARLY = 0.25, 0.6
#: ... how much of the reports' titles it has, and what it loses for shouting, and for another language than most of them.
TITLED, LOUD, FOREIGN = 2.0, 0.4, 0.6
#: ... and what it counts that a returning reader has not seen it.
UNSEEN = 0.5
#: Confidence from which a pair is told.
SURE_PAIR = 0.5
#: ... and a row from which a sentence tells a change by itself.
SURE_TURN = 0.3
_TURNS = (Stance.ADMITS, Stance.APOLOGISES, Stance.RETRACTS, Stance.CORRECTS)
_EARLIER = re.compile(
    r"\b(?:after (?:\w+ly )?(?:deny|den|insist|say|claim|reject|first|initially|repeated)\w*|revers\w+|earlier|previous\w*|"
    r"initial\w*|for the first time|had (?:\w+ )?(?:denied|insisted|said|ruled|rejected|claimed|given|maintained|told)|"
    r"no longer|until now|originally)\b",
    re.IGNORECASE,
)
_CHANGES = (PairKind.STANCE_CHANGE, PairKind.CORRECTION)
_CONFLICTS = (PairKind.CONTRADICTION, PairKind.ACCUSATION_REJECTED, PairKind.MUTUAL_ACCUSATION)


def story_telling(
    articles: Sequence[LedgerArticle], ledger: Ledger, length: Length = Length.PARAGRAPH, unseen: frozenset[int] = frozenset()
) -> Telling:
    """The story in a line, a paragraph or a page. What the articles `unseen` tell comes before the rest and is marked as new.

    Sentences about what is known stand in order of time; then changes of position, then contested matters side by side.
    """
    found = candidates(articles, ledger)
    known = _known(found, articles, length, unseen)
    readings = {article.article_id: Reading(article) for article in articles}
    most = APART[length]
    apart = [*_changes(ledger, readings, most), *_contested(ledger, readings, most)]
    places = {told.source for told in apart}
    sentences = [told for told in (_told(one, found) for one in known) if told.source not in places]
    for one in _reversals(found, ledger)[:most]:
        told = _told(one, found, TellingRole.CHANGED)
        if len([other for other in apart if other.role is TellingRole.CHANGED]) >= most:
            break
        # A sentence that tells the change by itself stands among the changes, not among what is known.
        sentences = [other for other in sentences if other.source != told.source]
        if not any(other.source == told.source for other in apart) and not _told_already(one, apart, found):
            apart.append(told)
    apart.sort(key=lambda told: told.role is TellingRole.CONTESTED)
    sentences += apart
    marked = tuple(replace(told, new=told.source.article_id in unseen) for told in sentences)
    note = "" if marked else "no sentence of the reports can be told by itself"
    return Telling(sentences=marked, note=note, version=VERSION)


def _known(found: Sequence[Candidate], articles: Sequence[LedgerArticle], length: Length, unseen: frozenset[int]) -> list[Candidate]:
    most, words = KNOWN[length]
    if not found:
        return []
    order = sorted({article.published.timestamp() for article in articles if article.published})
    newest = {at: place / max(1, len(order) - 1) for place, at in enumerate(order)}
    top = found[0].central or 1.0
    languages = Counter(article.language for article in articles if article.copy_of is None)
    main = languages.most_common(1)[0][0] if languages else ""
    titles = _titles(articles, newest)

    def points(one: Candidate) -> float:
        at = one.reading.article.published
        new = newest[at.timestamp()] if at else 0.5
        early = 1 / (1 + one.sentence.place / 2)
        return (
            one.central / top
            + NEWNESS * new
            + EARLY * early
            + TITLED * sum(weight * _shared(title, one.terms) for title, weight in titles)
            - (LOUD if one.loud else 0.0)
            - (FOREIGN if one.reading.article.language != main else 0.0)
            + (UNSEEN if one.reading.article.article_id in unseen else 0.0)
        )

    chosen: list[Candidate] = []
    left = words
    for one in sorted(found, key=lambda one: (-points(one), one.reading.article.article_id, one.sentence.start)):
        size = len(one.sentence.words)
        if len(chosen) == most:
            break
        if (size > left and chosen) or _repeats(one, chosen):
            continue
        chosen.append(one)
        left -= size
    return sorted(chosen, key=_when)


def _titles(articles: Sequence[LedgerArticle], newest: Mapping[float, float]) -> list[tuple[frozenset[str], float]]:
    """The stems of the reports' titles, later ones weighing more; the weights sum to 1."""
    found = [
        (frozenset(stems(article.title)), 0.3 + (newest[article.published.timestamp()] if article.published else 0.5))
        for article in articles
        if article.copy_of is None and article.title
    ]
    whole = sum(weight for _, weight in found) or 1.0
    return [(title, weight / whole) for title, weight in found]


def _shared(title: frozenset[str], terms: Mapping[str, float]) -> float:
    """The share of a title's stems that a sentence has."""
    return len(title & terms.keys()) / len(title) if title else 0.0


def _repeats(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether one of the chosen sentences tells the same, or all of them together nearly everything of it."""
    if any(overlap(one.terms, other.terms) > SAME for other in chosen):
        return True
    whole = sum(one.terms.values())
    told = {term for other in chosen for term in other.terms}
    return sum(weight for term, weight in one.terms.items() if term in told) > ALL_TOLD * whole


def _when(one: Candidate) -> tuple[float, int, int]:
    at = one.reading.article.published
    return (at.timestamp() if at else 0.0, one.reading.article.article_id, one.sentence.start)


def _told(one: Candidate, found: Sequence[Candidate], role: TellingRole | None = None) -> Told:
    also = [
        Passage(other.reading.article.article_id, *other.span)
        for other in found
        if other.reading is not one.reading and overlap(one.terms, other.terms) > 0.65
    ]
    role = role or (TellingRole.SAID if one.said else TellingRole.KNOWN)
    return told_span(one.reading, one.span, role, also=tuple(also[:8]))


def _reversals(found: Sequence[Candidate], ledger: Ledger) -> list[Candidate]:
    """Sentences in which somebody admits or takes back what the same sentence says was denied or told otherwise; the most central first."""
    turns = {
        (row.article_id, start)
        for row in ledger.statements
        if row.stance in _TURNS and row.confidence >= SURE_PAIR
        for start, _ in row.content
    }
    chosen: list[Candidate] = []
    for one in found:
        article = one.reading.article
        if not any(id_ == article.article_id and one.sentence.start <= start < one.sentence.end for id_, start in turns):
            continue
        if _EARLIER.search(article.text[one.sentence.start : one.sentence.end]) and all(
            overlap(one.terms, other.terms) <= SAME for other in chosen
        ):
            chosen.append(one)
    return chosen


def _told_already(one: Candidate, apart: Sequence[Told], found: Sequence[Candidate]) -> bool:
    """Whether a sentence tells what one that stands among the changes tells."""
    places = {told.source for told in apart if told.role is TellingRole.CHANGED}
    return any(
        overlap(one.terms, other.terms) > SAME for other in found if Passage(other.reading.article.article_id, *other.span) in places
    )


def told_span(
    reading: Reading, span: Span, role: TellingRole, *, holder: str = "", label: str = "", also: tuple[Passage, ...] = ()
) -> Told:
    """A span of an article as it is told: its own words, without the dateline."""
    article = reading.article
    start, end = span
    cut = dateline(article.text[start:end])
    cuts: tuple[Cut, ...] = ((start, start + cut, CutKind.DATELINE),) if cut else ()
    return Told(
        text=" ".join(article.text[start + cut : end].split()),
        source=Passage(article.article_id, start, end),
        cuts=cuts,
        role=role,
        holder=holder,
        label=label,
        also=also,
        at=article.published,
        publisher=article.publisher,
    )


def _changes(ledger: Ledger, readings: dict[int, Reading], most: int) -> list[Told]:
    found: list[Told] = []
    for pair in _pairs(ledger, _CHANGES)[:most]:
        for row, label in ((ledger.statements[pair.first], "first"), (ledger.statements[pair.second], "later")):
            told = _row(row, readings, TellingRole.CHANGED, label)
            if all(told.source != other.source for other in found):
                found.append(told)
    return found


def _contested(ledger: Ledger, readings: dict[int, Reading], most: int) -> list[Told]:
    found: list[Told] = []
    for figures in [one for one in ledger.figures if one.verdict is Verdict.CONTESTED][:most]:
        for value in figures.values:
            reading = readings[value.passage.article_id]
            words = " ".join(reading.article.text[value.passage.start : value.passage.end].split())
            span = reading.whole((value.passage.start, value.passage.end))
            if not any(told.label == words and told.holder == value.holder for told in found):
                found.append(told_span(reading, span, TellingRole.CONTESTED, holder=value.holder, label=words))
    for pair in _pairs(ledger, _CONFLICTS)[:most]:
        for row, label in ((ledger.statements[pair.first], "on one side"), (ledger.statements[pair.second], "on the other")):
            told = _row(row, readings, TellingRole.CONTESTED, label)
            if all(told.source != other.source for other in found):
                found.append(told)
    return found


def _pairs(ledger: Ledger, kinds: Sequence[PairKind]) -> list[StatementPair]:
    return [pair for pair in ledger.pairs if pair.kind in kinds and pair.confidence >= SURE_PAIR]


def _row(row: Statement, readings: dict[int, Reading], role: TellingRole, label: str) -> Told:
    spans = (*row.source, *row.cue, *row.content)
    reading = readings[row.article_id]
    span = reading.whole((min(start for start, _ in spans), max(end for _, end in spans)))
    return told_span(reading, span, role, holder=" and ".join(holder.name for holder in row.holders), label=label)
