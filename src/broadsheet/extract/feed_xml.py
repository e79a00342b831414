"""RSS 0.9x to 2.0, RDF, Atom and CDF by feedparser, with everything taken from the document that could hurt it first.

feedparser 6.0.14 reads what publishers really write, but: its sanitiser lets active markup through and triples the cost (off; see
`sanitise`), resolving addresses inside markup doubles it (off; `lay_out` does that with the base that each text names), a string could be
opened as an address or a file (it gets a stream), and entity declarations make it slow and large (taken out here, rows F01-F04).
"""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import unescape
from html.entities import html5
from time import struct_time

import feedparser

from broadsheet.errors import LimitExceeded
from broadsheet.extract.feed_entry import FoundEntry, Markup
from broadsheet.extract.plain import plain_title
from broadsheet.types import FeedInfo, Image, ParseLimits
from broadsheet.types.text import clipped
from broadsheet.types.urls import absolute, clean

#: To tell an address, perhaps a relative one, from what is none ("urn:...").
_SOME_BASE = "http://base.invalid/"
#: Enclosures of one entry that are looked at (row F25).
_MOST_ENCLOSURES = 20
_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
#: What may stand before the document type.
_PROLOGUE = re.compile(r"(?>(?:\s++|<\?[^>]*+>|<!--(?>(?:[^-]++|-(?!->))*)-->)*)")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}(\[)?", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s{0,100}>")
_ENTITY = re.compile(r"""<!ENTITY\s{1,100}(%\s{1,100})?([\w.-]{1,100})\s{1,100}(?:"([^"]*)"|'([^']*)'|[^>]*)\s*>""")
_NAMED = re.compile(r"&([A-Za-z_][\w.-]{0,99});")
_LARGE_TAG = re.compile(r"<[A-Za-z][^<>]{4096,}")
_BAD_REFERENCE = re.compile(
    r"&#(?:0{0,6}(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0{0,6}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89abcdefABCDEF][0-9a-fA-F]{2}));"
)
#: Characters that an entity of the document may stand for, and that all its uses together may make.
_LONGEST_ENTITY = 500
_MOST_EXPANSION = 1_000_000
_MOST_ENTITIES = 1_000
#: Entities that must stay: their characters would become markup.
_MARKUP = frozenset("<>&\"'")
_ID = re.compile(r"<(?:\w{1,20}:)?(?:guid|id)(?:\s[^<>]{0,500})?>\s*+(?:<!\[CDATA\[([^\]]{0,2000})\]\]>|([^<]{0,2000}))")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


def prepared(text: str) -> str:
    """The document without XML declaration, document type and entities: those that are plain text are put in, others dropped.

    Nothing that a document declares is ever loaded or expanded twice. References to characters that XML forbids go as well.
    """
    text = _DECLARATION.sub("", text[:1000], count=1).lstrip() + text[1000:] if text.lstrip()[:5] == "<?xml" else text
    prologue = _PROLOGUE.match(text)
    found = _DOCTYPE.match(text, prologue.end() if prologue else 0)
    own: dict[str, str] = {}
    if found:
        end = found.end()
        if found[1]:
            closing = _SUBSET_END.search(text, end)
            subset_end = closing.start() if closing else len(text)
            own = _entities(text, end, subset_end)
            end = closing.end() if closing else len(text)
        else:
            end = text.find(">", end) + 1 or len(text)
        # The name of the oldest RSS stays visible for feedparser.
        netscape = "<!-- netscape -->" if "netscape" in text[found.start() : end].lower() else ""
        text = text[: found.start()] + netscape + text[end:]
    if "&" in text:
        text = _with_entities(text, own)
        if "&#" in text:
            text = _BAD_REFERENCE.sub("", text)
    return text


def refuse_large_tags(text: str, limits: ParseLimits) -> None:
    """Raise LimitExceeded when a start tag outside CDATA is too long or has too many attributes.

    feedparser takes quadratic time in the attributes of one tag (10^5: 70 s, row H02).
    """
    opened = closed = -1
    place = 0
    for found in _LARGE_TAG.finditer(text):
        opened = max(opened, text.rfind("<![CDATA[", place, found.start()))
        closed = max(closed, text.rfind("]]>", place, found.start()))
        place = found.start()
        if opened > closed:
            continue
        if found.end() - found.start() > limits.tag_bytes or found[0].count("=") > limits.attributes:
            raise LimitExceeded(f"a tag of {found.end() - found.start():,} characters")


