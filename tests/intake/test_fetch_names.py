"""Rows N12-N16: names, addresses, and resolvers that lie or sleep."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest
from wire import Wire, answer, ask, make, saying

from broadsheet.errors import ConnectError, DnsError, FetchError, Refused
from broadsheet.intake.fetch import exchange
from broadsheet.intake.guard import parse_url
from broadsheet.types import FetchLimits


def nothing_is_resolved(host: str, port: int) -> tuple[str, ...]:
    raise AssertionError(f"{host} was resolved")


@pytest.mark.shared
def test_N13_all_shared_urls_make_no_connection(shared: Path) -> None:
    rows = json.loads((shared / "data/hostile/ssrf_urls.json").read_text())
    assert len(rows) == 46
    with Wire(saying(answer(b"inside"))) as wire:
        # Names that leave for the resolver get loopback, as the public names of the list really do.
        fetcher = make(allow=())
        for row in rows:
            with pytest.raises(Refused):
                fetcher.fetch(ask(row["url"]))
            with pytest.raises(Refused):
                fetcher.fetch(ask(row["url"].replace("127.0.0.1", f"127.0.0.1:{wire.port}")))
        assert wire.connections == 0


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "http://printer.lan/", "http://db/"]
)
def test_N13_what_is_inside_by_its_text_is_not_even_resolved(url: str) -> None:
    with pytest.raises(Refused):
        make(allow=(), resolver=nothing_is_resolved).fetch(ask(url))


@pytest.mark.parametrize(
    "answered", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1%lo"]
)
def test_N12_a_public_name_with_an_inside_address_is_refused(answered: str) -> None:
    with pytest.raises(Refused, match="not on the public Internet"):
        make(allow=(), resolver=lambda host, port: (answered,)).fetch(ask("http://paper.example.com/"))


def test_N14_rebinding_never_reaches_loopback() -> None:
    """The name is asked once a connection, and the connection goes to what was checked: a thousand second answers change nothing."""
    with Wire(saying(answer(b"inside"))) as wire:
        answers: Iterator[str] = chain.from_iterable(repeat(("127.66.0.1", "127.0.0.1")))
        asked: list[str] = []

        def rebinding(host: str, port: int) -> tuple[str, ...]:
            asked.append(next(answers))
            return (asked[-1],)

        # 127.66.0.1 plays the public address: listed here, so that it passes the check; nobody answers there.
        fetcher = make(FetchLimits(gap=0.0, total=1.0), allow=("127.66.0.1/32",), resolver=rebinding)
        for n in range(1000):
            with pytest.raises(FetchError) as caught:
                fetcher.fetch(ask(wire.url(host="rebinding.example.com")))
            assert type(caught.value) is (Refused if n % 2 else ConnectError)
        assert len(asked) == 1000
        assert wire.connections == 0


def test_N14_host_and_port_are_kept_in_the_request() -> None:
    with Wire(saying(answer(b"x"))) as wire:
        make().fetch(ask(wire.url("/p?q", host="paper.example.com")))
        assert f"\r\nHost: paper.example.com:{wire.port}\r\n".encode() in wire.requests[0]
        assert wire.requests[0].startswith(b"GET /p?q HTTP/1.1\r\n")


def test_N15_a_public_and_an_inside_address_together_are_refused() -> None:
    with Wire(saying(answer(b"x"))) as wire:
        fetcher = make(allow=("127.66.0.0/16",), resolver=lambda host, port: ("127.66.0.1", "127.0.0.1"))
        with pytest.raises(Refused):
            fetcher.fetch(ask(wire.url(host="two.example.com")))
        assert wire.connections == 0


def test_N16_a_name_server_that_sleeps() -> None:
    awake = threading.Event()

    def sleeping(host: str, port: int) -> tuple[str, ...]:
        awake.wait(5)
        return ("127.0.0.1",)

    start = time.monotonic()
    with pytest.raises(DnsError) as caught:
        make(FetchLimits(gap=0.0, dns=0.2), resolver=sleeping).fetch(ask("http://slow.example.com/"))
    assert time.monotonic() - start < 1
    assert caught.value.code == "net.dns"
    awake.set()


@pytest.mark.parametrize("why", [socket.gaierror(socket.EAI_NONAME, "no such name"), socket.gaierror(socket.EAI_FAIL, "server failure")])
def test_N16_no_such_name_and_a_failing_name_server(why: OSError) -> None:
    def failing(host: str, port: int) -> tuple[str, ...]:
        raise why

    with pytest.raises(DnsError, match="cannot be resolved"):
        make(resolver=failing).fetch(ask("http://missing.example.com/"))


def test_N16_a_name_without_addresses() -> None:
    with pytest.raises(DnsError):
        make(resolver=lambda host, port: ()).fetch(ask("http://empty.example.com/"))


def test_the_systems_resolver_knows_this_machine() -> None:
    from broadsheet.intake.fetch.resolve import system_resolver

    assert set(system_resolver("localhost", 80)) <= {"127.0.0.1", "::1"}


def test_an_ipv6_literal_is_asked_with_brackets() -> None:
    request = exchange._request(exchange.Ask(target=parse_url("http://[2606:4700::7]:8080/x"), limit=1))
    assert (b"Host", b"[2606:4700::7]:8080") in request.headers
    assert (request.url.host, request.url.target) == (b"2606:4700::7", b"/x")


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    with Wire(saying(answer(b"proxy"))) as proxy, Wire(saying(answer(b"direct"))) as wire:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert make().fetch(ask(wire.url())).body == b"direct"
        assert proxy.connections == 0
