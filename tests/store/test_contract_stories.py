"""Stories in the store: what linking stores and reads back, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.errors import InputError, NotFound
from broadsheet.store import Store, open_store
from broadsheet.store.opening import _database
from broadsheet.types import (
    Article,
    Copy,
    CopyKind,
    Evidence,
    Filing,
    Image,
    Membership,
    Pin,
    PinKind,
    Signal,
    Sketched,
    Story,
    StoryEdit,
    StoryLink,
    StoryListing,
)


def file(store: Store, now: datetime, count: int = 1, **more: object) -> list[int]:
    made = [Article(title=f"Fog {n}", text=f"Fog over Vellmar {n}", received=now - timedelta(hours=n), **more) for n in range(count)]  # type: ignore[arg-type]
    return [one.article_id for one in store.file([Filing(article=article) for article in made])]


def why(now: datetime, **more: object) -> Evidence:
    signals = (Signal("terms", 0.25, 1.5, ("fog", "Vellmar")), Signal("time", 0.5, -0.1))
    return Evidence(score=0.93, threshold=0.5, signals=signals, nearest_id=1, runner_up=(9, 0.25), decided=now, version="v1", **more)  # type: ignore[arg-type]


def link(article_id: int, story_id: int, **more: object) -> StoryLink:
    given: dict[str, object] = {"evidence": Evidence(), "sketch": b"s%d" % article_id, "sketch_version": "1"} | more
    return StoryLink(article_id=article_id, story_id=story_id, **given)  # type: ignore[arg-type]


def copy(article_id: int, original_id: int) -> Copy:
    return Copy(
        article_id=article_id, original_id=original_id, kind=CopyKind.SYNDICATED, share=0.9, kept=0.5, credit="Reuters", version="c1"
    )


def describe(store: Store, story_id: int, **more: object) -> Story:
    articles = store.member_articles(story_id)
    seen = [article.sort_time for article in articles]
    given: dict[str, object] = {
        "articles": len(articles),
        "first_seen": min(seen, default=None),
        "last_seen": max(seen, default=None),
    } | more
    story = Story(id=story_id, **given)  # type: ignore[arg-type]
    store.save_stories([story])
    return story


def edit(now: datetime, action: str, goal: int, source: int, *ids: int) -> StoryEdit:
    return StoryEdit(at=now, actor="owner", action=action, story_id=goal, from_story=source, article_ids=ids)


BY_HAND = Evidence(decider="owner")


def test_new_and_changed_articles_wait_in_line_until_they_are_linked(store: Store, now: datetime) -> None:
    a, b, c = file(store, now, 3)
    assert [article.id for article in store.unlinked()] == [a, b, c]
    assert store.unlinked()[0] == store.article(a)
    assert store.unlinked_count() == 3
    assert [article.id for article in store.unlinked(2)] == [a, b]
    begun = store.save_links([link(a, -1), link(b, -1), link(c, -2)])
    assert begun.keys() == {-1, -2}
    assert store.unlinked() == []
    assert store.story_of([a, b, c, 99]) == {a: begun[-1], b: begun[-1], c: begun[-2]}
    stats = store.stats()
    assert (stats.stories, stats.linked, stats.unlinked) == (2, 3, 0)
    old = store.article(b)
    store.file([Filing(article=replace(old, section="World"))])
    assert store.unlinked() == [], "linking does not look at sections"
    store.file([Filing(article=replace(old, text="Sun over Vellmar")), Filing(article=replace(store.article(a), title="Sun"))])
    assert [article.id for article in store.unlinked()] == [a, b]
    assert store.story_of([b]) == {b: begun[-1]}, "it stays where it was until it is linked again"
    assert store.check() == []


def test_a_decision_about_an_article_that_changed_or_went_meanwhile_is_left_out(store: Store, now: datetime) -> None:
    a, b, c = file(store, now, 3)
    store.unlinked()
    store.file([Filing(article=replace(store.article(a), text="Other"))])
    store.delete_article(b)
    begun = store.save_links([link(a, -1), link(b, -2), link(c, -3)])
    assert begun.keys() == {-3}
    assert [article.id for article in store.unlinked()] == [a]
    assert store.story_of([a, b, c]) == {c: begun[-3]}
    assert store.save_links([link(a, begun[-3])]) == {}
    assert store.unlinked_count() == 0
    assert store.check() == []
    with pytest.raises(InputError):
        store.save_links([link(a, 0)])


def test_evidence_comes_back_whole(store: Store, now: datetime) -> None:
    a, b = file(store, now, 2)
    begun = store.save_links([link(a, -1, evidence=why(now)), link(b, -1)])
    assert store.membership(a) == Membership(a, begun[-1], why(now))
    assert [one.article_id for one in store.members(begun[-1])] == [b, a], "by sort time"
    assert [article.id for article in store.member_articles(begun[-1])] == [b, a]
    assert store.coverage([begun[-1], 99]) == {begun[-1]: [(b, now - timedelta(hours=1)), (a, now)]}
    assert store.membership(99) is None
    store.save_links([link(a, begun[-1], evidence=Evidence(score=float("nan"), version="\0x\ud800"))])
    stored = store.membership(a)
    assert stored is not None
    assert (stored.evidence.score, stored.evidence.version) == (0.0, "x")


def test_the_feed_of_changes_tells_everything_once_more(store: Store, now: datetime) -> None:
    a, b, c = file(store, now, 3)
    begun = store.save_links([link(a, -1), link(b, -1), link(c, -2)])
    rows = store.sketches()
    assert [(one.article_id, one.story_id, one.version, one.sketch) for one in rows] == [
        (a, begun[-1], "1", b"s1"), (b, begun[-1], "1", b"s2"), (c, begun[-2], "1", b"s3"),
    ]  # fmt: skip
    assert [one.change for one in rows] == sorted({one.change for one in rows})
    assert store.sketches(rows[0].change, 1) == rows[1:2]
    last = rows[-1].change
    assert store.sketches(last) == []
    store.tidy([(c, begun[-1], Evidence(decider="tidy"))])
    store.delete_article(a)
    fresh = store.sketches(last)
    assert [(one.article_id, one.story_id, one.sketch) for one in fresh] == [(c, begun[-1], b"s3"), (a, 0, b"")]
    assert isinstance(fresh[0], Sketched)
    assert store.check() == []


def test_copies_know_their_original_and_wait_again_when_it_goes(store: Store, now: datetime) -> None:
    a, b, c, d = file(store, now, 4)
    store.save_links([link(a, -1), link(b, -1, copy=copy(b, a)), link(c, -1, copy=copy(c, b)), link(d, -1, copy=copy(d, 99))])
    assert store.copy_of([a, b, c, d]) == {b: copy(b, a), c: copy(c, a)}, "no chains, and no copies of nothing"
    assert store.copies([a, b]) == {a: [copy(b, a), copy(c, a)]}
    store.save_links([link(d, -1)], {a: copy(a, d)})
    assert store.copy_of([a, b, c]) == {a: copy(a, d), b: copy(b, d), c: copy(c, d)}
    store.save_links([], {a: None})
    assert store.copy_of([a]) == {}
    store.delete_article(d)
    assert store.copy_of([a, b, c]) == {}
    assert [article.id for article in store.unlinked()] == [b, c]
    assert store.check() == []


def test_a_story_is_described_listed_and_removed(store: Store, now: datetime) -> None:
    a, b = file(store, now, 2)
    begun = store.save_links([link(a, -1), link(b, -2)])
    one, two = begun[-1], begun[-2]
    assert store.stale_stories() == [one, two]
    assert store.stories(StoryListing()) == []
    first = describe(store, one, headline="Fog", heat=2.0, languages=("en",), sections=("World",), publishers=("Paper", "Post"), outlets=2)
    second = describe(store, two, headline="Nebel", heat=1.0, languages=("de",), sections=("World",), publishers=("Blatt",), outlets=1)
    assert store.stale_stories() == []
    assert store.story(one) == first
    assert store.stories(StoryListing()) == [first, second]
    assert store.stories(StoryListing(order="time", section="world")) == [first, second]
    assert store.stories(StoryListing(language="de")) == [second]
    assert store.stories(StoryListing(publisher="Post", section="World", language="en")) == [first]
    assert store.stories(StoryListing(publisher="Post", language="de")) == []
    assert store.stories(StoryListing(least_outlets=2)) == [first]
    assert store.stories(StoryListing(since=now)) == [first]
    assert store.stories(StoryListing(until=now - timedelta(minutes=1))) == [second]
    assert store.stories(StoryListing(offset=1, limit=5)) == [second]
    with pytest.raises(InputError):
        store.stories(StoryListing(order="size"))
    store.tidy([(b, one, Evidence(decider="tidy"))])
    assert store.stories(StoryListing()) == [first], "a story without articles is not listed"
    assert store.stale_stories() == [one, two]
    describe(store, two)
    assert store.story(two).id == one
    assert [story.id for story in store.stories_by_id([two, 99, one])] == [one, one]
    store.delete_article(a)
    store.delete_article(b)
    describe(store, one)
    with pytest.raises(NotFound):
        store.story(two)
    assert store.stats().stories == 0
    assert store.check() == []


def test_a_story_that_changes_while_it_is_described_stays_stale(store: Store, now: datetime) -> None:
    a, b = file(store, now, 2)
    [story] = store.save_links([link(a, -1)]).values()
    assert store.stale_stories() == [story]
    store.save_links([link(b, story)])
    describe(store, story)
    assert store.stale_stories() == [story]
    describe(store, story)
    assert store.stale_stories() == []
    store.file([Filing(article=replace(store.article(a), image=Image("https://a.example/i.jpg")))])
    assert store.stale_stories() == [story], "its picture may be another"


def test_a_merge_by_hand_holds_and_can_be_taken_back(store: Store, now: datetime) -> None:
    a, b, c = file(store, now, 3)
    begun = store.save_links([link(a, -1), link(b, -2, evidence=why(now)), link(c, -2)])
    one, two = begun[-1], begun[-2]
    last = store.sketches()[-1].change
    done = store.edit_story(edit(now, "merge", one, two, b), [Pin(PinKind.TOGETHER, a, b)], BY_HAND)
    assert (done.id, done.story_id, done.article_ids, done.before) == (1, one, (b, c), ((b, two), (c, two)))
    assert store.edits() == store.edits(two) == [done]
    assert store.pins() == [Pin(PinKind.TOGETHER, a, b, done.id)]
    assert store.story(two).id == one, "at once"
    assert {row.article_id for row in store.sketches(last)} == {b, c}
    assert [entry.action for entry in store.audit_log()] == ["story.merge"]
    store.save_links([link(b, -9, evidence=why(now), sketch=b"new")])
    assert store.membership(b) == Membership(b, one, BY_HAND), "where a reader put it, it stays"
    store.tidy([(b, store.save_links([link(*file(store, now), -5)])[-5], Evidence(decider="tidy"))])
    assert store.story_of([b]) == {b: one}, "the pin holds"
    undone = store.undo_edit(done.id, now, "cli")
    assert undone.undone == now
    assert store.story_of([a, b, c]) == {a: one, b: two, c: two}
    assert store.story(two).id == two
    assert store.membership(b) == Membership(b, two, why(now)), "with the evidence that it had"
    assert store.pins() == []
    assert [entry.action for entry in store.audit_log()] == ["story.undo.merge", "story.merge"]
    with pytest.raises(InputError):
        store.undo_edit(done.id, now, "cli")
    with pytest.raises(NotFound):
        store.undo_edit(99, now, "cli")
    assert store.check() == []


def test_edits_of_the_same_articles_are_undone_in_order(store: Store, now: datetime) -> None:
    a, b, c = file(store, now, 3)
    [one] = store.save_links([link(a, -1), link(b, -1), link(c, -1)]).values()
    split = store.edit_story(edit(now, "split", -1, one, b, c), [], BY_HAND)
    assert split.story_id not in (one, 0)
    moved = store.edit_story(edit(now, "move", one, split.story_id, b), [], BY_HAND)
    with pytest.raises(InputError):
        store.undo_edit(split.id, now, "owner")
    with pytest.raises(InputError):
        store.edit_story(edit(now, "move", split.story_id, split.story_id, a), [], BY_HAND)
    with pytest.raises(NotFound):
        store.edit_story(edit(now, "move", 99, one, a), [], BY_HAND)
    with pytest.raises(NotFound):
        store.edit_story(edit(now, "move", split.story_id, one, 99), [], BY_HAND)
    store.undo_edit(moved.id, now, "owner")
    store.undo_edit(split.id, now, "owner")
    assert store.story_of([a, b, c]) == dict.fromkeys((a, b, c), one)
    assert store.story(split.story_id).id == one
    assert len(store.edits()) == 2
    assert store.check() == []


def test_one_holder_has_a_lease(store: Store, now: datetime) -> None:
    later = now + timedelta(minutes=5)
    assert store.lease("linking", "a", now, later)
    assert not store.lease("linking", "b", now, later)
    assert store.lease("linking", "a", now, later)
    assert store.lease("tidying", "b", now, later)
    store.release("linking", "b")
    assert not store.lease("linking", "b", now, later)
    assert store.lease("linking", "b", later, later + timedelta(minutes=1)), "it ran out"
    store.release("linking", "b")
    assert store.lease("linking", "a", now, later)


def test_vectors_are_kept_by_model(store: Store, now: datetime) -> None:
    a, b = file(store, now, 2)
    store.save_links([link(a, -1, vector=b"v", vector_model="m1"), link(b, -1)])
    store.save_vectors("m2", [(a, b"w"), (99, b"x")])
    assert store.vectors("m1", [a, b]) == {a: b"v"}
    assert store.vector_counts() == {"m1": 1, "m2": 1}
    assert [article.id for article in store.without_vector("m1")] == [b]
    assert store.without_vector("m1", b) == []
    store.drop_vectors("m2")
    assert store.vector_counts() == {"m1": 1}
    store.save_links([link(a, -1, vector=b"n", vector_model="m3")])
    assert store.vector_counts() == {"m3": 1}, "vectors of an earlier text are of no use"
    store.delete_article(a)
    assert store.vector_counts() == {}


def test_the_owner_has_read(store: Store, now: datetime) -> None:
    a, b = file(store, now, 2)
    store.mark_read([a, b, 99], now)
    store.mark_read([a], now)
    assert store.read_marks([a, b, 99]) == {a, b}
    store.mark_unread([a])
    assert store.read_marks([a, b]) == {b}
    store.delete_article(b)
    assert store.read_marks([b]) == set()
    assert store.check() == []


def damage(place: str, *statements: str) -> None:
    database = _database(place)
    with closing(database):
        for statement in statements:
            database.write(lambda c, sql: c.exec_driver_sql(sql), statement)


def test_what_points_nowhere_is_found_and_mended(store: Store, place: str, now: datetime) -> None:
    a, b, c = file(store, now, 3)
    begun = store.save_links([link(a, -1), link(b, -1, copy=copy(b, a)), link(c, -2)])
    describe(store, begun[-1])
    describe(store, begun[-2])
    assert store.check() == []
    damage(
        place,
        f"UPDATE copies SET original_id = 77 WHERE article_id = {b}",
        f"UPDATE memberships SET story_id = 55 WHERE article_id = {c}",
        f"DELETE FROM memberships WHERE article_id = {a}",
        "INSERT INTO redirects (story_id, into_id) VALUES (91, 92), (92, 91), (90, 91)",
        "INSERT INTO pins (kind, a, b) VALUES ('apart', 1, 77)",
        "INSERT INTO read_marks (article_id, at) VALUES (77, 0)",
    )
    assert len(store.check()) == 7
    with pytest.raises(NotFound):
        store.story(90)
    assert len(store.repair()) >= 6
    assert store.check() == []
    assert {article.id for article in store.unlinked()} == {a, b, c}
    assert store.stale_stories() == [begun[-2]]


def test_S14_stories_are_in_dumps_and_backups(store: Store, make_place: Callable[[], str], tmp_path: Path, now: datetime) -> None:
    a, b, c, d = file(store, now, 4)
    begun = store.save_links(
        [link(a, -1, evidence=why(now), vector=b"v", vector_model="Model"), link(b, -1, copy=copy(b, a)), link(c, -2), link(d, -2)]
    )
    first = describe(store, begun[-1], headline="Fog", heat=1.25, sections=("World",))
    store.save_vectors("model", [(a, b"w")])
    store.edit_story(edit(now, "merge", begun[-1], begun[-2]), [Pin(PinKind.TOGETHER, a, c)], BY_HAND)
    store.mark_read([a], now)
    store.delete_article(d)
    store.file([Filing(article=replace(store.article(c), text="New"))])
    rows = list(store.dump())
    for where in (make_place(), str(tmp_path / "small.db")):
        with closing(open_store(where)) as other:
            other.load(rows)
            assert list(other.dump()) == rows
            assert other.check() == []
            assert other.stories(StoryListing(section="World")) == [first]
            assert other.unlinked() == store.unlinked()
            last = other.sketches()[-1].change
            other.save_links([link(c, -1)])
            assert [one.article_id for one in other.sketches(last)] == [c], "numbers go on where they were"
            assert other.undo_edit(1, now, "cli").before == ((c, begun[-2]), (d, begun[-2]))
            assert other.story(begun[-2]).id == begun[-2]


def test_S09_a_lease_from_before_the_clock_was_set_back_has_run_out(store: Store, now: datetime) -> None:
    ahead = now + timedelta(days=400)
    assert store.lease("linking", "a", ahead, ahead + timedelta(minutes=2))
    assert store.lease("linking", "b", now, now + timedelta(minutes=2))
    assert not store.lease("linking", "a", now, now + timedelta(minutes=2))
