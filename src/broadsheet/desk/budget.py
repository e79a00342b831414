"""What a text generator spent, kept in the store, so that a restart spends nothing anew."""

from __future__ import annotations

from datetime import date
from threading import Lock

from broadsheet.store.base import Store

_NAME = "generator_spent"


class StoreMeter:
    """Tokens by day. Atomic within a process; two processes may overshoot by what each has under way. Only the latest day is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()

    def reserve(self, day: date, tokens: int, most: int) -> bool:
        """Count `tokens` as spent on that day, if the day's sum then is at most `most`; whether it was done."""
        with self._lock:
            spent = self._read(day)
            if spent + tokens > most:
                return False
            self._write(day, spent + tokens)
            return True

    def settle(self, day: date, reserved: int, used: int) -> None:
        """Replace a reservation by what was used. A day that is over is left alone."""
        with self._lock:
            if self._store.get(_NAME).startswith(day.isoformat()):
                self._write(day, max(0, self._read(day) - reserved + used))

    def spent(self, day: date) -> int:
        """The day's sum, reservations among it."""
        return self._read(day)

    def _read(self, day: date) -> int:
        kept, _, tokens = self._store.get(_NAME).partition(" ")
        return int(tokens) if kept == day.isoformat() and tokens.isdigit() else 0

    def _write(self, day: date, tokens: int) -> None:
        self._store.put(_NAME, f"{day.isoformat()} {tokens}")
