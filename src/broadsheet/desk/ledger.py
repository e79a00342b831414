"""The ledger of a story as a reader looks at it: who said what, figures side by side, conflicting accounts, changes of position, the days.

Everything shown opens its passage. What is shown by default is what the analysis is sure of; the rest is a click away and marked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from broadsheet.analyse.ledger import LedgerArticle, build
from broadsheet.analyse.ledger.corrections import Corrected, corrected, worded
from broadsheet.desk.plot import Plot, plot
from broadsheet.errors import NotFound
from broadsheet.store.base import Store
from broadsheet.types import (
    Claim,
    DatePrecision,
    Figure,
    FigureSet,
    Findings,
    Holder,
    HolderKind,
    Ledger,
    LedgerEdit,
    PairKind,
    Passage,
    SharedWording,
    Stance,
    Statement,
    StatementPair,
    Story,
    TimelineEntry,
    Verdict,
)

#: Confidence from which a row is shown by default. On news that the tagger never saw, five in six of these rows were right.
SURE = 0.6
#: Confidence from which two rows are called conflicting, or a change of position.
SURE_PAIR = 0.5
#: Reports of a story that its ledger is made of, the newest: time grows with their square.
MOST_ARTICLES = 150
#: Rows that the story page shows.
MOST_LEADING = 10
#: Words that a row has at the least to be shown there: "this" and "the account" need what stands before them.
LEAST_WORDS = 4
#: Days of the timeline that are shown at first.
MOST_DAYS = 10
#: Weight of a day, of the weightiest one's, from which it is shown at first.
LEAST_WEIGHT = 0.2
#: Characters of a source's words beyond which a holder is shown by the name alone.
LONGEST_SURFACE = 70
#: Words around a figure.
AROUND = 90

#: Contents that say nothing without what stands before them.
_POINTS = re.compile(r"(?:it|this|that|so|them|him|her|these|those|not)[.,]?", re.IGNORECASE)

STANCES = {
    Stance.ACCUSES: "accuses", Stance.ADMITS: "admits", Stance.APOLOGISES: "apologises", Stance.ASSESSES: "assesses", Stance.CLAIMS: "says",
    Stance.CONFIRMS: "confirms", Stance.CONSIDERS: "considers", Stance.CORRECTS: "corrects", Stance.DEMANDS: "demands",
    Stance.DENIES: "denies", Stance.DISPUTES: "disputes", Stance.ESTIMATES: "estimates", Stance.NO_STATEMENT: "gave no statement",
    Stance.NONCOMMITTAL: "stays noncommittal", Stance.PRAISES: "praises", Stance.PREDICTS: "predicts", Stance.PROMISES: "promises",
    Stance.REJECTS: "rejects", Stance.RELAYS: "passes on", Stance.REPORTS: "reports", Stance.RETRACTS: "retracts",
    Stance.SILENT: "is silent", Stance.WARNS: "warns",
}  # fmt: skip
#: Words whose plural is no "-s" less.
_PLURALS = {"denies": "deny", "is silent": "are silent", "passes on": "pass on", "gave no statement": "gave no statement"}


#: Stances that what was said tells, not the verb of saying: they must read well before the words themselves.
_INFERRED = {Stance.DENIES: "says in denial", Stance.DISPUTES: "says in dispute"}
_DENYING = re.compile(
    r"\b(?:den(?:y|ie|ial)|refut|reject|dismiss|disput|contest|challeng|question|doubt|disagree|not\b|never\b)|n['’]t\b",
    re.IGNORECASE,
)
_MANY = re.compile(r"(?:some|many|several|both|few|most|they|these|those|we)\b|.*\b\w+[^s\W]s$", re.IGNORECASE)


def _is_plural(words: str) -> bool:
    """Whether a phrase means several: "some reports", "Western assessments"."""
    return bool(_MANY.match(words))


def plural(words: str) -> str:
    """A stance's words for several: "say" for "says"."""
    first, _, rest = words.partition(" ")
    if words in _PLURALS:
        return _PLURALS[words]
    stem = first[:-2] if first.endswith("sses") else first.removesuffix("s")
    return f"{stem} {rest}".strip()


