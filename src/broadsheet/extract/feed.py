"""Feeds into readings.

    bytes ── charset ──> characters ── cut ──> entries ── known? ──> those left ── feedparser ──> FoundEntry ── feed_entry ──> Article

Entries whose hash is known are left out before anything expensive happens, so that a poll costs what is new, not what is there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from broadsheet.errors import BrokenDocument, EmptyDocument, NotAFeed
from broadsheet.extract.charset import decode
from broadsheet.extract.feed_cut import CutFeed, cut
from broadsheet.extract.feed_dates import parse_date
from broadsheet.extract.feed_entry import FeedContext, FoundEntry, article_of, language_code
from broadsheet.extract.feed_json import JsonEntry, json_feed
from broadsheet.extract.feed_xml import feed_info, found_entry, parse_xml, prepared, refuse_large_tags
from broadsheet.types import Capture, FeedInfo, Item, ParseLimits, Reading
from broadsheet.types.text import fingerprint
from broadsheet.types.urls import absolute

#: The first element of a document, after declarations, comments and white space.
_PROLOGUE = re.compile(
    r"\s*+(?>(?:<\?[^>]*+>\s*+|<!--(?>(?:[^-]++|-(?!->))*)-->\s*+|<!DOCTYPE(?>(?:[^<>\[]++|\[[^\]]*+\])*)>\s*+)*)", re.IGNORECASE
)
_FIRST = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
_FEED = frozenset({"rss", "feed", "rdf", "channel"})
_NO_FEED = frozenset({"html", "body", "head", "svg", "opml", "urlset", "sitemapindex", "error", "script", "div", "meta"})
_DATE = re.compile(r"<(?:pubDate|published|updated|(?:dc:)?date)>([^<]{4,80})<", re.IGNORECASE)
_LINK_HEADER = re.compile(r"""<([^<>]{1,2083})>\s{0,10};[^,<]{0,200}?rel\s{0,5}=\s{0,5}"?([^",;]{1,100})""")


#: Elements that change although the article does not (row F12): ids made up at each fetch, counts of comments and views.
_RESTLESS = re.compile(r"<(guid|id|slash:comments|thr:total|media:statistics)\b[^<>]*(?:/>|>(?:<!\[CDATA\[[^\]<]*\]\]>|[^<]*)</\1\s*>)")


def read_feed(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    """All entries of a feed that are not known, as articles; up to `limits.entries` of them, the newest first to be taken.

    Raises EmptyDocument for nothing, NotAFeed for a page, a challenge or other JSON, BrokenDocument when nothing can be read.
    A feed without entries is read; whether that is an error is for the caller to say.
    """
    decoded = decode(capture.body, capture.content_type)
    text = decoded.text
    if not text.strip():
        raise EmptyDocument("the document is empty", url=capture.url)
    if text.lstrip()[:1] in "{[":
        reading = _read_json(text, capture, known, limits, received)
    else:
        reading = _read_xml(text, capture, known, limits, received)
    if reading.feed and decoded.repaired:
        reading = replace(reading, feed=replace(reading.feed, repaired=True))
    return reading


def _read_json(text: str, capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    info, rows = json_feed(text, limits.depth)
    info = _with_headers(info, capture)
    fresh = [row for row in rows if row.item_hash not in known]
    notes = _left_out(len(fresh), limits)
    taken: Sequence[JsonEntry] = fresh[: limits.entries]
    return Reading(
        items=_items([row.found() for row in taken], _context(capture, info, limits, received)),
        feed=info,
        unchanged=len(rows) - len(fresh),
        notes=notes,
    )


def entry_hash(markup: str) -> str:
    """The hash of an entry as it stands in its document, without what some publishers change at every fetch: its id, its counters.

    An entry without a link keeps its id: nothing else may tell it from another.
    """
    return fingerprint(_RESTLESS.sub("", markup) if "<link" in markup else markup)


def _read_xml(text: str, capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    root = first_element(text)
    if root.rpartition(":")[2].lower() in _NO_FEED or not root:
        raise NotAFeed(_what_instead(text, root), url=capture.url, hint="Look for the feed's address on the site.")
    text = prepared(text)
    refuse_large_tags(text, limits)
    document = cut(text, limits.entries)
    base = absolute(capture.url or capture.requested)
    count = len(document.entries)
    hashes = ["" for _ in range(count)]
    dropped: frozenset[int] = frozenset()
    fresh = list(range(count))
    if document.regular:
        hashes = [entry_hash(document.entry(index)) for index in range(count)]
        fresh = [index for index in fresh if hashes[index] not in known]
    taken = fresh[-limits.entries :] if _oldest_first(document, fresh) else fresh[: limits.entries]
    dropped = frozenset(range(count)) - frozenset(taken)
    try:
        parsed = parse_xml(document.without(dropped), base, _header(capture, "content-language"))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError) as error:
        raise BrokenDocument(f"the feed cannot be read: {type(error).__name__}", url=capture.url) from error
    entries = parsed.entries[: limits.entries]
    if not parsed.get("version") and not entries and not count and root.rpartition(":")[2].lower() not in _FEED:
        raise NotAFeed(_what_instead(text, root), url=capture.url, hint="Look for the feed's address on the site.")
    if document.broken_off and not count:
        raise BrokenDocument("the feed breaks off before the end of its first entry", url=capture.url)
    matched = document.regular and len(entries) == len(taken)
    info = feed_info(parsed, base, max(count, len(parsed.entries)))
    info = _with_headers(replace(info, repaired=info.repaired or document.broken_off), capture)
    if matched:
        found = [found_entry(entry, hashes[index], document.entry(index)) for index, entry in zip(taken, entries, strict=True)]
    else:
        found = [one for one in (found_entry(entry, "", "") for entry in entries) if one.hash() not in known]
    return Reading(
        items=_items(found, _context(capture, info, limits, received)),
        feed=info,
        unchanged=count - len(fresh) if matched or not entries else len(entries) - len(found),
        notes=(
            *_left_out(len(fresh), limits),
            *(("the feed breaks off inside an entry, which is left out",) if document.broken_off else ()),
        ),
    )


def first_element(text: str) -> str:
    """The name of a document's first element, with its prefix; "" when there is none."""
    prologue = _PROLOGUE.match(text)
    found = _FIRST.search(text, prologue.end() if prologue else 0, (prologue.end() if prologue else 0) + 2000)
    return found[1] if found else ""


