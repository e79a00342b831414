"""Answering a search, and finding articles with similar words. The index finds; what it found is read and marked here."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from sqlalchemy import Connection, func, select

from broadsheet.store import articles as article_rows
from broadsheet.store.database import WordIndex
from broadsheet.store.query import Query, understood
from broadsheet.store.spans import spans
from broadsheet.store.tables import articles
from broadsheet.store.words import tokens
from broadsheet.types import Article, Hit, Hits, Search

#: Matches are counted up to here, and nobody pages further (row A06).
COUNTED = 1000
MOST_HITS = 200

#: `like`: how much of a text is looked at, words tried, words asked for, articles compared, and the least score that means anything.
_LOOKED_AT, _TRIED, _ASKED, _COMPARED, _LEAST = 20_000, 48, 12, 40, 0.15
#: A word in more articles than this tells little; it is not counted further.
_COMMON = 2000


def search(c: Connection, index: WordIndex, wanted: Search, offset: int, limit: int) -> Hits:
    """The articles that match, with the places of the words. A search of nothing but signs finds nothing."""
    query = understood(wanted)
    offset, limit = max(offset, 0), min(max(limit, 0), MOST_HITS)
    if query is None or offset >= COUNTED or not limit:
        return Hits(())
    by_time = wanted.order == "time" or not query.wanted
    found, number = index.match(c, query, by_time=by_time, offset=offset, limit=limit)
    read = {article.id: article for article in article_rows.by_id(c, [id_ for id_, _ in found])}
    hits = tuple(_hit(read[id_], score, query) for id_, score in found if id_ in read)
    total = min(number, COUNTED)
    following = offset + limit
    return Hits(hits, total=total, capped=number > COUNTED, next_offset=following if following < total else 0)


def _hit(article: Article, score: float, query: Query) -> Hit:
    anywhere = [phrase for phrase in query.wanted if not phrase.title]
    return Hit(article, score, spans(article.title, query.wanted), spans(article.text, anywhere))


def like(c: Connection, index: WordIndex, article_id: int, limit: int, frequency: Callable[[str, int], int]) -> list[tuple[Article, float]]:
    """Articles that share the rare words of this one, best first.

    The score is the share of the words' information (the logarithm of one over how common they are) that the other article has too.
    `frequency(token, cap)` says in how many articles a token is.
    """
    this = article_rows.one(c, article_id)
    total = max(int(c.execute(select(func.count()).select_from(articles)).scalar_one()), 2)
    weights: dict[str, float] = {}
    for token in _telling(this):
        number = frequency(token, _COMMON)
        if 2 <= number < min(_COMMON, max(total // 3, 4)):
            weights[token] = math.log(total / number) if total > number else 0.1
    rarest = sorted(weights, key=lambda token: (-weights[token], token))[:_ASKED]
    if not rarest:
        return []
    others = [id_ for id_ in index.any_of(c, rarest, _COMPARED) if id_ != article_id]
    whole = sum(weights[token] for token in rarest)
    scored: list[tuple[float, Article]] = []
    for other in article_rows.by_id(c, others):
        has = set(tokens(f"{other.title}\n{other.text[:_LOOKED_AT] or other.teaser}"))
        score = sum(weights[token] for token in rarest if token in has) / whole
        if score >= _LEAST:
            scored.append((score, other))
    scored.sort(key=lambda pair: (-pair[0], -pair[1].sort_time.timestamp(), pair[1].id))
    return [(other, score) for score, other in scored[:limit]]


def _telling(article: Article) -> list[str]:
    """The words to try: those of the title, then those that the text repeats, then those that it begins with."""
    body = tokens(article.text[:_LOOKED_AT] or article.teaser)
    repeated = [token for token, count in Counter(body).most_common(4 * _TRIED) if count > 1]
    ordered = dict.fromkeys([*tokens(article.title), *repeated, *body])
    return [token for token in ordered if _says_something(token)][:_TRIED]


def _says_something(token: str) -> bool:
    return len(token) > 3 or (len(token) > 1 and not token.isascii()) or token.isdigit()
