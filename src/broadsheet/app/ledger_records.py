"""Ledgers as data, for the command line's JSON and the API: the same names in both."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.desk.ledger import ClaimView, DayView, FigureView, PairView, Row, StoryLedger, WordingView
from broadsheet.types import Speaker, Story

Record = dict[str, object]


def speaker_record(speaker: Speaker) -> Record:
    """One who is quoted."""
    return {
        "key": speaker.key,
        "name": speaker.name,
        "kind": speaker.kind.value,
        "body": speaker.body,
        "articles": speaker.articles,
        "statements": speaker.statements,
        "last": speaker.last.isoformat() if speaker.last else None,
    }


def row_record(row: Row) -> Record:
    """A row with the words of its passage and its offsets in the article's text (code points, end exclusive)."""
    said = row.statement
    return {
        "id": f"{row.source.id}-{said.id}",
        "article_id": row.source.id,
        "publisher": row.source.publisher,
        "published": row.source.time.isoformat(),
        "holders": [
            {"name": one.name, "key": one.key if one.sure else "", "kind": one.kind.value, "body": one.body} for one in said.holders
        ],
        "who": row.who,
        "stance": said.stance.value,
        "form": said.form.value,
        "words": row.words,
        "source": [list(span) for span in said.source],
        "cue": [list(span) for span in said.cue],
        "content": [list(span) for span in said.content],
        "via": said.via,
        "negated": said.negated,
        "modality": said.modality,
        "hedges": list(said.hedges),
        "said_on": said.when.isoformat() if said.when else None,
        "confidence": said.confidence,
        "sure": row.sure,
        "corrected": row.edit is not None,
        "also_in": [source.id for source in row.also],
        "url": row.href,
    }


def ledger_record(story: Story, found: StoryLedger, rows: Sequence[Row]) -> Record:
    """A story's ledger; of its rows those given. Pairs and claims name rows by their ids."""
    return {
        "story_id": story.id,
        "headline": story.headline,
        "statements": [row_record(row) for row in rows],
        "claims": [_claim(claim) for claim in found.claims],
        "figures": [figure_record(view) for view in found.figures],
        "conflicts": [_pair(pair) for pair in found.conflicts],
        "changes": [_pair(pair) for pair in found.changes],
        "wording": [_wording(one) for one in found.wording],
        "timeline": [day_record(day) for day in found.days],
        "waiting": found.waiting,
        "notes": list(found.notes),
    }


def figure_record(view: FigureView) -> Record:
    """Values of one quantity side by side."""
    values = zip(view.figure.values, view.values, strict=True)
    return {
        "quantity": view.figure.quantity,
        "unit": view.figure.unit,
        "verdict": view.figure.verdict.value,
        "confidence": view.figure.confidence,
        "values": [
            {
                "who": shown.who,
                "low": value.low,
                "high": value.high,
                "words": shown.words,
                "publisher": shown.source.publisher,
                "article_id": shown.source.id,
                "span": [value.passage.start, value.passage.end],
                "url": shown.href,
            }
            for value, shown in values
        ],
    }


def day_record(day: DayView) -> Record:
    """An entry of a timeline."""
    entry = day.entry
    return {
        "first": entry.first.isoformat(),
        "last": entry.last.isoformat(),
        "precision": entry.precision.value,
        "when": day.label,
        "words": day.words,
        "publisher": day.source.publisher,
        "article_id": day.source.id,
        "span": [entry.passage.start, entry.passage.end],
        "weight": entry.weight,
        "url": day.href,
    }


def _id(row: Row) -> str:
    return f"{row.source.id}-{row.statement.id}"


def _claim(claim: ClaimView) -> Record:
    return {"rows": [_id(row) for row in claim.rows], "reports": claim.reports}


def _pair(pair: PairView) -> Record:
    told = pair.pair
    return {
        "kind": told.kind.value,
        "why": told.why,
        "about": list(told.about),
        "confidence": told.confidence,
        "first": row_record(pair.first),
        "second": row_record(pair.second),
    }


def _wording(one: WordingView) -> Record:
    return {"phrase": one.phrase, "uses": [{"row": _id(row), "who": row.who, "url": url} for row, url in one.uses]}
