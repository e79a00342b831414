"""One entry of a feed, whatever its format, into an Article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.extract.feed_dates import parse_date, stated
from broadsheet.extract.layout import lay_out
from broadsheet.extract.paragraphs import lay_out_plain
from broadsheet.extract.plain import plain, plain_title
from broadsheet.types import Article, Block, BlockKind, Body, Capture, Image, ParseLimits, Precision
from broadsheet.types.text import clipped, fingerprint, one_line, storable
from broadsheet.types.urls import clean, registrable_domain

#: Characters of a teaser; what is longer is no teaser.
TEASER = 1000
#: Bytes of markup that are looked at, for one entry (characters; four times the text that is kept).
_MARKUP = 4 * 1024 * 1024
_MOST_TAGS = 30
#: Many feeds have whole articles in what should be a summary: at least so many characters in so many blocks.
_WHOLE, _PARAGRAPHS = 1500, 4
#: How a text ends that goes on elsewhere.
_UNFINISHED = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s{0,5}$")
_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of text as a feed gives it: its media type ("text/plain", "text/html", "application/xhtml+xml") and its base address."""

    value: str = ""
    kind: str = "text/plain"
    base: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is text without markup."""
        return self.kind not in ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntry:
    """What a feed says in one entry, before anything is cleaned."""

    id: str = ""
    link: str = ""
    title: Markup = Markup()
    summary: Markup = Markup()
    content: Markup = Markup()
    #: As written.
    published: str = ""
    updated: str = ""
    #: As the parser of the format understood them, for spellings that only it knows.
    published_guess: datetime | None = None
    updated_guess: datetime | None = None
    authors: Sequence[str] = ()
    tags: Sequence[str] = ()
    image: Image | None = None
    language: str = ""
    #: The hash of the entry as it stands in the document; "" = make one of what is here.
    item_hash: str = ""

    def hash(self) -> str:
        """What tells whether the entry changed: of its own characters, or else of all that it says."""
        return self.item_hash or fingerprint(
            self.id, self.link, self.title.value, self.summary.value, self.content.value, self.published, self.updated
        )


@dataclass(frozen=True, slots=True)
class FeedContext:
    """What all entries of a document share."""

    capture: Capture
    received: datetime
    #: Where relative addresses start from.
    base: str
    #: The feed's and its site's address, whose names in a `ref` parameter are tracking.
    sites: tuple[str, ...]
    language: str
    limits: ParseLimits


def article_of(entry: FoundEntry, context: FeedContext) -> Article:
    """The entry as an article: plain title, cleaned address, text with layout, times in UTC as far as they can be read.

    The publisher stays empty: it comes from the source, never from what a feed claims (row F28). A summary alone gives `Body.TEASER`
    unless it is as long as an article, a text that ends in an ellipsis does, a title alone gives `Body.NONE`. Dates that cannot be read and
    those of 1970-01-01 or before are None (rows F14, F16).
    """
    title = plain_title(entry.title.value[:20_000], entry.title.kind)
    url = clean(entry.link, context.base, context.sites)
    if url == clean(context.base):
        # What feedparser makes of a link that is empty or no web address.
        url = ""
    teaser = _plain(entry.summary)
    chosen = entry.content if entry.content.value.strip() else entry.summary
    text, layout = _laid_out(chosen, context)
    if not text:
        body = Body.NONE
    elif _UNFINISHED.search(text, max(0, len(text) - 40)):
        body = Body.TEASER
    elif chosen is entry.content:
        body = Body.FULL if len(text) >= len(teaser) else Body.TEASER
    else:
        body = Body.FULL if len(text) >= _WHOLE and len(layout) >= _PARAGRAPHS else Body.TEASER
    published, precision, modified = _times(entry)
    external_id = storable(entry.id.strip())[:2000]
    if not external_id and not url:
        external_id = "title:" + fingerprint(title, entry.published or entry.updated, "" if title else text[:2000])
    origins = [("title", "feed"), ("text", "feed")]
    if published:
        origins.append(("published", "feed"))
    if entry.authors:
        origins.append(("authors", "feed"))
    return Article(
        url=url,
        title=clipped(title, context.limits.title),
        text=text,
        layout=layout,
        authors=_names(entry.authors),
        publisher_domain=registrable_domain(context.capture.url or context.capture.requested),
        published=published,
        published_precision=precision,
        modified=modified,
        received=context.received,
        language=language_code(entry.language) or context.language,
        tags=_tags(entry.tags),
        image=_image(entry, layout, context),
        teaser=clipped(teaser, TEASER) if body is Body.TEASER or entry.summary.value not in ("", chosen.value) else "",
        body=body,
        truncated=len(chosen.value) > _MARKUP,
        source_id=context.capture.source_id,
        capture_id=context.capture.id,
        external_id=external_id,
        role="",
        origins=tuple(origins),
    )


def language_code(tag: str) -> str:
    """ISO 639-1 code of a language tag ("de-AT" gives "de"); "" when it has none of two letters."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _plain(markup: Markup) -> str:
    return one_line(markup.value[:20_000]) if markup.is_plain else plain(markup.value)


def _laid_out(markup: Markup, context: FeedContext) -> tuple[str, tuple[Block, ...]]:
    value = markup.value[:_MARKUP]
    if not value.strip():
        return "", ()
    if markup.is_plain:
        return lay_out_plain(value, context.limits.text)
    return lay_out(value, clean(markup.base) or context.base, context.limits)


def _times(entry: FoundEntry) -> tuple[datetime | None, Precision, datetime | None]:
    """Published, its precision, modified. An entry that only says when it was updated was published then, as far as we know."""
    published = parse_date(entry.published) or _guess(entry.published, entry.published_guess)
    updated = parse_date(entry.updated) or _guess(entry.updated, entry.updated_guess)
    first = published or updated
    if first is None:
        return None, Precision.SECOND, None
    modified = updated[0] if updated and published and updated[0] > published[0] else None
    return first[0], first[1], modified


def _guess(text: str, at: datetime | None) -> tuple[datetime, Precision] | None:
    """The format parser's understanding of a spelling that we do not know."""
    return (at, Precision.SECOND) if at is not None and at.year >= 1971 and stated(text) is None else None


def _names(names: Sequence[str]) -> tuple[str, ...]:
    cleaned = (clipped(plain_title(name[:500], "text/html" if "<" in name else "text/plain"), 200) for name in names[:_MOST_AUTHORS])
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    cleaned = (clipped(plain(tag[:500]), 100) for tag in tags[:_MOST_TAGS])
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


def _image(entry: FoundEntry, layout: tuple[Block, ...], context: FeedContext) -> Image | None:
    if entry.image is not None:
        url = clean(entry.image.url, context.base)
        if url:
            return Image(url, one_line(entry.image.alt)[:500], entry.image.width, entry.image.height)
    first = next((block for block in layout if block.kind is BlockKind.IMAGE and block.url), None)
    return Image(first.url, first.alt) if first else None
