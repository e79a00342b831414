"""What is related to an article or a story: candidates from the store, ranked by `analyse.related`, told in words.

Never the same story, never a copy: at most one article of any other story, and one of any report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from broadsheet.analyse.related import Candidate, RelatedItem, rank
from broadsheet.desk.plain import cut_words
from broadsheet.desk.render import safe_url
from broadsheet.desk.words import listed
from broadsheet.store.base import Store
from broadsheet.types import Article, Link, Precision, Story

#: Related ones shown, candidates looked at, and how much of their texts.
MOST, CANDIDATES, LOOKED_AT = 8, 24, 1500
#: A related story that ended this long before the other one began is its background.
_BEFORE = timedelta(hours=12)
TEASER = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A related article: one of ours (`article_id`), or a link from the publisher's own list (`url`). `reason` says why, in words."""

    article_id: int = 0
    story_id: int = 0
    url: str = ""
    title: str
    publisher: str = ""
    published: datetime | None = None
    precision: Precision = Precision.MINUTE
    teaser: str = ""
    language: str = ""
    reason: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """A related story, why, and whether it was over before the other one began."""

    story: Story
    near: Related
    earlier: bool


def related_articles(store: Store, article: Article, *, most: int = MOST) -> list[Related]:
    """The articles most related to this one, best first. Four queries at most."""
    ranked = _ranked(store, article)
    return [from_article(other, story_id, score, reason) for other, story_id, score, reason in ranked[:most]]


def related_stories(store: Store, story: Story, *, most: int = MOST) -> list[RelatedStory]:
    """The stories most related to this one, best first, told by their article that is nearest to the story's lead."""
    leads = store.articles_by_id([story.lead_id])
    if not leads:
        return []
    ranked = [one for one in _ranked(store, leads[0]) if one[1] and one[1] != story.id][:most]
    stories = {found.id: found for found in store.stories_by_id([story_id for _, story_id, _, _ in ranked])}
    return [
        RelatedStory(stories[story_id], from_article(other, story_id, score, reason), _is_before(stories[story_id], story))
        for other, story_id, score, reason in ranked
        if story_id in stories
    ]


def _is_before(other: Story, story: Story) -> bool:
    return bool(other.last_seen and story.first_seen and other.last_seen < story.first_seen - _BEFORE)


def _ranked(store: Store, article: Article) -> list[tuple[Article, int, float, str]]:
    """Candidates as (article, its story or 0, score, reason), best first, one a story and a report; none of the article's own story."""
    near = [other for other, _ in store.like(article.id, limit=CANDIDATES) if other.id != article.id]
    if not near:
        return []
    ids = [other.id for other in near]
    stories, copies = store.story_of([article.id, *ids]), store.copy_of([article.id, *ids])
    own = copies[article.id].original_id if article.id in copies else 0
    mine = stories.get(article.id, 0)
    candidates = [
        Candidate(_cut(other), stories.get(other.id, 0), copies[other.id].original_id if other.id in copies else 0)
        for other in near
        if not (mine and stories.get(other.id) == mine)
    ]
    found = rank(_cut(article), candidates, story_id=mine, copy_of=own, most=MOST)
    known = {other.id: other for other in near}
    return [
        (known[item.article_id], stories.get(item.article_id, 0), item.score, reason_of(item)) for item in found if item.kind == "related"
    ]


def _cut(article: Article) -> Article:
    """The article with as much of its text as ranking looks at on a page."""
    return replace(article, text=article.text[:LOOKED_AT], layout=())


def reason_of(item: RelatedItem) -> str:
    """Why an article is offered, in words: "also about Vierseen and Hask"."""
    if item.reason == "names":
        return f"also about {listed(item.words, 3)}"
    if item.reason == "terms":
        return f"both speak of {listed(item.words, 3)}"
    return "earlier in this story" if item.reason == "earlier" else "alike in meaning"


def listed_by(article: Article, most: int = MOST) -> list[Related]:
    """What the publisher's own page lists as related: titles with a safe address."""
    return [_from_link(link) for link in article.related if link.title and safe_url(link.url)][:most]


def earlier_in_story(articles: Sequence[Article], article: Article, most: int = 4) -> list[Related]:
    """Background: the reports of the same story from before this one, the latest first, the very first always among them.

    `articles` are the story's reports (no copies), oldest first.
    """
    before = [other for other in articles if other.id != article.id and other.sort_time < article.sort_time]
    chosen = before[-most:]
    if before and before[0] not in chosen:
        chosen = [before[0], *chosen[1:]]
    return [from_article(other) for other in reversed(chosen)]


def to_compare(articles: Sequence[Article], article: Article, most: int = 6) -> list[Related]:
    """Reports of the same story to lay beside this one: the nearest in time, other publishers' first; in the order of time."""
    publisher = article.publisher or article.publisher_domain
    others = [other for other in articles if other.id != article.id]
    others.sort(
        key=lambda other: (
            (other.publisher or other.publisher_domain) == publisher,
            abs((other.sort_time - article.sort_time).total_seconds()),
            other.id,
        )
    )
    return [from_article(other) for other in sorted(others[:most], key=lambda other: (other.sort_time, other.id))]


def from_article(article: Article, story_id: int = 0, score: float = 0.0, reason: str = "") -> Related:
    """An article as a row of a list: publisher, age, title, teaser."""
    return Related(
        article_id=article.id,
        story_id=story_id,
        title=article.title or "Untitled",
        publisher=article.publisher or article.publisher_domain,
        published=article.published,
        precision=article.published_precision,
        teaser=cut_words(" ".join((article.teaser or article.text[:500]).split()), TEASER),
        language=article.language,
        reason=reason,
        score=score,
    )


def _from_link(link: Link) -> Related:
    return Related(
        url=link.url, title=link.title, publisher=link.publisher, published=link.published, teaser=cut_words(link.teaser, TEASER)
    )
