"""Storing what linking decided: memberships, copies, sketches, vectors; and the feed of changes that keeps linkers up to date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, select, update

from broadsheet.errors import InputError
from broadsheet.store import line, placing
from broadsheet.store.articles import MANY
from broadsheet.store.clean import clean
from broadsheet.store.database import Database, put_rows
from broadsheet.store.placing import Place
from broadsheet.store.pressing import pressed
from broadsheet.store.story_rows import by_hand, copy_row, evidence_data
from broadsheet.store.tables import articles, copies, memberships, pins, read_marks, sketches, stories, unlinked, vectors
from broadsheet.types import Copy, Sketched, StoryLink


def save(
    c: Connection, database: Database, links: Sequence[StoryLink], recopied: Mapping[int, Copy | None], handed: Mapping[int, int]
) -> dict[int, int]:
    """Store decisions; for each negative story id the one that it got. `handed`: the numbers in line under which articles were read."""
    if any(link.story_id == 0 for link in links):
        raise InputError("a link must name a story")
    change = placing.advance(c, len(links) + 1)
    valid = _valid(c, {link.article_id: link for link in links}, handed)
    before = placing.current(c, valid)
    # Where a reader put an article, it stays.
    kept = {id_: place for id_, place in before.items() if by_hand(place.evidence)}
    goals, begun = _goals(c, database, valid.values(), kept, change)
    valid = {id_: link for id_, link in valid.items() if id_ in kept or link.story_id in goals}
    places = [
        kept[id_] if id_ in kept else Place(id_, goals[link.story_id], evidence_data(link.evidence)) for id_, link in sorted(valid.items())
    ]
    placing.put(c, places, before, change)
    _sketch(c, valid.values())
    _embed(c, valid.values(), before.keys())
    decided: dict[int, Copy | None] = {id_: copy for id_, copy in recopied.items() if id_ not in valid}
    _copied(c, decided | {id_: link.copy for id_, link in valid.items()}, before.keys() | decided.keys())
    placing.touch(c, {place.story_id for place in placing.current(c, decided).values()}, change)
    line.leave(c, unlinked, [handed[id_] for id_ in valid if id_ in handed] + [n for id_, n in _waiting(c, valid, handed).items()])
    return begun


def _valid(c: Connection, links: Mapping[int, StoryLink], handed: Mapping[int, int]) -> dict[int, StoryLink]:
    """Those about articles that exist and did not change since they were read."""
    places = line.numbers(c, unlinked, list(links))
    present = existing(c, links)
    return {
        id_: link for id_, link in links.items() if id_ in present and not (id_ in places and id_ in handed and places[id_] != handed[id_])
    }


def _waiting(c: Connection, valid: Collection[int], handed: Mapping[int, int]) -> dict[int, int]:
    return line.numbers(c, unlinked, [id_ for id_ in valid if id_ not in handed])


def _goals(
    c: Connection, database: Database, links: Collection[StoryLink], kept: Mapping[int, Place], change: int
) -> tuple[dict[int, int], dict[int, int]]:
    """For each story id that links name the story that is meant, and of these the new ones. Stories that are no more are left out.

    A new story is made only where an article goes into it that no reader placed elsewhere.
    """
    goals = placing.resolved(c, {link.story_id for link in links if link.story_id > 0})
    begun: dict[int, int] = {
        link.story_id: kept[link.article_id].story_id for link in links if link.story_id < 0 and link.article_id in kept
    }
    wanted = sorted({link.story_id for link in links if link.story_id < 0 and link.article_id not in kept}, reverse=True)
    new = database.reserve(c, stories, len(wanted)) if wanted else []
    placing.begin(c, new, change)
    begun.update(zip(wanted, new, strict=True))
    return goals | begun, begun


def existing(c: Connection, article_ids: Collection[int]) -> set[int]:
    """Those of the articles that there are."""
    wanted = list(article_ids)
    found: set[int] = set()
    for at in range(0, len(wanted), MANY):
        found.update(c.execute(select(articles.c.id).where(articles.c.id.in_(wanted[at : at + MANY]))).scalars())
    return found


def _sketch(c: Connection, links: Collection[StoryLink]) -> None:
    rows = [{"article_id": link.article_id, "version": clean(link.sketch_version), "sketch": link.sketch} for link in links]
    put_rows(c, sketches, rows, on=["article_id"], update=["version", "sketch"])


def _embed(c: Connection, links: Collection[StoryLink], old: Collection[int]) -> None:
    """Replace the vectors: those by other models were of an earlier text, too."""
    ids = [link.article_id for link in links if link.article_id in old]
    for at in range(0, len(ids), MANY):
        c.execute(delete(vectors).where(vectors.c.article_id.in_(ids[at : at + MANY])))
    rows = [{"article_id": link.article_id, "model": clean(link.vector_model), "vector": link.vector} for link in links if link.vector]
    put_rows(c, vectors, rows, on=["article_id", "model"], update=["vector"])


def _copied(c: Connection, decided: Mapping[int, Copy | None], old: Collection[int]) -> None:
    """Store of what articles are copies. What is a copy of a copy is one of that one's original; an original that is gone is none."""
    ids = sorted(decided.keys() & set(old))
    for at in range(0, len(ids), MANY):
        c.execute(delete(copies).where(copies.c.article_id.in_(ids[at : at + MANY])))
    given = {id_: copy for id_, copy in decided.items() if copy is not None}
    if not given:
        return
    present = existing(c, {copy.original_id for copy in given.values()} | given.keys())
    known = _originals(c, {copy.original_id for copy in given.values()})
    wanted = {id_: copy.original_id for id_, copy in given.items()}
    rows = []
    for id_, copy in sorted(given.items()):
        original = _end(id_, known | wanted)
        if id_ in present and original in present and original != id_:
            rows.append(copy_row(copy) | {"article_id": id_, "original_id": original})
        else:
            del wanted[id_]
    put_rows(c, copies, rows, on=["article_id"], update=["original_id", "kind", "share", "kept", "credit", "reasons", "version"])
    for row in rows:
        c.execute(update(copies).where(copies.c.original_id == row["article_id"]).values(original_id=row["original_id"]))


