"""The article page: the text with its places, what changed, what is related, and what readers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.analyse.changes import Change, word_changes
from broadsheet.analyse.keypoints import key_points
from broadsheet.desk.comments import Node, threads
from broadsheet.desk.plain import cut_words
from broadsheet.desk.render import Span, safe_url
from broadsheet.store.base import Store
from broadsheet.types import Article, Comment, CommentStatus, Link, Precision, Revision

#: Related articles shown, and how similar a text must be to count.
MOST_RELATED, LEAST_LIKE = 8, 0.08
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
class Related:
    """A related article: one of ours (`article_id`), or a link from the publisher's own list (`url`)."""

    article_id: int = 0
    url: str = ""
    title: str
    publisher: str = ""
    published: datetime | None = None
    precision: Precision = Precision.MINUTE
    teaser: str = ""
    language: str = ""


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
    nodes: tuple[Node, ...]
    comment_count: int
    closed: bool


def article_page(store: Store, article_id: int, *, at: str = "", owner: bool = False) -> ArticlePage:
    """Everything about one article. Raises NotFound. A fixed number of queries, whatever the article has."""
    article = store.article(article_id)
    revisions = store.revisions(article_id)
    comments = store.comments(article_id)
    similar = [other for other, score in store.like(article_id, limit=MOST_RELATED) if score >= LEAST_LIKE and other.id != article_id]
    return ArticlePage(
        article=article,
        key_points=points(article),
        at=read_span(at, len(article.text)),
        changes=changes(article, revisions[-1:]),
        earlier=len(revisions),
        listed=tuple(_from_link(link) for link in article.related if link.title and safe_url(link.url))[:MOST_RELATED],
        similar=tuple(_from_article(other) for other in similar),
        nodes=visible(comments, owner),
        comment_count=sum(comment.status is CommentStatus.SHOWN for comment in comments),
        closed=store.comments_closed(article_id),
    )


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


def _from_link(link: Link) -> Related:
    return Related(url=link.url, title=link.title, publisher=link.publisher, published=link.published, teaser=cut_words(link.teaser, 220))


def _from_article(article: Article) -> Related:
    return Related(
        article_id=article.id,
        title=article.title or "Untitled",
        publisher=article.publisher or article.publisher_domain,
        published=article.published,
        precision=article.published_precision,
        teaser=cut_words(" ".join((article.teaser or article.text[:500]).split()), 220),
        language=article.language,
    )
