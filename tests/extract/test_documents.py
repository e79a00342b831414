"""Sitemaps (F30), section pages, OPML (F29), rows and texts, and the one door to all readers."""

from __future__ import annotations

import gzip
import html
import json
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import BrokenDocument, EmptyDocument, LimitExceeded, NotAFeed, ParseError
from broadsheet.extract import UNKNOWN_TIME, opml, read
from broadsheet.extract.layout import lay_out
from broadsheet.extract.paragraphs import lay_out_plain
from broadsheet.extract.sanitise import clean_text
from broadsheet.extract.section import shape
from broadsheet.extract.sitemap import MOST_LINKS
from broadsheet.types import BlockKind, Body, Capture, CaptureKind, ParseLimits, Precision, Reading, Source

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SITE = "https://www.paper.example/"


def reading(kind: CaptureKind, body: str | bytes, url: str = SITE + "x", content_type: str = "") -> Reading:
    raw = body.encode() if isinstance(body, str) else body
    return read(Capture(kind=kind, url=url, requested=url, body=raw, content_type=content_type, received=NOW, source_id=4))


def urlset(rows: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        f"{rows}</urlset>"
    )


NEWS = (
    "<url><loc> https://www.paper.example/fog?utm_source=map </loc><lastmod>2026-11-01T10:00:00+01:00</lastmod>"
    "<image:image><image:loc>https://img.paper.example/a.jpg</image:loc><image:title>A picture</image:title></image:image>"
    "<news:news><news:publication><news:name>The Paper</news:name><news:language>en</news:language></news:publication>"
    "<news:publication_date>2026-11-01</news:publication_date><news:title>Fog &amp; ferries</news:title></news:news></url>"
)


def test_a_news_sitemap_gives_links_with_titles_and_times() -> None:
    found = reading(CaptureKind.SITEMAP, urlset(NEWS))
    assert len(found.links) == 1
    link = found.links[0]
    assert (link.url, link.title, link.publisher) == ("https://www.paper.example/fog", "Fog & ferries", "The Paper")
    assert link.published == datetime(2026, 11, 1, tzinfo=UTC)
    assert link.modified == datetime(2026, 11, 1, 9, tzinfo=UTC)


def test_F30_foreign_and_unusable_rows_are_left_out_and_counted() -> None:
    rows = (
        "<url><loc>https://other.example/a</loc></url><url><loc>javascript:x</loc></url><url></url>"
        "<url><loc>https://news.paper.example/b</loc><lastmod>soon</lastmod></url><url><loc>/c</loc></url><url><loc>/c</loc></url>"
    )
    found = reading(CaptureKind.SITEMAP, urlset(rows))
    assert [link.url for link in found.links] == ["https://news.paper.example/b", "https://www.paper.example/c"]
    assert found.links[0].modified is None
    assert found.notes == ("1 addresses of other sites were ignored", "2 rows without usable address")


def test_F30_an_index_names_further_sitemaps_but_not_itself() -> None:
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://www.paper.example/x</loc></sitemap>'
        "<sitemap><loc>https://www.paper.example/s1.xml.gz</loc></sitemap><sitemap><loc>https://evil.example/s</loc></sitemap></sitemapindex>"
    )
    found = reading(CaptureKind.SITEMAP, index)
    assert (found.more, found.links) == (("https://www.paper.example/s1.xml.gz",), ())


def test_the_newest_of_a_sitemap_come_first() -> None:
    row = "<{0}><loc>https://www.paper.example/{1}</loc><lastmod>{2}</lastmod></{0}>"
    rows = [("old", "2020-01-01"), ("none", ""), ("new", "2026-11-01"), ("middle", "2025-01-01")]
    found = reading(CaptureKind.SITEMAP, urlset("".join(row.format("url", *one) for one in rows)))
    assert [link.url.rpartition("/")[2] for link in found.links] == ["new", "middle", "old", "none"]
    index = "<sitemapindex>" + "".join(row.format("sitemap", *one) for one in rows) + "</sitemapindex>"
    assert [url.rpartition("/")[2] for url in reading(CaptureKind.SITEMAP, index).more] == ["new", "middle", "old", "none"]


