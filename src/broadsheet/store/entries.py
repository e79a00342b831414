"""What the word index holds of an article: its tokens in three fields, and the values that searches filter by, as tokens too.

Filters as tokens let the index itself intersect "publisher is X" with the words, instead of reading every article that has the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from broadsheet.store.tables import micros
from broadsheet.store.words import tokens
from broadsheet.types import Article

#: The facet of every article: what a search with nothing but negated words subtracts from.
ALL = "all"
#: A text beyond this many words is found by its first ones only (300 kB; the largest article seen in practice has 40,000 words).
MOST_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in the index. `doc` orders the entries by time."""

    article_id: int
    doc: int
    title: tuple[str, ...]
    about: tuple[str, ...]
    text: tuple[str, ...]
    facets: tuple[str, ...]


def entry_of(article: Article, doc: int, indexed_source: int) -> Entry:
    """The entry of an article. Equal articles give equal entries, so that an entry can be forgotten without having been kept.

    `indexed_source` is the source at the time of indexing: an article outlives its source, but its entry is not rewritten for that.
    """
    about = [token for part in (*article.authors, article.publisher, *article.tags) for token in tokens(part)]
    if not article.text:
        about += tokens(article.teaser)
    facets = {
        ALL,
        facet("p", article.publisher),
        facet("l", article.language),
        facet("s", article.section),
        *(facet("t", tag) for tag in article.tags),
        facet("o", str(indexed_source or "")),
    } - {""}
    return Entry(
        article_id=article.id,
        doc=doc,
        title=tuple(tokens(article.title)[:MOST_WORDS]),
        about=tuple(about[:MOST_WORDS]),
        text=tuple(tokens(article.text)[:MOST_WORDS]),
        facets=tuple(sorted(facets)),
    )


def facet(kind: str, value: str) -> str:
    """The token of a value to filter by ("" for none): equal for values that differ in case, accents or punctuation only."""
    return kind + facet_hash(value).hex() if value else ""


def facet_hash(value: str) -> bytes:
    """8 bytes that stand for a value to filter by."""
    return blake2b((" ".join(tokens(value)) or value).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def doc_of(sort_time: datetime, article_id: int) -> int:
    """A number that orders articles by the minute and then by id; unique up to 2**20 articles a minute."""
    return first_doc(sort_time) | (article_id & 0xFFFFF)


def first_doc(moment: datetime) -> int:
    """The smallest number of that minute."""
    return (micros(moment) // 60_000_000) << 20


def last_doc(moment: datetime) -> int:
    """The largest number of that minute."""
    return first_doc(moment) | 0xFFFFF