def _context(capture: Capture, info: FeedInfo, limits: ParseLimits, received: datetime) -> FeedContext:
    base = absolute(capture.url or capture.requested) or info.site_url
    return FeedContext(capture, received, base, (capture.url, info.site_url), language_code(info.language), limits)


def _items(found: Sequence[FoundEntry], context: FeedContext) -> tuple[Item, ...]:
    return tuple(Item(article_of(entry, context), entry.hash()) for entry in found)


def _left_out(fresh: int, limits: ParseLimits) -> tuple[str, ...]:
    beyond = fresh - limits.entries
    return (f"{beyond:,} entries beyond the first {limits.entries:,} were left for the next reading",) if beyond > 0 else ()


def _oldest_first(document: CutFeed, fresh: Sequence[int]) -> bool:
    """Whether a feed that is too long lists its oldest entries first."""
    if len(fresh) < 2:
        return False
    ends = [_DATE.search(document.entry(index)) for index in (fresh[0], fresh[-1])]
    first, last = (parse_date(found[1]) if found else None for found in ends)
    return first is not None and last is not None and first[0] < last[0]


def _header(capture: Capture, name: str) -> str:
    return next((value for key, value in capture.headers if key.lower() == name), "")


def _with_headers(info: FeedInfo, capture: Capture) -> FeedInfo:
    """WebSub: Link headers come before what the document says (section 4 of the Recommendation)."""
    hub, topic = info.hub, info.self_url
    for key, value in capture.headers:
        if key.lower() != "link":
            continue
        for target, rel in _LINK_HEADER.findall(value[:8192]):
            rels = rel.lower().split()
            if "hub" in rels:
                hub = absolute(target, capture.url)
            if "self" in rels:
                topic = absolute(target, capture.url)
    return replace(info, hub=hub, self_url=topic)


def _what_instead(text: str, root: str) -> str:
    start = text[:20_000].lower()
    if "challenge" in start and ("cloudflare" in start or "cf-" in start or "captcha" in start):
        return "a challenge page (is this a robot?) where a feed should be"
    if root.lower() in ("html", "body", "head", "div", "script", "meta"):
        return "a web page where a feed should be"
    return f"no feed: the document starts with <{root}>" if root else "no feed: there is no markup in it"
