"""Row N36, the reading of robots.txt; through the fetcher: test_fetch_polite.py."""

from __future__ import annotations

import base64
import json
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import DnsError, FetchError, HttpStatus, ProtocolError, RedirectError, RobotsDenied, Timeout, TlsError, TryLater
from broadsheet.intake.robots import escape, is_product_token, matches, parse, path_of
from broadsheet.intake.robots_cache import KEEP_FOR, REFRESH_AFTER, RobotsCache

AGENT = "Broadsheet"


def allows(rules: str, path: str, agent: str = AGENT) -> bool:
    return parse(rules.encode(), agent).allows("https://paper.example" + path)


@pytest.mark.shared
def test_N36_all_shared_verdicts(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "data/hostile/robots_vectors.jsonl").read_text().splitlines()]
    assert len(rows) == 145
    wrong = [row["id"] for row in rows if parse(row["robots_txt"].encode(), row["agent"]).allows(row["url"]) != row["allowed"]]
    assert wrong == []


@pytest.mark.shared
def test_N36_all_shared_facts(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "data/hostile/robots_extra.jsonl").read_text().splitlines()]
    assert len(rows) == 44
    for row in rows:
        match row["kind"]:
            case "agent_validity":
                assert is_product_token(row["agent"]) == row["valid"], row
            case "path_of_url":
                assert path_of(row["input"]) == row["expected"], row
            case "escape_pattern":
                assert escape(row["input"]) == row["expected"], row
            case "parse_statistics":
                rules = parse(base64.b64decode(row["robots_base64"]), AGENT)
                assert rules.known_lines == row["valid_directives"], row
                assert rules.unknown_lines == row.get("unknown_directives", rules.unknown_lines), row
            case kind:
                pytest.fail(f"no test for {kind}")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("user-agent:broadsheet\nDISALLOW:/x", "/x/y", False),
        ("User-agent: Broadsheet/1.0 (see page)\nDisallow: /x", "/x", False),
        ("User-agent: Broadsheets\nDisallow: /", "/x", True),
        ("User-agent: other\nUser-agent: Broadsheet\nDisallow: /x", "/x", False),
        ("User-agent: Broadsheet\nAllow: /\n\nUser-agent: *\nDisallow: /", "/x", True),
        ("User-agent: Broadsheet\n\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /a\nUser-agent: Broadsheet\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /a\n\nSitemap: https://paper.example/s.xml\nDisallow: /b", "/b", False),
        ("Disallow: /", "/x", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a/b\nAllow: /a", "/a/b/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /a*b*c", "/a--b--c--", False),
        ("User-agent: *\nDisallow: /a$b", "/a$bc", False),
        ("User-agent: *\nDisallow: /x # all of it", "/x", False),
        ("User-agent: *\nDisallow: /zürich", "/z%C3%BCrich", False),
        ("User-agent: *\nDisallow: /z%c3%bcrich", "/z%C3%BCrich", False),
        ("User-agent *\nDisallow /x", "/x", False),
        ("User-agent: *\rDisallow: /x\r", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x", "/x", False),
        ("User-agent: *\nDissallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/index.html", "/news/", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/index.html", "/news/other", False),
        ("User-agent: *\nDisallow: /?q", "/?q=1", False),
    ],
)
def test_verdicts(rules: str, path: str, allowed: bool) -> None:
    assert allows(rules, path) is allowed


def test_sitemaps_are_kept() -> None:
    rules = parse(b"Sitemap: https://paper.example/1.xml\nUser-agent: x\nSitemap: /2.xml\n", AGENT)
    assert rules.sitemaps == ("https://paper.example/1.xml", "/2.xml")


@pytest.mark.parametrize(
    ("value", "delay"), [("5", 5.0), ("0.5", 0.5), ("1e9", 60.0), ("inf", 60.0), ("nan", 0.0), ("-1", 0.0), ("soon", 0.0), ("", 0.0)]
)
def test_N36_crawl_delay_is_clamped(value: str, delay: float) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {value}\n".encode(), AGENT).delay == delay


def test_the_delay_of_our_own_group_counts() -> None:
    both = "User-agent: *\nCrawl-delay: 9\n\nUser-agent: Broadsheet\nDisallow: /x\nCrawl-delay: 3\n"
    assert parse(both.encode(), AGENT).delay == 3.0
    assert parse(both.encode(), "Other").delay == 9.0


@given(st.binary(max_size=400), st.text(max_size=50))
def test_any_bytes_can_be_read_and_asked(body: bytes, path: str) -> None:
    rules = parse(b"User-agent: *\nDisallow: " + body, AGENT)
    assert rules.allows("https://paper.example/" + path) in (True, False)
    assert 0 <= rules.delay <= 60


@given(st.text("ab*", max_size=12), st.text("ab", max_size=12), st.booleans())
def test_matching_agrees_with_a_plain_definition(pattern: str, path: str, anchored: bool) -> None:
    def plain(pattern: str, path: str) -> bool:
        if not pattern:
            return not path or not anchored
        if pattern[0] == "*":
            return plain(pattern[1:], path) or (bool(path) and plain(pattern, path[1:]))
        return bool(path) and path[0] == pattern[0] and plain(pattern[1:], path[1:])

    assert matches(pattern + "$" * anchored, path) is plain(pattern, path)


def test_H24_hostile_rules_cost_linear_time() -> None:
    body = b"User-agent: *\n" + b"\n".join(b"Disallow: " + b"*a" * 8000 + b"b" for _ in range(30))
    start = time.process_time()
    rules = parse(body, AGENT)
    assert rules.allows("/" + "a" * 2000)
    stars = parse(b"User-agent: *\nDisallow: " + b"*" * 16_000 + b"b\n" + b"x" * 400_000, AGENT)
    assert stars.allows("/" + "a" * 2000)
    assert time.process_time() - start < 1


class Server:
    """A robots.txt that can fail, and a clock."""

    def __init__(self, answer: bytes | Exception) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.now = 0.0
        self.cache = RobotsCache(self.get, agent="Broadsheet/1.0 (+x)", monotonic=lambda: self.now)

    def get(self, url: str, accept_bad_tls: bool) -> bytes:
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def allowed(self, path: str = "/x") -> bool:
        try:
            self.cache.delay("https://paper.example", "https://paper.example" + path)
        except FetchError as error:
            if isinstance(error, TryLater):
                raise
            return False
        return True


def test_a_copy_is_kept_and_refreshed() -> None:
    server = Server(b"User-agent: *\nDisallow: /x")
    assert not server.allowed()
    server.answer = b""
    server.now = REFRESH_AFTER - 1
    assert not server.allowed()
    server.now = REFRESH_AFTER
    assert server.allowed()
    assert server.asked == ["https://paper.example/robots.txt"] * 2


@pytest.mark.parametrize("failure", [HttpStatus(500, "oops"), Timeout("slow"), ProtocolError("odd")])
def test_N36_while_it_fails_a_copy_serves_for_a_day_then_nothing_is_allowed_then_after_a_month_everything(failure: Exception) -> None:
    server = Server(b"User-agent: *\nDisallow: /x")
    assert server.allowed("/y")
    server.answer = failure
    server.now = REFRESH_AFTER + 1
    assert server.allowed("/y")
    assert not server.allowed("/x")
    server.now = KEEP_FOR + 1
    assert not server.allowed("/y")
    server.now += 29 * 24 * 3600
    assert not server.allowed("/y")
    server.now += 24 * 3600
    assert server.allowed("/x")
    server.answer = b"User-agent: *\nDisallow: /"
    server.now += 3600
    assert not server.allowed("/y")


@pytest.mark.parametrize("failure", [DnsError("no such name", url="x"), Timeout("slow", url="x"), TlsError("expired", url="x")])
def test_why_the_host_cannot_be_reached_is_said_in_the_place_of_robots(failure: FetchError) -> None:
    server = Server(failure)
    for _ in range(2):
        with pytest.raises(type(failure), match=failure.message) as caught:
            server.cache.delay("https://paper.example", "https://paper.example/x")
        assert caught.value is not failure
    assert len(server.asked) == 1
    server.now += 60
    server.answer = HttpStatus(500, "oops")
    with pytest.raises(RobotsDenied):
        server.cache.delay("https://paper.example", "https://paper.example/x")


def test_rules_read_over_bad_tls_are_kept_apart() -> None:
    given: list[bool] = []

    def get(url: str, accept_bad_tls: bool) -> bytes:
        given.append(accept_bad_tls)
        return b"User-agent: *\nCrawl-delay: 7"

    cache = RobotsCache(get, agent=AGENT, monotonic=lambda: 0.0)
    for bad in (False, True, False, True):
        assert cache.delay("https://paper.example", "/x", accept_bad_tls=bad) == 7.0
    assert given == [False, True]


def test_a_failure_is_not_asked_again_at_once() -> None:
    server = Server(Timeout("slow"))
    for _ in range(5):
        assert not server.allowed()
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [HttpStatus(404, "no"), HttpStatus(403, "no"), RedirectError("too many")])
def test_what_is_not_there_allows(answer: Exception) -> None:
    assert Server(answer).allowed()


def test_being_asked_to_wait_is_passed_on_and_not_kept() -> None:
    server = Server(HttpStatus(429, "busy", retry_after=120.0))
    with pytest.raises(TryLater) as caught:
        server.allowed()
    assert caught.value.seconds == 120.0
    server.answer = HttpStatus(503, "busy", retry_after=60.0)
    with pytest.raises(TryLater):
        server.allowed()
    server.answer = TryLater("busy", seconds=60.0)
    with pytest.raises(TryLater):
        server.allowed()
    server.answer = b""
    assert server.allowed()


def test_many_threads_ask_for_one_robots_txt_once() -> None:
    asked: list[str] = []

    def slow(url: str, accept_bad_tls: bool) -> bytes:
        asked.append(url)
        time.sleep(0.05)
        return b""

    cache = RobotsCache(slow, agent=AGENT, monotonic=time.monotonic)
    threads = [threading.Thread(target=cache.delay, args=("https://paper.example", "/x")) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1
