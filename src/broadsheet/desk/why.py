"""Why an article is in its story: the signals of the decision as bars with words, what else was possible, and who decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from broadsheet.analyse.copies.compare import compare
from broadsheet.analyse.related.passages import alike_sentences, said
from broadsheet.desk.compare import Side, sides
from broadsheet.desk.words import listed
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy, Evidence, Membership, Overlap, Signal, Story, StoryEdit

#: Code of a signal: what it is called, and what it compares.
SIGNALS = {
    "terms": ("Words", "telling words that both use"),
    "names": ("Names", "people, places and organisations that both name"),
    "meaning": ("Meaning", "how alike the texts are in meaning"),
    "figures": ("Figures", "numbers that both give"),
    "places": ("Places", "places that both speak of"),
    "time": ("Time", "how close together they appeared"),
    "copies": ("Copies", "passages that both share word for word"),
    "title": ("Headlines", "how alike the headlines are"),
}
#: Code of a reason for calling one article the original of another, in words.
ORIGINAL = {
    "credited": "the copy names it as its source",
    "is the credited agency": "its publisher is the agency that the copy credits",
    "named by other copies": "other copies name it as their source",
    "contains more": "it holds more of the shared text",
    "published first": "it was published first",
    "received first": "it was received first",
    "agency": "its publisher is an agency",
}
#: Who decides about stories, in words.
DECIDERS = {
    "linker": "Decided by the linker as the article came in",
    "tidy": "Decided by the periodic pass that looks at whole stories again",
    "owner": "Decided by the owner of this site",
    "cli": "Decided on the command line",
}
#: Half the width of the drawing of a bar, in its own units.
HALF = 100


@dataclass(frozen=True, slots=True)
class SignalBar:
    """A signal as it is drawn: from the middle to the right when it spoke for the story, to the left when against.

    `length` is 0 to 100, the strongest signal being 100.
    """

    signal: Signal
    name: str
    about: str
    detail: str
    length: int

    @property
    def against(self) -> bool:
        """It spoke against."""
        return self.signal.weight < 0

    @property
    def verdict(self) -> str:
        """What it said, in words: "strongly for", "a little against"."""
        if abs(self.signal.weight) < 0.005:
            return "no matter"
        strength = "strongly " if self.length >= 67 else "" if self.length >= 25 else "a little "
        return f"{strength}{'against' if self.against else 'for'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """All that the page "why is this here" shows. `story` is None while the article waits to be linked."""

    article: Article
    #: 0 while the article waits to be linked.
    story_id: int
    story: Story | None
    evidence: Evidence
    nearest: Article | None
    bars: tuple[SignalBar, ...]
    runner_up: Story | None
    runner_score: float
    copy: Copy | None
    original: Article | None
    reasons: tuple[str, ...]
    mine: Side | None
    other: Side | None
    #: What both share word for word, or, where that is nothing (`alike`), pairs of sentences that say alike.
    overlaps: tuple[Overlap, ...]
    alike: bool
    edits: tuple[StoryEdit, ...]

    @property
    def began(self) -> bool:
        """The article began its story, or was put there by hand: nothing was compared."""
        return not self.bars

    @property
    def decider(self) -> str:
        """Who decided, in words."""
        return DECIDERS.get(self.evidence.decider, f"Decided by {self.evidence.decider}")


def why_page(store: Store, article_id: int) -> WhyPage:
    """Why this article is where it is. Raises NotFound for an unknown article; one that waits to be linked has no story yet."""
    article = store.article(article_id)
    membership = store.membership(article_id)
    copy = store.copy_of([article_id]).get(article_id)
    evidence = membership.evidence if membership else Evidence(score=0.0)
    partner_ids = [number for number in (copy.original_id if copy else 0, evidence.nearest_id) if number and number != article_id]
    partners = {partner.id: partner for partner in store.articles_by_id(partner_ids)} if partner_ids else {}
    original = partners.get(copy.original_id) if copy else None
    nearest = partners.get(evidence.nearest_id)
    beside = original or nearest
    overlaps: tuple[Overlap, ...] = ()
    alike = False
    mine = other = None
    if beside is not None:
        overlaps = compare(article.text, beside.text).overlaps
        alike = not overlaps
        overlaps = overlaps or alike_sentences(article, beside)
        mine, other = sides(article, beside, overlaps)
        evidence = replace(evidence, signals=said(evidence.signals, article, beside))
    stories = _stories(store, membership)
    runner = evidence.runner_up
    return WhyPage(
        article=article,
        story_id=membership.story_id if membership else 0,
        story=stories.get(membership.story_id) if membership else None,
        evidence=evidence,
        nearest=nearest,
        bars=bars(evidence.signals),
        runner_up=stories.get(runner[0]) if runner else None,
        runner_score=runner[1] if runner else 0.0,
        copy=copy,
        original=original,
        reasons=tuple(ORIGINAL.get(code, code) for code in copy.reasons) if copy else (),
        mine=mine,
        other=other,
        overlaps=overlaps,
        alike=alike,
        edits=tuple(edit for edit in _edits(store, membership) if article_id in edit.article_ids),
    )


def _stories(store: Store, membership: Membership | None) -> dict[int, Story]:
    """The article's story and the next best one, by the ids that were asked for: a merged story answers for the one that it went into."""
    if membership is None:
        return {}
    runner = membership.evidence.runner_up
    found: dict[int, Story] = {}
    for wanted in dict.fromkeys([membership.story_id, *((runner[0],) if runner else ())]):
        for story in store.stories_by_id([wanted]):
            found[wanted] = story
    return found


def _edits(store: Store, membership: Membership | None) -> list[StoryEdit]:
    return store.edits(membership.story_id, 100) if membership else []


def bars(signals: Sequence[Signal]) -> tuple[SignalBar, ...]:
    """The signals as bars, the strongest first, for or against."""
    most = max((abs(signal.weight) for signal in signals), default=0.0)
    drawn = [_bar(signal, most) for signal in signals]
    return tuple(sorted(drawn, key=lambda bar: -abs(bar.signal.weight)))


def _bar(signal: Signal, most: float) -> SignalBar:
    name, about = SIGNALS.get(signal.name, (signal.name.capitalize(), ""))
    length = round(HALF * abs(signal.weight) / most) if most > 0 else 0
    return SignalBar(signal, name, about, listed(signal.detail, 10), length)
