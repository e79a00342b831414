"""From items to stored articles: look up candidates, let `analyse.identity` decide, store in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.analyse import identity, language
from broadsheet.extract.read import UNKNOWN_TIME
from broadsheet.pipeline.press import Press
from broadsheet.types import Article, Capture, Filed, Filing, Item, Outcome, Source


@dataclass(frozen=True, slots=True)
class Found:
    """An item and the capture that its text came from."""

    item: Item
    capture: Capture | None = None


def file_items(press: Press, found: Sequence[Found], source: Source | None = None) -> list[Filed]:
    """Decide about all items and store the decisions in one transaction; gives the outcome of each item, in order.

    Look-up and storing are one step among the threads of a process; among processes the store's unique keys decide.
    """
    if not found:
        return []
    captures: list[Capture] = []
    items = [_prepared(one, source, captures, press.clock()) for one in found]
    keys = [identity.keys(item.article) for item in items]
    with press.filing:
        known = press.store.known(list(dict.fromkeys(key for own in keys for key in own)))
        candidates = {article.id: article for article in press.store.articles_by_id(sorted(set(known.values())))}
        filings = identity.decide_all(items, known, candidates, press.clock())
        filed = press.store.file(_with_captures(press, filings, captures))
    return _each(keys, known, filings, filed)


def _each(keys: Sequence[tuple[str, ...]], known: Mapping[str, int], filings: Sequence[Filing], filed: Sequence[Filed]) -> list[Filed]:
    """The outcome of each item: several items of a batch may have become one filing."""
    outcomes = {one.article_id: one for one in filed}
    ids = dict(known) | {key: one.article_id for filing, one in zip(filings, filed, strict=True) for key in filing.keys}
    if len(filed) == len(keys):
        return list(filed)
    return [next((outcomes[ids[key]] for key in own if ids.get(key) in outcomes), Filed(0, Outcome.SEEN)) for own in keys]


def attributed(article: Article, source: Source | None) -> Article:
    """The article with what its source says about it where the document says nothing. The operator's words for a source win."""
    if source is None:
        # A file or archive has no source: the domain that it was fetched from is who published it.
        return replace(article, publisher=article.publisher or article.publisher_domain)
    return replace(
        article,
        source_id=source.id,
        publisher=source.publisher or article.publisher or source.title,
        section=article.section or source.section,
    )


def _prepared(one: Found, source: Source | None, captures: list[Capture], now: datetime) -> Item:
    """The item with source and language filled in, its capture named by a negative number: minus its place in `captures`, from 1.

    The number survives the decision, which alone knows whether the article takes its text from this capture.
    """
    article = attributed(one.item.article, source)
    if article.received == UNKNOWN_TIME:
        article = replace(article, received=now)
    if not article.language and article.text:
        article = replace(article, language=language.detect(article.text))
    if one.capture is None:
        return replace(one.item, article=article)
    if one.capture.id:
        return replace(one.item, article=replace(article, capture_id=one.capture.id))
    if not any(capture is one.capture for capture in captures[-2:]):
        captures.append(one.capture)
    place = next(n for n in range(len(captures), 0, -1) if captures[n - 1] is one.capture)
    return replace(one.item, article=replace(article, capture_id=-place))


def _with_captures(press: Press, filings: Sequence[Filing], captures: Sequence[Capture]) -> list[Filing]:
    """The filings with their captures: one that several articles share is stored beforehand, else it goes with its filing.

    A capture that no article takes its text from is not kept: a feed that changes only in its noise would else fill the disk.
    """
    uses = Counter(filing.article.capture_id for filing in filings if filing.article.capture_id < 0 and not filing.seen_only)
    shared = {number: press.store.save_capture(captures[-number - 1]) for number, count in uses.items() if count > 1}
    finished = []
    for filing in filings:
        number = filing.article.capture_id
        revision = filing.revision
        if revision is not None and revision.capture_id < 0:
            filing = replace(filing, revision=replace(revision, capture_id=shared.get(revision.capture_id, 0)))
        if number < 0:
            alone = number not in shared and not filing.seen_only
            article = replace(filing.article, capture_id=shared.get(number, 0))
            filing = replace(filing, article=article, capture=captures[-number - 1] if alone else None)
        finished.append(filing)
    return finished
