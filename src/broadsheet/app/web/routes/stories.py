"""Stories: lists of them, one of them, two articles side by side, and why an article is where it is."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.app.web.access import Id, TheHall, TheVisitor, reader
from broadsheet.app.web.pages import page
from broadsheet.desk.asking import suggested
from broadsheet.desk.compare import compare_page
from broadsheet.desk.edits import rows_of
from broadsheet.desk.front import stories_page
from broadsheet.desk.ledger import story_ledger
from broadsheet.desk.plain import clean_line
from broadsheet.desk.story import story_page
from broadsheet.desk.telling import told_ledger, unseen_of
from broadsheet.desk.why import why_page
from broadsheet.types import StoryListing
from broadsheet.types.told import Length

router = APIRouter(dependencies=[Depends(reader)])
#: Stories beyond this are found by narrowing, not by turning pages (row A06).
MOST_OFFSET = 4000


def number(text: str, most: int) -> int:
    """A number of an address, 0 when it is none; never more than `most`."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 12 else 0


@router.get("/stories")
def stories(
    request: Request,
    hall: TheHall,
    visitor: TheVisitor,
    section: str = "",
    language: str = "",
    publisher: str = "",
    order: str = "",
    outlets: str = "",
    offset: str = "",
) -> Response:
    """All stories, the hottest or the newest first, narrowed to a section, language, publisher or breadth."""
    listing = StoryListing(
        order="time" if order == "time" else "heat",
        section=clean_line(section, 200),
        language=clean_line(language, 20).lower(),
        publisher=clean_line(publisher, 200),
        least_outlets=max(1, number(outlets, 1000)),
        offset=number(offset, MOST_OFFSET),
    )
    found = stories_page(hall.store, listing, owner=visitor.owner)
    if found.next_offset > MOST_OFFSET:
        found = replace(found, next_offset=-1)
    return page(
        request,
        "stories.html",
        found=found,
        listing=listing,
        all_sections=hall.counts("section"),
        languages=hall.counts("language"),
        link=lambda **changes: _link(listing, **changes),
    )


def _link(listing: StoryListing, **changes: object) -> str:
    """The address of the same list with something changed; what is empty is left out."""
    parts: dict[str, object] = {
        "section": listing.section,
        "language": listing.language,
        "publisher": listing.publisher,
        "order": "time" if listing.order == "time" else "",
        "outlets": listing.least_outlets if listing.least_outlets > 1 else "",
        **changes,
    }
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"/stories?{query}" if query else "/stories"


@router.get("/story/{story_id}")
def story(
    request: Request,
    hall: TheHall,
    visitor: TheVisitor,
    story_id: Id,
    at: str = "",
    order: str = "",
    copies: str = "",
    all_of: str = "",
    length: str = "",
    note: str = "",
) -> Response:
    """One story. A story that was merged away leads to the one that it went into."""
    found = story_page(
        hall.store,
        story_id,
        page=max(1, number(at, 10_000)),
        newest_first=order == "newest",
        all_of=number(all_of, 2**53),
        owner=visitor.owner,
    )
    if found.story.id != story_id:
        return RedirectResponse(f"/story/{found.story.id}", 301)
    ledger = story_ledger(hall.store, found.story) if found.page == 1 else None
    wanted = length if length in set(Length) else Length.PARAGRAPH.value
    unseen = unseen_of(hall.store, [article.article_id for article in ledger.articles]) if ledger and visitor.owner else frozenset[int]()
    return page(
        request,
        "story.html",
        found=found,
        story=found.story,
        ledger=ledger,
        brief=told_ledger(ledger, Length(wanted), unseen) if ledger else None,
        length=wanted,
        suggested=suggested(ledger) if ledger else (),
        unfolded=copies == "show",
        all_of=number(all_of, 2**53),
        log=rows_of(hall.store, found.edits),
        note=NOTES.get(note, ""),
    )


NOTES = {
    "merged": "The stories are one now.",
    "split": "These articles are a story of their own now.",
    "moved": "Moved here.",
    "undone": "Taken back.",
    "read": "Marked as read.",
    "unread": "Marked as unread.",
}


@router.get("/compare/{article_id}/{other_id}")
def compare(request: Request, hall: TheHall, article_id: Id, other_id: Id) -> Response:
    """Two articles side by side, with the passages that they share."""
    return page(request, "compare.html", found=compare_page(hall.store, article_id, other_id))


@router.get("/why/{article_id}")
def why(request: Request, hall: TheHall, visitor: TheVisitor, article_id: Id) -> Response:
    """Why an article is in its story."""
    found = why_page(hall.store, article_id)
    return page(request, "why.html", found=found, article=found.article, log=rows_of(hall.store, found.edits) if visitor.owner else [])
