"""The API's routes about what is told: summaries and answers, each sentence with its passages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from broadsheet.app.api.routes import PREFIX, PROBLEMS
from broadsheet.app.digest_record import digest_record
from broadsheet.app.telling_records import answer_record, told_record
from broadsheet.app.web.access import Id, TheHall, TheVisitor, reader, spend
from broadsheet.app.web.rates import SEARCHING
from broadsheet.desk.asking import ask as answer_to
from broadsheet.desk.asking import suggested
from broadsheet.desk.digest import digest as digest_of
from broadsheet.desk.digest_rules import Rules
from broadsheet.desk.ledger import story_ledger
from broadsheet.desk.plain import clean_line
from broadsheet.desk.telling import TellingView, told_article, told_ledger
from broadsheet.errors import InputError
from broadsheet.types.told import Length

readers = APIRouter(prefix=PREFIX, dependencies=[Depends(reader)], responses=PROBLEMS, tags=["told"])
#: Characters of a question.
LONGEST = 500
#: The longest time that a digest covers.
LONGEST_PERIOD = timedelta(days=31)


class CitationShape(BaseModel):
    """A passage: offsets are code points of the article's text, end exclusive; `href` is its address on this site."""

    article_id: int
    publisher: str
    title: str
    start: int
    end: int
    words: str
    href: str


class ToldShape(BaseModel):
    """A sentence: the words of the first passage without the `cuts` ([start, end, kind]). `label` are the site's own words about it."""

    text: str
    role: str
    label: str
    holder: str
    publisher: str
    published: str | None
    new: bool
    cuts: list[tuple[int, int, str]]
    citations: list[CitationShape]


class TellingShape(BaseModel):
    """A summary in the articles' own sentences. `note` says why there is none."""

    sentences: list[ToldShape]
    note: str
    version: str


class StoryTellingShape(TellingShape):
    """A story's summary, with questions that it answers."""

    suggested: list[str]


class AnswerShape(BaseModel):
    """An answer. `found`: "answered"; "differs", then all sides follow; "unknown", then `near` has the nearest passages."""

    question: str
    asked: str
    found: Literal["answered", "differs", "unknown"]
    said: str
    sentences: list[ToldShape]
    near: list[ToldShape]
    missing: list[str]
    looked_at: int
    version: str


@readers.get("/stories/{story_id}/summary")
def story_summary(hall: TheHall, story_id: Id, length: Length = Length.PARAGRAPH) -> StoryTellingShape:
    """A story told: what is known, what changed, what is contested."""
    found = story_ledger(hall.store, hall.store.story(story_id))
    view = told_ledger(found, length)
    return StoryTellingShape.model_validate(_record(view) | {"suggested": list(suggested(found))})


@readers.get("/articles/{article_id}/summary")
def article_summary(hall: TheHall, article_id: Id, length: Length = Length.PARAGRAPH) -> TellingShape:
    """An article told in a few of its sentences."""
    return TellingShape.model_validate(_record(told_article(hall.store, article_id, length)))


@readers.get("/ask")
def ask(
    hall: TheHall,
    visitor: TheVisitor,
    q: Annotated[str, Query(max_length=LONGEST)],
    story: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    article: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    after: Annotated[str, Query(max_length=LONGEST)] = "",
) -> AnswerShape:
    """Answer a question from everything, or from one story or article. `after` is the question before, for a follow-up."""
    typed = clean_line(q, LONGEST)
    if not typed:
        raise InputError("There is no question.")
    if not visitor.owner:
        spend(hall, SEARCHING, visitor)
    number = hall.store.story(story).id if story else 0
    page = answer_to(hall.store, hall.newsroom.meaning, typed, story_id=number, article_id=article, before=clean_line(after, LONGEST))
    return AnswerShape.model_validate(answer_record(page))


def _record(view: TellingView) -> dict[str, object]:
    return {"sentences": [told_record(one) for one in view.sentences], "note": view.telling.note, "version": view.telling.version}


@readers.get("/digest")
def digest(hall: TheHall, visitor: TheVisitor, since: datetime | None = None, until: datetime | None = None) -> dict[str, object]:
    """What a period brought, by default the last day: stories told with their passages, contested figures, changes, corrections."""
    if not visitor.owner:
        spend(hall, SEARCHING, visitor)
    try:
        end = _utc(until) if until else hall.now()
        start = _utc(since) if since else end - timedelta(days=1)
        # What a digest looks at begins a little before its period.
        if not timedelta(0) < end - start <= LONGEST_PERIOD or start.year < 1900:
            raise OverflowError
    except OverflowError as error:
        raise InputError("A digest covers up to 31 days, and begins before it ends.") from error
    return digest_record(digest_of(hall.store, Rules(), start, end))


def _utc(time: datetime) -> datetime:
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
