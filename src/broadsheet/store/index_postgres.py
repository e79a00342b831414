"""The word index on PostgreSQL: a tsvector of our own tokens with a GIN index.

The tsvector is written by us, token by token with its place and field, not by PostgreSQL's parser: so a search finds the same articles as
on SQLite. Fields are weights: A title, B about, C facets, D text. Two limits are PostgreSQL's own: places end at 16,383, so a phrase beyond
that is not found, and one tsvector holds a megabyte.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from broadsheet.store.entries import ALL, Entry
from broadsheet.store.query import WINDOW, Group, Phrase, Query
from broadsheet.store.tables import micros

#: Weights of D, C, B, A: text, facets, about, title.
_WEIGHTS = "'{0.15, 0.0, 0.35, 1.0}'"
_ANYWHERE, _TITLE, _FACETS = "ABD", "A", "C"
#: No phrase reaches from one field into the next.
_GAP = 64
#: Places that tsvector can tell apart, and the bytes that we put into one.
_LAST, _BYTES = 16_383, 900_000


class PostgresIndex:
    """WordIndex by tsvector."""

    def put(self, c: Connection, entries: Sequence[Entry]) -> None:
        """Index these articles, none of which is indexed."""
        if entries:
            rows = [{"id": entry.article_id, "words": vector(entry)} for entry in sorted(entries, key=lambda entry: entry.article_id)]
            c.execute(text("INSERT INTO words (article_id, words) VALUES (:id, CAST(:words AS tsvector))"), rows)

    def drop(self, c: Connection, entries: Sequence[Entry]) -> None:
        """Forget these articles."""
        if entries:
            c.execute(text("DELETE FROM words WHERE article_id = ANY(:ids)"), {"ids": [entry.article_id for entry in entries]})

    def clear(self, c: Connection) -> None:
        """Forget all."""
        c.execute(text("DELETE FROM words"))

    def match(self, c: Connection, query: Query, *, by_time: bool, offset: int, limit: int) -> tuple[list[tuple[int, float]], int]:
        """See WordIndex."""
        values: dict[str, object] = {"query": expression(query), "limit": limit, "offset": offset}
        exact = ""
        for name, condition, value in (
            ("since", "a.sort_time >= :since", None if query.since is None else micros(query.since)),
            ("until", "a.sort_time <= :until", None if query.until is None else micros(query.until)),
            ("source", "a.source_id = :source", query.source_id or None),
        ):
            if value is not None:
                exact += f" AND {condition}"
                values[name] = value
        score = "0.0" if by_time else f"ts_rank({_WEIGHTS}, words, CAST(:query AS tsquery), 1)"
        order = "sort_time DESC, id DESC" if by_time else "score DESC, sort_time DESC, id DESC"
        # Only names and conditions of our own are written into the text of a statement; values are bound.
        sql = (
            "WITH found AS MATERIALIZED (SELECT a.id, a.sort_time, w.words FROM words w JOIN articles a ON a.id = w.article_id "  # noqa: S608
            f"WHERE w.words @@ CAST(:query AS tsquery){exact} ORDER BY a.sort_time DESC, a.id DESC LIMIT {WINDOW}) "
            f"SELECT id, {score} AS score, count(*) OVER () FROM found ORDER BY {order} LIMIT :limit OFFSET :offset"
        )
        found = c.execute(text(sql), values).all()
        if not found and offset:
            return [], self.match(c, query, by_time=True, offset=0, limit=1)[1]
        return [(row[0], float(row[1])) for row in found], found[0][2] if found else 0

    def frequency(self, c: Connection, token: str, cap: int) -> int:
        """How many articles have this token, counted up to `cap`."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words @@ CAST(:query AS tsquery) LIMIT :cap) AS counted"
        return int(c.execute(text(sql), {"query": _phrase(Phrase((token,))), "cap": cap}).scalar_one())

    def any_of(self, c: Connection, tokens: Sequence[str], limit: int) -> list[int]:
        """Ids of the articles that have the most of these tokens, best first."""
        either = " | ".join(_phrase(Phrase((token,))) for token in tokens)
        sql = (
            "SELECT article_id FROM words WHERE words @@ CAST(:query AS tsquery) "
            "ORDER BY ts_rank('{1, 0, 1, 1}', words, CAST(:query AS tsquery)) DESC, article_id DESC LIMIT :limit"
        )
        return list(c.execute(text(sql), {"query": either, "limit": limit}).scalars())

    def missing(self, c: Connection) -> int:
        """How many articles are not indexed, or indexed without being there."""
        sql = "SELECT count(*) FROM words w FULL JOIN articles a ON a.id = w.article_id WHERE w.article_id IS NULL OR a.id IS NULL"
        return int(c.execute(text(sql)).scalar_one())


def expression(query: Query) -> str:
    """The tsquery of a query. Every token is quoted: nothing in it is syntax (row A05)."""
    parts = [f"'{name}':{_FACETS}" for name in query.facets]
    groups = [_group(group) for group in query.groups]
    if groups:
        parts.append(" | ".join(f"({group})" for group in groups))
    return " & ".join(f"({part})" for part in parts) if parts else f"'{ALL}':{_FACETS}"


def vector(entry: Entry) -> str:
    """The tsvector of an entry, as text."""
    places: dict[str, list[str]] = {}
    at = 1
    for weight, tokens in (("A", entry.title), ("B", entry.about), ("", entry.text)):
        for token in tokens:
            places.setdefault(token, []).append(f"{min(at, _LAST)}{weight}")
            at += 1
        at += _GAP
    for name in entry.facets:
        places.setdefault(name, []).append(f"{_LAST}C")
    parts: list[str] = []
    size = 0
    # Facets first: they must be in even when a text of the greatest size fills all there is.
    for token in sorted(places, key=lambda token: token not in entry.facets):
        size += 3 * len(token.encode()) + 2 * len(places[token]) + 8
        if size > _BYTES:
            break
        # PostgreSQL keeps 255 places a word; the first ones are those that phrases are found by.
        parts.append(f"{_quoted(token)}:{','.join(places[token][:255])}")
    return " ".join(parts)


def _group(group: Group) -> str:
    wanted = " & ".join(map(_phrase, group.wanted)) if group.wanted else f"'{ALL}':{_FACETS}"
    return wanted + "".join(f" & !({_phrase(phrase)})" for phrase in group.unwanted)


def _phrase(phrase: Phrase) -> str:
    fields = _TITLE if phrase.title else _ANYWHERE
    *firsts, last = phrase.tokens
    parts = [f"{_quoted(token)}:{fields}" for token in firsts]
    parts.append(f"{_quoted(last)}:{'*' if phrase.prefix else ''}{fields}")
    return "(" + " <-> ".join(parts) + ")"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
