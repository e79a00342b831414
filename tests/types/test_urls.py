"""Addresses: cleaned (H16), read as browsers read them, normalised for identity, and whose they are (T04)."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.types.hosts import display_host
from broadsheet.types.urls import LONGEST, absolute, ascii_host, clean, host_of, key, registrable_domain, same_site


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("https://paper.example/a?id=7&utm_source=mail&fbclid=x", "https://paper.example/a?id=7"),
        ("https://paper.example/a?UTM_Campaign=x", "https://paper.example/a"),
        ("https://paper.example/a?b=%20c&mtm_medium=x#part", "https://paper.example/a?b=%20c#part"),
        ("https://paper.example/a#:~:text=flood", "https://paper.example/a"),
        ("https://paper.example/a#xtor=RSS-1", "https://paper.example/a"),
        ("  https://paper.example/a\n", "https://paper.example/a"),
        ("https://user:secret@paper.example/a", "https://paper.example/a"),
        ("HTTPS://Paper.Example:443", "https://paper.example/"),
        ("https://paper.example/ä b", "https://paper.example/%C3%A4%20b"),
        ("https://paper.example/pic?crop/1420x708/format", "https://paper.example/pic?crop/1420x708/format"),
        ("https://www.google.com/url?q=https%3A%2F%2Fpaper.example%2Fa%3Futm_id%3D1&sa=D", "https://paper.example/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fpaper.example%2Fa&h=1", "https://paper.example/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:desk@paper.example", ""),
        ("https://paper|example/", ""),
        ("https://[::1", ""),
        ("http:///path", ""),
        ("", ""),
    ],
)
def test_H16_clean(given: str, cleaned: str) -> None:
    assert clean(given) == cleaned


def test_H16_a_ref_parameter_is_tracking_only_when_it_names_the_site_or_the_feed() -> None:
    assert clean("https://paper.example/a?ref=other.example") == "https://paper.example/a?ref=other.example"
    assert clean("https://paper.example/a?ref=paper.example") == "https://paper.example/a"
    assert clean("https://paper.example/a?ref=feeds.example", sites=["https://www.feeds.example/rss"]) == "https://paper.example/a"


def test_relative_addresses_are_resolved_as_browsers_do() -> None:
    assert clean("../b", "https://paper.example/news/a/") == "https://paper.example/news/b"
    assert clean("//images.example/x.png", "https://paper.example/") == "https://images.example/x.png"
    assert absolute("\\\\other.example\\a", "https://paper.example/") == "https://other.example/a"
    assert absolute("/java\tscript", "https://paper.example/") == "https://paper.example/javascript"
    assert absolute("java\nscript:alert(1)", "https://paper.example/") == ""


def test_too_long_addresses_are_none() -> None:
    assert clean("https://paper.example/" + "a" * LONGEST) == ""
    assert clean("https://paper.example/" + "a" * 10_000_000) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.paper.example/a/", "https://paper.example/a"),
        ("https://m.paper.example/a", "https://paper.example/a"),
        ("https://paper.example/a/amp", "https://paper.example/a"),
        ("https://paper.example/a?amp=1", "https://paper.example/a"),
        ("https://paper.example/a.amp.html", "https://paper.example/a"),
        ("https://paper-example.cdn.ampproject.org/c/s/paper.example/a", "https://paper.example/a"),
        ("https://paper.example/a/index.html", "https://paper.example/a/"),
        ("https://paper.example/a?x=1&y=2", "https://paper.example/a?y=2&x=1&utm_source=z"),
        ("https://paper.example/%7ejo", "https://paper.example/~jo"),
        ("https://paper.example/%c3%a4", "https://paper.example/ä"),
        ("https://paper.example//a/./b/../c", "https://paper.example/a/c"),
        ("https://paper.example/a#comments", "https://paper.example/a"),
        ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
    ],
)
def test_two_addresses_of_one_article_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/a", "https://paper.example/A"),
        ("https://paper.example/a?id=1", "https://paper.example/a?id=2"),
        ("https://paper.example/a", "https://journal.example/a"),
        ("https://m.example/a", "https://example/a"),
        ("https://paper.example/#!/a", "https://paper.example/#!/b"),
    ],
)
def test_addresses_of_different_articles_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("given", "domain"),
    [
        ("https://news.paper.co.uk/a", "paper.co.uk"),
        ("news.paper.co.uk", "paper.co.uk"),
        ("https://anna.blogspot.com/", "anna.blogspot.com"),
        ("https://deep.desk.paper.example:8080/x", "paper.example"),
        ("https://127.0.0.1:99/", "127.0.0.1"),
        ("http://[::1]/", "[::1]"),
        ("localhost", "localhost"),
        ("https://почта.пример.рф/", "xn--e1afmkfd.xn--p1ai"),
        ("", ""),
        ("not a host", ""),
    ],
)
def test_registrable_domain(given: str, domain: str) -> None:
    assert registrable_domain(given) == domain


def test_H19_same_site() -> None:
    assert same_site("https://www.paper.example/a", "feeds.paper.example")
    assert not same_site("https://paper.co.uk", "https://journal.co.uk")
    assert not same_site("https://anna.blogspot.com", "https://bert.blogspot.com")
    assert not same_site("", "")


def test_T04_imitations_are_shown_in_ascii_and_are_not_the_publisher() -> None:
    imitation = "\u0440\u0430\u0440\u0435\u0440.com"  # Cyrillic letters that look like "paper"
    mixed = "p\u0430per.com"
    assert display_host(imitation).startswith("xn--")
    assert display_host(mixed).startswith("xn--")
    assert not same_site(f"https://{imitation}/", "https://paper.com/")
    assert key(f"https://{mixed}/a") != key("https://paper.com/a")


def test_T04_honest_foreign_names_are_shown_in_their_script() -> None:
    assert display_host("https://xn--mnchen-3ya.example/") == "münchen.example"
    assert display_host("пример.рф") == "пример.рф"
    assert display_host("xn--wgv71a119e.jp") == "日本語.jp"
    assert display_host("paper.example") == "paper.example"
    assert display_host("xn--a.example") == "xn--a.example"


@given(st.text(max_size=200))
def test_any_text_gives_a_usable_address_or_none(text: str) -> None:
    cleaned = clean(text, "https://paper.example/news/")
    assert cleaned == "" or cleaned.startswith(("http://", "https://"))
    assert cleaned.isascii()
    assert not set(cleaned) & set(' \t\r\n"<>\\`')
    assert clean(cleaned) == cleaned
    assert registrable_domain(text) == registrable_domain(registrable_domain(text))
    display_host(text)


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.(com|example)(/[a-zA-Z0-9%~._-]{0,12}){0,4}(\?[a-z]=[a-z0-9%+]{0,5}(&[a-z]=\d){0,3})?", fullmatch=True
    )
)
def test_cleaning_keeps_the_key(url: str) -> None:
    assert key(clean(url)) == key(url)


def test_hosts() -> None:
    assert host_of("HTTPS://User@Paper.Example.:80/x") == "paper.example"
    assert ascii_host("a..b") == ""
    assert ascii_host("::1") == "[::1]"
    assert ascii_host("fe80::1%eth0") == "[fe80::1]"
    assert ascii_host("bad host") == ""


@pytest.mark.shared
def test_H16_collected_cases(shared: Path) -> None:
    """What is no http(s) address is none for us; escapes are kept as written instead of being rewritten."""
    for line in (shared / "data/hostile/url_cleaning.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        got = clean(row["input"], sites=[row.get("baseURL", ""), row.get("feedURL", "")])
        wanted = row["expected"] if row["expected"].startswith("http") else ""
        assert urlsplit(got)._replace(query="") == urlsplit(wanted)._replace(query=""), row["name"]
        assert parse_qsl(urlsplit(got).query, True) == parse_qsl(urlsplit(wanted).query, True), row["name"]


@pytest.mark.shared
def test_collected_facts_about_addresses(shared: Path) -> None:
    for line in (shared / "data/hostile/url_facts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["test"] == "IsAbsoluteURL" and row["input"].startswith("http"):
            assert bool(absolute(row["input"])) is row["expected"], row
        if row["test"] == "IsRelativePath" and row["input"]:
            same_host = host_of(absolute(row["input"], "https://base.example/x/")) == "base.example"
            # One backslash counts as a slash, as in browsers.
            assert same_host is row["expected"] or row["input"].strip("\\") in ("example.org", "path\\to\\file.ext"), row
        if row["test"] == "Domain" and "|" not in row["input"]:
            assert host_of(row["input"]) == row["expected"], row
