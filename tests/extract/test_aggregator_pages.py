"""Whole pages: our own of many makes and languages, and the shared ones where they are present."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pasted_gold import pages

from broadsheet.extract.aggregator import split
from broadsheet.types import PastedArticle, Precision

PAGES = pages()


def as_known(article: PastedArticle) -> str | None:
    if article.published is None:
        return None
    return article.published.strftime("%Y-%m-%d" if article.precision is Precision.DAY else "%Y-%m-%dT%H:%MZ")


def captured_of(page: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(page["captured"]) if page["captured"] else None


@pytest.mark.parametrize("page", PAGES, ids=[page["id"] for page in PAGES])
def test_own_pages_are_divided_as_written(page: dict[str, Any]) -> None:
    text, gold = page["text"], page["gold"]
    result = split(text, captured_of(page))
    assert result.kind == gold["kind"]
    assert [(a.start, a.end) for a in result.articles] == [(a["start"], a["end"]) for a in gold["articles"]]
    assert [a.title for a in result.articles] == [a["title"] for a in gold["articles"]]
    assert [as_known(a) for a in result.articles] == [a["published"] for a in gold["articles"]]
    assert [a.truncated for a in result.articles] == [a["truncated"] for a in gold["articles"]]
    assert [a.role for a in result.articles] == [a["role"] for a in gold["articles"]]
    if page["id"] != "markdown-bullets":  # the publishers of that page stand inside its bodies, where we leave them
        assert [a.publisher or None for a in result.articles] == [a["publisher"] for a in gold["articles"]]
        for mine, theirs in zip(result.articles, gold["articles"], strict=True):
            if theirs["publisher_span"]:
                assert text[slice(*mine.publisher_span)].strip("\u200e- ") == theirs["publisher"]


@pytest.mark.parametrize("page", PAGES, ids=[page["id"] for page in PAGES])
def test_furniture_stays_outside_of_bodies(page: dict[str, Any]) -> None:
    result = split(page["text"], captured_of(page))
    inside = {place for a in result.articles for place in range(a.start, a.end)}
    assert not [page["text"][s:e] for s, e in page["gold"]["boilerplate"] if inside.intersection(range(s, e))]
    inline = sorted(list(span) for article in result.articles for span in article.inline)
    assert inline == sorted(page["gold"]["inline"])


@pytest.mark.parametrize("page", PAGES, ids=[page["id"] for page in PAGES])
def test_without_a_capture_time_no_relative_age_is_resolved(page: dict[str, Any]) -> None:
    for article in split(page["text"], None).articles:
        # What is left are dates that the page itself states, with their year.
        assert article.published is None or str(article.published.year) in page["text"]
        assert (article.precision is None) == (article.published is None)
        assert article.precision is not Precision.HOUR


def test_teasers_of_a_list_are_kept_as_links() -> None:
    page = next(page for page in PAGES if page["id"] == "news-clusters")
    result = split(page["text"], captured_of(page))
    assert [link.title for link in result.teasers] == [teaser["title"] for teaser in page["gold"]["teasers"]]
    assert result.teasers[0].publisher == "Aster Times"
    assert result.articles == ()


@pytest.mark.shared
def test_seed_page_gives_exactly_four_articles(shared: Path) -> None:
    with (shared / "data" / "seed" / "page.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    captured = datetime.fromisoformat("2026-10-01T12:00:00Z")
    page = split(text, captured)
    assert page.kind == "several"
    assert [a.role for a in page.articles] == ["lead", "related", "related", "related"]
    assert [a.publisher for a in page.articles] == ["", "Yahoo", "Yahoo", "Yahoo"]
    assert [a.age_text for a in page.articles] == ["", *["14 minutes ago"] * 3]
    assert [as_known(a) for a in page.articles] == [None, *["2026-10-01T11:46Z"] * 3]
    assert [a.truncated for a in page.articles] == [False, False, False, True]
    assert all(a.published is None for a in split(text, None).articles)
    inside = {place for a in page.articles for place in range(a.start, a.end)}
    for words in ("Try Our AI Features", "No comments yet", "Related Articles", "- Yahoo"):
        assert text.index(words) not in inside


@pytest.mark.shared
def test_shared_pages_are_divided_as_marked(shared: Path) -> None:
    with (shared / "data" / "pasted" / "pages.jsonl").open(encoding="utf-8", newline="") as file:
        rows = [json.loads(row) for row in file.read().split("\n") if row]
    for row in rows:
        result = split(row["text"], captured_of(row))
        gold = row["gold"]["articles"]
        assert [(a.start, a.end) for a in result.articles] == [(a["start"], a["end"]) for a in gold], row["id"]
        assert [as_known(a) for a in result.articles] == [a["published"] for a in gold], row["id"]
