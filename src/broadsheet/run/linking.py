"""Linking beside collecting: a thread that turns what was filed into stories, tidies them now and then, reads them for the ledger, and
renews old vectors. What is to be linked always goes first.

Woken by filings of this process; looks by itself every few seconds, because other processes file, too. Only the process that has the lease
works; the others look again later. Nothing that goes wrong here stops collecting, and what was not linked waits in its line in the store.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from broadsheet.errors import ModelError, StoreError
from broadsheet.pipeline import Analysed, Linked

log = logging.getLogger(__name__)

#: Seconds between two looks at the line when nobody wakes us.
LOOK = 5.0
#: Seconds without work after the store could not write, or after a mistake of ours.
PAUSE = 15.0
#: Seconds after which a tagger that cannot be opened is tried again.
UNREAD_PAUSE = 300.0
#: Articles linked since the last pass after which stories are tidied before their time has come: a big import.
MANY = 2000
#: Articles that get a new vector between two looks at the line.
RENEWED_AT_ONCE = 64


class Links(Protocol):
    """What the thread needs of a linker."""

    def link_pending(self) -> Linked:
        """Link the next articles in line."""

    def tidy(self) -> int:
        """Merge stories that turned out to be one; how many articles moved."""

    def renew(self, limit: int) -> int:
        """Give articles that have none a vector of the present embedder; how many got one."""

    def release(self) -> None:
        """Let another process link."""


class Reads(Protocol):
    """What the thread needs of the reader for the ledger."""

    def analyse_pending(self) -> Analysed:
        """Read the next articles in line."""

    def release(self) -> None:
        """Let another process read."""


class Linking:
    """Links until it is told to stop. `run` blocks; `start` runs it in a thread; `stop` and `wake` may be called from any thread."""

    def __init__(
        self,
        linker: Links,
        analyser: Reads | None = None,
        *,
        tidy_minutes: float = 10.0,
        drain: float = 8.0,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.linked = 0
        self.analysed = 0
        self._linker = linker
        self._analyser = analyser
        #: When the reader may be asked again after it could not work.
        self._unread_until = 0.0
        self._tidy_seconds = tidy_minutes * 60
        self._drain = drain
        self._timer = timer
        self._changed = threading.Condition()
        self._woken = False
        self._stopping = False
        self._stopped_at = 0.0
        self._thread: threading.Thread | None = None
        self._tidied = timer()
        self._since_tidy = 0

    # -- life ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Run in a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="linking", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the thread is at work, and so need only be woken."""
        return self._thread is not None and self._thread.is_alive() and not self._stopping

    def wake(self) -> None:
        """Something was filed."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Begin no further batch. Returns at once; `join` waits."""
        with self._changed:
            if not self._stopping:
                self._stopping = True
                self._stopped_at = self._timer()
            self._changed.notify_all()

    def join(self) -> bool:
        """Wait until the thread has ended, until its drain time, which began with `stop`, is over; whether it has."""
        if self._thread is None:
            return True
        self._thread.join(max(0.1, self._stopped_at + self._drain - self._timer()))
        return not self._thread.is_alive()

    def run(self) -> None:
        """Work until stopped."""
        while not self._stopping:
            self._wait(self.step())
        try:
            self._linker.release()
            if self._analyser is not None:
                self._analyser.release()
        except StoreError as error:
            log.info("the right to link runs out by itself: %s", error)

    # -- one step --------------------------------------------------------------------------------------------------

    def step(self) -> float:
        """Do the next piece of work; the seconds to wait before the one after it. Raises nothing."""
        try:
            linked = self._linker.link_pending()
            self.linked += linked.count
            self._since_tidy += linked.count
            if not linked.leased:
                return LOOK
            if linked.left:
                return 0.0
            if self._tidy_is_due():
                self._tidied, self._since_tidy = self._timer(), 0
                if moved := self._linker.tidy():
                    log.info("tidying moved %d articles", moved)
                return 0.0
            return 0.0 if self._read() or self._linker.renew(RENEWED_AT_ONCE) else LOOK
        except StoreError as error:
            log.warning("linking pauses: %s", error)
        except Exception:
            # A mistake of ours must not end the thread (row I1): what is in line stays there.
            log.exception("linking")
        return PAUSE

    def _read(self) -> bool:
        """Read some articles for the ledger; whether there are more. What is wrong with the tagger stops neither linking nor renewing."""
        if self._analyser is None or self._timer() < self._unread_until:
            return False
        try:
            read = self._analyser.analyse_pending()
        except ModelError as error:
            log.warning("nothing is read for the ledger: %s", error)
            self._unread_until = self._timer() + UNREAD_PAUSE
            return False
        self.analysed += read.count
        return read.leased and bool(read.count or read.left)

    def _tidy_is_due(self) -> bool:
        if not self._tidy_seconds or not self._since_tidy:
            return False
        return self._since_tidy >= MANY or self._timer() - self._tidied >= self._tidy_seconds

    def _wait(self, seconds: float) -> None:
        with self._changed:
            if seconds and not self._stopping and not (self._woken and seconds < PAUSE):
                self._changed.wait(seconds)
            self._woken = False
