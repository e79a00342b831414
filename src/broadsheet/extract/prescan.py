"""A look at markup before any parser sees it: how deep, how many tags, how large, and a tamed copy where that is too much.

Parsers break on extremes that no article needs: libxml2 silently drops all text nested deeper than about 250, others take quadratic
time on deep nesting, on 10^5 attributes or on 10^6 entities. The scan is one pass of one regular expression without backtracking
(possessive groups), so it is linear in the length of the markup. It is not a parser: it does not know the tree, only an upper bound
of its depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.types import ParseLimits

#: Elements that never hold anything.
_VOID_NAMES = """
    area base br col embed hr img input link meta param source track wbr
"""
VOID = frozenset(_VOID_NAMES.split())
#: Elements whose end tag may be left out: leaving it out nests nothing.
_IMPLIED_END_NAMES = """
    p li dt dd tr td th thead tbody tfoot option optgroup colgroup caption rb rt rp html head body
"""
_IMPLIED_END = frozenset(_IMPLIED_END_NAMES.split())
#: Elements whose content is text up to their own end tag.
_RAW_NAMES = """
    script style textarea title xmp iframe noembed noframes
"""
_RAW = frozenset(_RAW_NAMES.split())
#: Elements that are kept as they are where nesting is taken out: none of them can nest in itself.
_FLAT_NAMES = """
    p h1 h2 h3 h4 h5 h6 li br hr img a title meta link script style textarea
"""
_FLAT = frozenset(_FLAT_NAMES.split())
#: Entities in one stretch of text; nh3 takes quadratic time in their number (2 * 10^5: 0.4 s).
_ENTITIES = 5_000

_TOKEN = re.compile(
    r"""<(?:
        !--(?:-?>|(?>(?:[^-]++|-(?!-!?>))*)(?:--!?>)?)      # a comment; an open one reaches to the end
      | [!?][^>]*+>?                                     # doctype, processing instruction
      | (/?)([a-zA-Z][^\s/>]*+)((?>(?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?)*))>?    # quotes open a value after "=" only
    )""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""[^\s"'>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")


@dataclass(frozen=True, slots=True)
class Token:
    """One tag: its name in lower case, "/" in `slash` for an end tag, and where it stands. `inner` is the end of its raw content."""

    slash: str
    name: str
    start: int
    end: int
    inner: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What the scan measured. `depth` is an upper bound; `attributes` and `tag` (characters) are those of the largest start tag."""

    depth: int
    tags: int
    attributes: int
    tag: int
    entities: int


def tokens(html: str) -> Iterator[Token]:
    """The tags of some markup in order, without comments; raw content (scripts, styles) is passed over as one piece."""
    place, end_of_all = 0, len(html)
    while (found := _TOKEN.search(html, place)) is not None:
        place = found.end()
        slash, name = found[1] or "", found[2]
        if name is None:
            continue
        name = name.lower()
        inner = place
        if not slash and name in _RAW:
            closing = _closing(name).search(html, place)
            inner = closing.start() if closing else end_of_all
        yield Token(slash, name, found.start(), found.end(), inner)
        place = inner


def _closing(name: str) -> re.Pattern[str]:
    return _CLOSINGS[name]


_SCRIPTS = re.compile(r"<(script|style)\b[^>]*+>.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL)
_CLOSINGS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


def measure(html: str, most: int = 200_000) -> Shape:
    """How deep, how many tags and how large the largest tag is. Stops looking after `most` tags."""
    depth = deepest = count = attributes = largest = entities = 0
    last = 0
    for token in tokens(html):
        count += 1
        if count > most:
            break
        entities = max(entities, html.count("&", last, token.start)) if token.start - last > _ENTITIES else entities
        last = token.end
        size = token.end - token.start
        if size > largest:
            largest = size
        if token.slash:
            if token.name not in _IMPLIED_END and depth:
                depth -= 1
            continue
        if size > 400:
            attributes = max(attributes, sum(1 for _ in _ATTRIBUTE.finditer(html, token.start + 1 + len(token.name), token.end - 1)))
        if token.name not in VOID and token.name not in _IMPLIED_END and html[token.end - 2 : token.end] != "/>":
            depth += 1
            deepest = max(deepest, depth)
    if len(html) - last > _ENTITIES:
        entities = max(entities, html.count("&", last))
    return Shape(deepest, count, attributes, largest, entities)


def tame(html: str, limits: ParseLimits | None = None) -> str:
    """The same markup where it is within limits; else a copy that any parser can read in linear time.

    Tags that are too large lose their attributes, stretches of very many entities are divided by empty comments, tags beyond the first
    `limits.nodes` become blanks, and where nesting is too deep only elements that cannot nest are kept. Text survives.
    """
    limits = limits or ParseLimits()
    if len(html) < 1000 and html.count("<") < limits.depth:
        return html
    shape = measure(html, limits.nodes)
    deep = shape.depth > limits.depth
    if (
        not deep
        and shape.tags <= limits.nodes
        and shape.attributes <= limits.attributes
        and shape.tag <= limits.tag_bytes
        and shape.entities <= _ENTITIES
    ):
        return html
    return "".join(_tamed(html, limits, deep))


def _tamed(html: str, limits: ParseLimits, deep: bool) -> Iterator[str]:
    """The pieces of the tamed copy."""
    place = 0
    broken = False
    for count, token in enumerate(tokens(html)):
        broken = broken and not html[place : token.start].strip()
        yield from _divided(html[place : token.start])
        if count >= limits.nodes:
            yield from _divided(_TOKEN.sub(" ", _SCRIPTS.sub(" ", html[token.start :])))
            return
        if _too_large(html, token, limits):
            yield f"<{token.slash}{token.name}>{html[token.end : token.inner]}" if token.name.isalnum() and not deep else ""
        elif not deep or token.name in _FLAT:
            yield html[token.start : token.inner]
            broken = False
        elif token.inner == token.end and not broken:
            # One break stands for all tags between two texts: a million of them would make as many paragraphs.
            yield "<p>"
            broken = True
        place = max(token.end, token.inner)
    yield from _divided(html[place:])


def _too_large(html: str, token: Token, limits: ParseLimits) -> bool:
    size = token.end - token.start
    if size > limits.tag_bytes:
        return True
    if size <= 400:
        return False
    return sum(1 for _ in _ATTRIBUTE.finditer(html, token.start + 1 + len(token.name), token.end - 1)) > limits.attributes


def _divided(text: str) -> Iterator[str]:
    """Text between two tags, with an empty comment after every few thousand entities."""
    if len(text) <= _ENTITIES or text.count("&") <= _ENTITIES:
        yield text
        return
    start = 0
    for count, found in enumerate(re.finditer("&", text)):
        if count and count % _ENTITIES == 0:
            yield text[start : found.start()]
            yield "<!---->"
            start = found.start()
    yield text[start:]
