"""Times as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.aggregator.ages import ages, bare_age, is_reading_time, resolve
from broadsheet.extract.aggregator.lines import lines
from broadsheet.extract.aggregator.looks import meta_of
from broadsheet.types import Precision

CAPTURED = datetime(2026, 9, 18, 9, 55, tzinfo=UTC)
DAY, HOUR, MINUTE = Precision.DAY, Precision.HOUR, Precision.MINUTE


@pytest.mark.parametrize(
    ("written", "time", "precision"),
    [
        ("14 minutes ago", "2026-09-18T09:41", MINUTE),
        ("an hour ago", "2026-09-18T08:55", HOUR),
        ("just now", "2026-09-18T09:55", MINUTE),
        ("3 days ago", "2026-09-15T00:00", DAY),
        ("yesterday at 14:05", "2026-09-17T00:00", DAY),
        ("vor 25 Minuten", "2026-09-18T09:30", MINUTE),
        ("vor einer Stunde", "2026-09-18T08:55", HOUR),
        ("gestern", "2026-09-17T00:00", DAY),
        ("il y a 3 heures", "2026-09-18T06:55", HOUR),
        ("hace 2 días", "2026-09-16T00:00", DAY),
        ("un'ora fa", "2026-09-18T08:55", HOUR),
        ("há 5 minutos", "2026-09-18T09:50", MINUTE),
        ("2 uur geleden", "2026-09-18T07:55", HOUR),
        ("5 godzin temu", "2026-09-18T04:55", HOUR),
        ("3 saat önce", "2026-09-18T06:55", HOUR),
        ("5 phút trước", "2026-09-18T09:50", MINUTE),
        ("2 часа назад", "2026-09-18T07:55", HOUR),
        ("3 години тому", "2026-09-18T06:55", HOUR),
        ("قبل ١٤ دقيقة", "2026-09-18T09:41", MINUTE),
        ("منذ ساعتين", "2026-09-18T07:55", HOUR),
        ("לפני שעתיים", "2026-09-18T07:55", HOUR),
        ("3小时前", "2026-09-18T06:55", HOUR),
        ("25分前", "2026-09-18T09:30", MINUTE),
        ("3시간 전", "2026-09-18T06:55", HOUR),
        ("2 घंटे पहले", "2026-09-18T07:55", HOUR),
        ("2 timmar sedan", "2026-09-18T07:55", HOUR),
        ("16 Sept 2026", "2026-09-16T00:00", DAY),
        ("September 16, 2026 at 7:15 pm EDT", "2026-09-16T23:15", MINUTE),
        ("21 August 2026, 07:15 BST", "2026-08-21T06:15", MINUTE),
        ("16.09.2026, 14:30 Uhr", "2026-09-16T00:00", DAY),
        ("2026-09-16T07:15:00Z", "2026-09-16T07:15", MINUTE),
        ("Fri, 4 Sep 2026 06:30 +0200", "2026-09-04T04:30", MINUTE),
        ("09/16/2026", "2026-09-16T00:00", DAY),
        ("16 septembre 2026 à 14h05", "2026-09-16T00:00", DAY),
        ("2026年9月16日 14:05", "2026-09-16T00:00", DAY),
        ("16 сентября 2026 г.", "2026-09-16T00:00", DAY),
        ("٣ أيلول ٢٠٢٦", "2026-09-03T00:00", DAY),
        ("30 Dec", "2025-12-30T00:00", DAY),
    ],
)
def test_a_time_is_resolved_as_far_as_it_is_stated(written: str, time: str, precision: Precision) -> None:
    (found, *_) = ages(written)
    assert resolve(found, CAPTURED) == (datetime.fromisoformat(time).replace(tzinfo=UTC), precision)


@pytest.mark.parametrize(
    "written", ["2 weeks ago", "vor 3 Monaten", "Updated 2 h ago", "Last updated: 9 Sep 2026 16.10 CEST", "31 February 2026"]
)
def test_what_is_too_vague_or_a_change_gives_no_time(written: str) -> None:
    assert all(resolve(found, CAPTURED) == (None, None) for found in ages(written))


@pytest.mark.parametrize("written", ["14 minutes ago", "gestern", "3小时前", "16 Sept"])
def test_without_capture_time_a_relative_age_stays_unknown(written: str) -> None:
    (found,) = ages(written)
    assert resolve(found, None) == (None, None)


@pytest.mark.parametrize(
    "written", ["", "03/04/2026", "May the force", "3 min read", "5 min. Lesezeit", "Room 12, level 3", "12 people", "march on the town"]
)
def test_no_time_is_seen_where_none_is(written: str) -> None:
    assert ages(written) == ()


@pytest.mark.parametrize(
    ("part", "unit"), [("41m Velm Post", "minute"), ("3h Marrow Mail", "hour"), ("1 h", "hour"), ("4 min", "minute"), ("2d", "day")]
)
def test_bare_ages(part: str, unit: str) -> None:
    found = bare_age(part, leading=True)
    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize("part", ["12 Dead in fire", "5 Minutes", "4 miles", "2day", "h", "100 m race"])
def test_no_bare_age(part: str) -> None:
    assert bare_age(part, leading=True) is None


@pytest.mark.parametrize("text", ["3 min read", "4 Min. Lesezeit", "Lesezeit: 4 Minuten", "2 min de lectura", "阅读 3 分钟", "5 dk okuma"])
def test_reading_times(text: str) -> None:
    assert is_reading_time(text)


@pytest.mark.parametrize(
    ("text", "publisher", "age"),
    [
        ("CULTURE · Velm Post · 35 minutes ago · 3 min read", "Velm Post", "35 minutes ago"),
        ("Velm Post | 4 min", "Velm Post", "4 min"),
        ("Velm Post\tPublished 9 h ago\tUpdated 2 h ago\tLocal", "Velm Post", "Published 9 h ago"),
        ("41m Velm Post", "Velm Post", "41m"),
        ("By Ada Thorn • Velm Post • yesterday", "Velm Post", "yesterday"),
        ("\u200fبريد السهل\u200f - منذ ساعتين", "بريد السهل", "منذ ساعتين"),
        ("Wed 9 Sep 2026 11.20 CEST", None, "Wed 9 Sep 2026 11.20 CEST"),
    ],
)
def test_lines_of_particulars(text: str, publisher: str | None, age: str) -> None:
    (line,) = lines(text)
    meta = meta_of(line)
    assert meta is not None
    assert (meta.publisher.text if meta.publisher else None, meta.age_text) == (publisher, age)
    if meta.publisher:
        assert text[meta.publisher.start : meta.publisher.end] == publisher


@pytest.mark.parametrize(
    "text",
    [
        "The fire started 3 hours ago in the old mill by the river.",
        "Velm Post",
        "Twelve things we learned yesterday about the mayor of the town",
    ],
)
def test_sentences_and_titles_are_no_particulars(text: str) -> None:
    (line,) = lines(text)
    assert meta_of(line) is None


@given(st.text(st.sampled_from("0123456789 :./-agohmind前分vorJanuary"), max_size=120))
def test_any_text_gives_ages_in_order(text: str) -> None:
    found = ages(text)
    edges = [edge for age in found for edge in (age.start, age.end)]
    assert edges == sorted(edges)
    for age in found:
        resolve(age, CAPTURED)
        resolve(age, None)
