"""The front page of stories, and the plain listings of articles. A fixed number of queries, whatever the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from broadsheet.desk.cards import StoryCard, cards_of, waiting_cards
from broadsheet.desk.fold import Folded, folded
from broadsheet.desk.words import day
from broadsheet.store.base import Store
from broadsheet.types import Article, Body, Listing, StoryListing

#: Stories and newest articles that one front page looks at, and what stands on one page of a listing.
FRONT_STORIES, FRONT_ARTICLES = 90, 120
PAGE_SIZE = 60
STORY_PAGE = 40
#: Beside the lead, in the list of the latest, under one section heading, and under "more stories".
SECONDS, LATEST, IN_SECTION, MOST_SECTIONS = 5, 10, 5, 8
#: A lead without a picture gives way to one of the next with a picture that has at least this share of its reports.
_LEADERS, _ENOUGH = 4, 0.6


@dataclass(frozen=True, slots=True)
class Day:
    """The articles of one day (UTC), newest first, copies folded where that was wanted."""

    title: str
    items: tuple[Folded, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Those that stand on their own."""
        return tuple(item.article for item in self.items)


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """The stories of one section."""

    name: str
    cards: tuple[StoryCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What the front page shows; no story stands twice on it. `more` are stories of several outlets, `alone` those of one.

    `waiting` counts the articles that are not linked yet (they are shown as stories of their own). `older` says that there are more.
    """

    lead: StoryCard | None
    seconds: tuple[StoryCard, ...]
    latest: tuple[StoryCard, ...]
    sections: tuple[SectionBlock, ...]
    more: tuple[StoryCard, ...]
    alone: tuple[StoryCard, ...]
    waiting: int
    older: bool

    @property
    def empty(self) -> bool:
        """There is nothing to show yet."""
        return self.lead is None

    @property
    def cards(self) -> tuple[StoryCard, ...]:
        """Every card on the page."""
        lead = (self.lead,) if self.lead else ()
        inside = tuple(card for block in self.sections for card in block.cards)
        return (*lead, *self.seconds, *self.latest, *inside, *self.more, *self.alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """One page of a plain listing, by day. `older` continues it, "" at the end; `hidden` counts the copies folded away."""

    days: tuple[Day, ...]
    older: str
    comments: dict[int, int]
    read: frozenset[int] = frozenset()
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesPage:
    """One page of a listing of stories. `next_offset` continues it, -1 at the end."""

    cards: tuple[StoryCard, ...]
    offset: int
    next_offset: int


def front_page(store: Store, *, owner: bool = False) -> FrontPage:
    """The stories laid out as a front page, by their heat; articles that wait to be linked stand among them by their time.

    At most eleven queries.
    """
    stories = store.stories(StoryListing(limit=FRONT_STORIES))
    newest = store.latest(Listing(limit=FRONT_ARTICLES))
    linked = store.story_of([article.id for article in newest]) if newest else {}
    waiting = waiting_cards(store, (article for article in newest if article.id not in linked), owner=owner)
    cards = cards_of(store, stories, owner=owner) if stories else []
    return laid_out([*cards, *_by_weight(waiting)], len(waiting), len(stories) == FRONT_STORIES or len(newest) == FRONT_ARTICLES)


def laid_out(cards: Sequence[StoryCard], waiting: int, older: bool) -> FrontPage:
    """A front page of these cards; those first in the list stand highest."""
    lead = choose_lead(cards)
    rest = [card for card in cards if card is not lead]
    seconds = _choose_seconds(rest)
    rest = _without(rest, seconds)
    latest = sorted(rest, key=lambda card: card.seen, reverse=True)[:LATEST]
    rest = _without(rest, latest)
    sections = by_section(rest)
    rest = _without(rest, [card for block in sections for card in block.cards])
    return FrontPage(
        lead=lead,
        seconds=tuple(seconds),
        latest=tuple(latest),
        sections=sections,
        more=tuple(card for card in rest if card.story.outlets > 1),
        alone=tuple(card for card in rest if card.story.outlets <= 1),
        waiting=waiting,
        older=older,
    )


def choose_lead(cards: Sequence[StoryCard]) -> StoryCard | None:
    """The story that leads: the first, unless it has no picture and one right behind it that is nearly as broad has one."""
    if not cards:
        return None
    first = cards[0]
    if first.image:
        return first
    near = [card for card in cards[1:_LEADERS] if card.image and card.story.reports >= _ENOUGH * first.story.reports]
    return near[0] if near else first


def _by_weight(cards: Sequence[StoryCard]) -> list[StoryCard]:
    """Unlinked articles, those first that would lead best: full texts and pictures make up for some hours."""
    if not cards:
        return []
    newest = max(card.seen for card in cards)
    return sorted(cards, key=lambda card: -_weight(card.article, newest))


def _weight(article: Article, newest: datetime) -> float:
    """How well an article would lead: a picture counts as much as twelve hours, a full text as much as eighteen."""
    hours = (newest - article.sort_time).total_seconds() / 3600
    text = 18 if article.body is Body.FULL and not article.truncated else 0
    length = min(max(article.length, len(article.text)), 6000) / 1000
    return (12 if article.image else 0) + text + length - hours


def _choose_seconds(cards: Sequence[StoryCard]) -> list[StoryCard]:
    """Those that stand beside the lead: stories of several outlets before others, at most two begun by one publisher, in order."""
    chosen: list[StoryCard] = []
    for card in sorted(cards[:40], key=lambda card: card.story.outlets < 2):
        same = sum(other.story.first_publisher == card.story.first_publisher for other in chosen)
        if card.article.title and (same < 2 or not card.story.first_publisher):
            chosen.append(card)
        if len(chosen) == SECONDS:
            break
    return chosen


def _without(cards: Sequence[StoryCard], taken: Sequence[StoryCard]) -> list[StoryCard]:
    gone = {id(card) for card in taken}
    return [card for card in cards if id(card) not in gone]


def by_section(cards: Sequence[StoryCard]) -> tuple[SectionBlock, ...]:
    """The largest sections with at least two stories each, the largest first, names compared without case."""
    groups: dict[str, list[StoryCard]] = {}
    for card in cards:
        if card.section:
            groups.setdefault(card.section.casefold(), []).append(card)
    largest = sorted((group for group in groups.values() if len(group) > 1), key=lambda group: -len(group))[:MOST_SECTIONS]
    return tuple(SectionBlock(group[0].section, tuple(group[:IN_SECTION])) for group in largest)


def stories_page(store: Store, listing: StoryListing, *, owner: bool = False) -> StoriesPage:
    """One page of stories in the listing's order, from its offset on."""
    found = store.stories(replace(listing, limit=STORY_PAGE + 1))
    more = len(found) > STORY_PAGE
    cards = cards_of(store, found[:STORY_PAGE], owner=owner) if found else []
    return StoriesPage(cards=tuple(cards), offset=listing.offset, next_offset=listing.offset + STORY_PAGE if more else -1)


def listing_page(store: Store, listing: Listing, before: str = "", *, fold: bool = False, owner: bool = False) -> ListingPage:
    """One page of a listing of articles, newest first, from the cursor on; with `fold`, copies stand under their original."""
    listing = replace(listing, before=read_cursor(before), limit=PAGE_SIZE)
    articles = store.latest(listing)
    ids = [article.id for article in articles]
    items = folded(store, articles, wanted=fold)
    return ListingPage(
        days=by_day(items),
        older=cursor(articles, PAGE_SIZE),
        comments=store.comment_counts(ids),
        read=frozenset(store.read_marks(ids)) if owner and ids else frozenset(),
        hidden=len(articles) - len(items),
    )


def by_day(items: Sequence[Folded]) -> tuple[Day, ...]:
    """The items grouped by the day (UTC) of their newest article, order kept."""
    groups: dict[str, list[Folded]] = {}
    for item in items:
        groups.setdefault(day(max(article.sort_time for article in (item.article, *item.also))), []).append(item)
    return tuple(Day(title, tuple(group)) for title, group in groups.items())


def cursor(articles: Sequence[Article], size: int) -> str:
    """Where the next page starts: after the last article of a full page; "" when this page was not full."""
    if len(articles) < size:
        return ""
    last = articles[-1]
    return f"{last.sort_time:%Y%m%dT%H%M%S.%f}-{last.id}"


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """What `cursor` wrote; None for anything else, which is the first page."""
    moment, _, number = text.partition("-")
    if len(moment) != 22 or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(number)
    except ValueError:
        return None
