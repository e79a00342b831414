"""What decides for the linker: one memory of all articles, as stories and as copies, behind one door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from broadsheet.types import Article, Copy, Evidence, Pin, Sketched


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The decision about one article. `story_id` below 0 begins a story; `recopied` is what others are copies of now (None: of nothing)."""

    article_id: int
    story_id: int
    evidence: Evidence
    copy: Copy | None = None
    sketch: bytes = b""
    recopied: Mapping[int, Copy | None] = field(default_factory=dict)


class Judge(Protocol):
    """Decides, and remembers what was decided. Its memory is a cache of the store: it can be thrown away at any time."""

    @property
    def version(self) -> str:
        """Of the sketches; others are not used."""

    def knows(self, row: Sketched) -> bool:
        """Whether this very sketch, with its vector, is in memory."""

    def place(self, row: Sketched, vector: bytes) -> None:
        """Remember an article where the store has it."""

    def forget(self, article_id: int) -> None:
        """The article is in no story any more; nothing happens when it never was."""

    def pin(self, pins: Sequence[Pin]) -> None:
        """These decisions of readers hold now, and no others; one a pair."""

    def alike(self, article: Article) -> Iterable[int]:
        """Articles whose texts are needed to decide about this one."""

    def decide(self, article: Article, vector: bytes, texts: Mapping[int, Article], now: datetime) -> Verdict:
        """Decide, and remember it. `texts` are whole articles, those of `alike` and of the batch."""

    def alone(self, article: Article, now: datetime) -> Verdict:
        """A story of its own for an article that could not be decided. Cannot fail."""

    def settle(self, ids: Mapping[int, int]) -> None:
        """New stories, known by numbers below 0 so far, got these ids."""

    def meaning(self, article_id: int, vector: bytes) -> None:
        """The article has this vector now."""

    def tidy(self) -> Sequence[tuple[int, int, Evidence]]:
        """What the periodic pass would change: (article, story that it goes to, evidence). Remembers it."""
