"""Filters for who said what that need no newsroom: statements of texts, and the ledger of a set of articles. JSON Lines in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.grouping import NEEDS_TEXT, UNDATED, article_of
from broadsheet.app.cli.output import as_json, meter
from broadsheet.app.cli.rows import Row, jsonl_option, read_rows
from broadsheet.types import Article, DatePrecision, Findings, Ledger, Span, Statement, Verdict

if TYPE_CHECKING:
    from broadsheet.analyse.ledger import LedgerArticle


@click.command()
@jsonl_option()
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out statements of which it is less sure than this."
)
def statements(file: Path, least: float) -> None:
    """Find who said what in texts: rows {"id","text"} in, rows {"id","statements":[...]} out.

    A statement has "source", "cue" and "content" (lists of [start, end] in code points of the text, end exclusive), "holder" (a list of
    names), "stance", "via", "when" and "confidence". "published" and "publisher" of a row help with days and with "our". Texts in other
    languages than English have none, and "note" says so. A row that cannot be read comes out with "error". FILE may be gzipped. Uses no
    database.
    """
    with meter("reading") as progress:
        for number, row in enumerate(read_rows(file), 1):
            as_json(_stated(row, least))
            progress.say("reading", number)


@click.command()
@jsonl_option()
@pass_office
def dossier(office: Office, file: Path) -> None:
    """Build the ledger of a set of articles: rows {"id","title","text","published","publisher"} in, one JSON object out.

    It has "statements", "figures" (contested or not, each value with its passage), "pairs" (conflicting accounts and changes of position;
    "a" and "b" are places in "statements"), "copies", "wording" and "timeline". A row that cannot be read is named in "errors". Uses no
    database.
    """
    from broadsheet.analyse.copies import copies_in
    from broadsheet.analyse.families import Families
    from broadsheet.analyse.ledger import LedgerArticle, build

    names: dict[int, object] = {}
    errors: list[dict[str, object]] = []
    articles: list[Article] = []
    raw: dict[int, str] = {}
    with meter("reading") as progress:
        for number, row in enumerate(read_rows(file), 1):
            article = None if row.error else article_of(row.fields, number, UNDATED)
            if article is None:
                errors.append({"id": row.id, "error": row.error or NEEDS_TEXT})
                continue
            names[number] = row.id
            text = row.fields.get("text")
            raw[number] = text if isinstance(text, str) else ""
            articles.append(article)
        copies = copies_in(articles, Families(office.settings.families))
        told = []
        for number, article in enumerate(articles, 1):
            progress.say("reading", number, len(articles))
            copy = copies.get(article.id)
            told.append(
                LedgerArticle(
                    article_id=article.id,
                    publisher=article.publisher,
                    published=article.published,
                    title=article.title,
                    text=raw[article.id],
                    findings=_findings(raw[article.id], article),
                    copy_of=copy.original_id if copy else None,
                )
            )
    as_json(dossier_record(told, build(told), names) | {"errors": errors})


def dossier_record(articles: list[LedgerArticle], ledger: Ledger, names: dict[int, object]) -> dict[str, object]:
    """A ledger as data; `names` are the ids that its articles had in the file."""
    return {
        "statements": [{"article": names[one.article_id], **statement_record(one)} for one in ledger.statements],
        "repeats": [list(pair) for pair in ledger.repeats],
        "claims": [{"statements": list(claim.statements), "reports": claim.reports} for claim in ledger.claims],
        "figures": [
            {
                "quantity": figure.quantity,
                "unit": figure.unit,
                "verdict": figure.verdict.value,
                "contested": figure.verdict is Verdict.CONTESTED,
                "confidence": figure.confidence,
                "values": [
                    {
                        "article": names[value.passage.article_id],
                        "span": [value.passage.start, value.passage.end],
                        "min": value.low,
                        "max": value.high,
                        "holder": value.holder,
                        "publisher": value.publisher,
                    }
                    for value in figure.values
                ],
            }
            for figure in ledger.figures
        ],
        "pairs": [
            {
                "a": pair.first,
                "b": pair.second,
                "type": pair.kind.value,
                "why": pair.why,
                "about": list(pair.about),
                "confidence": pair.confidence,
            }
            for pair in ledger.pairs
        ],
        "copies": [
            {"article": names[article.article_id], "of": names[article.copy_of]} for article in articles if article.copy_of is not None
        ],
        "wording": [{"phrase": one.phrase, "statements": [place for place, _ in one.uses]} for one in ledger.wording],
        "timeline": [
            {
                "when": one.first.isoformat() if one.precision is DatePrecision.DAY else f"{one.first}/{one.last}",
                "precision": one.precision.value,
                "article": names[one.passage.article_id],
                "span": [one.passage.start, one.passage.end],
                "weight": one.weight,
            }
            for one in ledger.timeline
        ],
    }


def statement_record(statement: Statement) -> dict[str, object]:
    """A statement as data. "holder" names everybody who holds it; a person's body follows in "body"."""
    return {
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
        "holder": [holder.name for holder in statement.holders],
        "body": [holder.body for holder in statement.holders if holder.body],
        "kind": [holder.kind.value for holder in statement.holders],
        "form": statement.form.value,
        "stance": statement.stance.value,
        "negated": statement.negated,
        "modality": statement.modality or None,
        "hedges": list(statement.hedges),
        "via": statement.via or None,
        "when": statement.when.isoformat() if statement.when else None,
        "confidence": statement.confidence,
    }


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]


def _stated(row: Row, least: float) -> dict[str, object]:
    """The answer to one row of `statements`."""
    text = row.fields.get("text")
    if row.error or not isinstance(text, str):
        return {"id": row.id, "statements": [], "error": row.error or 'a row needs "text"'}
    article = article_of(row.fields, 1, UNDATED)
    assert article is not None  # it has a text
    found = _findings(text, article)
    answer: dict[str, object] = {"id": row.id, "statements": [statement_record(one) for one in found.statements if one.confidence >= least]}
    return answer | ({"note": found.note} if found.note else {})


def _findings(text: str, article: Article) -> Findings:
    from broadsheet.analyse.findings import find_all
    from broadsheet.analyse.language import detect
    from broadsheet.app.wiring import make_tagger

    language = article.language or detect(text[:20_000])
    return find_all(text, language, article.published, article.publisher, make_tagger().tag)
