"""What was found in an article, and corrections of it, to rows and back. Nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from broadsheet.store.clean import clean_record
from broadsheet.store.pressing import pressed, unpressed
from broadsheet.store.rows import Row, sound
from broadsheet.store.story_rows import number
from broadsheet.types import (
    Dated,
    DatePrecision,
    Figure,
    Findings,
    Form,
    Holder,
    HolderKind,
    LedgerAction,
    LedgerEdit,
    Span,
    Stance,
    Statement,
)

#: Longest key of a holder: what an index entry of PostgreSQL can hold, with room to spare.
LONGEST_KEY = 200


def findings_row(given: Findings) -> Row:
    """Findings as a row."""
    found = clean_record(given)
    values = [
        [_statement(row) for row in found.statements],
        [_figure(row) for row in found.figures],
        [_dated(row) for row in found.dates],
    ]
    return {"article_id": found.article_id, "version": found.version, "note": found.note, "found": pressed(values)}


@sound
def findings_of(row: RowMapping) -> Findings:
    """The findings of a row. Statements are numbered from 1 within their article."""
    statements, figures, dates = unpressed(bytes(row["found"]))
    return Findings(
        article_id=row["article_id"],
        statements=tuple(_statement_from(values, row["article_id"], place) for place, values in enumerate(statements, 1)),
        figures=tuple(_figure_from(values) for values in figures),
        dates=tuple(_dated_from(values) for values in dates),
        note=row["note"],
        version=row["version"],
    )


def holder_rows(found: Findings) -> list[Row]:
    """A row for each named holder. Who could not be resolved to a name is none: those words mean somebody in this article only."""
    rows: dict[str, Row] = {}
    for statement in clean_record(found).statements:
        for holder in dict.fromkeys(statement.holders):
            key = holder.key[:LONGEST_KEY]
            if not holder.sure or not key:
                continue
            row = rows.setdefault(key, {"article_id": found.article_id, "key": key, "name": holder.name, "kind": holder.kind.value})
            row["statements"] = row.get("statements", 0) + 1
            row["body"] = row.get("body", "") or holder.body
            row["name"] = max(row["name"], holder.name, key=len)
    return [rows[key] for key in sorted(rows)]


def edit_row(given: LedgerEdit) -> Row:
    """A correction as a row, without its id."""
    edit = clean_record(given)
    return {
        "at": edit.at,
        "actor": edit.actor,
        "action": edit.action.value,
        "article_id": edit.article_id,
        "statement_id": edit.statement_id,
        "source": edit.source,
        "cue": edit.cue,
        "content": edit.content,
        "holder": edit.holder,
        "stance": edit.stance.value if edit.stance else "",
        "note": edit.note,
        "undone": edit.undone,
    }


@sound
def edit_of(row: RowMapping) -> LedgerEdit:
    """The correction of a row."""
    values = dict(row)
    values["action"] = LedgerAction(values["action"])
    values["stance"] = Stance(values["stance"]) if values["stance"] else None
    return LedgerEdit(**values)


def _spans(spans: Iterable[Span]) -> list[int]:
    return [place for span in spans for place in span]


def _spans_from(places: Sequence[int]) -> tuple[Span, ...]:
    return tuple(zip(places[::2], places[1::2], strict=True))


def _statement(row: Statement) -> list[Any]:
    holders = [[holder.name, holder.key, holder.kind.value, holder.body, int(holder.sure)] for holder in row.holders]
    said = [row.via, int(row.negated), row.modality, list(row.hedges), row.when.isoformat() if row.when else "", row.when_words]
    spans = [_spans(row.source), _spans(row.cue), _spans(row.content)]
    return [*spans, row.form.value, row.stance.value, holders, *said, number(row.confidence)]


def _statement_from(values: list[Any], article_id: int, place: int) -> Statement:
    source, cue, content, form, stance, holders, via, negated, modality, hedges, when, when_words, confidence = values
    return Statement(
        id=place,
        article_id=article_id,
        source=_spans_from(source),
        cue=_spans_from(cue),
        content=_spans_from(content),
        form=Form(form),
        stance=Stance(stance),
        holders=tuple(Holder(name=n, key=k, kind=HolderKind(kind), body=body, sure=bool(sure)) for n, k, kind, body, sure in holders),
        via=via,
        negated=bool(negated),
        modality=modality,
        hedges=tuple(hedges),
        when=date.fromisoformat(when) if when else None,
        when_words=when_words,
        confidence=confidence,
    )


def _figure(row: Figure) -> list[Any]:
    limits = [None if limit is None else number(limit) for limit in (row.low, row.high)]
    kept = [row.unit, row.noun, list(row.about), row.statement, int(row.approximate), number(row.confidence)]
    return [row.start, row.end, *limits, *kept]


def _figure_from(values: list[Any]) -> Figure:
    start, end, low, high, unit, noun, about, statement, approximate, confidence = values
    return Figure(
        start=start,
        end=end,
        low=low,
        high=high,
        unit=unit,
        noun=noun,
        about=tuple(about),
        statement=statement,
        approximate=bool(approximate),
        confidence=confidence,
    )


def _dated(row: Dated) -> list[Any]:
    days = [row.first.isoformat(), row.last.isoformat()]
    return [row.start, row.end, *days, row.precision.value, *row.passage, number(row.confidence)]


def _dated_from(values: list[Any]) -> Dated:
    start, end, first, last, precision, begin, stop, confidence = values
    return Dated(
        start=start,
        end=end,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        precision=DatePrecision(precision),
        passage=(begin, stop),
        confidence=confidence,
    )
