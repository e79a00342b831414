"""Feed items and their pages: which items ask for their page, and what the two make together. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from broadsheet.analyse.merging import merged
from broadsheet.types import Article, Body, FullText

#: A feed text of fewer characters is taken for a teaser although the feed does not say so: about three sentences.
SHORT_TEXT = 600

_STANDING = {Body.NONE: 0, Body.TEASER: 1, Body.PARTIAL: 2, Body.FULL: 3}


def wants_page(article: Article, full_text: FullText) -> bool:
    """Whether the article's page is to be fetched although the feed gave some text."""
    if not article.url or full_text is FullText.NEVER:
        return False
    if full_text is FullText.ALWAYS:
        return True
    return article.body is not Body.FULL or article.truncated or len(article.text) < SHORT_TEXT


def completed(feed: Article, page: Article, now: datetime) -> Article:
    """The feed's article with the text of its page, the feed's own text kept as `feed_text`.

    When the page has less to read than the feed (a paywall, a cookie wall), the feed's text stays.
    """
    page = replace(page, source_id=feed.source_id, external_id=feed.external_id, received=feed.received)
    if (
        not page.text.strip()
        or _STANDING[page.body] < _STANDING[feed.body]
        or (page.body is not Body.FULL and len(page.text) < len(feed.text))
    ):
        return feed
    whole = merged(replace(feed, body=Body.TEASER), replace(page, body=max(page.body, Body.PARTIAL, key=lambda body: _STANDING[body])), now)
    feed_text = "" if feed.text == page.text else feed.text
    return replace(whole, body=page.body, feed_text=feed_text, revised=None, role=feed.role)
