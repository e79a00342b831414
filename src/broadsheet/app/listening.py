"""What is read aloud of an article, of a story's brief, of a digest: words in order, each with its language. Pure.

Nothing is added but where a sentence comes from: who holds it and which publisher printed it are said before it, as the page shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from broadsheet.app.digest_out import Notes, blocks
from broadsheet.desk.asking import ToldView
from broadsheet.desk.digest import Digest
from broadsheet.desk.render import paragraphs
from broadsheet.desk.telling import TellingView
from broadsheet.types import Article, BlockKind, Story

#: Characters that are read at most, about half an hour, and of one piece that a voice is given.
LONGEST, PIECE = 40_000, 3_000
TOO_LONG = "The text goes on. It is too long to be read aloud here."
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"“”]{1,2000}", re.ASCII | re.IGNORECASE)
_UNREAD = frozenset({BlockKind.IMAGE})


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one language, "" when it is unknown."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is read aloud, in order, with a pause between the parts."""

    title: str
    parts: tuple[Part, ...]


def spoken_article(article: Article) -> Spoken:
    """An article: its title, who printed it, then its text block by block. Only a teaser where there is no text."""
    layout = article.layout or paragraphs(article.text)
    texts = [article.text[block.start : block.end] for block in layout if block.kind not in _UNREAD] or [article.teaser]
    outlet = article.publisher or article.publisher_domain
    head = [Part(article.title, article.language), Part(outlet, article.language)]
    return _spoken(article.title or "Untitled", [*head, *(Part(text, article.language) for text in texts)])


def spoken_story(story: Story, view: TellingView) -> Spoken:
    """A story's brief: its headline, then what is told, with who says it."""
    title = story.headline or "Untitled"
    parts = [Part(title, story.languages[0] if story.languages else "")]
    for heading, some in (("", view.known), ("What changed", view.changed), ("What is contested", view.contested)):
        if some and heading:
            parts.append(Part(heading, "en"))
        parts += [_told(one) for one in some]
    return _spoken(title, parts)


def spoken_digest(found: Digest, title: str) -> Spoken:
    """A digest in the order of its page, each sentence after the names of its publishers."""
    notes = Notes(found, "")
    parts: list[Part] = []
    name = ""
    for block in blocks(found, title, notes):
        cited = [notes.cited[number - 1].source for number in block.cites[:2]]
        outlets = " and ".join(dict.fromkeys(source.outlet for source in cited))
        language = block.language or (cited[0].language if cited else "en")
        said = f"{outlets}: {block.text}" if outlets and block.kind == "told" else block.text
        name = name or (block.text if block.kind == "title" else "")
        parts.append(Part(said, language))
    return _spoken(name, parts)


def spoken_text(text: str, language: str = "") -> Spoken:
    """Any text, paragraph by paragraph."""
    return _spoken("", [Part(text[block.start : block.end], language) for block in paragraphs(text)])


def _told(view: ToldView) -> Part:
    told = view.told
    source = view.cited[0].source
    head = [source.outlet, *(part for part in (told.holder, told.label) if part)]
    return Part(f"{', '.join(head)}: {told.text}", source.language)


def _spoken(title: str, parts: Iterable[Part]) -> Spoken:
    """Parts cleaned, none empty, none longer than a piece, all together no longer than `LONGEST`."""
    kept: list[Part] = []
    left = LONGEST
    for part in parts:
        for piece in _pieces(sayable(part.text)):
            if len(piece) > left:
                return Spoken(title, (*kept, Part(TOO_LONG, "en")))
            left -= len(piece)
            kept.append(Part(piece, part.language))
    return Spoken(title, tuple(kept))


def sayable(text: str) -> str:
    """The text on one line; of web addresses only the host is said."""
    return " ".join(_ADDRESS.sub(_host, text).split())


def _host(match: re.Match[str]) -> str:
    try:
        return urlsplit(match[0]).hostname or ""
    except ValueError:
        return ""


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, cut after a sentence where there is one, else between words."""
    while len(text) > PIECE:
        at = max(text.rfind(end, PIECE // 2, PIECE) for end in (". ", "? ", "! ", "。", "।"))
        at = at + 1 if at > 0 else text.rfind(" ", 1, PIECE)
        at = at if at > 0 else PIECE
        yield text[:at].strip()
        text = text[at:].strip()
    if text:
        yield text
