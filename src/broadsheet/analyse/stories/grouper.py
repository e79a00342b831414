"""The grouper: each new article joins a story or begins one, in about a millisecond; a later pass looks at all recent ones together.

Decision: the articles that share its rarest terms are looked up (`memory`), their stories are candidates; the article joins the one whose
members it resembles most, taken in the mean over up to `SAMPLE` of them (average linkage), if that is enough. Readers' pins come first.
Pure: no clock, no store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories.likeness import Floats, Settings, evidence_signals, likeness, shipped
from broadsheet.analyse.stories.memory import Memory, Probe, Rows
from broadsheet.analyse.stories.pins import Pins
from broadsheet.analyse.stories.sketch import SKETCH_VERSION, Sketch
from broadsheet.types import Evidence, PinKind, Signal

#: Members of a story that an article is compared with, and stories that are looked at closely.
SAMPLE, STORIES = 12, 6
#: Articles that the periodic pass looks at, those of the stories that changed last.
TIDIED = 2000


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an article went. `began`: it is the first of its story."""

    story_id: int
    began: bool
    evidence: Evidence


class Grouper:
    """All articles in their stories. `cuts` are the embedder's, None without one; `new_id` gives numbers to stories that begin.

    Not for several threads at once.
    """

    def __init__(
        self, settings: Settings | None = None, *, cuts: tuple[float, float] | None = None, new_id: Callable[[], int] | None = None
    ) -> None:
        self._settings = settings or shipped()
        self._cuts = cuts
        numbers: Iterator[int] = count(1)
        self._new_id = new_id or (lambda: next(numbers))
        self.memory = Memory()
        self.pins = Pins()
        self._rows: dict[int, int] = {}
        #: Rows of each story in the order they came; the last to change stands last.
        self._members: dict[int, list[int]] = {}

    @property
    def version(self) -> str:
        """Of what decides: sketches and weights."""
        return f"{SKETCH_VERSION}/{self._settings.version}"

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._rows

    def story_of(self, article_id: int) -> int:
        """The story of an article, 0 when it is in none."""
        row = self._rows.get(article_id)
        return 0 if row is None else int(self.memory.stories[row])

    def members(self, story_id: int) -> list[int]:
        """Articles of a story in the order they came."""
        return [int(self.memory.articles[row]) for row in self._members.get(story_id, ())]

    def add(self, sketch: Sketch, *, copy_of: int | None = None) -> Decision:
        """Decide about an article and remember it. One that is known is decided anew. A copy goes where its original is."""
        self.remove(sketch.article_id)
        row = self.memory.add(sketch, 0)
        self._rows[sketch.article_id] = row
        decision = self._decide(row, sketch.article_id, copy_of)
        self._enter(row, decision.story_id)
        return decision

    def place(self, sketch: Sketch, story_id: int) -> None:
        """Remember an article in the story that it is in, without deciding."""
        self.remove(sketch.article_id)
        row = self.memory.add(sketch, story_id)
        self._rows[sketch.article_id] = row
        self._enter(row, story_id)

    def move(self, article_id: int, story_id: int) -> None:
        """The article is in this story now; nothing happens when it is not known."""
        row = self._rows.get(article_id)
        if row is not None:
            self._leave(row)
            self._enter(row, story_id)

    def remove(self, article_id: int) -> None:
        """Forget an article; nothing happens when it is not known."""
        row = self._rows.pop(article_id, None)
        if row is not None:
            self._leave(row)
            self.memory.forget(row)

    def rename(self, old: int, new: int) -> None:
        """The story has another number now."""
        rows = self._members.pop(old, [])
        self.memory.stories[rows] = new
        self._members.setdefault(new, []).extend(rows)

    def set_vector(self, article_id: int, vector: npt.NDArray[np.int8]) -> None:
        """The article's embedding, when it came later than the article."""
        row = self._rows.get(article_id)
        if row is not None:
            self.memory.set_vector(row, vector)

    def pin(self, kind: PinKind, a: int, b: int) -> None:
        """Readers decided about two articles; later decisions honour it. The articles themselves are moved by who decided, or by `tidy`."""
        self.pins.add(kind, a, b)

    def unpin(self, a: int, b: int) -> None:
        """Nothing is decided about the two any more."""
        self.pins.remove(a, b)

    def tidy(self, limit: int = TIDIED) -> list[tuple[int, int, Evidence]]:
        """Group the articles of the latest stories anew, all together: (article, story it goes to, evidence) for each that moves.

        Merges what had split and divides what had run together, up to `limit` articles. Carried out here, too.
        """
        from broadsheet.analyse.stories.tidying import tidy

        return tidy(self, limit)

    # -- deciding --------------------------------------------------------------------------------------------------

    def _decide(self, row: int, article_id: int, copy_of: int | None) -> Decision:
        forbidden = {self.story_of(other) for other in self.pins.apart(article_id)} - {0}
        for other in self.pins.together(article_id):
            if story_id := self.story_of(other):
                return Decision(story_id, False, self._given("pinned", other))
        if copy_of is not None and (story_id := self.story_of(copy_of)) and story_id not in forbidden:
            return Decision(story_id, False, self._given("copies", copy_of))
        probe = self.memory.probe(row)
        ranked = self._ranked(row, probe, forbidden)
        if not ranked:
            return Decision(self._new_id(), True, Evidence(threshold=self._settings.threshold, version=self.version))
        story_id, score, rows = ranked[0]
        runner_up = (ranked[1][0], round(ranked[1][1], 4)) if len(ranked) > 1 else None
        if score < self._settings.joining:
            return Decision(
                self._new_id(),
                True,
                Evidence(threshold=self._settings.threshold, runner_up=(story_id, round(score, 4)), version=self.version),
            )
        return Decision(story_id, False, self.evidence(probe, rows, score, runner_up))

    def _given(self, name: str, other: int) -> Evidence:
        return Evidence(threshold=self._settings.threshold, signals=(Signal(name, 1.0, 1.0),), nearest_id=other, version=self.version)

    def _ranked(self, row: int, probe: Probe, forbidden: set[int]) -> list[tuple[int, float, Rows]]:
        """Candidate stories with their score and the members compared, best first."""
        alike = self.memory.alike(row, probe)
        if not len(alike):
            return []
        scores = self.likeness(probe, alike)
        best: dict[int, float] = {}
        for story_id, score in zip(self.memory.stories[alike].tolist(), scores.tolist(), strict=True):
            if story_id not in forbidden:
                best[story_id] = max(best.get(story_id, 0.0), score)
        chosen = sorted(best, key=lambda story_id: (-best[story_id], story_id))[:STORIES]
        samples = [self.sample(story_id, SAMPLE) for story_id in chosen]
        if not samples:
            return []
        every = self.likeness(probe, np.concatenate(samples))
        ranked: list[tuple[int, float, Rows]] = []
        at = 0
        for story_id, rows in zip(chosen, samples, strict=True):
            ranked.append((story_id, float(every[at : at + len(rows)].mean()), rows))
            at += len(rows)
        return sorted(ranked, key=lambda one: (-one[1], one[0]))

    def likeness(self, probe: Probe, rows: Rows) -> Floats:
        """How alike an article and those of `rows` are."""
        return likeness(self.memory.compare(probe, rows), self._settings, self._cuts if probe.vector is not None else None)

    def evidence(self, probe: Probe, rows: Rows, score: float, runner_up: tuple[int, float] | None = None) -> Evidence:
        """Why an article belongs to the story of `rows`."""
        compared = self.memory.compare(probe, rows)
        cuts = self._cuts if probe.vector is not None else None
        return Evidence(
            score=round(score, 4),
            threshold=self._settings.threshold,
            signals=evidence_signals(compared, self.memory.shown(probe, rows), self._settings, cuts),
            nearest_id=int(self.memory.articles[rows[int(likeness(compared, self._settings, cuts).argmax())]]),
            runner_up=runner_up,
            version=self.version,
        )

    def sample(self, story_id: int, most: int) -> Rows:
        """Members that stand for a story: the latest half, and the others spread over its time."""
        rows = self._members[story_id]
        if len(rows) > most:
            late = most // 2
            early = rows[: len(rows) - late]
            rows = [early[place * len(early) // (most - late)] for place in range(most - late)] + rows[-late:]
        return np.array(rows, np.int64)

    def rows(self, story_id: int) -> Rows:
        """All members of a story, in the order they came."""
        return np.array(self._members[story_id], np.int64)

    def active(self, limit: int) -> list[int]:
        """The stories that changed last, latest first."""
        return [story_id for story_id, _ in zip(reversed(self._members), range(limit), strict=False)]

    @property
    def settings(self) -> Settings:
        """What decides."""
        return self._settings

    def new_story(self) -> int:
        """A number for a story that begins."""
        return self._new_id()

    def _enter(self, row: int, story_id: int) -> None:
        self.memory.stories[row] = story_id
        rows = self._members.pop(story_id, [])
        rows.append(row)
        self._members[story_id] = rows

    def _leave(self, row: int) -> None:
        story_id = int(self.memory.stories[row])
        self.memory.stories[row] = 0
        rows = self._members.get(story_id, [])
        if row in rows:
            rows.remove(row)
        if not rows:
            self._members.pop(story_id, None)
