"""Claims of JSON-LD (schema.org): the richest evidence where there is any, and written by anybody.

Read with limits (row H20): scripts over a megabyte, nested deeper than 60 or invalid are passed over, wrong types are ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from broadsheet.extract.metadata_claims import Claims

_LARGEST = 1024 * 1024
_DEEPEST = 60
_MOST_NODES = 5_000
_ARTICLES = (
    "NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle ReviewNewsArticle LiveBlogPosting "
    "Article BlogPosting SocialMediaPosting TechArticle ScholarlyArticle Report AdvertiserContentArticle"
)
_ARTICLE_TYPES = {name: rank for rank, name in enumerate(_ARTICLES.split())}
_PAGE_TYPES = frozenset(
    ("WebPage", "ItemPage", "AboutPage", "FAQPage", "Recipe", "Review", "VideoObject", "PodcastEpisode", "HowTo", "Event")
)
_BRACKET = re.compile(r'"(?>(?:[^"\\]++|\\.)*)"|[\[\]{}]', re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*+[}\]])")
_WRAPPING = re.compile(r"^\s*+(?://\s*+)?<!(?:\[CDATA\[|--)|(?://\s*+)?(?:\]\]|--)>\s*+$")

Node = dict[str, object]


def jsonld_claims(root: etree._Element) -> Claims:
    """What the page's JSON-LD claims about its main article; empty claims where there is none."""
    nodes = list(_nodes(root))
    main = _main(nodes)
    if main is None:
        page = next((node for node in nodes if _types(node) & _PAGE_TYPES), None)
        if page is None:
            return Claims(origin="jsonld")
        return Claims(
            origin="jsonld",
            published=_texts(page.get("datePublished")),
            modified=_texts(page.get("dateModified")),
            authors=tuple(_names(page.get("author"), _by_id(nodes))),
        )
    by_id = _by_id(nodes)
    image, size = _image(main.get("image") or main.get("thumbnailUrl"), by_id)
    return Claims(
        origin="jsonld",
        titles=(*_texts(main.get("headline")), *_texts(main.get("name"))),
        authors=tuple(_names(main.get("author"), by_id)) or tuple(_names(main.get("creator"), by_id)),
        published=(*_texts(main.get("datePublished")), *_texts(main.get("dateCreated")), *_texts(main.get("uploadDate"))),
        modified=_texts(main.get("dateModified")),
        publisher=next(iter(_names(main.get("publisher"), by_id)), ""),
        section=next(iter(_texts(main.get("articleSection"))), ""),
        tags=tuple(_tags(main)),
        image=image,
        image_size=size,
        urls=_texts(main.get("url")),
        teaser=next(iter(_texts(main.get("description"))), ""),
        language=next(iter(_texts(main.get("inLanguage"))), ""),
        body=_body(main),
        news=any("News" in name or name == "LiveBlogPosting" for name in _types(main)),
        free=_free(main.get("isAccessibleForFree")),
    )


def _nodes(root: etree._Element) -> Iterator[Node]:
    """All JSON objects of all scripts, outer before inner."""
    count = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting: list[object] = [_load(script.text or "")]
        while waiting and count < _MOST_NODES:
            value = waiting.pop(0)
            if isinstance(value, dict):
                count += 1
                yield value
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value


def _load(text: str) -> object:
    if len(text) > _LARGEST or _depth(text) > _DEEPEST:
        return None
    text = _WRAPPING.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _BRACKET.finditer(text):
        if found[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in "]}":
            depth -= 1
    return deepest


def _main(nodes: list[Node]) -> Node | None:
    """The article that the page is about: of the best type, with a headline, first in the page."""
    ranked = [
        (not node.get("headline"), not node.get("datePublished"), min(_ARTICLE_TYPES[name] for name in known), place)
        for place, node in enumerate(nodes)
        if (known := _types(node) & _ARTICLE_TYPES.keys())
    ]
    return nodes[min(ranked)[-1]] if ranked else None


def _types(node: Node) -> set[str]:
    return {name.rpartition("/")[2] for name in _texts(node.get("@type"))}


def _by_id(nodes: list[Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1 and ("name" in node or "url" in node):
            found.setdefault(name, node)
    return found


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_plain(item) for item in values[:50] if isinstance(item, str) and item.strip())


def _plain(text: str) -> str:
    """Text with its references resolved: publishers' systems often escape it twice."""
    if "&" in text:
        text = unescape(unescape(text))
    return text.strip()


def _names(value: object, by_id: dict[str, Node], depth: int = 0) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            if not item.startswith(("http://", "https://")):
                yield _plain(item)
        elif isinstance(item, dict) and depth < 3:
            name = item.get("name")
            if not name and isinstance(item.get("@id"), str):
                item = by_id.get(str(item["@id"]), item)
                name = item.get("name")
            yield from _names(name, by_id, depth + 1)


def _tags(node: Node) -> Iterator[str]:
    for text in _texts(node.get("keywords")):
        yield from (part.strip() for part in text.split(",") if part.strip())


def _image(value: object, by_id: dict[str, Node]) -> tuple[str, tuple[int, int]]:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        if "url" not in value and "contentUrl" not in value and isinstance(value.get("@id"), str):
            value = by_id.get(str(value["@id"]), value)
        address = next(iter(_texts(value.get("url")) or _texts(value.get("contentUrl"))), "")
        return address, (_pixels(value.get("width")), _pixels(value.get("height")))
    return (value.strip() if isinstance(value, str) else ""), (0, 0)


def _pixels(value: object) -> int:
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, str):
        found = re.match(r"\d{1,5}", value)
        value = int(found[0]) if found else 0
    return int(value) if isinstance(value, int | float) and 0 < value < 100_000 else 0


def _body(node: Node) -> str:
    text = node.get("articleBody")
    if isinstance(text, list):
        text = "\n".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def _free(value: object) -> bool | None:
    if isinstance(value, str):
        value = {"true": True, "false": False}.get(value.strip().lower().rpartition("/")[2])
    return value if isinstance(value, bool) else None