def test_F30_gzip_plain_text_and_feeds_are_sitemaps_too() -> None:
    assert len(reading(CaptureKind.SITEMAP, gzip.compress(urlset(NEWS).encode())).links) == 1
    text = reading(CaptureKind.SITEMAP, "https://www.paper.example/a\nhttps://www.paper.example/b\n\nhttps://other.example/c\n")
    assert [link.url for link in text.links] == ["https://www.paper.example/a", "https://www.paper.example/b"]
    feed = "<rss version='2.0'><channel><item><title>Fog</title><link>https://www.paper.example/a</link></item></channel></rss>"
    assert [link.title for link in reading(CaptureKind.SITEMAP, feed).links] == ["Fog"]


def test_F30_bombs_and_masses_are_limited() -> None:
    started = time.process_time()
    with pytest.raises(LimitExceeded):
        reading(CaptureKind.SITEMAP, gzip.compress(b" " * 60_000_000))
    rows = "".join(f"<url><loc>https://www.paper.example/{n}</loc></url>" for n in range(MOST_LINKS + 1))
    found = reading(CaptureKind.SITEMAP, urlset(rows))
    assert (len(found.links), found.notes) == (MOST_LINKS, ("1 rows beyond the limit",))
    assert time.process_time() - started < 45


def test_F30_damaged_and_foreign_documents() -> None:
    with pytest.raises(NotAFeed):
        reading(CaptureKind.SITEMAP, "<html><body>Not found</body></html>")
    with pytest.raises(EmptyDocument):
        reading(CaptureKind.SITEMAP, " ")
    with pytest.raises(BrokenDocument):
        reading(CaptureKind.SITEMAP, b"\x1f\x8b\x08garbage")
    assert len(reading(CaptureKind.SITEMAP, urlset(NEWS * 2)[:-20]).links) == 1
    assert len(reading(CaptureKind.SITEMAP, gzip.compress(urlset(NEWS * 3).encode())[:-9]).links) >= 1
    xxe = urlset("<url><loc>https://www.paper.example/&x;</loc></url>")
    found = reading(CaptureKind.SITEMAP, xxe.replace("<urlset", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset', 1))
    assert [link.url for link in found.links] == ["https://www.paper.example/"]


SECTION = """<html><head><title>Harbour - The Paper</title>
<link rel="alternate" type="application/rss+xml" title="Harbour" href="/feed/harbour">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" hreflang="de" href="/de/"></head><body>
<nav><a href="/politics">Politics</a><a href="/2026/10/01/an-old-story-about-the-mole">An old story about the mole in the harbour</a></nav>
<main>
<article><a href="/harbour/ferry-sails-again-after-fog-71234?utm_source=home"><img alt="A ferry" src="f.jpg"></a>
<h2><a href="/harbour/ferry-sails-again-after-fog-71234">Ferry sails again after three days of fog</a></h2>
<time datetime="2026-11-01T07:00Z">1 Nov</time></article>
<article>
<a href="/harbour/bridge-closed-until-friday-71200"><h3>Bridge closed until Friday</h3><p>Much more text about it.</p></a></article>
<a href="/2026/11/01/mayor-opens-third-fish-market/">Mayor opens third fish market</a>
<a href="https://other.example/2026/11/01/elsewhere-in-the-world-today">Elsewhere in the world today and tomorrow</a>
<a href="/tag/harbour">All about the harbour in one place</a><a href="/author/ana-bell">Ana Bell</a>
<a href="/img/2026/11/01/large-picture-of-the-ferry.jpg">A large picture of the ferry at sea</a>
<a href="/harbour">Harbour</a><a href="#top">To the top of this page please</a><a href="javascript:void(0)">Show more</a>
</main><footer><a href="/privacy">What we do with your data and why</a></footer></body></html>"""


def test_a_section_page_gives_its_articles_and_nothing_else() -> None:
    found = reading(CaptureKind.SECTION, SECTION, SITE + "harbour")
    assert {link.url for link in found.links} == {
        "https://www.paper.example/harbour/ferry-sails-again-after-fog-71234",
        "https://www.paper.example/harbour/bridge-closed-until-friday-71200",
        "https://www.paper.example/2026/11/01/mayor-opens-third-fish-market/",
        "https://www.paper.example/2026/10/01/an-old-story-about-the-mole",
    }
    assert found.links[-1].url.endswith("mole")
    titles = {link.url.rpartition("-")[2]: link.title for link in found.links}
    assert titles["71234"] == "Ferry sails again after three days of fog"
    assert titles["71200"] == "Bridge closed until Friday"
    ferry = next(link for link in found.links if "ferry" in link.url)
    assert ferry.published == datetime(2026, 11, 1, 7, tzinfo=UTC)


def test_a_section_page_names_its_feeds() -> None:
    found = reading(CaptureKind.SECTION, SECTION, SITE + "harbour")
    assert [(one.url, one.kind, one.title, one.items) for one in found.offers] == [
        ("https://www.paper.example/feed/harbour", "feed", "Harbour", -1),
        ("https://www.paper.example/comments/feed", "feed", "Comments", -1),
    ]
    assert found.feed is not None
    assert found.feed.title == "Harbour - The Paper"


def test_shapes_of_addresses() -> None:
    articles = [
        "https://p.example/2026/11/01/a-long-way-to-the-sea",
        "https://p.example/news/bridge-closed-until-friday-1.71200",
        "https://p.example/a4567890.html",
    ]
    others = [
        "https://p.example/",
        "https://p.example/politics",
        "https://p.example/tag/sea",
        "https://p.example/about",
        "https://p.example/x.jpg",
    ]
    assert min(map(shape, articles)) > max(map(shape, others))


def test_H01_a_page_of_extremes_is_read() -> None:
    started = time.process_time()
    for page in ("<div>" * 100_000 + "<a href='/x'>y</a>", "<a href='/x'>" * 50_000, "<a " + "b=c " * 50_000 + ">"):
        reading(CaptureKind.SECTION, page)
    assert time.process_time() - started < 30


LIST = """<?xml version="1.0"?><opml version="2.0"><head><title>My papers</title></head><body>
<outline text="Coast" title="Coast"><outline text="Harbours">
<outline type="rss" text="The Paper" title="The Paper" xmlUrl="https://www.paper.example/feed?key=a&amp;b=c" htmlUrl="https://www.paper.example/"
 description="News &lt;of&gt; the &quot;coast&quot;" category="/a/b" custom="1"/></outline>
<outline text="Short name" title="Long name of the Journal" type="rss" xmlUrl="https://journal.example/rss"/></outline>
<outline text="Top" xmlUrl="HTTP://Top.Example/atom"/></body></opml>"""


def test_F29_opml_in_and_out_keeps_everything() -> None:
    first = opml.parse(LIST.encode())
    assert first.title == "My papers"
    assert [(source.url, source.title, source.folder) for source in first.sources] == [
        ("https://www.paper.example/feed?key=a&b=c", "The Paper", ("Coast", "Harbours")),
        ("https://journal.example/rss", "Long name of the Journal", ("Coast",)),
        ("http://top.example/atom", "Top", ()),
    ]
    extra = dict(first.sources[0].extra)
    assert extra["description"] == 'News <of> the "coast"'
    assert (extra["category"], extra["custom"]) == ("/a/b", "1")
    assert dict(first.sources[1].extra)["text"] == "Short name"
    assert first.sources[0].site_url == "https://www.paper.example/"
    again = opml.parse(opml.write(first.sources, title=first.title, created=NOW))
    assert [(s.url, s.title, s.folder, s.site_url, set(s.extra) | {("type", "rss")}) for s in again.sources] == [
        (s.url, s.title, s.folder, s.site_url, set(s.extra) | {("type", "rss")}) for s in first.sources
    ]
    assert opml.write(again.sources) == opml.write(opml.parse(opml.write(again.sources)).sources)


def test_F29_each_row_stands_for_itself() -> None:
    rows = (
        '<outline text="No address" type="rss"/><outline text="File" xmlUrl="file:///etc/passwd"/>'
        '<outline text="Script" xmlUrl="javascript:x"/>'
        '<outline text="Good" xmlUrl="https://a.example/f"/><outline text="Again" xmlUrl="https://a.example/f"/>'
    )
    found = opml.parse(f"<opml><body>{rows}</body></opml>".encode())
    assert [source.title for source in found.sources] == ["Good"]
    assert [(one.title, one.reason) for one in found.rejected] == [
        ("No address", "it has no xmlUrl"),
        ("File", "its xmlUrl is no http or https address"),
        ("Script", "its xmlUrl is no http or https address"),
        ("Again", "it is in the list already"),
    ]


def test_F29_masses_and_depths() -> None:
    started = time.process_time()
    deep = "<outline text='d'>" * 1000 + "<outline text='x' xmlUrl='https://a.example/f'/>" + "</outline>" * 1000
    found = opml.parse(f"<opml><body>{deep}<outline text='y' xmlUrl='https://b.example/f'/></body></opml>".encode())
    assert [source.url for source in found.sources] == ["https://a.example/f", "https://b.example/f"]
    assert len(found.sources[0].folder) == opml.DEEPEST
    many = "".join(f'<outline text="{n}" xmlUrl="http://a.example/{n}"/>' for n in range(40_000))
    found = opml.parse(f"<opml><body>{many}</body></opml>".encode())
    assert (len(found.sources), len(found.rejected)) == (opml.MOST_OUTLINES, 30_000)
    assert time.process_time() - started < 45
    with pytest.raises(LimitExceeded):
        opml.parse(b"<opml>" + b" " * opml.MOST_BYTES)


@pytest.mark.parametrize(
    ("body", "error"), [("", EmptyDocument), ("<html><body/></html>", NotAFeed), ("words", NotAFeed), ("<opml/>", None)]
)
def test_F29_what_is_no_list(body: str, error: type[ParseError] | None) -> None:
    if error is None:
        assert opml.parse(body.encode()).sources == ()
        return
    with pytest.raises(error):
        opml.parse(body.encode())


def test_F29_entities_and_repairs() -> None:
    xxe = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml><body><outline text="a&x;b&nbsp;c" xmlUrl="https://a.example/f?x=1&y=2"/>'
    found = opml.parse(xxe.encode())
    assert [(source.title, source.url) for source in found.sources] == [("ab c", "https://a.example/f?x=1&y=2")]


names = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
)


@given(
    st.lists(
        st.builds(
            Source,
            url=st.integers(0, 99).map(lambda n: f"https://a.example/{n}?a=1&b=<"),
            title=names,
            folder=st.lists(names, max_size=3).map(tuple),
        ),
        max_size=6,
    )
)
def test_F29_whatever_is_written_is_read_back(sources: list[Source]) -> None:
    distinct = list({source.url: source for source in sources}.values())
    found = opml.parse(opml.write(distinct))
    assert len(found.sources) == len(distinct)
    assert found.rejected == ()


def test_rows_with_articles_and_with_pages() -> None:
    row = {
        "id": 12,
        "title": "Fog",
        "text": "First paragraph.\n\nSecond <b>one</b>.",
        "url": "https://www.paper.example/fog?utm_source=x",
        "published": "2026-11-01",
        "authors": ["Ana Bell", 5],
        "publisher": "The Paper",
        "language": "en-GB",
        "tags": ["Sea"],
    }
    item = reading(CaptureKind.JSON, json.dumps(row), "").items[0]
    article = item.article
    assert (article.external_id, article.title, article.url) == ("12", "Fog", "https://www.paper.example/fog")
    assert article.text == "First paragraph.\n\nSecond <b>one</b>."
    assert [block.kind for block in article.layout] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert (article.published, article.published_precision) == (datetime(2026, 11, 1, tzinfo=UTC), Precision.DAY)
    assert (article.authors, article.publisher, article.language, article.tags) == (("Ana Bell",), "The Paper", "en", ("Sea",))
    page = (
        "<html><head><title>Fog</title></head><body><article><h1>Fog</h1>"
        + "<p>The ferry stayed in port all day long.</p>" * 5
        + "</article></body></html>"
    )
    read_page = reading(CaptureKind.JSON, json.dumps({"id": "p", "url": "https://www.paper.example/p", "html": page}), "").items[0].article
    assert (read_page.external_id, read_page.url, read_page.title) == ("p", "https://www.paper.example/p", "Fog")
    assert "The ferry stayed in port" in read_page.text


@given(st.text("ab<&>\u00e9e\u0301\x00\x85\u00a0 \t\r\n", max_size=80), st.integers(1, 60))
def test_plain_text_is_laid_out_as_its_markup_would_be(text: str, limit: int) -> None:
    plain, blocks = lay_out_plain(text, limit)
    unified = clean_text(text).strip("\n")
    parts = unified.split("\n\n" if "\n\n" in unified else "\n")
    markup = "".join(f"<p>{html.escape(part)}</p>" for part in parts)
    assert lay_out(markup, "", ParseLimits(text=limit)) == (plain, blocks)


def test_rows_that_are_none() -> None:
    for body, error in (
        ("[1]", BrokenDocument),
        ("{", BrokenDocument),
        ("{}", EmptyDocument),
        ('{"title": 5e999}', EmptyDocument),
        ("[" * 9999, LimitExceeded),
    ):
        with pytest.raises(error):
            reading(CaptureKind.JSON, body)


def test_a_text_file_has_its_title_in_the_first_line() -> None:
    article = reading(CaptureKind.TEXT, "\n Fog over the harbour\r\nThe ferry stays.\r\nIt sails tomorrow.\r\n", "").items[0].article
    assert (article.title, article.text, article.url) == ("Fog over the harbour", "The ferry stays.\n\nIt sails tomorrow.", "")
    assert (article.body, article.received) == (Body.FULL, NOW)
    assert reading(CaptureKind.TEXT, "Only a title").items[0].article.body is Body.NONE


def test_a_pasted_page_gives_its_articles() -> None:
    body = (
        "The council met on Monday and decided to keep the bridge closed until the engineers have finished their work on both piers. " * 3
    )
    pasted = f"Harbour Post\n14 minutes ago\nBridge stays closed\n{body}\n\nCoast Journal\n2 hours ago\nFerry sails again\n{body}\n"
    found = reading(CaptureKind.PASTE, pasted, "", "text/plain; charset=utf-8")
    assert [item.article.title for item in found.items] == ["Bridge stays closed", "Ferry sails again"]
    assert all(item.article.received == NOW and item.article.source_id == 4 for item in found.items)


def test_an_article_page_that_broke_off_is_marked() -> None:
    page = "<html><body><article><h1>Fog</h1>" + "<p>The ferry stayed in port all day long.</p>" * 5
    capture = Capture(kind=CaptureKind.ARTICLE, url=SITE + "a", body=page.encode(), received=None, truncated=True, source_id=4)
    found = read(capture)
    assert found.items[0].article.truncated
    assert found.items[0].article.received == UNKNOWN_TIME
    assert read(capture, frozenset({found.items[0].item_hash})).unchanged == 1


@pytest.mark.parametrize("kind", list(CaptureKind))
def test_errors_name_the_address(kind: CaptureKind) -> None:
    with pytest.raises(EmptyDocument) as caught:
        reading(kind, "  \n ")
    assert caught.value.url == SITE + "x"


@pytest.mark.parametrize("kind", list(CaptureKind))
@given(body=st.one_of(st.binary(max_size=60), st.text('<>/!-[]{}":&;abitemurlset \n', max_size=60).map(str.encode)))
def test_any_bytes_of_any_kind_give_a_reading_or_a_parse_error(kind: CaptureKind, body: bytes) -> None:
    with suppress(ParseError):
        reading(kind, body)
