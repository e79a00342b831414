"""A light feed server in a process of its own: every host has its own loopback address, so that politeness by address is real."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
WORDS = [
    "harbour",
    "council",
    "ferry",
    "bridge",
    "winter",
    "budget",
    "school",
    "river",
    "market",
    "engine",
    "report",
    "village",
    "museum",
    "forest",
    "library",
    "minister",
    "doctor",
    "station",
    "orchard",
    "lantern",
    "valley",
    "signal",
    "garden",
    "timber",
    "copper",
    "meadow",
    "captain",
    "teacher",
    "baker",
    "tide",
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "for",
    "with",
    "on",
    "after",
    "before",
    "said",
    "will",
    "has",
    "was",
    "were",
    "from",
    "near",
    "over",
    "under",
    "about",
    "against",
]


def host(number: int) -> str:
    """The host name of a feed."""
    return f"paper{number}.example"


def address(number: int) -> str:
    """The loopback address of a feed's host."""
    return (
        f"127.{1 + number // 65536}.{number // 256 % 256}.{1 + number % 250}"
        if number < 250
        else f"127.9.{number // 250}.{1 + number % 250}"
    )


def item(feed: int, number: int, words: int) -> str:
    """One RSS item with a full text of that many words; always the same for the same numbers."""
    chance = random.Random(feed * 1_000_003 + number)
    sentences = []
    while sum(map(len, sentences)) < words:
        sentences.append([chance.choice(WORDS) for _ in range(chance.randrange(8, 24))])
    text = "".join(f"<p>{' '.join(sentence).capitalize()}.</p>" for sentence in sentences)
    title = f"{' '.join(chance.choice(WORDS) for _ in range(8)).capitalize()} {feed}-{number}"
    when = (START + timedelta(minutes=37 * number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"<item><title>{title}</title><link>https://{host(feed)}/news/{number}</link><guid>n{feed}-{number}</guid>"
        f"<pubDate>{when}</pubDate><description><![CDATA[{text}]]></description></item>"
    )


def document(feed: int, first: int, items: int, words: int) -> bytes:
    """The feed with the items `first` to `first + items - 1`, newest first."""
    inner = "".join(item(feed, number, words) for number in range(first + items - 1, first - 1, -1))
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Paper {feed}</title>'
        f"<link>https://{host(feed)}/</link><description>News</description>{inner}</channel></rss>"
    ).encode()


@contextmanager
def served(feeds: int, items: int, words: int) -> Iterator[tuple[int, Connection]]:
    """Serve the feeds; gives the port and a line to the server, which takes ("first", [n per feed]) and ("etags", bool)."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, feeds, items, words), daemon=True)
    process.start()
    try:
        yield here.recv(), here
    finally:
        process.terminate()
        process.join()


def _serve(line: Connection, feeds: int, items: int, words: int) -> None:
    asyncio.run(_Server(line, feeds, items, words).run())


class _Server:
    def __init__(self, line: Connection, feeds: int, items: int, words: int) -> None:
        self.line, self.feeds, self.items, self.words = line, feeds, items, words
        self.bodies = [document(feed, 0, items, words) for feed in range(feeds)]
        self.etags = True
        self.requests = 0

    async def run(self) -> None:
        server = await asyncio.start_server(self._answer, address(0), 0, backlog=512)
        port = server.sockets[0].getsockname()[1]
        others = [await asyncio.start_server(self._answer, address(feed), port, backlog=8) for feed in range(1, self.feeds)]
        loop = asyncio.get_running_loop()
        loop.add_reader(self.line.fileno(), self._command)
        self.line.send(port)
        await asyncio.gather(server.serve_forever(), *(other.serve_forever() for other in others))

    def _command(self) -> None:
        name, value = self.line.recv()
        if name == "first":
            self.bodies = [document(feed, first, self.items, self.words) for feed, first in enumerate(value)]
        elif name == "etags":
            self.etags = value
        self.line.send(self.requests)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.requests += 1
                writer.write(self._response(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _response(self, head: str) -> bytes:
        path = head.split(" ", 2)[1]
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        body = self.bodies[int(path.rpartition("/")[2])]
        tag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        if self.etags and tag in head:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        etag = f"ETag: {tag}\r\n" if self.etags else ""
        start = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n{etag}Content-Length: {len(body)}\r\n\r\n"
        return start.encode() + body
