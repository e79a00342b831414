"""Captures: bytes as received, and what reading them gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from broadsheet.types.article import Article, Link


class CaptureKind(StrEnum):
    """What we asked for, which decides how it is read."""

    FEED = "feed"
    #: One article's page.
    ARTICLE = "article"
    #: A page whose links are followed.
    SECTION = "section"
    SITEMAP = "sitemap"
    #: Plain text copied from a browser, perhaps with several articles.
    PASTE = "paste"
    #: Plain text of one article, first line its title.
    TEXT = "text"
    #: One JSON object of a JSON Lines file: {"id","url","html"} or {"title","text","published",...}.
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as received (after content decoding), with their circumstances. `id` is 0 until it is stored.

    `body` is stored compressed. `url` is where the bytes came from after redirects, `requested` what was asked for.
    """

    id: int = 0
    kind: CaptureKind
    url: str = ""
    requested: str = ""
    body: bytes
    #: As in the Content-Type header, "" when unknown.
    content_type: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    #: None when nobody knows (a pasted page without capture time): relative ages then stay unknown.
    received: datetime | None
    source_id: int = 0
    #: The transfer broke off or the body was cut at the limit.
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """What a feed says about itself."""

    title: str = ""
    site_url: str = ""
    language: str = ""
    #: WebSub hub and self link (the topic).
    hub: str = ""
    self_url: str = ""
    #: Minutes between polls that the feed suggests (ttl, sy:updatePeriod); 0 = nothing.
    ttl: int = 0
    #: Not well-formed, read with repair.
    repaired: bool = False
    #: Number of entries that the document holds; more than were read when it is over the limit.
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a feed or file gave it, with the hash that tells whether it changed."""

    article: Article
    item_hash: str
    #: Pages only: the day that the publisher dates the article, "YYYY-MM-DD" in the publisher's own zone; "" where there is none.
    day: str = ""


@dataclass(frozen=True, slots=True)
class Discovered:
    """A feed, sitemap or section that a site offers, for the reader to choose from."""

    url: str
    #: A value of SourceKind.
    kind: str
    title: str = ""
    #: Number of items seen when it was tried, -1 if it was not.
    items: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """What one capture holds: articles, links to follow, and what it says about itself.

    `unchanged` counts the items that were left out because their hash was among the known ones.
    """

    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    feed: FeedInfo | None = None
    unchanged: int = 0
    #: Further sitemaps, feed pages: documents of the same kind to read next.
    more: tuple[str, ...] = ()
    #: What was left out and why, in words ("49,000 entries beyond the first 1,000").
    notes: tuple[str, ...] = ()
    #: Feeds that a page names, not tried.
    offers: tuple[Discovered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to fetch and how."""

    url: str
    etag: str = ""
    last_modified: str = ""
    accept: str = ""
    username: str = ""
    password: str = ""
    accept_bad_tls: bool = False
    #: Obey robots.txt. Off only for what a person asked for by hand and for robots.txt itself.
    robots: bool = True
    #: Wait for the host's turn (minimum gap); off for what a reader waits for, such as an image.
    polite: bool = True
    #: Limit of the body after decompression, bytes; 0 = the fetcher's own.
    max_bytes: int = 0
    #: Sent with POST when not None (WebSub subscription, later webhooks).
    form: tuple[tuple[str, str], ...] | None = None
    #: Sent with POST as it is when not None, as `content_type`. Not together with `form`.
    content: bytes | None = None
    content_type: str = ""
    #: Sent as a bearer token, to the first origin alone.
    bearer: str = field(default="", repr=False)
    #: The address was named by a stranger (another site's page, feed or hub): it may not lead inside, not even to what the operator lists.
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect that was followed."""

    status: int
    url: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A complete answer: 2xx, or 304 to a conditional request. Anything else is raised as an error."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: bool = False
    hops: tuple[Hop, ...] = ()
    #: Seconds.
    elapsed: float = 0.0
    #: The connection fell from https to http on the way.
    downgraded: bool = False

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; "" when absent."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def not_modified(self) -> bool:
        """The publisher says that nothing changed."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The fetcher's limits. Sizes in bytes, times in seconds."""

    connect: float = 5.0
    total: float = 20.0
    dns: float = 5.0
    redirects: int = 5
    header_bytes: int = 64 * 1024
    header_count: int = 100
    body: int = 15 * 1024 * 1024
    #: An expansion above this ratio is a bomb, once more than `ratio_from` bytes came out.
    ratio: int = 200
    ratio_from: int = 1024 * 1024
    #: Slower than this over `min_rate_over` seconds is given up.
    min_rate: float = 1024.0
    min_rate_over: float = 10.0
    url_length: int = 2083
    #: Between two requests to one registrable domain.
    gap: float = 1.0
    in_flight: int = 32
    retries: int = 2
    #: Until the first byte of a body, counted from the open connection; a service that thinks long is told apart from one that is dead.
    first_byte: float = field(default=3600.0, metadata={"internal": True})


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """Limits of reading one document, in a child process of its own. Sizes in bytes, times in seconds."""

    memory: int = 1024 * 1024 * 1024
    cpu: float = 10.0
    wall: float = 15.0
    depth: int = 200
    attributes: int = 200
    tag_bytes: int = 64 * 1024
    nodes: int = 200_000
    entries: int = 1000
    #: Characters.
    text: int = 1024 * 1024
    title: int = 500
