"""Digests sent when they fall due, each once: a thread beside collecting.

Before a digest is handed to the mail server the store notes that it is being sent; only a failure that is certain takes the note back. A
crash in between can lose one digest, never send it twice. Missed times are made up for in one digest. Only the process that has the lease
sends.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from broadsheet.desk.digest_rules import Period, Rules, due_period, last_due
from broadsheet.errors import BroadsheetError, MailError
from broadsheet.store.base import Store

log = logging.getLogger(__name__)

#: Seconds between two looks; the time a process has the right to send; waits after failures, doubled from the first to the last.
LOOK = 20.0
LEASE, LEASE_TIME = "digests", timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=1)
_KEY = "digest_sent:"


@dataclass(frozen=True, slots=True)
class Sent:
    """Up to when a reader's digests were sent. `before` is where it stood before a digest that is being sent; None when none is."""

    until: datetime
    before: datetime | None = None


def sent_of(store: Store, name: str) -> Sent | None:
    """What is noted of this reader; None when nothing (or nothing legible) is."""
    try:
        kept = json.loads(store.get(_KEY + name) or "null")
        before = kept.get("before")
        return Sent(_time(kept["until"]), _time(before) if before else None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def note(store: Store, name: str, sent: Sent) -> None:
    """Keep it."""
    before = sent.before.isoformat() if sent.before else None
    store.put(_KEY + name, json.dumps({"until": sent.until.isoformat(), "before": before}))


class Digesting:
    """Sends what is due until it is told to stop. `deliver` makes and sends one digest and raises what goes wrong.

    `readers` are asked anew at every look. A reader seen for the first time gets the next digest, not the last one.
    """

    def __init__(
        self,
        store: Store,
        readers: Callable[[], Sequence[Rules]],
        deliver: Callable[[Rules, Period], None],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._readers = readers
        self._deliver = deliver
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        #: For each reader whose digest failed: when to try again, and how long to wait after that.
        self._later: dict[str, tuple[datetime, timedelta]] = {}

    def start(self) -> None:
        """Run in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="digests", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin no further digest. Returns at once."""
        self._stopping.set()

    def join(self, seconds: float = 5.0) -> bool:
        """Wait until the thread has ended, at most that long; whether it has."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.step()
            self._stopping.wait(LOOK)
        try:
            self._store.release(LEASE, self._holder)
        except BroadsheetError as error:
            log.info("the right to send digests runs out by itself: %s", error)

    def step(self) -> int:
        """Send what is due now; how many digests were sent. Raises nothing."""
        sent = 0
        try:
            for rules in self._readers():
                now = self._clock()
                if self._stopping.is_set() or not rules.email:
                    continue
                if self._store.lease(LEASE, self._holder, now, now + LEASE_TIME):
                    sent += self._serve(rules, now)
        except BroadsheetError as error:
            log.warning("digests pause: %s", error)
        except Exception:
            # A mistake of ours must not end the thread (row I1).
            log.exception("digests")
        return sent

    def _serve(self, rules: Rules, now: datetime) -> bool:
        """Send this reader's digest if it is due; whether it was sent."""
        kept = sent_of(self._store, rules.name)
        if kept is None:
            note(self._store, rules.name, Sent(last_due(rules, now)))
            return False
        if kept.before is not None:
            log.warning("the digest “%s” of %s may or may not have been sent; it is not sent again", rules.name, kept.until)
            note(self._store, rules.name, Sent(kept.until))
        period = due_period(rules, now, kept.until)
        later = self._later.get(rules.name)
        if period is None or (later and now < later[0] <= now + LONGEST_WAIT):
            return False
        note(self._store, rules.name, Sent(period.until, period.since))
        try:
            self._deliver(rules, period)
        except MailError as error:
            if not error.unsure:
                self._failed(rules, kept, now, error)
                return False
            log.warning("the digest “%s” is not sent again: %s", rules.name, error)
        except Exception as error:
            self._failed(rules, kept, now, error)
            return False
        note(self._store, rules.name, Sent(period.until))
        self._later.pop(rules.name, None)
        return True

    def _failed(self, rules: Rules, kept: Sent, now: datetime, error: Exception) -> None:
        """It is certain that nothing was sent: take the note back, and try again later."""
        note(self._store, rules.name, Sent(kept.until))
        wait = self._later[rules.name][1] if rules.name in self._later else FIRST_WAIT
        self._later[rules.name] = (now + wait, min(2 * wait, LONGEST_WAIT))
        if isinstance(error, BroadsheetError):
            log.warning("the digest “%s” could not be sent, next try in %s: %s", rules.name, wait, error)
        else:
            log.error("the digest “%s” could not be made", rules.name, exc_info=error)
