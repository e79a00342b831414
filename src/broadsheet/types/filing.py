"""What the pipeline hands to the store, and what the store answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from broadsheet.types.article import Article, Revision
from broadsheet.types.capture import Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One decision about one article, to be stored in one transaction.

    `article.id` 0 makes a new article; else that article is updated, and `revision`, if given, is kept as its earlier text.
    `keys` are added to the article's identity keys. `item_hash` marks the source's item (article.source_id, article.external_id or
    article.url) as seen in this form. `capture`, if given, is stored first and becomes the article's capture.
    """

    article: Article
    keys: tuple[str, ...] = ()
    item_hash: str = ""
    revision: Revision | None = None
    capture: Capture | None = None
    #: Store nothing but the sighting (keys and item_hash): the article itself did not change.
    seen_only: bool = False


class Outcome(StrEnum):
    """What became of a filing."""

    NEW = "new"
    REVISED = "revised"
    UPDATED = "updated"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Filed:
    """The store's answer to a filing."""

    article_id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that `broadsheet doctor` found. `fatal` problems need a restore; the others say how to repair."""

    what: str
    hint: str = ""
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class StoreStats:
    """Counts for the status page and for doctor. `size` is bytes on disk."""

    articles: int = 0
    revisions: int = 0
    captures: int = 0
    sources: int = 0
    comments: int = 0
    failures: int = 0
    size: int = 0
    schema: str = ""
    stories: int = 0
    #: Articles that are in a story, and articles that wait to be linked (for the first time, or again).
    linked: int = 0
    unlinked: int = 0
    #: Articles that were read for the ledger, and articles that wait for it.
    analysed: int = 0
    unanalysed: int = 0
