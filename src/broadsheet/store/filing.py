"""Filing: what the pipeline decided about a batch of articles becomes rows and index entries, in the caller's one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from broadsheet.errors import NotFound
from broadsheet.store import captures as capture_rows
from broadsheet.store import findings, line, placing
from broadsheet.store.articles import MANY, WHOLE
from broadsheet.store.clean import clean, clean_article
from broadsheet.store.database import Database, put_rows
from broadsheet.store.entries import Entry, doc_of, entry_of, facet_hash
from broadsheet.store.rows import Row, article_of, article_row, body_row, revision_row
from broadsheet.store.tables import article_tags, articles, bodies, keys, revisions, short_hash, sightings, unanalysed, unlinked
from broadsheet.types import Article, Capture, Filed, Filing, Outcome


@dataclass(slots=True)
class _Batch:
    """What the filings of one batch come to."""

    answers: list[Filed] = field(default_factory=list)
    #: New and changed articles as they are to be stored, by id; of several filings of one article the last counts.
    final: dict[int, Article] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)
    revisions: list[Row] = field(default_factory=list)
    keys: dict[bytes, int] = field(default_factory=dict)
    sightings: dict[tuple[int, bytes], Row] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stored:
    """An article as it was before this batch, with its index entry."""

    doc: int
    entry: Entry
    article: Article


def file(c: Connection, database: Database, filings: Sequence[Filing], now: datetime) -> list[Filed]:
    """Store all decisions, in order. Raises NotFound when one names an article that does not exist; then none is stored."""
    stored = _stored(c, filings)
    batch = _decided(c, database, filings, now)
    docs = _free_docs(c, batch.final, stored)
    rows = {id_: article_row(article) | {"doc": docs[id_], "indexed_source": article.source_id} for id_, article in batch.final.items()}
    _write_articles(c, batch, rows)
    if batch.revisions:
        c.execute(insert(revisions), batch.revisions)
    put_rows(c, keys, [{"key_hash": k, "article_id": id_} for k, id_ in sorted(batch.keys.items())], on=["key_hash"], update=["article_id"])
    seen = [batch.sightings[ref] for ref in sorted(batch.sightings)]
    put_rows(c, sightings, seen, on=["source_id", "ref_hash"], update=["item_hash", "article_id", "seen"])
    entries = {id_: entry_of(article, docs[id_], article.source_id) for id_, article in batch.final.items()}
    changed = [id_ for id_ in entries if id_ in stored and stored[id_].entry != entries[id_]]
    database.index.drop(c, [stored[id_].entry for id_ in changed])
    database.index.put(c, [entries[id_] for id_ in entries if id_ in batch.new] + [entries[id_] for id_ in changed])
    _to_link(c, batch, stored)
    return batch.answers


def _to_link(c: Connection, batch: _Batch, stored: dict[int, _Stored]) -> None:
    """Put new articles in line to be linked and read, and those of which something changed that this looks at.

    What was found in a text that is no longer so is forgotten: its offsets would show other words.
    """
    changed = {id_ for id_ in stored if _looked_at(batch.final[id_]) != _looked_at(stored[id_].article)}
    line.join(c, unlinked, batch.new | changed)
    line.join(c, unanalysed, batch.new | changed)
    findings.drop(c, [id_ for id_ in changed if batch.final[id_].text != stored[id_].article.text])
    shown = {id_ for id_ in stored if _shown(batch.final[id_]) != _shown(stored[id_].article)}
    if shown:
        placing.touch(c, {place.story_id for place in placing.current(c, shown).values()}, placing.changed(c))


def _looked_at(article: Article) -> tuple[object, ...]:
    return article.title, article.text or article.teaser, article.language, article.publisher, article.publisher_domain, article.published


def _shown(article: Article) -> tuple[object, ...]:
    """What a story shows of its articles, beside what linking looks at."""
    return article.section, article.image


def _stored(c: Connection, filings: Sequence[Filing]) -> dict[int, _Stored]:
    """The articles that the filings change, as they are. Every article that a filing names must exist."""
    named = sorted({filing.article.id for filing in filings if filing.article.id})
    changed = {filing.article.id for filing in filings if filing.article.id and not filing.seen_only}
    found: dict[int, _Stored] = {}
    present: set[int] = set()
    for at in range(0, len(named), MANY):
        part = named[at : at + MANY]
        # Locked, so that two workers on PostgreSQL do not both forget the same index entry.
        present.update(c.execute(select(articles.c.id).where(articles.c.id.in_(part)).order_by(articles.c.id).with_for_update()).scalars())
        for row in c.execute(WHOLE.where(articles.c.id.in_([id_ for id_ in part if id_ in changed]))).mappings():
            article = article_of(row)
            found[row["id"]] = _Stored(row["doc"], entry_of(article, row["doc"], row["indexed_source"]), article)
    for id_ in named:
        if id_ not in present:
            raise NotFound(f"there is no article {id_}")
    return found


def _decided(c: Connection, database: Database, filings: Sequence[Filing], now: datetime) -> _Batch:
    captured = _save_captures(c, database, [filing.capture for filing in filings if filing.capture is not None])
    fresh = [filing for filing in filings if not filing.article.id and not filing.seen_only]
    ids = iter(database.reserve(c, articles, len(fresh)) if fresh else [])
    batch = _Batch()
    for filing in filings:
        article = clean_article(filing.article)
        if filing.capture is not None:
            article = replace(article, capture_id=captured[id(filing.capture)])
        outcome = Outcome.SEEN if filing.seen_only else Outcome.UPDATED
        if not filing.seen_only:
            if not article.id:
                outcome = Outcome.NEW
                article = replace(article, id=next(ids))
                batch.new.add(article.id)
            batch.final[article.id] = article
        if filing.revision is not None and outcome is Outcome.UPDATED:
            outcome = Outcome.REVISED
            batch.revisions.append(revision_row(replace(clean_article(filing.revision), article_id=article.id)))
        for key in filing.keys:
            batch.keys[short_hash(clean(key))] = article.id
        ref = article.external_id or article.url
        if filing.item_hash and article.source_id and ref:
            ref_hash = short_hash(ref)
            batch.sightings[article.source_id, ref_hash] = {
                "source_id": article.source_id,
                "ref_hash": ref_hash,
                "ref": ref,
                "item_hash": clean(filing.item_hash),
                "article_id": article.id,
                "seen": now,
            }
        batch.answers.append(Filed(article.id, outcome))
    return batch


def _save_captures(c: Connection, database: Database, given: Sequence[Capture]) -> dict[int, int]:
    """Store each capture once, however many filings of the batch share the object: their ids by `id()` of the object."""
    several = {id(capture): capture for capture in given}
    numbers = capture_rows.save_all(c, database, list(several.values()))
    return dict(zip(several, numbers, strict=True))


def _free_docs(c: Connection, final: dict[int, Article], stored: dict[int, _Stored]) -> dict[int, int]:
    """The number by time of each article. Taken ones (a million articles in one minute) move up to the next free number."""
    wanted = {id_: doc_of(article.sort_time, id_) for id_, article in final.items()}
    moving = [id_ for id_, doc in wanted.items() if id_ not in stored or stored[id_].doc != doc]
    taken: set[int] = set()
    for at in range(0, len(moving), MANY):
        docs = [wanted[id_] for id_ in moving[at : at + MANY]]
        taken.update(c.execute(select(articles.c.doc).where(articles.c.doc.in_(docs))).scalars())
    for id_ in moving:
        while wanted[id_] in taken:
            wanted[id_] += 1
            if c.execute(select(articles.c.id).where(articles.c.doc == wanted[id_])).scalar() is not None:
                taken.add(wanted[id_])
        taken.add(wanted[id_])
    return wanted


def _write_articles(c: Connection, batch: _Batch, rows: dict[int, Row]) -> None:
    new = [id_ for id_ in rows if id_ in batch.new]
    old = [id_ for id_ in rows if id_ not in batch.new]
    if new:
        c.execute(insert(articles), [rows[id_] | {"id": id_} for id_ in new])
        c.execute(insert(bodies), [body_row(batch.final[id_]) | {"article_id": id_} for id_ in new])
    if old:
        c.execute(_update(articles, "id", rows[old[0]]), [rows[id_] | {"this": id_} for id_ in old])
        bodies_of = [body_row(batch.final[id_]) | {"this": id_} for id_ in old]
        c.execute(_update(bodies, "article_id", body_row(batch.final[old[0]])), bodies_of)
        for at in range(0, len(old), MANY):
            c.execute(delete(article_tags).where(article_tags.c.article_id.in_(old[at : at + MANY])))
    put_rows(c, article_tags, tag_rows(batch.final.values()), on=["tag_hash", "sort_time", "article_id"])


def _update(table: Any, key: str, row: Row) -> Any:
    return update(table).where(table.c[key] == bindparam("this")).values({name: bindparam(name) for name in row})


def tag_rows(given: Any) -> list[Row]:
    """The rows by which articles are listed by tag."""
    return [
        {"tag_hash": tag_hash, "sort_time": article.sort_time, "article_id": article.id}
        for article in given
        for tag_hash in dict.fromkeys(facet_hash(tag) for tag in article.tags if tag)
    ]
