from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import broadsheet
from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import load
from broadsheet.app.wiring import open_newsroom
from broadsheet.errors import HttpStatus, InputError, NotFound, StoreUnusable
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.types import FullText, SourceKind
from pressroom import NOW, Clock, item, page, rss, story

FEED = "https://harbour.example/feed"


@pytest.fixture
def network() -> FakeFetcher:
    return FakeFetcher({FEED: rss(item(1, text=story(1)), item(2, text=story(2)))})


@pytest.fixture
def room(tmp_path: Path, network: FakeFetcher) -> Newsroom:
    return open_newsroom(load({"HOME": str(tmp_path)}), fetcher=network, clock=Clock())


def test_what_the_library_offers() -> None:
    assert broadsheet.__all__ == [
        "Article",
        "BroadsheetError",
        "Comment",
        "Listing",
        "Newsroom",
        "Search",
        "Settings",
        "Source",
        "__version__",
        "open",
    ]
    assert [getattr(broadsheet, name) is not None for name in broadsheet.__all__]
    assert dir(broadsheet) == sorted(broadsheet.__all__)
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        broadsheet.close  # noqa: B018 - the look-up is what is tested


def test_importing_it_loads_nothing_else() -> None:
    code = "import sys, broadsheet; print(sorted(name for name in sys.modules if name.startswith('broadsheet')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['broadsheet']"


def test_it_is_typed() -> None:
    assert (Path(broadsheet.__file__).parent / "py.typed").is_file()


def test_open_makes_a_database_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with broadsheet.open(tmp_path / "news.db") as newsroom:
        assert newsroom.store.latest(broadsheet.Listing()) == []
        newsroom.close()  # closing twice does nothing
    assert (tmp_path / "news.db").is_file()
    with broadsheet.open() as newsroom:
        assert newsroom.settings.database_address == str(tmp_path / ".local/share/broadsheet/broadsheet.db")


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnusable, match="cannot be made"):
        broadsheet.open(settings=load({"HOME": "/", "BROADSHEET_DATA": str(tmp_path / "file" / "data")}))


def test_add_collect_and_read(room: Newsroom) -> None:
    with room:
        source = room.add_source(broadsheet.Source(url=FEED, full_text=FullText.NEVER))
        assert source.added == NOW
        assert room.add_source(broadsheet.Source(url=FEED)).id == source.id
        assert room.collect() == 1
        assert room.collect() == 0
        assert room.update() == 1
        assert room.update([source.id]) == 1
        assert len(room.store.latest(broadsheet.Listing())) == 2


def test_poll_now_raises_what_went_wrong_and_records_it(room: Newsroom, network: FakeFetcher) -> None:
    with room:
        source = room.add_source(broadsheet.Source(url=FEED))
        network.pages[FEED] = HttpStatus(500, "broken")
        with pytest.raises(HttpStatus):
            room.poll_now(source.id)
        (failure,) = room.store.failures()
        with pytest.raises(HttpStatus):
            room.replay(failure.id)
        network.pages[FEED] = rss(item(1, text=story(1)))
        room.replay(failure.id)
        assert room.store.failures() == []
        with pytest.raises(NotFound):
            room.poll_now(99)


def test_what_is_no_address_is_refused(room: Newsroom) -> None:
    with room:
        for url in ("ftp://x.example/", "harbour.example", "javascript:alert(1)", ""):
            with pytest.raises(InputError):
                room.add_source(broadsheet.Source(url=url))
        files = room.add_source(broadsheet.Source(url="files:saved", kind=SourceKind.FILES))
        with pytest.raises(InputError, match="not polled"):
            room.poll_now(files.id)


def test_discover_lists_what_a_site_offers(room: Newsroom, network: FakeFetcher) -> None:
    network.pages["https://harbour.example/"] = (
        b'<html><head><link rel="alternate" type="application/rss+xml" title="Harbour Post" href="/feed"></head><body></body></html>'
    )
    with room:
        assert FEED in [offer.url for offer in room.discover("https://harbour.example/")]


PASTED = "\n".join(
    [
        "Harbour Post",
        "14 minutes ago",
        "The ferry sails again after two weeks of repair",
        story(1),
        "",
        "Dock Herald",
        "2 hours ago",
        "Council votes on the new dock beside the old one",
        story(2),
        "",
    ]
)


def test_a_pasted_page_is_split_corrected_and_saved(room: Newsroom) -> None:
    with room:
        split = room.split(PASTED, NOW)
        saved = room.save_paste(PASTED, NOW, split)
        assert len(saved) == len(split.articles) >= 1
        article = room.store.article(saved[0].article_id)
        assert article.capture_id
        assert room.store.capture(article.capture_id).body.decode() == PASTED
        assert article.received == NOW
        again = room.save_paste(PASTED, NOW, split)
        assert [one.article_id for one in again] == [one.article_id for one in saved]


def test_a_pasted_page_without_time_invents_none(room: Newsroom) -> None:
    with room:
        saved = room.save_paste(PASTED, None, room.split(PASTED, None))
        articles = [room.store.article(one.article_id) for one in saved]
        assert {article.published for article in articles} == {None}
        assert {article.received for article in articles} == {NOW}


def test_import_files_tells_its_progress(room: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes(page(1))
    told: list[int] = []
    with room:
        done = room.import_files([file], lambda counts: told.append(counts.documents))
        assert (done.documents, done.new, done.files) == (1, 1, 1)
    assert told[-1] == 1
