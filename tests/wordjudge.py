"""A judge for tests of everything around it: one story for each first word of a title. Knows pins on single articles only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from broadsheet.pipeline.linking_judge import Verdict
from broadsheet.types import Article, Evidence, Pin, PinKind, Sketched


class WordJudge:
    """`decided` lists the articles in the order in which they were decided."""

    version = "word-1"

    def __init__(self) -> None:
        self.where: dict[int, int] = {}
        self.words: dict[int, str] = {}
        self.vectors: dict[int, bytes] = {}
        self.pins: list[Pin] = []
        self.decided: list[int] = []
        self.begun = 0

    def knows(self, row: Sketched) -> bool:
        return row.article_id in self.where

    def place(self, row: Sketched, vector: bytes) -> None:
        self.where[row.article_id] = row.story_id
        self.words[row.article_id] = row.sketch.decode()
        if vector:
            self.vectors[row.article_id] = vector

    def forget(self, article_id: int) -> None:
        for table in (self.where, self.words, self.vectors):
            table.pop(article_id, None)  # type: ignore[attr-defined]

    def pin(self, pins: Sequence[Pin]) -> None:
        self.pins = list(pins)

    def alike(self, article: Article) -> Iterable[int]:
        return ()

    def decide(self, article: Article, vector: bytes, texts: Mapping[int, Article], now: datetime) -> Verdict:
        if "poison" in article.title:
            raise ZeroDivisionError("poison")
        word = article.title.split()[0] if article.title.split() else ""
        story = self._pinned(article.id) or next((self.where[one] for one, known in self.words.items() if known == word), 0)
        nearest = next((one for one, where in self.where.items() if where == story), 0) if story else 0
        return self._placed(article.id, story, word, Evidence(nearest_id=nearest, decided=now, version=self.version), vector)

    def alone(self, article: Article, now: datetime) -> Verdict:
        return self._placed(article.id, 0, "", Evidence(decided=now, version=self.version), b"")

    def settle(self, ids: Mapping[int, int]) -> None:
        self.where = {one: ids.get(story, story) for one, story in self.where.items()}

    def meaning(self, article_id: int, vector: bytes) -> None:
        self.vectors[article_id] = vector

    def tidy(self) -> Sequence[tuple[int, int, Evidence]]:
        """Articles with one word belong in the story of the first of them, unless a pin keeps them apart."""
        moves = []
        for one, word in self.words.items():
            home = min(self.where[other] for other, same in self.words.items() if same == word)
            apart = any(pin.kind is PinKind.APART and one in (pin.a, pin.b) for pin in self.pins)
            if self.where[one] != home and not apart:
                self.where[one] = home
                moves.append((one, home, Evidence()))
        return moves

    def _pinned(self, article_id: int) -> int:
        for pin in self.pins:
            if pin.kind is PinKind.TOGETHER and article_id in (pin.a, pin.b):
                other = pin.b if pin.a == article_id else pin.a
                if other in self.where:
                    return self.where[other]
        return 0

    def _placed(self, article_id: int, story: int, word: str, evidence: Evidence, vector: bytes) -> Verdict:
        if not story:
            self.begun += 1
            story = -self.begun
        self.where[article_id], self.words[article_id] = story, word
        if vector:
            self.vectors[article_id] = vector
        self.decided.append(article_id)
        return Verdict(article_id=article_id, story_id=story, evidence=evidence, sketch=word.encode())
