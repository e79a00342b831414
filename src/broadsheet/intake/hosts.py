"""Politeness: whose turn it is. One request at a time and a gap between two, for each registrable domain and for each address.

Several sites may share one address (row N35): so that they are not asked at once, starts at one address keep the same gap; so that a site
that hangs does not hold up its neighbours, up to ADDRESS_WIDTH requests may be under way there. A request to wait (Retry-After) holds for
the domain that sent it. All waiting is bounded: who would have to wait too long is told when to come back instead (TryLater).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from broadsheet.errors import TryLater
from broadsheet.types.urls import registrable_domain

#: What we make of any Retry-After: never sooner, never later. Seconds.
RETRY_AFTER_MIN, RETRY_AFTER_MAX = 60.0, 24 * 3600.0
#: A 429 without a Retry-After that can be read: this long, then the source's own backoff decides.
DEFAULT_PAUSE = 300.0
#: Requests under way at one address at most, whatever the number of domains there.
ADDRESS_WIDTH = 4
#: Threads that may wait where there is a gap; the next one is sent away, so that a crowd at one door leaves threads for the others.
MAX_WAITING = 8
#: Lanes remembered before idle ones are forgotten.
MAX_LANES = 20_000


def lane_of(host: str) -> str:
    """What takes turns together with this host: all of its registrable domain. An address stands for itself."""
    return registrable_domain(f"[{host}]" if ":" in host else host) or host


def retry_after(header: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, clamped to [RETRY_AFTER_MIN, RETRY_AFTER_MAX]; None when it cannot be read.

    Reads both forms of RFC 9110 section 10.2.3: whole seconds and an HTTP date. A negative number is no number of seconds.
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text) if len(text) < 12 else RETRY_AFTER_MAX
    else:
        try:
            until = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
        seconds = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now) / timedelta(seconds=1)
    return min(max(seconds, RETRY_AFTER_MIN), RETRY_AFTER_MAX)


@dataclass(slots=True)
class _Lane:
    busy: int = 0
    waiting: int = 0
    #: Times on the monotonic clock.
    next_start: float = 0.0
    paused_until: float = 0.0
    #: Last known address of this domain.
    address: str = ""
    #: The last request here ended in a reset in spite of our retries: the next ones get none.
    resetting: bool = False


class Hosts:
    """The turns of all domains and addresses. Thread-safe.

    `monotonic` and `sleep` are passed in; `patience` is how long one may wait for a turn, in seconds.
    """

    def __init__(self, *, monotonic: Callable[[], float], sleep: Callable[[float], None], patience: float) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._patience = patience
        self._lanes: dict[str, _Lane] = {}
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, domain: str, gap: float) -> Iterator[None]:
        """Wait for the domain's turn and hold it: nobody else asks there meanwhile, nor until `gap` seconds after.

        Raises TryLater while the domain wants to be left alone, and when the turn is further off than our patience.
        """
        self._take(domain, 1, gap)
        try:
            yield
        finally:
            self._give(domain, gap)

    @contextmanager
    def address_turn(self, domain: str, address: str, gap: float) -> Iterator[None]:
        """The same for the address that the domain is at: starts there are `gap` seconds apart, ADDRESS_WIDTH may be under way."""
        key = "@" + address
        with self._changed:
            self._lane(domain).address = key
        self._take(key, ADDRESS_WIDTH, gap)
        try:
            yield
        finally:
            self._give(key, 0.0)

    def pause(self, domain: str, seconds: float) -> None:
        """Leave this domain alone for so long. A longer pause that it asked for earlier stays."""
        with self._changed:
            lane = self._lane(domain)
            lane.paused_until = max(lane.paused_until, self._monotonic() + seconds)

    def check_pause(self, domain: str) -> None:
        """Raise TryLater while the domain wants to be left alone."""
        with self._changed:
            self._refuse_while_paused(domain, self._lane(domain), self._monotonic())

    def ready_in(self, domain: str) -> float:
        """Seconds until a request to this domain would start at once, by what is known now; 0 = now. Never waits."""
        with self._changed:
            lane = self._lanes.get(domain)
            if lane is None:
                return 0.0
            now = self._monotonic()
            at = self._lanes.get(lane.address, _Lane())
            # How long a request under way will take, nobody knows; a second is a fair guess for looking again.
            under_way = 1.0 if lane.busy or at.busy >= ADDRESS_WIDTH else 0.0
            return max(0.0, lane.paused_until - now, lane.next_start - now, at.next_start - now, under_way)

    def reset_seen(self, domain: str, resetting: bool) -> None:
        """Note how the last request to this domain ended: in a reset after all retries, or not."""
        with self._changed:
            self._lane(domain).resetting = resetting

    def retries_allowed(self, domain: str) -> bool:
        """Whether a broken connection to this domain may be tried again at once: not when the time before it did not help."""
        with self._changed:
            return not self._lane(domain).resetting

    def _take(self, key: str, width: int, gap: float) -> None:
        deadline = self._monotonic() + self._patience
        with self._changed:
            lane = self._lane(key)
            if gap > 0 and lane.waiting >= MAX_WAITING:
                raise _later(key, max(1.0, lane.waiting * gap))
            lane.waiting += 1
            try:
                self._wait(key, lane, width, deadline)
            finally:
                lane.waiting -= 1
            lane.busy += 1
            lane.next_start = self._monotonic() + gap

    def _wait(self, key: str, lane: _Lane, width: int, deadline: float) -> None:
        while True:
            now = self._monotonic()
            self._refuse_while_paused(key, lane, now)
            gap_left = lane.next_start - now
            if lane.busy < width and gap_left <= 0:
                return
            if now >= deadline or now + gap_left > deadline:
                raise _later(key, max(1.0, gap_left))
            if lane.busy >= width:
                self._changed.wait(min(deadline - now, 1.0))
            else:
                self._changed.release()
                try:
                    self._sleep(gap_left)
                finally:
                    self._changed.acquire()

    def _give(self, key: str, gap: float) -> None:
        with self._changed:
            lane = self._lane(key)
            lane.busy -= 1
            lane.next_start = max(lane.next_start, self._monotonic() + gap)
            self._changed.notify_all()

    def _refuse_while_paused(self, key: str, lane: _Lane, now: float) -> None:
        if lane.paused_until > now:
            raise _later(key, lane.paused_until - now, "asked us to wait")

    def _lane(self, key: str) -> _Lane:
        lane = self._lanes.get(key)
        if lane is None:
            if len(self._lanes) >= MAX_LANES:
                self._forget()
            lane = self._lanes[key] = _Lane(next_start=self._monotonic())
        return lane

    def _forget(self) -> None:
        now = self._monotonic()
        for key, lane in list(self._lanes.items()):
            if not lane.busy and not lane.waiting and max(lane.next_start, lane.paused_until) <= now:
                del self._lanes[key]


def _later(key: str, seconds: float, why: str = "is busy with our other requests") -> TryLater:
    return TryLater(f"{key.removeprefix('@')} {why}; next try in {seconds:.0f} s", seconds=seconds)
