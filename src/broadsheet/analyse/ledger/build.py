"""A story's ledger from what was found in its articles. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.analyse.ledger.conflicts import pairs
from broadsheet.analyse.ledger.contested import figure_sets
from broadsheet.analyse.ledger.people import unified
from broadsheet.analyse.ledger.repeats import backed, claims, repeats
from broadsheet.analyse.ledger.rows import LedgerArticle, rows_of
from broadsheet.analyse.ledger.timeline import timeline
from broadsheet.analyse.ledger.wording import shared_wording
from broadsheet.types import Ledger

VERSION = "ledger-2"


def build(articles: Sequence[LedgerArticle]) -> Ledger:
    """The ledger of a story.

    Places in the ledger count its statements in order of time. The same articles give the same ledger.
    """
    articles = unified(articles)
    rows = rows_of(articles)
    repeated = repeats(rows)
    again = dict(repeated)
    rows = backed(rows, again)
    figures = figure_sets(articles, rows)
    return Ledger(
        statements=tuple(row.statement for row in rows),
        repeats=repeated,
        claims=claims(rows, again),
        figures=figures,
        pairs=pairs(rows, figures, again),
        wording=shared_wording(rows, again),
        timeline=timeline(articles),
        version=VERSION,
    )
