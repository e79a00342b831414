"""What all routes share: the newsroom, its secret, limits, settings that the owner can change, and values worth keeping for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import TypeVar, cast
from urllib.parse import urlsplit

from starlette.requests import Request

from broadsheet.app.web.needs import Newsroom
from broadsheet.app.web.pictures import PictureDesk
from broadsheet.app.web.rates import Rates
from broadsheet.app.web.seals import Seals, secret_key
from broadsheet.app.web.visitors import forwarded_scheme
from broadsheet.store.base import Store
from broadsheet.types import Count, urls

Value = TypeVar("Value")


class Shelf:
    """Keeps values for a while. Bounded; a value may be made twice when two threads miss it at the same time."""

    def __init__(self, monotonic: Callable[[], float], seconds: float = 300.0, most: int = 512) -> None:
        self._monotonic = monotonic
        self._seconds = seconds
        self._most = most
        self._values: dict[object, tuple[float, object]] = {}
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], Value]) -> Value:
        """The kept value, or a fresh one."""
        now = self._monotonic()
        kept = self._values.get(key)
        if kept is not None and now - kept[0] < self._seconds:
            return cast(Value, kept[1])
        value = make()
        with self._lock:
            if len(self._values) >= self._most:
                self._values.clear()
            self._values[key] = (now, value)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()


class Hall:
    """The site's shared state; one per application."""

    def __init__(self, newsroom: Newsroom, monotonic: Callable[[], float]) -> None:
        self.newsroom = newsroom
        self.secret = secret_key(newsroom.store)
        self.seals = Seals(self.secret)
        self.rates = Rates(monotonic)
        self.shelf = Shelf(monotonic)
        self.pictures = PictureDesk(newsroom.fetcher, monotonic, self._collected)

    def _collected(self, url: str) -> bool:
        """Whether the address is of a site that one of our sources is of."""
        return any(urls.same_site(url, source.url) for source in self.newsroom.store.sources())

    @property
    def store(self) -> Store:
        """The newsroom's store."""
        return self.newsroom.store

    def now(self) -> datetime:
        """The newsroom's time."""
        return self.newsroom.clock()

    @property
    def title(self) -> str:
        """The name on the front page."""
        return self.newsroom.settings.title or "Broadsheet"

    @property
    def secure(self) -> bool:
        """The site's public address is https."""
        return self.newsroom.settings.base_url.lower().startswith("https://")

    def allowed(self, name: str) -> bool:
        """A setting that the owner may change on the site ("readers_may_read", "readers_may_comment"): the choice, else the settings'."""
        chosen = self.store.get(name)
        if chosen:
            return chosen == "yes"
        settings = self.newsroom.settings
        return settings.readers_may_read if name == "readers_may_read" else settings.readers_may_comment

    def counts(self, field: str) -> list[Count]:
        """How many articles per value of a field, at most five minutes old: counting reads every article."""
        return self.shelf.get(("counts", field), lambda: [count for count in self.store.counts(field) if count.value])

    def base(self, request: Request) -> str:
        """The site's address for absolute links: the public one, else the one by which it was (rightly) called."""
        public = self.newsroom.settings.base_url.rstrip("/")
        if public:
            return public
        scheme = forwarded_scheme(request, self.newsroom.settings.trusted_proxies)
        return f"{scheme}://{request.headers.get('host', 'localhost')}"

    def origins(self, request: Request) -> set[str]:
        """The origins that a form may come from."""
        public = urlsplit(self.newsroom.settings.base_url)
        scheme = forwarded_scheme(request, self.newsroom.settings.trusted_proxies)
        own = {f"{scheme}://{request.headers.get('host', '')}".lower()}
        return own | ({f"{public.scheme}://{public.netloc}".lower()} if public.netloc else set())


def hall_of(request: Request) -> Hall:
    """The shared state of the application that serves this request."""
    return cast(Hall, request.app.state.hall)
