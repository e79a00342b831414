"""Publishers' pictures through our own address: fetched with the guard, checked by their bytes, kept in memory (row H18)."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from threading import BoundedSemaphore, Lock

from broadsheet.app.web.needs import Fetches
from broadsheet.desk.pictures import sniff
from broadsheet.errors import BroadsheetError
from broadsheet.types import Request

log = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
#: All pictures kept in memory together, and how long a failure is remembered (seconds).
KEPT_BYTES, FAILED_FOR = 48 * 1024 * 1024, 600.0
#: Fetched at the same time, and waiting for their turn: pages never wait for pictures.
WORKERS, WAITING = 6, 60


@dataclass(frozen=True, slots=True)
class Served:
    """A picture ready to send."""

    body: bytes
    media_type: str
    etag: str


class PictureDesk:
    """Fetches pictures in threads of its own."""

    def __init__(self, fetcher: Fetches, monotonic: Callable[[], float], ours: Callable[[str], bool]) -> None:
        """`ours` tells whether an address is of a site that the owner collects; only such a one may be a private host that is listed."""
        self._fetcher = fetcher
        self._ours = ours
        self._monotonic = monotonic
        self._kept: OrderedDict[str, Served] = OrderedDict()
        self._size = 0
        self._failed: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()
        self.queue = BoundedSemaphore(WORKERS + WAITING)
        self.pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="pictures")

    def kept(self, url: str) -> Served | None:
        """The picture, when it is in memory."""
        with self._lock:
            if url in self._kept:
                self._kept.move_to_end(url)
            return self._kept.get(url)

    def failed(self, url: str) -> bool:
        """It could not be had a short while ago."""
        with self._lock:
            return self._monotonic() - self._failed.get(url, -FAILED_FOR) < FAILED_FOR

    def fetch(self, url: str) -> Served | None:
        """The picture from its publisher; None when it cannot be had or is none."""
        kept = self.kept(url)
        if kept is not None:
            return kept
        try:
            answer = self._fetcher.fetch(
                Request(
                    url=url,
                    accept="image/avif,image/webp,image/png,image/jpeg,image/gif",
                    robots=False,
                    polite=False,
                    max_bytes=MOST_BYTES,
                    outside=not self._ours(url),
                )
            )
        except BroadsheetError as error:
            log.info("no picture: %s", error.code)
            self._fail(url)
            return None
        picture = sniff(answer.body)
        if answer.truncated or len(answer.body) > MOST_BYTES or picture is None:
            self._fail(url)
            return None
        served = Served(answer.body, picture.media_type, f'"{sha256(answer.body).hexdigest()[:24]}"')
        with self._lock:
            self._failed.pop(url, None)
            if url not in self._kept:
                self._kept[url] = served
                self._size += len(served.body)
            while self._size > KEPT_BYTES:
                self._size -= len(self._kept.popitem(last=False)[1].body)
        return served

    def _fail(self, url: str) -> None:
        with self._lock:
            self._failed[url] = self._monotonic()
            self._failed.move_to_end(url)
            while len(self._failed) > 2000:
                self._failed.popitem(last=False)
