"""Rows N25, N26, N35, N36 through the fetcher: waiting, turns, robots.txt, mounts."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from wire import Wire, answer, ask, make, redirect, saying, site

from broadsheet.errors import DnsError, HttpStatus, ProtocolError, Reset, RobotsDenied, TooLarge, TryLater
from broadsheet.intake.hosts import DEFAULT_PAUSE
from broadsheet.types import FetchLimits, Request, Response

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DAY = 24 * 3600.0


class Time:
    """A monotonic clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    ("header", "seconds", "pause"),
    [
        ("120", 120.0, 120.0),
        ("1", 60.0, 60.0),
        ("0", 60.0, 60.0),
        (format_datetime(NOW + timedelta(minutes=10), usegmt=True), 600.0, 600.0),
        (format_datetime(NOW - timedelta(days=3), usegmt=True), 60.0, 60.0),
        ("315360000", DAY, DAY),
        (format_datetime(NOW + timedelta(days=3650), usegmt=True), DAY, DAY),
        ("9" * 5000, DAY, DAY),
        ("-30", None, DEFAULT_PAUSE),
        ("soon", None, DEFAULT_PAUSE),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None, DEFAULT_PAUSE),
    ],
)
def test_N25_N26_retry_after_holds_for_the_whole_host(status: str, header: str, seconds: float | None, pause: float) -> None:
    clock = Time()
    with Wire(site({"/a": answer(status=status, headers={"Retry-After": header}), "/b": answer(b"b")})) as wire:
        fetcher = make(monotonic=clock, sleep=clock.sleep, clock=lambda: NOW)
        with pytest.raises(HttpStatus) as caught:
            fetcher.fetch(ask(wire.url("/a", host="feeds.paper.example")))
        assert caught.value.retry_after == seconds
        assert fetcher.ready_in(wire.url("/b", host="www.paper.example")) == pause
        # Another feed of the same domain waits as well, a reader's image too; another domain on the same address does not.
        for polite in (True, False):
            with pytest.raises(TryLater) as later:
                fetcher.fetch(ask(wire.url("/b", host="www.paper.example"), polite=polite))
            assert later.value.seconds == pause
        assert fetcher.fetch(ask(wire.url("/b", host="other.example"))).body == b"b"
        clock.now += pause
        assert fetcher.fetch(ask(wire.url("/b", host="www.paper.example"))).body == b"b"


def test_N25_a_429_without_a_header_pauses_and_a_503_does_not() -> None:
    pages = {"/429": answer(status="429 Too Many Requests"), "/503": answer(status="503 Service Unavailable")}
    with Wire(site(pages)) as wire:
        fetcher = make()
        for path, ready in [("/503", True), ("/429", False)]:
            with pytest.raises(HttpStatus) as caught:
                fetcher.fetch(ask(wire.url(path)))
            assert caught.value.retry_after is None
            assert (fetcher.ready_in(wire.url()) < 2) is ready


def test_a_domain_is_asked_once_a_gap() -> None:
    clock = Time()
    with Wire(saying(answer(b"x"))) as wire:
        fetcher = make(FetchLimits(gap=1.0), monotonic=clock, sleep=clock.sleep)
        for host in ("a.paper.example", "b.paper.example", "paper.example"):
            fetcher.fetch(ask(wire.url(host=host)))
        assert clock.slept == [1.0, 1.0]
        assert fetcher.ready_in(wire.url(host="c.paper.example")) == 1.0


def test_N35_two_hosts_at_one_address_keep_the_gap_between_them() -> None:
    clock = Time()
    with Wire(saying(answer(b"x"))) as wire:
        fetcher = make(FetchLimits(gap=1.0), monotonic=clock, sleep=clock.sleep)
        for host in ("one.example", "two.example", "three.example"):
            fetcher.fetch(ask(wire.url(host=host)))
        assert clock.slept == [1.0, 1.0]


def test_N35_a_host_that_hangs_does_not_hold_up_its_neighbour_at_the_same_address() -> None:
    release = threading.Event()

    def hanging(sock, head) -> None:  # type: ignore[no-untyped-def]  # the shape is wire.Handler
        if b"Host: one.example" in head:
            release.wait(5)
        sock.sendall(answer(b"x"))

    with Wire(hanging) as wire:
        fetcher = make()
        first = threading.Thread(target=lambda: fetcher.fetch(ask(wire.url(host="one.example"))))
        first.start()
        while not wire.requests:
            time.sleep(0.005)
        assert fetcher.fetch(ask(wire.url(host="two.example"))).body == b"x"
        assert fetcher.ready_in(wire.url(host="www.one.example")) > 0
        assert fetcher.ready_in(wire.url(host="two.example")) == 0
        release.set()
        first.join()


