"""Furniture that comes along with an article's text: its title again, bylines, "Read more", credits, notes on the author.

Rules look at one block and its place. Each was kept only because, over four sets of pages, it removed more that does not belong to the
text than text (figures in docs/decisions/0004-articles.md); none is about one site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from broadsheet.extract.metadata_title import squashed
from broadsheet.extract.rejoin import rejoined
from broadsheet.types import Block, BlockKind, MarkKind
from broadsheet.types.text import folded

_WORD = re.compile(r"\w")
_PROMO = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related|more (?:from|on)|most read|follow (?:us|the|@|\w+ on)|sign up|"
    r"subscribe|click here|join the|"
    r"get (?:the|our|daily)|watch|listen|share|download|advertisement|story continues|recommended|continue reading|"
    r"lesen sie|mehr zum|auch interessant|lire aussi|à lire|leggi|lee también|lea también|leia|läs mer|les også|læs også|"
    r"czytaj|lees ook|читайте)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\b(?:credit|foto|photo|bild|image|picture|quelle|photograph(?:y|er)?)\s?(?:by)?\s?[:©/]|^©|\((?:getty|ap photo|reuters|"
    r"afp|photo|foto|image)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}|\b\d{1,2}\b")
_END = re.compile(
    r"(?:more (?:from|on|in|stories)\b.*|most (?:read|popular|viewed)\b.*|related(?: \w+){0,2}|recommended(?: \w+){0,2}|"
    r"you (?:may|might) (?:also )?like.*|"
    r"read (?:more|next|also)|(?:also|don.t) miss.*|trending.*|popular (?:posts|stories|articles)|latest (?:news|posts|stories|"
    r"articles)|share this.*|"
    r"(?:leave a (?:comment|reply)|comments?|\d+ comments?|join the conversation|discussion)|sign up.*|subscribe.*|"
    r"newsletter.*|about the authors?|"
    r"mehr zum thema|das könnte sie auch interessieren|meistgelesen|auch interessant|ähnliche artikel|lesen sie auch|"
    r"sur le même (?:sujet|thème)|à lire aussi|"
    r"leggi anche|potrebbe interessarti.*|te puede interesar|más (?:noticias|leído).*|lo más leído|leia (?:também|mais)|"
    r"lees ook|meest gelezen|関連記事|相关(?:新闻|阅读))\s*:?",
    re.IGNORECASE,
)
#: A heading of the page's end is believed only behind this share of the text.
_LATE = 0.75
#: A text this short (characters) may be furniture altogether: a title and a byline.
_LITTLE = 300


def trimmed(text: str, blocks: Sequence[Block], title: str, authors: Iterable[str]) -> tuple[str, tuple[Block, ...]]:
    """The text and its blocks without furniture; offsets fit the new text. A long text that would be
    mostly furniture is left as it is.
    """
    words = [block for block in blocks if block.kind is not BlockKind.IMAGE]
    names = [name for name in map(squashed, authors) if len(name) > 4]
    gone = {
        place for place, block in enumerate(words) if _is_furniture(text, block, place, len(words), squashed(title), folded(title), names)
    }
    gone = {place for place in gone if not _opens_section(words, place, gone)}
    gone |= _tail(text, words)
    gone |= _hanging(words, gone)
    left = sum(block.end - block.start for place, block in enumerate(words) if place not in gone)
    if not gone or (left * 3 < len(text) and len(text) > _LITTLE):
        return text, tuple(blocks)
    dropped = {id(words[place]) for place in gone}
    return rejoined(text, [block for block in blocks if id(block) not in dropped])


def _is_furniture(text: str, block: Block, place: int, count: int, title: str, headline: str, names: list[str]) -> bool:
    said = text[block.start : block.end]
    if not _WORD.search(said):
        return True
    length = len(said)
    kind = block.kind
    short = squashed(said) if length < 400 else ""
    if place < 4 and short and short == title:
        return True
    if place < 3 and kind is BlockKind.HEADING and _share(headline, folded(said)) >= 0.6:
        return True
    late = place >= count - 5
    if (
        short
        and names
        and any(name in short for name in names)
        and length < 80
        and (place < 5 or place > count - 4)
        and not said.endswith((".", "!", "?"))
    ):
        return True
    if late and names and length >= 80 and any(squashed(said[:60]).startswith(name) for name in names):
        return True
    if place < 5 and length < 60 and _DATE.search(said) and _CLOCK.search(said) and said[-1] not in ".!?":
        return True
    linked = _linked(block)
    if kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and linked > 0.9 and length < 200:
        return True
    if length < 200:
        return (linked > 0.3 and _PROMO.match(said) is not None) or (kind is BlockKind.PARAGRAPH and _CREDIT.search(said) is not None)
    return False


def _opens_section(blocks: Sequence[Block], place: int, gone: set[int]) -> bool:
    """Whether a heading that is a link stands over a paragraph of the text: lists of places, courses, products are written so."""
    if blocks[place].kind is not BlockKind.HEADING or _linked(blocks[place]) <= 0.9 or place + 1 >= len(blocks):
        return False
    return place + 1 not in gone and blocks[place + 1].kind is BlockKind.PARAGRAPH and _linked(blocks[place + 1]) < 0.5


def _share(headline: str, said: str) -> float:
    words = set(headline.split())
    return len(words & set(said.split())) / len(words) if len(words) > 2 else 0.0


def _linked(block: Block) -> float:
    return sum(mark.end - mark.start for mark in block.marks if mark.kind is MarkKind.LINK) / max(1, block.end - block.start)


def _tail(text: str, blocks: Sequence[Block]) -> set[int]:
    """From the first late heading or short line that opens the page's end ("Most read") to the last block."""
    for place, block in enumerate(blocks):
        if block.start < len(text) * _LATE or block.end - block.start > 60:
            continue
        said = text[block.start : block.end]
        heading = block.kind is BlockKind.HEADING or said.endswith(":") or block.end - block.start < 25
        if heading and _END.fullmatch(said):
            return set(range(place, len(blocks)))
    return set()


def _hanging(blocks: Sequence[Block], gone: set[int]) -> set[int]:
    """Headings at the end, with nothing under them."""
    found: set[int] = set()
    for place in range(len(blocks) - 1, -1, -1):
        if place in gone:
            continue
        if blocks[place].kind is not BlockKind.HEADING:
            break
        found.add(place)
    return found
