"""Stories told: sentences of their articles with their passages, what changed, what is contested, what is new since a reader was here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from broadsheet.analyse.answers.ranked import holder_of
from broadsheet.analyse.reading import Reading
from broadsheet.analyse.summary import VERSION as SUMMARY
from broadsheet.analyse.summary import article_summary, shown
from broadsheet.analyse.telling import story_telling
from broadsheet.desk.asking import ToldView, as_read, told_view
from broadsheet.desk.ledger import StoryLedger, source_of, story_ledger
from broadsheet.store.base import Store
from broadsheet.types import BlockKind, Passage, Story
from broadsheet.types.told import Length, Telling, TellingRole, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingView:
    """A telling as it is shown: the sentences of what is known, changes of position by pairs, contested matters."""

    telling: Telling
    known: tuple[ToldView, ...] = ()
    changed: tuple[ToldView, ...] = ()
    contested: tuple[ToldView, ...] = ()
    story_id: int = 0

    @property
    def sentences(self) -> tuple[ToldView, ...]:
        """All of them in order."""
        return (*self.known, *self.changed, *self.contested)

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.telling)


def told_story(store: Store, story: Story, length: Length = Length.PARAGRAPH, unseen: Collection[int] = ()) -> TellingView:
    """A story in a line, a paragraph or a page; what the articles `unseen` tell is marked as new and told first of all."""
    return told_ledger(story_ledger(store, story), length, unseen)


def told_ledger(found: StoryLedger, length: Length = Length.PARAGRAPH, unseen: Collection[int] = ()) -> TellingView:
    """The story of a ledger told."""
    telling = story_telling(found.articles, found.ledger, length, frozenset(unseen))
    sources = {article.article_id: source_of(article) for article in found.articles}
    views = [told_view(told, sources) for told in telling.sentences]

    def of(*roles: TellingRole) -> tuple[ToldView, ...]:
        return tuple(view for view in views if view.told.role in roles)

    return TellingView(
        telling=telling,
        known=of(TellingRole.KNOWN, TellingRole.SAID),
        changed=of(TellingRole.CHANGED),
        contested=of(TellingRole.CONTESTED),
        story_id=found.story_id,
    )


def told_article(store: Store, article_id: int, length: Length = Length.PARAGRAPH) -> TellingView:
    """One article in a line, a paragraph or a page of its own sentences, each with who says it, where the ledger knows.

    Raises NotFound.
    """
    article = as_read(store, [store.article(article_id).id])[0]
    whole = store.article(article_id)
    blocks = [(block.start, block.end) for block in whole.layout if block.kind is BlockKind.PARAGRAPH] or None
    picked = article_summary(article.text, title=article.title, language=article.language or "en", length=length, spans=blocks)
    reading = Reading(article)
    told = tuple(
        Told(
            text=shown(article.text, one),
            source=Passage(article.article_id, one.start, one.end),
            cuts=one.cuts,
            holder=holder_of(reading, (one.start, one.end)),
            at=article.published,
            publisher=article.publisher,
            score=one.value,
        )
        for one in picked
    )
    note = "" if told else "there is no sentence that can be told by itself"
    sources = {article.article_id: source_of(article)}
    return TellingView(telling=Telling(sentences=told, note=note, version=SUMMARY), known=tuple(told_view(one, sources) for one in told))


def unseen_of(store: Store, ids: Sequence[int]) -> frozenset[int]:
    """Articles of a story that its reader has not read, where some were; () for a story that was never opened: nothing is newer there."""
    read = store.read_marks(ids)
    return frozenset(ids) - read if read else frozenset()
