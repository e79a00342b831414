"""What a publisher of the edition offers to machines: RSS 2.0, RSS 1.0 (RDF), Atom, JSON Feed and a news sitemap, as of a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from broadsheet.demo.dates import moment
from broadsheet.demo.edition import Edition, Piece, Publisher
from broadsheet.demo.markup import html_blocks, plain_blocks

#: Items in a feed, and in the news sitemap (which holds what is at most two days old, as the protocol asks).
ITEMS = 15
SITEMAP_AGE = timedelta(days=2)
TRACKING = "?utm_source=rss&utm_medium=feed&utm_campaign=evening-post"


def feed(edition: Edition, publisher: Publisher, now: datetime) -> tuple[str, str]:
    """The media type and text of the publisher's feed or sitemap. Publishers of kind "page" have none (KeyError)."""
    return _KINDS[publisher.feed](edition, publisher, edition.of(publisher, now)[:ITEMS], now)


def has_feed(publisher: Publisher) -> bool:
    """Whether the publisher offers a document for machines at `feed_path`."""
    return publisher.feed in _KINDS


def teaser(piece: Piece, now: datetime) -> str:
    """The short text that the feed carries: the summary, or the beginning of the text."""
    return piece.summary or plain_blocks(piece.at(now).body)[0]


def link(edition: Edition, piece: Piece, now: datetime) -> str:
    """The address that the feed gives, which may carry tracking parameters."""
    start = piece.publisher.tracking_from
    tracked = start is not None and now >= moment(edition.anchor, start, "00:00")
    return piece.url(now) + (TRACKING if tracked else "")


def guid(piece: Piece, now: datetime) -> str:
    """The item's id in the feed. A restless publisher writes another one at every request."""
    if piece.publisher.restless_guid:
        return hashlib.sha256(f"{piece.id} {now.isoformat()}".encode()).hexdigest()[:24]
    return f"{piece.publisher.host}:{piece.number}"


def _rss(edition: Edition, publisher: Publisher, pieces: list[Piece], now: datetime) -> tuple[str, str]:
    items = "".join(_rss_item(edition, piece, now) for piece in pieces)
    built = max((piece.at(now).at for piece in pieces), default=moment(edition.anchor, -14, "00:00"))
    text = f"""<?xml version="1.0" encoding="{publisher.charset}"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>{escape(publisher.name)}</title>
<link>{publisher.site}/</link>
<atom:link href={quoteattr(publisher.feed_url)} rel="self" type="application/rss+xml"/>
<description>{escape(publisher.about)}</description>
<language>{publisher.language}</language>
<lastBuildDate>{format_datetime(built, usegmt=True)}</lastBuildDate>
{items}</channel>
</rss>
"""
    return f"application/rss+xml; charset={publisher.charset}", text


def _rss_item(edition: Edition, piece: Piece, now: datetime) -> str:
    version = piece.at(now)
    lines = [
        f"<title>{escape(version.headline)}</title>",
        f"<link>{escape(link(edition, piece, now))}</link>",
        f'<guid isPermaLink="false">{guid(piece, now)}</guid>',
        f"<pubDate>{format_datetime(piece.published, usegmt=True)}</pubDate>",
        f"<description>{escape(teaser(piece, now))}</description>",
        *(f"<dc:creator>{escape(author)}</dc:creator>" for author in piece.authors),
        *(f"<category>{escape(tag)}</category>" for tag in (piece.section, *piece.tags) if tag),
    ]
    if piece.publisher.full:
        lines.append(f"<content:encoded><![CDATA[{''.join(html_blocks(version.body))}]]></content:encoded>")
    if piece.image_path:
        lines.append(
            f'<media:content url="{piece.publisher.site}{piece.image_path}" medium="image" type="image/png" width="800" height="450"/>'
        )
    return "<item>\n" + "\n".join(lines) + "\n</item>\n"


