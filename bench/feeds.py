"""Feeds that break readers: crashes, hangs, and whether entry counts, titles and links come out right; and what a poll's reading costs.

    python -m bench.feeds [--shared FOLDER]

Expected values: the conditions of feedparser's own fixtures, and for the validator's feeds what lxml finds in those that are well-formed.
Titles are compared as plain text (a title is one line of text here, never markup). Seconds are processor time of one core.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import os
import statistics
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from broadsheet.errors import ParseError
from broadsheet.extract import read
from broadsheet.extract.charset import decode
from broadsheet.extract.feed import read_feed
from broadsheet.extract.feed_json import load_json
from broadsheet.types import Capture, CaptureKind, ParseLimits, Reading
from broadsheet.types.text import one_line
from broadsheet.types.urls import clean

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
#: A document that takes longer than this (seconds) counts as a hang.
HANG = 10.0
#: Where feedparser's fixtures say that they were served.
SERVED = "http://127.0.0.1:8097/"
#: Documents whose expectation is about something that we decide otherwise, and why.
DIFFERENT = {
    "feedparser/wellformed/atom/entry_title_base64.xml": "Atom 0.3 in base64, declared as plain text, meant as markup",
    "feedparser/wellformed/atom/entry_title_base64_2.xml": "the same",
    "feedparser/wellformed/atom/feed_title_base64.xml": "the same",
    "feedparser/wellformed/atom/feed_title_base64_2.xml": "the same",
    "feedparser/wellformed/rss/item_image_link_conflict.xml": "host names are given in lower case",
    "feedparser/wellformed/http/headers_content_location-relative.xml": "Content-Location is no base address any more (RFC 7231)",
}
#: Their titles are plain text that looks like markup.
PLAIN = ("text_plain", "data-types-characterdata")


@dataclass
class Tally:
    """Right and wrong answers by what was asked."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str, object, object]] = field(default_factory=list)

    def compare(self, name: str, file: str, got: object, wanted: object) -> None:
        """Count one comparison."""
        if got == wanted:
            self.right[name] += 1
        else:
            self.wrong[name] += 1
            self.examples.append((file, name, got, wanted))

    def shares(self) -> dict[str, object]:
        """Per question: how many, and the share that is right."""
        names = sorted(set(self.right) | set(self.wrong))
        return {
            name: {
                "asked": self.right[name] + self.wrong[name],
                "right": round(self.right[name] / (self.right[name] + self.wrong[name]), 4),
            }
            for name in names
        }


@dataclass
class Runs:
    """How reading went: outcomes by code, what crashed, the slowest."""

    outcomes: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def read(self, name: str, action: Callable[[], Reading]) -> Reading | None:
        """Read one document; None when it was refused."""
        start = time.process_time()
        reading = None
        try:
            reading = action()
            self.outcomes["read"] += 1
        except ParseError as error:
            self.outcomes[error.code] += 1
        except Exception as error:  # the very thing that is counted here
            self.crashes.append(f"{name}: {type(error).__name__}: {error}")
        self.slowest = max(self.slowest, (time.process_time() - start, name))
        return reading

    def report(self) -> dict[str, object]:
        """As JSON."""
        return {
            "documents": sum(self.outcomes.values()) + len(self.crashes),
            "outcomes": dict(self.outcomes),
            "crashes": len(self.crashes),
            "hangs": int(self.slowest[0] > HANG),
            "slowest_seconds": round(self.slowest[0], 3),
            "slowest": self.slowest[1],
            **({"crashed": self.crashes[:10]} if self.crashes else {}),
        }


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, by name."""
    with tarfile.open(archive) as opened:
        for member in opened:
            stream = opened.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream.read()


def rows(path: Path) -> Iterator[dict[str, object]]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def feed(body: bytes, url: str, headers: dict[str, str]) -> Reading:
    """One document as a feed without the refusal of empty ones."""
    capture = Capture(
        kind=CaptureKind.FEED,
        url=url,
        body=body,
        content_type=headers.get("content-type", ""),
        headers=tuple(headers.items()),
        received=NOW,
    )
    return read_feed(capture, frozenset(), ParseLimits(), NOW)


def title_of(name: str, expected: object) -> str:
    """An expected title as we give titles."""
    return one_line(html.unescape(str(expected))) if any(mark in name for mark in PLAIN) else as_text(str(expected))


def as_text(markup: str) -> str:
    """What a browser shows of some markup, on one line."""
    if "<" not in markup and "&" not in markup:
        return one_line(markup)
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    tree.strip_tags(["script", "style"])
    return one_line(tree.body.text() if tree.body else "")


def feedparser_fixtures(hostile: Path) -> dict[str, object]:
    """Feedparser's own test documents against what they state."""
    runs, well, other = Runs(), Tally(), Tally()
    bodies = dict(members(hostile / "feedparser_fixtures.tar.gz"))
    for row in rows(hostile / "feedparser_expected.jsonl"):
        name = str(row["file"])
        if name not in bodies:
            continue
        given = row.get("headers")
        headers = {key.lower(): value for key, value in given.items()} if isinstance(given, dict) else {}
        place = headers.get("content-location", "")
        url = place if place.startswith("http") else SERVED + name
        reading = runs.read(name, partial(feed, bodies[name], url, headers))
        expected = row.get("expect") or {}
        if not isinstance(expected, dict) or name in DIFFERENT:
            continue
        tally = well if "/wellformed/" in name else other
        if "entry_count" in expected:
            tally.compare("entry counts", name, reading.feed.entries if reading and reading.feed else 0, expected["entry_count"])
        if "feed_title" in expected:
            got = reading.feed.title if reading and reading.feed else None
            tally.compare("feed titles", name, got, title_of(name, expected["feed_title"]))
        if "feed_link" in expected:
            tally.compare("feed links", name, reading.feed.site_url if reading and reading.feed else None, expected["feed_link"])
        items = reading.items if reading else ()
        for entry in expected.get("entries", []):
            index = entry["index"]
            article = items[index].article if -len(items) <= index < len(items) else None
            if "title" in entry:
                tally.compare("titles", name, article.title if article else None, title_of(name, entry["title"]))
            if "link" in entry:
                tally.compare("links", name, article.url if article else None, entry["link"])
    wrong = [f"{file}: {name}: {got!r} for {wanted!r}" for file, name, got, wanted in well.examples]
    return {
        **runs.report(),
        "well_formed": well.shares(),
        "others": other.shares(),
        "decided_otherwise": len(DIFFERENT),
        "wrong": wrong[:20],
    }


