"""What is told and answered in a text generator's words: only what it tells, checked sentence by sentence, each with its passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analyse.prompting import Task, Wanted
from broadsheet.analyse.verifying import Cited as Given
from broadsheet.desk.asking import AnswerPage, Cited, ToldView
from broadsheet.desk.phrasing import Phrase, Phrased, phrase
from broadsheet.desk.telling import TellingView
from broadsheet.models.generating import TextGenerator
from broadsheet.types.told import Found

#: Sentences that a model may write, at the most.
SENTENCES = 6


@dataclass(frozen=True, slots=True)
class WordedSentence:
    """A sentence and the passages that hold it up."""

    text: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A telling in a model's words, or the sources' own sentences and why. `phrased` has the counts."""

    sentences: tuple[WordedSentence, ...]
    phrased: Phrased

    @property
    def note(self) -> str:
        """Why it is not the model's text; "" when it is."""
        return self.phrased.note

    @property
    def by_model(self) -> bool:
        """Whether the words are the model's."""
        return self.phrased.why is None


def worded_telling(generator: TextGenerator | None, view: TellingView) -> Worded:
    """A summary in the generator's words, from the passages of the extractive one."""
    return _worded(generator, Task(Wanted.SUMMARY, SENTENCES), view.sentences)


def worded_answer(generator: TextGenerator | None, page: AnswerPage) -> Worded:
    """An answer in the generator's words. What the sources do not say, the generator is not asked for: there is nothing to word."""
    views = page.sentences if page.answer.found is not Found.UNKNOWN else ()
    return _worded(generator, Task(Wanted.ANSWER, SENTENCES, page.answer.question), views)


def _worded(generator: TextGenerator | None, task: Task, views: Sequence[ToldView]) -> Worded:
    given: list[Given] = []
    cited: dict[str, Cited] = {}
    fallback: list[Phrase] = []
    for view in views:
        ids: list[str] = []
        for number, (passage, one) in enumerate(zip(view.told.citations, view.cited, strict=False)):
            name = f"{passage.article_id}:{passage.start}-{passage.end}"
            ids.append(name)
            if name in cited:
                continue
            cited[name] = one
            # Who holds the told sentence holds its own passage; of passages that tell the same, only their words tell.
            holders = (view.told.holder,) if view.told.holder and not number else ()
            given.append(Given(id=name, text=one.words, holders=holders, publisher=one.source.publisher, published=one.source.time.date()))
        fallback.append(Phrase(view.told.text, tuple(ids)))
    found = phrase(generator, task, given, fallback)
    sentences = tuple(WordedSentence(one.text, tuple(cited[name] for name in one.passages if name in cited)) for one in found.sentences)
    return Worded(sentences=sentences, phrased=found)
