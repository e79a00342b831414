"""Extremes are tamed before any parser sees them (rows H01-H05, H07, H24)."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from broadsheet.extract.encoding import decode_page
from broadsheet.extract.layout import lay_out
from broadsheet.extract.metadata_people import people
from broadsheet.extract.metadata_title import choose_title
from broadsheet.extract.metadata_visible import document_title
from broadsheet.extract.page import find_article
from broadsheet.extract.prescan import measure, tame, tokens
from broadsheet.extract.quality import body_quality
from broadsheet.extract.sanitise import safe_html
from broadsheet.extract.tree import document
from broadsheet.types import ParseLimits

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
#: Times are those of the rows on a machine of 2024; slower ones get twice as long.
SLACK = 2


def test_tags_are_told_as_parsers_tell_them():
    markup = """<a b=">" c='>'>x</a><p d="e""><br/><!-- <p> --><script>"<p>"</script>"""
    markup += "<P\nq>< p></ p><?pi?><!doctype x><textarea><b></textarea>"
    assert [token.slash + token.name for token in tokens(markup)] == [
        "a",
        "/a",
        "p",
        "br",
        "script",
        "/script",
        "p",
        "textarea",
        "/textarea",
    ]


def test_measures():
    shape = measure("<div><div><p>x<br><p><img a b c></div></div>" + "<i " + " ".join(f"a{n}=1" for n in range(300)) + ">")
    assert (shape.depth, shape.tags, shape.attributes) == (2, 9, 300)


def test_what_is_within_limits_stays_as_it_is():
    markup = "<div>" * 150 + "x" + "</div>" * 150 + "&amp;" * 900
    assert tame(markup) is markup


def test_a_large_tag_loses_its_attributes_only():
    markup = "<div data-x='" + "y" * 70_000 + "'><p>kept</p></div><p>" + "z" * 2000
    assert tame(markup).startswith("<div><p>kept</p></div><p>zz")


@pytest.mark.parametrize("size", [10_000, 100_000, 1_000_000])
def test_H01_deep_nesting_keeps_the_text_after_it(size):
    text, _ = lay_out("<p>before</p>" + "<div>" * size + "<p>after</p>", "")
    assert text.startswith("before")
    assert text.endswith("after")


def test_H01_a_deep_page_keeps_its_text():
    body = "<p>The ferry was late again, and nobody at the quay could say why it had waited so long.</p>" * 8
    found = find_article(f"<html><body><h1>Late</h1>{'<div>' * 5000}{body}</body></html>", "https://paper.example/a", NOW)
    assert "nobody at the quay" in found.article.text


LATE = "<article><h1>Late</h1>" + "<p>The ferry was late again, and nobody at the quay could say why.</p>" * 8 + "</article>"


@pytest.mark.parametrize(
    ("page", "seconds"),
    [
        ("<div>" * 1_000_000 + LATE, 1.0),
        ("<div>" * 100_000 + LATE, 1.0),
        ("<div><span>" * 200_000 + LATE, 1.0),
        ("<p>" * 1_000_000 + LATE, 2.0),
        (LATE + "<p>" * 1_000_000, 2.0),
        ("<p>x" * 1_000_000, 2.0),
    ],
    ids=["H01 deep", "H01 less deep", "H01 mixed", "H05 before", "H05 after", "H05 text"],
)
def test_H01_H05_pages_of_a_million_tags_are_read_in_time(page, seconds):
    find_article("<p>warm", "https://paper.example/a", NOW)
    started = time.process_time()
    text = find_article(page, "https://paper.example/a", NOW).article.text
    spent = time.process_time() - started
    assert spent < seconds * SLACK
    assert ("nobody at the quay" in text) == ("quay" in page)


def test_H02_many_attributes():
    assert "x" in safe_html("<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</a>")


def test_H03_many_entities_in_one_text():
    text, _ = lay_out("<p>" + "&amp;" * 1_000_000, "", ParseLimits(text=2_000_000))
    assert text == "&" * 1_000_000


def test_H04_open_comments_and_brackets():
    assert safe_html("<p>a</p>" + "<!--" * 250_000) == "<p>a</p>"
    assert "a" in safe_html("a" + "<" * 1_000_000)


def test_H05_a_million_siblings():
    text, _ = lay_out("<p>x" * 1_000_000, "", ParseLimits())
    assert text.startswith("x\n\nx")


def test_H07_a_picture_of_ten_megabytes():
    text, blocks = lay_out("<p>before</p><img src='data:image/png;base64," + "A" * 10_000_000 + "'><p>after</p>", "")
    assert text == "before\n\nafter"
    assert len(blocks) == 2


# fmt: off
RUNS = [
    " ", "0", "-", ",", '"', "'", "<", "&", "by ", "A ", "a.", "|", " - ", "<!--", "<a ", "<a='",
    "2026-", "1 May ", "@", "\n", "é", "=", "color:", "subscribe to ",
]
# fmt: on

RULES = {
    "tame": lambda text: tame(text),
    "decode": lambda text: decode_page(text.encode() + b"\xff"),
    "people": lambda text: people([text], byline=True),
    "title": lambda text: choose_title([("h1", text), ("title", text)], ["paper"]),
    "quality": lambda text: body_quality(text[:600], text, free=False),
    "layout": lambda text: lay_out(text, ""),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("run", RUNS)
def test_H24_own_rules_are_linear(rule, run):
    """A run of 150,000 characters is far below a second; anything quadratic would take minutes."""
    text = (run * (150_000 // len(run) + 1))[:150_000]
    started = time.process_time()
    RULES[rule](text)
    assert time.process_time() - started < 2.5


@pytest.mark.parametrize("run", RUNS)
def test_H24_pages_of_nothing_but_runs(run):
    text = (run * (20_000 // len(run) + 1))[:20_000].replace("<", "&lt;")
    page = (
        f"<html><head><title>{text}</title></head><body><h1>{text}</h1><p class=byline>{text}</p><time>{text}</time>"
        f"<p style='{text[:500]}'>{text}</p>"
    )
    started = time.process_time()
    root = document(page)
    document_title(root)
    find_article(page, "https://paper.example/a", NOW)
    assert time.process_time() - started < 5
