"""The parts of reading feeds: dates (F14-F16), characters (F06-F09), JSON Feed (F26), plain text (F23)."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from feedmakers import feed_capture
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import BrokenDocument, EmptyDocument, LimitExceeded, NotAFeed, ParseError
from broadsheet.extract import read
from broadsheet.extract.charset import decode
from broadsheet.extract.feed_cut import cut
from broadsheet.extract.feed_dates import parse_date
from broadsheet.extract.feed_json import load_json
from broadsheet.extract.plain import plain, plain_title
from broadsheet.types import Body, Precision


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # a few integers


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [
        ("2026-11-01T08:05:09+02:00", utc(2026, 11, 1, 6, 5, 9), Precision.SECOND),
        ("2026-11-01T08:05:09.123456Z", utc(2026, 11, 1, 8, 5, 9), Precision.SECOND),
        ("2026-11-01 08:05", utc(2026, 11, 1, 8, 5), Precision.MINUTE),
        ("2026-11-01", utc(2026, 11, 1), Precision.DAY),
        ("20261101T080509Z", utc(2026, 11, 1, 8, 5, 9), Precision.SECOND),
        ("20261101", utc(2026, 11, 1), Precision.DAY),
        ("1793520000", utc(2026, 11, 1, 8), Precision.SECOND),
        ("1793520000000", utc(2026, 11, 1, 8), Precision.SECOND),
        ("Sun, 01 Nov 2026 08:05:09 GMT", utc(2026, 11, 1, 8, 5, 9), Precision.SECOND),
        ("Wed, 01 Nov 2026 08:05:09 EST", utc(2026, 11, 1, 13, 5, 9), Precision.SECOND),  # the weekday is wrong
        ("01 Nov 26 08:05 UT", utc(2026, 11, 1, 8, 5), Precision.MINUTE),
        ("1 Nov 99", utc(1999, 11, 1), Precision.DAY),
        ("Sunday, November 1st, 2026 at 8:05 p.m. PST", utc(2026, 11, 2, 4, 5), Precision.MINUTE),
        ("November 1, 2026 12:30 AM", utc(2026, 11, 1, 0, 30), Precision.MINUTE),
        ("1 Nov 2026 8 pm", utc(2026, 11, 1, 20), Precision.HOUR),
        ("So, 1. November 2026, 08:05", utc(2026, 11, 1, 8, 5), Precision.MINUTE),
        ("1. März 2026", utc(2026, 3, 1), Precision.DAY),
        ("mar. 1 déc. 2026 08:00:00 +0100", utc(2026, 12, 1, 7), Precision.SECOND),
        ("1er août 2026", utc(2026, 8, 1), Precision.DAY),
        ("domingo, 1 de noviembre de 2026", utc(2026, 11, 1), Precision.DAY),
        ("1 listopada 2026", utc(2026, 11, 1), Precision.DAY),
        ("1 ноября 2026 08:05", utc(2026, 11, 1, 8, 5), Precision.MINUTE),
        ("1 Kasım 2026", utc(2026, 11, 1), Precision.DAY),
        ("1 Νοεμβρίου 2026", utc(2026, 11, 1), Precision.DAY),
        ("2026年11月1日 08時05分", utc(2026, 11, 1, 8, 5), Precision.MINUTE),
        ("2026년 11월 1일", utc(2026, 11, 1), Precision.DAY),
        ("11/01/2026", utc(2026, 11, 1), Precision.DAY),
        ("25/11/2026", utc(2026, 11, 25), Precision.DAY),
        ("Sun, 11/01/2026", utc(2026, 11, 1), Precision.DAY),
        ("Mon, 11/01/2026", utc(2026, 11, 1), Precision.DAY),
        ("Mon, 02/11/2026", utc(2026, 11, 2), Precision.DAY),
        ("01.11.2026 08:05", utc(2026, 11, 1, 8, 5), Precision.MINUTE),
        ("2026/11/01", utc(2026, 11, 1), Precision.DAY),
        ("2026-11-01T24:00:00Z", utc(2026, 11, 2), Precision.SECOND),
        ("2026-06-30T23:59:60Z", utc(2026, 6, 30, 23, 59, 59), Precision.SECOND),
        ("Sun, 01 Nov 2026 08:05:09 America/New_York", utc(2026, 11, 1, 13, 5, 9), Precision.SECOND),
        ("Sun Nov 01 2026 08:05:09 GMT+0100 (Central European Time)", utc(2026, 11, 1, 7, 5, 9), Precision.SECOND),
        ("Nov. 2026", utc(2026, 11, 1), Precision.DAY),
    ],
)
def test_F14_dates(written: str, at: datetime, precision: Precision) -> None:
    assert parse_date(written) == (at, precision)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  ",
        "Tomorrow",
        "yesterday",
        "3 hours ago",
        "invalid",
        "2026-13-01",
        "2026-02-30",
        "99",
        "x" * 500,
        "1" * 100,
        "Mai",
        "may 99",
        "12:30",
    ],
)
def test_F14_what_states_no_date_is_none(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    "written", ["1970-01-01", "Thu, 01 Jan 1970 00:00:00 GMT", "0", "0001-01-01T00:00:00Z", "0000-00-00", "1969-12-31T00:00:00Z", "-1"]
)
def test_F16_the_zeros_of_clocks_are_none(written: str) -> None:
    assert parse_date(written) is None


def test_F15_far_years_do_not_overflow() -> None:
    assert parse_date("9999-12-31T23:59:59Z") == (utc(9999, 12, 31, 23, 59, 59), Precision.SECOND)
    assert parse_date("9999-12-31T23:59:59-05:00") is None
    assert parse_date("99999999999999999999") is None


@given(st.text(max_size=130))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found[0].utcoffset() == timedelta()


@given(st.integers(40_000_000, 7_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_what_computers_write_is_read_back(at: int, minutes: int) -> None:
    aware = datetime.fromtimestamp(at, timezone(timedelta(minutes=minutes)))
    for written in (aware.isoformat(), aware.strftime("%a, %d %b %Y %H:%M:%S %z"), aware.strftime("%Y-%m-%d %H:%M:%S %z")):
        assert parse_date(written) == (aware.astimezone(UTC), Precision.SECOND)


DOCUMENT = '<?xml version="1.0" encoding="{}"?><r>Überfahrt nach Sund, naïve Gäste, Straße, später, größer</r>'
RUSSIAN = "Мост закрыт до конца недели, сообщили в порту. Паром ходит по расписанию, пассажиры ждут на причале."
JAPANESE = "橋は今週末まで閉鎖されると港湾当局が発表した。フェリーは予定どおり運航している。乗客は桟橋で待っている。"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_F07_declared_and_true(encoding: str) -> None:
    text = DOCUMENT.format(encoding)
    assert "Überfahrt nach Sund" in decode(text.encode(encoding)).text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (RUSSIAN, "utf-16-le")],
)
def test_F07_declared_as_utf8_but_something_else(text: str, encoding: str) -> None:
    document = f'<?xml version="1.0" encoding="utf-8"?><r>{text * 4}</r>'
    decoded = decode(document.encode(encoding))
    assert text in decoded.text


def test_F07_utf8_that_is_declared_as_something_else_is_utf8() -> None:
    decoded = decode(DOCUMENT.format("iso-8859-1").encode())
    assert ("Überfahrt" in decoded.text, decoded.encoding, decoded.repaired) == (True, "utf-8", True)


def test_F07_utf7_is_never_used() -> None:
    hidden = b'<?xml version="1.0" encoding="utf-7"?><r>+ADw-script+AD4-</r>'
    assert "+ADw-script" in decode(hidden, "text/xml; charset=utf-7").text


def test_F08_mark_before_header_before_declaration() -> None:
    text = DOCUMENT.format("koi8-r")
    assert decode(b"\xef\xbb\xbf" + text.encode(), "text/xml; charset=iso-8859-1").encoding == "utf-8"
    assert "Überfahrt" in decode(text.encode("cp1252"), "text/xml; charset=windows-1252").text
    assert decode(RUSSIAN.encode("koi8-r") * 3, 'application/xml; charset="KOI8-R"').text.startswith("Мост")


def test_F06_F09_nothing_raises_and_controls_go() -> None:
    assert decode(b"a\x00b\x08c").text == "abc"
    assert decode(b"a\x00b\x08c").repaired
    assert decode(b"", "text/xml; charset=nonsense").text == ""
    assert decode(b"\xff\xfe").text == ""
    assert decode("\ufeffx".encode()).text == "x"


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=hex", "x; charset=\xff", "a; charset=big5"]),
)
def test_F06_any_bytes_are_read(body: bytes, content_type: str) -> None:
    decode(body, content_type).text.encode()


def test_plain() -> None:
    assert plain("<p>One</p><p>two<br>three</p>") == "One two three"
    assert plain("a <b>b</b>c &amp; d") == "a bc & d"
    assert plain("a<!-- > hidden -->b<!-- c") == "ab"
    assert plain("a<style>x{}</style>b<script>if (a<b) {}</script>c") == "abc"
    assert plain("1 < 2 and 3 > 2") == "1 < 2 and 3 > 2"
    assert plain('<a title="x>y">z</a>') == "z"
    assert plain_title("Fish &amp; chips", "text/plain") == "Fish & chips"
    assert plain_title("R&D &c", "text/plain") == "R&D &c"


@given(st.text(alphabet="<>!-/ ab\"'=&;", max_size=80))
def test_plain_takes_anything(text: str) -> None:
    assert "\n" not in plain(text)


def test_H24_plain_is_bounded() -> None:
    started = time.process_time()
    for unit in ("<!--", "<a '", '<a "', "&#", "<![", "--><!--"):
        plain(unit * 300_000)
    assert time.process_time() - started < 6


@given(
    st.lists(
        st.sampled_from(["<item>", "</item>", "<item/>", "<![CDATA[", "]]>", "<!--", "-->", "x", "</rss>", "<entry>", "</item", "<item"])
    )
)
def test_cutting_keeps_spans_in_order_and_inside(pieces: list[str]) -> None:
    found = cut("".join(pieces))
    place = 0
    for start, end in found.entries:
        assert place <= start < end <= len(found.text)
        assert found.text[start:end].startswith("<item") or found.text[start:end].startswith("<entry")
        place = end


def json_feed(**fields: object) -> str:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "The Paper", "home_page_url": "https://www.paper.example/", **fields}
    )


def test_F26_json_feed() -> None:
    item = {
        "id": "7",
        "url": "https://www.paper.example/7?utm_source=x",
        "title": "Fog & rain",
        "content_html": "<p>Fog over the harbour.</p>",
        "summary": "About fog.",
        "date_published": "2026-11-01T08:00:00+01:00",
        "date_modified": "2026-11-01T09:00:00Z",
        "authors": [{"name": "Ana Bell"}, {"name": "Bo Lind"}],
        "tags": ["Harbour"],
        "image": "https://img.paper.example/7.jpg",
        "language": "en-GB",
    }
    reading = read(feed_capture(json_feed(items=[item], hubs=[{"type": "WebSub", "url": "https://hub.example/"}])))
    article = reading.items[0].article
    assert (article.title, article.url, article.text) == ("Fog & rain", "https://www.paper.example/7", "Fog over the harbour.")
    assert (article.published, article.modified) == (utc(2026, 11, 1, 7), utc(2026, 11, 1, 9))
    assert (article.authors, article.tags, article.language) == (("Ana Bell", "Bo Lind"), ("Harbour",), "en")
    assert (article.teaser, article.body) == ("About fog.", Body.FULL)
    assert reading.feed is not None
    assert (reading.feed.hub, reading.feed.title) == ("https://hub.example/", "The Paper")
    known = frozenset(item.item_hash for item in reading.items)
    assert read(feed_capture(json_feed(items=[item])), known).unchanged == 1


def test_F26_wrong_types_are_forgiven() -> None:
    items = [
        {
            "id": 7,
            "url": None,
            "title": ["x"],
            "content_text": "One.\n\nTwo <b>.",
            "tags": "Harbour",
            "author": {"name": "Ana"},
            "attachments": [1],
        },
        "no item",
        {"id": 1.5, "url": "javascript:alert(1)", "authors": "Bo", "title": "Nan", "date_published": 7, "image": {}},
    ]
    reading = read(feed_capture(json_feed(items=items)))
    first, second = (item.article for item in reading.items)
    assert (first.external_id, first.title, first.text, first.tags, first.authors) == ("7", "", "One.\n\nTwo <b>.", ("Harbour",), ("Ana",))
    assert (second.external_id, second.url, second.authors, second.published) == ("1.5", "", ("Bo",), None)
    assert reading.feed is not None
    assert reading.feed.repaired


@pytest.mark.parametrize("body", [json_feed(), json_feed(items=[]), json_feed(items={})])
def test_F26_missing_items_are_none(body: str) -> None:
    with pytest.raises(EmptyDocument):
        read(feed_capture(body))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ('{"version": "https://jsonfeed.org/version/1", "items": [', BrokenDocument),
        ('{"items": []}', NotAFeed),
        ('{"version": 1, "hello": "world"}', NotAFeed),
        ("[" * 100_000, LimitExceeded),
        ('{"version":"https://jsonfeed.org/version/1","items":' + '{"a":' * 100_000, LimitExceeded),
        ('{"n": ' + "9" * 100_000 + "}", BrokenDocument),
    ],
)
def test_F26_refused_at_once(body: str, error: type[ParseError]) -> None:
    started = time.process_time()
    with pytest.raises(error):
        read(feed_capture(body))
    assert time.process_time() - started < 3


def test_F26_nan_and_repeated_keys() -> None:
    assert load_json('{"a": NaN, "b": 1, "b": 2}', 5) == {"a": None, "b": 2}
    assert load_json('["[[[[[", "]]]"]', 2) == ["[[[[[", "]]]"]
    assert load_json('"\\ud800"', 2) == "\ud800"


def test_T10_lone_surrogates_do_not_reach_an_article() -> None:
    article = read(feed_capture(json_feed(items=[{"id": "\ud800", "title": "a\ud800b", "content_text": "c\ud800\x00d"}]))).items[0].article
    assert "\ud800" not in article.title + article.text + article.external_id
    (article.title + article.text + article.external_id).encode()
