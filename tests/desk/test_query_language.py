"""The query language: every text is a query."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.query import MOST_TERMS, parse, read_moment
from broadsheet.types import Search, Term

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def term(*words: str, **options: object) -> Term:
    return Term(words=words, **options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ferry strike", Search(terms=(term("ferry"), term("strike")))),
        ('"night ferry" x', Search(terms=(term("night", "ferry"), term("x")))),
        ("„night ferry“", Search(terms=(term("night", "ferry"),))),
        ("«night ferry»", Search(terms=(term("night", "ferry"),))),
        ("ferr*", Search(terms=(term("ferr", prefix=True),))),
        ("ferry -strike", Search(terms=(term("ferry"), term("strike", negated=True)))),
        ('-"two words"', Search(terms=(term("two", "words", negated=True),))),
        ("a OR b c", Search(alternatives=((term("a"),), (term("b"), term("c"))))),
        ("title:ferry", Search(terms=(term("ferry", field="title"),))),
        ('publisher:"Harbour Post" x', Search(publisher="Harbour Post", terms=(term("x"),))),
        ("lang:EN section:Sport tag:cup source:3", Search(language="en", section="Sport", tag="cup", source_id=3)),
        (
            "since:2026-11-01 until:2026-11-30",
            Search(since=datetime(2026, 11, 1, tzinfo=UTC), until=datetime(2026, 11, 30, 23, 59, 59, 999999, UTC)),
        ),
        ("since:3d", Search(since=datetime(2026, 11, 17, 12, tzinfo=UTC))),
        ("until:2026-02", Search(until=datetime(2026, 2, 28, 23, 59, 59, 999999, UTC))),
        ("until:2025", Search(until=datetime(2025, 12, 31, 23, 59, 59, 999999, UTC))),
        ("sort:time x", Search(terms=(term("x"),), order="time")),
        ("COVID-19", Search(terms=(term("COVID-19"),))),
        ("http://x.example", Search(terms=(term("http://x.example"),))),
        ("OR", Search()),
        ("a OR", Search(terms=(term("a"),))),
        ("", Search()),
    ],
)
def test_what_it_means(text: str, expected: Search):
    assert parse(text, NOW) == expected


@pytest.mark.parametrize(
    "text", ['"', "a AND", "NEAR(", "title:", "*", "^", "-a", "{a b}:c", "\0", "-", "--", '""', 'a"b', "since:yesterday", "source:x"]
)
def test_A05_odd_input_is_words(text: str):
    parse(text, NOW)


def test_unfit_filters_are_searched_for():
    assert parse("since:never", NOW).terms == (term("since", "never"),)
    assert parse("source:x", NOW).source_id == 0


def test_A06_a_query_is_bounded():
    assert len(parse(" ".join(f"w{i}" for i in range(10_000)), NOW).terms) <= MOST_TERMS
    start = time.process_time()
    parse('" ' * 500_000, NOW)
    parse("-" * 1_000_000, NOW)
    assert time.process_time() - start < 3


@given(st.text(max_size=120))
def test_no_text_is_an_error(text: str):
    search = parse(text, NOW)
    assert all(any(char.isalnum() for char in word) for term_ in search.terms for word in term_.words)
    assert len(search.alternatives) != 1


@given(st.text(alphabet="0123456789-dhwmy", max_size=12))
def test_no_moment_is_an_error(text: str):
    for end in (False, True):
        found = read_moment(text, NOW, end_of_day=end)
        assert found is None or found.tzinfo is not None
