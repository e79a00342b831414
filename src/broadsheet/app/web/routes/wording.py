"""What a text generator words or translates, where the operator has set one up: asked for by the owner, one page at a time."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from broadsheet.app.web.access import Id, TheForm, TheHall, field, owner
from broadsheet.app.web.hall import Hall
from broadsheet.app.web.pages import page
from broadsheet.desk.asking import ask
from broadsheet.desk.plain import clean_line
from broadsheet.desk.telling import told_story
from broadsheet.desk.translating import translation
from broadsheet.desk.worded import worded_answer, worded_telling
from broadsheet.errors import InputError
from broadsheet.models.generating import TextGenerator
from broadsheet.types.told import Length

owners = APIRouter(dependencies=[Depends(owner)])


@owners.post("/story/{story_id}/worded")
def story(request: Request, hall: TheHall, form: TheForm, story_id: Id) -> Response:
    """A story's summary in the generator's words, each sentence checked."""
    found = hall.store.story(story_id)
    wanted = field(form, "length")
    view = told_story(hall.store, found, Length(wanted) if wanted in set(Length) else Length.PARAGRAPH)
    worded = worded_telling(hall.newsroom.generator, view)
    return page(
        request, "worded.html", worded=worded, heading=found.headline or "A story", back=f"/story/{found.id}", back_label="The story"
    )


@owners.post("/ask/worded")
def answer(request: Request, hall: TheHall, form: TheForm) -> Response:
    """An answer in the generator's words, each sentence checked."""
    question = clean_line(field(form, "q"), 500)
    if not question:
        raise InputError("There is no question.")
    number = _number(field(form, "story"))
    article = _number(field(form, "article"))
    found = ask(
        hall.store,
        hall.newsroom.meaning,
        question,
        story_id=hall.store.story(number).id if number else 0,
        article_id=article,
        before=clean_line(field(form, "after"), 500),
    )
    worded = worded_answer(hall.newsroom.generator, found)
    return page(request, "worded.html", worded=worded, heading=question, back="/ask", back_label="Ask something else")


@owners.post("/article/{article_id}/translation")
def translate(request: Request, hall: TheHall, form: TheForm, article_id: Id) -> Response:
    """An article in another language, its quotations in their own words."""
    article = hall.store.article(article_id)
    found = translation(_generator(hall), article, clean_line(field(form, "language"), 20))
    return page(request, "translation.html", article=article, found=found)


def _generator(hall: Hall) -> TextGenerator:
    generator = hall.newsroom.generator
    if generator is None:
        raise InputError("No text generator is set up, so nothing can be translated.", hint="settings: generator.url, generator.model")
    return generator


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
