"""Whether an article is a copy, and of which one. Pure: the caller brings the articles and their comparisons.

An article is a copy of another when most of its own words, outside quotations and furniture, stand in the other one. Which of the two is
the original is a sum of evidence: who names whom as its origin, who is an agency, who was published first, who holds more of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from broadsheet.analyse.copies.compare import Comparison, compare
from broadsheet.analyse.copies.credits import credits
from broadsheet.analyse.copies.fingerprint import fingerprint
from broadsheet.analyse.families import Families
from broadsheet.types import Article, Body, Copy, CopyKind, Precision, urls
from broadsheet.types.text import folded

VERSION = "copies-2"
#: Share of an article's own words (outside quotations) that must stand in the original.
LEAST_SHARE = 0.45
#: Lesser share that does when the original credits nobody and the copy names the original's house.
LEAST_CREDITED = 0.3
#: Share of a text cut off by a paywall that a copy must hold: how much of the copy that is cannot be known.
LEAST_OF_STUB = 0.6
#: Own words in common, at least. Shorter texts are copies only when nearly all of them is shared.
LEAST_WORDS = 30
SHORT_WORDS = 12
SHORT_SHARE = 0.85
#: A group larger than this is compared only with its likeliest originals.
ALL_PAIRS = 24
_LIKELY = 6

# Evidence of being the original, in log-odds: set by hand from what each is worth on made copies, not fitted.
_IS_CREDITED = 6.0
_IS_VOUCHED = 5.0
_IS_AGENCY = 3.0
_OTHER_CREDITS = 2.0
_FIRST = 2.5
_RECEIVED = 0.5
_HOLDS_MORE = 2.5

_FINENESS = {
    Precision.SECOND: timedelta(seconds=60),
    Precision.MINUTE: timedelta(seconds=60),
    Precision.HOUR: timedelta(hours=1),
    Precision.DAY: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be the original. In `comparison`, a is the article under decision, b this one. `copy`: of what it is one."""

    article: Article
    comparison: Comparison
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article says of itself, worked out once."""

    article: Article
    family: str
    agency: bool
    credits: tuple[str, ...]
    credited: frozenset[str]


def copyable(article: Article) -> bool:
    """Whether the article has a text that could be a copy or be copied: not a cookie wall or other page without an article."""
    return article.body is not Body.NONE and bool(article.text.strip())


def is_copy(comparison: Comparison, *, credited: bool = False) -> bool:
    """Whether a's words are b's: enough of them, and most of those outside quotations. `credited`: a names b's house as its origin."""
    if comparison.plain_words >= LEAST_WORDS:
        return comparison.plain_a >= (LEAST_CREDITED if credited else LEAST_SHARE)
    return comparison.plain_words >= SHORT_WORDS and comparison.plain_a >= SHORT_SHARE and comparison.share_a >= SHORT_SHARE


def may_copy(comparison: Comparison) -> bool:
    """Whether either text may be a copy of the other one, before it is known who names whom and which of them is cut off."""
    turned = comparison.turned()
    stub = comparison.plain_words >= LEAST_WORDS and max(comparison.plain_a, comparison.plain_b) >= LEAST_OF_STUB
    return stub or is_copy(comparison, credited=True) or is_copy(turned, credited=True)


def _carries(comparison: Comparison, own: Article, original: Article, *, credited: bool) -> bool:
    """`is_copy` for articles: a stub behind a paywall is a copy only where it names the original's house (row H21)."""
    if Body.PARTIAL not in (own.body, original.body):
        return is_copy(comparison, credited=credited)
    if own.body is Body.PARTIAL:
        return credited and is_copy(comparison, credited=True)
    return comparison.plain_words >= LEAST_WORDS and comparison.plain_b >= LEAST_OF_STUB


