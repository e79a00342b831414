"""The word index on SQLite: an FTS5 table without content.

The index gets our own tokens, joined by spaces, so its tokenizer has nothing left to decide, and it keeps no text: an entry is forgotten by
giving its tokens once more. Its row numbers order the articles by time (`articles.doc`), so that "the newest matches first" and "between
these days" are what the index does anyway; numbered by id, a search for a common word would have to sort every article that has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from broadsheet.store.entries import ALL, Entry, first_doc, last_doc
from broadsheet.store.query import WINDOW, Group, Phrase, Query, in_title
from broadsheet.store.tables import micros

#: Weights of title, about, text, facets.
_RANK = "bm25(words, 6.0, 2.0, 1.0, 0.0)"
_FIELDS = "{title about text}"
_MATCHES = "words MATCH ? AND rowid BETWEEN ? AND ?"


class _Where:
    """The conditions of a query on rows: a range of numbers by time for the index, and exact ones for the articles."""

    def __init__(self, query: Query) -> None:
        since = -(1 << 62) if query.since is None else first_doc(query.since)
        until = (1 << 62) if query.until is None else last_doc(query.until)
        self.docs = (since, until)
        self.exact = ""
        self.values: list[int] = []
        for condition, value in (
            ("a.sort_time >= ?", None if query.since is None else micros(query.since)),
            ("a.sort_time <= ?", None if query.until is None else micros(query.until)),
            ("a.source_id = ?", query.source_id or None),
        ):
            if value is not None:
                self.exact += f" AND {condition}"
                self.values.append(value)


class SqliteIndex:
    """WordIndex by FTS5."""

    def put(self, c: Connection, entries: Sequence[Entry]) -> None:
        """Index these articles, none of which is indexed."""
        # In ascending order: FTS5 starts a new segment whenever a row number falls behind the one before.
        rows = sorted(_row(entry) for entry in entries)
        if rows:
            c.exec_driver_sql("INSERT INTO words (rowid, title, about, text, facets) VALUES (?, ?, ?, ?, ?)", rows)

    def drop(self, c: Connection, entries: Sequence[Entry]) -> None:
        """Forget these articles, given exactly as they were indexed."""
        rows = sorted(_row(entry) for entry in entries)
        if rows:
            c.exec_driver_sql("INSERT INTO words (words, rowid, title, about, text, facets) VALUES ('delete', ?, ?, ?, ?, ?)", rows)

    def clear(self, c: Connection) -> None:
        """Forget all."""
        c.exec_driver_sql("INSERT INTO words (words) VALUES ('delete-all')")

    def match(self, c: Connection, query: Query, *, by_time: bool, offset: int, limit: int) -> tuple[list[tuple[int, float]], int]:
        """See WordIndex.

        bm25 counts every phrase through the whole index, so it is asked only where that is cheap. Where the window is full, or a phrase
        is made of words that are everywhere ("of the": 60 ms at 100,000 articles), those with all words in their title come first.
        """
        where = _Where(query)
        given = [expression(query), *where.docs]
        if by_time:
            ranked = _newest("0.0")
        elif self._costly(c, query, where):
            # Names of our own only; values are bound.
            both = f"SELECT * FROM ({_newest('1.0')}) UNION ALL SELECT * FROM ({_newest('0.0')})"  # noqa: S608 - constants
            ranked = f"SELECT doc, max(score) AS score FROM ({both}) GROUP BY doc"  # noqa: S608 - see below
            given = [expression(in_title(query)), *where.docs, *given]
        else:
            ranked = _newest(f"-{_RANK}")
        # Only names and conditions of our own are written into the text of a statement; values are bound. Few rows leave SQLite: each
        # costs a turn at the interpreter's lock, which a busy writer holds.
        sql = (
            f"WITH w AS MATERIALIZED ({ranked}) "  # noqa: S608 - see above
            f"SELECT a.id, w.score, count(*) OVER () FROM w CROSS JOIN articles a ON a.doc = w.doc WHERE 1{where.exact} "
            "ORDER BY w.score DESC, a.sort_time DESC, a.id DESC LIMIT ? OFFSET ?"
        )
        found = c.exec_driver_sql(sql, (*given, *where.values, limit, offset)).all()
        if not found and offset:
            return [], self.match(c, query, by_time=True, offset=0, limit=1)[1]
        return [(row[0], row[1]) for row in found], found[0][2] if found else 0

    def _costly(self, c: Connection, query: Query, where: _Where) -> bool:
        """Whether bm25 would take long for this query."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE {_MATCHES} LIMIT {WINDOW})"  # noqa: S608 - constants
        if c.exec_driver_sql(sql, (expression(query), *where.docs)).scalar_one() >= WINDOW:
            return True
        long = [phrase for group in query.groups for phrase in (*group.wanted, *group.unwanted) if len(phrase.tokens) > 1]
        everywhere = -(1 << 62), 1 << 62
        return any(c.exec_driver_sql(sql, (_phrase(phrase), *everywhere)).scalar_one() >= WINDOW for phrase in long)

    def frequency(self, c: Connection, token: str, cap: int) -> int:
        """How many articles have this token, counted up to `cap`."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        return int(c.exec_driver_sql(sql, (_phrase(Phrase((token,))), cap)).scalar_one())

    def any_of(self, c: Connection, tokens: Sequence[str], limit: int) -> list[int]:
        """Ids of the articles that have the most and rarest of these tokens, best first."""
        either = " OR ".join(_phrase(Phrase((token,))) for token in tokens)
        sql = (
            f"SELECT a.id FROM (SELECT rowid AS doc, {_RANK} AS score FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?) w "  # noqa: S608 - a constant
            "CROSS JOIN articles a ON a.doc = w.doc ORDER BY w.score, a.id DESC"
        )
        return [row[0] for row in c.exec_driver_sql(sql, (either, limit))]

    def missing(self, c: Connection) -> int:
        """How many articles are not indexed, or indexed without being there."""
        sql = (
            "SELECT (SELECT count(*) FROM articles WHERE doc IS NULL OR doc NOT IN (SELECT id FROM words_docsize))"
            " + (SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT doc FROM articles WHERE doc IS NOT NULL))"
        )
        return int(c.exec_driver_sql(sql).scalar_one())


def _newest(score: str) -> str:
    return f"SELECT rowid AS doc, {score} AS score FROM words WHERE {_MATCHES} ORDER BY rowid DESC LIMIT {WINDOW}"  # noqa: S608 - constants


def expression(query: Query) -> str:
    """The FTS5 expression of a query. Tokens are letters and digits only, and quoted: nothing in them is syntax (row A05)."""
    parts = [f'facets : "{name}"' for name in query.facets]
    groups = [_group(group) for group in query.groups]
    if len(groups) == 1:
        parts.append(groups[0])
    elif groups:
        parts.append("(" + " OR ".join(f"({group})" for group in groups) + ")")
    return " AND ".join(f"({part})" for part in parts) if parts else f'facets : "{ALL}"'


def _group(group: Group) -> str:
    wanted = " AND ".join(map(_phrase, group.wanted)) if group.wanted else f'facets : "{ALL}"'
    if not group.unwanted:
        return wanted
    return f"({wanted}) NOT (" + " OR ".join(map(_phrase, group.unwanted)) + ")"


def _phrase(phrase: Phrase) -> str:
    field = "title" if phrase.title else _FIELDS
    return f'({field} : "{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""})'


def _row(entry: Entry) -> tuple[int, str, str, str, str]:
    return entry.doc, " ".join(entry.title), " ".join(entry.about), " ".join(entry.text), " ".join(entry.facets)