def _rdf(edition: Edition, publisher: Publisher, pieces: list[Piece], now: datetime) -> tuple[str, str]:
    places = "".join(f'<rdf:li rdf:resource="{escape(piece.url(now))}"/>' for piece in pieces)
    items = "".join(
        f"""<item rdf:about="{escape(piece.url(now))}">
<title>{escape(piece.at(now).headline)}</title>
<link>{escape(piece.url(now))}</link>
<description>{escape(teaser(piece, now))}</description>
<dc:creator>{escape(", ".join(piece.authors))}</dc:creator>
<dc:date>{piece.published:%Y-%m-%dT%H:%M:%S}+00:00</dc:date>
<dc:subject>{escape(piece.section)}</dc:subject>
</item>
"""
        for piece in pieces
    )
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{publisher.feed_url}">
<title>{escape(publisher.name)}</title>
<link>{publisher.site}/</link>
<description>{escape(publisher.about)}</description>
<items><rdf:Seq>{places}</rdf:Seq></items>
</channel>
{items}</rdf:RDF>
"""
    return "application/rdf+xml; charset=utf-8", text


def _atom(edition: Edition, publisher: Publisher, pieces: list[Piece], now: datetime) -> tuple[str, str]:
    updated = max((piece.at(now).at for piece in pieces), default=moment(edition.anchor, -14, "00:00"))
    entries = "".join(_atom_entry(edition, piece, now) for piece in pieces)
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publisher.language}">
<title>{escape(publisher.name)}</title>
<subtitle>{escape(publisher.about)}</subtitle>
<id>{publisher.site}/</id>
<link rel="alternate" type="text/html" href="{publisher.site}/"/>
<link rel="self" type="application/atom+xml" href="{publisher.feed_url}"/>
<updated>{_iso(updated)}</updated>
{entries}</feed>
"""
    return "application/atom+xml; charset=utf-8", text


def _atom_entry(edition: Edition, piece: Piece, now: datetime) -> str:
    version = piece.at(now)
    lines = [
        f"<title>{escape(version.headline)}</title>",
        f"<id>tag:{piece.publisher.host},{piece.published:%Y-%m-%d}:{piece.number}</id>",
        f'<link rel="alternate" type="text/html" href={quoteattr(link(edition, piece, now))}/>',
        f"<published>{_iso(piece.published)}</published>",
        f"<updated>{_iso(version.at)}</updated>",
        *(f"<author><name>{escape(author)}</name></author>" for author in piece.authors or (piece.publisher.name,)),
        *(f"<category term={quoteattr(tag)}/>" for tag in (piece.section, *piece.tags) if tag),
        f"<summary>{escape(teaser(piece, now))}</summary>",
    ]
    if piece.publisher.full:
        picture = f'<figure><img src="{piece.image_path}" alt=""/></figure>' if piece.image_path else ""
        lines.append(f'<content type="html">{escape(picture + "".join(html_blocks(version.body)))}</content>')
    return "<entry>\n" + "\n".join(lines) + "\n</entry>\n"


def _json(edition: Edition, publisher: Publisher, pieces: list[Piece], now: datetime) -> tuple[str, str]:
    items = [
        {
            "id": str(piece.number),
            "url": piece.url(now),
            "title": piece.at(now).headline,
            "content_html": "".join(html_blocks(piece.at(now).body)),
            "summary": teaser(piece, now),
            "date_published": _iso(piece.published),
            "date_modified": _iso(piece.at(now).at),
            "authors": [{"name": author} for author in piece.authors],
            "tags": [piece.section, *piece.tags],
            **({"image": publisher.site + piece.image_path} if piece.image_path else {}),
        }
        for piece in pieces
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "home_page_url": publisher.site + "/",
        "feed_url": publisher.feed_url,
        "description": publisher.about,
        "language": publisher.language,
        "items": items,
    }
    return "application/feed+json; charset=utf-8", json.dumps(document, ensure_ascii=False, indent=1)


def _sitemap(edition: Edition, publisher: Publisher, pieces: list[Piece], now: datetime) -> tuple[str, str]:
    # With nothing new for two days the last story stays, as publishers do: an empty sitemap is not allowed by its schema.
    recent = [piece for piece in pieces if piece.published >= now - SITEMAP_AGE] or pieces[:1]
    entries = "".join(
        f"""<url>
<loc>{escape(piece.url(now))}</loc>
<lastmod>{_iso(piece.at(now).at)}</lastmod>
<news:news>
<news:publication><news:name>{escape(publisher.name)}</news:name><news:language>{publisher.language}</news:language></news:publication>
<news:publication_date>{_iso(piece.published)}</news:publication_date>
<news:title>{escape(piece.at(now).headline)}</news:title>
</news:news>
</url>
"""
        for piece in recent
    )
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{entries}</urlset>
"""
    return "application/xml; charset=utf-8", text


def _iso(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


_KINDS: dict[str, Callable[[Edition, Publisher, list[Piece], datetime], tuple[str, str]]] = {
    "rss": _rss,
    "rdf": _rdf,
    "atom": _atom,
    "json": _json,
    "sitemap": _sitemap,
}
