"""What an article becomes when it is seen again. Pure.

The better text wins, never the later one alone: a feed's teaser does not replace the article, and a fuller text that replaces a teaser
is no edit by the publisher. A change of wording between two texts of equal standing is one, and makes a Revision.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from broadsheet.analyse.editions import same_wording
from broadsheet.types import Article, Body, Precision, Revision, urls
from broadsheet.types.text import folded

#: At most one revision of an article in this time; what changes meanwhile replaces the text without one.
REVISION_GAP = timedelta(hours=1)
#: A text that returns within this time of the last revision alternates (a test of two versions); later it is a true return.
ALTERNATION = timedelta(hours=24)

_STANDING = {Body.NONE: 0, Body.TEASER: 1, Body.PARTIAL: 2, Body.FULL: 3}
_FINENESS = {Precision.DAY: 0, Precision.HOUR: 1, Precision.MINUTE: 2, Precision.SECOND: 3}
#: Origins of a time that somebody concluded and nobody stated.
INFERRED = frozenset({"inferred", "url", "text", "age", "guessed", "received", "htmldate"})


def merged(old: Article, new: Article, now: datetime, *, text_seen_before: bool = False) -> Article:
    """The article after this sighting: `old` itself when nothing changed, with `revised` = `now` when the change makes a revision.

    `text_seen_before`: the new text is one that this article had before.
    """
    article = _details(old, new)
    if _fuller(old, new):
        return _with_text(article, old, new)
    if _STANDING[new.body] < _STANDING[old.body] or not new.text.strip() or (new.truncated and not old.truncated):
        return article
    same_title = not new.title or folded(old.title) == folded(new.title)
    if same_title and same_wording(old.text, new.text):
        return article
    since = now - old.revised if old.revised else None
    if text_seen_before and since is not None and since < ALTERNATION:
        return article
    changed = _with_text(article, old, new)
    if since is not None and since < REVISION_GAP:
        return changed
    return replace(changed, revised=now)


def revision_of(old: Article, now: datetime) -> Revision:
    """The earlier text, to be kept when another takes its place."""
    return Revision(
        article_id=old.id,
        title=old.title,
        text=old.text,
        layout=old.layout,
        modified=old.modified,
        seen=old.revised or old.received,
        noticed=now,
        capture_id=old.capture_id,
    )


def _fuller(old: Article, new: Article) -> bool:
    """The new text is more of the same: it replaces without a revision."""
    if not new.text.strip():
        return False
    if _STANDING[new.body] > _STANDING[old.body]:
        return True
    if _STANDING[new.body] < _STANDING[old.body] or len(new.text) <= len(old.text):
        return False
    grows = old.truncated or old.body is not Body.FULL
    head = folded(old.text.rstrip(" .…[]\n"))
    return grows and folded(new.text).startswith(head)


def _with_text(article: Article, old: Article, new: Article) -> Article:
    feed_text = new.feed_text or old.feed_text
    if not feed_text and old.body is Body.TEASER and new.body is not Body.TEASER:
        feed_text = old.text
    return replace(
        article,
        title=new.title or old.title,
        text=new.text,
        layout=new.layout,
        body=new.body,
        truncated=new.truncated,
        feed_text=feed_text,
        capture_id=new.capture_id or old.capture_id,
        language=new.language or old.language,
        origins=new.origins or old.origins,
    )


def _details(old: Article, new: Article) -> Article:
    """`old` with what the new sighting adds about it, but for title and text. Equal to `old` when it adds nothing."""
    better = _STANDING[new.body] >= _STANDING[old.body]
    published, precision, modified = _times(old, new)
    moved = bool(new.url) and (not old.url or (old.source_id == new.source_id and urls.key(new.url) != urls.key(old.url)))
    return replace(
        old,
        url=new.url if moved else old.url,
        title=old.title or new.title,
        authors=new.authors if new.authors and (better or not old.authors) else old.authors,
        publisher=old.publisher or new.publisher,
        publisher_domain=old.publisher_domain or new.publisher_domain,
        published=published,
        published_precision=precision,
        modified=modified,
        language=old.language or new.language,
        section=old.section or new.section,
        tags=old.tags if set(new.tags) <= set(old.tags) else tuple(dict.fromkeys(old.tags + new.tags)),
        image=old.image or new.image,
        teaser=old.teaser or new.teaser,
        related=old.related or new.related,
        external_id=old.external_id or (new.external_id if old.source_id == new.source_id else ""),
    )


def _times(old: Article, new: Article) -> tuple[datetime | None, Precision, datetime | None]:
    """Published stays what it was first said to be; a later date given for the same article is taken as that of a change.

    Only two things move it: a stated time where ours was inferred, and a finer time of the same day.
    """
    published, precision, modified = old.published, old.published_precision, old.modified
    stated = new.published is not None and not _inferred(new)
    if published is None and new.published is not None:
        published, precision = new.published, new.published_precision
    elif published is not None and new.published is not None and stated:
        finer = _FINENESS[new.published_precision] > _FINENESS[precision] and new.published.date() == published.date()
        if finer or _inferred(old):
            published, precision = new.published, new.published_precision
        elif new.published > published and new.modified is None and not finer:
            modified = max(modified, new.published) if modified else new.published
    if new.modified is not None:
        modified = max(modified, new.modified) if modified else new.modified
    return published, precision, modified


def _inferred(article: Article) -> bool:
    return dict(article.origins).get("published", "") in INFERRED
