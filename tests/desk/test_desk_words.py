"""Plain text, times in words."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.plain import clean_line, clean_text, cut, cut_words, skeleton
from broadsheet.desk.words import age, direction, exact, flags, precision_note, reading_minutes, size
from broadsheet.types import Article, Body, Precision

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "precision", "said"),
    [
        (timedelta(seconds=20), Precision.SECOND, "just now"),
        (timedelta(minutes=14), Precision.MINUTE, "14 minutes ago"),
        (timedelta(hours=3), Precision.HOUR, "3 hours ago"),
        (timedelta(minutes=20), Precision.HOUR, "within the hour"),
        (timedelta(hours=3), Precision.DAY, "today"),
        (timedelta(days=1), Precision.DAY, "yesterday"),
        (timedelta(days=3), Precision.SECOND, "3 days ago"),
        (timedelta(days=30), Precision.DAY, "21 October 2026"),
        (timedelta(minutes=-3), Precision.SECOND, "just now"),
        (timedelta(days=-3), Precision.SECOND, "in 3 days"),
    ],
)
def test_ages_are_no_finer_than_known(ago: timedelta, precision: Precision, said: str):
    assert age(NOW - ago, NOW, precision) == said


def test_an_unknown_time_stays_unknown():
    assert age(None, NOW) == "time unknown"
    assert exact(None) == "time unknown"
    assert exact(NOW, Precision.DAY) == "20 November 2026"
    assert "about 12:00" in exact(NOW, Precision.HOUR)
    assert precision_note(Precision.HOUR) == "hour precision"


def test_reading_time_counts_the_whole_article_of_a_cut_listing():
    whole = Article(text="word " * 1190, received=NOW)
    listed = Article(text="word " * 80, length=5950, received=NOW)
    assert reading_minutes(whole) == reading_minutes(listed) == 5
    assert reading_minutes(Article(text="", received=NOW)) == 0


def test_flags_and_directions():
    assert len(flags(Article(body=Body.PARTIAL, truncated=True, received=NOW))) == 2
    assert (direction("ar"), direction("en"), direction("")) == ("rtl", "ltr", "auto")
    assert size(1_400_000) == "1.4 MB"


def test_T02_direction_overrides_go():
    assert clean_line("a\u202eb\u2066c\u2069", 50) == "abc"


def test_T03_zero_width_goes_but_joiners_stay():
    assert clean_line("fer\u200bry\u00ad \ufeff", 50) == "ferry"
    family = "👨\u200d👩\u200d👧"
    assert clean_line(family, 50) == family


def test_T05_cuts_are_between_graphemes():
    assert cut("ab👨\u200d👩", 4) == "ab"
    assert cut("a🇩🇪🇫🇷", 4) == "a🇩🇪"
    assert cut("cafe\u0301s", 4) == "caf"
    assert cut_words("one two three", 9) == "one two…"


def test_T06_marks_are_capped():
    assert clean_line("a" + "\u0301" * 1000 + "b", 100).count("\u0301") <= 8


def test_T01_T10_control_characters_and_surrogates_go():
    assert clean_text("a\x00b\ud800c\r\nd", 50) == "a bc\nd"


def test_C07_lookalikes_share_a_skeleton():
    assert skeleton("аdmin") == skeleton("Admin") == skeleton("ADMIN ")
    assert skeleton("rnoderator") == skeleton("moderator")
    assert skeleton("Ida") != skeleton("Ada")


@given(st.text(max_size=200), st.integers(0, 60))
def test_cleaning_twice_changes_nothing(text: str, limit: int):
    once = clean_line(text, limit)
    assert clean_line(once, limit) == once
    assert len(once) <= limit
    lines = clean_text(text, limit)
    assert clean_text(lines, limit) == lines
    assert "\x00" not in lines


def test_H24_cleaning_is_linear():
    start = time.process_time()
    for piece in (" ", "\u0301", "a", "\n", "🇩"):
        clean_text(piece * 300_000, 5000)
    assert time.process_time() - start < 5
