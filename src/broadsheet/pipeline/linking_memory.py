"""The judge of the newsroom: `analyse.stories` and `analyse.copies` over all articles, restored from the sketches in the store."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.copies import Comparison, Copies, Fingerprint, compare, copyable, fingerprint, may_copy, regroup, same_publisher
from broadsheet.analyse.families import Families
from broadsheet.analyse.stories import SKETCH_VERSION, Decision, Grouper, quantised, sketch, unpack
from broadsheet.analyse.terms import Background
from broadsheet.errors import InputError
from broadsheet.pipeline.linking_judge import Verdict
from broadsheet.types import Article, Copy, CopyKind, Evidence, Pin, Sketched

#: Articles that a text is compared with, word by word.
NEIGHBOURS = 8
#: A revised article stays where it was when its old story is next best with at least this share of what is needed to join.
LOYALTY = 0.5
_LENGTH = struct.Struct("<H")
_NO_PRINT = fingerprint("")


class ArticleJudge:
    """See `linking_judge.Judge`. `cuts` are the embedder's, None without.

    `copies_of` says of what articles decided earlier are copies, `carriers_of` which copies they have. `background` gives the share of a
    term among all running words: what is rare before the collection can tell.
    """

    version = f"link-1/{SKETCH_VERSION}"

    def __init__(
        self,
        *,
        families: Families,
        copies_of: Callable[[Sequence[int]], Mapping[int, Copy]],
        carriers_of: Callable[[Sequence[int]], Mapping[int, Sequence[Copy]]] = lambda ids: {},
        cuts: tuple[float, float] | None = None,
        background: Background | None = None,
    ) -> None:
        self._families = families
        self._background = background
        self._copies_of = copies_of
        self._carriers_of = carriers_of
        self._begun = 0
        self._grouper = Grouper(cuts=cuts, new_id=self._new_story)
        self._prints = Copies()
        self._pins: dict[tuple[int, int], Pin] = {}
        #: Check sums of the sketches in memory, stories of articles that wait to be decided again, copies of this batch.
        self._sums: dict[int, int] = {}
        self._before: dict[int, int] = {}
        self._recent: dict[int, Copy | None] = {}
        #: Fingerprints of articles that were looked up and are decided next.
        self._looked_up: dict[int, tuple[Article, Fingerprint]] = {}

    # -- memory ----------------------------------------------------------------------------------------------------

    @property
    def nbytes(self) -> int:
        """Bytes of all that is remembered of articles in arrays."""
        return self._grouper.memory.nbytes() + self._prints.nbytes

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
        self._looked_up.clear()

    def meaning(self, article_id: int, vector: bytes) -> None:
        """The article has this vector now."""
        direction = _direction(vector)
        if direction is not None:
            self._grouper.set_vector(article_id, direction)

    # -- deciding --------------------------------------------------------------------------------------------------

    def alike(self, article: Article) -> Iterable[int]:
        """Articles whose texts share much with this one, and their originals."""
        print_ = _print_of(article)
        self._looked_up[article.id] = article, print_
        return self._with_originals([other for other, _ in self._found(article, print_)[0]])

    def decide(self, article: Article, vector: bytes, texts: Mapping[int, Article], now: datetime) -> Verdict:
        """Copies first, then the story: a copy goes where its original is."""
        before = self._before.pop(article.id, 0) or self._grouper.story_of(article.id)
        known, print_ = self._looked_up.pop(article.id, (None, _NO_PRINT))
        if known is not article:
            print_ = _print_of(article)
        copy, recopied = self._copied(article, print_, texts)
        bare = sketch(article, None, self._background)
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

    def _carriers(self, ids: Sequence[int]) -> dict[int, Copy]:
        """The copies that these articles have."""
        stored = [copy for copies in self._carriers_of(ids).values() for copy in copies if copy.article_id not in self._recent]
        recent = [copy for copy in self._recent.values() if copy is not None and copy.original_id in ids]
        return {copy.article_id: copy for copy in (*stored, *recent)}

    def _copied(self, article: Article, print_: Fingerprint, texts: Mapping[int, Article]) -> tuple[Copy | None, dict[int, Copy | None]]:
        """Of what the article is a copy, and what that changes for articles decided earlier."""
        candidates, common = self._found(article, print_)
        comparisons: dict[tuple[int, int], Comparison] = {}
        for other, _ in candidates:
            if other in texts:
                comparison = compare(article.text, texts[other].text, common)
                if may_copy(comparison):
                    comparisons[article.id, other] = comparison
        if not comparisons:
            return None, {}
        near = [other for _, other in comparisons]
        group = [article, *(texts[one] for one in sorted(self._with_originals(near) - {article.id}) if one in texts)]
        now = {copy.article_id: copy for copy in regroup(group, comparisons, self._families)}
        ids = [one.id for one in group[1:]]
        then = self._known(ids)
        changed = {one: now.get(one) for one in ids if _original(now.get(one)) != _original(then.get(one))}
        # What had copies and turns out to be one itself leaves them to its original: chains never form.
        moved = {one: copy.original_id for one in (article.id, *changed) if (copy := now.get(one)) is not None}
        for one, copy in self._carriers(list(moved)).items() if moved else ():
            if one != article.id and one not in now and moved[copy.original_id] != one:
                changed[one] = self._led(copy, moved[copy.original_id], texts)
        return now.get(article.id), changed

    def _led(self, copy: Copy, original_id: int, texts: Mapping[int, Article]) -> Copy:
        """The copy with another original, measured anew where both texts are at hand."""
        led = replace(copy, original_id=original_id)
        if copy.article_id in texts and original_id in texts:
            comparison = compare(texts[copy.article_id].text, texts[original_id].text)
            kind = CopyKind.DUPLICATE if same_publisher(texts[copy.article_id], texts[original_id]) else CopyKind.SYNDICATED
            led = replace(led, share=round(comparison.share_a, 4), kept=round(comparison.share_b, 4), kind=kind)
        return led


def _original(copy: Copy | None) -> int:
    return copy.original_id if copy is not None else 0


def _print_of(article: Article) -> Fingerprint:
    """The fingerprint; an empty one for pages without article, which are nobody's copies (row H21)."""
    return fingerprint(article.text) if copyable(article) else _NO_PRINT


def _direction(vector: bytes) -> npt.NDArray[np.int8] | None:
    """A packed vector as the sketch holds it; None for one that says nothing."""
    if len(vector) <= 4:
        return None
    parts = np.frombuffer(vector, np.int8, offset=4)
    return quantised(parts.astype(np.float32)) if parts.any() else None
