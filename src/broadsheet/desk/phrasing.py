"""A text in a model's words, as far as each of its sentences is held up by the passages that it cites; else the sources' own sentences.

phrase
  │  usable         analyse.prompting    passages that give orders stay here (row L01)
  │  prompt         analyse.prompting    rules, then data between boundaries
  │  write          models.generating    optional, outside, limited; any failure ends in the fallback at once (row L06)
  │  verify         analyse.verifying    each sentence alone, against what it cites (rows L03-L05, L11)
  │  enough left?   here                 more than a third refused: the fallback, and why
  ▼
Phrased
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from broadsheet.analyse.prompting import SCHEMA, Drafted, Task, boundary_of, drafted, numbered, prompt, usable
from broadsheet.analyse.verifying import Checked, Cited, Reason, verify
from broadsheet.errors import ModelError
from broadsheet.models.generating import OverBudget, Paused, Shape, TextGenerator

#: The share of refused sentences above which nothing of an answer is shown.
MOST_REFUSED = 1 / 3
SHAPE = Shape("cited_sentences", SCHEMA)
_SECRET = secrets.token_hex(16)
_log = logging.getLogger(__name__)


class Why(StrEnum):
    """Why the sources' own sentences are shown instead of a model's, in words for a reader."""

    OFF = "No text generator is set up: these are the sources' own sentences."
    FAILED = "The text generator did not answer: these are the sources' own sentences."
    PAUSED = "The text generator rests after failures: these are the sources' own sentences."
    BUDGET = "The text generator's tokens are spent: these are the sources' own sentences."
    NO_PASSAGES = "No passage could be given to the text generator: these are the sources' own sentences."
    NOTHING = "Nothing that the text generator wrote is held up by its sources: these are the sources' own sentences."
    REFUSED = "Too much of what the text generator wrote is not held up by its sources: these are the sources' own sentences."


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that is shown, with the ids of the passages that hold it up."""

    text: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrased:
    """What is shown. `why` is None exactly when the sentences are the model's."""

    sentences: tuple[Phrase, ...]
    why: Why | None = None
    #: The model that wrote them, or whose sentences were refused; "" when none was asked.
    model: str = ""
    #: Tokens spent on it now.
    tokens: int = 0
    #: It had been asked for before.
    kept: bool = False
    #: Sentences that were written but are not shown, by the first reason against each.
    dropped: tuple[tuple[Reason, int], ...] = ()
    #: Ids of the passages that left this machine (row L14).
    sent: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Why it is not the model's text, for a reader; "" when it is."""
        return self.why.value if self.why else ""

    @property
    def refused(self) -> int:
        """How many sentences were written but are not shown."""
        return sum(number for _, number in self.dropped)


def phrase(
    generator: TextGenerator | None, task: Task, passages: Sequence[Cited], fallback: Sequence[Phrase], *, secret: str = _SECRET
) -> Phrased:
    """The task done by the generator as far as it can be shown, else `fallback` with the reason. Never raises ModelError.

    The passages must be of published articles: they are sent to the generator's service. `secret` makes the boundary around them.
    Each sentence is verified again when the answer was kept from before, so that stricter rules hold for old answers, too.
    """
    shown = tuple(fallback)
    if generator is None:
        return Phrased(sentences=shown, why=Why.OFF)
    given = usable(passages)
    if not given:
        return Phrased(sentences=shown, why=Why.NO_PASSAGES)
    ids = tuple(cited.id for cited in given)
    try:
        written = generator.write(prompt(task, given, boundary_of(given, secret)), SHAPE, drafted)
    except (OverBudget, Paused) as error:
        return Phrased(sentences=shown, why=Why.BUDGET if isinstance(error, OverBudget) else Why.PAUSED, model=generator.name)
    except ModelError as error:
        _log.warning("the text generator failed: %s", error.message)
        return Phrased(sentences=shown, why=Why.FAILED, model=generator.name, sent=ids)
    if not written.kept:
        _log.info("%d passages went to the text generator %s, for %d tokens", len(ids), written.model, written.tokens)
    found = Phrased(sentences=(), model=written.model, tokens=written.tokens, kept=written.kept, sent=() if written.kept else ids)
    return _judged(found, written.value, given, shown, task.sentences)


def _judged(found: Phrased, draft: Sequence[Drafted], given: Sequence[Cited], shown: tuple[Phrase, ...], most: int) -> Phrased:
    names = numbered(given)
    checked = {sentence: _check(sentence, names) for sentence in draft}
    kept = [Phrase(sentence.text, one.support) for sentence, one in checked.items() if one.ok]
    dropped = Counter(one.reasons[0] for one in checked.values() if not one.ok)
    why = None
    if not kept:
        why = Why.NOTHING
    elif len(checked) - len(kept) > MOST_REFUSED * len(checked):
        why = Why.REFUSED
    return Phrased(
        sentences=shown if why else tuple(kept[:most]),
        why=why,
        model=found.model,
        tokens=found.tokens,
        kept=found.kept,
        dropped=tuple(sorted(dropped.items())),
        sent=found.sent,
    )


def _check(sentence: Drafted, names: dict[str, Cited]) -> Checked:
    """The sentence against the passages that it names; a name that nobody has spoils it."""
    if not all(cite in names for cite in sentence.cites):
        return Checked((Reason.NO_CITATION,))
    return verify(sentence.text, [names[cite] for cite in sentence.cites])
