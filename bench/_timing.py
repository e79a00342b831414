"""Where time goes: processor time of this process and its parsing children, and wall time spent in each door."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def family_cpu(without: set[int] | frozenset[int] = frozenset()) -> float:
    """Processor seconds of this process and all its living descendants but those named (and theirs that ended)."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(stat.parent.name)
        parents[number] = int(fields[1])
        spent[number] = sum(int(value) for value in fields[11:15]) / TICK
    total = 0.0
    for number in spent:
        at = number
        while at not in (0, 1) and at != os.getpid():
            if at in without:
                break
            at = parents.get(at, 0)
        if at == os.getpid():
            total += spent[number]
    return total


class Timed:
    """Any object with its method calls timed: wall seconds and calls by name, over all threads."""

    def __init__(self, inner: object, prefix: str, ledger: Ledger) -> None:
        self._inner, self._prefix, self._ledger = inner, prefix, ledger

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self._ledger.time(self._prefix, self._inner, args, kwargs)

    def __getattr__(self, name: str) -> object:
        found = getattr(self._inner, name)
        if not callable(found):
            return found

        def timed(*args: object, **kwargs: object) -> object:
            return self._ledger.time(f"{self._prefix}.{name}", found, args, kwargs)

        return timed


class Ledger:
    """Wall seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def time(self, name: str, function: object, args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        """Call and note how long it took."""
        begin = time.perf_counter()
        cpu = time.thread_time()
        try:
            return function(*args, **kwargs)  # type: ignore[operator]  # any callable
        finally:
            with self._lock:
                self.seconds[name] += time.perf_counter() - begin
                self.seconds[name + " cpu"] += time.thread_time() - cpu
                self.calls[name] += 1

    def report(self) -> dict[str, object]:
        """The largest, rounded."""
        names = sorted((name for name in self.calls), key=lambda name: -self.seconds[name])
        return {
            name: {"wall_s": round(self.seconds[name], 2), "cpu_s": round(self.seconds[name + " cpu"], 2), "calls": self.calls[name]}
            for name in names
            if self.seconds[name] > 0.05
        }
