"""A digest: what a period brought, by a reader's rules. Assembled from the store; sends nothing, writes nothing, asks no model.

      articles of the period ──▶ their stories ──▶ rules ──▶ the first of them by heat ──▶ ledger ──▶ told, contested, changed
      articles of the last days ──▶ revised in the period ──▶ what their publishers changed

Every sentence is an article's own with its passage. A past period is told from what had been published by its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from broadsheet.analyse.sentences import sentences
from broadsheet.desk.asking import Cited, ToldView
from broadsheet.desk.digest_changes import Corrected, corrected_in
from broadsheet.desk.digest_rules import Rules
from broadsheet.desk.ledger import MOST_ARTICLES, PairView, Source, StoryLedger, href, ledger_of, limits, source_of
from broadsheet.desk.query import parse
from broadsheet.desk.telling import told_ledger
from broadsheet.store.base import Store
from broadsheet.types import Article, Listing, Passage, Search, Story
from broadsheet.types.told import Told

#: Articles of the period that are looked at, the newest; and how long before it a revised article may have been published.
MOST_LOOKED_AT, LOOK_BACK = 4000, timedelta(days=3)
#: Rows of each list at the end.
MOST_CONTESTED, MOST_CHANGES = 12, 12
_PAGE = 500
#: A leading sentence longer than this is no sentence.
_LONGEST_LEAD = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestStory:
    """A story of the digest. `articles`, `publishers` count what the period brought; `story` counts all of it.

    `begun` says that it began in the period. `told` is never empty: where nothing can be told, the leading article's first sentence is.
    """

    story: Story
    articles: int
    publishers: tuple[str, ...]
    begun: bool
    told: tuple[ToldView, ...] = ()

    @property
    def headline(self) -> str:
        """Its headline, in words also where there is none."""
        return self.story.headline or "Untitled"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a contested figure: whose, its limits in words, its words in the article, and where it stands."""

    holder: str
    amount: str
    words: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Contested:
    """A figure on which sources disagree, of which the period brought a value."""

    story: Story
    quantity: str
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One side of a change of position: who, how ("denies"), the words, and where they stand."""

    who: str
    stance: str
    words: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of position or a correction, of which the period brought the later side."""

    story: Story
    name: str
    first: Turn
    second: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the period brought, before the rules on how much is shown. `left_out` are wanted stories beyond the most that are shown."""

    articles: int = 0
    stories: int = 0
    begun: int = 0
    publishers: int = 0
    left_out: int = 0
    #: Articles of the period that wait to be put into stories.
    waiting: int = 0
    #: The period brought more articles than were looked at.
    capped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The digest of a period. `outside` has the publishers' own addresses of the articles that it cites, where they are known."""

    rules: Rules
    since: datetime
    until: datetime
    stories: tuple[DigestStory, ...] = ()
    contested: tuple[Contested, ...] = ()
    changes: tuple[Changed, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    counts: Counts = field(default_factory=Counts)
    outside: Mapping[int, str] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        """Whether anything is new."""
        return bool(self.stories or self.corrected)


def digest(store: Store, rules: Rules, since: datetime, until: datetime) -> Digest:
    """What the period from `since` up to (without) `until` brought, by the rules. Empty when nothing is new."""
    recent = _recent(store, since - LOOK_BACK, until)
    brought = [article for article in recent if article.sort_time >= since]
    place = store.story_of([article.id for article in recent]) if recent else {}
    groups: dict[int, list[Article]] = {}
    for article in brought:
        if article.id in place:
            groups.setdefault(place[article.id], []).append(article)
    stories = [story for story in store.stories_by_id(sorted(groups)) if story.id in groups]
    wanted = [story for story in _by_words(store, stories, groups, rules, since, until) if _wants(rules, story, groups[story.id])]
    wanted.sort(key=lambda story: (-story.heat, -len(groups[story.id]), -story.id))
    shown = wanted[: rules.stories]
    ledgers = {story.id: _ledger(store, story, until) for story in shown}
    ids = {article.id for article in brought}
    narrowed, kept = bool(rules.words or rules.without or rules.sections), {story.id for story in wanted}
    contested = [one for story in shown for one in _contested(story, ledgers[story.id], ids)]
    changes = [one for story in shown for one in _changed(story, ledgers[story.id], ids)]
    corrected = corrected_in(
        store,
        [article for article in recent if _is_wanted(rules, article) and (not narrowed or place.get(article.id) in kept)],
        [article for found in ledgers.values() for article in found.articles],
        since,
        until,
    )
    told = [_told(store, story, groups[story.id], ledgers[story.id], rules, since) for story in shown]
    cited = {one.source.id for item in told for view in item.told for one in view.cited}
    cited |= {value.cited.source.id for figure in contested for value in figure.values}
    cited |= {turn.cited.source.id for change in changes for turn in (change.first, change.second)}
    cited |= {one.source.id for one in corrected}
    return Digest(
        rules=rules,
        since=since,
        until=until,
        stories=tuple(told),
        contested=tuple(contested[:MOST_CONTESTED]),
        changes=tuple(changes[:MOST_CHANGES]),
        corrected=corrected,
        counts=Counts(
            articles=len(brought),
            stories=len(stories),
            begun=sum(_is_begun(story, since) for story in stories),
            publishers=len({_publisher(article) for article in brought} - {""}),
            left_out=len(wanted) - len(shown),
            waiting=sum(article.id not in place for article in brought),
            capped=len(recent) >= MOST_LOOKED_AT,
        ),
        outside={article.id: article.url for article in store.articles_by_id(sorted(cited))} if cited else {},
    )


# -- which stories -----------------------------------------------------------------------------------------------------


def _recent(store: Store, since: datetime, until: datetime) -> list[Article]:
    """Articles from `since` up to `until`, newest first, texts cut."""
    found: list[Article] = []
    before: tuple[datetime, int] | None = None
    while len(found) < MOST_LOOKED_AT:
        page = store.latest(Listing(since=since, until=until, before=before, limit=_PAGE))
        found += [article for article in page if article.sort_time < until]
        if len(page) < _PAGE:
            break
        before = (page[-1].sort_time, page[-1].id)
    return found[:MOST_LOOKED_AT]


def _wants(rules: Rules, story: Story, new: Sequence[Article]) -> bool:
    sections = {name.casefold() for name in (*story.sections, *(article.section for article in new))}
    return (
        story.outlets >= rules.outlets
        and (not rules.sections or any(name.casefold() in sections for name in rules.sections))
        and any(_is_wanted(rules, article) for article in new)
    )


def _is_wanted(rules: Rules, article: Article) -> bool:
    """Whether its language and its publisher are wanted."""
    publishers = {name.casefold() for name in rules.publishers}
    named = {article.publisher.casefold(), article.publisher_domain.casefold()} - {""}
    return (not rules.languages or article.language in rules.languages) and (not publishers or bool(publishers & named))


def _by_words(
    store: Store, stories: Sequence[Story], groups: Mapping[int, Sequence[Article]], rules: Rules, since: datetime, until: datetime
) -> list[Story]:
    """Those of the stories that the words wanted and unwanted leave."""
    kept = list(stories)
    if rules.words:
        found = _matching(store, rules.words, since, until)
        kept = [story for story in kept if any(article.id in found for article in groups[story.id])]
    if rules.without:
        found = _matching(store, rules.without, since, until)
        kept = [story for story in kept if story.lead_id not in found and 2 * _among(groups[story.id], found) < len(groups[story.id])]
    return kept


def _among(articles: Iterable[Article], found: set[int]) -> int:
    return sum(article.id in found for article in articles)


def _matching(store: Store, words: str, since: datetime, until: datetime) -> set[int]:
    """Articles of the period that a search finds."""
    asked = parse(words, until)
    search = Search(
        terms=asked.terms,
        alternatives=asked.alternatives,
        publisher=asked.publisher,
        language=asked.language,
        section=asked.section,
        tag=asked.tag,
        source_id=asked.source_id,
        since=since,
        until=until,
        order="time",
    )
    found: set[int] = set()
    offset = 0
    while offset < MOST_LOOKED_AT:
        hits = store.search(search, offset=offset, limit=100)
        found |= {hit.article.id for hit in hits.hits}
        if hits.next_offset <= offset:
            break
        offset = hits.next_offset
    return found


def _publisher(article: Article) -> str:
    return article.publisher or article.publisher_domain


def _is_begun(story: Story, since: datetime) -> bool:
    return story.first_seen is not None and story.first_seen >= since


# -- what is told of them ----------------------------------------------------------------------------------------------


def _ledger(store: Store, story: Story, until: datetime) -> StoryLedger:
    """The story's ledger as it stood at the end of the period."""
    ids = [id_ for id_, time in store.coverage([story.id]).get(story.id, []) if time < until]
    return ledger_of(store, story.id, ids[-MOST_ARTICLES:], left_out=max(0, len(ids) - MOST_ARTICLES))


def _told(store: Store, story: Story, new: Sequence[Article], found: StoryLedger, rules: Rules, since: datetime) -> DigestStory:
    unseen = {article.id for article in new}
    # Of a story that is new as a whole nothing need be marked as new.
    marked = unseen if any(article.article_id not in unseen for article in found.articles) else set()
    told = told_ledger(found, rules.length, marked).sentences or _leading(story, new, found)
    counted = Counter(_publisher(article) for article in new)
    return DigestStory(
        story=story,
        articles=len(new),
        publishers=tuple(name for name, _ in counted.most_common() if name),
        begun=_is_begun(story, since),
        told=told,
    )


def _leading(story: Story, new: Sequence[Article], found: StoryLedger) -> tuple[ToldView, ...]:
    """The first sentence of the article whose headline the story bears, else of the newest one that has a text."""
    order = [story.lead_id, *(article.id for article in new)]
    texts = {article.article_id: article for article in found.articles}
    for id_ in order:
        article = texts.get(id_)
        if article is None:
            continue
        for start, end in sentences(article.text, article.language)[:1]:
            words = " ".join(article.text[start:end].split())
            if words and len(words) <= _LONGEST_LEAD:
                passage = Passage(id_, start, end)
                told = Told(text=words, source=passage, at=article.published, publisher=article.publisher)
                return (ToldView(told, (Cited(source_of(article), href(passage), words),)),)
    return ()


def _contested(story: Story, found: StoryLedger, new: set[int]) -> list[Contested]:
    return [
        Contested(
            story,
            view.figure.quantity,
            view.figure.unit,
            tuple(
                Value(shown.who, limits(value.low, value.high), shown.words, Cited(shown.source, shown.href, shown.words))
                for shown, value in zip(view.values, view.figure.values, strict=True)
            ),
        )
        for view in found.contested
        if any(value.source.id in new for value in view.values)
    ]


def _changed(story: Story, found: StoryLedger, new: set[int]) -> list[Changed]:
    return [Changed(story, pair.name, *_turns(pair)) for pair in found.changes if pair.second.source.id in new]


def _turns(pair: PairView) -> tuple[Turn, Turn]:
    first, second = (
        Turn(row.who, row.stance, row.words or row.cue, Cited(row.source, row.href, row.words or row.cue))
        for row in (pair.first, pair.second)
    )
    return first, second


__all__ = ["Changed", "Contested", "Corrected", "Counts", "Digest", "DigestStory", "Source", "Turn", "Value", "digest"]
