"""Marks beside an article's paragraphs: who speaks in them, and how. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup

from broadsheet.desk.ledger import Row, holders_of
from broadsheet.types import Block

#: Marks beside one paragraph.
MOST = 6


def voices_beside(block: Block, rows: Sequence[Row]) -> Markup:
    """The list of those who speak in a paragraph, in the order of the text; empty for none. Each holder with each stance once."""
    marks: dict[tuple[str, str], Markup] = {}
    for row in rows:
        if block.start <= row.passage.start < block.end and row.statement.holders:
            marks.setdefault((row.who, row.stance), _mark(row))
    if not marks:
        return Markup("")
    items = Markup("").join(list(marks.values())[:MOST])
    return Markup('<ul class="voices" lang="en" dir="ltr" aria-label="Who speaks here">{}</ul>').format(items)


def _mark(row: Row) -> Markup:
    known = holders_of(row.statement)
    name = Markup("<bdi>{}</bdi>").format(row.who)
    if len(known) == 1:
        name = Markup('<a href="/holder/{}"><b>{}</b></a>').format(quote(known[0].key, safe=""), name)
    return Markup('<li>{} <a class="stance" href="{}">{}</a></li>').format(name, row.href, row.stance)
