"""Single properties of the splitter: odd inputs, limits, what must never happen."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.extract.aggregator import articles, split
from broadsheet.types import BlockKind, Body, PastedArticle, PastedPage

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
SENTENCES = (
    "The harbour crane of {place} was lifted off its rails on Monday and set down again three metres further east.",
    "Nobody could say at first why this had been thought necessary, least of all the man who had signed the order.",
    "The work cost {number} crowns and took until after dark, by which time most people had gone home for supper.",
)
PLACES = ("Sandvik", "Velm", "Marrow", "Tamsin", "Obern", "Kalt", "Lind", "Polt", "Rell", "Finn")


def body(number: int) -> str:
    return " ".join(SENTENCES).format(place=PLACES[number % 10], number=1000 + number)


def item(number: int, publisher: str = "") -> str:
    publisher = publisher or f"{PLACES[number % 10]} Gazette"
    return f"{publisher}\n{number % 50 + 1} minutes ago\nCrane number {number} moves to a new place\n{body(number)}\n"


def test_F32_one_article() -> None:
    page = split("Crane moves to a new place\n" + body(1), NOW)
    assert page.kind == "single"
    assert [(a.title, a.role) for a in page.articles] == [("Crane moves to a new place", "lead")]


def test_F32_two_hundred_articles() -> None:
    page = split("".join(item(number) for number in range(200)), NOW)
    assert [a.title for a in page.articles] == [f"Crane number {number} moves to a new place" for number in range(200)]
    assert {a.publisher for a in page.articles} == {f"{place} Gazette" for place in PLACES}
    assert all(0 < a.confidence <= 1 for a in page.articles)


def test_F32_two_publishers_are_never_merged() -> None:
    text = item(1, "Velm Post") + item(1, "Marrow Mail")
    page = split(text, NOW)
    assert [a.publisher for a in page.articles] == ["Velm Post", "Marrow Mail"]
    assert page.articles[0].end <= page.articles[1].publisher_span[0]


def test_F32_no_separators_between_bare_texts_gives_one_article() -> None:
    page = split("A title of some words here\n" + body(1) + "\n" + body(2) + "\n" + body(3), NOW)
    assert len(page.articles) == 1


@pytest.mark.parametrize("text", ["", " \n\t\n", "\x00\x00", "\ud800", "---", "\u202e\u2066", "Menu\nHome\nLog in", "12345", "\ufeff"])
def test_T15_nothing_to_split(text: str) -> None:
    assert split(text, NOW) == PastedPage("none", (), (), split(text, NOW).boilerplate)


def test_single_article_with_subheads_is_not_split() -> None:
    text = "A long story about three cranes and a harbour\n\n"
    for number, subhead in enumerate(("The first crane", "What the harbour master saw", "A night on the quay")):
        text += f"{subhead}\n\n{body(number)}\n\n{body(number + 3)}\n\n"
    assert len(split(text, NOW).articles) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.booleans())
def test_any_text_is_split_without_error_into_spans_in_order(text: str, timed: bool) -> None:
    page = split(text, NOW if timed else None)
    edges = [edge for a in page.articles for edge in (a.start, a.end)]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in ((a.start, a.end) for a in page.articles))
    articles(text, page, NOW if timed else None)


LINES = st.sampled_from(
    [
        item(3),
        body(4),
        "Share | Save",
        "Related articles",
        "Comments",
        "2 hours ago",
        "Velm Post",
        "A title of some words here",
        "",
        "---",
        "16:05",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_any_order_of_lines_is_split_into_spans_that_do_not_overlap(parts: list[str]) -> None:
    text = "\n".join(parts)
    page = split(text, NOW)
    edges = [edge for a in page.articles for edge in (a.start, a.end)]
    assert edges == sorted(edges)
    for first, _ in page.boilerplate:
        assert not any(a.start <= first < a.end and not any(s <= first < e for s, e in a.inline) for a in page.articles)


def cpu(text: str) -> float:
    start = time.process_time()
    split(text, NOW)
    return time.process_time() - start


@pytest.mark.parametrize("unit", ["word ", "新", "- ", "a, ", "1 ", "x", "\n", "「", "12 min ago | "])
def test_H24_T07_time_grows_linearly(unit: str) -> None:
    small, large = unit * (20_000 // len(unit)), unit * (80_000 // len(unit))
    cpu(small)
    assert cpu(large) <= 4 * 2.5 * max(cpu(small), 0.02)


def test_H24_many_lines_take_linear_time() -> None:
    page = "".join(item(number) for number in range(60))
    assert cpu(page * 4) <= 4 * 2.5 * cpu(page)


# -- articles ----------------------------------------------------------------------------------------------------------


def test_articles_cut_inline_furniture_and_lay_out_paragraphs() -> None:
    text = f"A title of some words here\n{body(1)}\nRead more: Ten cranes that moved\n{body(2)}\n"
    made = articles(text, split(text, NOW), NOW)
    assert [block.kind for block in made[0].layout] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert made[0].text == f"{body(1)}\n\n{body(2)}"
    assert made[0].text[made[0].layout[1].start : made[0].layout[1].end] == body(2)
    assert (made[0].url, made[0].body, made[0].received) == ("", Body.FULL, NOW)


def test_articles_keep_subheads_as_headings() -> None:
    text = f"A title of some words here\n{body(1)}\nWhat the harbour master saw\n{body(2)}\n"
    made = articles(text, split(text, NOW), NOW)
    assert [block.kind for block in made[0].layout] == [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_related_articles_become_links_of_the_lead() -> None:
    text = f"The crane of Sandvik moves three metres east\n{body(0)}\nRelated articles\n" + item(1) + item(2)
    made = articles(text, split(text, NOW), NOW)
    assert [a.role for a in made] == ["lead", "related", "related"]
    assert [(link.title, link.publisher) for link in made[0].related] == [(a.title, a.publisher) for a in made[1:]]
    assert all(link.teaser and len(link.teaser) <= 200 for link in made[0].related)
    assert made[1].related == ()


def test_truncated_bodies_are_partial() -> None:
    text = item(1) + "Velm Post\n3 minutes ago\nA title of some words here\n" + body(2)[:-40] + "\n"
    made = articles(text, split(text, NOW), NOW)
    assert [(a.body, a.truncated) for a in made] == [(Body.FULL, False), (Body.PARTIAL, True)]


def test_a_corrected_split_goes_through_the_same_door() -> None:
    text = f"{body(1)} \u202eEnd\x00.\n"
    mine = PastedPage("single", (PastedArticle(0, 10_000, title="My\u202e title\x00", publisher="Velm  Post", role="lead"),))
    (made,) = articles(text, mine, None)
    assert (made.title, made.publisher) == ("My title", "Velm Post")
    assert "\x00" not in made.text
    assert made.published is None
    empty = articles(text, PastedPage("single", (PastedArticle(5, 5),)), None)
    assert (empty[0].body, empty[0].text) == (Body.NONE, "")
