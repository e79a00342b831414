"""Stories: which articles belong together, which are copies, and why.

Nothing here is decided: `analyse.copies` and `analyse.stories` decide, the store keeps, the desk shows. Offsets are Unicode code points
into an article's text, end exclusive. Every decision carries the version of what made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CopyKind(StrEnum):
    """What a copy is: the same report at another publisher, or the same text again at its own."""

    #: Another publisher carries the report (syndication, an agency's text, a sister paper).
    SYNDICATED = "syndicated"
    #: The same publisher has the text twice (other section, other address, a live page saved twice).
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Overlap:
    """A passage that two articles share: `start`-`end` of the one, `other_start`-`other_end` of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article that repeats the report of another one. `original_id` is never itself a copy: chains are resolved.

    `share` is the share of this article's own words that stand in the original, `kept` the share of the original's words that stand here,
    both 0..1. `credit` is the agency or outlet that this article names as its origin ("Reuters"), "" when none. `reasons` are codes of why
    that one is the original: "credited", "is the credited agency", "contains more", "published first", "received first", "agency".
    """

    article_id: int
    original_id: int
    kind: CopyKind
    share: float
    kept: float
    credit: str = ""
    reasons: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of a decision: its `value`, and what it added to the score (`weight`; negative = spoke against).

    `name` is a code ("terms", "names", "meaning", "figures", "places", "time", "copies", "title"); `detail` are the words that matched,
    for people: names, terms, figures as they are written.
    """

    name: str
    value: float
    weight: float
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why an article is in its story. `score` is how alike it and the story's other articles are in the mean, `threshold` what is needed.

    `nearest_id` is the member that it resembles most, 0 for the first article of a story. `decider`: "linker" (joined or began as it
    arrived), "tidy" (moved by the periodic pass), or who moved it by hand ("owner", "cli"). `runner_up` is the next best story and its
    score.
    """

    score: float = 1.0
    threshold: float = 0.0
    signals: tuple[Signal, ...] = ()
    nearest_id: int = 0
    runner_up: tuple[int, float] | None = None
    decider: str = "linker"
    decided: datetime | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """An article's place in a story."""

    article_id: int
    story_id: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is known of a story as a whole, worked out anew from its articles whenever they change.

    `headline` is the title of `lead_id`, one of its articles, word for word. `outlets` counts publishers, `copies` the articles that are
    copies. `reports` counts independent reports, never more than `outlets`: copies count with their original, and all that one publisher,
    or one family of them, wrote itself counts once. `first_id` is the article that was published first. `heat` orders front pages: it
    grows with independent reports and with time (higher = further up) and needs no refreshing as time passes.
    """

    id: int = 0
    headline: str = ""
    lead_id: int = 0
    first_id: int = 0
    first_publisher: str = ""
    #: Sort time of the first and of the latest article.
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    articles: int = 0
    outlets: int = 0
    reports: int = 0
    copies: int = 0
    #: The article whose picture stands for the story, 0 when none has one.
    picture_id: int = 0
    languages: tuple[str, ...] = ()
    #: Most frequent first.
    sections: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    heat: float = 0.0
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryListing:
    """Which stories: `order` "heat" or "time" (latest article first), `limit` at a time, `offset` from the top."""

    order: str = "heat"
    section: str = ""
    language: str = ""
    publisher: str = ""
    since: datetime | None = None
    until: datetime | None = None
    least_outlets: int = 1
    offset: int = 0
    limit: int = 50


class PinKind(StrEnum):
    """What a reader decided about two articles, for good."""

    TOGETHER = "together"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Pin:
    """Articles `a` and `b` belong in one story, or do not, whatever a clustering says. `edit_id` is the edit that made it."""

    kind: PinKind
    a: int
    b: int
    edit_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEdit:
    """A change that a reader made to stories. `before` says which story each changed article was in, so that it can be undone.

    `action`: "merge" (all of `from_story` into `story_id`), "split" (`article_ids` out of `from_story` into the new `story_id`), "move"
    (`article_ids` from `from_story` to `story_id`).
    """

    id: int = 0
    at: datetime
    actor: str
    action: str
    story_id: int
    from_story: int
    article_ids: tuple[int, ...] = ()
    before: tuple[tuple[int, int], ...] = ()
    undone: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """What linking decided about one article, to be stored in one transaction with others.

    `story_id` below 0 begins a new story: the same negative number in one batch is the same new story. `sketch` is what later decisions
    need to know of the article, packed by `analyse.stories` (`sketch_version`); `vector` its embedding by `vector_model`, b"" for none.
    """

    article_id: int
    story_id: int
    evidence: Evidence
    copy: Copy | None = None
    sketch: bytes = b""
    sketch_version: str = ""
    vector: bytes = b""
    vector_model: str = ""


@dataclass(frozen=True, slots=True)
class Sketched:
    """A stored sketch with where its article stands now. `change` grows with every change of sketch or membership in the database.

    `story_id` 0: the article is no longer in any story (it was deleted or waits to be linked again).
    """

    change: int
    article_id: int
    story_id: int
    version: str
    sketch: bytes
