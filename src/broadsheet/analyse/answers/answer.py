"""Answering a question from articles: sentences that say it, each with its passage; contested matters side by side; or that none says so.

Nothing is written anew: an answer is made of whole sentences of the articles. Extractive question answering over passages as in open-domain
retrieval (Chen et al. 2017, "Reading Wikipedia to answer open-domain questions"), with the ledger of statements in front. Pure; English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from broadsheet.analyse.answers.contested import changes_of, contested
from broadsheet.analyse.answers.kinds import WITHOUT, fit
from broadsheet.analyse.answers.matching import Matched, Matcher, Meaning, Term, terms_of
from broadsheet.analyse.answers.question import Question
from broadsheet.analyse.answers.ranked import SURE, Ranked, order, same, told
from broadsheet.analyse.ledger.rows import LedgerArticle, stem
from broadsheet.analyse.reading import Reading, plain_words
from broadsheet.types import Ledger, Stance, Statement
from broadsheet.types.told import Answer, Asked, Found, TellingRole

VERSION = "answers-1"

#: Share of the question's weight that a sentence with its surroundings must speak of, to answer; and in itself.
ENOUGH, INSIDE = 0.62, 0.28
#: Below this share of the best one's score a sentence adds nothing.
BESIDE = 0.88
#: Sentences of an answer, and of what is near where there is none.
MOST, MOST_NEAR = 3, 3
#: A word of this share of the question's weight that no article has makes it one that the sources do not answer.
LACKING = 0.12
_NOTHING_SAID = frozenset((Stance.NO_STATEMENT, Stance.SILENT, Stance.NONCOMMITTAL))


class Asking:
    """One question put to articles. `scores` (0..1) say how well an article fits as a whole."""

    def __init__(
        self, question: Question, articles: Sequence[LedgerArticle], meaning: Meaning, scores: Mapping[int, float] | None = None
    ) -> None:
        self.question = question
        self.readings = {article.article_id: Reading(article) for article in articles}
        self._scores = scores or {}
        self._said = question.asked is Asked.SAID
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
        if not good or question.asked in (Asked.DIFFERS, Asked.CHANGED):
            return self._unknown()
        chosen: list[Ranked] = []
        for one in good:
            if one.score < BESIDE * good[0].score or len(chosen) == MOST:
                break
            if not any(same(one, other) for other in chosen):
                chosen.append(one)
        sentences = [told(one, TellingRole.ANSWER, [other for other in good if other is not one and same(one, other)]) for one in chosen]
        if ledger is not None:
            sentences += changes_of(chosen, ledger, self.readings)
        return Answer(question=question.text, asked=question.asked, found=Found.ANSWERED, sentences=tuple(sentences), version=VERSION)

    # -- which sentences answer --

    def _ranked(self) -> list[Ranked]:
        if self._said and (found := self._statements()):
            return found
        if not self._matcher.terms:
            return []
        found = []
        for reading in self.readings.values():
            whole = 0.05 * self._scores.get(reading.article.article_id, 0.0)
            for sentence in reading.sentences:
                matched = self._matcher.match(reading, sentence)
                if matched.share < 0.3 or matched.inside <= 0.0:
                    continue
                kind = fit(self.question, matched)
                score = (0.6 * matched.share + 0.4 * matched.inside) * (0.45 + 0.55 * kind) + 0.03 / (1 + sentence.place) + whole
                found.append(Ranked(matched, kind, score, reading.standing(sentence)))
        return sorted(found, key=order)

    def _answers(self, one: Ranked) -> bool:
        matched = one.matched
        if one.statement is not None:
            return True
        whole = sum(term.weight for term in self._matcher.terms)
        if any(term.name or term.weight >= LACKING * whole for term in matched.missing):
            return False
        if self.question.asked in (Asked.HOW_MANY, Asked.WHEN, Asked.WHO, Asked.WHERE, Asked.WHY) and one.fit <= WITHOUT:
            return False
        return matched.share >= ENOUGH and matched.inside >= INSIDE

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

    # -- who said what --

    def _statements(self) -> list[Ranked]:
        """Rows of the ledger that answer who said, or what somebody said; best first."""
        speaker = [stem(word) for word in plain_words(" ".join(self.question.speaker))]
        found: list[Ranked] = []
        for reading in self.readings.values():
            for said in reading.statements:
                if not said.holders or said.confidence < SURE:
                    continue
                stance, holder = _stance(self.question.stances, said), _speaks(speaker, reading, said)
                sentence = reading.at((said.content or said.cue or said.source)[0][0])
                if not stance or not holder or sentence is None:
                    continue
                matched = self._topic.match(reading, sentence)
                share = self._share(reading, said, matched)
                if share:
                    spans = (*said.source, *said.cue, *said.content)
                    span = reading.whole((min(start for start, _ in spans), max(end for _, end in spans)))
                    score = share * stance * holder * (0.8 + 0.2 * said.confidence)
                    found.append(Ranked(matched, 1.0, score, span, said))
        return sorted(found, key=order)

    def _share(self, reading: Reading, said: Statement, matched: Matched) -> float:
        """How far a row speaks of what is asked about; 0 where it does not."""
        if not self._topic.terms:
            return 1.0
        content = self._topic.match_words(" ".join(reading.article.text[start:end] for start, end in said.content))
        if content < INSIDE and matched.inside < 0.5 and said.stance not in _NOTHING_SAID:
            return 0.0
        share = max(0.5 * matched.share + 0.5 * content, 0.9 * matched.inside)
        return share if share >= 0.5 else 0.0


def _stance(wanted: Sequence[Stance], said: Statement) -> float:
    if not wanted:
        return 0.7 if said.stance in _NOTHING_SAID else 1.0
    return 1.0 if said.stance in wanted else 0.0


def _speaks(speaker: Sequence[str], reading: Reading, said: Statement) -> float:
    """How well a statement's holders are those that the question names; 1 where it names nobody."""
    if not speaker:
        return 1.0
    surface = " ".join(reading.article.text[start:end] for start, end in said.source)
    best = 0.0
    for holder in said.holders:
        words = {stem(word) for word in plain_words(f"{holder.name} {holder.body} {surface}")}
        best = max(best, sum(word in words for word in speaker) / len(speaker))
    return best if best >= 0.5 else 0.0