def test_32_threads_share_one_fetcher_and_no_host_is_asked_twice_at_once() -> None:
    busy: dict[bytes, int] = {}
    most: list[int] = []
    lock = threading.Lock()

    def counting(sock, head) -> None:  # type: ignore[no-untyped-def]  # the shape is wire.Handler
        host = head.split(b"Host: ")[1].split(b":")[0]
        with lock:
            busy[host] = busy.get(host, 0) + 1
            most.append(busy[host])
        time.sleep(0.002)
        with lock:
            busy[host] -= 1
        sock.sendall(answer(b"x" * 5000))

    with Wire(counting) as wire:
        fetcher = make(FetchLimits(gap=0.0, total=10))
        failures: list[Exception] = []

        def work(n: int) -> None:
            for k in range(5):
                try:
                    assert len(fetcher.fetch(ask(wire.url(host=f"h{(n + k) % 16}.example"))).body) == 5000
                except Exception as error:
                    failures.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert len(most) == 160
    assert max(most) == 1


def robots(rules: str) -> dict[str, bytes]:
    return {"/robots.txt": answer(rules.encode(), headers={"Content-Type": "text/plain"}), "/a": answer(b"a"), "/private/b": answer(b"b")}


def test_N36_robots_txt_is_asked_once_and_obeyed() -> None:
    with Wire(site(robots("User-agent: broadsheet\nDisallow: /private\n"))) as wire:
        fetcher = make()
        assert fetcher.fetch(Request(url=wire.url("/a"))).body == b"a"
        with pytest.raises(RobotsDenied) as caught:
            fetcher.fetch(Request(url=wire.url("/private/b")))
        assert caught.value.url == wire.url("/private/b")
        assert fetcher.fetch(ask(wire.url("/private/b"))).body == b"b"
        assert wire.paths == ["/robots.txt", "/a", "/private/b"]


def test_N36_each_hop_asks_the_robots_txt_of_its_own_host() -> None:
    with Wire(site(robots("User-agent: *\nDisallow: /private\n"))) as strict:
        with Wire(site({"/go": redirect(strict.url("/private/b", host="strict.example"))})) as start, pytest.raises(RobotsDenied):
            make().fetch(Request(url=start.url("/go", host="start.example")))
        assert strict.paths == ["/robots.txt"]


