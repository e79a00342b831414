"""Why an article is where it is: what was decided, the article that it resembles most, and the passages that both share."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.analyse.copies.compare import compare
from broadsheet.analyse.related.passages import alike_sentences
from broadsheet.errors import NotFound
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy, Evidence, Overlap, Story, StoryEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An article's place in its story. `other` is its original, or else the member that it resembles most, None when it began the story.

    `passages` are what both share word for word, or else sentences that say alike (`start`-`end` in this article,
    `other_start`-`other_end` in the other), `edits` the readers' decisions about this article that hold. `story` and `evidence` are None
    while it waits to be linked.
    """

    article: Article
    story: Story | None = None
    evidence: Evidence | None = None
    other: Article | None = None
    copy: Copy | None = None
    passages: tuple[Overlap, ...] = ()
    edits: tuple[StoryEdit, ...] = ()


def explain(store: Store, article_id: int) -> Explanation:
    """Explain an article's place. Raises NotFound when there is no such article."""
    article = store.article(article_id)
    membership = store.membership(article_id)
    if membership is None:
        return Explanation(article=article)
    copy = store.copy_of([article_id]).get(article_id)
    other = _article(store, copy.original_id if copy is not None else membership.evidence.nearest_id)
    return Explanation(
        article=article,
        story=_story(store, membership.story_id),
        evidence=membership.evidence,
        other=other,
        copy=copy,
        passages=(compare(article.text, other.text).overlaps or alike_sentences(article, other)) if other is not None else (),
        edits=tuple(edit for edit in store.edits(membership.story_id) if edit.undone is None and article_id in edit.article_ids),
    )


def _article(store: Store, article_id: int) -> Article | None:
    return next(iter(store.articles_by_id([article_id])), None) if article_id else None


def _story(store: Store, story_id: int) -> Story | None:
    try:
        return store.story(story_id)
    except NotFound:  # its articles were deleted at this moment
        return None
