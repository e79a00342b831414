from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import ConnectError, HttpStatus, NotAFeed, ProtocolError, TryLater
from broadsheet.pipeline import Polled
from broadsheet.run.schedule import GONE_POLLS, Rhythm, heal, new_address, next_state, typical_gap
from broadsheet.types import FeedInfo, Source, SourceState

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SOURCE = Source(id=1, url="https://harbour.example/feed")
STATE = SourceState(source_id=1)


def half() -> float:
    return 0.5


def after(state: SourceState, polled: Polled, now: datetime = NOW, source: Source = SOURCE) -> SourceState:
    return next_state(state, source, polled, now, half)


def read(**fields: object) -> Polled:
    return replace(Polled(source_id=1), **fields)


def wait(state: SourceState, now: datetime = NOW) -> float:
    assert state.next_poll is not None
    return (state.next_poll - now).total_seconds()


def hourly(count: int, gap: timedelta) -> tuple[datetime, ...]:
    return tuple(NOW - gap * n for n in range(count))


def test_polls_twice_as_often_as_the_source_publishes() -> None:
    assert wait(after(STATE, read(new=3, times=hourly(10, timedelta(hours=2))))) == pytest.approx(3600, rel=0.15)


def test_bounds_of_the_interval() -> None:
    assert wait(after(STATE, read(new=3, times=hourly(12, timedelta(minutes=1))))) == 300
    assert wait(after(STATE, read(new=3, times=hourly(5, timedelta(days=20))))) == 86_400


def test_an_unknown_rhythm_is_asked_hourly() -> None:
    assert wait(after(STATE, read())) == 3600


def test_silence_stretches_the_interval_and_news_shorten_it_again() -> None:
    state = after(STATE, read(new=3, times=hourly(10, timedelta(hours=2))))
    silent = state
    for _ in range(5):
        silent = after(silent, read(unchanged=True))
    assert state.interval < silent.interval < 3 * state.interval
    assert after(silent, read(new=1, times=hourly(10, timedelta(hours=2)))).interval == state.interval


def test_items_of_one_moment_count_as_one() -> None:
    batch = tuple(NOW - timedelta(hours=6 * day, seconds=n) for day in range(4) for n in range(3))
    assert typical_gap(batch, NOW) == pytest.approx(6 * 3600, rel=0.01)
    assert typical_gap((NOW,), NOW) is None
    assert typical_gap((), NOW) is None


def test_times_in_the_future_tell_nothing() -> None:
    assert typical_gap(tuple(NOW + timedelta(hours=n) for n in range(1, 5)), NOW) is None


def test_the_operators_interval_wins() -> None:
    source = replace(SOURCE, every=120)
    assert wait(after(STATE, read(times=hourly(10, timedelta(hours=9))), source=source)) == 120


def test_ttl_is_a_lower_bound_up_to_six_hours() -> None:
    times = hourly(12, timedelta(minutes=5))
    assert wait(after(STATE, read(times=times, feed=FeedInfo(ttl=60)))) == 3600
    assert wait(after(STATE, read(times=times, feed=FeedInfo(ttl=99_999)))) == 6 * 3600


def test_while_a_hub_pushes_polling_is_a_safety_net() -> None:
    state = replace(STATE, lease_until=NOW + timedelta(days=3))
    assert wait(after(state, read(times=hourly(12, timedelta(minutes=5))))) == 3600


def test_unfinished_work_comes_back_soon() -> None:
    assert wait(after(STATE, read(waiting=12, times=hourly(10, timedelta(days=2))))) == 300


@given(st.floats(0, 1))
def test_jitter_stays_within_its_fraction(chance: float) -> None:
    state = next_state(STATE, SOURCE, read(), NOW, lambda: chance, Rhythm(jitter=0.1))
    assert 0.9 * 3600 <= wait(state) <= 1.1 * 3600


def test_success_clears_the_failure() -> None:
    failing = replace(STATE, failures=3, failing_since=NOW - timedelta(days=1), error_code="net.dns", error="no such host", etag="old")
    state = after(failing, read(new=1, etag="new", last_modified="then", body_hash="hash"))
    assert (state.failures, state.failing_since, state.error_code, state.error) == (0, None, "", "")
    assert (state.etag, state.last_modified, state.body_hash) == ("new", "then", "hash")
    assert (state.polled, state.succeeded, state.changed) == (NOW, NOW, NOW)


def test_failures_back_off_exponentially_to_a_day() -> None:
    state, waits = STATE, []
    for _ in range(12):
        state = after(state, read(error=ConnectError("nobody answers")))
        waits.append(wait(state))
    assert waits[:3] == pytest.approx([315, 630, 1260])  # jitter at half is 5%: a failing host is never asked early
    assert waits[-1] == pytest.approx(86_400 * 1.05)
    assert state.failures == 12
    assert state.failing_since == NOW
    assert not state.stopped


