"""Feeds of stories and of one story, of all articles, a section or publisher, of a search, and of an article's comments."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from broadsheet.app.feeds_out import FORMATS, Entry, article_entry, comment_entry, feed_of, story_entry
from broadsheet.app.web.access import Id, TheHall, TheVisitor, reader, spend
from broadsheet.app.web.rates import SEARCHING
from broadsheet.desk.cards import cards_of
from broadsheet.desk.plain import clean_line
from broadsheet.desk.search import Wish, as_search
from broadsheet.errors import NotFound
from broadsheet.types import CommentStatus, Listing, StoryListing

router = APIRouter(dependencies=[Depends(reader)])
ENTRIES = 40


def _answer(request: Request, hall: TheHall, kind: str, title: str, home: str, entries: list[Entry]) -> Response:
    write, media_type = FORMATS[kind]
    base = hall.base(request)
    query = f"?{request.url.query}" if request.url.query else ""
    body = write(feed_of(title, f"{base}{request.url.path}{query}", f"{base}{home}", entries, hall.now()))
    etag = f'W/"{sha256(body).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": "private, max-age=120"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


@router.get("/feed.{kind}")
def feed(
    request: Request, hall: TheHall, visitor: TheVisitor, kind: str, section: str = "", publisher: str = "", language: str = "", q: str = ""
) -> Response:
    """The newest articles, of everything, a section, a publisher, a language, or of a search."""
    if kind not in FORMATS:
        raise NotFound("Feeds come as feed.rss, feed.atom and feed.json.")
    publisher, section = clean_line(publisher, 200), clean_line(section, 200)
    wish = Wish(q=clean_line(q, 2000), publisher=publisher, language=clean_line(language, 20), section=section)
    if wish.q:
        if not visitor.owner:
            spend(hall, SEARCHING, visitor)
        hits = hall.store.search(as_search(replace(wish, order="time"), hall.now()), limit=ENTRIES)
        articles = [hit.article for hit in hits.hits]
        home = f"/search?{urlencode({key: value for key, value in _fields(wish).items() if value})}"
    else:
        listed = hall.store.latest(Listing(section=wish.section, publisher=wish.publisher, language=wish.language, limit=ENTRIES))
        articles = hall.store.articles_by_id([article.id for article in listed])
        home = f"/section/{wish.section}" if wish.section else f"/publisher/{wish.publisher}" if wish.publisher else "/"
    about = wish.q or wish.section or wish.publisher
    title = f"{hall.title}: {about}" if about else hall.title
    return _answer(request, hall, kind, title, home, [article_entry(article, hall.base(request)) for article in articles])


def _fields(wish: Wish) -> dict[str, str]:
    return {"q": wish.q, "publisher": wish.publisher, "language": wish.language, "section": wish.section}


@router.get("/stories.{kind}")
def stories(
    request: Request,
    hall: TheHall,
    kind: str,
    section: str = "",
    language: str = "",
    publisher: str = "",
    order: str = "",
    outlets: str = "",
) -> Response:
    """Stories, the most covered first, or the newest (`order=time`); `outlets=2` leaves out those of a single outlet."""
    if kind not in FORMATS:
        raise NotFound("Feeds come as stories.rss, stories.atom and stories.json.")
    least = int(outlets) if outlets.isascii() and outlets.isdigit() and len(outlets) < 5 else 1
    listing = StoryListing(
        order="time" if order == "time" else "heat",
        section=clean_line(section, 200),
        language=clean_line(language, 20),
        publisher=clean_line(publisher, 200),
        least_outlets=max(1, least),
        limit=ENTRIES,
    )
    cards = cards_of(hall.store, hall.store.stories(listing))
    about = listing.section or listing.publisher or listing.language
    title = f"{hall.title}: {about}, stories" if about else f"{hall.title}: stories"
    home = f"/stories?{urlencode({'section': listing.section})}" if listing.section else "/stories"
    return _answer(request, hall, kind, title, home, [story_entry(card, hall.base(request)) for card in cards])


@router.get("/story/{story_id}/feed.{kind}")
def story(request: Request, hall: TheHall, story_id: Id, kind: str) -> Response:
    """The newest articles of one story."""
    if kind not in FORMATS:
        raise NotFound("Feeds come as feed.rss, feed.atom and feed.json.")
    found = hall.store.story(story_id)
    newest = [article.id for article in hall.store.member_articles(found.id)[-ENTRIES:]]
    articles = hall.store.articles_by_id(newest[::-1])
    entries = [article_entry(article, hall.base(request)) for article in articles]
    return _answer(request, hall, kind, found.headline or "Untitled", f"/story/{found.id}", entries)


@router.get("/article/{article_id}/comments.{kind}")
def comments(request: Request, hall: TheHall, article_id: Id, kind: str) -> Response:
    """The newest comments under an article."""
    if kind not in FORMATS:
        raise NotFound("Feeds come as comments.rss, comments.atom and comments.json.")
    article = hall.store.article(article_id)
    shown = [comment for comment in hall.store.comments(article_id) if comment.status is CommentStatus.SHOWN]
    entries = [comment_entry(comment, article, hall.base(request)) for comment in reversed(shown[-ENTRIES:])]
    return _answer(request, hall, kind, f"Comments on “{article.title or 'Untitled'}”", f"/article/{article_id}", entries)
