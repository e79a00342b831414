"""Any order of filing, linking, tidying, editing, undoing and deleting leaves the stories that a plain dictionary would hold."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from broadsheet.errors import InputError
from broadsheet.store import open_store
from broadsheet.types import Article, Evidence, Filing, Story, StoryEdit, StoryLink

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PICK = st.integers(0, 50)


class Stories(RuleBasedStateMachine):
    """The store beside a model of it: which story each article is in, which wait, and a follower of the feed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="bs-state-")
        self.store = open_store(Path(self.folder.name) / "news.db")
        self.place: dict[int, int] = {}
        self.waiting: set[int] = set()
        self.hand: set[int] = set()
        self.followed: dict[int, int] = {}
        self.after = 0
        self.edits: list[tuple[int, dict[int, int], set[int]]] = []

    def pick(self, number: int) -> int | None:
        ids = sorted(self.place)
        return ids[number % len(ids)] if ids else None

    @rule(count=st.integers(1, 3))
    def file(self, count: int) -> None:
        filed = self.store.file([Filing(article=Article(title="Fog", text="fog", received=NOW)) for _ in range(count)])
        self.waiting |= {one.article_id for one in filed}

    @rule(number=PICK)
    def change(self, number: int) -> None:
        if id_ := self.pick(number):
            old = self.store.article(id_)
            self.store.file([Filing(article=replace(old, text=old.text + " more"))])
            self.waiting.add(id_)

    @rule(number=PICK, new=st.booleans())
    def link(self, number: int, new: bool) -> None:
        near = self.pick(number)
        goal = -1 if new or near is None else self.place[near]
        links = [StoryLink(article_id=one.id, story_id=goal, evidence=Evidence(), sketch=b"s") for one in self.store.unlinked(2)]
        begun = self.store.save_links(links)
        for one in links:
            if one.article_id not in self.hand:
                self.place[one.article_id] = begun.get(goal, goal)
            self.waiting.discard(one.article_id)

    @rule(a=PICK, b=PICK)
    def tidy(self, a: int, b: int) -> None:
        one, other = self.pick(a), self.pick(b)
        if one and other:
            self.store.tidy([(one, self.place[other], Evidence(decider="tidy"))])
            self.place[one] = self.place[other]

    @rule(a=PICK, b=PICK, split=st.booleans())
    def edit(self, a: int, b: int, split: bool) -> None:
        one, other = self.pick(a), self.pick(b)
        if one and other:
            goal = -1 if split else self.place[other]
            wish = StoryEdit(at=NOW, actor="owner", action="move", story_id=goal, from_story=self.place[one], article_ids=(one,))
            done = self.store.edit_story(wish, [], Evidence(decider="owner"))
            self.edits.append((done.id, {one: self.place[one]}, {one} & self.hand))
            self.place[one] = done.story_id
            self.hand.add(one)

    @rule()
    def undo(self) -> None:
        if self.edits:
            number, before, by_hand = self.edits.pop()
            self.store.undo_edit(number, NOW, "owner")
            now = self.store.story_of(list(before))
            for id_ in before:
                if id_ in self.place:
                    self.place[id_] = now[id_]
                    self.hand -= {id_} - by_hand
            try:
                self.store.undo_edit(number, NOW, "owner")
            except InputError:
                return
            raise AssertionError("an edit is undone once")

    @rule()
    def describe(self) -> None:
        self.store.save_stories([Story(id=id_, articles=1) for id_ in self.store.stale_stories()])
        assert self.store.stale_stories() == []
        assert self.store.stats().stories == len(set(self.place.values()))

    @rule(number=PICK)
    def delete(self, number: int) -> None:
        if id_ := self.pick(number):
            self.store.delete_article(id_)
            del self.place[id_]
            self.waiting.discard(id_)

    @invariant()
    def agrees(self) -> None:
        assert self.store.story_of(range(1, 200)) == self.place
        assert {article.id for article in self.store.unlinked()} == self.waiting
        for row in self.store.sketches(self.after):
            self.followed[row.article_id] = row.story_id
            self.after = row.change
        assert {id_: story for id_, story in self.followed.items() if story} == self.place

    def teardown(self) -> None:
        try:
            assert self.store.check() == []
        finally:
            self.store.close()
            self.folder.cleanup()


TestStories = Stories.TestCase
TestStories.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