def choose_original(article: Article, candidates: Sequence[Candidate], families: Families | None = None) -> Copy | None:
    """What the article is a copy of, None when of nothing or when it is itself the original of the candidates (see `regroup`).

    A candidate that is a copy itself stands for its own original, so chains never form. Candidates without a text that could be copied
    are left out.
    """
    known = families or Families()
    if not copyable(article):
        return None
    own = _told(article, known)
    best: tuple[float, Candidate, tuple[str, ...]] | None = None
    for one in candidates:
        if one.article.id == article.id or not copyable(one.article):
            continue
        other = _told(one.article, known)
        score, reasons = _evidence(other, own, one.comparison, known)
        if score <= 0 or not _carries(one.comparison, article, one.article, credited="is the credited agency" in reasons):
            continue
        if one.copy is not None and one.copy.original_id == article.id:
            continue
        total = score + one.comparison.plain_a
        if best is None or total > best[0]:
            best = (total, one, reasons)
    if best is None:
        return None
    chosen, reasons = best[1], best[2]
    comparison = chosen.comparison
    original = chosen.article
    if chosen.copy is not None:
        for one in candidates:
            if one.article.id == chosen.copy.original_id:
                original, comparison = one.article, one.comparison
                reasons = _evidence(_told(original, known), own, comparison, known)[1] or reasons
    original_id = chosen.copy.original_id if chosen.copy is not None else original.id
    return _record(own, original, original_id, comparison, reasons)


def regroup(
    articles: Sequence[Article], comparisons: Mapping[tuple[int, int], Comparison] | None = None, families: Families | None = None
) -> list[Copy]:
    """The copies among these articles, each with its original, as if all had arrived at once; an article without a record is no copy.

    `comparisons` by (id of a, id of b), either way round; missing ones are made here, in large groups only with the likeliest originals.
    An original is never a copy: chains are resolved to the article at their end.
    """
    known = families or Families()
    told = {one.id: _told(one, known) for one in articles if copyable(one)}
    given = dict(comparisons or {})
    pairs = _compared(told, given)
    score = dict.fromkeys(told, 0.0)
    evidence: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {}
    vouched = _vouched(told, pairs, known)
    for (a, b), comparison in pairs.items():
        weight, reasons = _evidence(told[b], told[a], comparison, known, vouched)
        evidence[a, b] = weight, reasons
        if is_copy(comparison) or is_copy(comparison.turned()) or "is the credited agency" in reasons:
            score[b] += max(-8.0, min(8.0, weight))
    order = sorted(told, key=lambda one: (-score[one], told[one].article.sort_time, one))
    place = {number: rank for rank, number in enumerate(order)}
    root_of: dict[int, int] = {}
    records = []
    for a in order:
        choices = [
            (evidence[a, b][0] + comparison.plain_a, -place[b], b)
            for b, comparison in ((b, pairs[a, b]) for b in order[: place[a]] if (a, b) in pairs)
            if _carries(comparison, told[a].article, told[b].article, credited="is the credited agency" in evidence[a, b][1])
            # Where all speaks against it, and b holds much that a does not have, b took a's text in.
            and (evidence[a, b][0] > 0 or comparison.plain_b >= LEAST_CREDITED)
        ]
        root_of[a] = a
        for _weight, _place, near in sorted(choices, reverse=True):
            root = root_of[near]
            comparison = pairs.get((a, root)) or compare(told[a].article.text, told[root].article.text)
            # What it shares with its neighbour may be what that one took from elsewhere: the next neighbour is asked.
            if root == near or comparison.words >= SHORT_WORDS:
                root_of[a] = root
                reasons = evidence.get((a, root), evidence[a, near])[1]
                records.append(_record(told[a], told[root].article, root, comparison, reasons))
                break
    return records


def _vouched(told: Mapping[int, _Told], pairs: Mapping[tuple[int, int], Comparison], families: Families) -> set[tuple[int, int]]:
    """(b, c): a third article with much of the text of both names b's house as its origin, so the text is hardly c's own."""
    namers: dict[int, set[int]] = defaultdict(set)
    alike: dict[int, set[int]] = defaultdict(set)
    for (a, b), comparison in pairs.items():
        if told[a].credits and may_copy(comparison):
            alike[b].add(a)
            if _names(told[a], told[b], families):
                namers[b].add(a)
    return {(b, c) for b, c in pairs if not namers[b].isdisjoint(alike[c])} if namers else set()


