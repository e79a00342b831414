"""What a page says about its article, decided from the claims of its parts: the best evidence wins, and its origin is kept.

    tree ─┬─ JSON-LD      metadata_jsonld    ─┐
          ├─ Open Graph   metadata_markup     │
          ├─ microdata    metadata_markup     ├─ decide -> Metadata (each field with its origin)
          ├─ meta, links  metadata_markup     │
          └─ visible page metadata_visible   ─┘

What a page claims about itself never decides whose it is: publisher names are checked against the domain that it came from, and canonical
addresses are used within one registrable domain only (row H19).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from lxml import etree

from broadsheet.extract.metadata_claims import Claims
from broadsheet.extract.metadata_dates import Dated, date_in_address, first_date
from broadsheet.extract.metadata_jsonld import jsonld_claims
from broadsheet.extract.metadata_markup import meta_claims, metas_of, microdata_claims, opengraph_claims
from broadsheet.extract.metadata_people import people
from broadsheet.extract.metadata_title import choose_title, squashed
from broadsheet.extract.metadata_visible import document_title, visible_claims
from broadsheet.types import Image
from broadsheet.types.text import clipped, folded, one_line
from broadsheet.types.urls import clean, host_of, registrable_domain, same_site

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-_]{1,20})?$")
_MOST_TAGS = 20
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about an article beside its text. `origins` names where each field came from."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: Dated | None = None
    modified: Dated | None = None
    publisher: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    image: Image | None = None
    url: str = ""
    teaser: str = ""
    language: str = ""
    #: The article's text as JSON-LD carries it, "" when it does not.
    body: str = ""
    #: False when the publisher says that the text is not free to read.
    free: bool | None = None
    #: Whether the page says of itself that it is news, which is dated by its publication whatever changed since.
    news: bool = False
    origins: tuple[tuple[str, str], ...] = ()


def metadata_of(root: etree._Element, url: str, latest: datetime) -> Metadata:
    """The metadata of a page. `latest` is when the page was received: nothing was published after it."""
    metas = metas_of(root)
    jsonld = jsonld_claims(root)
    opengraph = opengraph_claims(metas)
    microdata = microdata_claims(root)
    meta = meta_claims(metas, root)
    page = visible_claims(root)
    return decide((jsonld, opengraph, meta, microdata, page), document_title(root), url, latest)


def decide(claims: tuple[Claims, ...], head_title: str, url: str, latest: datetime) -> Metadata:
    """The metadata that the claims, ordered from the best evidence to the weakest, amount to."""
    origins: dict[str, str] = {}
    site_names = _site_names(claims, url)
    title, origin = choose_title(_titles(claims, head_title), site_names)
    if title:
        origins["title"] = origin
    authors, origin = _authors(claims, title, site_names)
    if authors:
        origins["authors"] = origin
    published = _published(claims, url, latest)
    modified = first_date(((claim.origin, text) for claim in claims for text in claim.modified), latest)
    if published and (day := _day_in_address(url, published.day)):
        published = replace(published, day=day)
    if published and modified and modified.at < published.at:
        modified = None
    for name, dated in (("published", published), ("modified", modified)):
        if dated:
            origins[name] = dated.origin
    publisher, origin = _publisher(claims, url)
    if publisher:
        origins["publisher"] = origin
    singles: dict[str, str] = {}
    for name in ("section", "teaser", "language", "body"):
        for claim in claims:
            value = getattr(claim, name)
            if value:
                singles[name] = value
                origins[name] = claim.origin
                break
    image, origin = _image(claims, url)
    if image:
        origins["image"] = origin
    address, origin = _address(claims, url)
    if address:
        origins["url"] = origin
    tagged = next((claim for claim in claims if claim.tags), None)
    if tagged:
        origins["tags"] = tagged.origin
    return Metadata(
        title=title,
        authors=authors,
        published=published,
        modified=modified,
        publisher=publisher,
        section=clipped(one_line(singles.get("section", "")), 80),
        tags=_tags(tagged.tags if tagged else ()),
        image=image,
        url=address,
        teaser=clipped(one_line(singles.get("teaser", "")), 1000),
        language=_language(claims),
        body=singles.get("body", ""),
        news=any(claim.news for claim in claims),
        free=next((claim.free for claim in claims if claim.free is not None), None),
        origins=tuple(sorted((name, origin) for name, origin in origins.items() if name != "body")),
    )


def _titles(claims: Iterable[Claims], head_title: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for claim in claims:
        origin = "h1" if claim.origin == "page" else claim.origin
        pairs += [(origin, title) for title in claim.titles]
    return [*pairs, ("title", head_title)]


def _site_names(claims: Iterable[Claims], url: str) -> list[str]:
    names = [claim.publisher for claim in claims if claim.publisher]
    host = host_of(url) if url else ""
    domain = registrable_domain(host)
    return [*names, host.removeprefix("www."), domain, domain.partition(".")[0]]


def _authors(claims: Iterable[Claims], title: str, site_names: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """The first names claimed that are not the site's own; the site itself only where a byline of the page names it."""
    sites = {squashed(name) for name in site_names if len(squashed(name)) > 2}
    fallback: tuple[tuple[str, ...], str] = ((), "")
    for claim in claims:
        names = people(claim.authors, byline=claim.origin in ("microdata", "page"))
        names = tuple(name for name in names if folded(name) != folded(title))
        persons = tuple(name for name in names if not _is_site(squashed(name), sites))
        if persons:
            return persons, claim.origin
        if names and not fallback[0]:
            fallback = names, claim.origin
    return fallback


