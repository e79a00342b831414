"""What the API answers with. Field names are those of the records; times are ISO 8601 in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from broadsheet.desk.sources import SourceRow
from broadsheet.types import Article, Comment, Hit, Mark


class ImageShape(BaseModel):
    """A picture at its publisher's address."""

    url: str
    alt: str
    width: int
    height: int


class ArticleShort(BaseModel):
    """An article in a list."""

    id: int
    url: str
    title: str
    publisher: str
    publisher_domain: str
    published: datetime | None
    published_precision: str
    received: datetime
    language: str
    section: str
    tags: list[str]
    authors: list[str]
    teaser: str
    body: str
    truncated: bool
    image: ImageShape | None


class MarkShape(BaseModel):
    """A link or an emphasis; offsets are code points into the article's text, end exclusive."""

    kind: str
    start: int
    end: int
    url: str


class BlockShape(BaseModel):
    """A paragraph, heading, list item, quote, row or image of an article."""

    kind: str
    start: int
    end: int
    level: int
    url: str
    alt: str
    marks: list[MarkShape]


class ArticleFull(ArticleShort):
    """An article with its text and layout."""

    text: str
    layout: list[BlockShape]
    modified: datetime | None
    origins: dict[str, str]
    revisions: int


class ArticleList(BaseModel):
    """A page of articles; `before` continues it, "" at the end."""

    articles: list[ArticleShort]
    before: str


class HitShape(BaseModel):
    """A found article with the places of the words."""

    article: ArticleShort
    score: float
    title_spans: list[tuple[int, int]]
    text_spans: list[tuple[int, int]]


class HitList(BaseModel):
    """A page of results; `next_offset` continues it, 0 at the end. `capped`: there are more than `total`."""

    hits: list[HitShape]
    total: int
    capped: bool
    next_offset: int


class CommentShape(BaseModel):
    """A comment that everybody may read."""

    id: int
    article_id: int
    parent_id: int
    name: str
    text: str
    created: datetime
    by_owner: bool


class SourceShape(BaseModel):
    """A source and its health; passwords never leave."""

    id: int
    kind: str
    url: str
    title: str
    publisher: str
    section: str
    folder: list[str]
    enabled: bool
    health: str
    health_words: str
    health_detail: str
    succeeded: datetime | None
    next_poll: datetime | None
    failures: int


class Problem(BaseModel):
    """What went wrong."""

    code: str
    message: str


def article_short(article: Article) -> ArticleShort:
    """An article for a list."""
    return ArticleShort(**_short(article))


def _short(article: Article) -> dict[str, Any]:
    image = article.image
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "publisher_domain": article.publisher_domain,
        "published": article.published,
        "published_precision": article.published_precision.value,
        "received": article.received,
        "language": article.language,
        "section": article.section,
        "tags": list(article.tags),
        "authors": list(article.authors),
        "teaser": article.teaser,
        "body": article.body.value,
        "truncated": article.truncated,
        "image": ImageShape(url=image.url, alt=image.alt, width=image.width, height=image.height) if image else None,
    }


def article_full(article: Article, revisions: int) -> ArticleFull:
    """An article whole."""
    blocks = [
        BlockShape(
            kind=block.kind.value,
            start=block.start,
            end=block.end,
            level=block.level,
            url=block.url,
            alt=block.alt,
            marks=[_mark(mark) for mark in block.marks],
        )
        for block in article.layout
    ]
    more: dict[str, Any] = {
        "text": article.text,
        "layout": blocks,
        "modified": article.modified,
        "origins": dict(article.origins),
        "revisions": revisions,
    }
    return ArticleFull(**_short(article), **more)


def _mark(mark: Mark) -> MarkShape:
    return MarkShape(kind=mark.kind.value, start=mark.start, end=mark.end, url=mark.url)


def hit_shape(hit: Hit) -> HitShape:
    """A search result."""
    return HitShape(article=article_short(hit.article), score=hit.score, title_spans=list(hit.title_spans), text_spans=list(hit.text_spans))


def comment_shape(comment: Comment) -> CommentShape:
    """A comment, without what identifies its writer."""
    return CommentShape(
        id=comment.id,
        article_id=comment.article_id,
        parent_id=comment.parent_id,
        name=comment.name,
        text=comment.text,
        created=comment.created,
        by_owner=comment.by_owner,
    )


def source_shape(row: SourceRow) -> SourceShape:
    """A source for the owner, without its password."""
    source, state = row.source, row.state
    return SourceShape(
        id=source.id,
        kind=source.kind.value,
        url=source.url,
        title=source.title,
        publisher=source.publisher,
        section=source.section,
        folder=list(source.folder),
        enabled=source.enabled,
        health=row.health.level,
        health_words=row.health.words,
        health_detail=row.health.detail,
        succeeded=state.succeeded,
        next_poll=state.next_poll,
        failures=state.failures,
    )
