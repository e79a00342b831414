"""A circuit breaker: who failed often is left alone for a while (Nygard, Release It!, 2007)."""

from __future__ import annotations

import threading
from collections.abc import Callable

#: Failures in a row after which a service is left alone, and for how many seconds.
FAILS, PAUSE = 5, 60.0
#: The longest pause that a service may ask for.
LONGEST = 600.0


class Breaker:
    """Counts failures in a row. After a pause one try is let through; it decides about the next pause. Safe between threads."""

    def __init__(self, monotonic: Callable[[], float], fails: int = FAILS, pause: float = PAUSE) -> None:
        self._monotonic, self._fails, self._pause = monotonic, fails, pause
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    def wait(self) -> float:
        """Seconds until a try is let through; 0 lets this one through, and no other for a pause when the last ones failed."""
        with self._lock:
            now = self._monotonic()
            if now < self._until:
                return self._until - now
            if self._failed >= self._fails:
                self._until = now + self._pause
            return 0.0

    def succeeded(self) -> None:
        """It works: forget the failures."""
        with self._lock:
            self._failed, self._until = 0, 0.0

    def failed(self, asked: float | None = None) -> None:
        """It failed. `asked`: seconds for which the service wants to be left alone."""
        with self._lock:
            self._failed += 1
            now = self._monotonic()
            if self._failed >= self._fails:
                self._until = now + self._pause
            if asked is not None and asked > 0:
                self._until = max(self._until, now + min(asked, LONGEST))
