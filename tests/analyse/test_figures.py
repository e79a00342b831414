"""Figures: numbers as ranges, with what they count."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.figures import find_figures
from broadsheet.types import Statement


def told(text: str) -> list[tuple[float | None, float | None, str, str, tuple[str, ...]]]:
    """What the figures of a text say."""
    return [(one.low, one.high, one.unit, one.noun, one.about) for one in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("It killed about 14,000 people.", (12600, 15400, "", "person", ("killed",))),
        ("At least six workers were injured.", (6, None, "", "worker", ("injured",))),
        ("between 30 and 50 cubic metres ran out", (30, 50, "m3", "", ())),
        ("No fewer than twenty-two houses were destroyed.", (22, None, "", "house", ("destroyed",))),
        ("It cost $3.2 billion.", (3.2e9, 3.2e9, "USD", "", ())),
        ("A handful of soldiers left.", (2, 6, "", "soldier", ())),
        ("It rose by 4.5 per cent.", (4.5, 4.5, "percent", "", ())),
        ("Four of its employees had been hurt.", (4, 4, "", "worker", ("injured",))),
        ("She put the number of injured workers at nine.", (9, 9, "", "worker", ("injured",))),
        ("It lies two miles away.", (3.218688, 3.218688, "km", "", ())),
        ("Thousands of people marched.", (2000, 99999, "", "person", ("protesting",))),
        ("fewer than 40 trees", (None, 40, "", "tree", ())),
    ],
)
def test_a_figure_is_the_range_that_its_words_allow(
    text: str, figure: tuple[float | None, float | None, str, str, tuple[str, ...]]
) -> None:
    assert told(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "It happened in 2019.", "On March 14 it rained.", "The 3rd man left at 14:30.", "Article 5 holds.", "A Boeing 737 landed.",
        "Yara Lund, 45, said so.", "One of the men left.", "a 12-year-old boat", "They won 3-2.", "at nine o'clock", "one in 4 residents",
    ],
)  # fmt: skip
def test_years_days_times_names_ages_and_scores_are_no_figures(text: str) -> None:
    assert told(text) == []


def test_a_figure_knows_the_innermost_statement_that_holds_it() -> None:
    text = "The town said that ten boats sank. Two piers broke."
    outer = Statement(content=((14, 33),))
    assert [one.statement for one in find_figures(text, [Statement(content=((0, 33),)), outer])] == [1, -1]


def test_another_language_gives_none() -> None:
    assert find_figures("Zehn Boote sanken.", language="de") == ()


@pytest.mark.parametrize("text", ["1" * 1_000_000, "12 " * 300_000, "ten " * 250_000, "$" * 500_000, "about " * 160_000])
def test_a_megabyte_of_one_line_is_read_in_linear_time(text: str) -> None:
    begun = time.process_time()
    find_figures(text)
    assert time.process_time() - begun < 60


@given(st.text(alphabet="0123456789., -–toandbetween%$km ", max_size=80))
def test_figures_lie_in_the_text_with_ordered_ranges(text: str) -> None:
    last = 0
    for one in find_figures(text):
        assert last <= one.start < one.end <= len(text) + 1
        assert one.low is None or one.high is None or one.low <= one.high
        last = one.start
