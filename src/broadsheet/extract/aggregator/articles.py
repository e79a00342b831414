"""From a split page, as found or as a reader corrected it, to articles. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from broadsheet.extract.aggregator.lines import UNSEEN, lines
from broadsheet.extract.aggregator.looks import looks
from broadsheet.types import Article, Block, BlockKind, Body, Link, PastedArticle, PastedPage, Precision
from broadsheet.types.text import clipped, one_line, storable

#: Length of what is told of a related article, characters.
TEASER = 200

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def articles(text: str, page: PastedPage, captured: datetime | None) -> tuple[Article, ...]:
    """The articles of a pasted page, in its order; the page may have been corrected by hand.

    Furniture inside a body is cut out; each line is a paragraph, a short one above a paragraph a heading. Nothing knows the article's
    address, so `url` is "". Other articles of the page that stand below a lead are kept as its `related`. `received` is the capture
    time, or 1970 where there is none: the caller sets when it was really received. Spans outside the text are clipped; an empty body
    gives Body.NONE.
    """
    made = tuple(_article(text, piece, captured) for piece in page.articles)
    leads = [number for number, piece in enumerate(page.articles) if piece.role == "lead"]
    if len(leads) != 1:
        return made
    lead = leads[0]
    others = [_link(article) for piece, article in zip(page.articles, made, strict=True) if piece.role == "related"]
    return tuple(_related(article, [*others, *page.teasers]) if number == lead else article for number, article in enumerate(made))


def _article(text: str, piece: PastedArticle, captured: datetime | None) -> Article:
    body, blocks = laid_out(text, piece.start, piece.end, piece.inline)
    kind = Body.NONE if not body else Body.PARTIAL if piece.truncated else Body.FULL
    origins = [
        (name, "paste") for name, value in (("title", piece.title), ("publisher", piece.publisher), ("authors", piece.authors)) if value
    ]
    if piece.published:
        origins.append(
            ("published", "age" if piece.precision in (Precision.MINUTE, Precision.HOUR) and "ago" in piece.age_text else "paste")
        )
    return Article(
        title=one_line(piece.title),
        text=body,
        layout=blocks,
        authors=tuple(one_line(name) for name in piece.authors),
        publisher=one_line(piece.publisher),
        published=piece.published,
        published_precision=piece.precision or Precision.SECOND,
        received=captured or _NEVER,
        body=kind,
        truncated=piece.truncated,
        role=piece.role,
        origins=tuple(origins),
    )


def laid_out(text: str, start: int, end: int, inline: Sequence[tuple[int, int]] = ()) -> tuple[str, tuple[Block, ...]]:
    """The body without the furniture inside it, one paragraph a line, and its blocks."""
    start, end = max(0, start), min(len(text), end)
    kept: list[str] = []
    at = start
    for first, last in sorted(inline):
        if first >= at and last <= end:
            kept.append(text[at:first])
            at = last
    kept.append(text[at:end])
    found = looks(lines("".join(kept)))
    paragraphs: list[str] = []
    blocks: list[Block] = []
    place = 0
    for number, look in enumerate(found):
        paragraph = storable(" ".join(look.line.raw.strip(UNSEEN).replace("\u2028", " ").split()))
        if not paragraph:
            continue
        below = found[number + 1] if number + 1 < len(found) else None
        heads = below is not None and look.prose < 0.35 and look.size <= 14 and not look.line.ends_sentence and not look.bullet
        if heads and below is not None and below.prose >= 0.35 and below.size > look.size:
            blocks.append(Block(BlockKind.HEADING, place, place + len(paragraph), level=2))
        elif look.bullet and look.prose < 1.0:
            blocks.append(Block(BlockKind.ITEM, place, place + len(paragraph), level=1))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, place, place + len(paragraph)))
        paragraphs.append(paragraph)
        place += len(paragraph) + 2
    return "\n\n".join(paragraphs), tuple(blocks)


def _link(article: Article) -> Link:
    return Link("", article.title, article.publisher, article.published, clipped(" ".join(article.text.split()), TEASER))


def _related(lead: Article, links: Sequence[Link]) -> Article:
    return replace(lead, related=tuple(link for link in links if link.title))
