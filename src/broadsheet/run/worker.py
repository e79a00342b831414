"""The worker: claims sources that are due, polls them in threads, and tries failed pages again.

One poll at a time for each registrable domain, so that a slow host keeps one thread busy and no other source waiting (row I2). Waiting
is measured with a monotonic timer; jumps of the wall clock are noticed and healed (row S09).
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import random as system_random

from broadsheet.errors import BroadsheetError, StoreError
from broadsheet.pipeline import Polled, Press, retry_page
from broadsheet.run import schedule
from broadsheet.run.hubs import Callbacks
from broadsheet.run.linking import Linking
from broadsheet.run.polling import poll_and_plan
from broadsheet.run.schedule import Rhythm
from broadsheet.types import Failure, Source, SourceState, urls

log = logging.getLogger(__name__)

#: How long a claimed source is ours; a crash delays it by at most this.
CLAIM = timedelta(minutes=5)
#: Sources of one domain that wait in line here; further ones are put off, so that their claims block nobody.
LINE = 8
#: Seconds between two looks at failed pages and at the clock.
HOUSEKEEPING = 60.0
#: The longest sleep: a source added by another process is noticed after this.
LONGEST_SLEEP = 5.0
#: Seconds without new work after the store could not write.
STORE_PAUSE = 15.0
#: Failed pages that are tried again in one round.
RETRIES_A_ROUND = 20

Job = tuple[Source, SourceState]


@dataclass(slots=True)
class Progress:
    """What the worker has done since it started."""

    polls: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    revised: int = 0


@dataclass(slots=True)
class _Line:
    """One domain: the source being polled, and those that wait for it."""

    waiting: deque[Job] = field(default_factory=deque)


class Worker:
    """Collects until it is told to stop. `run` blocks; `start` runs it in a thread; `stop` may be called from any thread.

    `linking`, if given, is started, woken by what was filed, and stopped with it.
    """

    def __init__(
        self,
        press: Press,
        *,
        rhythm: Rhythm | None = None,
        in_flight: int = 32,
        drain: float = 8.0,
        random: Callable[[], float] = system_random,
        report: Callable[[Source, Polled], None] | None = None,
        callbacks: Callbacks | None = None,
        linking: Linking | None = None,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.press = press
        self.rhythm = rhythm or Rhythm()
        self.in_flight = in_flight
        self.drain = drain
        self.progress = Progress()
        self._random = random
        self._report = report
        self._callbacks = callbacks
        self._linking = linking
        self._timer = timer
        self._changed = threading.Condition()
        self._stopping = False
        self._stopped_at = 0.0
        self._lines: dict[str, _Line] = {}
        self._active: dict[int, Job] = {}
        self._running = 0
        self._retrying = False
        self._paused_until = 0.0
        self._thread: threading.Thread | None = None

    # -- life ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Run in a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()
        if self._linking is not None:
            self._linking.start()

    def stop(self) -> None:
        """Begin no further work. Returns at once; `join` waits."""
        if self._linking is not None:
            self._linking.stop()
        with self._changed:
            if not self._stopping:
                self._stopping = True
                self._stopped_at = self._timer()
            self._changed.notify_all()

    def join(self) -> bool:
        """Wait until the worker has stopped, until a second after its drain time, which began with `stop`; whether it has."""
        linked = self._linking.join() if self._linking is not None else True
        if self._thread is not None:
            self._thread.join(max(0.1, self._stopped_at + self.drain + 1 - self._timer()))
            return linked and not self._thread.is_alive()
        return linked

    def run(self, *, until_idle: bool = False) -> None:
        """Work until stopped, or with `until_idle` until nothing is due and nothing is running."""
        housekeeping = self._timer()
        wall, timer = self.press.clock(), self._timer()
        self._heal()
        while not self._stopping:
            began = self._timer()
            jump = (self.press.clock() - wall).total_seconds() - (began - timer)
            wall, timer = self.press.clock(), began
            if abs(jump) > HOUSEKEEPING or began - housekeeping >= HOUSEKEEPING:
                housekeeping = began
                self._heal()
                self._retry_pages()
            claimed = self._claim()
            if until_idle and not claimed and self._idle():
                return
            self._sleep(claimed)
        self._finish()

    # -- claiming --------------------------------------------------------------------------------------------------

    def _claim(self) -> int:
        """Claim what there is room for and start it; how many were claimed."""
        with self._changed:
            room = self.in_flight - self._running
        if room <= 0 or self._timer() < self._paused_until:
            return 0
        now = self.press.clock()
        try:
            jobs = self.press.store.claim_due(now, now + CLAIM, room)
        except StoreError as error:
            self._pause(error)
            return 0
        for job in jobs:
            self._enqueue(job)
        return len(jobs)

    def _enqueue(self, job: Job) -> None:
        source, state = job
        domain = urls.registrable_domain(source.url) or urls.host_of(source.url) or source.url
        with self._changed:
            if source.id in self._active:
                return
            line = self._lines.get(domain)
            if line is None:
                self._lines[domain] = _Line()
                self._active[source.id] = job
                self._running += 1
            elif len(line.waiting) < LINE:
                self._active[source.id] = job
                line.waiting.append(job)
                return
        if line is None:
            threading.Thread(target=self._work_off, args=(domain, job), name=f"poll {domain}", daemon=True).start()
        else:
            self._put_off(state)

    def _put_off(self, state: SourceState) -> None:
        """The line of this domain is long: give the claim back and come again in a while."""
        later = self.press.clock() + timedelta(seconds=30 + 60 * self._random())
        try:
            self.press.store.save_state(replace(state, claimed_until=None, next_poll=later))
        except StoreError as error:
            self._pause(error)

    def _work_off(self, domain: str, job: Job) -> None:
        """Poll one source of a domain and then those that came to wait for it. The body of a thread."""
        while True:
            self._poll(*job)
            with self._changed:
                self._active.pop(job[0].id, None)
                line = self._lines[domain]
                if self._stopping or not line.waiting:
                    del self._lines[domain]
                    self._running -= 1
                    self._changed.notify_all()
                    return
                job = line.waiting.popleft()

    def _poll(self, source: Source, state: SourceState) -> None:
        try:
            polled = poll_and_plan(self.press, source, state, self._random, self.rhythm, self._callbacks)
        except StoreError as error:
            if not self._stopping:
                self._pause(error)
            return
        except Exception:
            # Nothing that one source does may end the worker (row I1); the claim runs out and the source comes again.
            log.exception("polling %s", source.url)
            return
        self._count(polled)
        if polled.new or polled.revised or polled.updated:
            self._filed()
        if self._report is not None:
            try:
                self._report(source, polled)
            except Exception:
                log.exception("after polling %s", source.url)

    def _filed(self) -> None:
        if self._linking is not None:
            self._linking.wake()

    def _count(self, polled: Polled) -> None:
        with self._changed:
            self.progress.polls += 1
            self.progress.unchanged += polled.unchanged
            self.progress.failed += polled.error is not None
            self.progress.new += polled.new
            self.progress.revised += polled.revised

    # -- waiting ---------------------------------------------------------------------------------------------------

    def _idle(self) -> bool:
        with self._changed:
            return not self._running

    def _sleep(self, claimed: int) -> None:
        """Wait until there may be something to do: a thread ended, a source falls due, or we are to stop."""
        with self._changed:
            busy = self._running >= self.in_flight
        wait = LONGEST_SLEEP if busy or claimed == 0 else 0.0
        if wait and not busy:
            wait = min(wait, self._until_due())
        with self._changed:
            if not self._stopping and wait > 0:
                self._changed.wait(wait)

    def _until_due(self) -> float:
        paused = self._paused_until - self._timer()
        if paused > 0:
            return min(paused, LONGEST_SLEEP)
        try:
            due = self.press.store.next_due()
        except StoreError as error:
            self._pause(error)
            return LONGEST_SLEEP
        if due is None:
            return LONGEST_SLEEP
        return min(max((due - self.press.clock()).total_seconds(), 0.1), LONGEST_SLEEP)

    def _pause(self, error: StoreError) -> None:
        """The store cannot write: reading goes on elsewhere, collecting waits (row S01)."""
        log.warning("collecting pauses: %s", error)
        self._paused_until = self._timer() + STORE_PAUSE

    # -- housekeeping ----------------------------------------------------------------------------------------------

    def _heal(self) -> None:
        try:
            with self._changed:
                active = set(self._active)
            for state in schedule.heal(self.press.store.states().values(), self.press.clock(), CLAIM, self.rhythm):
                if state.source_id not in active:
                    self.press.store.save_state(state)
        except StoreError as error:
            self._pause(error)

    def _retry_pages(self) -> None:
        """Try failed pages whose time has come again, in a thread, one round at a time."""
        if self._retrying:
            return
        now = self.press.clock()
        try:
            own = {source.url for source in self.press.store.sources()}
            due = [one for one in self.press.store.failures(limit=500) if one.retry_at and one.retry_at <= now and one.url not in own]
        except StoreError as error:
            self._pause(error)
            return
        if due:
            self._retrying = True
            threading.Thread(target=self._retry, args=(due[:RETRIES_A_ROUND],), name="retry pages", daemon=True).start()

    def _retry(self, due: list[Failure]) -> None:
        try:
            for failure in due:
                if self._stopping:
                    return
                try:
                    retry_page(self.press, failure)
                    self._filed()
                except StoreError as error:
                    self._pause(error)
                    return
                except BroadsheetError as error:
                    log.info("page failed again: %s", error)
                except Exception:
                    log.exception("page %s", failure.url)
        finally:
            self._retrying = False

    # -- stopping --------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        """Wait for what is running, up to the drain time, then give the claims of the rest back."""
        deadline = self._timer() + self.drain
        with self._changed:
            waiting = [job for line in self._lines.values() for job in line.waiting]
            for line in self._lines.values():
                line.waiting.clear()
            while self._running and (left := deadline - self._timer()) > 0:
                self._changed.wait(min(left, 0.5))
            abandoned = [job for job in self._active.values() if job not in waiting]
        for _, state in waiting + abandoned:
            try:
                self.press.store.save_state(replace(state, claimed_until=None))
            except StoreError:
                return
