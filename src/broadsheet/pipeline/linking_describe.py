"""Describing stories anew whose articles changed: what the front page shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from broadsheet.analyse.threads import describe
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy

#: Stories of more articles are counted by the beginnings of their texts: who is credited at the end is not seen there.
WHOLE_TEXTS = 200


class Reports(Protocol):
    """How independent reports are counted; see `analyse.copies.independent_reports`."""

    def __call__(self, articles: Sequence[Article], copies: Mapping[int, Copy]) -> int:
        """How many of these articles are reports of their own, papers of one family counted once."""


def describe_stale(store: Store, reports: Reports, limit: int) -> int:
    """Describe up to `limit` changed stories, the first changed first, and store that in one transaction; how many there were."""
    stale = store.stale_stories(limit)
    if not stale:
        return 0
    members = {story_id: store.member_articles(story_id) for story_id in stale}
    whole = {story_id: _whole(store, articles) for story_id, articles in members.items()}
    copies = store.copy_of([article.id for articles in members.values() for article in articles])
    store.save_stories(
        [
            describe(
                story_id,
                articles,
                {article.id: copies[article.id] for article in articles if article.id in copies},
                reports=reports(whole[story_id], copies) if articles else 0,
            )
            for story_id, articles in members.items()
        ]
    )
    return len(stale)


def _whole(store: Store, articles: Sequence[Article]) -> Sequence[Article]:
    """The articles with their whole texts, in the same order: credits stand at the end as often as at the head."""
    if len(articles) < 2 or len(articles) > WHOLE_TEXTS:
        return articles
    found = {article.id: article for article in store.articles_by_id([article.id for article in articles])}
    return [found.get(article.id, article) for article in articles]
