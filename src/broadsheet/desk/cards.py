"""Stories as lists and front pages show them: each with the article whose headline it bears, its picture and its coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.desk.spark import Spark, spark
from broadsheet.store.base import Store
from broadsheet.types import Article, Image, Story

#: Fewer articles than this make no drawing worth a look.
LEAST_FOR_SPARK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story in a list. `article` is the one whose headline it bears.

    A `story` with the id 0 stands for an article that waits to be linked. `unread` counts the articles that the owner has not read;
    nobody but the owner has any read.
    """

    story: Story
    article: Article
    image: Image | None
    spark: Spark | None
    unread: int
    comments: int = 0

    @property
    def single(self) -> bool:
        """One article, so far."""
        return self.story.articles <= 1

    @property
    def waiting(self) -> bool:
        """The article has not been linked yet."""
        return self.story.id == 0

    @property
    def address(self) -> str:
        """Where its headline leads: a single article is opened at once."""
        return f"/article/{self.article.id}" if self.single else f"/story/{self.story.id}"

    @property
    def read(self) -> bool:
        """The owner has read all of it."""
        return self.unread == 0

    @property
    def fresh(self) -> int:
        """How many articles came since the owner read the others; 0 for a story that is all new or all read."""
        return self.unread if 0 < self.unread < self.story.articles else 0

    @property
    def section(self) -> str:
        """The section that most of its articles stand in."""
        return self.story.sections[0] if self.story.sections else self.article.section

    @property
    def seen(self) -> datetime:
        """When its newest article came."""
        return self.story.last_seen or self.article.sort_time


def cards_of(store: Store, stories: Sequence[Story], *, owner: bool = False) -> list[StoryCard]:
    """The stories as cards, in order; those whose lead is gone are left out. Four queries, whatever the number of stories."""
    covered = store.coverage([story.id for story in stories])
    # A story that was changed a moment ago may not be described yet: its first article leads until it is.
    leads = {story.id: story.lead_id or next((number for number, _ in covered.get(story.id, [])), 0) for story in stories}
    wanted = dict.fromkeys(number for story in stories for number in (leads[story.id], story.picture_id) if number)
    articles = {article.id: article for article in store.articles_by_id(list(wanted))}
    marks = store.read_marks([number for times in covered.values() for number, _ in times]) if owner else set()
    comments = store.comment_counts([leads[story.id] for story in stories if story.articles <= 1])
    cards: list[StoryCard] = []
    for story in stories:
        lead = articles.get(leads[story.id])
        if lead is None:
            continue
        pictured = articles.get(story.picture_id)
        times = covered.get(story.id, [])
        cards.append(
            StoryCard(
                story=story,
                article=lead,
                image=lead.image or (pictured.image if pictured else None),
                spark=spark([time for _, time in times]) if len(times) >= LEAST_FOR_SPARK else None,
                unread=sum(number not in marks for number, _ in times) if owner else max(1, story.articles),
                comments=comments.get(lead.id, 0),
            )
        )
    return cards


def waiting_cards(store: Store, articles: Iterable[Article], *, owner: bool = False) -> list[StoryCard]:
    """Articles that wait to be linked as cards of their own, in order."""
    listed = list(articles)
    ids = [article.id for article in listed]
    marks = store.read_marks(ids) if owner and ids else set()
    comments = store.comment_counts(ids) if ids else {}
    return [
        StoryCard(
            story=story_alone(article),
            article=article,
            image=article.image,
            spark=None,
            unread=int(article.id not in marks),
            comments=comments.get(article.id, 0),
        )
        for article in listed
    ]


def story_alone(article: Article) -> Story:
    """What can be said of a story of which only this article is known. Its id is 0."""
    return Story(
        headline=article.title,
        lead_id=article.id,
        first_id=article.id,
        first_publisher=article.publisher or article.publisher_domain,
        first_seen=article.sort_time,
        last_seen=article.sort_time,
        articles=1,
        outlets=1,
        reports=1,
        picture_id=article.id if article.image else 0,
        languages=(article.language,) if article.language else (),
        sections=(article.section,) if article.section else (),
        publishers=(article.publisher,) if article.publisher else (),
    )
