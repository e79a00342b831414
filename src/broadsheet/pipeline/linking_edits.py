"""What readers decide about stories: merge, split, move, and taking it back. Makes the edit and its pins; the store carries them out.

A pin says of two articles that they belong together, or not, for good. An edit pins representatives of both sides, several of each, so
that it outlives the deletion of one. Of two pins on the same pair the later holds, so an edit that goes against an earlier one pins
those pairs anew, and undoing it brings the earlier one back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from broadsheet.errors import InputError
from broadsheet.store.base import Store
from broadsheet.types import Evidence, Membership, Pin, PinKind, StoryEdit

#: Articles of a story that stand for it in pins.
REPRESENTATIVES = 20


class StoryDesk:
    """Carries out edits of stories on a store. What it changes becomes stale; describing it anew is the linker's work."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def merge(self, story_id: int, other_id: int, actor: str) -> StoryEdit:
        """All articles of the other story go into this one. Raises NotFound; InputError when both are one already."""
        into, gone = self._store.story(story_id), self._store.story(other_id)
        if into.id == gone.id:
            raise InputError(f"stories {story_id} and {other_id} are one already")
        stay = _representatives(into.lead_id, _ids(self._store.members(into.id)))
        moved = _ids(self._store.members(gone.id))
        go = _representatives(gone.lead_id, moved)
        pins = [Pin(PinKind.TOGETHER, stay[0], one) for one in go] + [Pin(PinKind.TOGETHER, one, go[0]) for one in stay[1:]]
        return self._carry_out("merge", into.id, gone.id, moved, [*pins, *self._against(PinKind.APART, stay, moved)], actor)

    def split(self, story_id: int, article_ids: Sequence[int], actor: str) -> StoryEdit:
        """These articles leave the story and are a new one. Raises NotFound; InputError when none, or all, would leave."""
        story = self._store.story(story_id)
        members = _ids(self._store.members(story.id))
        leaving = list(dict.fromkeys(article_ids))
        staying = [one for one in members if one not in set(leaving)]
        if strangers := sorted(set(leaving) - set(members)):
            raise InputError(f"article {strangers[0]} is not in story {story.id}")
        if not leaving or not staying:
            raise InputError("a split needs articles on both sides", hint="name some of the story's articles, not all")
        stay, go = _representatives(story.lead_id, staying), _representatives(story.lead_id, leaving)
        apart = [Pin(PinKind.APART, stay[0], one) for one in go] + [Pin(PinKind.APART, one, go[0]) for one in stay[1:]]
        together = [Pin(PinKind.TOGETHER, go[0], one) for one in go[1:]]
        against = self._against(PinKind.TOGETHER, staying, leaving)
        return self._carry_out("split", -1, story.id, leaving, [*apart, *together, *against], actor)

    def move(self, article_id: int, story_id: int, actor: str) -> StoryEdit:
        """The article goes to another story. Raises NotFound; InputError when it is there, or still waits to be linked."""
        self._store.article(article_id)
        target = self._store.story(story_id)
        membership = self._store.membership(article_id)
        if membership is None:
            raise InputError(f"article {article_id} is in no story yet", hint="broadsheet link puts waiting articles into stories")
        if membership.story_id == target.id:
            raise InputError(f"article {article_id} is in story {target.id} already")
        old = self._store.story(membership.story_id)
        behind = _representatives(old.lead_id, [one for one in _ids(self._store.members(old.id)) if one != article_id])
        there = _ids(self._store.members(target.id))
        pins = [Pin(PinKind.TOGETHER, one, article_id) for one in _representatives(target.lead_id, there)]
        pins += [Pin(PinKind.APART, one, article_id) for one in behind]
        pins += self._against(PinKind.APART, there, [article_id]) + self._against(PinKind.TOGETHER, behind, [article_id])
        return self._carry_out("move", target.id, old.id, [article_id], pins, actor)

    def undo(self, edit_id: int, actor: str) -> StoryEdit:
        """Take an edit back. Raises NotFound, InputError (see `Store.undo_edit`)."""
        return self._store.undo_edit(edit_id, self._clock(), actor)

    def _carry_out(self, action: str, into: int, gone: int, moved: Sequence[int], pins: Iterable[Pin], actor: str) -> StoryEdit:
        now = self._clock()
        edit = StoryEdit(
            at=now,
            actor=actor,
            action=action,
            story_id=into,
            from_story=gone,
            article_ids=tuple(moved),
            before=tuple((article_id, gone) for article_id in moved),
        )
        return self._store.edit_story(edit, list({(pin.a, pin.b): pin for pin in pins}.values()), Evidence(decider=actor, decided=now))

    def _against(self, kind: PinKind, one_side: Sequence[int], other_side: Sequence[int]) -> list[Pin]:
        """Pins that overrule those of `kind` which hold between the two sides."""
        left, right = set(one_side), set(other_side)
        opposite = PinKind.TOGETHER if kind is PinKind.APART else PinKind.APART
        return [
            Pin(opposite, pin.a, pin.b)
            for pin in standing(self._store.pins())
            if pin.kind is kind and ((pin.a in left and pin.b in right) or (pin.b in left and pin.a in right))
        ]


def standing(pins: Iterable[Pin]) -> list[Pin]:
    """Of several pins on one pair the last one; pins come oldest first."""
    last: dict[tuple[int, int], Pin] = {}
    for pin in pins:
        pair = (min(pin.a, pin.b), max(pin.a, pin.b))
        last.pop(pair, None)
        last[pair] = pin
    return list(last.values())


def _ids(members: Iterable[Membership]) -> list[int]:
    return [member.article_id for member in members]


def _representatives(lead_id: int, articles: Sequence[int]) -> list[int]:
    """The lead, if it is among the articles, then others in order."""
    return sorted(articles, key=lambda one: one != lead_id)[:REPRESENTATIVES]
