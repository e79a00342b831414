"""The front page, listings and articles."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from broadsheet.app.web.access import Id, TheHall, TheVisitor, reader, spend, visitor_of
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.pages import page
from broadsheet.app.web.rates import SEARCHING
from broadsheet.desk import article as article_desk
from broadsheet.desk.front import front_page, listing_page
from broadsheet.desk.plain import clean_line
from broadsheet.desk.render import html_of
from broadsheet.desk.search import Wish, search_page
from broadsheet.desk.voices import voices_beside
from broadsheet.desk.words import language_name
from broadsheet.types import BlockKind, Comment, Listing

router = APIRouter(dependencies=[Depends(reader)])


@router.get("/")
def front(request: Request, hall: TheHall, visitor: TheVisitor) -> Response:
    """The front page: the stories."""
    return page(request, "front.html", front=front_page(hall.store, owner=visitor.owner))


def _listing(request: Request, hall: Hall, title: str, kind: str, listing: Listing, asked: tuple[str, str], feed: str = "") -> Response:
    before, copies = asked
    fold = copies != "show"
    found = listing_page(hall.store, listing, before, fold=fold, owner=visitor_of(request).owner)
    stories = {"section": listing.section, "publisher": listing.publisher, "language": listing.language}
    query = urlencode({name: value for name, value in stories.items() if value})
    return page(
        request,
        "listing.html",
        title=title,
        kind=kind,
        listing=found,
        feed=feed,
        continued=bool(before),
        fold=fold,
        stories="" if listing.tag else f"/stories?{query}" if query else "/stories",
    )


@router.get("/latest")
def latest(request: Request, hall: TheHall, before: str = "", copies: str = "") -> Response:
    """Everything, by day."""
    return _listing(request, hall, "Everything, by day", "", Listing(), (before, copies))


@router.get("/section/{name}")
def section(request: Request, hall: TheHall, name: str, before: str = "", copies: str = "") -> Response:
    """One section, by day."""
    name = clean_line(name, 200)
    return _listing(request, hall, name, "Section", Listing(section=name), (before, copies), "section")


@router.get("/publisher/{name}")
def publisher(request: Request, hall: TheHall, name: str, before: str = "", copies: str = "") -> Response:
    """One publisher, by day."""
    name = clean_line(name, 200)
    return _listing(request, hall, name, "Publisher", Listing(publisher=name), (before, copies), "publisher")


@router.get("/tag/{name}")
def tag(request: Request, hall: TheHall, name: str, before: str = "", copies: str = "") -> Response:
    """One tag, by day."""
    name = clean_line(name, 200)
    return _listing(request, hall, name, "Tag", Listing(tag=name), (before, copies))


@router.get("/language/{code}")
def language(request: Request, hall: TheHall, code: str, before: str = "", copies: str = "") -> Response:
    """One language, by day."""
    code = clean_line(code, 20).lower()
    return _listing(request, hall, language_name(code), "Language", Listing(language=code), (before, copies))


@router.get("/article/{article_id}")
def article(
    request: Request, hall: TheHall, visitor: TheVisitor, article_id: Id, at: str = "", reply: str = "", note: str = "", said: str = ""
) -> Response:
    """One article. `said=show` underlines what it reports others to have said."""
    found = article_desk.article_page(hall.store, article_id, at=at, owner=visitor.owner)
    answered = next((node.comment for node in found.nodes if str(node.comment.id) == reply and node.readable), None)
    return show_article(request, hall, found, said=said == "show", reply=answered, note=note if note in ("held", "thanks") else "")


def show_article(
    request: Request,
    hall: Hall,
    found: article_desk.ArticlePage,
    status: int = 200,
    *,
    said: bool = False,
    reply: Comment | None = None,
    note: str = "",
    typed: tuple[str, str] = ("", ""),
    problem: str = "",
) -> Response:
    """The page of an article. `typed` are the name and text of a comment that could not be taken, `problem` says why."""
    article = found.article
    voices = [row for row in found.said if row.sure]
    body = html_of(
        article,
        found.at,
        anchors=[(point.start, point.end) for point in found.key_points],
        annotated=[span for row in voices for span in row.statement.content] if said else (),
        beside=lambda block: voices_beside(block, voices),
        picture=hall.seals.picture_address,
    )
    return page(
        request,
        "article.html",
        status,
        found=found,
        article=article,
        in_body=[block.url for block in article.layout if block.kind is BlockKind.IMAGE],
        body=body,
        voices=voices,
        said=said,
        reply=reply,
        may_comment=visitor_of(request).owner or hall.allowed("readers_may_comment"),
        note=note,
        typed_name=typed[0],
        typed_text=typed[1],
        problem=problem,
    )


@router.get("/article/{article_id}/changes")
def changes(request: Request, hall: TheHall, article_id: Id) -> Response:
    """What the publisher changed in an article, word by word."""
    found, changed = article_desk.changes_page(hall.store, article_id)
    return page(request, "changes.html", article=found, changes=changed)


@router.get("/search")
def search(
    request: Request,
    hall: TheHall,
    visitor: TheVisitor,
    q: str = "",
    publisher: str = "",
    language: str = "",
    section: str = "",
    since: str = "",
    until: str = "",
    order: str = "",
    offset: str = "0",
    copies: str = "",
) -> Response:
    """Search, with filters."""
    wish = Wish(
        q=clean_line(q, 2000),
        publisher=clean_line(publisher, 200),
        language=clean_line(language, 20),
        section=clean_line(section, 200),
        since=clean_line(since, 20),
        until=clean_line(until, 20),
        order="time" if order == "time" else "",
        offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 7 else 0,
    )
    if not wish.empty and not visitor.owner:
        spend(hall, SEARCHING, visitor)
    result = search_page(hall.store, wish, hall.now(), fold=copies != "show")
    return page(
        request,
        "search.html",
        result=replace(result, wish=wish),
        wish=wish,
        fold=copies != "show",
        publishers=hall.counts("publisher"),
        languages=hall.counts("language"),
        all_sections=hall.counts("section"),
    )


@router.get("/help")
def help_(request: Request) -> Response:
    """Keys, the query language, feeds and the API."""
    return page(request, "help.html")
