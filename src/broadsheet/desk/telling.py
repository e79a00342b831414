"""Stories told: sentences of their articles with their passages, what changed, what is contested, what is new since a reader was here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.analyse.ledger import build
from broadsheet.analyse.telling import story_telling
from broadsheet.desk.asking import ToldView, as_read, told_view
from broadsheet.desk.ledger import MOST_ARTICLES, source_of
from broadsheet.store.base import Store
from broadsheet.types import Story
from broadsheet.types.told import Length, Telling, TellingRole


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


def told_story(store: Store, story: Story, length: Length = Length.PARAGRAPH, since: datetime | None = None) -> TellingView:
    """A story in a line, a paragraph or a page; what reports after `since` tell is marked as new."""
    ids = [article.id for article in store.member_articles(story.id)][-MOST_ARTICLES:]
    return told_articles(store, ids, length, since, story_id=story.id)


def told_articles(
    store: Store, ids: Sequence[int], length: Length = Length.PARAGRAPH, since: datetime | None = None, *, story_id: int = 0
) -> TellingView:
    """These articles told as one story."""
    articles = as_read(store, ids)
    telling = story_telling(articles, build(articles), length, since)
    sources = {article.article_id: source_of(article) for article in articles}
    views = [told_view(told, sources) for told in telling.sentences]
    of = {
        TellingRole.KNOWN: [view for view in views if view.told.role in (TellingRole.KNOWN, TellingRole.SAID)],
        TellingRole.CHANGED: [view for view in views if view.told.role is TellingRole.CHANGED],
        TellingRole.CONTESTED: [view for view in views if view.told.role is TellingRole.CONTESTED],
    }
    return TellingView(
        telling=telling,
        known=tuple(of[TellingRole.KNOWN]),
        changed=tuple(of[TellingRole.CHANGED]),
        contested=tuple(of[TellingRole.CONTESTED]),
        story_id=story_id,
    )
