"""Feeds that others may read: RSS 2.0, Atom and JSON Feed 1.1, written from stories, articles and comments. Pure (row A19)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote

from broadsheet.desk.cards import StoryCard
from broadsheet.desk.plain import cut_words
from broadsheet.desk.render import html_of, safe_url
from broadsheet.desk.words import breadth
from broadsheet.types import Article, Body, Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: a story, an article or a comment.

    `html` is its content, already safe; `outside` the publisher's own address, "" when none.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    html: str
    summary: str = ""
    author: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    outside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: what it is called, where it lives (`url`), and the page that it belongs to (`home`)."""

    title: str
    url: str
    home: str
    updated: datetime
    entries: tuple[Entry, ...]
    description: str = ""


def article_entry(article: Article, base: str) -> Entry:
    """An article as an entry. Pictures are left out: their addresses are ours alone and end with the session."""
    url = f"{base}/article/{article.id}"
    body = html_of(article) if article.body is not Body.NONE else ""
    return Entry(
        id=url,
        url=url,
        title=article.title or "Untitled",
        published=article.published or article.received,
        updated=article.modified or article.published or article.received,
        html=str(body),
        summary=cut_words(" ".join((article.teaser or article.text[:600]).split()), 400),
        author=article.publisher or article.publisher_domain,
        language=article.language,
        tags=tuple(tag for tag in (article.section, *article.tags) if tag)[:20],
        outside=safe_url(article.url),
    )


def story_entry(card: StoryCard, base: str) -> Entry:
    """A story as an entry: its headline, how widely it is carried, and the teaser of the article whose headline it bears.

    Its id stays as the story grows, and its time of change is that of its newest article: readers' programs show it as updated.
    """
    story, article = card.story, card.article
    url = f"{base}/story/{story.id}"
    teaser = cut_words(" ".join((article.teaser or article.text[:600]).split()), 400)
    first = f"first: {story.first_publisher}" if story.first_publisher and story.outlets > 1 else ""
    facts = " · ".join(part for part in (breadth(story), first) if part)
    first_seen = story.first_seen or article.sort_time
    return Entry(
        id=url,
        url=url,
        title=story.headline or article.title or "Untitled",
        published=first_seen,
        updated=max(first_seen, card.seen),
        html="".join(f"<p>{_plain_html(part)}</p>" for part in (facts, teaser) if part),
        summary=" — ".join(part for part in (facts, teaser) if part),
        author=article.publisher or article.publisher_domain,
        language=article.language,
        tags=tuple(tag for tag in (*story.sections, *story.places) if tag)[:20],
    )


def _plain_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def comment_entry(comment: Comment, article: Article, base: str) -> Entry:
    """A comment as an entry."""
    place = f"{base}/article/{article.id}#comment-{comment.id}"
    return Entry(
        id=place,
        url=place,
        title=f"{comment.name} on “{cut_words(article.title or 'Untitled', 80)}”",
        published=comment.created,
        updated=comment.created,
        html=f"<p>{_plain_html(comment.text)}</p>",
        summary=cut_words(comment.text, 400),
        author=comment.name,
    )


def clean_xml(text: str) -> str:
    """The text without characters that XML 1.0 does not have, escaped for text and attributes."""
    kept = "".join(char for char in text if _in_xml(ord(char)))
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _in_xml(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _iri(url: str) -> str:
    """The address as an ASCII URI."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")


def _atom_time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def rss(feed: Feed) -> bytes:
    """RSS 2.0 with full content."""
    x = clean_xml
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f"<channel><title>{x(feed.title)}</title><link>{x(_iri(feed.home))}</link>",
        f"<description>{x(feed.description or feed.title)}</description>",
        f'<atom:link rel="self" type="application/rss+xml" href="{x(_iri(feed.url))}"/>',
        f"<lastBuildDate>{format_datetime(feed.updated.astimezone(UTC), usegmt=True)}</lastBuildDate>",
    ]
    for entry in feed.entries:
        lines += [
            f'<item><title>{x(entry.title)}</title><link>{x(_iri(entry.url))}</link><guid isPermaLink="true">{x(_iri(entry.id))}</guid>',
            f"<pubDate>{format_datetime(entry.published.astimezone(UTC), usegmt=True)}</pubDate>",
            f"<dc:creator>{x(entry.author)}</dc:creator>" if entry.author else "",
            *(f"<category>{x(tag)}</category>" for tag in entry.tags),
            f"<description>{x(x(entry.summary))}</description><content:encoded>{x(entry.html)}</content:encoded></item>",
        ]
    lines.append("</channel></rss>\n")
    return "\n".join(line for line in lines if line).encode()


def atom(feed: Feed) -> bytes:
    """Atom 1.0 (RFC 4287) with full content."""
    x = clean_xml
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{x(feed.title)}</title><id>{x(_iri(feed.url))}</id><updated>{_atom_time(feed.updated)}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{x(_iri(feed.url))}"/>',
        f'<link rel="alternate" type="text/html" href="{x(_iri(feed.home))}"/>',
        f"<author><name>{x(feed.title)}</name></author>",
    ]
    for entry in feed.entries:
        language = f' xml:lang="{x(entry.language)}"' if entry.language else ""
        lines += [
            f"<entry{language}><title>{x(entry.title)}</title><id>{x(_iri(entry.id))}</id>",
            f'<link rel="alternate" type="text/html" href="{x(_iri(entry.url))}"/>',
            f'<link rel="via" href="{x(_iri(entry.outside))}"/>' if entry.outside else "",
            f"<published>{_atom_time(entry.published)}</published><updated>{_atom_time(entry.updated)}</updated>",
            f"<author><name>{x(entry.author)}</name></author>" if entry.author else "",
            *(f'<category term="{x(tag)}"/>' for tag in entry.tags),
            f'<summary>{x(entry.summary)}</summary><content type="html">{x(entry.html)}</content></entry>',
        ]
    lines.append("</feed>\n")
    return "\n".join(line for line in lines if line).encode()


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "date_published": _atom_time(entry.published),
            "date_modified": _atom_time(entry.updated),
            **({"authors": [{"name": entry.author}]} if entry.author else {}),
            **({"language": entry.language} if entry.language else {}),
            **({"tags": list(entry.tags)} if entry.tags else {}),
            **({"external_url": entry.outside} if entry.outside else {}),
        }
        for entry in feed.entries
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        **({"description": feed.description} if feed.description else {}),
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def feed_of(title: str, url: str, home: str, entries: Sequence[Entry], now: datetime) -> Feed:
    """A feed of entries; it was updated when its newest entry was, so that an unchanged feed stays the same byte for byte."""
    return Feed(title=title, url=url, home=home, updated=max((entry.updated for entry in entries), default=now), entries=tuple(entries))


#: Format: how it is written, and its media type.
FORMATS = {
    "rss": (rss, "application/rss+xml; charset=utf-8"),
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}
