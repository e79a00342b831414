"""Which articles to offer beside an article or a story: ranked, varied, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.analyse.related.pairs import Embedder, similarities
from broadsheet.analyse.related.reasons import reason_words
from broadsheet.analyse.terms import Rarity, cosine, counted, weights
from broadsheet.types import Article

#: Below this similarity an article is not related.
LEAST = 0.1
#: Two offered articles are less alike than this (cosine of terms), else one of them is enough.
NEAR_COPY = 0.8
#: Offered articles of one publisher.
OF_ONE_PUBLISHER = 2
#: What likeness to an article offered already costs (maximal marginal relevance; Carbonell and Goldstein 1998).
VARIETY = 0.3
#: Background offered at most.
MOST_BACKGROUND = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be offered: its story (0 = none yet) and the original that it is a copy of (0 = none)."""

    article: Article
    story_id: int = 0
    copy_of: int = 0

    @property
    def report(self) -> int:
        """The article whose report this is: its original, or itself."""
        return self.copy_of or self.article.id


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A related article. `kind`: "related" or "background" (same story, earlier); `score` 0..1.

    `reason` is a code: "earlier" (earlier in this story), "names" or "terms" (both have `words`), "meaning" (no words in common).
    """

    article_id: int
    score: float
    kind: str
    reason: str
    words: tuple[str, ...] = ()


def rank(
    article: Article,
    candidates: Sequence[Candidate],
    *,
    story_id: int = 0,
    copy_of: int = 0,
    most: int = 8,
    embedder: Embedder | None = None,
    rarity: Rarity | None = None,
) -> list[RelatedItem]:
    """The related articles, best first, then the background, latest first.

    Of the article's own story (`story_id`, 0 = none) only earlier reports are offered, as background; never a copy of this article or of
    its original (`copy_of`), never two copies of one report, at most one article of another story and two of one publisher.
    """
    own = Candidate(article, story_id, copy_of)
    others = [one for one in candidates if one.article.id != article.id and one.report not in (own.report, article.id)]
    same = [one for one in others if story_id and one.story_id == story_id]
    foreign = [one for one in others if not (story_id and one.story_id == story_id)]
    scores = list(similarities([(article, one.article) for one in foreign], embedder, rarity)) if foreign else []
    chosen = _varied(article, foreign, scores, most, rarity)
    related = [_item(article, one, score, rarity) for one, score in chosen]
    return related + [RelatedItem(one.article.id, 1.0, "background", "earlier") for one in _earlier(article, same)]


def rank_story(
    members: Sequence[Article],
    candidates: Sequence[Candidate],
    *,
    story_id: int,
    most: int = 8,
    embedder: Embedder | None = None,
    rarity: Rarity | None = None,
) -> list[RelatedItem]:
    """Articles that stand for stories related to this one, one a story, best first; [] for a story without members.

    The story is read as one article: the titles and beginnings of its members (a few suffice; pass the central ones first).
    """
    if not members:
        return []
    titles = " ".join(dict.fromkeys(member.title for member in members[:10]))
    text = "\n".join(dict.fromkeys(member.text[:2000] for member in members[:5]))
    whole = replace(members[0], title=titles, text=text, layout=())
    ids = {member.id for member in members}
    foreign = [one for one in candidates if one.story_id != story_id and one.article.id not in ids and one.report not in ids]
    return rank(whole, foreign, most=most, embedder=embedder, rarity=rarity)


def _earlier(article: Article, same: Sequence[Candidate]) -> list[Candidate]:
    """The latest reports from before the article, one a report, and always the very first."""
    before: dict[int, Candidate] = {}
    for one in sorted(same, key=lambda one: (_time(one.article), one.article.id)):
        if _time(one.article) < _time(article):
            before.setdefault(one.report, one)
    found = list(before.values())
    latest = found[-MOST_BACKGROUND:]
    if len(found) > MOST_BACKGROUND:
        latest[0] = found[0]
    return latest[::-1]


def _time(article: Article) -> datetime:
    return article.published or article.received


def _varied(
    article: Article, candidates: Sequence[Candidate], scores: Sequence[float], most: int, rarity: Rarity | None
) -> list[tuple[Candidate, float]]:
    known = rarity.copy() if rarity is not None else Rarity()
    counts = [counted(f"{one.title}\n{one.text}") for one in (article, *(one.article for one in candidates))]
    for count in counts:
        known.add(count)
    mine, *vectors = [weights(count, known) for count in counts]
    left = {place: score for place, score in enumerate(scores) if score >= LEAST and cosine(mine, vectors[place]) < NEAR_COPY}
    chosen: list[tuple[Candidate, float]] = []
    nearest = dict.fromkeys(left, 0.0)
    publishers: Counter[str] = Counter()
    taken: set[tuple[str, int]] = set()
    while left and len(chosen) < most:
        place = max(left, key=lambda place: (left[place] - VARIETY * nearest[place], -place))
        score, one = left.pop(place), candidates[place]
        publisher = one.article.publisher_domain or one.article.publisher
        marks = {("report", one.report)} | ({("story", one.story_id)} if one.story_id else set())
        if marks & taken or nearest[place] >= NEAR_COPY or (publisher and publishers[publisher] >= OF_ONE_PUBLISHER):
            continue
        chosen.append((one, score))
        taken |= marks
        publishers[publisher] += 1
        for other in left:
            nearest[other] = max(nearest[other], cosine(vectors[place], vectors[other]))
    return chosen


def _item(article: Article, one: Candidate, score: float, rarity: Rarity | None) -> RelatedItem:
    words = reason_words(article, one.article, rarity)
    reason = "meaning" if not words else "names" if words[0][0].isupper() else "terms"
    return RelatedItem(one.article.id, score, "related", reason, words)