@pytest.mark.parametrize("status", ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone", "451 Blocked"])
def test_N36_robots_txt_that_is_not_there_allows(status: str) -> None:
    with Wire(site({"/robots.txt": answer(status=status), "/a": answer(b"a")})) as wire:
        assert make().fetch(Request(url=wire.url("/a"))).body == b"a"


@pytest.mark.parametrize("broken", [answer(status="500 Oops"), answer(status="503 Busy")])
def test_N36_robots_txt_that_fails_disallows(broken: bytes) -> None:
    with Wire(site({"/robots.txt": broken, "/a": answer(b"a")})) as wire:
        fetcher = make()
        for _ in range(2):
            with pytest.raises(RobotsDenied, match="could not be fetched"):
                fetcher.fetch(Request(url=wire.url("/a")))
        assert "/a" not in wire.paths


@pytest.mark.parametrize(("broken", "error"), [(b"", Reset), (b"nonsense\r\n\r\n", ProtocolError)])
def test_N36_robots_txt_that_cannot_be_had_disallows_and_says_why(broken: bytes, error: type[Exception]) -> None:
    with Wire(site({"/robots.txt": broken, "/a": answer(b"a")})) as wire:
        fetcher = make()
        for _ in range(2):
            with pytest.raises(error):
                fetcher.fetch(Request(url=wire.url("/a")))
        assert "/a" not in wire.paths


def test_N16_a_name_that_does_not_resolve_is_no_matter_of_robots() -> None:
    with pytest.raises(DnsError):
        make(resolver=lambda host, port: ()).fetch(Request(url="http://missing.example.com/"))


def test_N36_robots_txt_that_answers_429_makes_us_wait() -> None:
    busy = answer(status="429 Too Many Requests", headers={"Retry-After": "90"})
    with Wire(site({"/robots.txt": busy, "/a": answer(b"a")})) as wire:
        fetcher = make()
        for _ in range(2):
            with pytest.raises(TryLater) as caught:
                fetcher.fetch(Request(url=wire.url("/a")))
            assert 88 < caught.value.seconds <= 90
        assert wire.paths == ["/robots.txt"]


def test_N36_only_the_first_500_kib_of_robots_txt_count() -> None:
    line = "# " + "x" * 97 + "\n"
    early = "User-agent: *\nDisallow: /private\n" + line * 104858
    late = "User-agent: *\n" + line * 5200 + "Disallow: /\n"
    assert len(early) > 10 * 2**20
    with Wire(site(robots(early))) as wire, pytest.raises(RobotsDenied):
        make().fetch(Request(url=wire.url("/private/b")))
    with Wire(site(robots(late))) as wire:
        assert make().fetch(Request(url=wire.url("/private/b"))).body == b"b"


def test_N36_robots_txt_as_html_or_utf16_and_behind_redirects() -> None:
    page = "<!doctype html><title>Sorry</title><p>User-agent: none of your business"
    with Wire(site(robots(page))) as wire:
        assert make().fetch(Request(url=wire.url("/a"))).body == b"a"
    wide = answer("User-agent: *\nDisallow: /".encode("utf-16"))
    with Wire(site(robots("") | {"/robots.txt": wide})) as wire, pytest.raises(RobotsDenied):
        make().fetch(Request(url=wire.url("/a")))
    hops = {f"/r{n}": redirect(f"/r{n + 1}") for n in range(10)} | {"/robots.txt": redirect("/r0"), "/a": answer(b"a")}
    five = hops | {"/r4": answer(b"User-agent: *\nDisallow: /")}
    with Wire(site(five)) as wire, pytest.raises(RobotsDenied):
        make().fetch(Request(url=wire.url("/a")))
    with Wire(site(hops)) as wire:
        assert make().fetch(Request(url=wire.url("/a"))).body == b"a"
        assert len(wire.paths) == 7


def test_N36_crawl_delay_is_kept_up_to_a_minute() -> None:
    clock = Time()
    with Wire(site(robots("User-agent: *\nCrawl-delay: 1e9\n"))) as wire:
        fetcher = make(FetchLimits(gap=1.0), monotonic=clock, sleep=clock.sleep)
        fetcher.fetch(Request(url=wire.url("/a")))
        assert fetcher.ready_in(wire.url("/a")) == 60.0
        with pytest.raises(TryLater) as caught:
            fetcher.fetch(Request(url=wire.url("/a")))
        assert caught.value.seconds == 60.0
        clock.now += 60
        assert fetcher.fetch(Request(url=wire.url("/a"))).body == b"a"


class Stage:
    """A mount with a robots.txt, a redirect, a page with an ETag, and a large one."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        path = request.url.partition(".example")[2]
        pages = {
            "/robots.txt": (200, (), b"User-agent: *\nDisallow: /private"),
            "/old": (301, (("Location", "/feed"),), b""),
            "/feed": (200, (("ETag", '"1"'),), b"<rss/>"),
            "/large": (200, (), b"x" * 1000),
            "/busy": (429, (("Retry-After", "75"),), b""),
        }
        status, headers, body = pages.get(path, (404, (), b""))
        if request.etag == '"1"' and path == "/feed":
            status, body = 304, b""
        return Response(url=request.url, status=status, headers=headers, body=body)


def test_a_mount_answers_in_the_place_of_the_network_and_all_else_is_the_same() -> None:
    stage, clock = Stage(), Time()
    fetcher = make(FetchLimits(gap=5.0, body=500), mounts={".example": stage}, allow=(), monotonic=clock, sleep=clock.sleep)
    response = fetcher.fetch(Request(url="http://news.herald.example/old", username="ann", password="pw"))
    assert (response.body, response.url, [hop.status for hop in response.hops]) == (b"<rss/>", "http://news.herald.example/feed", [301])
    assert stage.requests[-1].username == "ann"
    assert fetcher.fetch(Request(url="https://news.herald.example/feed", etag='"1"')).not_modified
    with pytest.raises(RobotsDenied):
        fetcher.fetch(Request(url="http://news.herald.example/private/x"))
    with pytest.raises(TooLarge):
        fetcher.fetch(Request(url="http://news.herald.example/large"))
    with pytest.raises(HttpStatus):
        fetcher.fetch(Request(url="http://news.herald.example/missing"))
    with pytest.raises(HttpStatus):
        fetcher.fetch(Request(url="http://news.herald.example/busy"))
    with pytest.raises(TryLater):
        fetcher.fetch(Request(url="http://www.herald.example/feed"))
    assert clock.slept == []


def test_a_mount_answers_for_its_suffix_alone() -> None:
    stage = Stage()
    with Wire(saying(answer(b"net"))) as wire:
        fetcher = make(mounts={".herald.example": stage})
        assert fetcher.fetch(ask("http://herald.example/feed")).body == b"<rss/>"
        assert fetcher.fetch(ask(wire.url("/feed", host="notherald.example"))).body == b"net"


def test_a_closed_fetcher_fetches_nothing() -> None:
    with Wire(saying(answer(b"x"))) as wire:
        with make() as fetcher:
            fetcher.fetch(ask(wire.url()))
        with pytest.raises(Exception, match="closed"):
            fetcher.fetch(ask(wire.url()))
        assert wire.connections == 1


def test_ready_in_knows_nothing_of_what_is_no_address() -> None:
    assert make().ready_in("nonsense") == 0.0
