"""Is this item new, the same article as one that we have, or a later text of it? Pure decisions; the store reads and writes.

An article has identity keys, strongest first:

    u:  its address, normalised                          survives tracking parameters
    g:  source and guid                                  survives a move to another address
    h:  publisher, title and text                        survives a new guid and a new address
    t:  publisher and title (of some length)             survives a new address together with an edit; looked at closely

A key only proposes a candidate. `u` and `h` are believed unless other evidence speaks against them, `g` and `t` only with evidence:
publishers use one guid for everything, and one headline every week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from broadsheet.analyse.editions import NEAR, near, similarity
from broadsheet.analyse.merging import merged, revision_of
from broadsheet.types import Article, Filing, Item, urls
from broadsheet.types.text import fingerprint, folded

#: A headline shorter than this (in words, or in characters for scripts without spaces) names nothing ("Weather", "Live").
TITLE_WORDS, TITLE_CHARACTERS = 4, 12
#: A text of fewer words may stand under many articles.
TEXT_WORDS = 20


def keys(article: Article) -> tuple[str, ...]:
    """The identity keys of an article, strongest first. Never empty; equal for equal input, whatever the process."""
    found: list[str] = []
    if article.url:
        found.append("u:" + urls.key(article.url))
    if article.external_id and article.source_id:
        found.append(f"g:{article.source_id}:{article.external_id}"[:512])
    scope, title = _scope(article), folded(article.title)
    texts = dict.fromkeys(folded(text) for text in (article.text, article.feed_text) if text.strip())
    found += ["h:" + fingerprint(scope, title, text) for text in texts]
    if _telling(title):
        found.append("t:" + fingerprint(scope, title))
    if not found:
        found.append("h:" + fingerprint(scope, title, article.published.isoformat() if article.published else ""))
    return tuple(found)


def decide(item: Item, known: Mapping[str, int], candidates: Mapping[int, Article], now: datetime) -> Filing:
    """What to do with an item: file it as new, as a revision, as an update, or only note that it was seen.

    `known` gives the article id for each of `keys(item.article)` that the store knows, `candidates` those articles whole; an id that is
    missing from `candidates` is treated as unknown. A key that belongs to another article is never claimed.
    """
    article = item.article
    own = keys(article)
    old = _same_article(article, own, known, candidates)
    if old is None:
        fresh = tuple(key for key in own if key not in known or known[key] not in candidates)
        return Filing(article=article, keys=fresh, item_hash=item.item_hash)
    added = tuple(key for key in own if key not in known and not _made_up(key, old, article))
    text_seen_before = any(key.startswith("h:") and known.get(key) == old.id for key in own)
    now_is = merged(old, article, now, text_seen_before=text_seen_before)
    if now_is == old:
        lasting = tuple(key for key in added if not key.startswith("h:"))
        return Filing(article=_sighting(old, article), keys=lasting, item_hash=item.item_hash, seen_only=True)
    revision = revision_of(old, now) if now_is.revised != old.revised and old.id > 0 else None
    return Filing(article=now_is, keys=added, item_hash=item.item_hash, revision=revision)


def decide_all(items: Sequence[Item], known: Mapping[str, int], candidates: Mapping[int, Article], now: datetime) -> list[Filing]:
    """`decide` for the items of one batch, in order, each seeing what the ones before it decided.

    Two items of a batch that are one new article give one filing; two that are the same stored article give filings that build upon
    each other. The result has at most one filing an item.
    """
    known, candidates = dict(known), dict(candidates)
    filings: list[Filing] = []
    place: dict[int, int] = {}
    for item in items:
        filing = decide(item, known, candidates, now)
        number = filing.article.id
        if number < 0:  # the same as a new one earlier in this batch
            first = filings[place[number]]
            article = first.article if filing.seen_only else replace(filing.article, id=0)
            filings[place[number]] = replace(first, article=article, keys=first.keys + filing.keys)
            candidates[number] = replace(article, id=number)
        elif number == 0:
            number = -1 - len(filings)
            place[number] = len(filings)
            candidates[number] = replace(filing.article, id=number)
            filings.append(filing)
        else:
            filings.append(filing)
            if not filing.seen_only:
                candidates[number] = filing.article
        known.update((key, number) for key in filing.keys)
    return filings


def _same_article(article: Article, own: Sequence[str], known: Mapping[str, int], candidates: Mapping[int, Article]) -> Article | None:
    tried: set[tuple[str, int]] = set()
    for key in own:
        number = known.get(key, 0)
        old = candidates.get(number)
        if old is None or (key[0], number) in tried:
            continue
        tried.add((key[0], number))
        if _believable(key[0], old, article):
            return old
    return None


def _believable(kind: str, old: Article, new: Article) -> bool:
    """Whether the key's proposal stands, given both articles."""
    if kind == "u":
        # A feed whose items all link to one page: their guids and what they say tell them apart.
        one_source = old.source_id == new.source_id and bool(old.external_id and new.external_id)
        return not (one_source and old.external_id != new.external_id) or _alike(old, new)
    if kind == "g":
        same_address = not old.url or not new.url or urls.key(old.url) == urls.key(new.url)
        return same_address or _alike(old, new)
    if kind == "h":
        # A placeholder ("Untitled", "Read more") says the same of every article.
        says_enough = _telling(folded(new.title)) or len(new.text.split()) >= TEXT_WORDS
        return near(old, new, NEAR) and (says_enough or not old.url or not new.url)
    return near(old, new, NEAR) and _alike(old, new, same_title=True)


def _alike(old: Article, new: Article, *, same_title: bool = False) -> bool:
    if not same_title and folded(old.title) == folded(new.title) != "":
        return True
    texts = [text for text in (old.text, old.feed_text, old.teaser) if text]
    if new.text and texts:
        return max(similarity(text, new.text) for text in texts) >= 0.5
    if old.published and new.published:
        return old.published == new.published
    return near(old, new, timedelta(days=1))


def _made_up(key: str, old: Article, new: Article) -> bool:
    """Whether the key is a guid that the source replaced: keeping each would add a row at every fetch."""
    return key.startswith("g:") and old.source_id == new.source_id and old.external_id not in ("", new.external_id)


def _sighting(old: Article, new: Article) -> Article:
    """The article to note a sighting for: of another source's item, that item; of our own source's, the id first used.

    A feed that makes up a new guid at every fetch would else add a sighting each time.
    """
    if old.source_id == new.source_id:
        return old
    return replace(old, source_id=new.source_id, external_id=new.external_id, url=new.url or old.url)


def _scope(article: Article) -> str:
    """Within what a title or text identifies: one publisher."""
    return article.publisher_domain or (f"s{article.source_id}" if article.source_id else "p" + folded(article.publisher))


def _telling(title: str) -> bool:
    return len(title.split()) >= TITLE_WORDS or (not title.isascii() and len(title) >= TITLE_CHARACTERS)
