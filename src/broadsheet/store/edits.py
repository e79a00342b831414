"""What readers changed by hand, what holds because of it, and how it is taken back; and what the periodic pass moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from broadsheet.errors import InputError, NotFound
from broadsheet.store import owner, placing
from broadsheet.store.database import Database
from broadsheet.store.links import existing
from broadsheet.store.placing import Place
from broadsheet.store.story_rows import edit_of, edit_row, evidence_before, evidence_data, pin_of
from broadsheet.store.tables import memberships, pins, redirects, stories, story_edits
from broadsheet.types import AuditEntry, Evidence, Pin, PinKind, StoryEdit

_MERGE = "merge"


def carry_out(c: Connection, database: Database, given: StoryEdit, given_pins: Sequence[Pin], evidence: Evidence) -> StoryEdit:
    """Carry out a reader's edit; the edit as it was stored."""
    change = placing.advance(c, 1)
    before = _checked(c, given)
    placing.advance(c, len(before))
    _all_exist(c, {article for pin in given_pins for article in (pin.a, pin.b)})
    [number] = database.reserve(c, story_edits, 1)
    goal = _goal(c, database, given.story_id, change)
    edit = replace(
        given,
        id=number,
        story_id=goal,
        article_ids=tuple(before),
        before=tuple((place.article_id, place.story_id) for place in before.values()),
        undone=None,
    )
    data = evidence_data(evidence)
    placing.put(c, [Place(id_, goal, data) for id_ in before], before, change)
    _end_emptied(c, {place.story_id for place in before.values()} - {goal}, goal, number)
    was = [(id_, place.evidence) for id_, place in before.items()]
    c.execute(insert(story_edits), [edit_row(edit, was) | {"id": number}])
    if given_pins:
        c.execute(insert(pins), [{"kind": pin.kind.value, "a": pin.a, "b": pin.b, "edit_id": number} for pin in given_pins])
    owner.note(c, AuditEntry(at=edit.at, actor=edit.actor, action=f"story.{edit.action}", subject=f"story {goal}", detail=_said(edit)))
    return edit


def _checked(c: Connection, edit: StoryEdit) -> dict[int, Place]:
    """Where the articles of an edit are, in its order. Raises NotFound and InputError as the protocol says."""
    source = _found(c, edit.from_story) if edit.from_story > 0 else 0
    ids = list(dict.fromkeys(edit.article_ids))
    if edit.action == _MERGE and source:
        # All of it, those included that came after the reader looked.
        inside = c.execute(select(memberships.c.article_id).where(memberships.c.story_id == source).order_by(memberships.c.article_id))
        ids = list(dict.fromkeys([*ids, *inside.scalars()]))
    if not ids:
        raise InputError("an edit must name articles")
    _all_exist(c, ids)
    expected = placing.resolved(c, {story for _, story in edit.before})
    asked = {article: expected.get(story, 0) for article, story in edit.before}
    before = placing.current(c, ids)
    for id_ in ids:
        place = before.get(id_)
        wanted = asked.get(id_, source)
        if place is None or (wanted and place.story_id != wanted):
            raise InputError(f"article {id_} is no longer in story {edit.from_story}", hint="look at the story again")
    return {id_: before[id_] for id_ in ids}


def _all_exist(c: Connection, article_ids: Collection[int]) -> None:
    missing = sorted(set(article_ids) - existing(c, article_ids))
    if missing:
        raise NotFound(f"there is no article {missing[0]}")


def _found(c: Connection, story_id: int) -> int:
    found = placing.resolved(c, [story_id])
    if story_id not in found:
        raise NotFound(f"there is no story {story_id}")
    return found[story_id]


def _goal(c: Connection, database: Database, story_id: int, change: int) -> int:
    if story_id > 0:
        return _found(c, story_id)
    if story_id == 0:
        raise InputError("an edit must name a story")
    [new] = database.reserve(c, stories, 1)
    placing.begin(c, [new], change)
    return new


def _end_emptied(c: Connection, story_ids: Collection[int], into: int, edit_id: int) -> None:
    for story_id in sorted(placing.emptied(c, story_ids)):
        placing.end(c, story_id, into, edit_id)


def _said(edit: StoryEdit) -> str:
    return f"edit {edit.id}: articles {', '.join(map(str, edit.article_ids))} from story {edit.from_story}"


