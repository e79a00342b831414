"""The API's routes. Reading only; what changes anything goes through forms."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from broadsheet.app.api.shapes import (
    ArticleFull,
    ArticleList,
    CommentShape,
    HitList,
    Problem,
    SourceShape,
    article_full,
    article_short,
    comment_shape,
    hit_shape,
    source_shape,
)
from broadsheet.app.web.access import Id, TheHall, TheVisitor, owner, reader, spend
from broadsheet.app.web.rates import SEARCHING
from broadsheet.desk.front import cursor, read_cursor
from broadsheet.desk.plain import clean_line
from broadsheet.desk.search import MOST_OFFSET, Wish, as_search
from broadsheet.desk.sources import sources_page
from broadsheet.types import CommentStatus, Listing

PREFIX = "/api/v1"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "Sign in first."},
    404: {"model": Problem, "description": "There is no such thing."},
    429: {"model": Problem, "description": "Too many requests; wait as long as Retry-After says."},
}
readers = APIRouter(prefix=PREFIX, dependencies=[Depends(reader)], responses=PROBLEMS, tags=["reading"])
owners = APIRouter(prefix=PREFIX, dependencies=[Depends(owner)], responses=PROBLEMS, tags=["owner"])
Limit = Annotated[int, Query(ge=1, le=100)]


@readers.get("/articles")
def articles(
    hall: TheHall, publisher: str = "", language: str = "", section: str = "", tag: str = "", before: str = "", limit: Limit = 50
) -> ArticleList:
    """Articles, newest first. `before` is the value of that name in the page before."""
    one_line = [clean_line(value, 200) for value in (publisher, language, section, tag)]
    listing = Listing(
        publisher=one_line[0], language=one_line[1], section=one_line[2], tag=one_line[3], before=read_cursor(before), limit=limit
    )
    found = hall.store.latest(listing)
    return ArticleList(articles=[article_short(article) for article in found], before=cursor(found, limit))


@readers.get("/articles/{article_id}")
def article(hall: TheHall, article_id: Id) -> ArticleFull:
    """One article with its text and layout. Offsets are Unicode code points, end exclusive."""
    found = hall.store.article(article_id)
    return article_full(found, len(hall.store.revisions(article_id)))


@readers.get("/articles/{article_id}/comments")
def comments(hall: TheHall, article_id: Id) -> list[CommentShape]:
    """An article's comments, oldest first. Hidden, deleted and waiting ones are left out."""
    hall.store.article(article_id)
    return [comment_shape(comment) for comment in hall.store.comments(article_id) if comment.status is CommentStatus.SHOWN]


@readers.get("/search")
def search(
    hall: TheHall,
    visitor: TheVisitor,
    q: str = "",
    publisher: str = "",
    language: str = "",
    section: str = "",
    since: str = "",
    until: str = "",
    order: str = "relevance",
    offset: Annotated[int, Query(ge=0, le=MOST_OFFSET)] = 0,
    limit: Limit = 20,
) -> HitList:
    """Search in the site's query language. No query is an error; an empty one finds nothing."""
    wish = Wish(
        q=clean_line(q, 2000),
        publisher=clean_line(publisher, 200),
        language=clean_line(language, 20),
        section=clean_line(section, 200),
        since=clean_line(since, 20),
        until=clean_line(until, 20),
        order="time" if order == "time" else "",
    )
    if wish.empty:
        return HitList(hits=[], total=0, capped=False, next_offset=0)
    if not visitor.owner:
        spend(hall, SEARCHING, visitor)
    hits = hall.store.search(as_search(wish, hall.now()), offset=offset, limit=limit)
    more = hits.next_offset if hits.next_offset <= MOST_OFFSET else 0
    return HitList(hits=[hit_shape(hit) for hit in hits.hits], total=hits.total, capped=hits.capped, next_offset=more)


@owners.get("/sources")
def sources(hall: TheHall) -> list[SourceShape]:
    """All sources and how they fare. For the owner: addresses of feeds may hold keys."""
    return [source_shape(row) for folder in sources_page(hall.store, hall.now()) for row in folder.rows]


@readers.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description of this API."""
    return JSONResponse(request.app.openapi())
