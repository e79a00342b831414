"""The guarded fetcher: one Request in, one complete Response or one FetchError out.

fetch
  │  read the URL       guard.parse_url       strict; refused before anything is resolved
  ▼
each hop ◄──────────────────────────────────────────────────────────────┐
  │  robots             robots_cache          may we?                   │
  │  turn               hosts.Hosts           when? domain, then address│
  │  resolve            resolve.Lookups       once                      │
  │  check              guard.check_addresses every address             │
  │  exchange           exchange.exchange     limits, deadline, decoding│ resets: again, at most twice, with jitter
  │  (or a mount answers in the place of the last three)                │
  ▼                                                                     │
redirect?               redirect.next_way     credentials, loops ───────┘
  ▼
judge                   status, Retry-After, 304, downgrade
"""

from __future__ import annotations

import random as random_module
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from threading import BoundedSemaphore
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from broadsheet.errors import FetchError, HttpStatus, ProtocolError, Refused, Reset, Timeout, TryLater
from broadsheet.intake.decode import ACCEPTED
from broadsheet.intake.fetch.exchange import Answer, Ask, decoder_for, exchange
from broadsheet.intake.fetch.redirect import Way, next_way
from broadsheet.intake.fetch.resolve import Lookups, Resolver, system_resolver
from broadsheet.intake.fetch.tls import any_certificate_context, verifying_context
from broadsheet.intake.fetch.validators import usable
from broadsheet.intake.guard import Allowed, Target, check_addresses, check_target, is_public, parse_url
from broadsheet.intake.hosts import DEFAULT_PAUSE, Hosts, lane_of, retry_after
from broadsheet.intake.robots import MAX_BYTES as ROBOTS_BYTES
from broadsheet.intake.robots_cache import RobotsCache
from broadsheet.types import FetchLimits, Request, Response

#: Answers in the place of the network for all hosts under a suffix. May answer with any status; redirects, limits and codings apply.
Mount = Callable[[Request], Response]

DEFAULT_ACCEPT = "*/*"


