"""Row N18: there is one HTTP client, and nobody goes past it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import broadsheet
from broadsheet.errors import Refused
from broadsheet.intake.fetch import FakeFetcher, Fetcher, GuardedFetcher
from broadsheet.types import FetchLimits, Request

ROOT = Path(broadsheet.__file__).parent
#: Modules by which a program reaches the network. Database drivers are not among them: they connect to what the operator set.
CLIENTS = (
    "httpx2",
    "httpcore2",
    "httpx",
    "httpcore",
    "h11",
    "requests",
    "urllib3",
    "aiohttp",
    "http.client",
    "urllib.request",
    "ftplib",
    "smtplib",
    "websockets",
    "trafilatura.downloads",
    "courlan.network",
    "pycurl",
)
#: Functions of parsing libraries that fetch what they are given an address of.
FETCHING_CALLS = {"fetch_url", "fetch_response", "urlopen", "urlretrieve", "focused_crawler", "find_feed_urls", "sitemap_search"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_N18_only_the_fetcher_imports_a_client() -> None:
    users = {
        (name, client)
        for name, tree in modules()
        for module in imported(tree)
        for client in CLIENTS
        if module == client or module.startswith(client + ".")
    }
    # Mail is handed to the one server that the operator set, and to nobody whom an article names.
    assert {(name, client) for name, client in users if not name.startswith("intake/fetch/")} == {("intake/mailing.py", "smtplib")}
    assert "intake/fetch/exchange.py" in {name for name, _ in users}


def test_N18_only_the_fetcher_opens_sockets_among_the_rooms_that_read() -> None:
    rooms = ("intake/", "extract/", "analyse/", "models/", "pipeline", "desk/", "types/")
    users = {name for name, tree in modules() if name.startswith(rooms) and "socket" in set(imported(tree))}
    assert users == {"intake/fetch/dial.py", "intake/fetch/resolve.py"}


def test_N18_no_library_is_asked_to_fetch() -> None:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert called not in FETCHING_CALLS, f"{name}:{node.lineno} calls {called}"


def test_N18_whatever_kind_of_address_it_is_the_guard_is_the_same() -> None:
    """Feed image, enclosure, og:image, icon, hub, OPML, sitemap, webhook: all are Requests, and none of their fields loosens the guard."""
    fetcher = GuardedFetcher(FetchLimits(gap=0.0), user_agent="Broadsheet/0", resolver=lambda host, port: ("10.0.0.1",))
    fields: list[dict[str, object]] = [{}, {"polite": False}, {"robots": False}, {"accept_bad_tls": True}, {"form": ()}, {"max_bytes": 1}]
    for more in fields:
        request = Request(url="http://paper.example.com/x", **{"robots": False, **more})  # type: ignore[arg-type]  # a table of fields
        try:
            fetcher.fetch(request)
        except Refused:
            continue
        raise AssertionError(f"{more} went through")


def test_both_fetchers_are_fetchers() -> None:
    fetchers: list[Fetcher] = [FakeFetcher({}), GuardedFetcher(user_agent="Broadsheet/0")]
    assert all(callable(fetcher.fetch) for fetcher in fetchers)


def test_the_door_is_pinned() -> None:
    import broadsheet.intake.fetch as door

    assert door.__all__ == ["FakeFetcher", "Fetcher", "GuardedFetcher", "Mount", "Resolver", "poster"]
