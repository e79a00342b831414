"""The links of a section page that look like articles, best first.

No list of sites: a link counts by the shape of its address (a date or a number in the path, a long slug, no furniture words), by where it
stands (in an article card or under a heading; not in navigation or footer) and by what it says (a headline has several words). Weights are
set by hand so that each sign alone is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from broadsheet.errors import EmptyDocument
from broadsheet.extract.encoding import decode_page
from broadsheet.extract.feed_dates import parse_date
from broadsheet.extract.feedlinks import feed_links
from broadsheet.extract.prescan import tame
from broadsheet.types import Capture, FeedInfo, Link, ParseLimits, Reading
from broadsheet.types.text import clipped, one_line
from broadsheet.types.urls import clean, key, same_site

#: A link needs at least this much to count as an article.
ENOUGH = 3.0
#: Links of one page that are returned.
MOST_LINKS = 200
#: Links of one page that are looked at.
_MOST_SEEN = 5000
#: Links that one article's card may have (picture, headline, author, section, comments).
_CARD_LINKS = 8
#: How far up the tree the surroundings of a link are looked at.
_UP = 12

_DATED = re.compile(
    r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[/-]|$)|/(?:19|20)\d{6}(?:\D|$)"
)
_NUMBERED = re.compile(r"(?:[/.,_-]|id=|[a-z])\d{5,14}(?:[/.,?-]|$)")
_FILE = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$")
_NO_PAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|pdf|mp3|mp4|m4a|zip|xml|rss|atom|json|css|js|ico|txt|epub|docx?)$")
_FURNITURE_WORDS = """
    about account advertise advertising app apps archive archiv author authors autor category categories careers contact contacto
    cookie cookies comments corrections datenschutz donate events faq feed feeds follow help imprint impressum index jobs kontakt
    legal login logout mobile newsletter newsletters page pages person podcast podcasts press print privacy profile register rss
    search share shop signin signup sitemap store subscribe subscription subscriptions suche support tag tags team terms thema
    themen topic topics user users video videos wp-admin wp-login
"""
_FURNITURE = frozenset(_FURNITURE_WORDS.split())
_OUTSIDE = frozenset({"nav", "footer", "aside", "form"})
_OUTSIDE_ROLES = frozenset({"navigation", "contentinfo", "search", "banner", "complementary"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})


@dataclass(slots=True)
class _Candidate:
    link: Link
    score: float
    place: int


def read_section(capture: Capture, limits: ParseLimits) -> Reading:
    """The links of a page to articles of its own site, those that look most like articles first, each with its headline and time if given.

    Never the page itself. Links that look like sections, tags, people or service pages are left out. `offers` has the feeds that the page
    names, untried. Raises EmptyDocument.
    """
    html = tame(decode_page(capture.body, capture.content_type), limits)
    if not html.strip():
        raise EmptyDocument("the page is empty", url=capture.url)
    tree = LexborHTMLParser(html)
    base = _base(tree, capture.url or capture.requested)
    own = key(capture.url or capture.requested)
    best: dict[str, _Candidate] = {}
    for place, node in enumerate(_anchors(tree)):
        url = clean(node.attributes.get("href") or "", base, (capture.url,))
        identity = key(url)
        if not identity or identity == own or (capture.url and not same_site(url, capture.url)):
            continue
        found = _candidate(node, url, place)
        before = best.get(identity)
        best[identity] = found if before is None else _merged(before, found)
    ranked = sorted((one for one in best.values() if one.score >= ENOUGH), key=lambda one: (-one.score, one.place))
    beyond = len(ranked) - MOST_LINKS
    notes = (f"{beyond:,} links beyond the first {MOST_LINKS} were left out",) if beyond > 0 else ()
    title = tree.css_first("title")
    return Reading(
        links=tuple(one.link for one in ranked[:MOST_LINKS]),
        feed=FeedInfo(title=clipped(one_line(title.text()[:1000]) if title else "", 200), site_url=clean(base), entries=len(ranked)),
        notes=notes,
        offers=feed_links(tree, base),
    )


def shape(url: str) -> float:
    """How much an address alone looks like an article's: about 3 for a dated path with a slug, below 0 for sections and services."""
    parts = urlsplit(url)
    path = parts.path.lower()
    if _NO_PAGE.search(path):
        return -10.0
    pieces = [piece for piece in path.split("/") if piece]
    if not pieces:
        return -4.0
    slug = _FILE.sub("", pieces[-1])
    words = [word for word in re.split(r"[-_+]|%20", slug) if word]
    score = 0.0
    if _DATED.search(path):
        score += 2.0
    if _NUMBERED.search(path) or _NUMBERED.search("?" + parts.query):
        score += 1.5
    score += 2.0 if len(words) >= 4 else 1.0 if len(words) == 3 else 0.0
    if "%" in slug and len(slug) > 60:
        # A slug in a script that addresses escape.
        score += 1.5
    if _FILE.search(pieces[-1]):
        score += 0.5
    if any(piece in _FURNITURE for piece in pieces):
        score -= 3.0
    if len(pieces) == 1 and len(words) <= 2 and score <= 0.5:
        score -= 1.0
    return score


