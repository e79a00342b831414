"""Claims of markup: Open Graph, other meta tags, microdata, links."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from broadsheet.extract.metadata_claims import Claims
from broadsheet.extract.tree import text_of

_LONGEST = 5_000
_PUBLISHED = """
    article:published_time og:article:published_time og:published_time rnews:datepublished datepublished article:published
    parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:articlepublisheddate date_published published_time
    publish-date publishdate publish_date pubdate pub_date published-date published article_date_original article.published
    originalpublicationdate dc.date.issued dcterms.issued dcterms.created dcterms.date dc.date dc.date.created citation_publication_date
    citation_date ptime date.created created date displaydate shareaholic:article_published_time og:pubdate bt:pubdate
    content_create_date dcsext.articlefirstpublished release_date video:release_date iso-8601-publish-date timestamp
"""
_MODIFIED = """
    article:modified_time og:updated_time og:article:modified_time datemodified modified_time dcterms.modified dc.date.modified
    last-modified
    lastmod modified revised date_modified article.updated shareaholic:article_modified_time iso-8601-modified-date updated_time
"""
_AUTHORS = """
    author article:author og:article:author parsely-author sailthru.author dc.creator dcterms.creator byl byline
    cxenseparse:author article.author shareaholic:article_author_name authors article_author_name
"""
_PUBLISHED_NAMES, _MODIFIED_NAMES, _AUTHOR_NAMES = _PUBLISHED.split(), _MODIFIED.split(), _AUTHORS.split()
_SPACE = re.compile(r"\s+")

Metas = dict[str, list[str]]


def metas_of(root: etree._Element) -> Metas:
    """All meta tags by name or property, in lower case, values with folded white space."""
    found: Metas = defaultdict(list)
    for node in root.iter("meta"):
        content = _SPACE.sub(" ", (node.get("content") or "")[:_LONGEST]).strip()
        if not content:
            continue
        for name in {(node.get("property") or "").lower().strip(), (node.get("name") or "").lower().strip()}:
            if name:
                found[name].append(content)
    return found


def opengraph_claims(metas: Metas) -> Claims:
    """What Open Graph and its `article:` part claim."""
    return Claims(
        origin="opengraph",
        titles=_all(metas, "og:title"),
        publisher=_first(metas, "og:site_name"),
        section=_first(metas, "article:section", "og:article:section"),
        tags=_all(metas, "article:tag", "og:article:tag")[:50],
        image=_first(metas, "og:image:secure_url", "og:image", "og:image:url"),
        image_size=(_pixels(_first(metas, "og:image:width")), _pixels(_first(metas, "og:image:height"))),
        image_alt=_first(metas, "og:image:alt"),
        urls=_all(metas, "og:url")[:2],
        teaser=_first(metas, "og:description"),
        language=_first(metas, "og:locale"),
        published=_all(metas, *_PUBLISHED_NAMES[:3]),
        modified=_all(metas, *_MODIFIED_NAMES[:3]),
        authors=tuple(name for name in _all(metas, "article:author", "og:article:author") if "://" not in name),
        free=False if _first(metas, "article:content_tier", "og:article:content_tier").lower() in ("locked", "metered-locked") else None,
    )


def meta_claims(metas: Metas, root: etree._Element) -> Claims:
    """What the other meta tags and the links of the head claim."""
    head_links = [node for node in root.iter("link") if node.get("href")]
    canonical = tuple((node.get("href") or "") for node in head_links if "canonical" in (node.get("rel") or "").lower().split())
    keywords = _first(metas, "news_keywords", "parsely-tags", "sailthru.tags", "keywords")
    return Claims(
        origin="meta",
        titles=_all(metas, "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "citation_title"),
        authors=tuple(name for name in (*_all(metas, *_AUTHOR_NAMES), *_cited(metas)) if "://" not in name),
        published=_all(metas, *_PUBLISHED_NAMES[3:]),
        modified=_all(metas, *_MODIFIED_NAMES[3:]),
        publisher=_first(metas, "application-name", "dc.publisher", "dcterms.publisher", "apple-mobile-web-app-title"),
        section=_first(metas, "parsely-section", "sailthru.section", "article.section", "section", "dc.subject", "cxenseparse:section"),
        tags=tuple(part.strip() for part in re.split("[,;]", keywords) if part.strip())[:50],
        image=_first(metas, "twitter:image", "twitter:image:src", "parsely-image-url", "thumbnail"),
        image_alt=_first(metas, "twitter:image:alt"),
        urls=canonical[:2] if len({address.strip() for address in canonical}) == 1 else (),
        teaser=_first(metas, "description", "twitter:description", "dc.description"),
        language=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _first(metas, "content-language", "language"),
    )


def microdata_claims(root: etree._Element) -> Claims:
    """What `itemprop` attributes claim, those of the page's first article before others."""
    values: dict[str, list[str]] = defaultdict(list)
    for node in root.iter(etree.Element):
        names = node.get("itemprop")
        if not names:
            continue
        for name in names.split()[:4]:
            if name in _ITEMPROPS and len(values[name]) < 10:
                value = node.get("content") or node.get("datetime") or ""
                value = value or (text_of(node) if name in _ITEMPROPS_WITH_TEXT else "")
                if value and len(value) < _LONGEST:
                    values[name].append(_SPACE.sub(" ", value).strip())
    return Claims(
        origin="microdata",
        titles=tuple(values["headline"][:2]),
        published=(*values["datePublished"], *values["dateCreated"]),
        modified=tuple(values["dateModified"]),
        authors=tuple(values["author"]),
        section=next(iter(values["articleSection"]), ""),
    )


_ITEMPROPS_WITH_TEXT = frozenset(("headline", "author", "articleSection", "datePublished"))
_ITEMPROPS = _ITEMPROPS_WITH_TEXT | {"dateModified", "dateCreated"}


def _cited(metas: Metas) -> list[str]:
    """Authors as libraries write them ("Family, Given"), each in a tag of its own, turned round."""
    return [" ".join(reversed([part.strip() for part in name.split(",", 1)])) for name in metas.get("citation_author", ())]


def _all(metas: Metas, *names: str) -> tuple[str, ...]:
    return tuple(value for name in names for value in metas.get(name, ()))


def _first(metas: Metas, *names: str) -> str:
    return next(iter(_all(metas, *names)), "")


def _pixels(text: str) -> int:
    found = re.match(r"\d{1,5}", text)
    return int(found[0]) if found else 0
