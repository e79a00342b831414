"""One page into one article.

bytes -> encoding.decode_page -> prescan.tame -> tree -> hidden text dropped
  ├─ metadata    what the page says about its article, best evidence first
  ├─ body        the article's own text in the tree -> plain HTML
  └─ layout      -> text, blocks
"""

from __future__ import annotations

from datetime import UTC, datetime

from broadsheet.extract.body import as_html, main_text
from broadsheet.extract.encoding import decode_page
from broadsheet.extract.hidden import drop_hidden
from broadsheet.extract.layout import lay_out
from broadsheet.extract.prescan import tame
from broadsheet.extract.sanitise import clean_text
from broadsheet.extract.tree import document, text_of
from broadsheet.types import Article, Body, Capture, ParseLimits
from broadsheet.types.text import clipped, one_line
from broadsheet.types.urls import clean, registrable_domain


def read_page(capture: Capture, limits: ParseLimits | None = None) -> Article:
    """The article of a captured page. Raises LimitExceeded for a page that is beyond all limits; otherwise there is always an article,
    with `Body.NONE` where the page holds none.
    """
    html = decode_page(capture.body, capture.content_type)
    received = capture.received or datetime.fromtimestamp(0, UTC)
    return article_of_html(html, capture.url or capture.requested, received, limits)


def article_of_html(html: str, url: str, received: datetime, limits: ParseLimits | None = None) -> Article:
    """The article of a page whose characters are known. `url` may be "" (then relative links are lost)."""
    limits = limits or ParseLimits()
    root = document(tame(clean_text(html), limits))
    drop_hidden(root)
    heading = root.find(".//h1")
    title = text_of(heading) if heading is not None else root.findtext(".//title") or ""
    body = main_text(root, url)
    text, layout = lay_out(as_html(body), url, limits) if body is not None else ("", ())
    return Article(
        url=clean(url),
        title=clipped(one_line(title), limits.title),
        text=text,
        layout=layout,
        publisher_domain=registrable_domain(url) if url else "",
        received=received,
        body=Body.FULL if text else Body.NONE,
    )
