"""Publishers' markup made harmless: an allow-list of plain elements, http(s) links, nothing hidden, nothing active.

nh3 (the ammonia library) does the work, because of those measured it alone let nothing executable through; what is around it
keeps it fast on extremes (it is quadratic in depth and in entities) and gives it less to do. Whatever comes before, nh3 is the last step.
"""

from __future__ import annotations

import re

import nh3

from broadsheet.extract.hidden import without_hidden
from broadsheet.extract.prescan import tame
from broadsheet.types import ParseLimits
from broadsheet.types.urls import absolute

_STRUCTURE_NAMES = """
    p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre figure figcaption table caption thead tbody tfoot tr td th br hr img a em i strong b
    code kbd samp sub sup q cite dl dt dd div section article main header footer aside nav details summary address
"""
_STRUCTURE = frozenset(_STRUCTURE_NAMES.split())
#: Their content is no text for readers, or could change its meaning when parsed again.
_WITH_CONTENT_NAMES = """
    script style iframe object embed applet noscript noembed noframes template svg math title textarea select audio video canvas map
    head xmp frameset datalist
"""
_WITH_CONTENT = frozenset(_WITH_CONTENT_NAMES.split())
#: "*" has to be there and empty: ammonia's own list for all elements (lang, title) would stand otherwise.
_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "img": {"src", "alt", "width", "height"}}
#: C0 and C1 controls but tab and line feed, and lone surrogates.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PRE = re.compile("<pre>\n+")
_DIGITS = re.compile(r"\d{1,5}")


def safe_html(html: str, base_url: str = "", limits: ParseLimits | None = None) -> str:
    """The markup with only plain elements, absolute http(s) links and images, no attribute that does anything, no hidden text.

    The result is a fragment of well-formed HTML; applied to its own result it changes nothing. Links get
    `rel="noopener noreferrer ugc nofollow"`. Never raises for what is in the markup; extremes are tamed by `prescan.tame`.
    """
    html = clean_text(html)
    if not base_url.lower().startswith(("http://", "https://")):
        base_url = ""
    html = without_hidden(tame(html, limits))

    def allowed(element: str, name: str, value: str) -> str | None:
        if name in ("href", "src"):
            return absolute(value, base_url) or None
        if name in ("width", "height"):
            found = _DIGITS.match(value.strip())
            return found[0] if found else None
        return value

    cleaned = nh3.clean(
        html,
        tags=set(_STRUCTURE),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        attribute_filter=allowed,
        link_rel="noopener noreferrer ugc nofollow",
        url_schemes={"http", "https"},
    )
    # Control characters written as references come out as characters; a line feed at the start of <pre> would be lost at the next parsing.
    return _PRE.sub("<pre>", clean_text(cleaned))


def clean_text(text: str) -> str:
    """Text with line ends as line feeds and without control characters and lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text)