def validator_fixtures(hostile: Path) -> dict[str, object]:
    """The feed validator's test documents; those that are well-formed feeds against what lxml finds in them."""
    runs, tally = Runs(), Tally()
    for name, body in members(hostile / "feedvalidator_testcases.tar.gz"):
        if not name.endswith(".xml"):
            continue
        reading = runs.read(name, partial(feed, body, "https://feeds.example/" + name, {}))
        expected = well_formed(body)
        if expected is None:
            continue
        tally.compare("entry counts", name, reading.feed.entries if reading and reading.feed else 0, len(expected))
        for place, (title, link) in enumerate(expected):
            article = reading.items[place].article if reading and place < len(reading.items) else None
            if title is not None:
                tally.compare("titles", name, article.title if article else None, title_of(name, title))
            if link is not None:
                tally.compare("links", name, article.url if article else None, link)
    wrong = [f"{file}: {name}: {got!r} for {wanted!r}" for file, name, got, wanted in tally.examples]
    return {**runs.report(), "well_formed": tally.shares(), "wrong": wrong[:20]}


def well_formed(body: bytes) -> list[tuple[str | None, str | None]] | None:
    """Title and link of each entry of a well-formed feed, None for each that is not given once and plainly; None for anything else."""
    try:
        root = etree.parse(io.BytesIO(body), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except etree.XMLSyntaxError:
        return None
    if local(root) not in ("rss", "feed", "rdf"):
        return None
    return [
        (one_title(entry), one_link(entry))
        for entry in root.iter()
        if local(entry) in ("item", "entry") and local(entry.getparent()) in PARENTS
    ]


PARENTS = ("channel", "feed", "rdf", "rss")


def local(element: object) -> str:
    """An element's name without namespace, in lower case; "" for comments and nothing."""
    tag = getattr(element, "tag", "")
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def same_namespace(entry: etree._Element, name: str) -> list[etree._Element]:
    """Children of that name in the entry's own namespace."""
    space = str(entry.tag).rpartition("}")[0]
    return [child for child in entry if local(child) == name and str(child.tag).rpartition("}")[0] == space]


def one_title(entry: etree._Element) -> str | None:
    """The title as markup, when there is one and it is text."""
    titles = same_namespace(entry, "title")
    if len(titles) != 1 or len(titles[0]) or titles[0].get("mode") or titles[0].get("type", "text") not in ("text", "html", "text/plain"):
        return None
    text = titles[0].text or ""
    markup = titles[0].get("type") == "html" or local(entry) == "item"
    return text if markup else text.replace("&", "&amp;").replace("<", "&lt;")


def one_link(entry: etree._Element) -> str | None:
    """The link, when there is one, it is absolute, and its base does not matter. The original behind a counting service is preferred."""
    links = same_namespace(entry, "link")
    if len(links) != 1 or any(local(child) == "origlink" for child in entry):
        return None
    link = links[0]
    value = (link.get("href") or "") if local(entry) == "entry" else (link.text or "")
    if link.get("rel", "alternate") != "alternate" or not value.strip().startswith(("http://", "https://")):
        return None
    return clean(value)


def encodings(hostile: Path) -> dict[str, object]:
    """Documents with right, wrong and missing declarations: none may lose characters."""
    runs = Runs()
    lost = []
    for name, body in members(hostile / "encoding_documents.tar.gz"):
        if "\ufffd" in decode(body).text:
            lost.append(name)
        if name.endswith(".xml"):
            runs.read(name, partial(feed, body, "https://feeds.example/", {}))
    return {**runs.report(), "with_lost_characters": lost}


def json_suite(hostile: Path) -> dict[str, object]:
    """JSONTestSuite through the JSON reader, and as feeds."""
    runs = Runs()
    taken: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for name, body in members(hostile / "jsontestsuite.tar.gz"):
        kind = Path(name).name[:2]
        if kind not in ("y_", "n_", "i_"):
            continue
        asked[kind] += 1
        runs.read(name, partial(feed, body, "https://feeds.example/", {}))
        try:
            load_json(decode(body, "application/json").text, 500)
            taken[kind] += 1
        except ParseError:
            pass
    return {**runs.report(), "asked": dict(asked), "parsed": dict(taken)}


def made_up() -> dict[str, object]:
    """Documents made to hurt (rows F03, F04, F17, H02-H04 and the like)."""
    runs = Runs()
    for name, body in hostile_documents():
        capture = Capture(kind=CaptureKind.FEED, url="https://feeds.example/f", body=body, received=NOW)
        runs.read(name, partial(read, capture))
    return runs.report()


def hostile_documents() -> Iterator[tuple[str, bytes]]:
    """Their names and bytes."""

    def rss(items: str, doctype: str = "") -> bytes:
        return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()

    item = "<item><title>Item {0}</title><link>https://t.example/{0}</link><guid>g{0}</guid><description>words {0}</description></item>"
    laughs = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "F03 billion laughs", rss("<item><title>&l9;</title></item>", f"<!DOCTYPE x [{laughs}]>")
    yield "F04 quadratic blow-up", rss(f"<item><title>{'&a;' * 20_000}</title></item>", f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>')
    yield "F04 many short entities", rss(f"<item><title>{'&a;' * 2_000_000}</title></item>", f'<!DOCTYPE x [<!ENTITY a "{"x" * 400}">]>')
    yield "F17 50,000 entries", rss("".join(item.format(n) for n in range(50_000)))
    yield "F25 10,000 enclosures", rss("<item>" + '<enclosure url="https://t.example/e" length="-1"/>' * 10_000 + "</item>")
    yield "F26 deep JSON", b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 100_000
    yield "H01 deep elements", rss("<item><title>x</title>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>")
    yield "H01 deep markup", rss("<item><description><![CDATA[" + "<div>" * 100_000 + "x]]></description></item>")
    yield "H02 100,000 attributes", rss("<item><a " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/></item>")
    yield "H03 a million entities", rss("<item><description>" + "&amp;" * 1_000_000 + "</description></item>")
    yield "H04 unclosed comments", rss("<item><title>x</title></item>" + "<!--" * 250_000)
    yield "H04 escaped unclosed comments", rss("<item><description>" + "&lt;!--" * 250_000 + "</description></item>")
    yield "H04 a million <", rss("<item><description>" + "<" * 1_000_000 + "</description></item>")
    yield "200,000 unclosed entries", rss("<item>" * 200_000)
    yield "200,000 unclosed CDATA", rss("<item><title>" + "<![CDATA[" * 200_000)


def costs() -> dict[str, object]:
    """Milliseconds to read a feed of 50 entries with 140 KB: all new, 5% new, none new. Medians of 15."""
    sentence = "the council said on Monday that the gates would stay shut until engineers had checked both bridges near the harbour"
    words = sentence.split()
    paragraphs = "".join(f"<p>{' '.join(words[n % 7 :] * 3)} <a href='/x/{n}'>more</a></p>" for n in range(6))
    items = "".join(
        f"<item><title>Story {n}</title><link>https://p.example/{n}</link><guid>{n}</guid>"
        f"<pubDate>Mon, 02 Nov 2026 09:{n:02d}:00 GMT</pubDate>"
        f"<description>{' '.join(words)}</description><content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
        for n in range(50)
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    body = f'<?xml version="1.0"?><rss version="2.0" {space}><channel><title>P</title>{items}</channel></rss>'.encode()
    capture = Capture(kind=CaptureKind.FEED, url="https://p.example/feed", body=body, received=NOW)
    hashes = [item.item_hash for item in read(capture).items]
    known = {"all_new_ms": 0, "two_or_three_new_ms": 48, "none_new_ms": 50}
    return {
        "bytes": len(body),
        **{name: milliseconds(partial(read, capture, frozenset(hashes[:many]))) for name, many in known.items()},
    }


def milliseconds(action: Callable[[], object]) -> float:
    """Median processor time of 15 runs."""
    taken = []
    for _ in range(15):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return round(statistics.median(taken) * 1000, 2)


def main() -> None:
    """Measure all and print one JSON object."""
    parser = argparse.ArgumentParser()
    default = os.environ.get("BROADSHEET_SHARED") or str(Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=Path(default), help="folder with the shared measuring data")
    hostile = parser.parse_args().shared / "data" / "hostile"
    result: dict[str, object] = {"made_up": made_up(), "costs": costs()}
    if hostile.is_dir():
        result["feedparser"] = feedparser_fixtures(hostile)
        result["validator"] = validator_fixtures(hostile)
        result["encodings"] = encodings(hostile)
        result["json"] = json_suite(hostile)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
