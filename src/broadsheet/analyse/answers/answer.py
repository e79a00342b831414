"""Answering a question from articles: sentences that say it, each with its passage; contested matters side by side; or that none says so.

Nothing is written anew: an answer is made of whole sentences of the articles. Extractive question answering over passages as in open-domain
retrieval (Chen et al. 2017, "Reading Wikipedia to answer open-domain questions"), with the ledger of statements in front. Pure; English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from broadsheet.analyse.answers.contested import changes_of, contested, differing, opposed
from broadsheet.analyse.answers.features import features, speaks
from broadsheet.analyse.answers.matching import Matched, Matcher, Meaning, Term, terms_of
from broadsheet.analyse.answers.question import Question, stances_of
from broadsheet.analyse.answers.ranked import Ranked, order, same, told
from broadsheet.analyse.answers.weights import ANSWERS, score
from broadsheet.analyse.ledger.rows import LedgerArticle, stem
from broadsheet.analyse.reading import Reading, plain_words
from broadsheet.types import Ledger, Span, Statement
from broadsheet.types.told import Answer, Asked, Found, TellingRole

VERSION = "answers-1"

#: Share of the question's weight that a sentence with its surroundings must speak of, to be looked at; without a word in itself.
LEAST, ENOUGH = 0.25, 0.45
#: Sentences that are weighed.
LOOKED_AT = 240
#: Below this share of the best one's score a sentence adds nothing.
BESIDE = 0.4
#: Sentences of an answer, and of what is near where there is none; characters of a passage.
MOST, MOST_NEAR, LONGEST = 3, 3, 700


class Asking:
    """One question put to articles. `scores` (0..1) say how well an article fits as a whole."""

    def __init__(
        self, question: Question, articles: Sequence[LedgerArticle], meaning: Meaning, scores: Mapping[int, float] | None = None
    ) -> None:
        self.question = question
        self.readings = {article.article_id: Reading(article) for article in articles}
        self._scores = scores or {}
        self._meaning = meaning
        readings = list(self.readings.values())
        self._matcher = Matcher(terms_of(question, question.words, meaning), readings, meaning)
        self._topic = Matcher(terms_of(question, question.topic, meaning), readings, meaning)
        self.ranked = self._ranked()

    def answer(self, ledger: Ledger | None = None) -> Answer:
        """The answer. `ledger` is that of the story: what is contested there is answered with all sides.

        A ledger of other articles adds nothing.
        """
        question, ranked = self.question, self.ranked
        good = [one for one in ranked if self._answers(one)]
        if ledger is not None and (sides := contested(question, good, ledger, self.readings, self._topic)):
            return Answer(question=question.text, asked=question.asked, found=Found.DIFFERS, sentences=sides, version=VERSION)
        if not good:
            return self._unknown()
        if question.counted and len(numbers := differing(question, ranked, good[0].score)) > 1:
            told_apart = tuple(told(side, TellingRole.CONTESTED, label=words) for side, words in numbers)
            return Answer(question=question.text, asked=question.asked, found=Found.DIFFERS, sentences=told_apart, version=VERSION)
        if question.asked is Asked.FIRST:
            good = sorted(good, key=_when)[:1]
        if question.asked is Asked.CHANGED:
            good = _first_and_last(good)
        chosen: list[Ranked] = []
        for one in good:
            if one.score < BESIDE * good[0].score or len(chosen) == MOST:
                break
            if not any(same(one, other) or _overlap(one, other) for other in chosen):
                chosen.append(one)
        sentences = [told(one, TellingRole.ANSWER, [other for other in good if other is not one and same(one, other)]) for one in chosen]
        if opposite := opposed(chosen, ranked):
            sentences.append(told(opposite, TellingRole.CONTESTED, label="against it"))
        if ledger is not None:
            sentences += changes_of(chosen, ledger, self.readings)
        return Answer(question=question.text, asked=question.asked, found=Found.ANSWERED, sentences=tuple(sentences), version=VERSION)

    # -- which sentences answer --

    def _rows(self) -> list[Ranked]:
        """All rows of a holder or of a stance, where a question asks for nothing else; the surest first."""
        speaker = [stem(word) for word in plain_words(" ".join(self.question.speaker))]
        found: list[Ranked] = []
        for reading in self.readings.values():
            for row in reading.statements:
                asked = not self.question.stances or row.stance in self.question.stances
                sentence = reading.at((row.content or row.cue or row.source or ((0, 0),))[0][0])
                if asked and sentence is not None and row.holders and (not speaker or speaks(speaker, reading, row)):
                    matched = self._matcher.match(reading, sentence)
                    found.append(Ranked(matched, row.confidence, self._span(matched, row), row))
        return sorted(found, key=order)

    def _ranked(self) -> list[Ranked]:
        if not self._topic.terms and (self.question.stances or self.question.speaker) and (rows := self._rows()):
            return rows
        found: list[tuple[Matched, Matched]] = []
        for reading in self.readings.values():
            for sentence in reading.sentences:
                matched = self._matcher.match(reading, sentence)
                if matched.share >= LEAST and (matched.inside > 0 or matched.share >= ENOUGH):
                    found.append((matched, self._topic.match(reading, sentence)))
        found.sort(key=lambda pair: -(pair[0].share + pair[0].inside))
        found = found[:LOOKED_AT]
        texts = [matched.reading.article.text[matched.sentence.start : matched.sentence.end] for matched, _ in found]
        wider = [_with_before(matched) for matched, _ in found]
        likes = self._meaning.like(self.question.text, [*texts, *wider])
        ranked: list[Ranked] = []
        for place, (matched, topic) in enumerate(found):
            article = self._scores.get(matched.reading.article.article_id, 1.0)
            values, row = features(self.question, matched, topic, (likes[place], likes[place + len(found)]), article)
            ranked.append(Ranked(matched, score(values), self._span(matched, row), row, values))
        return sorted(ranked, key=order)

    def _span(self, matched: Matched, row: Statement | None) -> Span:
        """The whole sentences to show: with the one before where it leans on it, and with who says it."""
        start, end = matched.reading.standing(matched.sentence)
        if row is not None and row.source:
            first, last = matched.reading.over((min(a for a, _ in row.source), max(b for _, b in row.source)))
            if max(end, last) - min(start, first) <= LONGEST:
                start, end = min(start, first), max(end, last)
        return (start, end)

    def _answers(self, one: Ranked) -> bool:
        """Whether a sentence is shown as an answer: likely enough, and of a question of whose names the article lacks none."""
        if one.score < ANSWERS or any(term.name for term in one.matched.missing):
            return False
        # Who denied it is not answered by who did not: the row, or a word of the sentence, must be of the kind that is asked for.
        wanted = self.question.stances
        if self.question.asked is not Asked.SAID or not wanted or (one.statement is not None and one.statement.stance in wanted):
            return True
        return any(set(stances_of(word)) & set(wanted) for word in one.matched.sentence.words)

    def _unknown(self) -> Answer:
        near: list[Ranked] = []
        for one in self.ranked:
            if len(near) == MOST_NEAR:
                break
            if not any(same(one, other) for other in near):
                near.append(one)
        return Answer(
            question=self.question.text,
            asked=self.question.asked,
            found=Found.UNKNOWN,
            near=tuple(told(one, TellingRole.NEAR) for one in near),
            missing=tuple(term.word for term in self._never()),
            version=VERSION,
        )

    def _never(self) -> list[Term]:
        """Words of the question that none of the articles has."""
        if not self.ranked:
            return sorted(self._matcher.terms, key=lambda term: -term.weight)
        lacking = set(self.ranked[0].matched.missing)
        for one in self.ranked:
            lacking &= set(one.matched.missing)
        return sorted(lacking, key=lambda term: -term.weight)


def _overlap(one: Ranked, other: Ranked) -> bool:
    """Whether two answers show some of the same words of one article."""
    together = one.matched.reading is other.matched.reading
    return together and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _when(one: Ranked) -> float:
    at = one.matched.reading.article.published
    return at.timestamp() if at else 0.0


def _first_and_last(good: Sequence[Ranked]) -> list[Ranked]:
    """Of the best sentences the best one, then the earliest and the latest."""
    top = [one for one in good if one.score >= BESIDE * good[0].score][:6]
    first, last = min(top, key=_when), max(top, key=_when)
    return list(dict.fromkeys([first, top[0], last]))


def _with_before(matched: Matched) -> str:
    sentence, reading = matched.sentence, matched.reading
    start = reading.sentences[sentence.place - 1].start if sentence.place else sentence.start
    return reading.article.text[start : sentence.end]
