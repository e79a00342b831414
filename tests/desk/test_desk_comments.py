"""Comments: what is shown, held and refused (rows C01-C10 as far as there are no accounts)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.comments import DEEPEST, Draft, judge, network_of, submit, threads, writer_key
from broadsheet.errors import InputError, NotFound, TooMany
from broadsheet.store import open_store
from broadsheet.store.base import Store
from broadsheet.types import Article, Comment, CommentStatus, Filing
from site_edition import NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "c.db")
    for title in ("One", "Two"):
        opened.file([Filing(article=Article(title=title, text="t", received=NOW), keys=(title,))])
    yield opened
    opened.close()


def draft(text: str = "Words.", **options: object) -> Draft:
    return Draft(**{"article_id": 1, "name": "Ida", "text": text, "writer": "w", **options})


def test_a_comment_is_stored_as_plain_text(store: Store):
    comment = submit(store, draft("<script>alert(1)</script>\r\n\r\n\r\nx\u202e", name=" I\u200bda "), NOW)
    assert (comment.name, comment.text, comment.status) == ("Ida", "<script>alert(1)</script>\n\nx", CommentStatus.SHOWN)


def test_C02_floods_are_stopped(store: Store):
    for number in range(4):
        submit(store, draft(f"Number {number}"), NOW)
    with pytest.raises(TooMany):
        submit(store, draft("One more"), NOW)
    submit(store, draft("From elsewhere", writer="v"), NOW)
    submit(store, draft("Later"), NOW + timedelta(seconds=61))


def test_C02_everybody_together_is_limited_too(store: Store):
    for number in range(60):
        submit(store, draft(f"Number {number}", writer=f"w{number}"), NOW)
    with pytest.raises(TooMany):
        submit(store, draft("One more", writer="new"), NOW)


def test_C03_links_and_repeats_are_held(store: Store):
    assert submit(store, draft("https://a.example https://b.example www.c.example"), NOW).status is CommentStatus.HELD
    first = submit(store, draft("Buy herring at the old harbour, cheap and fresh!"), NOW)
    again = submit(store, draft("Buy herr\u200bing at the OLD harbour - cheap and fresh", writer="v"), NOW)
    assert (first.status, again.status) == (CommentStatus.SHOWN, CommentStatus.HELD)


@pytest.mark.parametrize(
    ("name", "text"),
    [("", "x"), ("\u200b", "x"), ("-", "x"), ("Ida", ""), ("Ida", " \n "), ("Ida", "x" * 5001), ("Ida", "x\n" * 300), ("Ida", "x" * 10**6)],
)
def test_C04_too_much_and_too_little(store: Store, name: str, text: str):
    with pytest.raises(InputError):
        submit(store, draft(text, name=name), NOW)


def test_C05_sent_twice_is_stored_once(store: Store):
    assert submit(store, draft("Same"), NOW).id == submit(store, draft("Same"), NOW + timedelta(seconds=5)).id
    assert len(store.comments(1)) == 1


def test_C06_a_parent_must_be_there(store: Store):
    with pytest.raises(NotFound):
        submit(store, draft(parent_id=99), NOW)
    with pytest.raises(NotFound):
        submit(store, draft(article_id=99), NOW)
    parent = submit(store, draft("Parent"), NOW)
    with pytest.raises(InputError):
        submit(store, draft("x", article_id=2, parent_id=parent.id), NOW)
    store.set_comment_status(parent.id, CommentStatus.HIDDEN)
    with pytest.raises(InputError):
        submit(store, draft("y", parent_id=parent.id), NOW)


def test_C07_borrowed_names_are_held(store: Store):
    assert judge(draft(name="аdmin"), [], []) is CommentStatus.HELD
    assert judge(draft(name="Harbour P0st"), [], ["Harbour Post"]) is CommentStatus.HELD
    assert judge(draft(name="Harbour Post", by_owner=True), [], ["Harbour Post"]) is CommentStatus.SHOWN
    assert judge(draft(name="Ida"), [], ["Harbour Post"]) is CommentStatus.SHOWN


def test_robots_fall_into_the_trap(store: Store):
    with pytest.raises(InputError):
        submit(store, draft(trap="http://x"), NOW)


def test_the_owner_is_not_limited(store: Store):
    for number in range(10):
        submit(store, draft(f"Number {number}", by_owner=True), NOW)


def comment(id_: int, parent: int = 0, status: CommentStatus = CommentStatus.SHOWN) -> Comment:
    return Comment(id=id_, article_id=1, parent_id=parent, name=f"n{id_}", text="t", created=NOW, status=status)


def test_threads_are_in_reading_order():
    nodes = threads([comment(1), comment(2), comment(3, 1), comment(4, 3), comment(5, 1)])
    assert [(node.comment.id, node.depth, node.answers) for node in nodes] == [
        (1, 0, ""),
        (3, 1, "n1"),
        (4, 2, "n3"),
        (5, 1, "n1"),
        (2, 0, ""),
    ]


def test_a_removed_comment_keeps_its_place_only_for_replies():
    gone = CommentStatus.DELETED
    assert [node.comment.id for node in threads([comment(1, status=gone), comment(2, status=gone), comment(3, 2)])] == [2, 3]


def test_C04_depth_is_bounded():
    deep = threads([comment(number, number - 1) for number in range(1, 10_001)])
    assert len(deep) == 10_000
    assert max(node.depth for node in deep) == DEEPEST - 1


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20)), max_size=30, unique_by=lambda pair: pair[0]))
def test_loops_and_orphans_are_no_error(pairs: list[tuple[int, int]]):
    nodes = threads([comment(id_, parent) for id_, parent in pairs])
    assert len({node.comment.id for node in nodes}) == len(nodes)


def test_A21_visitors_are_counted_by_network():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("testclient") == "testclient"
    assert writer_key("s", "192.0.2.1") != writer_key("t", "192.0.2.1")
