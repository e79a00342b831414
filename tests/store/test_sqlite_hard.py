"""SQLite when things go badly: full disks, killed processes, cut logs, flipped bytes, places where nothing can be."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.errors import StoreBusy, StoreDamaged, StoreError, StoreTooNew, StoreUnusable
from broadsheet.store import migrate, open_store
from broadsheet.store.sqlite import SqliteDatabase
from broadsheet.types import Article, Filing, Hits, Listing, Search, Term

CHILD = Path(__file__).with_name("child.py")
SIZE = 5


def child(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(CHILD), *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def filing(title: str, now: datetime, text: str = "fog") -> Filing:
    return Filing(article=Article(title=title, text=text, received=now))


def test_S01_a_full_disk_refuses_writes_and_goes_on_reading(tmp_path: Path) -> None:
    done = child("full", tmp_path / "news.db")
    out, _ = done.communicate(timeout=60)
    assert done.returncode == 0, out
    refused, stored = map(int, out.split())
    assert refused > 3
    assert stored > 3, "it resumes when space returns"


def test_S02_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    place = tmp_path / "news.db"
    dice = random.Random(5)
    acknowledged: list[int] = []
    for _ in range(6):
        process = child("collect", place)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.uniform(0.01, 0.25))
        process.kill()
        rest, _ = process.communicate()
        acknowledged += map(int, rest.split())
        begin = time.monotonic()
        with closing(open_store(place)) as store:
            assert time.monotonic() - begin < 2
            assert len(store.known([f"{number}-{n}" for number in acknowledged for n in range(SIZE)])) == SIZE * len(acknowledged)
            stats = store.stats()
            assert stats.articles % SIZE == stats.linked % SIZE == stats.unlinked % SIZE == 0
            assert stats.linked + stats.unlinked == stats.articles, "each is in a story or waits for one"
            assert stats.stories * SIZE == stats.linked
            assert len(store.sketches()) == stats.linked
            assert store.check() == []
    assert acknowledged


def test_S03_a_log_cut_anywhere_gives_an_earlier_state(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        for n in range(8):
            store.file([filing(f"{n}", now, f"fog {n} " * 100)] * 3)
        whole, log = place.read_bytes(), Path(f"{place}-wal").read_bytes()
    dice = random.Random(3)
    cut_place = tmp_path / "cut.db"
    counts = set()
    for _ in range(40):
        cut = dice.randrange(len(log))
        cut_place.write_bytes(whole)
        tail = dice.randbytes(dice.randrange(3000)) if dice.random() < 0.5 else b""
        Path(f"{cut_place}-wal").write_bytes(log[:cut] + tail)
        Path(f"{cut_place}-shm").unlink(missing_ok=True)
        with closing(open_store(cut_place)) as store:
            titles = sorted({article.title for article in store.latest(Listing(limit=99))})
            assert titles == [f"{n}" for n in range(len(titles))], "the first so many batches"
            assert store.stats().articles == 3 * len(titles)
            assert store.check() == []
            counts.add(len(titles))
    assert len(counts) > 3


def test_S06_flipped_bytes_are_found_or_do_no_harm(tmp_path: Path, now: datetime) -> None:
    sound = tmp_path / "sound.db"
    with closing(open_store(sound)) as store:
        for n in range(45):
            store.file([filing(f"Report {n}", now, " ".join(f"word{n * m}" for m in range(150)))])
    whole = sound.read_bytes()
    dice = random.Random(6)
    place = tmp_path / "flipped.db"
    found = wrong = 0
    for _ in range(120):
        flipped = bytearray(whole)
        for _ in range(dice.choice((1, 1, 8))):
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
        for suffix in ("-wal", "-shm"):
            Path(f"{place}{suffix}").unlink(missing_ok=True)
        place.write_bytes(flipped)
        noticed = False
        try:
            with closing(open_store(place)) as store:
                noticed = bool(store.check())
                texts = [article.text for article in store.each_article()]
                store.search(Search(terms=(Term(("word60",)),)))
                wrong += not noticed and [text.split()[0] for text in texts] != ["word0"] * 45
        except StoreError:
            noticed = True
        found += noticed
    assert found > 20
    assert wrong == 0, "no text is shown that is not what was stored"


def test_S06_a_damaged_index_is_built_again(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        store.file([filing(f"Fog {n}", now) for n in range(5)])
    with closing(sqlite3.connect(place)) as c:
        c.execute("DELETE FROM words_data WHERE id > 10")
        c.execute("DELETE FROM words_docsize WHERE id = (SELECT min(id) FROM words_docsize)")
        c.commit()
    with closing(open_store(place)) as store:
        problems = store.check()
        assert problems
        assert not any(problem.fatal for problem in problems)
        store.repair()
        assert store.check() == []
        assert store.search(Search(terms=(Term(("fog",)),))).total == 5


def test_S07_two_processes_share_one_database(tmp_path: Path) -> None:
    place = tmp_path / "news.db"
    both = [child("beside", place, name, "150") for name in ("one", "two")]
    winners = {process.communicate(timeout=60)[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(winners) == 1
    with closing(open_store(place)) as store:
        assert len(store.known([f"{name}-{n}" for name in ("one", "two") for n in range(150)])) == 300
        assert store.check() == []


def test_S07_a_writer_that_does_not_let_go_is_reported(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        store.put("a", "b")
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        database = SqliteDatabase(place, patience=0.1)
        with pytest.raises(StoreBusy):
            database.write(lambda c: None)
        assert database.read(lambda c: c.exec_driver_sql("SELECT value FROM marks WHERE name = 'a'").scalar()) == "b"
        database.close()


def test_S08_places_where_no_database_can_be(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("Dear diary, today was a long day.")
    (tmp_path / "file").write_text("x")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE recipes (name)")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("folder", "text.db", "missing/news.db", "file/news.db", "other.db", "pipe", "loop"):
        with pytest.raises(StoreUnusable) as caught:
            open_store(tmp_path / name)
        assert "\n" not in str(caught.value)
    with pytest.raises(StoreUnusable):
        open_store("mysql://somewhere/news")
    with pytest.raises(StoreUnusable):
        open_store("")


def test_S08_a_link_to_a_database_is_that_database(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "news.db")) as store:
        store.put("a", "b")
    (tmp_path / "link.db").symlink_to(tmp_path / "news.db")
    with closing(open_store(tmp_path / "link.db")) as store:
        assert store.get("a") == "b"


def test_S08_a_truncated_file_is_damaged(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        store.file([filing("Fog", now)])
    place.write_bytes(place.read_bytes()[: 8192 * 3])

    def said() -> str:
        try:
            with closing(open_store(place)) as store:
                return " ".join(problem.hint for problem in store.check() if problem.fatal)
        except StoreDamaged as error:
            return error.hint

    assert "restore a backup" in said()


def test_S10_a_newer_database_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "news.db"
    open_store(place).close()
    with closing(sqlite3.connect(place)) as c:
        c.execute("UPDATE alembic_version SET version_num = '9001'")
        c.commit()
    with pytest.raises(StoreTooNew, match="later version"):
        open_store(place)


def test_S10_a_migration_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "news.db"
    real = migrate.migrate

    def breaks(c: object) -> None:
        real(c)  # type: ignore[arg-type]
        raise RuntimeError("power")

    monkeypatch.setattr(migrate, "migrate", breaks)
    with pytest.raises(RuntimeError):
        open_store(place)
    with closing(sqlite3.connect(place)) as c:
        assert c.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    monkeypatch.undo()
    with closing(open_store(place)) as store:
        assert store.check() == []


def test_S12_a_slow_reader_does_not_let_the_log_grow(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        store.file([filing(f"{n}", now) for n in range(300)])
        slow = store.each_article()
        next(slow)
        dice = random.Random(1)
        for _ in range(25):
            store.file([filing("Fog", now, " ".join(f"{dice.random()}" for _ in range(4000)))] * 5)
        assert Path(f"{place}-wal").stat().st_size < 64 * 1024 * 1024
        assert sum(1 for _ in slow) >= 299


def test_S13_deleted_words_leave_the_file(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        ids = [one.article_id for one in store.file([filing(f"n{n}", now, f"fog secretword{n} harbour") for n in range(60)])]
        for number in ids[::2]:
            store.delete_article(number)
        assert store.search(Search(terms=(Term(("secretword2",)),))).total == 0
        store.repair()
        assert store.check() == []
    content = place.read_bytes()
    assert b"secretword1" in content or b"1\x00" in content
    with closing(sqlite3.connect(place)) as c:
        c.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab('words', 'row')")
        terms = {term for (term,) in c.execute("SELECT term FROM vocabulary")}
    assert {f"secretword{n}" for n in range(60)} & terms == {f"secretword{n}" for n in range(1, 60, 2)}


def test_A06_a_search_is_stopped_at_its_deadline(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        for _ in range(5):
            store.file([filing("Fog", now, " ".join(f"a{n}" for n in range(2000)))] * 20)
        number = store.latest(Listing(limit=1))[0].id
    with closing(open_store(place, deadline=0.0)) as store:
        assert store.search(Search(terms=tuple(Term((f"a{n}",), prefix=True) for n in range(100, 160)))) == Hits((), capped=True)
        assert len(store.latest(Listing(limit=9))) == 9, "nothing of the deadline stays behind"
        store.like(number)


def test_a_copy_of_the_first_schema_opens(tmp_path: Path) -> None:
    """Databases of every released version open: tests/store/schemas has one of each, as SQL."""
    schemas = sorted(Path(__file__).with_name("schemas").glob("*.sql"))
    assert [path.stem for path in schemas] == migrate.known()
    for path in schemas:
        place = tmp_path / f"{path.stem}.db"
        with closing(sqlite3.connect(place)) as c:
            c.executescript(path.read_text("utf-8"))
        with closing(open_store(place)) as store:
            assert store.stats().schema == migrate.SCHEMA
            if path.stem == "0001":
                assert [article.id for article in store.unlinked()] == [1, 2], "what was there before stories waits to be linked"
            else:
                assert (store.unlinked_count(), store.story_of([1, 2]), store.read_marks([1, 2])) == (0, {1: 1, 2: 2}, {1})
                assert [edit.action for edit in store.edits()] == ["split"]
            if path.stem < "0003":
                assert {article.id for article in store.unanalysed()} == {1, 2}, "what was there before the ledger waits to be read"
            else:
                assert [row.holders[0].name for row in store.findings([1])[1].statements] == ["Mara Quill"]
                assert [edit.holder for edit in store.corrections([1])] == ["Harbour office"]
            assert store.check() == []
            assert store.search(Search(terms=(Term(("harbour",)),))).total == 2
            assert [article.title for article in store.latest(Listing())] == ["The harbour opens", "Fog over Vellmar"]
            assert len(store.revisions(1)) == 1
            shutil.copy(place, tmp_path / "again.db")
