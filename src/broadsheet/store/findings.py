"""What was found in articles: the line of those that wait to be read, what was found, who said it, and what readers corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update

from broadsheet.errors import InputError, NotFound
from broadsheet.store import line, owner
from broadsheet.store.articles import MANY, WHOLE
from broadsheet.store.articles import exists as article_exists
from broadsheet.store.clean import clean
from broadsheet.store.database import Database
from broadsheet.store.finding_rows import LONGEST_KEY, edit_of, edit_row, findings_of, findings_row, holder_rows
from broadsheet.store.links import existing
from broadsheet.store.rows import article_of
from broadsheet.store.tables import articles, findings, holders, ledger_edits, memberships, stories, unanalysed
from broadsheet.types import Article, AuditEntry, Findings, HolderKind, LedgerEdit, Speaker


def waiting(c: Connection, limit: int) -> list[tuple[int, Article]]:
    """Articles that wait to be read, whole, each with its number in line: those of the newest stories first, and in a story the newest."""
    chosen = select(unanalysed.c.id.label("place"), unanalysed.c.article_id, stories.c.last_seen.label("seen"))
    chosen = chosen.join(memberships, memberships.c.article_id == unanalysed.c.article_id, isouter=True)
    line_ = chosen.join(stories, stories.c.id == memberships.c.story_id, isouter=True).subquery()
    newest = func.coalesce(line_.c.seen, articles.c.sort_time)
    rows = WHOLE.add_columns(line_.c.place).join(line_, line_.c.article_id == articles.c.id)
    ordered = rows.order_by(newest.desc(), articles.c.sort_time.desc(), articles.c.id.desc()).limit(max(limit, 0))
    return [(row["place"], article_of(row)) for row in c.execute(ordered).mappings()]


def save(c: Connection, given: Sequence[Findings], handed: Mapping[int, int]) -> int:
    """Store findings in place of earlier ones and take their articles out of the line; how many were stored.

    Left out are those of articles that are gone, or that changed since they were read (`handed`: their numbers in line then).
    """
    ids = [found.article_id for found in given]
    places = line.numbers(c, unanalysed, ids)
    present = existing(c, ids)
    kept = [
        found
        for found in given
        if found.article_id in present
        and not (found.article_id in places and found.article_id in handed and places[found.article_id] != handed[found.article_id])
    ]
    drop(c, [found.article_id for found in kept])
    if kept:
        c.execute(insert(findings), [findings_row(found) for found in kept])
    rows = [row for found in kept for row in holder_rows(found)]
    if rows:
        c.execute(insert(holders), rows)
    line.leave(c, unanalysed, [places[found.article_id] for found in kept if found.article_id in places])
    return len(kept)


def drop(c: Connection, article_ids: Sequence[int]) -> None:
    """Forget what was found in these articles."""
    for at in range(0, len(article_ids), MANY):
        part = article_ids[at : at + MANY]
        for table in (findings, holders):
            c.execute(delete(table).where(table.c.article_id.in_(part)))


def forget(c: Connection, article_id: int) -> None:
    """Remove all that belongs to an article that is being deleted."""
    drop(c, [article_id])
    for table in (unanalysed, ledger_edits):
        c.execute(delete(table).where(table.c.article_id == article_id))


def again(c: Connection, version: str) -> int:
    """Put in line the articles that were read by another version, and those that were lost; how many."""
    other = select(findings.c.article_id).where(findings.c.version != clean(version))
    lost = select(articles.c.id).where(articles.c.id.not_in(select(findings.c.article_id)))
    in_line = select(unanalysed.c.article_id)
    missing = [id_ for chosen in (other, lost) for id_ in c.execute(chosen).scalars()]
    wanted = sorted(set(missing) - set(c.execute(in_line).scalars()))
    line.join(c, unanalysed, wanted)
    return len(wanted)


def among(c: Connection, article_ids: Collection[int]) -> dict[int, Findings]:
    """What was found in these articles; those that were not read yet are left out."""
    wanted = sorted(set(article_ids))
    found: dict[int, Findings] = {}
    for at in range(0, len(wanted), MANY):
        rows = c.execute(select(findings).where(findings.c.article_id.in_(wanted[at : at + MANY])))
        found.update((row["article_id"], findings_of(row)) for row in rows.mappings())
    return found


def speakers(c: Connection, words: str, limit: int) -> list[Speaker]:
    """Holders in whose key every word begins a word, those of most statements first; without words all."""
    key = holders.c.key
    chosen = _counted()
    for word in clean(words).lower().split():
        word = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        chosen = chosen.where(or_(key.like(f"{word}%", escape="\\"), key.like(f"% {word}%", escape="\\")))
    ordered = chosen.order_by(
        func.sum(holders.c.statements).desc(), key.collate("C" if c.dialect.name == "postgresql" else "BINARY")
    ).limit(max(limit, 0))
    return [_speaker(row) for row in c.execute(ordered)]


def speaker(c: Connection, key: str) -> Speaker:
    """The holder with that key. Raises NotFound."""
    row = c.execute(_counted().where(holders.c.key == clean(key)[:LONGEST_KEY])).first()
    if row is None:
        raise NotFound(f"nobody called “{key}” is named as a holder")
    return _speaker(row)


def said_by(c: Connection, key: str, limit: int, offset: int = 0) -> list[int]:
    """The articles in which this holder is named, newest first."""
    chosen = select(articles.c.id).join(holders, holders.c.article_id == articles.c.id).where(holders.c.key == clean(key)[:LONGEST_KEY])
    return list(c.execute(chosen.order_by(articles.c.sort_time.desc(), articles.c.id.desc()).limit(max(limit, 0)).offset(offset)).scalars())


def _counted() -> Select[Any]:
    h = holders.c
    numbers = func.count().label("articles"), func.sum(h.statements).label("statements"), func.max(articles.c.sort_time).label("last")
    names = func.max(h.name).label("name"), func.max(h.kind).label("kind"), func.max(h.body).label("body")
    return select(h.key, *names, *numbers).join(articles, articles.c.id == h.article_id).group_by(h.key)


def _speaker(row: Row[Any]) -> Speaker:
    return Speaker(
        key=row.key,
        name=row.name,
        kind=HolderKind(row.kind),
        body=row.body,
        articles=row.articles,
        statements=int(row.statements),
        last=row.last,
    )


def correct(c: Connection, database: Database, edit: LedgerEdit) -> LedgerEdit:
    """Keep a reader's correction, with an audit entry; it with its id. Raises NotFound when there is no such article."""
    article_exists(c, edit.article_id)
    [number] = database.reserve(c, ledger_edits, 1)
    c.execute(insert(ledger_edits).values(edit_row(edit) | {"id": number}))
    _note(c, f"ledger.{edit.action}", edit, edit.at, edit.actor)
    return replace(edit, id=number)


