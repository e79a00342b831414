"""Words that name times, resolved against the day of publication (a Monday)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.dates import find_dates, when_said
from broadsheet.types import DatePrecision, Statement

PUBLISHED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, MONTH, SEASON, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.SEASON, DatePrecision.YEAR


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("It broke on Saturday.", "2026-02-28", "2026-02-28", DAY),
        ("It broke on Monday.", "2026-03-02", "2026-03-02", DAY),
        ("It will open on Friday.", "2026-03-06", "2026-03-06", DAY),
        ("Yesterday it rained.", "2026-03-01", "2026-03-01", DAY),
        ("It broke on December 24.", "2025-12-24", "2025-12-24", DAY),
        ("It broke on 24 December 2019.", "2019-12-24", "2019-12-24", DAY),
        ("2026-02-27 was dry.", "2026-02-27", "2026-02-27", DAY),
        ("It began in the fall of 2024.", "2024-09-01", "2024-11-30", SEASON),
        ("It closed in January.", "2026-01-01", "2026-01-31", MONTH),
        ("It was built in 1998.", "1998-01-01", "1998-12-31", YEAR),
        ("They met last month.", "2026-02-01", "2026-02-28", MONTH),
        ("They met three days ago.", "2026-02-27", "2026-02-27", DAY),
        ("It ends in April.", "2026-04-01", "2026-04-30", MONTH),
    ],
)
def test_words_are_resolved(text: str, first: str, last: str, precision: DatePrecision) -> None:
    (found,) = find_dates(text, PUBLISHED)
    assert (found.first, found.last, found.precision) == (date.fromisoformat(first), date.fromisoformat(last), precision)


@pytest.mark.parametrize("text", ["She may go, and March on.", "CBS This Morning ran it.", "Mondays are dull."])
def test_what_names_no_time_is_left_out(text: str) -> None:
    assert find_dates(text, PUBLISHED) == ()


def test_without_publication_only_full_dates_are_resolved() -> None:
    assert [one.first.isoformat() for one in find_dates("On Saturday, 3 May 2021, it broke.", None)] == ["2021-05-03"]


def test_another_language_gives_none() -> None:
    assert find_dates("Am 3 May 2021", PUBLISHED, "de") == ()


def test_when_something_was_said_stands_beside_the_cue_and_not_in_what_was_said() -> None:
    text = "Lund said on Saturday that it broke on Friday."
    statement = Statement(source=((0, 4),), cue=((5, 9),), content=((22, 45),))
    assert when_said(text, statement, find_dates(text, PUBLISHED)) == (date(2026, 2, 28), "Saturday")
    assert when_said(text, Statement(content=((0, 4),)), find_dates(text, PUBLISHED)) == (None, "")


@given(st.text(alphabet="0123456789 MarchMayMonday,-lastweekgo", max_size=80))
def test_dates_lie_in_order_in_the_text(text: str) -> None:
    last = 0
    for one in find_dates(text, PUBLISHED):
        assert last <= one.start < one.end <= len(text)
        assert one.first <= one.last
        last = one.end
