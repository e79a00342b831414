"""The ledger: who said what, the figures they gave, the days they spoke of; and what a story's articles make of it together.

Nothing here is decided: `analyse` finds and compares, the store keeps, the desk shows. Offsets are Unicode code points into an article's
text, end exclusive. Everything found carries a confidence and the version of what found it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from broadsheet.types.article import Passage

#: A passage: start and end.
Span = tuple[int, int]


class Stance(StrEnum):
    """What the holder does with the content. The set is closed."""

    ACCUSES = "accuses"
    ADMITS = "admits"
    APOLOGISES = "apologises"
    ASSESSES = "assesses"
    CLAIMS = "claims"
    CONFIRMS = "confirms"
    CONSIDERS = "considers"
    CORRECTS = "corrects"
    DEMANDS = "demands"
    DENIES = "denies"
    DISPUTES = "disputes"
    ESTIMATES = "estimates"
    #: Asked, and gave no answer ("declined to comment").
    NO_STATEMENT = "no_statement"
    #: Answered without taking a side.
    NONCOMMITTAL = "noncommittal"
    PRAISES = "praises"
    PREDICTS = "predicts"
    PROMISES = "promises"
    REJECTS = "rejects"
    RELAYS = "relays"
    REPORTS = "reports"
    RETRACTS = "retracts"
    #: Said nothing.
    SILENT = "silent"
    WARNS = "warns"


class Form(StrEnum):
    """How the words are given: all between quotation marks, some, or none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Part(StrEnum):
    """The parts of a statement."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Marking:
    """A span that a tagger takes for a part of a statement, and how sure it is (0..1)."""

    part: Part
    start: int
    end: int
    confidence: float


class HolderKind(StrEnum):
    """Who speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    MEDIA = "media"
    DOCUMENT = "document"
    GROUP = "group"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who is said to have said it. `name` is the fullest name that the article gives, or the surface words where nobody is named.

    `key` is what equal holders share ("volodymyr zelensky", "russia"): folded, without titles, offices and capitals resolved. `body` is
    the name of whom the person speaks for ("Brandel Resins"), "" when unknown. `sure` is False where the words could not be resolved to a
    name: then `name` is the words themselves and `key` holds for this article only.
    """

    name: str
    key: str
    kind: HolderKind
    body: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One row of the ledger: who said what, in which passages of which article.

    `source`, `cue` and `content` may have several pieces and be empty. `holders` has a holder for each who said it jointly. `via` is
    through whom it is known ("state media", "Reuters"). `negated` and `modality` ("may", "would") are of the content's main verb, `hedges`
    are words that weaken it ("reportedly", "at least"). `when` is the day on which it was said, None when the article does not tell;
    `when_words` are the words that say so.
    """

    id: int = 0
    article_id: int = 0
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    form: Form = Form.INDIRECT
    stance: Stance = Stance.CLAIMS
    holders: tuple[Holder, ...] = ()
    via: str = ""
    negated: bool = False
    modality: str = ""
    hedges: tuple[str, ...] = ()
    when: date | None = None
    when_words: str = ""
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that an article gives, as the range that its words allow: "about 12" is 11 to 13, "at least six" is 6 and None.

    `unit` is normalised ("m3", "km", "USD", "percent", "" for things that are counted), `low` and `high` are in that unit. `noun` is what
    is counted, singular ("worker"); `about` are the words that say what of ("injured"). `statement` is the place among the article's
    statements whose content holds it, -1 for the article's own.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str = ""
    noun: str = ""
    about: tuple[str, ...] = ()
    statement: int = -1
    approximate: bool = False
    confidence: float = 0.5


class DatePrecision(StrEnum):
    """How exactly words name a time."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Words of an article that name a time, `start`-`end`, resolved against its publication: the days `first` to `last`.

    `passage` is the sentence that tells what happened then.
    """

    start: int
    end: int
    first: date
    last: date
    precision: DatePrecision
    passage: Span
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in one article. `note` says in words why there is nothing, where that has a reason (another language, too long)."""

    article_id: int = 0
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[Dated, ...] = ()
    note: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue:
    """One value of a contested figure, with who gave it (names, "" for the article's own words) and when."""

    passage: Passage
    low: float | None
    high: float | None
    holder: str
    publisher: str
    told: datetime | None
    #: The statement that holds it; 0 for the article's own words.
    statement_id: int = 0


class Verdict(StrEnum):
    """What values of one quantity are to each other."""

    CONTESTED = "contested"
    AGREE = "agree"
    DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSet:
    """Values that were given for one quantity, oldest first. `quantity` says which in words of the articles ("workers injured")."""

    quantity: str
    unit: str
    values: tuple[FigureValue, ...]
    verdict: Verdict
    confidence: float = 0.5


class PairKind(StrEnum):
    """What two statements are to each other."""

    CONTRADICTION = "contradiction"
    ACCUSATION_REJECTED = "accusation_rejected"
    MUTUAL_ACCUSATION = "mutual_accusation"
    STANCE_CHANGE = "stance_change"
    CORRECTION = "correction"
    UNCONFIRMED = "unconfirmed"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPair:
    """Two statements that stand against each other, or one holder's change of position; `first` is the earlier one. Places in the ledger.

    `about` are the words that both share; `why` is a code: "polarity", "figure", "antonym", "stance", "silence".
    """

    first: int
    second: int
    kind: PairKind
    about: tuple[str, ...] = ()
    why: str = ""
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWording:
    """A distinctive phrase that two holders use alike, in order of time; places in the ledger and where the phrase stands."""

    phrase: str
    uses: tuple[tuple[int, Passage], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """What happened on a day, or in a month or season, as a passage tells it. `weight` ranks days, 0..1."""

    first: date
    last: date
    precision: DatePrecision
    passage: Passage
    weight: float
    others: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Statements that say the same, by place in the ledger, oldest first; copies of one report counted once in `reports`."""

    statements: tuple[int, ...]
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The ledger of a story. `statements` in order of time; `repeats` are (place of a copy's row, place of the original's)."""

    statements: tuple[Statement, ...] = ()
    repeats: tuple[tuple[int, int], ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[FigureSet, ...] = ()
    pairs: tuple[StatementPair, ...] = ()
    wording: tuple[SharedWording, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    version: str = ""


class LedgerAction(StrEnum):
    """What a reader did to a row of the ledger."""

    #: The row is not shown.
    HIDE = "hide"
    #: The row has another holder or stance than was found.
    CORRECT = "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEdit:
    """A reader's correction of a row of the ledger, kept by the row's words, so that it outlives every new analysis.

    `content`, `source` and `cue` are the words of the row when it was corrected. `holder` ("" keeps it) and `stance` (None keeps it) are
    what they are instead; `statement_id` is where it stood then. `note` is the reader's reason.
    """

    id: int = 0
    at: datetime
    actor: str
    action: LedgerAction
    article_id: int
    statement_id: int
    source: str = ""
    cue: str = ""
    content: str = ""
    holder: str = ""
    stance: Stance | None = None
    note: str = ""
    undone: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One who is named as a holder, over everything collected. `statements` rows in `articles` articles, the last one of `last`."""

    key: str
    name: str
    kind: HolderKind
    body: str = ""
    articles: int = 0
    statements: int = 0
    last: datetime | None = None