def undo(c: Connection, edit_id: int, at: datetime, actor: str) -> LedgerEdit:
    """Take a correction back. Raises NotFound; InputError when it was undone before."""
    row = c.execute(select(ledger_edits).where(ledger_edits.c.id == edit_id).with_for_update()).mappings().first()
    if row is None:
        raise NotFound(f"there is no correction {edit_id}")
    edit = edit_of(row)
    if edit.undone is not None:
        raise InputError(f"correction {edit_id} was undone before")
    c.execute(update(ledger_edits).where(ledger_edits.c.id == edit_id).values(undone=at))
    _note(c, f"ledger.undo.{edit.action}", edit, at, actor)
    return replace(edit, undone=at)


def corrections(c: Connection, article_ids: Sequence[int]) -> list[LedgerEdit]:
    """Corrections of rows of these articles, oldest first, with those that were undone."""
    found: list[LedgerEdit] = []
    for at in range(0, len(article_ids), MANY):
        rows = c.execute(select(ledger_edits).where(ledger_edits.c.article_id.in_(article_ids[at : at + MANY])))
        found += [edit_of(row) for row in rows.mappings()]
    return sorted(found, key=lambda edit: edit.id)


def _note(c: Connection, action: str, edit: LedgerEdit, at: datetime, actor: str) -> None:
    changed = [edit.holder, edit.stance.value if edit.stance else ""]
    detail = " ".join([f"“{edit.content[:80]}”", *filter(None, changed)])
    owner.note(c, AuditEntry(at=at, actor=actor, action=action, subject=f"article {edit.article_id}", detail=detail))
