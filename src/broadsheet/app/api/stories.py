"""The API's routes about stories: reading only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from broadsheet.app.api.routes import PREFIX, PROBLEMS, Limit
from broadsheet.app.api.telling import (
    CopiesShape,
    RelatedShape,
    RelatedStoryShape,
    StoryFull,
    StoryList,
    WhyShape,
    copy_shape,
    related_shape,
    related_story_shape,
    story_full,
    story_short,
    why_shape,
)
from broadsheet.app.web.access import Id, TheHall, reader
from broadsheet.desk.plain import clean_line
from broadsheet.desk.related import related_articles, related_stories
from broadsheet.desk.why import why_page
from broadsheet.types import StoryListing

readers = APIRouter(prefix=PREFIX, dependencies=[Depends(reader)], responses=PROBLEMS, tags=["stories"])
MOST_OFFSET = 4000
Offset = Annotated[int, Query(ge=0, le=MOST_OFFSET)]


@readers.get("/stories")
def stories(
    hall: TheHall,
    section: str = "",
    language: str = "",
    publisher: str = "",
    order: str = "heat",
    outlets: Annotated[int, Query(ge=1, le=1000)] = 1,
    offset: Offset = 0,
    limit: Limit = 50,
) -> StoryList:
    """Stories: `order` "heat" (most covered and newest first) or "time" (newest article first); `outlets` is the least number of them."""
    listing = StoryListing(
        order="time" if order == "time" else "heat",
        section=clean_line(section, 200),
        language=clean_line(language, 20),
        publisher=clean_line(publisher, 200),
        least_outlets=outlets,
        offset=offset,
        limit=limit + 1,
    )
    found = hall.store.stories(listing)
    more = len(found) > limit and offset + limit <= MOST_OFFSET
    return StoryList(stories=[story_short(story) for story in found[:limit]], next_offset=offset + limit if more else 0)


@readers.get("/stories/{story_id}")
def story(hall: TheHall, story_id: Id, offset: Offset = 0, limit: Limit = 100) -> StoryFull:
    """One story with its articles, oldest first. The id of a merged story answers with the story that it went into."""
    found = hall.store.story(story_id)
    members = hall.store.member_articles(found.id)
    shown = members[offset : offset + limit]
    copies = hall.store.copy_of([article.id for article in shown])
    return story_full(found, shown, copies, offset + limit if offset + limit < len(members) and offset + limit <= MOST_OFFSET else 0)


@readers.get("/stories/{story_id}/related")
def story_related(hall: TheHall, story_id: Id) -> list[RelatedStoryShape]:
    """Stories related to this one, best first, with the reason in words."""
    return [related_story_shape(one) for one in related_stories(hall.store, hall.store.story(story_id))]


@readers.get("/articles/{article_id}/related")
def article_related(hall: TheHall, article_id: Id) -> list[RelatedShape]:
    """Articles related to this one, best first, with the reason in words: never of the same story, never copies."""
    return [related_shape(one) for one in related_articles(hall.store, hall.store.article(article_id))]


@readers.get("/articles/{article_id}/why")
def why(hall: TheHall, article_id: Id) -> WhyShape:
    """Why an article is in its story: signals, weights, the words and the passages shared with its original or nearest article."""
    return why_shape(why_page(hall.store, article_id))


@readers.get("/articles/{article_id}/copies")
def copies(hall: TheHall, article_id: Id) -> CopiesShape:
    """Of what the article is a copy, and the copies of it."""
    hall.store.article(article_id)
    found = hall.store.copies([article_id]).get(article_id, [])
    return CopiesShape(
        copy_of=copy_shape(hall.store.copy_of([article_id]).get(article_id)),
        copies=[shape for copy in found if (shape := copy_shape(copy))],
    )