def _entities(text: str, start: int, end: int) -> dict[str, str]:
    """The document's own entities; those that are no short plain text (external, nested, parameters) stand for nothing."""
    own: dict[str, str] = {}
    for found in _ENTITY.finditer(text, start, end):
        if len(own) >= _MOST_ENTITIES:
            break
        value = found[3] if found[3] is not None else found[4]
        usable = value is not None and not found[1] and len(value) <= _LONGEST_ENTITY and not set(value) & {"&", "<", "%"}
        own.setdefault(found[2], value if usable and value is not None else "")
    return own


def _with_entities(text: str, own: Mapping[str, str]) -> str:
    budget = _MOST_EXPANSION

    def one(found: re.Match[str]) -> str:
        nonlocal budget
        name = found[1]
        if name in own:
            value = own[name]
            budget -= len(value)
            return value if budget > 0 else ""
        value = html5.get(name + ";", "")
        return value if value and not _MARKUP & set(value) else found[0]

    return _NAMED.sub(one, text)


def parse_xml(document: str, base: str, content_language: str = "") -> feedparser.FeedParserDict:
    """The reading of feedparser of a prepared document. Raises whatever feedparser raises on what it was not made for."""
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    if content_language:
        headers["content-language"] = content_language
    stream = io.BytesIO(document.encode("utf-8", "replace"))
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def feed_info(parsed: feedparser.FeedParserDict, base: str, entries: int) -> FeedInfo:
    """What the document says about itself."""
    feed = parsed.feed
    detail = feed.get("title_detail") or {}
    links = [link for link in feed.get("links") or () if isinstance(link, Mapping)][:100]
    return FeedInfo(
        title=clipped(plain_title(_string(feed.get("title"))[:5000], _string(detail.get("type")) or "text/plain"), 500),
        site_url=clean(_string(feed.get("link")), base),
        language=_string(feed.get("language")).strip()[:35],
        hub=next((absolute(_string(link.get("href")), base) for link in links if link.get("rel") == "hub"), ""),
        self_url=next((absolute(_string(link.get("href")), base) for link in links if link.get("rel") == "self"), ""),
        ttl=_ttl(feed),
        repaired=bool(parsed.bozo),
        entries=entries,
    )


def found_entry(entry: feedparser.FeedParserDict, item_hash: str, markup: str) -> FoundEntry:
    """What one entry says. Nothing is cleaned yet. `markup` are its own characters, "" when not known."""
    return FoundEntry(
        id=_written_id(_string(entry.get("id")), markup),
        link=_link(entry),
        title=_markup(entry, "title"),
        summary=_markup(entry, "summary"),
        content=_content(entry),
        published=_string(entry.get("published")) or _string(entry.get("created")),
        updated=_own(entry, "updated"),
        published_guess=_time(_own_value(entry, "published_parsed") or _own_value(entry, "created_parsed")),
        updated_guess=_time(_own_value(entry, "updated_parsed")),
        authors=_authors(entry),
        tags=[_string(tag.get("label")) or _string(tag.get("term")) for tag in entry.get("tags") or () if isinstance(tag, Mapping)],
        image=_image(entry),
        language=_language(entry),
        item_hash=item_hash,
    )


def _written_id(resolved: str, markup: str) -> str:
    """The id as the feed writes it. Feedparser makes ids absolute like links, so that they would change when the feed moves."""
    found = _ID.search(markup)
    if found is None:
        return resolved
    written = unescape(found[1] if found[1] is not None else found[2]).strip()
    return written if written and resolved.lower().endswith(written.lower()) else resolved


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _own_value(entry: feedparser.FeedParserDict, name: str) -> object:
    # Asking feedparser for "updated" gives "published" where it is absent; only what the entry says counts here.
    return dict.get(entry, name)


def _own(entry: feedparser.FeedParserDict, name: str) -> str:
    return _string(_own_value(entry, name))


