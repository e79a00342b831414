"""What speaks for a sentence as the answer to a question, as numbers; their weights are trained (scripts/train_answers.py). Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from broadsheet.analyse.answers.kinds import close, fit, named_so
from broadsheet.analyse.answers.matching import Matched
from broadsheet.analyse.answers.question import Question
from broadsheet.analyse.ledger.rows import stem
from broadsheet.analyse.reading import Reading, Sentence, plain_words
from broadsheet.types import Stance, Statement
from broadsheet.types.told import Asked

#: The features, in the order of the weights.
NAMES = (
    "one", "share", "inside", "inside squared", "names inside", "missing", "missing names", "weak", "like", "like with the one before",
    "who", "when", "where", "how many", "why", "typed without", "speaker", "speaker lacks", "stance", "stance lacks", "said",
    "said of the topic", "early", "first", "title", "article", "long", "quoted", "question", "together", "near", "reversal", "copy",
    "least", "lacks a number", "others inside", "close", "close inside", "named so",
)  # fmt: skip
_TYPED = {Asked.WHO: 0, Asked.WHEN: 1, Asked.WHERE: 2, Asked.HOW_MANY: 3, Asked.WHY: 4}
_REVERSAL = re.compile(
    r"\b(?:earlier|previous\w*|first|initial\w*|at first|later|now|admit\w*|conced\w*|acknowledg\w*|revers\w*|den(?:y|ied|ial)\w*|wrong|"
    r"no longer|changed|withdr\w+|correct\w*|raised|lowered|cut)\b",
    re.IGNORECASE,
)
#: A statement says something of a sentence from this confidence on.
SURE = 0.3
_NOTHING_SAID = frozenset((Stance.NO_STATEMENT, Stance.SILENT, Stance.NONCOMMITTAL))


def features(
    question: Question, found: Matched, topic: Matched, likes: tuple[float, float], article: float
) -> tuple[tuple[float, ...], Statement | None]:
    """The features of a sentence, and the row of the ledger that answers, where one does.

    `topic` matches what is asked about without who is to have said it. `likes` are the cosines of the question with the sentence, and with
    it and the one before. `article` (0..1) says how well the article fits as a whole.
    """
    reading, sentence = found.reading, found.sentence
    text = reading.article.text[sentence.start : sentence.end]
    whole = sum(term.weight for term in found.terms) or 1.0
    names = [term for term in found.terms if term.name]
    named = sum(term.weight for term in names) or 1.0
    missing = {term.stem for term in found.missing}
    others = [value for term, value in zip(found.terms, found.values, strict=True) if not term.name]
    kind = fit(question, found)
    beside = close(question, found)
    typed = [0.0] * 5
    if question.asked in _TYPED:
        typed[_TYPED[question.asked]] = kind
    row, speaker, stance, said, of_topic = _rows(question, reading, sentence, topic)
    return (
        1.0,
        found.share,
        found.inside,
        found.inside * found.inside,
        sum(term.weight for term in names if term.stem in sentence.stems) / named if names else 0.5,
        sum(term.weight for term in found.missing) / whole,
        sum(term.weight for term in names if term.stem in missing) / named if names else 0.0,
        sum(term.weight for term in found.weak) / whole,
        likes[0],
        likes[1],
        *typed,
        1.0 if question.asked in _TYPED and kind < 0.5 else 0.0,
        speaker,
        1.0 if question.speaker and not speaker else 0.0,
        stance,
        1.0 if question.stances and not stance else 0.0,
        said,
        of_topic,
        1 / (1 + sentence.place / 3),
        1.0 if sentence.place == 0 else 0.0,
        sum(term.weight for term in found.terms if term.stem in reading.title) / whole,
        article,
        math.log1p(len(sentence.words)) / 4,
        1.0 if text[:1] in "\"'“‘„«" else 0.0,
        1.0 if text.rstrip("\"'”’ ").endswith("?") else 0.0,
        together(found.terms_in_order, text),
        kind * found.inside,
        1.0 if question.asked in (Asked.CHANGED, Asked.DIFFERS) and _REVERSAL.search(text) else 0.0,
        1.0 if reading.article.copy_of is not None else 0.0,
        min(others) if others else 0.5,
        1.0 if any(term.word.isdigit() and term.stem in missing for term in found.terms) else 0.0,
        sum(others) / len(others) if others else 0.5,
        beside,
        beside * found.inside,
        named_so(question, found),
    ), row


def _rows(question: Question, reading: Reading, sentence: Sentence, topic: Matched) -> tuple[Statement | None, float, float, float, float]:
    """The row of the sentence that fits best, and how well its speaker, stance and content do."""
    speaker = [stem(word) for word in plain_words(" ".join(question.speaker))]
    best: tuple[float, Statement | None, float, float, float, float] = (0.0, None, 0.0, 0.0, 0.0, 0.0)
    for row in reading.statements:
        spans = row.content or row.cue
        if row.confidence < SURE or not row.holders or not any(start < sentence.end and end > sentence.start for start, end in spans):
            continue
        held = speaks(speaker, reading, row) if speaker else 0.0
        fits = 1.0 if question.stances and row.stance in question.stances and (held or not speaker) else 0.0
        said = row.confidence if question.asked is Asked.SAID and (held or not speaker) and row.stance not in _NOTHING_SAID else 0.0
        words = frozenset(plain_words(" ".join(reading.article.text[start:end] for start, end in row.content)))
        stems = frozenset(map(stem, words))
        whole = sum(term.weight for term in topic.terms)
        about = sum(term.weight for term in topic.terms if term.stem in stems) / whole if whole else 0.0
        value = held + fits + said + about + 0.1 * row.confidence
        if value > best[0]:
            best = (value, row, held, fits, said, about if question.asked is Asked.SAID or question.stances else 0.0)
    return best[1:]


def speaks(speaker: Sequence[str], reading: Reading, said: Statement) -> float:
    """How well a statement's holders are those that the question names, 0..1."""
    surface = " ".join(reading.article.text[start:end] for start, end in said.source)
    best = 0.0
    for holder in said.holders:
        words = {stem(word) for word in plain_words(f"{holder.name} {holder.body} {surface}")}
        best = max(best, sum(word in words for word in speaker) / len(speaker))
    return best if best >= 0.5 else 0.0


def together(stems: Sequence[str], text: str) -> float:
    """The share of neighbours among the question's words that stand close together in a text."""
    if len(stems) < 2:
        return 0.0
    places: dict[str, list[int]] = {}
    for place, word in enumerate(plain_words(text)):
        places.setdefault(stem(word), []).append(place)
    pairs = list(pairwise(stems))
    near = sum(any(abs(a - b) <= 3 for a in places.get(one, ()) for b in places.get(other, ())) for one, other in pairs)
    return near / len(pairs)
