"""Spending and answers kept in this process: for one process, for trying out, for tests."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date

#: Answers that are kept.
MOST = 512


class MemoryMeter:
    """Tokens by day, forgotten with the process. Safe to share between threads."""

    def __init__(self) -> None:
        self._spent: dict[date, int] = {}
        self._lock = threading.Lock()

    def reserve(self, day: date, tokens: int, most: int) -> bool:
        """See Meter."""
        with self._lock:
            now = self._spent.get(day, 0)
            if now + tokens > most:
                return False
            self._spent = {day: now + tokens}
            return True

    def settle(self, day: date, reserved: int, used: int) -> None:
        """See Meter."""
        with self._lock:
            if day in self._spent:
                self._spent[day] = max(0, self._spent[day] - reserved + used)

    def spent(self, day: date) -> int:
        """See Meter."""
        with self._lock:
            return self._spent.get(day, 0)


class MemoryReplies:
    """The last MOST answers. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        """See Replies."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: str, text: str, model: str, tokens: int) -> None:
        """See Replies."""
        with self._lock:
            self._kept[key] = text
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
