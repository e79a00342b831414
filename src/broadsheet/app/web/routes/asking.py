"""Questions: asked of everything, of a story, of an article."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from broadsheet.app.web.access import TheHall, TheVisitor, reader, spend
from broadsheet.app.web.pages import page
from broadsheet.app.web.rates import SEARCHING
from broadsheet.app.web.routes.stories import number
from broadsheet.desk.asking import ask as answer_to
from broadsheet.desk.asking import suggested
from broadsheet.desk.ledger import story_ledger
from broadsheet.desk.plain import clean_line

router = APIRouter(dependencies=[Depends(reader)])
#: Characters of a question.
LONGEST = 500


@router.get("/ask")
def ask(request: Request, hall: TheHall, visitor: TheVisitor, q: str = "", story: str = "", article: str = "", after: str = "") -> Response:
    """The answer to a question, in the articles' own sentences. `after` is the question before, which a follow-up takes up."""
    typed, before = clean_line(q, LONGEST), clean_line(after, LONGEST)
    if typed and not visitor.owner:
        spend(hall, SEARCHING, visitor)
    store = hall.store
    tale = store.story(number(story, 2**53)) if number(story, 2**53) else None
    one = store.article(number(article, 2**53)) if number(article, 2**53) else None
    found = None
    if typed:
        found = answer_to(
            store, hall.newsroom.meaning, typed, story_id=tale.id if tale else 0, article_id=one.id if one else 0, before=before
        )
    hints = suggested(story_ledger(store, tale)) if tale else ()
    return page(request, "ask.html", q=typed, story=tale, article=one, found=found, suggested=hints, after=before)
