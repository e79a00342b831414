"""One page into one article.

bytes -> encoding.decode_page -> prescan.tame -> tree -> hidden text dropped
  ├─ metadata    what the page says about its article, best evidence first
  ├─ body        the article's own text in the tree -> plain HTML
  ├─ layout      -> text, blocks
  └─ quality     all of it, a part behind a wall, or nothing
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml import etree

from broadsheet.extract.body import article_text
from broadsheet.extract.encoding import decode_page
from broadsheet.extract.hidden import drop_hidden
from broadsheet.extract.metadata import Metadata, metadata_of
from broadsheet.extract.metadata_dates import Dated, first_date
from broadsheet.extract.metadata_shown import shown_day
from broadsheet.extract.prescan import tame
from broadsheet.extract.quality import body_quality
from broadsheet.extract.related import related_links
from broadsheet.extract.sanitise import clean_text
from broadsheet.extract.tree import document
from broadsheet.types import Article, Block, BlockKind, Capture, Image, ParseLimits, Precision
from broadsheet.types.text import clipped
from broadsheet.types.urls import registrable_domain

#: Tags of one page that are read as such; the largest of 1,233 pages measured has under 10,000.
_TAGS = 25_000
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """An article and the day that its publisher dates it, "YYYY-MM-DD" in the publisher's own zone; "" when there is none.

    Where the page shows its reader another day than its head states, the day is the one shown (`metadata_shown`), and where it states only
    when it was changed, that one; `article.published` stays what is stated, or None.
    """

    article: Article
    day: str


def read_page(capture: Capture, limits: ParseLimits | None = None) -> Article:
    """The article of a captured page. There is always one, with `Body.NONE` where the page holds no text; never raises for its content."""
    return find_page(capture, limits).article


def find_page(capture: Capture, limits: ParseLimits | None = None) -> FoundPage:
    """As `read_page`, with the day as the publisher writes it."""
    html = decode_page(capture.body, capture.content_type)
    return find_article(html, capture.url or capture.requested, capture.received or _UNKNOWN, limits)


def article_of_html(html: str, url: str, received: datetime, limits: ParseLimits | None = None) -> Article:
    """The article of a page whose characters are known. With `url` "" relative links are lost."""
    return find_article(html, url, received, limits).article


def find_article(html: str, url: str, received: datetime, limits: ParseLimits | None = None) -> FoundPage:
    """As `article_of_html`, with the day as the publisher writes it."""
    limits = limits or ParseLimits()
    root = document(tame(clean_text(html), replace(limits, nodes=min(limits.nodes, _TAGS))))
    drop_hidden(root)
    # A page of unknown age may be from any day until the end of time.
    latest = received if received > _UNKNOWN else datetime(2100, 1, 1, tzinfo=UTC)
    metadata = metadata_of(root, url, latest)
    published = metadata.published
    if published is None and metadata.modified is None:
        published = _guessed_date(root, url, latest)
    shown = "" if metadata.news else shown_day(root, published, metadata.modified, latest)
    related = related_links(root, url)
    text, layout = article_text(root, url, metadata, limits)
    quality, why = body_quality(metadata.title, text, free=metadata.free, carried=metadata.body)
    article = Article(
        url=metadata.url,
        title=clipped(metadata.title, limits.title),
        text=text,
        layout=layout,
        authors=metadata.authors,
        publisher=metadata.publisher,
        publisher_domain=registrable_domain(url) if url else "",
        published=published.at if published else None,
        published_precision=published.precision if published else Precision.SECOND,
        modified=metadata.modified.at if metadata.modified else None,
        received=received,
        language=metadata.language,
        section=metadata.section,
        tags=metadata.tags,
        image=metadata.image or _first_image(layout),
        teaser=metadata.teaser,
        body=quality,
        origins=_origins(metadata, published, why),
        related=related,
    )
    dated = published or metadata.modified
    return FoundPage(article, shown or (dated.day if dated else ""))


def _guessed_date(root: etree._Element, url: str, latest: datetime) -> Dated | None:
    """A day that stands anywhere in the page (htmldate); tried only when nothing states one, since it takes as long as all the rest."""
    try:
        found = find_date(
            root, original_date=True, extensive_search=False, url=url or None, max_date=(latest + timedelta(days=1)).date().isoformat()
        )
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    return first_date([("guess", found)], latest) if found else None


def _first_image(layout: tuple[Block, ...]) -> Image | None:
    return next((Image(block.url, block.alt) for block in layout if block.kind is BlockKind.IMAGE), None)


def _origins(metadata: Metadata, published: Dated | None, why: str) -> tuple[tuple[str, str], ...]:
    origins = dict(metadata.origins)
    if published:
        origins["published"] = published.origin
    if why:
        origins["body"] = why
    return tuple(sorted(origins.items()))
