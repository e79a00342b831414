"""One row of a JSON Lines file into an article: a page with its markup, or an article that was taken apart already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from broadsheet.errors import BrokenDocument, EmptyDocument
from broadsheet.extract.charset import decode
from broadsheet.extract.feed_dates import parse_date
from broadsheet.extract.feed_entry import language_code
from broadsheet.extract.feed_json import list_of, load_json, string_of
from broadsheet.extract.page import find_article
from broadsheet.extract.paragraphs import lay_out_plain
from broadsheet.extract.plain import plain
from broadsheet.types import Article, Body, Capture, Image, Item, ParseLimits, Precision, Reading
from broadsheet.types.text import clipped, fingerprint, one_line, storable
from broadsheet.types.urls import clean, registrable_domain


def read_row(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    """The article of one JSON object.

    With "html" it is read as the page at "url"; else "title", "text" (plain, paragraphs parted by empty lines), "published", "modified",
    "authors", "publisher", "section", "tags", "language", "image" and "teaser" are taken as they are, where they are of the right type.
    Raises BrokenDocument when it is no JSON object, LimitExceeded when it is nested too deep, EmptyDocument when there is neither title
    nor text.
    """
    row = load_json(decode(capture.body, "application/json; charset=utf-8").text, limits.depth)
    if not isinstance(row, dict):
        raise BrokenDocument("the row is no JSON object", url=capture.url)
    item_hash = fingerprint(capture.body.decode("utf-8", "replace"))
    if item_hash in known:
        return Reading(unchanged=1)
    external_id = storable(string_of(row, "id"))[:2000]
    url = clean(string_of(row, "url") or string_of(row, "link")) or clean(capture.url)
    markup = string_of(row, "html")
    if markup:
        found = find_article(markup, url, received, limits)
        article = replace(found.article, external_id=external_id, source_id=capture.source_id, capture_id=capture.id)
        return Reading(items=(Item(article, item_hash, found.day),))
    article = _article(row, capture, url, external_id, limits, received)
    if not article.title and not article.text:
        raise EmptyDocument("the row has neither title nor text", url=url)
    return Reading(items=(Item(article, item_hash),))


def read_text(capture: Capture, known: frozenset[str], limits: ParseLimits, received: datetime) -> Reading:
    """The article of a plain text file: its first line is the title, the rest the text. Raises EmptyDocument."""
    text = decode(capture.body, capture.content_type).text
    item_hash = fingerprint(text)
    if item_hash in known:
        return Reading(unchanged=1)
    title, _, rest = text.strip().partition("\n")
    if not title.strip():
        raise EmptyDocument("the text is empty", url=capture.url)
    body, layout = lay_out_plain(rest, limits.text)
    article = Article(
        url=clean(capture.url),
        title=clipped(one_line(title), limits.title),
        text=body,
        layout=layout,
        publisher_domain=registrable_domain(capture.url),
        received=received,
        body=Body.FULL if body else Body.NONE,
        truncated=capture.truncated or len(rest) > limits.text,
        source_id=capture.source_id,
        capture_id=capture.id,
        origins=(("title", "file"), ("text", "file")),
    )
    return Reading(items=(Item(article, item_hash),))


def _article(row: Mapping[str, object], capture: Capture, url: str, external_id: str, limits: ParseLimits, received: datetime) -> Article:
    text, layout = lay_out_plain(string_of(row, "text"), limits.text)
    published = parse_date(string_of(row, "published") or string_of(row, "date"))
    modified = parse_date(string_of(row, "modified"))
    people = list_of(row, "authors") or list_of(row, "author")
    image = clean(string_of(row, "image"), url)
    return Article(
        url=url,
        title=clipped(plain(string_of(row, "title")), limits.title),
        text=text,
        layout=layout,
        authors=tuple(clipped(one_line(name), 200) for name in people[:50] if isinstance(name, str) and name.strip()),
        publisher=clipped(one_line(string_of(row, "publisher")), 200),
        publisher_domain=registrable_domain(url),
        published=published[0] if published else None,
        published_precision=published[1] if published else Precision.SECOND,
        modified=modified[0] if modified else None,
        received=received,
        language=language_code(string_of(row, "language")),
        section=clipped(one_line(string_of(row, "section")), 100),
        tags=tuple(clipped(one_line(tag), 100) for tag in list_of(row, "tags")[:50] if isinstance(tag, str) and tag.strip()),
        image=Image(image) if image else None,
        teaser=clipped(one_line(string_of(row, "teaser")), 1000),
        body=Body.FULL if text else Body.NONE,
        truncated=len(string_of(row, "text")) > limits.text,
        source_id=capture.source_id,
        capture_id=capture.id,
        external_id=external_id,
        origins=(("title", "file"), ("text", "file")),
    )