def test_a_failure_keeps_the_validators_but_a_wrong_304_drops_them() -> None:
    state = replace(STATE, etag="kept", last_modified="too")
    assert after(state, read(error=NotAFeed("a page"))).etag == "kept"
    dropped = after(state, read(error=ProtocolError("304 unasked")))
    assert (dropped.etag, dropped.last_modified) == ("", "")


def test_N25_N26_retry_after_is_respected() -> None:
    for status in (429, 503):
        state = after(STATE, read(error=HttpStatus(status, "slow down", retry_after=7200)))
        assert 7200 <= wait(state) <= 7200 * 1.1
        assert state.failures == 1


def test_the_hosts_wish_to_wait_is_no_failure_of_the_source() -> None:
    state = after(STATE, read(error=TryLater("later", seconds=900)))
    assert 900 <= wait(state) <= 990
    assert state.failures == 0
    assert state.error_code == ""


def test_N29_a_permanent_redirect_is_believed_after_three_polls_over_a_day() -> None:
    moved = read(moved_to="https://new.example/feed")
    state = after(STATE, moved)
    state = after(state, moved, NOW + timedelta(hours=1))
    state = after(state, moved, NOW + timedelta(hours=2))
    assert new_address(state, NOW + timedelta(hours=2)) == ""
    state = after(state, moved, NOW + timedelta(hours=25))
    assert new_address(state, NOW + timedelta(hours=25)) == "https://new.example/feed"


def test_N29_two_polls_over_a_day_are_not_enough() -> None:
    moved = read(moved_to="https://new.example/feed")
    state = after(after(STATE, moved), moved, NOW + timedelta(hours=30))
    assert new_address(state, NOW + timedelta(hours=30)) == ""


def test_N29_another_target_or_a_plain_answer_starts_anew() -> None:
    first = after(after(STATE, read(moved_to="https://a.example/f")), read(moved_to="https://a.example/f"))
    other = after(first, read(moved_to="https://b.example/f"))
    assert (other.moved_to, other.moved_count) == ("https://b.example/f", 1)
    assert after(other, read()).moved_to == ""


def test_N30_gone_stops_at_once() -> None:
    assert "410" in after(STATE, read(error=HttpStatus(410, "gone"))).stopped


def test_N30_not_found_for_thirty_days_stops() -> None:
    missing = read(error=HttpStatus(404, "not found"))
    state, now, days = STATE, NOW, 0
    while not state.stopped and days < 60:
        state = after(state, missing, now)
        assert state.next_poll is not None
        days = (now - NOW).days
        now = state.next_poll
    assert 30 <= days <= 33
    assert "404" in state.stopped


def test_N30_a_404_after_the_clock_jumped_does_not_stop() -> None:
    missing = read(error=HttpStatus(404, "not found"))
    state = after(after(STATE, missing), missing, NOW + timedelta(days=365))
    assert state.failures < GONE_POLLS
    assert not state.stopped


def test_S09_a_clock_set_back_does_not_stop_polling() -> None:
    ahead = NOW + timedelta(days=365)
    state = replace(after(STATE, read(), ahead), claimed_until=ahead, failing_since=ahead, moved_since=ahead, moved_to="https://a.example/")
    (fixed,) = heal([state], NOW, timedelta(minutes=5))
    assert fixed.next_poll == NOW
    assert fixed.claimed_until is None
    assert fixed.failing_since == NOW
    assert fixed.moved_since == NOW


def test_S09_sound_states_are_left_alone() -> None:
    soon = replace(STATE, next_poll=NOW + timedelta(hours=20), claimed_until=NOW + timedelta(minutes=5))
    assert heal([soon, STATE], NOW, timedelta(minutes=5)) == []


@given(st.lists(st.sampled_from(["ok", "same", "fail", "late", "404"]), max_size=40), st.floats(0, 1))
def test_the_next_poll_is_never_sooner_than_allowed_nor_further_than_a_day(outcomes: list[str], chance: float) -> None:
    answers = {
        "ok": read(new=1, times=hourly(12, timedelta(minutes=2))),
        "same": read(unchanged=True),
        "fail": read(error=ConnectError("no")),
        "late": read(error=HttpStatus(503, "busy", retry_after=86_400)),
        "404": read(error=HttpStatus(404, "no")),
    }
    state, now = STATE, NOW
    for outcome in outcomes:
        state = next_state(state, SOURCE, answers[outcome], now, lambda: chance)
        assert 0.9 * 300 <= wait(state, now) <= 1.1 * 86_400
        assert state.next_poll is not None
        now = state.next_poll
