"""The story page: its reports in the order in which they came, copies under their original, and what the owner did with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.desk.development import news
from broadsheet.desk.related import RelatedStory, related_stories
from broadsheet.desk.spark import Spark, spark
from broadsheet.desk.words import language_name
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy, CopyKind, Image, Story, StoryEdit

#: Reports on one page, and earlier ones that are looked at to tell what is new in the first of a page.
PAGE_SIZE, LOOK_BACK = 30, 40
#: Copies listed under one report before a link leads to the rest.
MOST_COPIES = 12


@dataclass(frozen=True, slots=True)
class Appearance:
    """A copy as it is listed under its original: where the report also stands, how much of its words it shares, whom it credits."""

    article: Article
    copy: Copy
    read: bool

    @property
    def percent(self) -> int:
        """How much of it stands in the original, in hundredths of its words."""
        return round(100 * min(1.0, max(0.0, self.copy.share)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One independent report with everything that repeats it.

    `copies` are at other publishers, `again` the same text again at its own. `missing` is set when it is a copy itself, of an article
    that is not in this story. `news` is its sentence with the most that earlier reports had not. `hidden` counts copies not listed here.
    """

    article: Article
    news: str
    copies: tuple[Appearance, ...] = ()
    again: tuple[Appearance, ...] = ()
    hidden: int = 0
    missing: Copy | None = None
    first: bool = False
    lead: bool = False
    read: bool = False
    #: Its language in its own words, where it is not the story's main one.
    language: str = ""

    @property
    def credit(self) -> str:
        """The agency or outlet that most copies name as its origin."""
        named = [one.copy.credit for one in self.copies if one.copy.credit]
        return max(named, key=named.count) if named else ""

    @property
    def edited(self) -> bool:
        """Its publisher changed it after it was first seen."""
        return self.article.revised is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """All that the story page shows. `ids` are all of its articles, by time; `read` those that the owner has read.

    `reports` are those of this page; `page` counts from 1 to `pages`. `apart` counts all reports (copies under their original) of the
    story; `story.reports` may be lower: papers of one family count once there.
    """

    story: Story
    image: Image | None
    image_page: int
    spark: Spark | None
    reports: tuple[Report, ...]
    apart: int
    page: int
    pages: int
    newest_first: bool
    ids: tuple[int, ...]
    read: frozenset[int]
    languages: tuple[str, ...]
    background: tuple[RelatedStory, ...]
    related: tuple[RelatedStory, ...]
    edits: tuple[StoryEdit, ...]
    comments: Mapping[int, int]

    @property
    def unread(self) -> int:
        """How many articles the owner has not read."""
        return len(self.ids) - len(self.read)


@dataclass(frozen=True, slots=True)
class _Group:
    """An original with what repeats it; the original itself may be missing from the story."""

    head: Article
    rest: tuple[Article, ...]


def story_page(
    store: Store, story_id: int, *, page: int = 1, newest_first: bool = False, all_of: int = 0, owner: bool = False
) -> StoryPage:
    """Everything about one story. A merged story's id gives the story that it went into (its `story.id` differs). Raises NotFound.

    `all_of` is the report whose copies are all to be listed. A fixed number of queries, whatever the size of the story.
    """
    story = store.story(story_id)
    articles = store.member_articles(story.id)
    ids = tuple(article.id for article in articles)
    copies = store.copy_of(ids)
    read = frozenset(store.read_marks(ids)) if owner else frozenset()
    groups = grouped(articles, copies)
    pages = max(1, -(-len(groups) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = _page_of(groups, page, newest_first)
    told = _news_of(groups, shown)
    near = related_stories(store, story)
    pictured = next((article for article in articles if article.id == story.picture_id and article.image), None)
    return StoryPage(
        story=story,
        image=pictured.image if pictured else None,
        image_page=pictured.id if pictured else 0,
        spark=spark([article.sort_time for article in articles]),
        reports=tuple(_report(group, told[group.head.id], story, copies, read, all_of) for group in shown),
        apart=len(groups),
        page=page,
        pages=pages,
        newest_first=newest_first,
        ids=ids,
        read=read,
        languages=tuple(language_name(code) for code in story.languages if code),
        background=tuple(one for one in near if one.earlier),
        related=tuple(one for one in near if not one.earlier),
        edits=tuple(store.edits(story.id, 20)) if owner else (),
        comments=store.comment_counts([group.head.id for group in shown]),
    )


def grouped(articles: Sequence[Article], copies: Mapping[int, Copy]) -> list[_Group]:
    """The articles (oldest first) as reports: copies with their original, in order of the originals.

    Where the original is not among them, the first of its copies stands for it.
    """
    members: dict[int, list[Article]] = {}
    for article in articles:
        copy = copies.get(article.id)
        members.setdefault(copy.original_id if copy else article.id, []).append(article)
    groups: list[_Group] = []
    for original_id, group in members.items():
        head = next((article for article in group if article.id == original_id), group[0])
        groups.append(_Group(head, tuple(article for article in group if article.id != head.id)))
    return sorted(groups, key=lambda group: (group.head.sort_time, group.head.id))


def _page_of(groups: Sequence[_Group], page: int, newest_first: bool) -> list[_Group]:
    ordered = list(reversed(groups)) if newest_first else list(groups)
    return ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]


def _news_of(groups: Sequence[_Group], shown: Sequence[_Group]) -> dict[int, str]:
    """What is new in each of the shown reports, by article id; compared with those before them, to a limit."""
    ids = {group.head.id for group in shown}
    places = [place for place, group in enumerate(groups) if group.head.id in ids]
    window = [group.head for group in groups[max(0, places[0] - LOOK_BACK) : places[-1] + 1]] if places else []
    return dict(zip((article.id for article in window), news(window), strict=True))


def _report(group: _Group, told: str, story: Story, copies: Mapping[int, Copy], read: frozenset[int], all_of: int) -> Report:
    head = group.head
    own = copies.get(head.id)
    elsewhere: list[Appearance] = []
    again: list[Appearance] = []
    for article in group.rest:
        copy = copies[article.id]
        one = Appearance(article, copy, article.id in read)
        (again if copy.kind is CopyKind.DUPLICATE else elsewhere).append(one)
    most = len(elsewhere) if all_of == head.id else MOST_COPIES
    main = story.languages[0] if story.languages else ""
    return Report(
        article=head,
        news=told,
        copies=tuple(elsewhere[:most]),
        again=tuple(again[:MOST_COPIES] if all_of != head.id else again),
        hidden=max(0, len(elsewhere) - most) + (max(0, len(again) - MOST_COPIES) if all_of != head.id else 0),
        missing=own,
        first=head.id == story.first_id,
        lead=head.id == story.lead_id,
        read=head.id in read and all(article.id in read for article in group.rest),
        language=language_name(head.language) if head.language and main and head.language != main else "",
    )
