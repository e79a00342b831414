"""Made copies of any articles, and pairs that are none: what copies are measured on.

Every operation is one that papers do: another headline, dateline or byline, 10 to 60 % trimmed, paragraphs moved, paragraphs put in,
furniture around it. Texts put in and furniture are written here or taken from articles of other stories.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from broadsheet.types import Article, Precision

BEGIN = datetime(2026, 3, 1, 8, tzinfo=UTC)
PAPERS = ("Marrow Gazette", "Sandvik Post", "Velm Courier", "The Orrin Echo", "Tolle Tagblatt", "Harl Herald", "Pine Observer")
AGENCIES = ("Reuters", "Associated Press", "AFP", "dpa", "EFE")
FURNITURE = (
    "Sign up for our morning letter and get the best of our newsroom before breakfast, six days a week, free of charge.",
    "This story is part of our series on public life. Write to the editors with questions, corrections and pictures of your street.",
    "Our journalism is paid for by readers like you. Become a member today and support reporters in every district of the county.",
    "More from this section: market reports, letters to the editor, the weekend crossword and the tide tables for the coming week.",
)
_SENTENCE = re.compile(r"(?<=[.!?。])\s+")


def paragraphs(text: str) -> list[str]:
    """Paragraphs; a text without any is cut into groups of three sentences."""
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    if len(parts) >= 4:
        return parts
    sentences = _SENTENCE.split(" ".join(parts))
    return [" ".join(sentences[place : place + 3]) for place in range(0, len(sentences), 3)]


def originals(texts: Sequence[tuple[str, str]], chance: random.Random) -> list[Article]:
    """The articles that are copied and their neighbours of the same story: ids from 1, publishers and times drawn."""
    out = []
    for number, (title, text) in enumerate(texts, start=1):
        wire = chance.random() < 0.5
        house = chance.choice(AGENCIES) if wire else chance.choice(PAPERS) + " " + str(number % 97)
        if wire and chance.random() < 0.7:
            text = f"SANDVIK, March {1 + number % 28} ({house}) - {text}"
        when = BEGIN + timedelta(minutes=37 * number)
        out.append(Article(id=number, title=title, text=text, publisher=house, published=when, received=when + timedelta(minutes=5)))
    return out


def copied(original: Article, number: int, foreign: str, chance: random.Random) -> Article:
    """A copy of the article at another publisher, by a random combination of operations."""
    parts = paragraphs(original.text)
    parts[0] = re.sub(r"^[A-Z]+, March \d+ \(\w[\w ]*\) - ", "", parts[0])
    if chance.random() < 0.7:
        parts = _trimmed(parts, chance.uniform(0.1, 0.6))
    if chance.random() < 0.35 and len(parts) > 3:
        begin = chance.randrange(len(parts) - 1)
        moved = parts.pop(begin)
        parts.insert(chance.randrange(len(parts) + 1), moved)
    kept = sum(map(len, parts))
    if chance.random() < 0.35:
        parts.insert(chance.randrange(len(parts) + 1), foreign[: min(600, int(kept * 0.3))])
    paper = f"{chance.choice(PAPERS)} {100 + number}"
    credit = original.publisher if chance.random() < 0.6 else ""
    if credit and original.publisher in AGENCIES and chance.random() < 0.6:
        parts[0] = f"Sandvik ({credit}) - {parts[0]}"
        credit = ""
    if chance.random() < 0.3 and kept > 700:
        parts.append(chance.choice(FURNITURE))
    if credit:
        parts.append(f"Source: {credit}")
    later = original.published + timedelta(minutes=chance.randrange(3, 900)) if original.published else None
    received = (later or original.received) + timedelta(minutes=chance.randrange(1, 60))
    precision = Precision.SECOND
    draw = chance.random()
    if draw < 0.1:
        later = None
    elif draw < 0.25:
        precision = Precision.DAY
    elif draw < 0.3 and original.published:
        later = original.published - timedelta(minutes=chance.randrange(1, 120))  # a clock that is wrong
    if chance.random() < 0.2:
        received = original.received - timedelta(minutes=chance.randrange(1, 60))  # the copy was collected first
    title = " ".join(chance.sample(original.title.split(), len(original.title.split()))) or "News"
    made = replace(original, id=number, title=title, text="\n\n".join(parts), publisher=paper, published=later, received=received)
    return replace(made, published_precision=precision, authors=())


def sharing_a_quote(article: Article, quote: str, number: int) -> Article:
    """The article with a long quotation that another one has as well: no copy."""
    parts = paragraphs(article.text)
    return replace(article, id=number, publisher=f"Quoting Paper {number}", text="\n\n".join([*parts[:2], quote, *parts[2:]]))


def _trimmed(parts: list[str], share: float) -> list[str]:
    """The paragraphs without about that share of their text, from the end as editors cut."""
    whole = sum(map(len, parts))
    while len(parts) > 1 and sum(map(len, parts[:-1])) >= (1 - share) * whole:
        parts = parts[:-1]
    return parts
