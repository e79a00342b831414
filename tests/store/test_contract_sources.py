"""The contract of the store about sources, captures, failures, comments and the owner, on both engines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.errors import InputError, NotFound
from broadsheet.store import Store, open_store
from broadsheet.types import (
    Article,
    AuditEntry,
    Capture,
    CaptureKind,
    Comment,
    CommentStatus,
    Failure,
    Filing,
    FullText,
    Session,
    Source,
    SourceKind,
    SourceState,
)

MINUTE = timedelta(minutes=1)


def test_a_source_comes_back_whole(store: Store, now: datetime) -> None:
    given = Source(
        kind=SourceKind.SITEMAP,
        url="https://paper.example/news.xml",
        title="Paper",
        site_url="https://paper.example/",
        folder=("World", "North"),
        publisher="The Paper",
        section="World",
        full_text=FullText.ALWAYS,
        enabled=False,
        every=600,
        username="u",
        password="p",
        accept_bad_tls=True,
        extra=(("description", "Küste"), ("x", "")),
        added=now,
    )
    stored = store.add_source(given)
    assert replace(stored, id=0) == given
    assert store.source(stored.id) == stored
    assert store.state(stored.id) == SourceState(source_id=stored.id)
    assert store.add_source(replace(given, title="Other")) == stored, "an address is added once"
    changed = replace(stored, title="New", url="https://paper.example/other.xml")
    store.update_source(changed)
    assert store.sources() == [changed]


def test_sources_are_ordered_by_folder_and_title(store: Store) -> None:
    given = [(("B",), "a"), ((), "Zebra"), ((), "apple"), (("A", "x"), "q"), (("A",), "z")]
    for n, (folder, title) in enumerate(given):
        store.add_source(Source(url=f"https://s{n}.example/", folder=folder, title=title))
    assert [source.title for source in store.sources()] == ["apple", "Zebra", "z", "q", "a"]


def test_an_address_belongs_to_one_source(store: Store) -> None:
    a = store.add_source(Source(url="https://a.example/"))
    store.add_source(Source(url="https://b.example/"))
    with pytest.raises(InputError):
        store.update_source(replace(a, url="https://b.example/"))
    with pytest.raises(NotFound):
        store.update_source(replace(a, id=99, url="https://c.example/"))
    store.remove_source(a.id)
    for ask in (store.source, store.state, store.remove_source):
        with pytest.raises(NotFound):
            ask(a.id)
    with pytest.raises(NotFound):
        store.save_state(SourceState(source_id=a.id))


def test_a_state_comes_back_whole(store: Store, now: datetime) -> None:
    source = store.add_source(Source(url="https://a.example/"))
    given = SourceState(
        source_id=source.id, etag='W/"1"', last_modified="Mon", body_hash="b", polled=now, succeeded=now, changed=now,
        next_poll=now + MINUTE, interval=901.25, failures=2, failing_since=now, error_code="net.dns", error="no address",
        moved_to="https://b.example/", moved_count=3, moved_since=now, stopped="gone", downgraded=True, hub="https://hub.example/",
        topic="t", lease_until=now, claimed_until=now,
    )  # fmt: skip
    store.save_state(given)
    assert store.state(source.id) == given
    assert store.states() == {source.id: given}


def test_due_sources_are_claimed_once_longest_overdue_first(store: Store, now: datetime) -> None:
    def add(name: str, kind: SourceKind = SourceKind.FEED, enabled: bool = True, **state: object) -> int:
        source = store.add_source(Source(url=f"https://{name}.example/", kind=kind, enabled=enabled))
        store.save_state(SourceState(source_id=source.id, **state))  # type: ignore[arg-type]
        return source.id

    assert store.next_due() is None
    soon = add("soon", next_poll=now + MINUTE)
    assert store.next_due() == now + MINUTE
    late = add("late", next_poll=now - 2 * MINUTE)
    later = add("later", next_poll=now - MINUTE)
    fresh = add("fresh")
    add("off", enabled=False)
    add("stopped", stopped="gone", next_poll=now)
    add("files", kind=SourceKind.FILES)
    busy = add("busy", next_poll=now - 9 * MINUTE, claimed_until=now + MINUTE)
    assert store.next_due() == datetime(1970, 1, 1, tzinfo=UTC), "never polled: due since ever"
    first = store.claim_due(now, now + 5 * MINUTE, 2)
    assert [source.id for source, _ in first] == [fresh, late]
    assert all(state.claimed_until == now + 5 * MINUTE for _, state in first)
    assert [source.id for source, _ in store.claim_due(now, now + 5 * MINUTE, 9)] == [later]
    assert store.claim_due(now, now + 5 * MINUTE, 9) == []
    assert store.next_due() == now + MINUTE
    store.save_state(replace(store.state(late), claimed_until=None))
    assert [source.id for source, _ in store.claim_due(now, now + MINUTE, 9)] == [late]
    assert {source.id for source, _ in store.claim_due(now + MINUTE, now + 2 * MINUTE, 9)} == {busy, late, soon}


def test_S07_two_workers_claim_each_source_once(place: str, now: datetime) -> None:
    claimed: list[int] = []
    with closing(open_store(place)) as one, closing(open_store(place)) as other:
        for n in range(60):
            one.add_source(Source(url=f"https://s{n}.example/"))

        def work(store: Store) -> None:
            while found := store.claim_due(now, now + MINUTE, 3):
                claimed.extend(source.id for source, _ in found)

        threads = [threading.Thread(target=work, args=(store,)) for store in (one, other, one)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(claimed) == len(set(claimed)) == 60


def test_a_capture_comes_back_whole(store: Store, now: datetime) -> None:
    given = Capture(
        kind=CaptureKind.PASTE, url="https://a.example/b", requested="https://a.example/a", body=bytes(range(256)) * 100,
        content_type="text/plain", status=203, headers=(("A", "1"), ("A", "é")), received=None, source_id=3, truncated=True,
    )  # fmt: skip
    number = store.save_capture(given)
    assert store.capture(number) == replace(given, id=number)
    assert store.capture(store.save_capture(replace(given, body=b""))).body == b""
    with pytest.raises(NotFound):
        store.capture(99)


def test_equal_failures_are_counted_up(store: Store, now: datetime) -> None:
    given = Failure(
        at=now, code="net.dns", message="no address", url="https://a.example/", source_id=2, size=3, sample=b"abc", retry_at=now
    )
    number = store.record_failure(given)
    assert store.failure(number) == replace(given, id=number)
    assert store.record_failure(replace(given, at=now + MINUTE, message="still", sample=b"")) == number
    assert store.failure(number) == replace(given, id=number, at=now + MINUTE, message="still", count=2)
    other = store.record_failure(replace(given, code="net.tls"))
    assert [failure.id for failure in store.failures()] == [number, other]
    assert store.failures()[0].sample == b""
    assert store.resolve_failures(now, source_id=2, url="https://b.example/") == 0
    assert store.resolve_failures(now, failure_id=number) == 1
    assert store.resolve_failures(now, failure_id=number) == 0
    assert [failure.id for failure in store.failures(source_id=2)] == [other]
    assert [failure.resolved for failure in store.failures(resolved=True)] == [now]
    again = store.record_failure(given)
    assert again not in (number, other), "what was resolved and comes back is a new failure"
    assert store.resolve_failures(now, url="https://a.example/") == 2
    with pytest.raises(InputError):
        store.resolve_failures(now)
    with pytest.raises(NotFound):
        store.failure(99)


def test_the_latest_hundred_samples_of_a_code_are_kept(store: Store, now: datetime) -> None:
    numbers = [
        store.record_failure(Failure(at=now + n * MINUTE, code="parse.broken", message="", url=f"https://a.example/{n}", sample=sample))
        for n, sample in enumerate([b"y"] * 104 + [b"x" * 2_000_000])
    ]
    kept = [number for number in numbers if store.failure(number).sample]
    assert kept == numbers[5:]
    assert len(store.failure(numbers[-1]).sample) == 1 << 20
    assert len(store.failures(limit=1000)) == 105


@pytest.fixture
def article(store: Store, now: datetime) -> int:
    return store.file([Filing(article=Article(title="Fog", text="Fog.", received=now))])[0].article_id


def test_comments_make_threads(store: Store, article: int, now: datetime) -> None:
    first = store.add_comment(Comment(article_id=article, name="Ada", text="One", created=now, writer="w1", by_owner=True))
    reply = store.add_comment(
        Comment(article_id=article, parent_id=first.id, name="Bo", text="Two", created=now + MINUTE, status=CommentStatus.HELD)
    )
    assert store.comments(article) == [first, reply]
    assert store.comment(reply.id) == reply
    assert store.recent_comments() == [reply, first]
    assert store.recent_comments(status=CommentStatus.HELD, limit=5) == [reply]
    assert store.comment_counts([article, 55]) == {article: 1}
    store.set_comment_status(reply.id, CommentStatus.SHOWN)
    assert store.comment_counts([article]) == {article: 2}
    assert (store.comments_since("w1", now), store.comments_since("w2", now), store.comments_since("", now)) == (1, 0, 2)
    assert store.comments_since("w1", now + timedelta(microseconds=1)) == 0
    store.set_comment_status(first.id, CommentStatus.DELETED)
    gone = store.comment(first.id)
    assert (gone.name, gone.text, gone.status) == ("", "", CommentStatus.DELETED)
    with pytest.raises(NotFound):
        store.set_comment_status(99, CommentStatus.HIDDEN)


def test_C05_a_comment_sent_twice_is_stored_once(store: Store, article: int, now: datetime) -> None:
    given = Comment(article_id=article, name="Ada", text="One", created=now, token="t1")
    first = store.add_comment(given)
    assert store.add_comment(replace(given, text="Other")) == first
    assert store.add_comment(replace(given, token="")).id != store.add_comment(replace(given, token="")).id
    results: list[Comment] = []
    threads = [threading.Thread(target=lambda: results.append(store.add_comment(replace(given, token="t2")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({comment.id for comment in results}) == 1
    assert len(results) == 4


def test_C06_answers_need_a_parent_that_is_there(store: Store, article: int, now: datetime) -> None:
    [other] = store.file([Filing(article=Article(title="Rain", received=now))])
    parent = store.add_comment(Comment(article_id=article, name="Ada", text="One", created=now))
    reply = Comment(article_id=article, parent_id=parent.id, name="Bo", text="Two", created=now)
    with pytest.raises(NotFound):
        store.add_comment(replace(reply, article_id=99))
    with pytest.raises(NotFound):
        store.add_comment(replace(reply, parent_id=99))
    with pytest.raises(InputError):
        store.add_comment(replace(reply, article_id=other.article_id))
    for status in (CommentStatus.HIDDEN, CommentStatus.DELETED):
        store.set_comment_status(parent.id, status)
        with pytest.raises(InputError):
            store.add_comment(reply)
    assert not store.comments_closed(article)
    store.close_comments(article, True)
    assert store.comments_closed(article)
    with pytest.raises(InputError):
        store.add_comment(replace(reply, parent_id=0))
    store.file([Filing(article=replace(store.article(article), text="New."))])
    assert store.comments_closed(article), "an update of the article does not open them"
    store.close_comments(article, False)
    store.add_comment(replace(reply, parent_id=0))
    for ask in (store.comments_closed, lambda number: store.close_comments(number, True)):
        with pytest.raises(NotFound):
            ask(99)


def test_values_are_kept(store: Store) -> None:
    assert store.get("password") == ""
    store.put("password", "a")
    store.put("password", "b\0")
    assert store.get("password") == "b"
    assert store.put_if_absent("password", "c") == "b"
    assert store.put_if_absent("secret", "s") == "s"
    assert store.get("secret") == "s"


def test_put_if_absent_has_one_winner(place: str) -> None:
    with closing(open_store(place)) as one, closing(open_store(place)) as other:
        said: list[str] = []
        threads = [
            threading.Thread(target=lambda store=store, n=n: said.append(store.put_if_absent("key", f"v{n}")))  # type: ignore[misc]
            for n, store in enumerate([one, other] * 4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(said) == {one.get("key")}


def test_sessions_end(store: Store, now: datetime) -> None:
    a, b = (Session(token_hash=name, created=now, expires=now + MINUTE) for name in "ab")
    store.add_session(a)
    store.add_session(b)
    assert store.session("a") == a
    store.end_session("a")
    assert (store.session("a"), store.session("b"), store.session("")) == (None, b, None)
    store.end_session()
    assert store.session("b") is None
    store.add_session(a)
    store.add_session(replace(b, created=now + 2 * MINUTE))
    assert store.session("a") is None, "what ended long ago is forgotten"


def test_the_audit_log_is_latest_first(store: Store, now: datetime) -> None:
    entries = [AuditEntry(at=now + n * MINUTE, actor="owner", action="delete", subject=f"comment {n}", detail="d") for n in range(3)]
    for entry in entries:
        store.audit(entry)
    assert [replace(entry, id=0) for entry in store.audit_log(2)] == entries[:0:-1]


def test_reading_while_another_thread_writes(store: Store, now: datetime) -> None:
    def write() -> Iterator[int]:
        for n in range(30):
            yield from (filed.article_id for filed in store.file([Filing(article=Article(title=f"Fog {n}", received=now))] * 3))

    done: list[int] = []
    thread = threading.Thread(target=lambda: done.extend(write()))
    thread.start()
    while thread.is_alive():
        articles = list(store.each_article())
        assert len(articles) % 3 == 0, "a batch is there whole or not at all"
    thread.join()
    assert len(done) == 90
