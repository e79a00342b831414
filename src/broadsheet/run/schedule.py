"""When a source is polled next, and when it is given up. Pure: what came of the last poll in, the next state out.

A source is polled about twice as often as it publishes, between `least` and `most`; what stays silent is asked less and less; what fails
is asked exponentially less, down to once a day. Nothing here reads a clock: jumps of the wall clock are healed by `heal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from broadsheet.errors import BroadsheetError, HttpStatus, TryLater
from broadsheet.types import Source, SourceState

if TYPE_CHECKING:
    from broadsheet.pipeline import Polled

#: Permanent redirects are believed after this many polls over this time (row N29).
MOVED_POLLS = 3
MOVED_AFTER = timedelta(hours=24)
#: A 404 that lasts this long, over this many polls (one a day), ends polling (row N30).
GONE_AFTER = timedelta(days=30)
GONE_POLLS = 30
#: A feed's own wish ("ttl") counts up to this many seconds; feeds that say "daily" and publish hourly are common.
TTL_MOST = 6 * 3600.0
#: A silent poll stretches the interval by this much.
PATIENCE = 1.15
#: While a hub pushes to us, polling is only the safety net.
PUSHED_LEAST = 3600.0
#: How many recent items tell the rhythm.
RHYTHM_ITEMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Bounds of adaptive polling, in seconds; `jitter` is the fraction by which each interval is spread."""

    least: float = 300.0
    most: float = 86_400.0
    jitter: float = 0.1


def next_state(
    state: SourceState, source: Source, polled: Polled, now: datetime, random: Callable[[], float], rhythm: Rhythm | None = None
) -> SourceState:
    """The state after a poll. `random` gives numbers from 0 to 1. Does not change the source's address: see `new_address`."""
    rhythm = rhythm or Rhythm()
    state = replace(state, polled=now, claimed_until=None)
    if isinstance(polled.error, TryLater):
        # The host asked for patience, perhaps because of another source: no fault of this one.
        return replace(state, next_poll=_later(now, max(polled.error.seconds, 1.0), random, rhythm, early=False))
    if polled.error is not None:
        return _after_failure(state, source, polled.error, now, random, rhythm)
    return _after_success(state, source, polled, now, random, rhythm)


def new_address(state: SourceState, now: datetime) -> str:
    """The address that a source has moved to for good, "" while that is not certain."""
    if state.moved_to and state.moved_count >= MOVED_POLLS and state.moved_since and now - state.moved_since >= MOVED_AFTER:
        return state.moved_to
    return ""


def heal(states: Iterable[SourceState], now: datetime, claim: timedelta, rhythm: Rhythm | None = None) -> list[SourceState]:
    """Those states whose times cannot be, put right: after a clock ran ahead and was set back, polling must not stop for a year.

    A poll further off than the longest interval allows, or a claim longer than `claim`, was written by a clock that was wrong.
    """
    rhythm = rhythm or Rhythm()
    furthest = now + timedelta(seconds=max(rhythm.most, 86_400.0) * (1 + rhythm.jitter)) + timedelta(hours=1)
    healed = []
    for state in states:
        fixed = state
        if state.next_poll and state.next_poll > furthest:
            fixed = replace(fixed, next_poll=now)
        if state.claimed_until and state.claimed_until > now + 2 * claim:
            fixed = replace(fixed, claimed_until=None)
        if state.failing_since and state.failing_since > now:
            fixed = replace(fixed, failing_since=now)
        if state.moved_since and state.moved_since > now:
            fixed = replace(fixed, moved_since=now)
        if fixed is not state:
            healed.append(fixed)
    return healed


# -- success -----------------------------------------------------------------------------------------------------------


def _after_success(
    state: SourceState, source: Source, polled: Polled, now: datetime, random: Callable[[], float], rhythm: Rhythm
) -> SourceState:
    interval = _interval(state, source, polled, now, rhythm)
    wait = rhythm.least if polled.waiting else interval
    return replace(
        _watch_address(state, source, polled, now),
        etag=polled.etag,
        last_modified=polled.last_modified,
        body_hash=polled.body_hash,
        succeeded=now,
        changed=now if polled.new or polled.revised else state.changed,
        interval=interval,
        next_poll=_later(now, wait, random, rhythm),
        failures=0,
        failing_since=None,
        error_code="",
        error="",
        stopped="",
        downgraded=polled.downgraded,
    )


