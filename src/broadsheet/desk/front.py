"""The front page by time and section, and the plain listings behind it. One query for the articles, whatever the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from broadsheet.desk.words import day
from broadsheet.store.base import Store
from broadsheet.types import Article, Body, Listing

#: Articles on one front page, and on one page of a listing.
FRONT_SIZE = 120
PAGE_SIZE = 60
#: Beside the lead, in the list of the latest, and under one section heading.
SECONDS, LATEST, IN_SECTION, MOST_SECTIONS = 5, 10, 5, 8
#: How far back a lead may lie behind the newest article.
LEAD_WINDOW = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Day:
    """The articles of one day (UTC), newest first."""

    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """The latest of one section."""

    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What the front page shows; no article stands twice on it. `older` continues it, "" at the end."""

    lead: Article | None
    seconds: tuple[Article, ...]
    latest: tuple[Article, ...]
    sections: tuple[SectionBlock, ...]
    days: tuple[Day, ...]
    older: str
    #: How many shown comments an article has; those without are left out.
    comments: dict[int, int]

    @property
    def empty(self) -> bool:
        """There is nothing to show yet."""
        return self.lead is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """One page of a plain listing, by day. `older` continues it, "" at the end."""

    days: tuple[Day, ...]
    older: str
    comments: dict[int, int]


def front_page(store: Store) -> FrontPage:
    """The newest articles laid out as a front page. Reads the store twice (articles, comment counts)."""
    articles = store.latest(Listing(limit=FRONT_SIZE))
    lead = choose_lead(articles)
    rest = [article for article in articles if lead is None or article.id != lead.id]
    seconds = _choose_seconds(rest)
    rest = _without(rest, seconds)
    latest = rest[:LATEST]
    rest = rest[LATEST:]
    sections = by_section(rest)
    rest = _without(rest, [article for block in sections for article in block.articles])
    return FrontPage(
        lead=lead,
        seconds=tuple(seconds),
        latest=tuple(latest),
        sections=sections,
        days=by_day(rest),
        older=cursor(articles, FRONT_SIZE),
        comments=store.comment_counts([article.id for article in articles]),
    )


def listing_page(store: Store, listing: Listing, before: str = "") -> ListingPage:
    """One page of a listing, newest first, from the cursor on."""
    listing = replace(listing, before=read_cursor(before), limit=PAGE_SIZE)
    articles = store.latest(listing)
    return ListingPage(
        days=by_day(articles),
        older=cursor(articles, PAGE_SIZE),
        comments=store.comment_counts([article.id for article in articles]),
    )


def choose_lead(articles: Sequence[Article]) -> Article | None:
    """The article that leads: recent, with a picture and a full text. Ties go to the newer one."""
    if not articles:
        return None
    newest = articles[0].sort_time
    recent = [article for article in articles if newest - article.sort_time <= LEAD_WINDOW]
    # max() keeps the first of equals, and the newer one stands first.
    return max(recent, key=lambda article: _weight(article, newest))


def _weight(article: Article, newest: datetime) -> float:
    """How well an article would lead: a picture counts as much as twelve hours, a full text as much as eighteen."""
    hours = (newest - article.sort_time).total_seconds() / 3600
    text = 18 if article.body is Body.FULL and not article.truncated else 0
    length = min(max(article.length, len(article.text)), 6000) / 1000
    return (12 if article.image else 0) + text + length - hours


def _choose_seconds(articles: Sequence[Article]) -> list[Article]:
    """Those that stand beside the lead: the weightiest of the newest, at most two of one publisher, in order of time."""
    if not articles:
        return []
    newest = articles[0].sort_time
    chosen: list[Article] = []
    for article in sorted(articles[:40], key=lambda article: -_weight(article, newest)):
        if sum(1 for other in chosen if other.publisher == article.publisher) < 2 and article.title:
            chosen.append(article)
        if len(chosen) == SECONDS:
            break
    return sorted(chosen, key=lambda article: article.sort_time, reverse=True)


def _without(articles: Sequence[Article], taken: Sequence[Article]) -> list[Article]:
    ids = {article.id for article in taken}
    return [article for article in articles if article.id not in ids]


def by_section(articles: Sequence[Article]) -> tuple[SectionBlock, ...]:
    """The largest sections with at least two articles each, the largest first, names compared without case."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        if article.section:
            groups.setdefault(article.section.casefold(), []).append(article)
    largest = sorted((group for group in groups.values() if len(group) > 1), key=lambda group: -len(group))[:MOST_SECTIONS]
    return tuple(SectionBlock(group[0].section, tuple(group[:IN_SECTION])) for group in largest)


def by_day(articles: Sequence[Article]) -> tuple[Day, ...]:
    """Articles grouped by the day (UTC) of their time, order kept."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(day(article.sort_time), []).append(article)
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
