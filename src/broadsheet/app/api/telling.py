"""What the API answers with about stories: shapes, and how they are made from the records."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from broadsheet.app.api.shapes import ArticleShort, article_short
from broadsheet.desk.related import Related, RelatedStory
from broadsheet.desk.why import WhyPage
from broadsheet.types import Article, Copy, Story


class StoryShort(BaseModel):
    """A story as a whole. `reports` counts independent reports, `outlets` publishers, `copies` the articles that are copies."""

    id: int
    headline: str
    lead_id: int
    first_id: int
    first_publisher: str
    first_seen: datetime | None
    last_seen: datetime | None
    articles: int
    outlets: int
    reports: int
    copies: int
    picture_id: int
    languages: list[str]
    sections: list[str]
    places: list[str]
    publishers: list[str]
    heat: float


class StoryList(BaseModel):
    """A page of stories; `next_offset` continues it, 0 at the end."""

    stories: list[StoryShort]
    next_offset: int


class CopyShape(BaseModel):
    """An article that repeats another: `share` of its words stand in the original, `kept` of the original's words stand in it."""

    article_id: int
    original_id: int
    kind: str
    share: float
    kept: float
    credit: str
    reasons: list[str]


class MemberShape(BaseModel):
    """An article of a story, and of what it is a copy."""

    article: ArticleShort
    copy_of: CopyShape | None


class StoryFull(StoryShort):
    """A story with its articles, oldest first; `next_offset` continues them, 0 at the end."""

    members: list[MemberShape]
    next_offset: int


class RelatedShape(BaseModel):
    """A related article, and why."""

    article_id: int
    story_id: int
    title: str
    publisher: str
    published: datetime | None
    published_precision: str
    teaser: str
    language: str
    score: float
    reason: str


class RelatedStoryShape(BaseModel):
    """A related story, why, and whether it was over before the other one began."""

    story: StoryShort
    score: float
    reason: str
    earlier: bool


class SignalShape(BaseModel):
    """One signal of a decision: what it added to the score (negative = against), and the words that matched."""

    name: str
    value: float
    weight: float
    detail: list[str]


class OverlapShape(BaseModel):
    """A shared passage, by code points of either text, end exclusive."""

    start: int
    end: int
    other_start: int
    other_end: int


class WhyShape(BaseModel):
    """Why an article is in its story. `story_id` 0: it waits to be linked. `runner_up` is the next best story and its score."""

    article_id: int
    story_id: int
    score: float
    threshold: float
    signals: list[SignalShape]
    nearest_id: int
    runner_up: tuple[int, float] | None
    decider: str
    decided: datetime | None
    version: str
    copy_of: CopyShape | None
    #: The passages are pairs of sentences that say alike, because nothing is shared word for word.
    sentences: bool
    passages: list[OverlapShape]


class CopiesShape(BaseModel):
    """Of what an article is a copy, and which articles are copies of it."""

    copy_of: CopyShape | None
    copies: list[CopyShape]


def story_short(story: Story) -> StoryShort:
    """A story for a list."""
    return StoryShort(
        id=story.id,
        headline=story.headline,
        lead_id=story.lead_id,
        first_id=story.first_id,
        first_publisher=story.first_publisher,
        first_seen=story.first_seen,
        last_seen=story.last_seen,
        articles=story.articles,
        outlets=story.outlets,
        reports=story.reports,
        copies=story.copies,
        picture_id=story.picture_id,
        languages=list(story.languages),
        sections=list(story.sections),
        places=list(story.places),
        publishers=list(story.publishers),
        heat=story.heat,
    )


def story_full(story: Story, members: list[Article], copies: dict[int, Copy], next_offset: int) -> StoryFull:
    """A story with (a page of) its articles."""
    shown = [MemberShape(article=article_short(article), copy_of=copy_shape(copies.get(article.id))) for article in members]
    return StoryFull(**story_short(story).model_dump(), members=shown, next_offset=next_offset)


def copy_shape(copy: Copy | None) -> CopyShape | None:
    """What an article is a copy of; None for none."""
    if copy is None:
        return None
    return CopyShape(
        article_id=copy.article_id,
        original_id=copy.original_id,
        kind=copy.kind.value,
        share=copy.share,
        kept=copy.kept,
        credit=copy.credit,
        reasons=list(copy.reasons),
    )


def related_shape(one: Related) -> RelatedShape:
    """A related article."""
    return RelatedShape(
        article_id=one.article_id,
        story_id=one.story_id,
        title=one.title,
        publisher=one.publisher,
        published=one.published,
        published_precision=one.precision.value,
        teaser=one.teaser,
        language=one.language,
        score=one.score,
        reason=one.reason,
    )


def related_story_shape(one: RelatedStory) -> RelatedStoryShape:
    """A related story."""
    return RelatedStoryShape(story=story_short(one.story), score=one.near.score, reason=one.near.reason, earlier=one.earlier)


def why_shape(page: WhyPage) -> WhyShape:
    """The evidence of a membership with the words and passages that the article shares with what it was compared to."""
    evidence = page.evidence
    return WhyShape(
        article_id=page.article.id,
        story_id=page.story_id,
        score=evidence.score,
        threshold=evidence.threshold,
        signals=[SignalShape(name=one.name, value=one.value, weight=one.weight, detail=list(one.detail)) for one in evidence.signals],
        nearest_id=evidence.nearest_id,
        runner_up=evidence.runner_up,
        decider=evidence.decider,
        decided=evidence.decided,
        version=evidence.version,
        copy_of=copy_shape(page.copy),
        sentences=page.alike,
        passages=[
            OverlapShape(start=one.start, end=one.end, other_start=one.other_start, other_end=one.other_end) for one in page.overlaps
        ],
    )
