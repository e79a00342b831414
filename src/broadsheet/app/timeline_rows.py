"""Timelines of rows: what the filter `timeline --jsonl` reads and writes."""

from __future__ import annotations

from datetime import date

from broadsheet.analyse.timelines import DatedText, timeline_of
from broadsheet.app.cli.rows import Row, time_of
from broadsheet.errors import InputError

Record = dict[str, object]


def timeline_row(row: Row, days: int | None = None) -> Record:
    """The timeline of one topic; a row that cannot be read comes out with "error"."""
    if row.error:
        return {"id": row.id, "error": row.error}
    documents = row.fields.get("documents")
    if not isinstance(documents, list):
        return {"id": row.id, "error": "a row needs documents: a list of objects with published and text"}
    texts: dict[str, str] = {}
    read: list[DatedText] = []
    for number, one in enumerate(documents):
        if not isinstance(one, dict) or not isinstance(one.get("text"), str):
            return {"id": row.id, "error": f"document {number + 1} has no text"}
        name = str(one.get("id", number))
        texts[name] = one["text"]
        published = time_of(one.get("published"))
        language = one.get("lang")
        read.append(
            DatedText(
                id=name,
                published=published.date() if published else None,
                text=one["text"],
                language=language if isinstance(language, str) and language else None,
            )
        )
    wanted = row.fields.get("days", days)
    try:
        found = timeline_of(
            read,
            days=wanted if isinstance(wanted, int) and not isinstance(wanted, bool) else None,
            since=_day(row.fields.get("since")),
            until=_day(row.fields.get("until")),
        )
    except InputError as error:
        return {"id": row.id, "error": str(error)}
    return {
        "id": row.id,
        "timeline": [
            {
                "date": day.day.isoformat(),
                "weight": round(day.weight, 4),
                "summary": [" ".join(texts[at.document][at.start : at.end].split()) for at in day.passages],
                "passages": [{"document": at.document, "start": at.start, "end": at.end} for at in day.passages],
            }
            for day in found
        ],
    }


def _day(value: object) -> date | None:
    time = time_of(value)
    return time.date() if time else None
