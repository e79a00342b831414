"""The publishers' servers: well-formed feeds, conditional requests, moves, faults, and the same answer for the same question."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from broadsheet.demo.archive import archive, pasted_at, pasted_page, pasted_pieces
from broadsheet.demo.edition import Edition, Publisher, load_edition
from broadsheet.demo.markup import plain_blocks
from broadsheet.demo.pictures import picture
from broadsheet.demo.scenes import SCENES
from broadsheet.demo.site import DemoWeb, answer
from broadsheet.desk.pictures import sniff
from broadsheet.errors import DnsError
from broadsheet.extract import read
from broadsheet.types import Body, Capture, CaptureKind, Request, Response

END = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
EDITION = load_edition(END)
FEEDS = [publisher for publisher in EDITION.publishers.values() if publisher.feed in ("rss", "rdf", "atom", "json")]


@pytest.fixture(scope="module")
def edition() -> Edition:
    return EDITION


def ask(url: str, now: datetime = END, **more: str) -> Response:
    return answer(EDITION, Request(url=url, **more), now)  # type: ignore[arg-type]  # only text fields are passed


@pytest.mark.parametrize("publisher", FEEDS, ids=lambda publisher: publisher.id)
def test_feeds_are_well_formed(publisher: Publisher, edition: Edition) -> None:
    response = ask(publisher.feed_url)
    pieces = edition.of(publisher, END)[:15]
    if publisher.feed == "json":
        titles = [item["title"] for item in json.loads(response.body)["items"]]
    else:
        parsed = feedparser.parse(response.body, response_headers={name.lower(): value for name, value in response.headers})
        assert not parsed.bozo, parsed.get("bozo_exception")
        titles = [entry.title for entry in parsed.entries]
        assert all(entry.link.startswith(publisher.site) for entry in parsed.entries)
    assert titles == [piece.at(END).headline for piece in pieces]


def test_feeds_show_only_what_is_published(edition: Edition) -> None:
    early = min(piece.published for piece in edition.pieces.values()) + timedelta(hours=1)
    parsed = feedparser.parse(ask(edition.publishers["lpa"].feed_url, early).body)
    assert len(parsed.entries) == 1
    url = edition.pieces["courier-aster-3"].url(END)
    assert ask(url, early).status == 404
    assert ask(url).status == 200


def test_the_sitemap_is_well_formed_and_recent(edition: Edition) -> None:
    root = etree.fromstring(ask(edition.publishers["prl"].feed_url).body)
    places = [str(place.text) for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    recent = [p for p in edition.of(edition.publishers["prl"], END) if p.published >= END - timedelta(days=2)]
    assert places == [piece.url(END) for piece in recent]
    assert len(places) >= 2


def test_every_address_answers_and_stays_in_the_reserved_domain(edition: Edition) -> None:
    for piece in edition.pieces.values():
        assert (urlsplit(piece.url(END)).hostname or "").endswith(".example")
        expected = 404 if piece.fault == "gone" or piece.channel != "site" else 200
        assert ask(piece.url(END)).status == expected, piece.id


def test_answers_are_deterministic(edition: Edition) -> None:
    for publisher in edition.publishers.values():
        for url in (publisher.feed_url, publisher.site + "/", publisher.site + "/robots.txt"):
            assert ask(url) == ask(url)
    assert ask(edition.pieces["lantern-aster-1"].url(END)) == ask(edition.pieces["lantern-aster-1"].url(END))


def test_conditional_requests(edition: Edition) -> None:
    url = edition.publishers["courier"].feed_url
    first = ask(url)
    tag, changed = first.header("ETag"), first.header("Last-Modified")
    assert ask(url, etag=tag).status == 304
    assert ask(url, etag="W/" + tag).status == 304
    assert ask(url, etag='"other"', last_modified=changed).status == 200
    assert ask(url, last_modified=changed).status == 304
    assert ask(url, last_modified="no date").status == 200
    assert ask(url, END - timedelta(days=5), etag=tag).status == 200


def test_a_restless_guid_and_tracking_parameters(edition: Edition) -> None:
    lantern = edition.publishers["lantern"].feed_url
    one, two = (feedparser.parse(ask(lantern, END + timedelta(hours=h)).body).entries for h in (0, 1))
    assert [entry.link for entry in one] == [entry.link for entry in two]
    assert not {entry.id for entry in one} & {entry.id for entry in two}
    quillby = edition.publishers["quillby"].feed_url
    before, after = (feedparser.parse(ask(quillby, END - timedelta(days=d)).body).entries for d in (7, 5))
    assert all("utm_" not in entry.link for entry in before)
    assert all("utm_source=rss" in entry.link for entry in after)
    assert {entry.id for entry in before} <= {entry.id for entry in after}
    assert ask(after[0].link, END).status == 200


def test_an_article_that_moved(edition: Edition) -> None:
    piece = edition.pieces["courier-boat-1"]
    assert piece.moved is not None
    old, new = piece.url(piece.published), piece.url(END)
    assert old != new
    assert ask(old, piece.moved - timedelta(seconds=1)).status == 200
    moved = ask(old)
    assert (moved.status, moved.header("Location")) == (301, new)
    assert ask(new).status == 200
    assert ask(new, piece.published).status == 404


def test_hosts_without_www_lead_on_and_strangers_do_not_exist() -> None:
    moved = ask("https://harrowmouthcourier.example/feeds/latest.xml")
    assert (moved.status, moved.header("Location")) == (301, "https://www.harrowmouthcourier.example/feeds/latest.xml")
    with pytest.raises(DnsError):
        ask("https://nobody.example/")


def test_without_an_edition_there_is_no_host() -> None:
    web = DemoWeb(lambda: "", lambda: END)
    with pytest.raises(DnsError):
        web(Request(url="https://wire.lpa.example/rss/domestic.xml"))
    loaded = DemoWeb(END.isoformat, lambda: END)
    assert loaded(Request(url="https://wire.lpa.example/rss/domestic.xml")).status == 200


def test_faults(edition: Edition) -> None:
    faults = {piece.fault: piece for piece in edition.pieces.values() if piece.fault}
    assert set(faults) == {"depth", "empty", "cookies", "gone", "busy", "charset"}
    assert ask(faults["empty"].url(END)).body == b""
    assert ask(faults["depth"].url(END)).body.count(b"<div") > 2500
    assert b"privacy" in ask(faults["cookies"].url(END)).body
    busy = ask(faults["busy"].url(END), faults["busy"].published)
    assert (busy.status, busy.header("Retry-After")) == (503, "1800")
    with pytest.raises(UnicodeDecodeError):
        ask(faults["charset"].url(END)).body.decode("utf-8")


@pytest.mark.parametrize("template", sorted({publisher.template for publisher in EDITION.publishers.values()}))
def test_every_make_of_page_gives_its_article(template: str, edition: Edition) -> None:
    pieces = [p for p in edition.pieces.values() if p.publisher.template == template and p.channel == "site" and not p.fault]
    for piece in pieces[:2]:
        page = ask(piece.url(END))
        capture = Capture(kind=CaptureKind.ARTICLE, url=page.url, body=page.body, content_type=page.header("Content-Type"), received=END)
        article = read(capture).items[0].article
        shown = plain_blocks(piece.at(END).body)[: piece.paywall or None]
        assert article.title == piece.at(END).headline
        assert shown[0][:60] in article.text
        assert shown[-1][-60:] in article.text
        assert article.language in ("", piece.publisher.language)  # where the page does not say, the pipeline asks the text
        assert article.body is (Body.PARTIAL if piece.paywall else Body.FULL)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_pictures(scene: str) -> None:
    body = picture(scene, "test")
    found = sniff(body)
    assert found is not None
    assert (found.media_type, found.width, found.height) == ("image/png", 800, 450)
    assert len(body) < 130_000


def test_pictures_depend_on_their_name_alone() -> None:
    body = picture("dam", "test")
    picture.cache_clear()
    assert picture("dam", "test") == body
    assert picture("dam", "another") != body


def test_pictures_are_served_and_kept(edition: Edition) -> None:
    piece = edition.pieces["courier-aster-3"]
    response = ask(piece.publisher.site + piece.image_path)
    assert response.header("Content-Type") == "image/png"
    assert ask(response.url, etag=response.header("ETag")).status == 304


def test_every_scene_exists(edition: Edition) -> None:
    assert {piece.scene for piece in edition.pieces.values()} - {""} == set(SCENES)


def test_the_pasted_page_has_a_lead_and_three_related_articles(edition: Edition) -> None:
    text = pasted_page(edition)
    pieces = pasted_pieces(edition)
    assert [piece.publisher.id for piece in pieces] == ["courier", "lantern", "ledger", "prl"]
    assert text.startswith(pieces[0].versions[0].headline)
    assert "\n1 hour ago\n- The Daily Lantern\n" in text
    assert pasted_at(edition) > max(piece.published for piece in pieces)


def test_the_archive_is_a_web_archive(edition: Edition) -> None:
    body = archive(edition)
    assert body.startswith(b"\x1f\x8b")
    assert len(body) < 20_000