def undo(c: Connection, edit_id: int, at: datetime, actor: str) -> StoryEdit:
    """Take an edit back."""
    change = placing.advance(c, 1)
    row = c.execute(select(story_edits).where(story_edits.c.id == edit_id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no edit {edit_id}")
    edit = edit_of(row)
    if edit.undone is not None:
        raise InputError(f"edit {edit_id} was undone before")
    later = c.execute(select(story_edits).where(story_edits.c.id > edit_id, story_edits.c.undone.is_(None)).order_by(story_edits.c.id))
    for other in map(edit_of, later.mappings()):
        if set(other.article_ids) & set(edit.article_ids):
            raise InputError(f"edit {other.id} changed the same articles later", hint=f"undo edit {other.id} first")
    placing.advance(c, len(edit.before))
    now = placing.current(c, edit.article_ids)
    goals = _restored(c, edit, {story for article, story in edit.before if article in now}, change)
    was = evidence_before(row["was"])
    back = [Place(article, goals[story], was[article]) for article, story in edit.before if article in now]
    placing.put(c, back, now, change)
    for left in sorted(placing.emptied(c, {place.story_id for place in now.values()} - set(goals.values()))):
        heirs = set(goals.values())
        placing.end(c, left, next(iter(heirs)) if len(heirs) == 1 else 0)
    c.execute(delete(pins).where(pins.c.edit_id == edit_id))
    c.execute(update(story_edits).where(story_edits.c.id == edit_id).values(undone=at))
    owner.note(c, AuditEntry(at=at, actor=actor, action=f"story.undo.{edit.action}", subject=f"story {edit.story_id}", detail=_said(edit)))
    return replace(edit, undone=at)


def _restored(c: Connection, edit: StoryEdit, story_ids: Collection[int], change: int) -> dict[int, int]:
    """For each story that articles return to the one that it is now. One that this edit ended, or that just ended, begins again."""
    own = set(c.execute(select(redirects.c.story_id).where(redirects.c.edit_id == edit.id)).scalars())
    goals = placing.resolved(c, set(story_ids) - own)
    gone = sorted(set(story_ids) - goals.keys())
    if gone:
        c.execute(delete(redirects).where(redirects.c.story_id.in_(gone)))
        placing.begin(c, gone, change)
    return goals | {story_id: story_id for story_id in gone}


def listed(c: Connection, story_id: int, limit: int) -> list[StoryEdit]:
    """Edits, latest first; those that touched one story, if one is given."""
    found: list[StoryEdit] = []
    for row in c.execute(select(story_edits).order_by(story_edits.c.id.desc())).mappings():
        if len(found) >= limit:
            break
        edit = edit_of(row)
        if not story_id or story_id in {edit.story_id, edit.from_story, *(story for _, story in edit.before)}:
            found.append(edit)
    return found


def every_pin(c: Connection) -> list[Pin]:
    """All pins that hold, oldest first."""
    return [pin_of(row) for row in c.execute(select(pins).order_by(pins.c.id)).mappings()]


def tidy(c: Connection, moves: Sequence[tuple[int, int, Evidence]]) -> None:
    """Move articles as the periodic pass decided, but for moves against what a reader decided meanwhile."""
    change = placing.advance(c, len(moves) + 1)
    wanted = {article: (story, evidence) for article, story, evidence in moves}
    before = placing.current(c, wanted)
    goals = placing.resolved(c, {story for story, _ in wanted.values() if story > 0})
    places = {
        article: Place(article, goals[story], evidence_data(evidence))
        for article, (story, evidence) in sorted(wanted.items())
        if article in before and story in goals and before[article].story_id != goals[story]
    }
    allowed = _allowed(c, places, before)
    placing.put(c, allowed, before, change)


def _allowed(c: Connection, places: Mapping[int, Place], before: Mapping[int, Place]) -> list[Place]:
    """The moves that part no pair that a reader put together, and join none that a reader put apart."""
    held = every_pin(c)
    touched = [pin for pin in held if pin.a in places or pin.b in places]
    now = {
        id_: place.story_id for id_, place in (placing.current(c, {a for pin in touched for a in (pin.a, pin.b)}) | dict(before)).items()
    }
    moving = dict(places)
    broken = True
    while broken:
        broken = False
        for pin in touched:
            stories_of = [moving[id_].story_id if id_ in moving else now.get(id_, 0) for id_ in (pin.a, pin.b)]
            if 0 not in stories_of and (stories_of[0] == stories_of[1]) != (pin.kind is PinKind.TOGETHER):
                broken = broken or pin.a in moving or pin.b in moving
                moving.pop(pin.a, None)
                moving.pop(pin.b, None)
    return [moving[id_] for id_ in sorted(moving)]