def _link(entry: feedparser.FeedParserDict) -> str:
    """The first that is an address for readers: the original behind a counting service, the link, an alternate of another type."""
    named = [entry.get("feedburner_origlink"), entry.get("pheedo_origlink")]
    links = [one for one in entry.get("links") or () if isinstance(one, Mapping)][:100]
    others = [one.get("href") for rel in ("alternate", "related", "via") for one in links if one.get("rel") == rel]
    found = [_string(value).strip() for value in named if _string(value).strip().startswith(("http://", "https://"))]
    found += [value for value in (_string(value).strip() for value in [entry.get("link"), *others]) if absolute(value, _SOME_BASE)]
    return found[0] if found else ""


def _markup(entry: feedparser.FeedParserDict, name: str) -> Markup:
    value = _own(entry, name)
    detail = _own_value(entry, f"{name}_detail")
    if not isinstance(detail, Mapping):
        return Markup(value, "text/html" if "<" in value else "text/plain")
    return _typed(detail, value)


def _typed(detail: Mapping[str, object], value: str) -> Markup:
    kind = _string(detail.get("type")).strip().lower() or "text/plain"
    kind = {"text": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml"}.get(kind, kind)
    return Markup(value, kind, _string(detail.get("base")))


def _content(entry: feedparser.FeedParserDict) -> Markup:
    """The longest of its contents that is text; a summary that is written out as markup nowhere else is none."""
    contents = [one for one in entry.get("content") or () if isinstance(one, Mapping)][:20]
    typed = [_typed(one, _string(one.get("value"))) for one in contents]
    readable = [one for one in typed if one.kind.startswith("text/") or one.kind.endswith("xhtml+xml") or one.kind.endswith("/xml")]
    return max(readable, key=lambda one: len(one.value), default=Markup())


def _authors(entry: feedparser.FeedParserDict) -> Sequence[str]:
    people = [one for one in dict.get(entry, "authors") or () if isinstance(one, Mapping)]
    names = [_string(one.get("name")) for one in people[:50]]
    return [name for name in names if name] or [name for name in [_own(entry, "author")] if name]


def _image(entry: feedparser.FeedParserDict) -> Image | None:
    """The largest picture among media, thumbnails and enclosures."""
    found: list[Image] = []
    for name in ("media_content", "media_thumbnail"):
        for one in (entry.get(name) or ())[:_MOST_ENCLOSURES]:
            if not isinstance(one, Mapping) or not _string(one.get("url")):
                continue
            kind = _string(one.get("type")) or _string(one.get("medium"))
            if name == "media_thumbnail" or kind.startswith("image") or (not kind and _looks_like_image(_string(one.get("url")))):
                found.append(Image(_string(one.get("url")), "", _pixels(one.get("width")), _pixels(one.get("height"))))
    enclosures = [one for one in (entry.get("enclosures") or ())[:_MOST_ENCLOSURES] if isinstance(one, Mapping)]
    found.extend(Image(_string(one.get("href"))) for one in enclosures if _string(one.get("type")).startswith("image/"))
    image = entry.get("image")
    if isinstance(image, Mapping) and _string(image.get("href")):
        found.append(Image(_string(image.get("href"))))
    return max(found, key=lambda one: one.width * one.height, default=None)


def _looks_like_image(url: str) -> bool:
    return url.partition("?")[0].lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


def _pixels(value: object) -> int:
    text = _string(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0


def _language(entry: feedparser.FeedParserDict) -> str:
    language = _own(entry, "language")
    for name in ("title_detail", "summary_detail"):
        detail = _own_value(entry, name)
        if not language and isinstance(detail, Mapping):
            language = _string(detail.get("language"))
    return language


def _time(value: object) -> datetime | None:
    if not isinstance(value, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _ttl(feed: Mapping[str, object]) -> int:
    """Minutes between polls that the feed asks for, at most 30 days; 0 = it does not say."""
    ttl = _string(feed.get("ttl")).strip()
    if ttl.isascii() and ttl.isdigit() and len(ttl) <= 7:
        return min(int(ttl), 43200)
    period = _PERIODS.get(_string(feed.get("sy_updateperiod")).strip().lower(), 0)
    often = _string(feed.get("sy_updatefrequency")).strip()
    times = int(often) if often.isascii() and often.isdigit() and len(often) <= 4 else 1
    return min(period // max(times, 1), 43200)