def _anchors(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    for count, node in enumerate(tree.css("a[href]")):
        if count >= _MOST_SEEN:
            return
        yield node


def _base(tree: LexborHTMLParser, url: str) -> str:
    declared = tree.css_first("base[href]")
    return (clean(declared.attributes.get("href") or "", url) if declared else "") or url


def _candidate(node: LexborNode, url: str, place: int) -> _Candidate:
    headline, from_heading = _headline(node)
    score = shape(url) + _saying(headline) + (1.5 if from_heading else 0.0)
    published: datetime | None = None
    parent: LexborNode | None = node
    for _ in range(_UP):
        parent = parent.parent if parent else None
        if parent is None:
            break
        name = parent.tag or ""
        if name in _OUTSIDE or (parent.attributes.get("role") or "") in _OUTSIDE_ROLES:
            score -= 2.0
            break
        if name in _HEADINGS and not from_heading:
            score += 1.5
            from_heading = True
        if name == "article":
            score += 1.0
            published = _time(parent)
            break
        if name == "main":
            score += 0.5
            break
    rel = (node.attributes.get("rel") or "").lower()
    if "sponsored" in rel or "author" in rel.split() or "tag" in rel.split():
        score -= 4.0
    return _Candidate(Link(url, title=headline, published=published), score, place)


def _headline(node: LexborNode) -> tuple[str, bool]:
    """What a link says, and whether that is a heading inside it (a card that is one large link)."""
    for name in ("h1", "h2", "h3", "h4", "h5"):
        heading = node.css_first(name)
        if heading is not None:
            text = one_line(heading.text(separator=" "))
            if text:
                return clipped(text, 300), True
    text = one_line(node.text(separator=" ")[:2000])
    if not text:
        image = node.css_first("img[alt]")
        text = one_line((image.attributes.get("alt") or "") if image else (node.attributes.get("title") or ""))
    return clipped(text, 300), False


def _saying(headline: str) -> float:
    """How much the words of a link look like a headline. Scripts without spaces count by characters."""
    words = len(headline.split())
    if words <= 2 and len(headline) > 12 and not headline.isascii():
        words = len(headline) // 3
    return 2.0 if words >= 5 else 1.0 if words >= 3 else -0.5


def _time(card: LexborNode) -> datetime | None:
    """The time in a card. An element around many links is no card but the page's own article, whose time is not theirs."""
    if len(card.css("a[href]")) > _CARD_LINKS:
        return None
    stamp = card.css_first("time[datetime]")
    found = parse_date((stamp.attributes.get("datetime") or "") if stamp else "")
    return found[0] if found else None


def _merged(first: _Candidate, second: _Candidate) -> _Candidate:
    """Two links to one article (picture and headline): the best score, the title that says more, the first place."""
    better = first if first.score >= second.score else second
    title = max((first.link.title, second.link.title), key=lambda text: (_saying(text), -len(text)))
    published = first.link.published or second.link.published
    return _Candidate(Link(better.link.url, title=title, published=published), better.score, min(first.place, second.place))
