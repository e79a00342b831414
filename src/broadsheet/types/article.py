"""Articles and what they are made of.

An article is stored as plain text plus a layout that stands off from it: blocks (paragraphs, headings, list items, quotes, images) and
marks inside them (links, emphasis), all by offsets into the text. Offsets are Unicode code points, end exclusive. Because the page is
written from these records alone, no markup of a publisher ever reaches a reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Precision(StrEnum):
    """How much of a time is known. A relative age such as "3 hours ago" gives HOUR."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class BlockKind(StrEnum):
    """The kinds of block that an article may hold. `level` is the heading level, or the nesting of a list item from 1."""

    PARAGRAPH = "p"
    HEADING = "h"
    ITEM = "li"
    NUMBERED = "ol"
    QUOTE = "quote"
    PREFORMATTED = "pre"
    CAPTION = "caption"
    ROW = "row"
    IMAGE = "img"


class MarkKind(StrEnum):
    """The kinds of mark inside a block. Only LINK has a `url`."""

    LINK = "a"
    EMPHASIS = "em"
    STRONG = "strong"
    CODE = "code"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text inside a block that is a link or emphasised. `url` is absolute http(s), for LINK only."""

    kind: MarkKind
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article: the text from `start` to `end`.

    An IMAGE has start == end (it takes no text), its absolute http(s) address in `url` and its alternative text in `alt`.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    url: str = ""
    alt: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to an article. Width and height are pixels, 0 when unknown."""

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another article or page, with what the referring page said about it."""

    url: str
    title: str = ""
    publisher: str = ""
    published: datetime | None = None
    teaser: str = ""
    #: Time of last change, where a sitemap gives one.
    modified: datetime | None = None


class Body(StrEnum):
    """How much of the article the text is."""

    FULL = "full"
    #: What a feed gave: a summary, not the article.
    TEASER = "teaser"
    #: A paywall stub, a cut-off body.
    PARTIAL = "partial"
    #: A title only, or a page without article (cookie wall, "enable JavaScript", soft 404).
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as Broadsheet knows it. Times are UTC and aware. `id` is 0 until it is stored."""

    id: int = 0
    #: The address to send readers to: canonical, tracking parameters removed, "" when unknown (pasted text).
    url: str = ""
    title: str = ""
    text: str = ""
    layout: tuple[Block, ...] = ()
    authors: tuple[str, ...] = ()
    #: Who publishes, as readers know it.
    publisher: str = ""
    #: Registrable domain of the fetched page ("" when unknown). Attribution never comes from what a page claims about itself.
    publisher_domain: str = ""
    #: None when unknown. Never invented: see `received`.
    published: datetime | None = None
    published_precision: Precision = Precision.SECOND
    modified: datetime | None = None
    #: When we first had it.
    received: datetime
    #: When the present text was found to have replaced an earlier one (the last Revision was made); None = never.
    revised: datetime | None = None
    #: ISO 639-1 code, "" when unknown.
    language: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    image: Image | None = None
    #: The publisher's own short text (feed summary, og:description), plain text.
    teaser: str = ""
    #: The text that the feed carried when the article's text comes from its page; "" when the same.
    feed_text: str = ""
    body: Body = Body.FULL
    #: The body breaks off (cut by the aggregator, the network or our limits).
    truncated: bool = False
    source_id: int = 0
    capture_id: int = 0
    #: The feed's own id for it (guid), "" when none.
    external_id: str = ""
    #: Place in a pasted page: "lead", "related", "item"; "" elsewhere.
    role: str = ""
    #: Where each field came from: (("title", "jsonld"), ("published", "meta"), ...).
    origins: tuple[tuple[str, str], ...] = ()
    #: What the page itself lists as related.
    related: tuple[Link, ...] = ()
    #: Length of the whole text in code points, set by the store on reading (a listing cuts `text` short); 0 = as long as `text`.
    length: int = 0

    @property
    def sort_time(self) -> datetime:
        """The time to order by: published, but never later than when we first had it."""
        return min(self.published, self.received) if self.published else self.received


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An earlier text of an article: what it said until `noticed`, when we saw that the publisher had changed it."""

    id: int = 0
    article_id: int
    title: str
    text: str
    layout: tuple[Block, ...] = ()
    #: The publisher's own modification time of this earlier text, if it gave one.
    modified: datetime | None = None
    #: When this earlier text was first seen.
    seen: datetime
    #: When it was found to have been replaced.
    noticed: datetime
    capture_id: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article's text: a citation."""

    article_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PastedArticle:
    """One article found in a pasted page. `start` and `end` are the body alone, in code points of the pasted text.

    `title_span` and `publisher_span` point at where they stand, (0, 0) when they do not. `published` is set only as far as the page and
    the capture time justify, `precision` says how far. `confidence` is between 0 and 1.
    """

    start: int
    end: int
    title: str = ""
    publisher: str = ""
    published: datetime | None = None
    precision: Precision | None = None
    #: The age as written ("14 minutes ago"), "" when none.
    age_text: str = ""
    authors: tuple[str, ...] = ()
    role: str = "item"
    truncated: bool = False
    title_span: tuple[int, int] = (0, 0)
    publisher_span: tuple[int, int] = (0, 0)
    #: Furniture inside the body ("Read more" lines), cut when the article is made.
    inline: tuple[tuple[int, int], ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PastedPage:
    """How a pasted page was split. `kind`: "several", "single", "list" (titles or teasers only) or "none" (furniture only)."""

    kind: str
    articles: tuple[PastedArticle, ...] = ()
    teasers: tuple[Link, ...] = field(default=())
    boilerplate: tuple[tuple[int, int], ...] = ()