def _end(article_id: int, originals: Mapping[int, int]) -> int:
    """The original at the end of the chain; the article itself when it leads back to it."""
    passed = {article_id}
    at = article_id
    while at in originals:
        at = originals[at]
        if at in passed:
            return article_id
        passed.add(at)
    return at


def _originals(c: Connection, article_ids: Collection[int]) -> dict[int, int]:
    wanted = sorted(article_ids)
    found: dict[int, int] = {}
    for at in range(0, len(wanted), MANY):
        rows = c.execute(select(copies.c.article_id, copies.c.original_id).where(copies.c.article_id.in_(wanted[at : at + MANY])))
        found.update((row.article_id, row.original_id) for row in rows)
    return found


def feed(c: Connection, after: int, limit: int) -> list[Sketched]:
    """Sketches in order of change."""
    m = memberships.c
    page = select(m.change, m.article_id, m.story_id, sketches.c.version, sketches.c.sketch)
    page = page.join_from(memberships, sketches, sketches.c.article_id == m.article_id, isouter=True)
    rows = c.execute(page.where(m.change > after).order_by(m.change).limit(max(limit, 0)))
    return [Sketched(change, article_id, story_id, version or "", sketch or b"") for change, article_id, story_id, version, sketch in rows]


def forget(c: Connection, article_id: int) -> None:
    """Remove what linking knows of an article that is being deleted; its copies are linked again. Call before anything else is locked."""
    change = placing.advance(c, 1)
    before = placing.current(c, [article_id])
    for table in (sketches, vectors, unlinked, read_marks):
        c.execute(delete(table).where(table.c.article_id == article_id))
    orphans = list(c.execute(select(copies.c.article_id).where(copies.c.original_id == article_id)).scalars())
    c.execute(delete(copies).where((copies.c.article_id == article_id) | (copies.c.original_id == article_id)))
    c.execute(delete(pins).where((pins.c.a == article_id) | (pins.c.b == article_id)))
    line.join(c, unlinked, orphans)
    concerned = {place.story_id for place in placing.current(c, orphans).values()} | {place.story_id for place in before.values()}
    if before:
        # What stays tells linkers that the article is gone.
        gone = {"story_id": 0, "evidence": pressed([]), "change": change}
        c.execute(update(memberships).where(memberships.c.article_id == article_id).values(gone))
    placing.touch(c, concerned, change)
    placing.unlist(c, {place.story_id for place in before.values()})