def _interval(state: SourceState, source: Source, polled: Polled, now: datetime, rhythm: Rhythm) -> float:
    """Seconds between polls from now on."""
    if source.every:
        return float(source.every)
    gap = typical_gap(polled.times, now)
    if gap is not None:
        interval = gap / 2
    elif state.interval:
        interval = state.interval * PATIENCE
    else:
        interval = max(rhythm.least, min(3600.0, rhythm.most))
    least = rhythm.least
    if polled.feed is not None and polled.feed.ttl:
        least = max(least, min(polled.feed.ttl * 60.0, TTL_MOST))
    if state.lease_until is not None and state.lease_until > now:
        least = max(least, PUSHED_LEAST)
    return min(max(interval, least), max(rhythm.most, least))


def typical_gap(times: Sequence[datetime], now: datetime) -> float | None:
    """Seconds between two items of a source, from the times of its latest ones; None when too little is known.

    Counts the silence since the last item as a gap as well, so that a source that falls silent is asked less. Items published at one
    moment (a site that publishes in batches) count as one.
    """
    recent = sorted({time for time in times if time <= now}, reverse=True)[:RHYTHM_ITEMS]
    distinct = [recent[0]] if recent else []
    for newer, older in pairwise(recent):
        if (newer - older).total_seconds() >= 60:
            distinct.append(older)
    if len(distinct) < 2:
        return None
    return (now - distinct[-1]).total_seconds() / (len(distinct) - 1)


def _watch_address(state: SourceState, source: Source, polled: Polled, now: datetime) -> SourceState:
    """Count how often the address answered with a permanent redirect to the same target. One temporary hop on the way is none."""
    target = polled.moved_to
    if not target or target == source.url:
        return replace(state, moved_to="", moved_count=0, moved_since=None)
    if target == state.moved_to:
        return replace(state, moved_count=state.moved_count + 1)
    return replace(state, moved_to=target, moved_count=1, moved_since=now)


# -- failure -----------------------------------------------------------------------------------------------------------


def _after_failure(
    state: SourceState, source: Source, error: BroadsheetError, now: datetime, random: Callable[[], float], rhythm: Rhythm
) -> SourceState:
    failures = state.failures + 1
    since = state.failing_since or now
    failed = replace(
        state,
        failures=failures,
        failing_since=since,
        error_code=error.code,
        error=error.message,
        # Validators belong to the last answer that was read whole; after an error the next poll asks for everything.
        etag="" if error.code == "net.protocol" else state.etag,
        last_modified="" if error.code == "net.protocol" else state.last_modified,
        next_poll=_later(now, _backoff(state, source, failures, error, rhythm), random, rhythm, early=False),
    )
    return replace(failed, stopped=_reason_to_stop(failed, error, now))


def _backoff(state: SourceState, source: Source, failures: int, error: BroadsheetError, rhythm: Rhythm) -> float:
    asked = error.retry_after if isinstance(error, HttpStatus) else None
    if asked is not None:
        return min(max(asked, 60.0), 86_400.0)
    first = float(source.every) or max(state.interval, rhythm.least)
    return min(first * 2.0 ** min(failures - 1, 20), max(rhythm.most, first))


def _reason_to_stop(state: SourceState, error: BroadsheetError, now: datetime) -> str:
    if not isinstance(error, HttpStatus):
        return ""
    if error.status == 410:
        return "the publisher says that this address is gone for good (410)"
    long_gone = state.failing_since is not None and now - state.failing_since >= GONE_AFTER and state.failures >= GONE_POLLS
    if error.status == 404 and long_gone:
        return "nothing was found at this address for 30 days (404)"
    return ""


def _later(now: datetime, seconds: float, random: Callable[[], float], rhythm: Rhythm, *, early: bool = True) -> datetime:
    """`seconds` from now, spread by the jitter; never earlier than asked unless `early`."""
    spread = rhythm.jitter * (2 * random() - 1 if early else random())
    return now + timedelta(seconds=seconds * (1 + spread))
