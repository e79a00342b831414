"""Rate limits: how many requests one visitor may send in a while. In memory, bounded, safe for threads."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

#: Visitors remembered at the same time; the one longest unseen is forgotten first.
MOST_VISITORS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` in `seconds`."""

    name: str
    count: int
    seconds: float


SIGN_IN = Rate("sign-in", 5, 15 * 60)
READING = Rate("reading", 600, 60)
SEARCHING = Rate("searching", 120, 60)
PICTURES = Rate("pictures", 1200, 60)
WRITING = Rate("writing", 60, 60)
LISTENING = Rate("listening", 30, 10 * 60)
FETCHING = Rate("fetching", 30, 60)


class Rates:
    """Counts requests by rate and visitor over sliding windows. `monotonic` gives seconds that never go back."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._taken: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._lock = Lock()

    def take(self, rate: Rate, visitor: str) -> float:
        """Count one request. Returns 0.0 when it is allowed, else the seconds to wait; a refused one is not counted."""
        now = self._monotonic()
        with self._lock:
            times = self._taken.setdefault((rate.name, visitor), deque())
            self._taken.move_to_end((rate.name, visitor))
            while times and now - times[0] >= rate.seconds:
                times.popleft()
            if len(times) >= rate.count:
                return max(1.0, rate.seconds - (now - times[0]))
            times.append(now)
            while len(self._taken) > MOST_VISITORS:
                self._taken.popitem(last=False)
            return 0.0

    def forgive(self, rate: Rate, visitor: str) -> None:
        """Forget what was counted, after a success."""
        with self._lock:
            self._taken.pop((rate.name, visitor), None)