def _compared(told: Mapping[int, _Told], given: Mapping[tuple[int, int], Comparison]) -> dict[tuple[int, int], Comparison]:
    """Comparisons of the group both ways round; those without anything in common are left out."""
    numbers = sorted(told, key=lambda one: (-told[one].agency, len(told[one].credited), told[one].article.sort_time, one))
    prints = {one: fingerprint(told[one].article.text) for one in numbers}
    likely = numbers if len(numbers) <= ALL_PAIRS else numbers[:_LIKELY]
    out: dict[tuple[int, int], Comparison] = {}
    for rank, b in enumerate(numbers):
        for a in numbers[rank + 1 :]:
            comparison = given.get((a, b))
            if comparison is None and (b, a) in given:
                comparison = given[b, a].turned()
            if comparison is None and b in likely and prints[a] and prints[b]:
                if max(prints[a].share_in(prints[b]), prints[b].share_in(prints[a])) == 0.0 and min(len(prints[a]), len(prints[b])) > 20:
                    continue
                comparison = compare(told[a].article.text, told[b].article.text)
            if comparison is not None and comparison.words:
                out[a, b], out[b, a] = comparison, comparison.turned()
    return out


def _evidence(
    original: _Told, copy: _Told, comparison: Comparison, families: Families, vouched: Collection[tuple[int, int]] = ()
) -> tuple[float, tuple[str, ...]]:
    """For `original` being the original and `copy` the copy (a of the comparison): log-odds, and the reasons for it; `_vouched`."""
    score = 0.0
    reasons: list[str] = []
    way = (original.article.id, copy.article.id)
    one, two = _names(copy, original, families), _names(original, copy, families)
    if one != two:
        score += _IS_CREDITED if one else -_IS_CREDITED
        if one:
            reasons.append("is the credited agency")
    elif (way in vouched) != (way[::-1] in vouched):
        score += _IS_VOUCHED if way in vouched else -_IS_VOUCHED
        if way in vouched:
            reasons.append("named by other copies")
    elif original.agency != copy.agency:
        score += _IS_AGENCY if original.agency else -_IS_AGENCY
        if original.agency:
            reasons.append("agency")
    elif bool(copy.credits) != bool(original.credits):
        score += _OTHER_CREDITS if copy.credits else -_OTHER_CREDITS
        if copy.credits:
            reasons.append("credited")
    when, reason = _earlier(original.article, copy.article)
    score += when
    if reason:
        reasons.append(reason)
    more = comparison.share_a - comparison.share_b
    score += _HOLDS_MORE * more
    if more > 0.1:
        reasons.append("contains more")
    return score, tuple(reasons)


def _names(one: _Told, other: _Told, families: Families) -> bool:
    """Whether the one names the other's house as its origin."""
    house = other.article
    return any(families.names_publisher(credit, house.publisher, house.publisher_domain) for credit in one.credits)


def _earlier(one: Article, other: Article) -> tuple[float, str]:
    """Evidence from time for `one` being earlier; the reason only where the times are fine enough to say so."""
    if one.published and other.published:
        grain = max(_FINENESS[one.published_precision], _FINENESS[other.published_precision])
        if grain == timedelta(days=1):
            days = (other.published.date() - one.published.date()).days
            ahead = (days > 0) - (days < 0)
        else:
            gap = other.published - one.published
            ahead = (gap >= grain) - (-gap >= grain)
        if ahead:
            return _FIRST * ahead, "published first" if ahead > 0 else ""
    gap = other.received - one.received
    ahead = (gap > timedelta(0)) - (gap < timedelta(0))
    return _RECEIVED * ahead, "received first" if ahead > 0 else ""


def _told(article: Article, families: Families) -> _Told:
    named = credits(article, families)
    return _Told(
        article=article,
        family=families.family_of(article.publisher, article.publisher_domain),
        agency=families.is_agency(article.publisher_domain) or families.is_agency(article.publisher),
        credits=named,
        credited=frozenset(families.match_credit(name) for name in named),
    )


def same_publisher(a: Article, b: Article) -> bool:
    """Whether one publisher has both: the same registrable domain, or the same name where a domain is unknown."""
    if a.publisher_domain and b.publisher_domain:
        return urls.same_site(a.publisher_domain, b.publisher_domain)
    return folded(a.publisher) == folded(b.publisher) != ""


def _record(own: _Told, original: Article, original_id: int, comparison: Comparison, reasons: tuple[str, ...]) -> Copy:
    return Copy(
        article_id=own.article.id,
        original_id=original_id,
        kind=CopyKind.DUPLICATE if same_publisher(own.article, original) else CopyKind.SYNDICATED,
        share=round(comparison.share_a, 4),
        kept=round(comparison.share_b, 4),
        credit=own.credits[0] if own.credits else "",
        reasons=reasons,
        version=VERSION,
    )
