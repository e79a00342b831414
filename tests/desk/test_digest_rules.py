"""A reader's rules for a digest: what may be written, and when it falls due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.digest_rules import LONGEST, Period, Rules, due_period, last_due, next_due, rules_of, usual_period
from broadsheet.errors import InputError
from broadsheet.types.told import Length

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
RULES = st.builds(
    Rules,
    when=st.one_of(st.just("hourly"), st.times().map(lambda time: f"{time:%H:%M}")),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca"]),
)
MOMENTS = st.integers(0, 37 * 365 * 86_400).map(lambda seconds: datetime(2000, 1, 3, tzinfo=UTC) + timedelta(seconds=seconds))


def test_rules_are_read_from_a_table() -> None:
    table = {
        "email": "mara@Post.example",
        "when": "daily 7:05",
        "zone": "Europe/Berlin",
        "sections": ["Region"],
        "stories": 5,
        "length": "line",
    }
    rules = rules_of("mara", table)
    assert rules == Rules(
        name="mara", email="mara@post.example", when="07:05", zone="Europe/Berlin", sections=("Region",), stories=5, length=Length.LINE
    )
    assert rules_of("ito", {"when": "Hourly", "quiet": True}).hourly


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"mail": "x"}, "no “mail”"),
        ({"email": "mara"}, "no e-mail address"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "no e-mail address"),
        ({"email": "a@b.example, c@d.example"}, "no e-mail address"),
        ({"email": "Mara <a@b.example>"}, "no e-mail address"),
        ({"email": "a..b@c.example"}, "no e-mail address"),
        ({"email": "a@" + "b" * 64 + ".example"}, "no e-mail address"),
        ({"email": 3}, "must be a text"),
        ({"when": "25:00"}, "when"),
        ({"when": "weekly"}, "when"),
        ({"zone": "Europe/Nowhere"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"stories": 0}, "from 1"),
        ({"stories": True}, "from 1"),
        ({"outlets": "3"}, "from 1"),
        ({"sections": "Region"}, "list of texts"),
        ({"length": "novel"}, "length"),
        ({"quiet": "yes"}, "true or false"),
    ],
)  # fmt: skip
def test_slips_name_the_field(table: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        rules_of("mara", table)


@pytest.mark.parametrize("name", ["", " mara", "a/b", "x" * 61, "a\nb"])
def test_a_name_is_a_name(name: str) -> None:
    with pytest.raises(InputError, match="called"):
        rules_of(name, {})


def test_an_international_domain_becomes_ascii() -> None:
    assert rules_of("x", {"email": "post@müller.example"}).email == "post@xn--mller-kva.example"


def test_daily_is_a_time_of_the_readers_day() -> None:
    berlin = Rules(when="07:00", zone="Europe/Berlin")
    assert last_due(berlin, NOW) == datetime(2026, 11, 2, 6, tzinfo=UTC)
    # A week before, summer time ended: that day had 25 hours.
    assert usual_period(berlin, datetime(2026, 10, 25, 12, tzinfo=UTC)) == Period(
        datetime(2026, 10, 24, 5, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)
    )


def test_nothing_is_due_twice() -> None:
    rules = Rules(when="07:00")
    first = due_period(rules, NOW, NOW - timedelta(days=1))
    assert first == Period(NOW - timedelta(days=1), NOW.replace(hour=7, minute=0))
    assert due_period(rules, NOW, first.until) is None
    assert due_period(rules, NOW + timedelta(hours=20), first.until) is None
    assert due_period(rules, NOW + timedelta(hours=22), first.until) == Period(first.until, first.until + timedelta(days=1))


def test_missed_times_are_made_up_for_once() -> None:
    hourly = Rules(when="hourly")
    sent = NOW.replace(minute=0) - timedelta(hours=10)
    assert due_period(hourly, NOW, sent) == Period(sent, NOW.replace(minute=0))
    long_ago = due_period(hourly, NOW, NOW - timedelta(days=90))
    assert long_ago is not None
    assert long_ago.until - long_ago.since == LONGEST


def test_S09_a_clock_that_ran_ahead_does_not_silence_for_a_year() -> None:
    assert due_period(Rules(when="07:00"), NOW, NOW + timedelta(days=365)) == usual_period(Rules(when="07:00"), NOW)


@given(RULES, MOMENTS)
def test_due_times_follow_each_other(rules: Rules, now: datetime) -> None:
    last, following = last_due(rules, now), next_due(rules, now)
    assert last <= now < following
    assert last_due(rules, following) == following
    # Samoa left out a whole day in 2011.
    assert following - last <= timedelta(hours=49)
    period = usual_period(rules, now)
    assert period.since < period.until == last
