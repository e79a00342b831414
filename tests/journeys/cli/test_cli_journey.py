"""The main paths of the command line in processes of their own, with an empty home and real connections on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pressroom import item, page, rss

BROADSHEET = [sys.executable, "-c", "from broadsheet.app.cli import main; main()"]


class Publisher(BaseHTTPRequestHandler):
    """A small site: a front page that names its feed, the feed with teasers, and the articles."""

    def do_GET(self) -> None:
        site = f"http://127.0.0.1:{self.server.server_address[1]}"
        pages = {
            "/": b'<html><head><link rel="alternate" type="application/rss+xml" title="Post" href="/feed"></head><body>Hello</body></html>',
            "/feed": rss(*(item(number, site=site) for number in range(1, 4))),
            **{f"/news/{number}": page(number) for number in range(1, 4)},
        }
        body = pages.get(self.path)
        self.send_response(200 if body is not None else 404)
        kind = "application/rss+xml" if self.path == "/feed" else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def env(tmp_path: Path, site: str) -> dict[str, str]:
    """The environment of a fresh machine on which this one site may be fetched, without pauses."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "BROADSHEET_ALLOW_PRIVATE": site.removeprefix("http://"),
        "BROADSHEET_FETCH_GAP": "0",
    }


def call(env: dict[str, str], *args: str, code: int = 0, stdin: str = "") -> str:
    done = subprocess.run(
        [*BROADSHEET, *args], env=env, cwd=env["HOME"], input=stdin, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == code, (args, done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_from_a_sites_address_to_a_backup(env: dict[str, str], site: str, tmp_path: Path) -> None:
    call(env, "add", f"{site}/")
    (source,) = rows(call(env, "sources", "--json"))
    assert (source["url"], source["title"], source["failures"]) == (f"{site}/feed", "Harbour Post", 0)
    articles = rows(call(env, "latest", "--json"))
    assert [article["body"] for article in articles] == ["full"] * 3
    (found,) = rows(call(env, "search", "--json", "passenger", "201"))
    assert "lighthouse" in call(env, "article", str(found["id"]))
    assert call(env, "update", "--json").count("\n") == 1
    backup = call(env, "backup").strip()
    call(env, "--data", "other", "restore", backup)
    assert rows(call(env, "--data", "other", "latest", "--json")) == articles
    assert json.loads(call(env, "doctor", "--json"))["sound"] is True


def test_a_filter_in_a_pipe(env: dict[str, str]) -> None:
    lines = "".join(
        json.dumps({"id": number, "url": f"https://p.example/{number}", "html": page(number).decode()}) + "\n" for number in range(5)
    )
    answers = rows(call(env, "extract", "--jsonl", "-", stdin=lines))
    assert [row["id"] for row in answers] == [0, 1, 2, 3, 4]
    assert not any("error" in row for row in answers)
    assert not (Path(env["HOME"]) / ".local").exists()


def test_the_reader_of_a_pipe_has_enough(env: dict[str, str], tmp_path: Path) -> None:
    text = "".join(json.dumps({"title": f"Report {number} on ferries", "text": f"Ferry {number}. " * 400}) + "\n" for number in range(300))
    call(env, "import", "-", stdin=text)
    with subprocess.Popen([*BROADSHEET, "export"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


def test_S16_run_serves_collects_and_ends_within_ten_seconds(env: dict[str, str], site: str) -> None:
    call(env, "add", f"{site}/feed", "--kind", "feed", "--no-poll")
    with subprocess.Popen(
        [*BROADSHEET, "run", "--port", "0"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split(" at ")[1].strip()
            assert address.startswith("http://127.0.0.1:")
            assert "/first-run?code=" in process.stdout.readline()
            assert _collected(address)
            begin = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(12) == 0
            assert time.monotonic() - begin < 10
            assert process.stderr is not None
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()
    assert len(rows(call(env, "latest", "--json"))) == 3


def _collected(address: str) -> bool:
    """Whether the front page shows an article before long."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with urllib.request.urlopen(address, timeout=5) as answer:
            if "sails again" in answer.read().decode():
                return True
        time.sleep(0.1)
    return False


def test_a_taken_port_is_told_in_one_line(env: dict[str, str], site: str) -> None:
    taken = site.rpartition(":")[2]
    done = subprocess.run([*BROADSHEET, "serve", "--port", taken], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "cannot listen on 127.0.0.1" in done.stderr
    assert done.stderr.count("\n") == 1