def _is_site(name: str, sites: set[str]) -> bool:
    return name in sites or any(len(site) > 4 and (site in name or (len(name) > 4 and name in site)) for site in sites)


def _published(claims: Iterable[Claims], url: str, latest: datetime) -> Dated | None:
    claims = tuple(claims)
    stated = [(claim.origin, text) for claim in claims if claim.origin != "page" for text in claim.published]
    seen = [(claim.origin, text) for claim in claims if claim.origin == "page" for text in claim.published]
    address = date_in_address(url)
    return first_date([*stated, *((("address", address),) if address else ()), *seen], latest)


def _day_in_address(url: str, day: str) -> str:
    """The day in the address, when it is that day or a neighbour of it: times are often given in UTC, addresses in the publisher's zone."""
    written = date_in_address(url)
    return written if written and abs((date.fromisoformat(written) - date.fromisoformat(day)).days) <= 1 else ""


def _publisher(claims: Iterable[Claims], url: str) -> tuple[str, str]:
    """The name that the page gives its publisher, if it goes with the domain or several parts of the page agree on it."""
    named = [(one_line(claim.publisher), claim.origin) for claim in claims if claim.publisher]
    named = [(name, origin) for name, origin in named if 1 < len(name) <= 80]
    label = registrable_domain(url).partition(".")[0] if url else ""
    for name, origin in named:
        if label and _goes_with(name, label):
            return name, origin
    counted = [folded(name) for name, _ in named]
    for name, origin in named:
        if counted.count(folded(name)) > 1:
            return name, origin
    return next(((name, origin) for name, origin in named if origin in ("opengraph", "jsonld")), ("", ""))


def _goes_with(name: str, label: str) -> bool:
    """Whether a name and the label of a domain are about the same: one within the other, or initials."""
    words = _WORD.findall(folded(name))
    squashed, label = "".join(words), label.replace("-", "").lower()
    if not squashed:
        return False
    return squashed in label or label in squashed or "".join(word[0] for word in words).startswith(label)


def _image(claims: Iterable[Claims], url: str) -> tuple[Image | None, str]:
    for claim in sorted(claims, key=lambda claim: claim.origin != "opengraph"):
        address = clean(claim.image, url) if claim.image else ""
        if address:
            width, height = claim.image_size
            return Image(address, clipped(one_line(claim.image_alt), 500), width, height), claim.origin
    return None, ""


def _address(claims: Iterable[Claims], url: str) -> tuple[str, str]:
    """The canonical address, where it is one page of the same site; else the address that the page came from (row H19)."""
    for claim in sorted(claims, key=lambda claim: ("meta", "opengraph", "jsonld").index(claim.origin) if claim.urls else 9):
        addresses = {clean(address, url) for address in claim.urls}
        address = addresses.pop() if len(addresses) == 1 else ""
        if address and url and same_site(address, url) and not _is_front(address, url):
            return address, claim.origin
    return (clean(url), "address") if url else ("", "")


def _is_front(address: str, url: str) -> bool:
    """Whether a canonical address is the site's front page although the page is not: a wrong template."""
    path, own = address.split("/", 3)[3:], url.split("/", 3)[3:]
    return not (path and path[0].strip("/")) and bool(own and own[0].strip("/"))


def _language(claims: Iterable[Claims]) -> str:
    for claim in sorted(claims, key=lambda claim: claim.origin != "meta"):
        found = _LANGUAGE.match(claim.language.split(",")[0].strip()) if claim.language else None
        if found and len(found[1]) == 2:
            return found[1].lower()
    return ""


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in tags:
        tidy = one_line(tag).strip("#,; ")
        if 1 < len(tidy) <= 60 and "://" not in tidy:
            found.setdefault(folded(tidy), tidy)
    return tuple(found.values())[:_MOST_TAGS]
