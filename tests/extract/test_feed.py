"""Feeds into articles: rows F01 to F28."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from feedmakers import NOW, atom, entry, feed_capture, rss
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.errors import BrokenDocument, EmptyDocument, LimitExceeded, NotAFeed, ParseError
from broadsheet.extract import read
from broadsheet.extract.feed_xml import prepared
from broadsheet.types import Article, Body, MarkKind, ParseLimits, Precision


def only(body: str | bytes, content_type: str = "") -> Article:
    """The one article of a feed."""
    reading = read(feed_capture(body, content_type=content_type))
    assert len(reading.items) == 1
    return reading.items[0].article


def test_an_rss_feed_gives_articles() -> None:
    item = (
        "<item><title>Ferry &amp; fog</title><link>/ferry?utm_source=rss</link><guid>f1</guid><dc:creator>Ana Bell</dc:creator>"
        "<category>Harbour</category><category>Harbour</category><pubDate>Sun, 01 Nov 2026 08:00:00 +0100</pubDate>"
        '<media:content url="https://img.paper.example/f.jpg" medium="image" width="800" height="600"/>'
        "<description>Fog stopped the <b>ferry</b>.</description>"
        '<content:encoded><![CDATA[<p>Fog stopped the ferry.</p><p>It <a href="/log">sails</a> again today.</p>]]></content:encoded></item>'
    )
    article = only(rss(item))
    assert article.title == "Ferry & fog"
    assert article.url == "https://www.paper.example/ferry"
    assert article.external_id == "f1"
    assert article.authors == ("Ana Bell",)
    assert article.tags == ("Harbour",)
    assert article.published == datetime(2026, 11, 1, 7, tzinfo=UTC)
    assert article.image is not None
    assert article.image.url == "https://img.paper.example/f.jpg"
    assert (article.image.width, article.image.height) == (800, 600)
    assert article.teaser == "Fog stopped the ferry."
    assert article.text == "Fog stopped the ferry.\n\nIt sails again today."
    link = article.layout[1].marks[0]
    assert (link.kind, link.url, article.text[link.start : link.end]) == (MarkKind.LINK, "https://www.paper.example/log", "sails")
    assert article.body is Body.FULL
    assert article.publisher == ""
    assert article.publisher_domain == "paper.example"
    assert (article.received, article.source_id) == (NOW, 3)


def test_what_the_feed_says_about_itself() -> None:
    channel = (
        "<title>The Paper</title><link>https://www.paper.example/</link><language>de-AT</language><ttl>45</ttl>"
        '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://www.paper.example/feeds/news.xml"/>'
    )
    reading = read(feed_capture(rss(entry(1), channel)))
    assert reading.feed is not None
    assert (reading.feed.title, reading.feed.site_url, reading.feed.language) == ("The Paper", "https://www.paper.example/", "de-AT")
    assert (reading.feed.hub, reading.feed.self_url, reading.feed.ttl) == (
        "https://hub.example/",
        "https://www.paper.example/feeds/news.xml",
        45,
    )
    assert (reading.feed.entries, reading.feed.repaired) == (1, False)
    assert reading.items[0].article.language == "de"


def test_link_headers_name_the_hub_before_the_document() -> None:
    headers = (("Link", '<https://hub2.example/>; rel="hub", <https://www.paper.example/topic>; rel=self'),)
    reading = read(feed_capture(rss(entry(1)), headers=headers))
    assert reading.feed is not None
    assert (reading.feed.hub, reading.feed.self_url) == ("https://hub2.example/", "https://www.paper.example/topic")


def test_how_often_the_feed_wants_to_be_asked() -> None:
    channel = "<title>x</title><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    reading = read(feed_capture(rss(entry(1), channel)))
    assert reading.feed is not None
    assert reading.feed.ttl == 360
    silly = read(feed_capture(rss(entry(1), "<title>x</title><ttl>99999999999999</ttl>")))
    assert silly.feed is not None
    assert silly.feed.ttl == 0


def test_known_entries_are_left_out_before_they_are_read() -> None:
    document = rss("".join(entry(n) for n in range(5)))
    first = read(feed_capture(document))
    known = frozenset(item.item_hash for item in first.items)
    again = read(feed_capture(document), known)
    assert (again.items, again.unchanged) == ((), 5)
    assert again.feed is not None
    assert (again.feed.entries, again.feed.title) == (5, "The Paper")
    changed = read(feed_capture(document.replace("stays closed for day 3", "opens on day 3")), known)
    assert [item.article.external_id for item in changed.items] == ["bridge-3"]
    assert changed.unchanged == 4


def test_a_teaser_is_no_full_text() -> None:
    assert only(rss(entry(1))).body is Body.TEASER
    assert only(rss("<item><title>Only this</title></item>")).body is Body.NONE
    cut_off = "<item><title>x</title><content:encoded><![CDATA[<p>The ferry stays in port until […]</p>]]></content:encoded></item>"
    assert only(rss(cut_off)).body is Body.TEASER


def test_a_whole_article_in_the_summary_is_full_text() -> None:
    paragraph = "<p>" + "The ferry stays in port until the fog has gone, the harbour master said. " * 6 + "</p>"
    article = only(rss(f"<item><title>x</title><description><![CDATA[{paragraph * 5}]]></description></item>"))
    assert (article.body, article.teaser) == (Body.FULL, "")
    short = only(rss(f"<item><title>x</title><description><![CDATA[{paragraph}]]></description></item>"))
    assert short.body is Body.TEASER
    assert short.teaser == short.text


def test_F01_F02_external_entities_and_document_types_are_dropped() -> None:
    doctype = (
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/evil.dtd" [<!ENTITY x SYSTEM "file:///etc/hostname">'
        '<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]>'
    )
    reading = read(feed_capture(rss("<item><title>A&x;B</title><link>https://www.paper.example/1</link></item>", before=doctype)))
    assert reading.items[0].article.title == "AB"
    assert "DOCTYPE" not in prepared(rss("", before=doctype))
    assert "ENTITY" not in prepared(rss("", before=doctype))


def test_F03_F04_entities_do_not_multiply() -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    started = time.process_time()
    assert only(rss("<item><title>a&l9;b</title></item>", before=f"<!DOCTYPE x [{laughs}]>")).title == "ab"
    square = f'<!DOCTYPE x [<!ENTITY a "{"x" * 400}">]>'
    assert len(only(rss(f"<item><title>{'&a;' * 200_000}</title></item>", before=square)).title) <= ParseLimits().title
    assert time.process_time() - started < 6


def test_F05_named_entities_are_decoded_although_nobody_declared_them() -> None:
    reading = read(feed_capture(rss("<item><title>Caf&eacute;&nbsp;news &amp; more &lt;3</title></item>")))
    assert reading.items[0].article.title == "Café news & more <3"
    assert reading.feed is not None
    assert not reading.feed.repaired
    own = '<!DOCTYPE x [<!ENTITY paper "The Paper">]>'
    assert only(rss("<item><title>&paper; today</title></item>", before=own)).title == "The Paper today"


def test_F06_bad_bytes_become_replacement_characters() -> None:
    body = rss(entry(1)).encode().replace(b"day 1</title>", b"day \xff1 \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9</title>")
    reading = read(feed_capture(body))
    assert reading.items[0].article.title == "Bridge closed, day \ufffd1 ééééé"
    assert reading.feed is not None
    assert reading.feed.repaired


def test_F09_control_characters_are_stripped() -> None:
    article = only(rss("<item><title>a\x00b\x0bc&#0;d&#x1F;e&#xFFFE;f</title></item>").replace("&#xFFFE;", ""))
    assert article.title == "abcdef"


def test_F10_an_entry_without_id_and_link_gets_a_stable_one() -> None:
    with_link = only(rss("<item><title>Fog</title><link>https://www.paper.example/fog</link></item>"))
    assert with_link.url == "https://www.paper.example/fog"
    bare = "<item><title>Fog</title><pubDate>Sun, 01 Nov 2026 08:00:00 GMT</pubDate></item>"
    first, second = only(rss(bare)), only(rss("<!-- elsewhere -->" + bare))
    assert first.external_id == second.external_id
    assert first.external_id.startswith("title:")
    assert only(rss(bare.replace("Fog", "Rain"))).external_id != first.external_id


def test_F11_entries_with_one_guid_are_both_read() -> None:
    two = entry(1) + entry(2).replace("bridge-2<", "bridge-1<")
    reading = read(feed_capture(rss(two)))
    assert [item.article.external_id for item in reading.items] == ["bridge-1", "bridge-1"]
    assert len({item.article.url for item in reading.items}) == 2
    assert len({item.item_hash for item in reading.items}) == 2


def test_F14_unreadable_dates_are_unknown() -> None:
    for written in ("Tomorrow", "", "32 Foo 2026", "0000-00-00"):
        article = only(rss(f"<item><title>x</title><pubDate>{written}</pubDate></item>"))
        assert article.published is None
        assert article.sort_time == NOW


def test_F15_a_date_in_the_future_is_kept_but_does_not_lead() -> None:
    article = only(rss("<item><title>x</title><pubDate>Fri, 01 Jan 9999 00:00:00 GMT</pubDate></item>"))
    assert article.published is not None
    assert article.published.year == 9999
    assert article.sort_time == NOW


def test_F16_the_zero_of_a_clock_is_no_date() -> None:
    for written in ("Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00Z", "1969-12-31T23:00:00Z"):
        assert only(rss(f"<item><title>x</title><pubDate>{written}</pubDate></item>")).published is None


def test_updated_alone_counts_as_published_and_later_as_modified() -> None:
    alone = only(atom("<entry><id>a</id><title>x</title><updated>2026-11-01T10:00:00Z</updated></entry>"))
    assert (alone.published, alone.modified) == (datetime(2026, 11, 1, 10, tzinfo=UTC), None)
    both = only(atom("<entry><id>a</id><title>x</title><published>2026-11-01</published><updated>2026-11-01T10:00:00Z</updated></entry>"))
    assert (both.published, both.published_precision) == (datetime(2026, 11, 1, tzinfo=UTC), Precision.DAY)
    assert both.modified == datetime(2026, 11, 1, 10, tzinfo=UTC)


def test_F17_a_feed_that_is_too_long_is_read_in_parts() -> None:
    document = rss("".join(entry(n) for n in range(25)))
    limits = ParseLimits(entries=10)
    known: frozenset[str] = frozenset()
    read_so_far: list[str] = []
    for expected in (10, 10, 5, 0):
        reading = read(feed_capture(document), known, limits)
        assert len(reading.items) == expected
        assert bool(reading.notes) is (len(read_so_far) + expected < 25)
        read_so_far += [item.article.external_id for item in reading.items]
        known |= {item.item_hash for item in reading.items}
    assert sorted(read_so_far) == sorted(f"bridge-{n}" for n in range(25))


def test_F17_the_newest_come_first_where_the_feed_lists_the_oldest_first() -> None:
    items = "".join(
        f"<item><title>{n}</title><guid>{n}</guid><pubDate>{n:02d} Oct 2026 00:00:00 GMT</pubDate></item>" for n in range(1, 21)
    )
    reading = read(feed_capture(rss(items)), limits=ParseLimits(entries=5))
    assert [item.article.title for item in reading.items] == ["16", "17", "18", "19", "20"]


def test_F17_fifty_thousand_entries_do_not_take_long() -> None:
    document = feed_capture(rss("".join(entry(n) for n in range(50_000))))
    started = time.process_time()
    reading = read(document)
    assert time.process_time() - started < 15
    assert reading.feed is not None
    assert (len(reading.items), reading.feed.entries) == (1000, 50_000)
    assert "49,000" in reading.notes[0]


@pytest.mark.parametrize("body", ["", " \n\t ", rss(""), atom("")])
def test_F18_nothing_in_it(body: str) -> None:
    with pytest.raises(EmptyDocument) as caught:
        read(feed_capture(body))
    assert caught.value.url


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><head><title>The Paper</title></head><body><p>Hello</p></body></html>",
        "<html><head><title>Just a moment...</title></head><body>cloudflare challenge-form</body></html>",
        '{"error": "not found"}',
        "[1, 2]",
        "Internal error",
        '<?xml version="1.0"?><error><code>AccessDenied</code></error>',
        "<opml><body/></opml>",
    ],
)
def test_F19_something_else_where_a_feed_should_be(body: str) -> None:
    with pytest.raises(NotAFeed):
        read(feed_capture(body))


CUTTABLE = [
    rss("".join(entry(n) for n in range(4))),
    rss("".join(entry(n).replace("The harbour", "<![CDATA[The <b>harbour</b>").replace(".</desc", ".]]></desc") for n in range(3))),
    atom("".join(f"<entry><id>e{n}</id><title>Fog {n}</title><link href='https://www.paper.example/{n}'/></entry>" for n in range(4))),
]


@pytest.mark.parametrize("document", CUTTABLE)
def test_F20_a_cut_document_never_gives_half_an_entry(document: str) -> None:
    whole = {item.item_hash: item.article for item in read(feed_capture(document)).items}
    raw = document.encode()
    for end in range(0, len(raw), 9):
        try:
            reading = read(feed_capture(raw[:end]))
        except ParseError:
            continue
        for item in reading.items:
            assert whole[item.item_hash] == item.article


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_F20_damaged_documents_raise_nothing_but_parse_errors(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(CUTTABLE))
    start = data.draw(st.integers(0, len(document)))
    end = data.draw(st.integers(start, min(len(document), start + 40)))
    inserted = data.draw(
        st.sampled_from(["", "<item>", "]]>", "<![CDATA[", "<!--", "&", "<", "\x00", "</item>", "<entry/>", "🗞", "&#xD800;"])
    )
    with suppress(ParseError):
        read(feed_capture(document[:start] + inserted + document[end:]))


@pytest.mark.parametrize(
    "document",
    [
        rss(entry(1)).replace("Bridge closed", "Fish & chips closed"),
        rss(entry(1)).replace("</title>", "<b></title>", 2),
        rss(entry(1)) + "trailing words",
        rss(entry(1)) + rss(""),
        rss(entry(1)).replace("</channel></rss>", ""),
        rss(entry(1)).replace('xmlns:content="http://purl.org/rss/1.0/modules/content/"', "") + "<content:encoded>",
    ],
)
def test_F21_documents_that_are_not_well_formed_are_repaired_and_marked(document: str) -> None:
    reading = read(feed_capture(document))
    assert [item.article.external_id for item in reading.items] == ["bridge-1"]
    assert reading.feed is not None
    assert reading.feed.repaired


def test_F21_entries_without_end_tags() -> None:
    document = rss("<item><title>One</title><guid>1</guid><item><title>Two</title><guid>2</guid>")
    assert [item.article.title for item in read(feed_capture(document)).items] == ["One", "Two"]


def test_F22_other_prefixes_and_nested_bases() -> None:
    document = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://one.example/x/"><a:title>T</a:title>'
        '<a:entry xml:base="https://two.example/y/"><a:id>1</a:id><a:title>Fog</a:title><a:link href="z"/>'
        '<a:content type="html" xml:base="deep/">&lt;a href="w"&gt;more&lt;/a&gt;</a:content></a:entry></a:feed>'
    )
    article = only(document)
    assert article.url == "https://two.example/y/z"
    assert article.layout[0].marks[0].url == "https://two.example/y/deep/w"


def test_an_entry_inside_an_entry_is_not_this_feeds() -> None:
    inner = '<entry><id>older</id><title>Older</title><link href="https://www.paper.example/older"/></entry>'
    reading = read(feed_capture(atom(f"<entry><id>new</id><title>Newer</title>{inner}</entry><entry><id>b</id><title>B</title></entry>")))
    assert [item.article.title for item in reading.items] == ["Newer", "B"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<title>A &lt;b&gt;bold&lt;/b&gt; claim</title>", "A <b>bold</b> claim"),
        ('<title type="html">A &lt;b&gt;bold&lt;/b&gt; claim</title>', "A bold claim"),
        ('<title type="html"><![CDATA[A <b>bold</b> claim]]></title>', "A bold claim"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> claim</div></title>', "A bold claim"),
        ('<title type="html">Fish &amp;amp; chips</title>', "Fish & chips"),
        ("<title>1 &lt; 2</title>", "1 < 2"),
        ("<title><![CDATA[a ]]]]><![CDATA[> b]]></title>", "a ]]> b"),
        ('<title type="html">x&lt;script&gt;alert(1)&lt;/script&gt;y</title>', "xy"),
    ],
)
def test_F23_titles_by_their_type(title: str, shown: str) -> None:
    assert only(atom(f"<entry><id>1</id>{title}</entry>")).title == shown


def test_F23_what_was_escaped_twice_is_decoded() -> None:
    assert only(rss("<item><title>Fish &amp;amp; chips &amp;#8211; again</title></item>")).title == "Fish & chips \u2013 again"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "urn:x:1", "file:///etc/passwd"])
def test_F24_a_link_that_is_no_web_address_is_none(link: str) -> None:
    assert only(rss(f"<item><title>x</title><link>{link}</link><guid isPermaLink='false'>1</guid></item>")).url == ""


def test_F24_relative_links_start_from_the_feeds_address() -> None:
    assert only(rss("<item><title>x</title><link>//other.example/a</link></item>")).url == "https://other.example/a"
    assert only(rss("<item><title>x</title><link>../b</link></item>")).url == "https://www.paper.example/b"


def test_the_original_behind_a_counting_service_is_the_link() -> None:
    item = "<item><title>x</title><link>https://count.example/1</link><feedburner:origLink>https://www.paper.example/1</feedburner:origLink></item>"
    assert only(rss(item)).url == "https://www.paper.example/1"
    assert only(rss(item.replace("https://www.paper.example/1", "no address"))).url == "https://count.example/1"


def test_F25_enclosures_with_silly_lengths_and_too_many() -> None:
    many = '<enclosure url="https://img.paper.example/{}.jpg" length="{}" type="image/jpeg"/>'
    lengths = ["-1", "1e30", "long", "9" * 400]
    item = "<item><title>x</title>" + "".join(many.format(n, lengths[n % 4]) for n in range(3000)) + "</item>"
    article = only(rss(item))
    assert article.image is not None
    assert article.image.url == "https://img.paper.example/0.jpg"
    huge = '<item><title>x</title><media:content url="https://img.paper.example/a.jpg" medium="image" width="1e99" height="-4"/></item>'
    assert only(rss(huge)).image is not None


def test_F27_F28_claims_of_other_publishers_change_nothing() -> None:
    channel = "<title>The Other Paper</title><link>https://other.example/</link><atom:link rel='self' href='https://other.example/feed'/>"
    item = (
        "<item><title>x</title><link>https://other.example/x</link><source url='https://other.example/feed'>The Other Paper</source></item>"
    )
    article = read(feed_capture(rss(item, channel))).items[0].article
    assert article.publisher == ""
    assert article.publisher_domain == "paper.example"
    assert article.source_id == 3


def test_H02_too_many_attributes_are_refused_at_once() -> None:
    started = time.process_time()
    with pytest.raises(LimitExceeded):
        read(feed_capture(rss("<item><title>x</title><a " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/></item>")))
    assert time.process_time() - started < 3


def test_a_large_picture_inside_the_text_is_no_reason_to_refuse() -> None:
    picture = f'<p>Fog.</p><img src="data:image/png;base64,{"A" * 200_000}"><p>Rain.</p>'
    assert only(rss(f"<item><title>x</title><description><![CDATA[{picture}]]></description></item>")).text == "Fog.\n\nRain."


def test_H24_time_grows_with_size_only() -> None:
    for unit in ("<!--", "<item>", "<![CDATA[", "&lt;!--", "<a b='", "&a", "<?x "):
        taken = []
        for many in (10_000, 40_000):
            started = time.process_time()
            with suppress(ParseError):
                read(feed_capture(rss(f"<item><title>x</title><description>{unit * many}</description></item>")))
            taken.append(time.process_time() - started)
        assert taken[1] < 10 * taken[0] + 0.5, unit


def test_a_broken_first_entry_is_broken() -> None:
    with pytest.raises(BrokenDocument):
        read(feed_capture(rss(entry(1)).partition("</item>")[0]))


@pytest.mark.parametrize("body", ["<![CDATA[<rss>", "<item", "<item>x", "<rss><![CDATA[", "<!--<rss>"])
def test_F20_what_breaks_off_at_its_start_is_refused(body: str) -> None:
    with pytest.raises(ParseError):
        read(feed_capture(body))


def test_texts_and_titles_have_their_limits() -> None:
    limits = ParseLimits(text=1000, title=40)
    item = f"<item><title>{'word ' * 50}</title><description><![CDATA[{'<p>Some words.</p>' * 500}]]></description></item>"
    article = read(feed_capture(rss(item)), limits=limits).items[0].article
    assert len(article.title) <= 40
    assert len(article.text) <= 1000


def test_rdf_and_the_oldest_rss() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="https://www.paper.example/"><title>T</title><items><rdf:Seq/></items></channel>'
        '<item rdf:about="https://www.paper.example/1"><title>Fog</title><link>https://www.paper.example/1</link></item></rdf:RDF>'
    )
    assert only(rdf).url == "https://www.paper.example/1"
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x">'
    oldest = f'{doctype}<rss version="0.91"><channel><item><title>Fog</title></item></channel></rss>'
    assert only(oldest).title == "Fog"


def test_F12_a_new_guid_and_another_count_of_comments_make_no_new_item() -> None:
    first = read(feed_capture(rss(entry(1, "<slash:comments>3</slash:comments>"))))
    again = entry(1, "<slash:comments>14</slash:comments>").replace("bridge-1<", "made-up-9f2<")
    known = frozenset(item.item_hash for item in first.items)
    later = read(feed_capture(rss(again)), known=known)
    assert (len(later.items), later.unchanged) == (0, 1)