KINDS = {
    HolderKind.PERSON: "people", HolderKind.ORGANISATION: "organisations", HolderKind.STATE: "states", HolderKind.MEDIA: "media",
    HolderKind.DOCUMENT: "documents", HolderKind.GROUP: "groups", HolderKind.ANONYMOUS: "not named",
}  # fmt: skip
PAIRS = {
    PairKind.CONTRADICTION: "Conflicting accounts",
    PairKind.ACCUSATION_REJECTED: "An accusation and its rejection",
    PairKind.MUTUAL_ACCUSATION: "Each accuses the other",
    PairKind.UNCONFIRMED: "Said, and not confirmed",
    PairKind.STANCE_CHANGE: "A change of position",
    PairKind.CORRECTION: "A correction",
    PairKind.AGREEMENT: "Agreeing accounts",
}
_CHANGES = (PairKind.STANCE_CHANGE, PairKind.CORRECTION)


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a row stands in, as rows show it."""

    id: int
    title: str
    publisher: str
    time: datetime
    language: str
    text: str = field(repr=False)

    @property
    def outlet(self) -> str:
        """The publisher, in words also where it is unknown."""
        return self.publisher or "unknown publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: a statement with its article, its words, and the other articles that carry the same row.

    `place` counts within the story's ledger. `edit` is the reader's correction that made it so.
    """

    place: int
    statement: Statement
    source: Source
    also: tuple[Source, ...] = ()
    edit: LedgerEdit | None = None

    @property
    def words(self) -> str:
        """What is said, pieces of it joined by dots."""
        return " … ".join(" ".join(self.source.text[start:end].split()) for start, end in self.statement.content)

    @property
    def cue(self) -> str:
        """The words that say that it is said."""
        return " … ".join(" ".join(self.source.text[start:end].split()) for start, end in self.statement.cue)

    @property
    def who(self) -> str:
        """The holders' names; where nobody is named, the words of the source."""
        names = [self._shown(holder) for holder in self.statement.holders]
        return " and ".join(names) or self.surface or "not said by whom"

    def _shown(self, holder: Holder) -> str:
        """A holder's name; of one who could not be resolved, the words of the source, where they are more than a pronoun."""
        words = self.surface
        alone = len(self.statement.holders) == 1 and not holder.sure and self.edit is None
        return words if alone and " " in words and len(words) <= LONGEST_SURFACE else holder.name

    @property
    def surface(self) -> str:
        """The words of the source."""
        return " ".join(" ".join(self.source.text[start:end].split()) for start, end in self.statement.source)

    @property
    def sure(self) -> bool:
        """Whether it is shown by default: the analysis is sure of it, and it says something by itself."""
        return self.statement.confidence >= SURE and not _POINTS.fullmatch(self.words)

    @property
    def stance(self) -> str:
        """The stance in words, of one or of several."""
        holders = self.statement.holders
        unnamed = any(holder.kind is HolderKind.GROUP or not holder.sure for holder in holders)
        several = len(holders) > 1 or (unnamed and _is_plural(self.who))
        words = STANCES[self.statement.stance]
        if self.statement.stance in _INFERRED and self.cue and not _DENYING.search(self.cue):
            # "Denies that there had been no spill" would say the opposite of "said there had been no spill".
            words = _INFERRED[self.statement.stance]
        return plural(words) if several else words

    @property
    def passage(self) -> Passage:
        """Where it stands: from the first word of the statement to the last."""
        spans = self.statement.content or self.statement.cue or self.statement.source
        return Passage(self.source.id, spans[0][0], spans[0][1])

    @property
    def href(self) -> str:
        """The address of its passage."""
        return href(self.passage)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value of a contested figure as it is shown: its words in their sentence, whose it is, and where it stands."""

    before: str
    words: str
    after: str
    who: str
    source: Source
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """Values of one quantity side by side, with their plot."""

    figure: FigureSet
    values: tuple[Shown, ...]
    plot: Plot | None

    @property
    def contested(self) -> bool:
        """Whether they cannot all hold."""
        return self.figure.verdict is Verdict.CONTESTED


@dataclass(frozen=True, slots=True)
class PairView:
    """Two rows that stand against each other, or a change of position; `name` says what they are to each other."""

    name: str
    pair: StatementPair
    first: Row
    second: Row


@dataclass(frozen=True, slots=True)
class DayView:
    """An entry of the timeline with the words of its passage."""

    entry: TimelineEntry
    label: str
    words: str
    source: Source
    href: str
    others: int


@dataclass(frozen=True, slots=True)
class WordingView:
    """A phrase that several use alike, with its uses in order of time."""

    phrase: str
    uses: tuple[tuple[Row, str], ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """Rows that say the same, oldest first, and how many independent reports carry them."""

    rows: tuple[Row, ...]
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLedger:
    """A story's ledger. `rows` without repeats, oldest first. `waiting` articles are yet to be read, `notes` say what could not be.

    `left_out` older reports were not looked at, in very large stories.
    """

    story_id: int
    rows: tuple[Row, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    figures: tuple[FigureView, ...] = ()
    conflicts: tuple[PairView, ...] = ()
    changes: tuple[PairView, ...] = ()
    wording: tuple[WordingView, ...] = ()
    days: tuple[DayView, ...] = ()
    hidden: tuple[LedgerEdit, ...] = ()
    waiting: int = 0
    notes: tuple[str, ...] = ()
    left_out: int = 0
    #: As the analysis made it, for exports and for telling; and the articles it was made of.
    ledger: Ledger = field(default_factory=Ledger, repr=False)
    articles: tuple[LedgerArticle, ...] = field(default=(), repr=False)

    @property
    def sure(self) -> tuple[Row, ...]:
        """The rows that are shown by default."""
        return tuple(row for row in self.rows if row.sure)

    @property
    def leading(self) -> tuple[Row, ...]:
        """The first row of each of the claims that most independent reports carry, in order of time: what the story page shows."""
        sure = [claim for claim in self.claims if claim.rows[0].sure and len(claim.rows[0].words.split()) >= LEAST_WORDS]
        best = sorted(sure, key=lambda claim: (-claim.reports, -claim.rows[0].statement.confidence))[:MOST_LEADING]
        return tuple(sorted((claim.rows[0] for claim in best), key=lambda row: row.place))

    @property
    def contested(self) -> tuple[FigureView, ...]:
        """Figures on which sources disagree."""
        return tuple(view for view in self.figures if view.contested)

    @property
    def best_days(self) -> tuple[DayView, ...]:
        """The weightiest entries of the timeline, in order of time."""
        best = [day for day in sorted(self.days, key=lambda day: -day.entry.weight)[:MOST_DAYS] if day.entry.weight >= LEAST_WEIGHT]
        return tuple(day for day in self.days if day in best)

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.rows or self.figures or self.days)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader wants to see of a ledger; empty fields want everything. `unsure` also shows rows of low confidence."""

    holder: str = ""
    stance: str = ""
    kind: str = ""
    unsure: bool = False

    def of(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """The rows that it wants."""
        return tuple(row for row in rows if self._wants(row))

    def _wants(self, row: Row) -> bool:
        said = row.statement
        return (
            (self.unsure or row.sure)
            and (not self.holder or any(holder.key == self.holder for holder in said.holders))
            and (not self.stance or said.stance.value == self.stance)
            and (not self.kind or any(holder.kind.value == self.kind for holder in said.holders))
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What a ledger can be narrowed to, with how many rows: holders by (key, name, rows), stances and kinds by (code, words, rows)."""

    holders: tuple[tuple[str, str, int], ...]
    stances: tuple[tuple[str, str, int], ...]
    kinds: tuple[tuple[str, str, int], ...]


def choices(rows: Sequence[Row]) -> Choices:
    """What these rows can be narrowed to, the most frequent first."""
    names: dict[str, str] = {}
    holders: Counter[str] = Counter()
    kinds: Counter[HolderKind] = Counter()
    for row in rows:
        for holder in row.statement.holders:
            if holder.key:
                names[holder.key] = holder.name
                holders[holder.key] += 1
        kinds.update({holder.kind for holder in row.statement.holders})
    stances = Counter(row.statement.stance for row in rows)
    return Choices(
        tuple((key, names[key], count) for key, count in holders.most_common()),
        tuple((stance.value, STANCES[stance], count) for stance, count in stances.most_common()),
        tuple((kind.value, KINDS[kind], count) for kind, count in kinds.most_common()),
    )


def story_ledger(store: Store, story: Story) -> StoryLedger:
    """The ledger of a story, with readers' corrections. Five queries, whatever the size of the story."""
    ids = [article.id for article in store.member_articles(story.id)]
    kept = ids[-MOST_ARTICLES:]
    return ledger_of(store, story.id, kept, left_out=len(ids) - len(kept))


def ledger_of(store: Store, story_id: int, article_ids: Sequence[int], *, left_out: int = 0) -> StoryLedger:
    """The ledger of these articles, in the order in which they are given where times do not tell."""
    told, found = told_by(store, article_ids)
    edits = store.corrections(list(article_ids))
    fixed, held = corrected(told, edits)
    sources = {article.article_id: source_of(article) for article in told}
    notes = Counter(found[id_].note for id_ in article_ids if id_ in found and found[id_].note)
    return _view(
        story_id,
        fixed,
        build(fixed),
        sources,
        held,
        edits=[edit for edit in edits if edit.undone is None],
        waiting=sum(id_ not in found for id_ in sources),
        notes=tuple(f"{note} ({count} articles)" if count > 1 else note for note, count in notes.most_common(5)),
        left_out=left_out,
    )


def told_by(store: Store, article_ids: Sequence[int]) -> tuple[list[LedgerArticle], dict[int, Findings]]:
    """These articles as the analysis wants them, and what was found in those that were read."""
    found = store.findings(article_ids)
    copies = store.copy_of(article_ids)
    here = set(article_ids)
    told = [
        LedgerArticle(
            article_id=article.id,
            publisher=article.publisher or article.publisher_domain,
            published=article.published or article.received,
            title=article.title,
            text=article.text,
            findings=found.get(article.id, Findings(article_id=article.id)),
            copy_of=copies[article.id].original_id if article.id in copies and copies[article.id].original_id in here else None,
            language=article.language,
        )
        for article in store.articles_by_id(article_ids)
    ]
    return told, found


def source_of(article: LedgerArticle) -> Source:
    """The article as rows show it."""
    time = article.published or datetime.fromtimestamp(0, UTC)
    return Source(article.article_id, article.title, article.publisher, time, article.language, article.text)


def rows_in(store: Store, article_ids: Sequence[int]) -> list[Row]:
    """The rows of these articles with readers' corrections, by article and then by place; repeats among them are left in."""
    told, _ = told_by(store, article_ids)
    fixed, held = corrected(told, store.corrections(list(article_ids)))
    rows: list[Row] = []
    for article in fixed:
        source = source_of(article)
        for said in article.findings.statements:
            rows.append(Row(place=len(rows), statement=said, source=source, edit=held.get((said.article_id, said.id))))
    return rows


def correct(store: Store, edit: LedgerEdit) -> LedgerEdit:
    """Keep a correction of a row by the row's words, which are filled in. Raises NotFound when there is no such row."""
    article = store.article(edit.article_id)
    found = store.findings([article.id]).get(article.id)
    row = next((row for row in found.statements if row.id == edit.statement_id), None) if found else None
    if row is None:
        raise NotFound(f"article {article.id} has no statement {edit.statement_id}")
    return store.correct_ledger(worded(edit, article.text, row))


def href(passage: Passage) -> str:
    """The address of a passage."""
    return f"/article/{passage.article_id}?at={passage.start}-{passage.end}#p-{passage.start}-{passage.end}"


def _view(
    story_id: int,
    articles: Sequence[LedgerArticle],
    ledger: Ledger,
    sources: Mapping[int, Source],
    held: Corrected,
    *,
    edits: Sequence[LedgerEdit],
    waiting: int,
    notes: tuple[str, ...],
    left_out: int,
) -> StoryLedger:
    again = dict(ledger.repeats)
    carried: dict[int, list[Source]] = {}
    for place, original in ledger.repeats:
        carried.setdefault(original, []).append(sources[ledger.statements[place].article_id])
    rows = {
        place: Row(
            place=place,
            statement=said,
            source=sources[said.article_id],
            also=tuple(dict.fromkeys(carried.get(place, ()))),
            edit=held.get((said.article_id, said.id)),
        )
        for place, said in enumerate(ledger.statements)
    }
    pairs = [_pair(pair, rows) for pair in ledger.pairs if _is_shown(pair, rows)]
    own = tuple(row for place, row in rows.items() if place not in again)
    return StoryLedger(
        story_id=story_id,
        rows=own,
        claims=_claims(ledger, rows, again),
        figures=tuple(sorted((_figure(figure, sources) for figure in ledger.figures), key=lambda view: not view.contested)),
        conflicts=tuple(pair for pair in pairs if pair.pair.kind not in (*_CHANGES, PairKind.AGREEMENT)),
        changes=tuple(pair for pair in pairs if pair.pair.kind in _CHANGES),
        wording=tuple(_wording(one, rows) for one in ledger.wording),
        days=tuple(_day(entry, sources) for entry in ledger.timeline),
        hidden=tuple(edits),
        waiting=waiting,
        notes=notes,
        left_out=left_out,
        ledger=ledger,
        articles=tuple(articles),
    )


def _is_shown(pair: StatementPair, rows: Mapping[int, Row]) -> bool:
    return pair.confidence >= SURE_PAIR


def _pair(pair: StatementPair, rows: Mapping[int, Row]) -> PairView:
    return PairView(PAIRS[pair.kind], pair, rows[pair.first], rows[pair.second])


def _claims(ledger: Ledger, rows: Mapping[int, Row], again: Mapping[int, int]) -> tuple[ClaimView, ...]:
    """All claims: those of several rows, and each other row as one of its own."""
    several = [_claim(claim, rows, again) for claim in ledger.claims]
    taken = {place for claim in ledger.claims for place in claim.statements}
    alone = [ClaimView((row,), 1) for place, row in rows.items() if place not in taken and place not in again]
    return tuple(sorted([*several, *alone], key=lambda claim: claim.rows[0].place))


def _claim(claim: Claim, rows: Mapping[int, Row], again: Mapping[int, int]) -> ClaimView:
    return ClaimView(tuple(rows[place] for place in claim.statements if place not in again), claim.reports)


def _wording(wording: SharedWording, rows: Mapping[int, Row]) -> WordingView:
    return WordingView(wording.phrase, tuple((rows[place], href(passage)) for place, passage in wording.uses))


def _figure(figure: FigureSet, sources: Mapping[int, Source]) -> FigureView:
    shown = tuple(_shown(value.passage, value.holder or "the article itself", sources[value.passage.article_id]) for value in figure.values)
    return FigureView(figure, shown, plot([(value.low, value.high) for value in figure.values]))


def _shown(passage: Passage, who: str, source: Source) -> Shown:
    text = source.text
    line, stop = text.rfind("\n", 0, passage.start) + 1, text.find("\n", passage.end)
    low, high = max(line, passage.start - AROUND), min(stop if stop >= 0 else len(text), passage.end + AROUND)
    before, after = text[low : passage.start], text[passage.end : high]
    if low > line:
        before = "… " + before.partition(" ")[2]
    if high < (stop if stop >= 0 else len(text)):
        after = after.rpartition(" ")[0] + " …"
    return Shown(before, text[passage.start : passage.end], after, who, source, href(passage), who)


def _day(entry: TimelineEntry, sources: Mapping[int, Source]) -> DayView:
    source = sources[entry.passage.article_id]
    words = " ".join(source.text[entry.passage.start : entry.passage.end].split())
    return DayView(entry, when(entry.first, entry.last, entry.precision), words, source, href(entry.passage), len(entry.others))


def when(first: date, last: date, precision: DatePrecision) -> str:
    """Days in words, no finer than they are known: "2 November 2026", "November 2026", "autumn 2026"."""
    if precision is DatePrecision.DAY:
        return f"{first.day} {first:%B} {first.year}"
    if precision is DatePrecision.MONTH:
        return f"{first:%B} {first.year}"
    if precision is DatePrecision.SEASON:
        return f"{first:%B} to {last:%B} {last.year}"
    return str(first.year)


def limits(low: float | None, high: float | None) -> str:
    """A range in words: "14", "11 to 13", "at least 6", "up to 20"."""
    if low is not None and high is not None:
        return _number(low) if low == high else f"{_number(low)} to {_number(high)}"
    if low is not None:
        return f"at least {_number(low)}"
    return f"up to {_number(high)}" if high is not None else "unknown"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def holders_of(statement: Statement) -> tuple[Holder, ...]:
    """The holders of a statement that have a page."""
    return tuple(holder for holder in statement.holders if holder.sure and holder.key)


def figures_in(findings: Findings, statement: Statement) -> tuple[Figure, ...]:
    """The figures that a statement of an article holds."""
    return tuple(figure for figure in findings.figures if figure.statement == statement.id - 1)
