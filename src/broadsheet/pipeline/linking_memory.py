"""The judge of the newsroom: `analyse.stories` and `analyse.copies` over all articles, restored from the sketches in the store."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.copies import Comparison, Copies, Fingerprint, compare, copyable, fingerprint, is_copy, regroup
from broadsheet.analyse.families import Families
from broadsheet.analyse.stories import SKETCH_VERSION, Decision, Grouper, quantised, sketch, unpack
from broadsheet.errors import InputError
from broadsheet.pipeline.linking_judge import Verdict
from broadsheet.types import Article, Body, Copy, Evidence, Pin, Sketched

#: Articles that a text is compared with, word by word.
NEIGHBOURS = 8
#: A revised article stays where it was when its old story is next best with at least this share of what is needed to join.
LOYALTY = 0.5
_LENGTH = struct.Struct("<H")
_NO_PRINT = fingerprint("")


class ArticleJudge:
    """See `linking_judge.Judge`. `copies_of` says what articles decided earlier are copies of; `cuts` are the embedder's, None without."""

    version = f"link-1/{SKETCH_VERSION}"

    def __init__(
        self, *, families: Families, copies_of: Callable[[Sequence[int]], Mapping[int, Copy]], cuts: tuple[float, float] | None = None
    ) -> None:
        self._families = families
        self._copies_of = copies_of
        self._begun = 0
        self._grouper = Grouper(cuts=cuts, new_id=self._new_story)
        self._prints = Copies()
        self._pins: dict[tuple[int, int], Pin] = {}
        #: Check sums of the sketches in memory, stories of articles that wait to be decided again, copies of this batch.
        self._sums: dict[int, int] = {}
        self._before: dict[int, int] = {}
        self._recent: dict[int, Copy | None] = {}

    # -- memory ----------------------------------------------------------------------------------------------------

    def knows(self, row: Sketched) -> bool:
        """Whether this very sketch is in memory."""
        return row.article_id in self._grouper and self._sums.get(row.article_id) == zlib.crc32(row.sketch)

    def place(self, row: Sketched, vector: bytes) -> None:
        """Remember an article where the store has it; a sketch of another version, or a damaged one, says nothing."""
        if self.knows(row):
            if self._grouper.story_of(row.article_id) != row.story_id:
                self._grouper.move(row.article_id, row.story_id)
            return
        if row.version != self.version or len(row.sketch) < _LENGTH.size:
            return
        (size,) = _LENGTH.unpack_from(row.sketch)
        end = _LENGTH.size + size
        try:
            known = replace(unpack(row.article_id, row.sketch[end:]), vector=_direction(vector))
        except InputError:
            return
        self._grouper.place(known, row.story_id)
        self._prints.add(row.article_id, Fingerprint.unpack(row.sketch[_LENGTH.size : end]))
        self._sums[row.article_id] = zlib.crc32(row.sketch)

    def forget(self, article_id: int) -> None:
        """The article is in no story any more."""
        if story := self._grouper.story_of(article_id):
            self._before[article_id] = story
        self._grouper.remove(article_id)
        self._prints.remove(article_id)
        self._sums.pop(article_id, None)

    def pin(self, pins: Sequence[Pin]) -> None:
        """These pins hold, and no others."""
        wanted = {(pin.a, pin.b): pin for pin in pins}
        for pair in self._pins.keys() - wanted.keys():
            self._grouper.unpin(*pair)
        for pair, pin in wanted.items():
            if self._pins.get(pair) != pin:
                self._grouper.pin(pin.kind, *pair)
        self._pins = wanted

    def settle(self, ids: Mapping[int, int]) -> None:
        """New stories got these ids. What was decided in this batch is in the store now."""
        for old, new in ids.items():
            self._grouper.rename(old, new)
        self._recent.clear()
        self._before.clear()

    def meaning(self, article_id: int, vector: bytes) -> None:
        """The article has this vector now."""
        direction = _direction(vector)
        if direction is not None:
            self._grouper.set_vector(article_id, direction)

    # -- deciding --------------------------------------------------------------------------------------------------

    def alike(self, article: Article) -> Iterable[int]:
        """Articles whose texts share much with this one, and their originals."""
        return self._with_originals([other for other, _ in self._found(article, _print_of(article))[0]])

    def decide(self, article: Article, vector: bytes, texts: Mapping[int, Article], now: datetime) -> Verdict:
        """Copies first, then the story: a copy goes where its original is."""
        before = self._before.pop(article.id, 0) or self._grouper.story_of(article.id)
        print_ = _print_of(article)
        copy, recopied = self._copied(article, print_, texts)
        bare = sketch(article)
        with_vector = replace(bare, vector=_direction(vector))
        near = copy.original_id if copy is not None else next((one for one, other in recopied.items() if other is not None), None)
        decision = self._grouper.add(with_vector, copy_of=near)
        story_id = self._kept(article.id, decision, before)
        self._prints.add(article.id, print_)
        packed = print_.pack()
        stored = _LENGTH.pack(len(packed)) + packed + bare.pack()
        self._sums[article.id] = zlib.crc32(stored)
        self._recent |= {article.id: copy, **recopied}
        evidence = replace(decision.evidence, decided=now)
        return Verdict(article_id=article.id, story_id=story_id, evidence=evidence, copy=copy, sketch=stored, recopied=recopied)

    def alone(self, article: Article, now: datetime) -> Verdict:
        """A story of its own, about which nothing is remembered."""
        return Verdict(article_id=article.id, story_id=self._new_story(), evidence=Evidence(decided=now, version=self.version))

    def tidy(self) -> Sequence[tuple[int, int, Evidence]]:
        """Merge stories that turned out to be one."""
        return self._grouper.tidy()

    def _new_story(self) -> int:
        self._begun += 1
        return -self._begun

    def _kept(self, article_id: int, decision: Decision, before: int) -> int:
        """The story of a revised article: the one that it was in, unless it clearly belongs elsewhere."""
        if before <= 0 or decision.story_id == before:
            return decision.story_id
        pinned = any(signal.name in ("pinned", "copies") for signal in decision.evidence.signals)
        emptied = not self._grouper.members(before)
        next_best = decision.evidence.runner_up
        close = next_best is not None and next_best[0] == before and next_best[1] >= LOYALTY * decision.evidence.threshold
        if not pinned and ((decision.began and emptied) or close):
            self._grouper.move(article_id, before)
            return before
        return decision.story_id

    # -- copies ----------------------------------------------------------------------------------------------------

    def _found(self, article: Article, print_: Fingerprint) -> tuple[list[tuple[int, float]], frozenset[int]]:
        if not print_:
            return [], frozenset()
        found = self._prints.find(print_, NEIGHBOURS, without=article.id)
        return found.candidates, found.common

    def _known(self, ids: Sequence[int]) -> dict[int, Copy]:
        stored = self._copies_of([one for one in ids if one not in self._recent])
        recent = {one: copy for one in ids if (copy := self._recent.get(one)) is not None}
        return dict(stored) | recent

    def _with_originals(self, ids: Sequence[int]) -> set[int]:
        return {*ids, *(copy.original_id for copy in self._known(ids).values())} if ids else set()

    def _copied(self, article: Article, print_: Fingerprint, texts: Mapping[int, Article]) -> tuple[Copy | None, dict[int, Copy | None]]:
        """Of what the article is a copy, and what that changes for articles decided earlier."""
        candidates, common = self._found(article, print_)
        comparisons: dict[tuple[int, int], Comparison] = {}
        for other, _ in candidates:
            if other in texts:
                comparison = compare(article.text, texts[other].text, common)
                if is_copy(comparison, credited=True) or is_copy(comparison.turned(), credited=True):
                    comparisons[article.id, other] = comparison
        if not comparisons:
            return None, {}
        near = [other for _, other in comparisons]
        group = [article, *(texts[one] for one in sorted(self._with_originals(near) - {article.id}) if one in texts)]
        now = {copy.article_id: copy for copy in regroup(group, comparisons, self._families)}
        ids = [one.id for one in group[1:]]
        then = self._known(ids)
        changed = {one: now.get(one) for one in ids if _original(now.get(one)) != _original(then.get(one))}
        return now.get(article.id), changed


def _original(copy: Copy | None) -> int:
    return copy.original_id if copy is not None else 0


def _print_of(article: Article) -> Fingerprint:
    """The fingerprint; an empty one for stubs behind a paywall and pages without article, which are nobody's copies (row H21)."""
    if not copyable(article) or article.body in (Body.NONE, Body.PARTIAL):
        return _NO_PRINT
    return fingerprint(article.text)


def _direction(vector: bytes) -> npt.NDArray[np.int8] | None:
    """A packed vector as the sketch holds it; None for one that says nothing."""
    if len(vector) <= 4:
        return None
    parts = np.frombuffer(vector, np.int8, offset=4)
    return quantised(parts.astype(np.float32)) if parts.any() else None
