"""A press with a fake network and a clock that is set by hand, for tests of everything that collects."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadsheet.extract.read import read
from broadsheet.intake.fetch import FakeFetcher
from broadsheet.pipeline import Press
from broadsheet.store import open_store
from broadsheet.types import Response

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@dataclass
class Clock:
    """The wall clock and the monotonic timer of a test; `jump` moves the first alone."""

    now: datetime = NOW
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> datetime:
        return self.now

    def timer(self) -> float:
        return self.seconds

    def advance(self, **by: float) -> None:
        step = timedelta(**by)
        with self.lock:
            self.now += step
            self.seconds += step.total_seconds()

    def jump(self, **by: float) -> None:
        self.now += timedelta(**by)


def press(folder: Path, pages: Mapping[str, Response | bytes | Exception], clock: Clock | None = None, **more: object) -> Press:
    """A press on a fresh database; reads in this process."""
    clock = clock or Clock()
    store = open_store(folder / "test.db", clock=clock)
    return Press(store=store, fetcher=FakeFetcher(pages), read=read, clock=clock, **more)  # type: ignore[arg-type]


def rss(*items: str, title: str = "Harbour Post", head: str = "") -> bytes:
    """A feed of these items."""
    return (
        f'<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title>"
        f"<link>https://harbour.example/</link>{head}{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, title: str = "", text: str = "", site: str = "https://harbour.example", hours: int = 0) -> str:
    """One item; without a text it is a teaser."""
    title = title or f"The ferry number {number} sails again after its repair"
    text = (
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>" if text else f"<description>Ferry {number} is back.</description>"
    )
    when = (NOW - timedelta(hours=hours or number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><title>{title}</title><link>{site}/news/{number}</link><guid>{site}/g{number}</guid><pubDate>{when}</pubDate>{text}</item>"
    )


def story(number: int, words: str = "sailed past the old lighthouse") -> str:
    """A text that is long enough to be an article, different for each number and wording."""
    return " ".join(
        f"On trip {n} of ship {number} the crew {words}, and passenger {number * 100 + n} wrote down what the weather was like."
        for n in range(12)
    )


def page(number: int, title: str = "", words: str = "sailed past the old lighthouse") -> bytes:
    """An article's page."""
    title = title or f"The ferry number {number} sails again after its repair"
    paragraphs = "".join(f"<p>{sentence.strip()}.</p>" for sentence in story(number, words).split(".") if sentence.strip())
    article = f"<article><h1>{title}</h1>{paragraphs}</article>"
    return f"<!doctype html><html lang=en><head><title>{title}</title></head><body>{article}</body></html>".encode()


def response(url: str, body: bytes, **headers: str) -> Response:
    """A whole answer; an underscore in a header's name is a hyphen."""
    return Response(url=url, status=200, headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()), body=body)