class GuardedFetcher:
    """Fetches from the public web under limits, politely. Safe to share between threads; keeps no cookies and ignores proxy settings.

    `allow`: what may be asked although it is not public (see guard.Allowed). `mounts`: host suffixes (".example") that are answered by a
    function. `clock` gives aware UTC times (for Retry-After dates only); everything else goes by `monotonic`. `ssl_context` replaces the
    system's certificates.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        user_agent: str,
        allow: Iterable[str] = (),
        mounts: Mapping[str, Mount] | None = None,
        resolver: Resolver = system_resolver,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = random_module.random,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._user_agent = user_agent
        self._allowed = Allowed.parse(allow)
        self._mounts = {suffix.removeprefix(".").lower(): answer for suffix, answer in (mounts or {}).items()}
        self._lookups = Lookups(resolver, self._limits.dns)
        self._clock, self._monotonic, self._sleep, self._random = clock, monotonic, sleep, random
        self._ssl_context = ssl_context
        self._slots = BoundedSemaphore(self._limits.in_flight)
        self._hosts = Hosts(monotonic=monotonic, sleep=sleep, patience=self._limits.total)
        self._robots = RobotsCache(self._robots_txt, agent=user_agent, monotonic=monotonic)
        self._closed = False

    def fetch(self, request: Request) -> Response:
        """The answer after redirects: 2xx (204 is empty; 206 is an error, no part was asked for) or a 304 that was asked for.

        Raises, all with the address: Refused, DnsError, ConnectError, Timeout, Reset, TlsError, ProtocolError, TooLarge, RedirectError,
        RobotsDenied, TryLater, and HttpStatus (with `retry_after` where the host said so) for every other status.
        """
        if self._closed:
            raise Refused("the fetcher is closed", url=request.url)
        return self._follow(request, cut=False)

    def ready_in(self, url: str) -> float:
        """Seconds until a request for this URL would start without waiting, by what is known now; never waits. 0 for what is no URL."""
        try:
            target = parse_url(url, self._limits.url_length)
        except FetchError:
            return 0.0
        return self._hosts.ready_in(lane_of(target.host))

    def close(self) -> None:
        """Take no more requests. Connections are closed after each answer, so nothing is left open."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    # -- one request -----------------------------------------------------------------------------------------------

    def _follow(self, request: Request, *, cut: bool) -> Response:
        budget = _Budget(self._limits.total, self._monotonic)
        way: Way | None = None
        url = request.url
        try:
            way = Way(parse_url(request.url, self._limits.url_length), form=_posts(request), outside=request.outside)
            while True:
                url = way.target.url
                answer = self._hop(request, way, budget, cut=cut)
                onward = next_way(way, answer, most=self._limits.redirects, max_length=self._limits.url_length)
                if onward is None:
                    return self._judge(request, way, answer, budget.spent)
                way = onward
        except FetchError as error:
            error.url = error.url or url
            raise

    def _hop(self, request: Request, way: Way, budget: _Budget, *, cut: bool) -> Answer:
        target = way.target
        mount = self._mount(target.host)
        if mount is None:
            check_target(target, self._allowed)
        domain = lane_of(target.host)
        self._hosts.check_pause(domain)
        gap = self._permission(request, target) if request.robots else self._limits.gap
        ask = self._ask(request, way, cut=cut)
        with self._hosts.turn(domain, 0.0 if mount else gap) if request.polite else nullcontext():
            if mount is not None:
                answer = self._from_mount(mount, request, way, ask)
            else:
                answer = self._from_network(request, way, domain, ask, budget)
        self._note_pause(domain, answer)
        return answer

    def _permission(self, request: Request, target: Target) -> float:
        """The gap to keep to the host's next request, seconds. Raises RobotsDenied, or why robots.txt cannot be had."""
        delay = self._robots.delay(target.origin, target.url, accept_bad_tls=request.accept_bad_tls)
        return max(self._limits.gap, delay)

    def _robots_txt(self, url: str, accept_bad_tls: bool) -> bytes:
        request = Request(url=url, accept="text/plain, */*;q=0.5", robots=False, max_bytes=ROBOTS_BYTES, accept_bad_tls=accept_bad_tls)
        return self._follow(request, cut=True).body

    def _from_network(self, request: Request, way: Way, domain: str, ask: Ask, budget: _Budget) -> Answer:
        target = way.target
        with budget.spending():
            addresses = (target.host,) if target.literal else self._lookups.resolve(target.host, target.port)
        addresses = check_addresses(target, addresses, self._allowed)
        inside = not all(is_public(address) for address in addresses)
        if inside and way.outside:
            raise Refused(f"the way leads from the public Internet to {target.host}, which is inside", url=target.url)
        turn = self._hosts.address_turn(domain, addresses[0], self._limits.gap) if request.polite else nullcontext()
        with turn:
            return replace(self._with_retries(request, domain, ask, addresses, budget), inside=inside)

    def _with_retries(self, request: Request, domain: str, ask: Ask, addresses: tuple[str, ...], budget: _Budget) -> Answer:
        again = self._limits.retries if ask.method == "GET" and self._hosts.retries_allowed(domain) else 0
        for attempt in range(again + 1):
            try:
                answer = self._once(request, ask, addresses, budget)
            except Reset:
                if attempt == again:
                    self._hosts.reset_seen(domain, True)
                    raise
                self._sleep((0.5 + self._random()) * 2**attempt)
            else:
                break
        self._hosts.reset_seen(domain, False)
        return answer

    def _once(self, request: Request, ask: Ask, addresses: tuple[str, ...], budget: _Budget) -> Answer:
        if not self._slots.acquire(timeout=self._limits.total):
            raise TryLater("too many requests are under way", seconds=self._limits.total)
        try:
            with budget.spending() as seconds:

                def context() -> ssl.SSLContext:
                    return self._unchecked if request.accept_bad_tls else self._checked

                return exchange(ask, addresses, context=context, limits=self._limits, seconds=seconds, monotonic=self._monotonic)
        finally:
            self._slots.release()

    @cached_property
    def _checked(self) -> ssl.SSLContext:
        return self._ssl_context or verifying_context()

    @cached_property
    def _unchecked(self) -> ssl.SSLContext:
        return any_certificate_context()

    # -- mounts ----------------------------------------------------------------------------------------------------

    def _mount(self, host: str) -> Mount | None:
        if not self._mounts:
            return None
        labels = host.split(".")
        return next((found for at in range(len(labels)) if (found := self._mounts.get(".".join(labels[at:])))), None)

    def _from_mount(self, mount: Mount, request: Request, way: Way, ask: Ask) -> Answer:
        given = mount(
            Request(
                url=ask.target.url,
                etag=usable(request.etag),
                last_modified=usable(request.last_modified),
                accept=request.accept,
                username=request.username if way.credentials else "",
                password=request.password if way.credentials else "",
                form=request.form if way.form else None,
                content=request.content if way.form else None,
                content_type=request.content_type if way.form else "",
                bearer=request.bearer if way.credentials else "",
            )
        )
        answer = Answer(given.status, given.headers)
        if not 200 <= given.status < 300:
            return answer
        decoder = decoder_for(ask, answer, self._limits)
        decoder.feed(given.body)
        body, truncated = decoder.finish()
        return Answer(given.status, given.headers, body, truncated or given.truncated)

    # -- what is sent ----------------------------------------------------------------------------------------------

    def _ask(self, request: Request, way: Way, *, cut: bool) -> Ask:
        headers = [
            ("User-Agent", self._user_agent),
            ("Accept", usable(request.accept) or DEFAULT_ACCEPT),
            ("Accept-Encoding", ACCEPTED),
        ]
        if etag := usable(request.etag):
            headers.append(("If-None-Match", etag))
        if last_modified := usable(request.last_modified):
            headers.append(("If-Modified-Since", last_modified))
        if request.username and way.credentials:
            pair = b64encode(f"{request.username}:{request.password}".encode()).decode("ascii")
            headers.append(("Authorization", f"Basic {pair}"))
        elif (bearer := usable(request.bearer)) and way.credentials:
            headers.append(("Authorization", f"Bearer {bearer}"))
        content = b""
        if way.form and request.content is not None:
            headers.append(("Content-Type", usable(request.content_type) or "application/octet-stream"))
            content = request.content
        elif way.form and request.form is not None:
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            content = urlencode(request.form).encode("ascii")
        return Ask(
            target=way.target,
            method="POST" if way.form else "GET",
            headers=tuple(headers),
            content=content,
            limit=request.max_bytes or self._limits.body,
            cut=cut,
        )

    # -- what came -------------------------------------------------------------------------------------------------

    def _note_pause(self, domain: str, answer: Answer) -> None:
        seconds = self._asked_pause(answer)
        if seconds:
            self._hosts.pause(domain, seconds)

    def _asked_pause(self, answer: Answer) -> float:
        """Seconds that this answer asks us to leave the host alone; 0 = it does not."""
        header = answer.header("retry-after")
        if answer.status == 429 or (answer.status == 503 and header):
            return retry_after(header, self._clock()) or DEFAULT_PAUSE
        return 0.0

    def _judge(self, request: Request, way: Way, answer: Answer, elapsed: float) -> Response:
        status = answer.status
        if status == 304 and not (usable(request.etag) or usable(request.last_modified)):
            raise ProtocolError("the answer is 304 although nothing was asked conditionally")
        if status != 304 and (not 200 <= status < 300 or status == 206):
            wait = retry_after(answer.header("retry-after"), self._clock()) if status in (429, 503) else None
            raise HttpStatus(status, f"the server answered {status}", retry_after=wait)
        return Response(
            url=way.target.url,
            status=status,
            headers=tuple((name, value) for name, value in answer.headers if name.lower() not in ("set-cookie", "set-cookie2")),
            body=answer.body,
            truncated=answer.truncated,
            hops=way.hops,
            elapsed=elapsed,
            downgraded=way.downgraded,
        )


def _posts(request: Request) -> bool:
    return request.form is not None or request.content is not None


class _Budget:
    """The seconds that one fetch may spend on the network, over all hops and tries. Waiting for a turn is not counted."""

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self.spent = 0.0

    @contextmanager
    def spending(self) -> Iterator[float]:
        """Count the time inside; gives the seconds that are left. Raises Timeout when there are none."""
        left = self._seconds - self.spent
        if left <= 0:
            raise Timeout("the answer took longer than the total time allowed")
        start = self._monotonic()
        try:
            yield left
        finally:
            self.spent += self._monotonic() - start
