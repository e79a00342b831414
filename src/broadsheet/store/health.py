"""Keeping it sound: counts, references that point nowhere, and building again what can be built from the articles."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from broadsheet.errors import StoreDamaged
from broadsheet.store.articles import PAGE, WHOLE
from broadsheet.store.database import Database
from broadsheet.store.entries import doc_of, entry_of
from broadsheet.store.filing import tag_rows
from broadsheet.store.migrate import version
from broadsheet.store.rows import article_of
from broadsheet.store.tables import (
    article_tags,
    articles,
    bodies,
    captures,
    comments,
    failure_samples,
    failures,
    findings,
    holders,
    keys,
    ledger_edits,
    memberships,
    revisions,
    sightings,
    sources,
    states,
    stories,
    unanalysed,
    unlinked,
)
from broadsheet.types import Problem, StoreStats


def stats(c: Connection, database: Database) -> StoreStats:
    """Counts for the status page."""

    def number(table: Table) -> int:
        return int(c.execute(select(func.count()).select_from(table)).scalar_one())

    return StoreStats(
        articles=number(articles),
        revisions=number(revisions),
        captures=number(captures),
        sources=number(sources),
        comments=number(comments),
        failures=number(failures),
        size=database.size(c),
        schema=version(c),
        stories=number(stories),
        linked=int(c.execute(select(func.count()).select_from(memberships).where(memberships.c.story_id != 0)).scalar_one()),
        unlinked=number(unlinked),
        analysed=number(findings),
        unanalysed=number(unanalysed),
    )


#: What hangs on something that must exist: (what it is, its table, its column, what it points at).
_REFERENCES = (
    ("article texts", bodies, "article_id", articles),
    ("tags", article_tags, "article_id", articles),
    ("identity keys", keys, "article_id", articles),
    ("revisions", revisions, "article_id", articles),
    ("comments", comments, "article_id", articles),
    ("findings", findings, "article_id", articles),
    ("holders", holders, "article_id", findings),
    ("corrections of the ledger", ledger_edits, "article_id", articles),
    ("places in line to be read", unanalysed, "article_id", articles),
    ("source states", states, "source_id", sources),
    ("sightings", sightings, "source_id", sources),
    ("failure samples", failure_samples, "failure_id", failures),
)


def _dangling(table: Table, column: str, target: Table) -> ColumnElement[bool]:
    return table.c[column].not_in(select(next(iter(target.primary_key.columns))))


def references(c: Connection, database: Database) -> list[Problem]:
    """References that point nowhere, and articles that no search finds."""
    problems: list[Problem] = []
    repair = "broadsheet doctor --repair removes them"
    for what, table, column, target in _REFERENCES:
        number = c.execute(select(func.count()).select_from(table).where(_dangling(table, column, target))).scalar_one()
        if number:
            problems.append(Problem(f"{number} {what} belong to nothing", repair))
    textless = c.execute(select(func.count()).select_from(articles).where(articles.c.id.not_in(select(bodies.c.article_id)))).scalar_one()
    if textless:
        problems.append(Problem(f"{textless} articles have lost their text", "restore a backup", fatal=True))
    unreadable = _unreadable(c)
    if unreadable:
        problems.append(Problem(f"{unreadable} articles cannot be read", "restore a backup", fatal=True))
    missing = database.index.missing(c)
    if missing:
        problems.append(Problem(f"{missing} articles differ from the word index", "broadsheet doctor --repair builds it again"))
    return problems


def _unreadable(c: Connection) -> int:
    """How many articles are not as they were stored; looks at every one."""
    bad = last = 0
    while rows := list(c.execute(WHOLE.where(articles.c.id > last).order_by(articles.c.id).limit(PAGE)).mappings()):
        for row in rows:
            try:
                article_of(row)
            except StoreDamaged:
                bad += 1
        last = rows[-1]["id"]
    return bad


def clear_references(c: Connection) -> list[str]:
    """Remove what belongs to nothing."""
    done: list[str] = []
    for what, table, column, target in _REFERENCES:
        number = c.execute(delete(table).where(_dangling(table, column, target))).rowcount
        if number:
            done.append(f"removed {number} {what} that belonged to nothing")
    return done


def rebuild(c: Connection, database: Database) -> list[str]:
    """Build the word index, the numbers by time and the tags again from the articles."""
    database.index.clear(c)
    c.execute(delete(article_tags))
    c.execute(update(articles).values(doc=None))
    last = total = 0
    while rows := list(c.execute(WHOLE.where(articles.c.id > last).order_by(articles.c.id).limit(PAGE)).mappings()):
        entries = []
        for row in rows:
            article = article_of(row)
            doc = _free(c, doc_of(article.sort_time, article.id))
            c.execute(update(articles).where(articles.c.id == article.id).values(doc=doc, indexed_source=article.source_id))
            entries.append(entry_of(article, doc, article.source_id))
        database.index.put(c, entries)
        tags = tag_rows(map(article_of, rows))
        if tags:
            c.execute(insert(article_tags), tags)
        last, total = rows[-1]["id"], total + len(rows)
    return [f"indexed {total} articles again"]


def _free(c: Connection, doc: int) -> int:
    while c.execute(select(articles.c.id).where(articles.c.doc == doc)).scalar() is not None:
        doc += 1
    return doc
