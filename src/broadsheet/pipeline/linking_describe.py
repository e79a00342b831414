"""Describing stories anew whose articles changed: what the front page shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from broadsheet.analyse.threads import describe
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy


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
    copies = store.copy_of([article.id for articles in members.values() for article in articles])
    store.save_stories(
        [
            describe(
                story_id,
                articles,
                {article.id: copies[article.id] for article in articles if article.id in copies},
                reports=reports(articles, copies) if articles else 0,
            )
            for story_id, articles in members.items()
        ]
    )
    return len(stale)
