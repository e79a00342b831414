"""Readers' corrections of the ledger, put on what was found. Pure.

A correction is kept by the row's words, not by its place: it finds its row again after every new analysis, and in every copy of the report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from broadsheet.analyse.ledger.rows import LedgerArticle
from broadsheet.analyse.speakers.entities import folded_key
from broadsheet.types import Figure, Holder, HolderKind, LedgerAction, LedgerEdit, Span, Statement

#: Share of words that two contents must have in common to be one row that was found with other edges.
ALIKE = 0.6

#: Which correction holds for which row: by article and the statement's number there.
Corrected = dict[tuple[int, int], LedgerEdit]


def corrected(articles: Sequence[LedgerArticle], edits: Sequence[LedgerEdit]) -> tuple[list[LedgerArticle], Corrected]:
    """The articles with what readers corrected, and which edit holds for which row that is left or hidden.

    Of several corrections of a row the latest counts; those that were undone do not. Hidden rows are gone, and the figures in them are
    nobody's statement any more.
    """
    standing = [edit for edit in edits if edit.undone is None]
    if not standing:
        return list(articles), {}
    kinds = {holder.key: holder.kind for article in articles for row in article.findings.statements for holder in row.holders}
    held: Corrected = {}
    for edit in standing:
        for article in articles:
            row = _row_of(article, edit)
            if row is not None:
                held[article.article_id, row.id] = edit
    return [_applied(article, held, kinds) for article in articles], held


def worded(edit: LedgerEdit, text: str, statement: Statement) -> LedgerEdit:
    """The correction with the words of its row, by which it is kept."""
    source, cue, content = (_words(text, spans) for spans in (statement.source, statement.cue, statement.content))
    return replace(edit, source=source, cue=cue, content=content)


def _row_of(article: LedgerArticle, edit: LedgerEdit) -> Statement | None:
    """The row of the article that an edit means; in other articles than its own only one with the very same words."""
    wanted, source = _plain(edit.content), _plain(edit.source)
    same = [row for row in article.findings.statements if _plain(_words(article.text, row.content)) == wanted]
    exact = [row for row in same if _plain(_words(article.text, row.source)) == source]
    if exact or (same and article.article_id == edit.article_id):
        return min(exact or same, key=lambda row: abs(row.id - edit.statement_id))
    if article.article_id != edit.article_id or not wanted:
        return None
    scored = [(_likeness(_plain(_words(article.text, row.content)), wanted), row) for row in article.findings.statements]
    share, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if share >= ALIKE else None


def _applied(article: LedgerArticle, held: Corrected, kinds: Mapping[str, HolderKind]) -> LedgerArticle:
    rows = article.findings.statements
    if not any((article.article_id, row.id) in held for row in rows):
        return article
    kept: list[Statement] = []
    places: dict[int, int] = {}
    for place, row in enumerate(rows):
        edit = held.get((article.article_id, row.id))
        if edit is not None and edit.action is LedgerAction.HIDE:
            continue
        places[place] = len(kept)
        kept.append(row if edit is None else _changed(row, edit, kinds))
    figures = tuple(_moved(figure, places) for figure in article.findings.figures)
    return replace(article, findings=replace(article.findings, statements=tuple(kept), figures=figures))


def _changed(row: Statement, edit: LedgerEdit, kinds: Mapping[str, HolderKind]) -> Statement:
    """The row as the reader says that it is; what a reader has looked at is certain."""
    holders = row.holders
    if edit.holder:
        key = folded_key(edit.holder)
        before = row.holders[0].kind if row.holders else HolderKind.PERSON
        holders = (Holder(name=edit.holder, key=key, kind=kinds.get(key, before)),)
    return replace(row, holders=holders, stance=edit.stance or row.stance, confidence=1.0)


def _moved(figure: Figure, places: Mapping[int, int]) -> Figure:
    return replace(figure, statement=places.get(figure.statement, -1))


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _likeness(one: str, other: str) -> float:
    first, second = set(one.split()), set(other.split())
    return len(first & second) / max(1, len(first | second))
