"""The publishers' sites as HTML: one template a make of site, filled with an article as of a time."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from broadsheet.demo.dates import date_name
from broadsheet.demo.edition import Edition, Piece, Publisher, slugify
from broadsheet.demo.markup import html_blocks, plain_text
from broadsheet.demo.render_feed import has_feed, teaser

#: Links to other articles on a page.
OTHERS = 5
#: Entries of a front page.
FRONT = 20
_FEED_TYPES = {"rss": "application/rss+xml", "rdf": "application/rdf+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=PackageLoader("broadsheet.demo"), autoescape=True, undefined=StrictUndefined)


def article_page(edition: Edition, piece: Piece, now: datetime) -> str:
    """The page of an article as its publisher shows it now, with the furniture of its site."""
    publisher, version = piece.publisher, piece.at(now)
    blocks = html_blocks(version.body)
    shown = blocks[: piece.paywall] if piece.paywall else blocks
    changed = version.at != piece.published
    values = {
        **_site(publisher),
        "headline": version.headline,
        "summary": teaser(piece, now),
        "url": piece.url(now),
        "section": piece.section,
        "section_slug": slugify(piece.section),
        "authors": piece.authors or (publisher.name,),
        "tags": piece.tags,
        "published_iso": _iso(piece.published),
        "published_words": _words(piece.published, publisher.language),
        "modified_iso": _iso(version.at) if changed else "",
        "modified_words": _words(version.at, publisher.language) if changed else "",
        "image": publisher.site + piece.image_path if piece.image_path else "",
        "caption": piece.caption,
        "number": piece.number,
        "comments": piece.number % 97,
        "paywall": piece.paywall,
        "blocks": [Markup(block) for block in shown],  # noqa: S704 - written by html_blocks, which escapes
        "others": _others(edition, piece, now),
        "jsonld": Markup(_jsonld(piece, now)),  # noqa: S704 - JSON with "<" escaped
    }
    return _environment().get_template(f"{publisher.template}.html").render(values)


def front_page(edition: Edition, publisher: Publisher, now: datetime) -> str:
    """The publisher's front page: its newest articles with their teasers."""
    items = [
        {
            "url": piece.path(now),
            "headline": piece.at(now).headline,
            "teaser": teaser(piece, now),
            "published_iso": _iso(piece.published),
            "published_words": _words(piece.published, publisher.language),
        }
        for piece in edition.of(publisher, now)[:FRONT]
    ]
    return _environment().get_template("front.html").render({**_site(publisher), "items": items})


def _site(publisher: Publisher) -> dict[str, object]:
    return {
        "site_name": publisher.name,
        "about": publisher.about,
        "owner": publisher.owner,
        "lang": publisher.language,
        "charset": publisher.charset,
        "feed_url": publisher.feed_url,
        "feed_type": _FEED_TYPES.get(publisher.feed, "") if has_feed(publisher) else "",
    }


def _others(edition: Edition, piece: Piece, now: datetime) -> list[dict[str, str]]:
    """Other articles of the publisher, those of the same story first."""
    rest = [other for other in edition.of(piece.publisher, now) if other.id != piece.id]
    rest.sort(key=lambda other: other.story != piece.story or not piece.story)
    return [{"url": other.path(now), "headline": other.at(now).headline} for other in rest[:OTHERS]]


def _jsonld(piece: Piece, now: datetime) -> str:
    publisher, version = piece.publisher, piece.at(now)
    document: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": piece.url(now),
        "headline": version.headline,
        "datePublished": _iso(piece.published),
        "dateModified": _iso(version.at),
        "author": [{"@type": "Person", "name": author} for author in piece.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": publisher.name, "parentOrganization": publisher.owner},
        "articleSection": piece.section,
        "keywords": list(piece.tags),
        "inLanguage": publisher.language,
    }
    if piece.image_path:
        document["image"] = {"@type": "ImageObject", "url": publisher.site + piece.image_path, "width": 800, "height": 450}
    if piece.paywall:
        document["isAccessibleForFree"] = False
        document["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".metered"}
        document["wordCount"] = len(plain_text(version.body).split())
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")


def _iso(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S+00:00}"


def _words(when: datetime, language: str) -> str:
    return f"{date_name(when.date(), language)} {when.year}, {when:%H:%M}"
