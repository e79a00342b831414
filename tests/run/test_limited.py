"""Documents cannot take the service down: time, memory, crashes (rows H01, H05, H06; issue: a page that breaks the parser)."""

from __future__ import annotations

import os
import pickletools
import signal
import threading
import time
from datetime import UTC, datetime

import pytest

from broadsheet.errors import BrokenDocument, LimitExceeded, NotAFeed
from broadsheet.run.limited import LimitedReader
from broadsheet.run.limited_child import packed
from broadsheet.types import Article, Block, BlockKind, Capture, CaptureKind, Item, ParseLimits, Reading

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def capture(what: str) -> Capture:
    return Capture(kind=CaptureKind.TEXT, url="https://paper.example/a", body=what.encode(), received=NOW)


def act(captured: Capture, known: frozenset[str], limits: ParseLimits) -> Reading:
    """A parser that does what the document says (runs in the child)."""
    what = captured.body.decode()
    if what == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "hang":
        time.sleep(60)
    elif what == "spin":
        while True:
            pass
    elif what == "eat":
        kept = bytearray(400 * 1024 * 1024)
        return Reading(notes=(str(len(kept)),))
    elif what == "raise":
        raise NotAFeed("no feed", url=captured.url, hint="look again")
    elif what == "trip":
        raise KeyError("tripped")
    elif what == "lie":
        return os.system  # type: ignore[return-value]  # an answer that a taken-over child might give
    article = Article(received=NOW, title=what, published=NOW)
    return Reading(items=(Item(article, "hash"),), notes=(str(os.getpid()), *sorted(known)), unchanged=int(limits.entries))


@pytest.fixture(scope="module")
def reader():
    with LimitedReader(ParseLimits(wall=3.0, cpu=1.0, memory=200 * 1024 * 1024, entries=7), workers=2, read=act) as reader:
        yield reader


def test_answers_are_whole_records(reader):
    reading = reader(capture("A ferry is late"), frozenset({"known"}))
    assert reading.items[0].article.title == "A ferry is late"
    assert reading.items[0].article.published == NOW
    assert reading.notes[1:] == ("known",)
    assert reading.unchanged == 7
    assert reader(capture("x"), limits=ParseLimits(entries=9)).unchanged == 9


def test_errors_cross_whole(reader):
    with pytest.raises(NotAFeed) as caught:
        reader(capture("raise"))
    assert (caught.value.url, caught.value.hint) == ("https://paper.example/a", "look again")
    with pytest.raises(BrokenDocument, match="KeyError"):
        reader(capture("trip"))


@pytest.mark.parametrize("what", ["die", "eat", "lie"])
def test_S05_a_child_that_breaks_is_replaced(reader, what):
    with pytest.raises(LimitExceeded) as caught:
        reader(capture(what))
    assert caught.value.url == "https://paper.example/a"
    assert reader(capture("next")).items[0].article.title == "next"


def test_processor_time_is_limited(reader):
    with pytest.raises(LimitExceeded):
        reader(capture("spin"))
    assert reader(capture("next")).items


def test_wall_time_is_limited(reader):
    started = time.monotonic()
    with pytest.raises(LimitExceeded, match=r"longer than 0\.2 s"):
        reader(capture("hang"), limits=ParseLimits(wall=0.2))
    assert time.monotonic() - started < 10
    assert reader(capture("next")).items


def test_threads_share_the_children(reader):
    answers: list[Reading] = []

    def ask(number: int) -> None:
        answers.append(reader(capture(f"title {number}")))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.items[0].article.title for answer in answers) == sorted(f"title {number}" for number in range(12))
    assert len({answer.notes[0] for answer in answers}) <= 2


def test_map_keeps_the_order_and_puts_errors_in_their_place(reader):
    asked = ["a", "raise", *map(str, range(30)), "die", "z"]
    answers = list(reader.map(map(capture, asked)))
    told = [type(answer).__name__ if isinstance(answer, Exception) else answer.items[0].article.title for answer in answers]
    assert told == ["NotAFeed" if what == "raise" else "LimitExceeded" if what == "die" else what for what in asked]


def test_closed_twice_and_then_refused():
    reader = LimitedReader(workers=1, read=act)
    assert reader(capture("one")).items
    reader.close()
    reader.close()
    with pytest.raises(RuntimeError):
        reader(capture("two"))


def test_answers_name_nothing_but_records_whatever_version_of_python_packs_them():
    article = Article(
        title="Ferry", text="It sails.", received=datetime(2026, 11, 2, tzinfo=UTC), layout=(Block(BlockKind.PARAGRAPH, 0, 9),)
    )
    operations = [(code.name, value) for code, value, _ in pickletools.genops(packed(Reading(items=(Item(article, "x"),))))]
    names = {value for name, value in operations if "UNICODE" in name}
    assert "BlockKind" in names
    assert names.isdisjoint({"getattr", "builtins", "__builtin__", "PARAGRAPH"})
