"""Backups, dumps, checks and repairs, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from broadsheet.errors import InputError, StoreDamaged, StoreUnusable
from broadsheet.store import Store, migrate, open_store, restore
from broadsheet.types import (
    Article,
    AuditEntry,
    Block,
    BlockKind,
    Capture,
    CaptureKind,
    Comment,
    Failure,
    Filing,
    Link,
    Listing,
    Revision,
    Search,
    Session,
    Source,
    SourceState,
    Term,
)


def fill(store: Store, now: datetime) -> None:
    """Something in every table."""
    source = store.add_source(Source(url="https://a.example/feed", folder=("North",), added=now, extra=(("a", "b"),)))
    store.save_state(SourceState(source_id=source.id, etag="e", interval=12.5, polled=now))
    capture = Capture(kind=CaptureKind.FEED, body=b"<rss/>", received=now)
    for n in range(12):
        text = f"Report {n} from Västhamn: fog."
        article = Article(
            title=f"Fog {n}",
            text=text,
            layout=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
            tags=("fog", f"t{n}"),
            related=(Link("https://b.example/", published=now),),
            feed_text="Fog.",
            received=now - timedelta(hours=n),
            source_id=source.id,
            external_id=f"g{n}",
            publisher="Paper",
        )
        store.file([Filing(article=article, keys=(f"u:{n}", f"h:{n}"), item_hash=f"h{n}", capture=capture)])
    old = store.article(3)
    store.file(
        [Filing(article=replace(old, text="Sun."), revision=Revision(article_id=3, title="Fog 3", text=old.text, seen=now, noticed=now))]
    )
    store.delete_article(5)
    store.record_failure(Failure(at=now, code="net.dns", message="m", url="https://c.example/", sample=b"s"))
    store.add_comment(Comment(article_id=1, name="Ada", text="Well", created=now, token="t"))
    store.put("secret", "s")
    store.add_session(Session(token_hash="x", created=now, expires=now))
    store.audit(AuditEntry(at=now, actor="cli", action="add", subject="source 1"))


def test_S14_a_dump_fills_an_equal_store(store: Store, make_place: Callable[[], str], now: datetime) -> None:
    fill(store, now)
    rows = list(store.dump())
    assert {str(row["table"]) for row in rows} >= {"articles", "bodies", "captures", "comments", "failures", "revisions", "sightings"}
    with closing(open_store(make_place())) as other:
        other.load(rows)
        assert list(other.dump()) == rows
        assert other.check() == []
        assert other.article(1) == store.article(1)
        assert other.search(Search(terms=(Term(("vasthamn",)),))).total == 10
        assert other.latest(Listing(tag="fog")) == store.latest(Listing(tag="fog"))
        [filed] = other.file([Filing(article=Article(title="New", received=now))])
        assert filed.article_id == 13, "new ids come after the loaded ones"
        other.add_comment(Comment(article_id=1, name="Bo", text="Two", created=now))
        with pytest.raises(InputError):
            other.load(rows)


def test_S14_a_dump_is_the_same_on_both_engines(store: Store, tmp_path: Path, now: datetime) -> None:
    fill(store, now)
    rows = list(store.dump())
    with closing(open_store(tmp_path / "other.db")) as other:
        other.load(rows)
        assert list(other.dump()) == rows


@pytest.mark.parametrize(
    "row", [{"table": "nothing"}, {"table": "articles"}, {"table": "captures", "id": "x"}, {}, {"table": "broadsheet", "schema": "9999"}]
)
def test_a_dump_that_is_none_changes_nothing(store: Store, row: dict[str, object]) -> None:
    good = {"table": "marks", "name": "a", "value": "b"}
    with pytest.raises(InputError):
        store.load([good, row])
    assert store.get("a") == ""


def test_S11_a_backup_made_while_writing_is_a_committed_state(
    store: Store, make_place: Callable[[], str], tmp_path: Path, now: datetime
) -> None:
    fill(store, now)
    stop: list[bool] = []

    def write() -> None:
        while not stop:
            store.file([Filing(article=Article(title="Fog", text="fog " * 200, received=now))] * 7)

    thread = Thread(target=write)
    thread.start()
    backup = tmp_path / "backup"
    try:
        store.backup(backup)
    finally:
        stop.append(True)
        thread.join()
    place = make_place()
    restore(backup, place)
    with closing(open_store(place)) as other:
        assert other.check() == []
        assert (other.stats().articles - 11) % 7 == 0
        assert other.get("secret") == "s"
        assert other.article(1) == store.article(1)
    with pytest.raises(StoreUnusable):
        store.backup(backup)
    with pytest.raises((StoreUnusable, InputError)):
        restore(backup, place)
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_backup_that_is_none(make_place: Callable[[], str], tmp_path: Path) -> None:
    for content in (b"", b"hello", b"\x28\xb5\x2f\xfd" + b"junk" * 9, b"SQLite format 3\0" + b"junk" * 2000):
        broken = tmp_path / "broken"
        broken.write_bytes(content)
        with pytest.raises((StoreDamaged, InputError, StoreUnusable)):
            restore(broken, make_place())
    with pytest.raises(StoreUnusable):
        restore(tmp_path / "missing", make_place())


def test_backups_go_from_one_engine_to_the_other(store: Store, make_place: Callable[[], str], tmp_path: Path, now: datetime) -> None:
    fill(store, now)
    store.backup(tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored.db")
    with closing(open_store(tmp_path / "restored.db")) as small:
        assert list(small.dump()) == list(store.dump())
        small.backup(tmp_path / "small")
    place = make_place()
    restore(tmp_path / "small", place)
    with closing(open_store(place)) as again:
        assert list(again.dump()) == list(store.dump())


def test_repair_builds_the_index_again(store: Store, now: datetime) -> None:
    fill(store, now)
    before = list(store.dump())
    found = store.search(Search(terms=(Term(("fog",)),)))
    done = store.repair()
    assert any("indexed 11 articles" in line for line in done)
    assert store.check() == []
    assert list(store.dump()) == before
    assert store.search(Search(terms=(Term(("fog",)),))) == found


def test_stats_count(store: Store, now: datetime) -> None:
    fill(store, now)
    stats = store.stats()
    assert (stats.articles, stats.revisions, stats.captures, stats.sources, stats.comments, stats.failures) == (11, 1, 12, 1, 1, 1)
    assert stats.size > 10_000
    assert stats.schema == migrate.SCHEMA
