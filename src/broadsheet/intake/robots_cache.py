"""The robots.txt of every origin: fetched when first needed, kept for a while, and what it means when there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from enum import Enum, auto

from broadsheet.errors import FetchError, HttpStatus, RedirectError, RobotsDenied, TryLater
from broadsheet.intake.robots import Rules, parse, product_token

#: Seconds: when a good copy is fetched anew, how long it serves while that fails, and when failing means that there is none.
REFRESH_AFTER, KEEP_FOR, ABSENT_AFTER = 12 * 3600.0, 24 * 3600.0, 30 * 24 * 3600.0
#: Seconds before it is tried again: after an answer of 5xx, and after no answer at all.
FAILED_FOR, UNREACHABLE_FOR = 600.0, 60.0
#: Origins whose rules are remembered.
MAX_ORIGINS = 2048


class Access(Enum):
    """What stands behind a verdict."""

    RULES = auto()
    #: There is no robots.txt (4xx, or redirected too often): everything is allowed.
    NONE = auto()
    #: The server failed or could not be reached: nothing is allowed.
    UNREACHABLE = auto()


@dataclass(slots=True)
class _Entry:
    rules: Rules | None = None
    access: Access = Access.NONE
    #: Monotonic times.
    fetched: float = 0.0
    next_try: float = 0.0
    unreachable_since: float | None = None
    #: Why it could not be reached, where that will keep us from everything else there, too.
    cause: FetchError | None = None


class RobotsCache:
    """The rules of every origin, fetched when first needed. Thread-safe; each origin is asked by one thread at a time.

    `get(url, accept_bad_tls) -> bytes` fetches a robots.txt (at most MAX_BYTES of it) and raises the FetchError that came.
    """

    def __init__(self, get: Callable[[str, bool], bytes], *, agent: str, monotonic: Callable[[], float]) -> None:
        self._get = get
        self._agent = product_token(agent)
        self._monotonic = monotonic
        self._entries: dict[tuple[str, bool], _Entry] = {}
        self._asking: dict[tuple[str, bool], threading.Lock] = {}
        self._lock = threading.Lock()

    def delay(self, origin: str, url: str, *, accept_bad_tls: bool = False) -> float:
        """The Crawl-delay in seconds (0 = none) for a URL that may be asked. `origin` is scheme, host and port, without a slash at the end.

        Raises RobotsDenied; TryLater when robots.txt itself answers with a request to wait; and, while the host cannot be reached at all,
        the error that said so, which tells more than that its robots.txt is missing.
        """
        entry = self._entry((origin, accept_bad_tls))
        if entry.cause is not None:
            error = copy(entry.cause)
            error.url = url
            raise error
        if entry.access is Access.UNREACHABLE:
            raise RobotsDenied("robots.txt could not be fetched, so nothing may be asked until it can", url=url)
        if entry.rules is None:
            return 0.0
        if not entry.rules.allows(url):
            raise RobotsDenied("robots.txt does not allow it", url=url)
        return entry.rules.delay

    def _entry(self, key: tuple[str, bool]) -> _Entry:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None and self._monotonic() < entry.next_try:
                return entry
            asking = self._asking.setdefault(key, threading.Lock())
        with asking:
            with self._lock:
                known = self._entries.get(key)
                if known is not None and self._monotonic() < known.next_try:
                    return known
            fresh = self._ask(key, known)
            with self._lock:
                self._asking.pop(key, None)
                if len(self._entries) >= MAX_ORIGINS:
                    for old in sorted(self._entries, key=lambda name: self._entries[name].fetched)[: MAX_ORIGINS // 4]:
                        del self._entries[old]
                self._entries[key] = fresh
            return fresh

    def _ask(self, key: tuple[str, bool], known: _Entry | None) -> _Entry:
        origin, accept_bad_tls = key
        try:
            body = self._get(origin + "/robots.txt", accept_bad_tls)
        except TryLater:
            raise
        except RedirectError:
            return self._good(None)
        except HttpStatus as error:
            if error.status == 429 or error.retry_after is not None:
                raise TryLater("robots.txt: the host asked us to wait", seconds=error.retry_after or FAILED_FOR, url=error.url) from error
            return self._good(None) if 400 <= error.status < 500 else self._unreachable(known, None)
        except FetchError as error:
            return self._unreachable(known, error)
        return self._good(parse(body, self._agent))

    def _good(self, rules: Rules | None) -> _Entry:
        now = self._monotonic()
        return _Entry(rules, Access.RULES if rules else Access.NONE, now, now + REFRESH_AFTER)

    def _unreachable(self, known: _Entry | None, cause: FetchError | None) -> _Entry:
        now = self._monotonic()
        since = known.unreachable_since if known and known.unreachable_since is not None else now
        next_try = now + (FAILED_FOR if cause is None else UNREACHABLE_FOR)
        if known and known.access is not Access.UNREACHABLE and now - known.fetched < KEEP_FOR:
            return _Entry(known.rules, known.access, known.fetched, next_try, since)
        if now - since >= ABSENT_AFTER:
            return _Entry(None, Access.NONE, now, next_try, since)
        return _Entry(None, Access.UNREACHABLE, known.fetched if known else now, next_try, since, cause)
