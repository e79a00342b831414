"""The API's routes about who said what: reading only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from broadsheet.app.api.routes import PREFIX, PROBLEMS, Limit
from broadsheet.app.ledger_records import ledger_record, row_record, speaker_record
from broadsheet.app.web.access import Id, TheHall, reader
from broadsheet.desk.holder import MOST_OFFSET
from broadsheet.desk.ledger import Filter, rows_in, story_ledger
from broadsheet.desk.plain import clean_line

readers = APIRouter(prefix=PREFIX, dependencies=[Depends(reader)], responses=PROBLEMS, tags=["who said what"])
Offset = Annotated[int, Query(ge=0, le=MOST_OFFSET)]


class HolderShape(BaseModel):
    """Who holds a statement. `key` is empty where nobody is named: then `name` are the words of the text."""

    name: str
    key: str
    kind: str
    body: str


class StatementShape(BaseModel):
    """A row: who said what, in which passages (offsets into the article's text), how sure the analysis is."""

    id: str
    article_id: int
    publisher: str
    published: str
    holders: list[HolderShape]
    who: str
    stance: str
    form: str
    words: str
    source: list[list[int]]
    cue: list[list[int]]
    content: list[list[int]]
    via: str
    negated: bool
    modality: str
    hedges: list[str]
    said_on: str | None
    confidence: float
    sure: bool
    corrected: bool
    also_in: list[int]
    url: str


class ClaimShape(BaseModel):
    """Rows that say the same, and how many independent reports carry them."""

    rows: list[str]
    reports: int


class ValueShape(BaseModel):
    """A value of a figure: the range that its words allow, who gave it, and its passage."""

    who: str
    low: float | None
    high: float | None
    words: str
    publisher: str
    article_id: int
    span: list[int]
    url: str


class FigureShape(BaseModel):
    """Values of one quantity. `verdict`: "contested", "agree" or "development"."""

    quantity: str
    unit: str
    verdict: str
    confidence: float
    values: list[ValueShape]


class PairShape(BaseModel):
    """Two rows that stand against each other, or a change of position."""

    kind: str
    why: str
    about: list[str]
    confidence: float
    first: StatementShape
    second: StatementShape


class UseShape(BaseModel):
    """A use of a phrase."""

    row: str
    who: str
    url: str


class WordingShape(BaseModel):
    """A phrase that several use alike, in order of time."""

    phrase: str
    uses: list[UseShape]


class DayShape(BaseModel):
    """An entry of a timeline: the days `first` to `last`, no finer than `precision`."""

    first: str
    last: str
    precision: str
    when: str
    words: str
    publisher: str
    article_id: int
    span: list[int]
    weight: float
    url: str


class LedgerShape(BaseModel):
    """A story's ledger. `waiting` articles are yet to be read."""

    story_id: int
    headline: str
    statements: list[StatementShape]
    claims: list[ClaimShape]
    figures: list[FigureShape]
    conflicts: list[PairShape]
    changes: list[PairShape]
    wording: list[WordingShape]
    timeline: list[DayShape]
    waiting: int
    notes: list[str]


class SpeakerShape(BaseModel):
    """One who is quoted."""

    key: str
    name: str
    kind: str
    body: str
    articles: int
    statements: int
    last: str | None


class SaidShape(SpeakerShape):
    """One who is quoted, with rows, newest article first; `next_offset` continues them, 0 at the end."""

    rows: list[StatementShape]
    next_offset: int


@readers.get("/stories/{story_id}/ledger")
def ledger(hall: TheHall, story_id: Id, holder: str = "", stance: str = "", kind: str = "", unsure: bool = False) -> LedgerShape:
    """Who said what in a story. `holder` is a key; without `unsure` only rows of which the analysis is sure."""
    story = hall.store.story(story_id)
    found = story_ledger(hall.store, story)
    wanted = Filter(clean_line(holder, 300), clean_line(stance, 30), clean_line(kind, 30), unsure)
    return LedgerShape.model_validate(ledger_record(story, found, wanted.of(found.rows)))


@readers.get("/articles/{article_id}/statements")
def statements(hall: TheHall, article_id: Id, unsure: bool = False) -> list[StatementShape]:
    """Who said what in one article, by place."""
    hall.store.article(article_id)
    return [StatementShape.model_validate(row_record(row)) for row in rows_in(hall.store, [article_id]) if unsure or row.sure]


@readers.get("/holders")
def holders(hall: TheHall, q: str = "", limit: Limit = 50) -> list[SpeakerShape]:
    """Who is quoted, those of most statements first; each word of `q` must begin a word of the name."""
    return [SpeakerShape.model_validate(speaker_record(one)) for one in hall.store.speakers(clean_line(q, 200), limit)]


@readers.get("/holders/{key}")
def holder(hall: TheHall, key: str, offset: Offset = 0, limit: Limit = 30, unsure: bool = False) -> SaidShape:
    """What one said, of `limit` articles, the newest first."""
    speaker = hall.store.speaker(clean_line(key, 300))
    ids = hall.store.said_by(speaker.key, limit + 1, offset)
    rows = [
        row_record(row)
        for row in rows_in(hall.store, ids[:limit])
        if (unsure or row.sure) and any(one.key == speaker.key for one in row.statement.holders)
    ]
    more = len(ids) > limit and offset + limit <= MOST_OFFSET
    return SaidShape.model_validate(speaker_record(speaker) | {"rows": rows, "next_offset": offset + limit if more else 0})
