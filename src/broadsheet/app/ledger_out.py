"""Ledgers as files: CSV for tables, JSON-LD (schema.org Claim and Quotation) for machines, a Markdown dossier for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from broadsheet.desk.ledger import FigureView, PairView, Row, StoryLedger, limits
from broadsheet.types import Form, Holder, HolderKind, Story

#: Writes a story's ledger, given the address at which the site is ("" when it has none): absolute links are made of it.
Write = Callable[[Story, StoryLedger, str], str]
COLUMNS = (
    "article", "title", "publisher", "published", "holder", "holder_kind", "speaks_for", "stance", "form", "words", "cue", "via", "hedges",
    "said_on", "confidence", "also_in", "corrected", "link",
)  # fmt: skip
#: Characters that make a spreadsheet take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TYPES = {HolderKind.PERSON: "Person", HolderKind.STATE: "GovernmentOrganization", HolderKind.DOCUMENT: "CreativeWork"}


def to_csv(story: Story, found: StoryLedger, base: str) -> str:
    """A row a statement, repeats folded. Cells that a spreadsheet would compute begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in found.rows:
        said = row.statement
        writer.writerow(
            _cell(value)
            for value in (
                row.source.id,
                row.source.title,
                row.source.publisher,
                row.source.time.isoformat(),
                row.who,
                "; ".join(holder.kind.value for holder in said.holders),
                "; ".join(holder.body for holder in said.holders if holder.body),
                said.stance.value,
                said.form.value,
                row.words,
                row.cue,
                said.via,
                "; ".join(said.hedges),
                said.when.isoformat() if said.when else "",
                f"{said.confidence:.3f}",
                "; ".join(source.publisher for source in row.also),
                "yes" if row.edit else "",
                base + row.href,
            )
        )
    return out.getvalue()


def to_jsonld(story: Story, found: StoryLedger, base: str) -> str:
    """An ItemList of Claims; direct speech is a Quotation. What is claimed is never given as true: claims carry who made them."""
    items = [_item(row, base) for row in found.rows]
    graph = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": story.headline,
        "url": f"{base}/story/{story.id}/ledger",
        "numberOfItems": len(items),
        "itemListElement": items,
    }
    return json.dumps(graph, ensure_ascii=False, indent=1)


def to_markdown(story: Story, found: StoryLedger, base: str) -> str:
    """A dossier to read, print or pass on: contested figures, conflicts, changes of position, the days, and all rows that are sure."""
    parts = [f"# {_plain(story.headline or 'Story')}", ""]
    parts.append(f"{len(found.rows)} statements, {len(found.sure)} of them sure. Every line links to its passage. {base}/story/{story.id}")
    for title, views in (("Contested figures", found.contested), ("Other figures", tuple(v for v in found.figures if not v.contested))):
        if views:
            parts += ["", f"## {title}"]
            for view in views:
                parts += _figure(view, base)
    for title, pairs in (("Conflicting accounts", found.conflicts), ("Changes of position", found.changes)):
        if pairs:
            parts += ["", f"## {title}"]
            for pair in pairs:
                parts += _pair(pair, base)
    if found.best_days:
        parts += ["", "## Timeline", ""]
        parts += [f"- **{day.label}** {_plain(day.words)} ([{_plain(day.source.publisher)}]({base}{day.href}))" for day in found.best_days]
    if found.sure:
        parts += ["", "## Who said what", ""]
        parts += [_line(row, base) for row in found.sure]
    return "\n".join(parts) + "\n"


FORMATS: dict[str, tuple[Write, str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "jsonld": (to_jsonld, "application/ld+json; charset=utf-8"),
    "md": (to_markdown, "text/markdown; charset=utf-8"),
}


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _item(row: Row, base: str) -> dict[str, object]:
    said = row.statement
    quoted = said.form is Form.DIRECT
    people = [_agent(holder, base) for holder in said.holders]
    item: dict[str, object] = {
        "@type": "Quotation" if quoted else "Claim",
        "text": row.words,
        "inLanguage": row.source.language or "und",
        "spokenByCharacter" if quoted else "claimInterpreter": people,
        "isPartOf": {
            "@type": "NewsArticle",
            "headline": row.source.title,
            "publisher": {"@type": "Organization", "name": row.source.publisher},
            "datePublished": row.source.time.isoformat(),
        },
        "url": base + row.href,
        "additionalProperty": [
            {"@type": "PropertyValue", "name": "stance", "value": said.stance.value},
            {"@type": "PropertyValue", "name": "confidence", "value": said.confidence},
        ],
    }
    if said.when:
        item["temporal"] = said.when.isoformat()
    if row.also:
        item["appearance"] = [{"@type": "NewsArticle", "url": f"{base}/article/{source.id}"} for source in row.also]
    return item


def _agent(holder: Holder, base: str) -> dict[str, object]:
    agent: dict[str, object] = {"@type": _TYPES.get(holder.kind, "Organization"), "name": holder.name}
    if holder.body:
        agent["affiliation"] = {"@type": "Organization", "name": holder.body}
    return agent


def _figure(view: FigureView, base: str) -> list[str]:
    unit = f" ({view.figure.unit})" if view.figure.unit else ""
    lines = ["", f"### {_plain(view.figure.quantity)}{unit}", "", "| Who | Figure | Passage |", "|---|---|---|"]
    for value, shown in zip(view.figure.values, view.values, strict=True):
        words = _plain(f"{shown.before}{shown.words}{shown.after}").replace("|", "\\|")
        lines.append(f"| {_plain(shown.who)} | {limits(value.low, value.high)} | {words} ([source]({base}{shown.href})) |")
    return lines


def _pair(pair: PairView, base: str) -> list[str]:
    return ["", f"### {pair.name}", "", _line(pair.first, base), _line(pair.second, base)]


def _line(row: Row, base: str) -> str:
    time = f"{row.source.time:%Y-%m-%d}"
    words = _plain(row.words or row.cue)
    return f"- **{_plain(row.who)}** {row.stance}: “{words}” ([{_plain(row.source.publisher)}, {time}]({base}{row.href}))"


def _plain(text: str) -> str:
    """One line in which Markdown finds nothing to do."""
    line = " ".join(text.split())
    for mark in ("\\", "`", "*", "_", "[", "]", "<", ">", "#"):
        line = line.replace(mark, f"\\{mark}")
    return line
