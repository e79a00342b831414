"""The article page: the text with its places, its story, what changed, what is related, and what readers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analyse.changes import Change, word_changes
from broadsheet.analyse.keypoints import key_points
from broadsheet.desk.comments import Node, threads
from broadsheet.desk.ledger import Row, rows_in
from broadsheet.desk.related import Related, earlier_in_story, listed_by, related_articles, to_compare
from broadsheet.desk.render import Span
from broadsheet.store.base import Store
from broadsheet.types import Article, Comment, CommentStatus, Copy, CopyKind, Revision, Story

#: Earlier texts whose changes are worked out on one page.
MOST_REVISIONS = 20
#: Sentences of context around a change; longer unchanged stretches are folded.
_CONTEXT = 160


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One of the article's own sentences and its place."""

    start: int
    end: int
    text: str

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"p-{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Changed:
    """What an edit changed: title and text as stretches that stayed, went and came. `changes` are folded where nothing changed."""

    revision: Revision
    title: tuple[Change, ...]
    text: tuple[Change, ...]

    @property
    def retitled(self) -> bool:
        """The title changed too."""
        return any(kind != "same" for kind, _ in self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class InStory:
    """An article's place in its story. `copy` says of what it is a copy, if it is one, `original` is that article where it is still there.

    `copies` are the articles that repeat it (or, for a copy, that repeat the same original), `earlier` the reports before it. `decider`
    is who put it there (see `Evidence`). `others` are reports that it can be compared with.
    """

    story: Story
    copy: Copy | None
    original: Article | None
    copies: tuple[Article, ...]
    again: tuple[Article, ...]
    earlier: tuple[Related, ...]
    later: int
    others: tuple[Related, ...]
    decider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """All that the article page shows. `at` is the passage that the reader asked for, () when none."""

    article: Article
    key_points: tuple[KeyPoint, ...]
    at: tuple[Span, ...]
    changes: tuple[Changed, ...]
    earlier: int
    listed: tuple[Related, ...]
    similar: tuple[Related, ...]
    #: None while the article waits to be linked.
    place: InStory | None
    #: The owner has read it. `mark` are the articles that reading it marks: itself and those that say the same.
    read: bool
    mark: tuple[int, ...]
    #: What the article reports others to have said, by place; rows of low confidence, too.
    said: tuple[Row, ...]
    nodes: tuple[Node, ...]
    comment_count: int
    closed: bool


def article_page(store: Store, article_id: int, *, at: str = "", owner: bool = False) -> ArticlePage:
    """Everything about one article. Raises NotFound. A fixed number of queries, whatever the article has."""
    article = store.article(article_id)
    revisions = store.revisions(article_id)
    comments = store.comments(article_id)
    place = in_story(store, article)
    return ArticlePage(
        article=article,
        key_points=points(article),
        at=read_span(at, len(article.text)),
        changes=changes(article, revisions[-1:]),
        earlier=len(revisions),
        listed=tuple(listed_by(article)),
        similar=tuple(related_articles(store, article)),
        place=place,
        read=owner and article_id in store.read_marks([article_id]),
        mark=same_report(article_id, place),
        said=tuple(rows_in(store, [article_id])),
        nodes=visible(comments, owner),
        comment_count=sum(comment.status is CommentStatus.SHOWN for comment in comments),
        closed=store.comments_closed(article_id),
    )


def in_story(store: Store, article: Article) -> InStory | None:
    """The article's place in its story; None while it waits to be linked. Five queries at most."""
    membership = store.membership(article.id)
    if membership is None:
        return None
    story = store.story(membership.story_id)
    members = store.member_articles(story.id)
    copies = store.copy_of([member.id for member in members])
    own = copies.get(article.id)
    report = own.original_id if own else article.id
    same = [other for other in members if other.id != article.id and other.id in copies and copies[other.id].original_id == report]
    reports = [other for other in members if other.id not in copies]
    return InStory(
        story=story,
        copy=own,
        original=next(iter(store.articles_by_id([own.original_id])), None) if own else None,
        copies=tuple(other for other in same if copies[other.id].kind is CopyKind.SYNDICATED),
        again=tuple(other for other in same if copies[other.id].kind is CopyKind.DUPLICATE),
        earlier=tuple(earlier_in_story([other for other in reports if other.id != report], article)),
        later=sum(other.sort_time > article.sort_time for other in reports if other.id != report),
        others=tuple(to_compare([other for other in reports if other.id != report], article)),
        decider=membership.evidence.decider,
    )


def same_report(article_id: int, place: InStory | None) -> tuple[int, ...]:
    """The article and all that say the same: who has read one of them has read them all."""
    if place is None:
        return (article_id,)
    others = [other.id for other in (*place.copies, *place.again)]
    return tuple(dict.fromkeys([article_id, *([place.original.id] if place.original else []), *others]))


def changes_page(store: Store, article_id: int) -> tuple[Article, tuple[Changed, ...]]:
    """The article and every change to it, the latest first (at most 20). Raises NotFound."""
    article = store.article(article_id)
    return article, changes(article, store.revisions(article_id))


def visible(comments: Sequence[Comment], owner: bool) -> tuple[Node, ...]:
    """The thread as this reader may see it: what waits or was hidden is read by the owner alone."""
    nodes = threads(comments)
    return nodes if owner else tuple(node for node in nodes if node.comment.status is not CommentStatus.HELD)


def points(article: Article) -> tuple[KeyPoint, ...]:
    """The key points with their words."""
    return tuple(KeyPoint(p.start, p.end, " ".join(article.text[p.start : p.end].split())) for p in key_points(article))


def changes(article: Article, revisions: Sequence[Revision]) -> tuple[Changed, ...]:
    """What each edit changed, the latest first: every earlier text is compared with the one that followed it.

    `revisions` are the last ones, oldest first.
    """
    if not revisions:
        return ()
    after = [(revision.title, revision.text) for revision in revisions[1:]] + [(article.title, article.text)]
    found = [
        Changed(old, tuple(word_changes(old.title, title)), folded(word_changes(old.text, text)))
        for old, (title, text) in list(zip(revisions, after, strict=True))[-MOST_REVISIONS:]
    ]
    return tuple(reversed(found))


def folded(stretches: Sequence[Change]) -> tuple[Change, ...]:
    """The changes with long unchanged stretches shortened to their context."""
    done: list[Change] = []
    for place, (kind, text) in enumerate(stretches):
        if kind != "same" or len(text) <= 2 * _CONTEXT + 40:
            done.append((kind, text))
            continue
        head = text[:_CONTEXT].rsplit(" ", 1)[0] + " […]" if place else "[…]"
        tail = text[-_CONTEXT:].split(" ", 1)[-1] if place < len(stretches) - 1 else ""
        done.append(("same", f"{head}\n{tail}" if tail else head))
    return tuple(done)


def read_span(text: str, size: int) -> tuple[Span, ...]:
    """The passage that "START-END" names, as a tuple of one; () when it names none in a text of that size."""
    left, _, right = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in (left, right)):
        return ()
    start, end = int(left), int(right)
    return ((start, end),) if start < end <= size else ()
