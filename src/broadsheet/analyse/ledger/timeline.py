"""What happened when, as the articles of a story tell it: a passage a day, the days weighed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from broadsheet.analyse.ledger.rows import LedgerArticle, rarity, stems
from broadsheet.types import Dated, DatePrecision, Passage, TimelineEntry

#: Weight of a passage by how exactly it names its time.
_EXACT = {DatePrecision.DAY: 1.0, DatePrecision.MONTH: 0.5, DatePrecision.SEASON: 0.35, DatePrecision.YEAR: 0.25}
#: Passages that an entry cites beside its own.
MOST_OTHERS = 8
#: Years before the first report beyond which a year alone is background.
FARTHEST = 3


def timeline(articles: Sequence[LedgerArticle]) -> tuple[TimelineEntry, ...]:
    """Entries in order of time, each a day, month or season with the passage that tells it best. Copies' passages stand among `others`.

    An entry's weight (0..1) grows with the reports that name its time, with how exactly they do, and when they do so early.
    """
    weights = rarity(article.text for article in articles)
    spans: dict[tuple[date, date, DatePrecision], list[tuple[float, LedgerArticle, Dated]]] = {}
    for article in articles:
        for dated in article.findings.dates:
            if _is_background(dated, article):
                continue
            spans.setdefault((dated.first, dated.last, dated.precision), []).append((_points(article, dated, weights), article, dated))
    raw = [(key, _sum(told), told) for key, told in spans.items()]
    most = max((points for _, points, _ in raw), default=1.0)
    return tuple(_entry(key, points / most, told) for key, points, told in sorted(raw, key=lambda entry: (entry[0][0], entry[0][1])))


def _is_background(dated: Dated, article: LedgerArticle) -> bool:
    if dated.precision is not DatePrecision.YEAR or article.published is None:
        return False
    return article.published.year - dated.first.year > FARTHEST


def _points(article: LedgerArticle, dated: Dated, weights: dict[str, float]) -> float:
    """How well a passage tells its time: exactness, nearness to the article's beginning, words that the story shares."""
    start, end = dated.passage
    terms = stems(article.text[start:end])
    common = sum(1 / (1 + weights.get(term, 1.0)) for term in terms) / (len(terms) or 1)
    near = 1.0 if start < 400 else 0.7
    return _EXACT[dated.precision] * near * dated.confidence * (0.5 + common)


def _sum(told: Sequence[tuple[float, LedgerArticle, Dated]]) -> float:
    """Points of a time: the best passage of each own report counts."""
    best: dict[int, float] = {}
    for points, article, _ in told:
        source = article.copy_of if article.copy_of is not None else article.article_id
        best[source] = max(best.get(source, 0.0), points)
    return sum(best.values())


def _entry(key: tuple[date, date, DatePrecision], weight: float, told: Sequence[tuple[float, LedgerArticle, Dated]]) -> TimelineEntry:
    ranked = sorted(told, key=lambda one: (one[1].copy_of is not None, -one[0], one[1].article_id, one[2].start))
    passages = list(dict.fromkeys(Passage(article.article_id, *dated.passage) for _, article, dated in ranked))
    return TimelineEntry(
        first=key[0],
        last=key[1],
        precision=key[2],
        passage=passages[0],
        weight=round(weight, 4),
        others=tuple(passages[1 : 1 + MOST_OTHERS]),
    )
