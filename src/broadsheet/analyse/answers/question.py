"""What a question asks for, from its words alone. Pure; English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.types import Stance
from broadsheet.types.told import Asked

MOST_CHARACTERS = 500
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

#: Words that ask and bind; they say nothing of what is asked about.
_EMPTY_WORDS = """
a about according across actual actually after again all also an and another any anybody anyone anything are as ask asked asks at be
because been before being between by can come comes could did do does doing during each either else ever every exact exactly far few
find for from get gets give given gives go goes going got had happen happened happening happens has have having he her hers him his how
i if in into is it its just kind know known last latest let like likely list long lot made make makes many may me mean means might month
more most much must my name named near now of off often on one or other our out outlet outlets over own paper papers part please point
put question read really regarding report reported reports rather say said says saying see seem seems should show so some somebody
someone something soon source sources state stated still such take taken tell tells than that the their them then there these they thing
things this those through till time to today told too two under until up upon us use used very was way we well were what whatever when
where whether which while who whom whose why will with within without word words would year yet you your someone's there's what's who's
it's quote quoted comment comments day date article articles story stories news number numbers figure figures amount people person
"""
EMPTY = frozenset(_EMPTY_WORDS.split())

#: Verbs and nouns of speech, by the stances they ask for; no stance asks for any statement.
_SPEECH: dict[str, tuple[Stance, ...]] = {}
for _words, _stances in (
    ("deny denies denied denying denial denials", (Stance.DENIES, Stance.REJECTS, Stance.DISPUTES)),
    ("reject rejects rejected rejecting dismiss dismisses dismissed", (Stance.REJECTS, Stance.DENIES, Stance.DISPUTES)),
    (
        "dispute disputes disputed disputing contradict contradicts contradicted disagree disagrees disagreed contest contests",
        (Stance.DISPUTES, Stance.DENIES, Stance.REJECTS),
    ),
    (
        "admit admits admitted admitting concede concedes conceded acknowledge acknowledges acknowledged",
        (Stance.ADMITS, Stance.CONFIRMS, Stance.APOLOGISES),
    ),
    ("confirm confirms confirmed confirming", (Stance.CONFIRMS, Stance.ADMITS)),
    ("accuse accuses accused accusing blame blames blamed blaming allege alleges alleged", (Stance.ACCUSES,)),
    ("warn warns warned warning warnings", (Stance.WARNS,)),
    (
        "promise promises promised pledge pledges pledged vow vows vowed",
        (Stance.PROMISES,),
    ),
    (
        "demand demands demanded demanding urge urges urged calling called call calls insist insists insisted",
        (Stance.DEMANDS,),
    ),
    ("estimate estimates estimated estimating", (Stance.ESTIMATES, Stance.CLAIMS, Stance.REPORTS, Stance.ASSESSES)),
    ("predict predicts predicted expect expects expected forecast forecasts", (Stance.PREDICTS,)),
    ("praise praises praised praising", (Stance.PRAISES,)),
    ("apologise apologises apologised apologize apologizes apologized apology", (Stance.APOLOGISES, Stance.ADMITS)),
    ("retract retracts retracted withdraw withdrew correct corrects corrected correction", (Stance.RETRACTS, Stance.CORRECTS)),
    ("declined decline declines refused refuses silent silence", (Stance.NO_STATEMENT, Stance.SILENT, Stance.NONCOMMITTAL)),
    (
        "say says said saying claim claims claimed claiming tell tells told state states stated think thinks thought believe believes "
        "believed explain explains explained announce announces announced argue argues argued describe describes described suggest "
        "suggests suggested statement statements view views opinion position reaction respond responds responded response react reacted "
        "answer answered",
        (),
    ),
):  # fmt: skip
    for _word in _words.split():
        _SPEECH[_word] = _stances
_COUNTED = re.compile(
    r"\bhow\s+(?:many|much|large|big|high|long|tall|old|far|fast|deep|heavy|wide|often|strong)\b|"
    r"\b(?:number|amount|total|toll|cost|price|share|percentage|size|per\s?cent)\b",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    r"\b(?:disagree|differ|contested|conflict|agree\b|contradict|disputed\b(?!\s+(?:the|that|by))|at odds|discrepan|inconsistent|"
    r"versions? of)",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:(?:who|which (?:paper|outlet|newspaper|publisher|agency|site)s?) (?:was|were|had|broke|revealed|reported|published|got|wrote)\b"
    r".*\bfirst|first (?:to report|with)|broke the (?:story|news)|which (?:paper|outlet|newspaper|publisher) )",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:chang(?:ed?|es|ing)|revers(?:ed?|al)|back(?:ed)?\s?track|u-turn|revis(?:ed?|ion)|correct(?:ed|ion|ions)|new since)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question taken apart. `words` are those that say what it is about, as typed; `names` those of them that are names.

    `stances` are asked for with `Asked.SAID`; `speaker` are the words before the verb of speech: who is to have said it, () for anybody.
    """

    text: str
    asked: Asked
    words: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    stances: tuple[Stance, ...] = ()
    speaker: tuple[str, ...] = ()
    #: Whether a quantity is asked for, also where a statement is ("How many did the ministry say ...?").
    counted: bool = False
    #: Words that narrow the answer to one who speaks are not what it is about.
    topic: tuple[str, ...] = ()


#: Verbs of two words, and the one that news writes instead.
_PHRASES = {
    "on board": "aboard", "step down": "resign", "stepped down": "resigned", "steps down": "resigns", "stood down": "resigned",
    "put out": "extinguished out", "walk out": "strike", "walked out": "strike", "pick up": "collect", "picked up": "collected",
    "catch fire": "fire", "caught fire": "fire", "take over": "succeed", "took over": "succeeded", "call off": "cancel",
    "called off": "cancelled", "turn down": "reject", "turned down": "rejected", "laid off": "dismissed", "set up": "founded",
    "carry out": "conduct", "carried out": "conducted", "go up": "rise", "went up": "rose", "go down": "fall", "went down": "fell sank",
    "run out": "exhausted", "find out": "discover", "found out": "discovered", "pay for": "pay", "look into": "investigate",
    "looked into": "investigated", "blow up": "explode", "blew up": "exploded", "break down": "failed", "shut down": "close",
    "close down": "close", "back down": "retreat", "get hurt": "injured", "got hurt": "injured", "break out": "started",
    "broke out": "started", "leave their homes": "evacuated homes", "leave their houses": "evacuated homes indoors",
    "lose their lives": "died", "lost their lives": "died", "in charge of": "head", "at the scene": "site", "carry on": "continue",
    "give up": "abandon", "bring up": "raise", "come back": "return", "came back": "returned", "go back": "return",
    "sign off": "approve",
}  # fmt: skip
_PHRASE = re.compile(r"\b(?:" + "|".join(sorted(_PHRASES, key=len, reverse=True)) + r")\b", re.IGNORECASE)
#: German words that ask, and what they ask for.
_GERMAN = re.compile(
    r"^(?:und\s+)?(?:(?P<how>wie\s?(?:viele?[rn]?|hoch|lange?|groß|teuer|alt|weit|stark|oft)\b)|"
    r"(?P<when>wann\b|an welchem tag\b)|(?P<where>wo\b|wohin\b)|"
    r"(?P<why>warum\b|weshalb\b|wieso\b)|(?P<who>wer\b|wen\b|wem\b|welche[rns]?\b)|(?P<said>was\s+(?:sagte?|sagen|meint|fordert\w*)\b))",
    re.IGNORECASE,
)
_GERMAN_ASKED = {
    "how": Asked.HOW_MANY, "when": Asked.WHEN, "where": Asked.WHERE, "why": Asked.WHY, "who": Asked.WHO, "said": Asked.SAID,
}  # fmt: skip
_GERMAN_EMPTY_WORDS = """
wer wen wem was wann wo wohin warum weshalb wieso wie viel viele vieler welche welcher welches welchen der die das den dem des ein eine
einen einem einer und oder in im am an auf bei mit von vom zu zum zur für über unter nach vor aus durch gegen ohne um es er sie ihr sein ist
sind war waren wird werden wurde wurden hat haben hatte hatten kann können soll sollen muss müssen darf dürfen gab gibt schon noch auch
sich nicht mehr als dass ob sagte sagt sagen zuerst später erst dann
"""
_GERMAN_EMPTY = frozenset(_GERMAN_EMPTY_WORDS.split())


def parse(text: str, known: frozenset[str] = frozenset()) -> Question:
    """What a question asks for. Any text is a question: words alone ask what there is about them.

    `known` are folded words that the collection knows as names, for questions typed in lower case.
    """
    text = " ".join(text.split())[:MOST_CHARACTERS]
    typed, text = text, _PHRASE.sub(lambda match: _PHRASES[match[0].lower()], text)
    tokens = [match[0] for match in _WORD.finditer(text)]
    plain = [_bare(token) for token in tokens]
    speech = _speech_at(plain)
    asked, counted = _asked(text, plain, speech)
    german = _GERMAN.match(text)
    if german and german.lastgroup:
        asked, counted, speech = _GERMAN_ASKED[german.lastgroup], german.lastgroup == "how", None
    empty = _GERMAN_EMPTY if german or is_german(plain) else EMPTY
    words = tuple(token for token, low in zip(tokens, plain, strict=True) if low not in empty and _tells(low, asked))
    names = frozenset(
        _bare(token)
        for place, token in enumerate(tokens)
        if _bare(token) not in EMPTY
        and _bare(token) not in _SPEECH
        and (((place > 0 or len(tokens) < 4) and token[:1].isupper()) or _bare(token) in known)
    )
    stances: tuple[Stance, ...] = ()
    speaker: tuple[str, ...] = ()
    topic = words
    if speech is not None and (asked is Asked.SAID or _speaks(plain, speech)):
        stances = _SPEECH[plain[speech]]
        speaker = tuple(
            token for token, low in zip(tokens[:speech], plain[:speech], strict=True) if low not in EMPTY and low not in _SPEECH
        )
        if not speaker and plain[speech - 1 : speech] != ["who"] and "by" in plain[speech + 1 :]:
            at = plain.index("by", speech + 1)
            speaker = tuple(token for token, low in zip(tokens[at + 1 :], plain[at + 1 :], strict=True) if low not in EMPTY)
        topic = tuple(token for token in words if token not in speaker)
    return Question(text=typed, asked=asked, words=words, names=names, stances=stances, speaker=speaker, counted=counted, topic=topic)


def stances_of(word: str) -> tuple[Stance, ...]:
    """The stances for which a word of speech stands; () for any other word, and for words that leave the stance open."""
    return _SPEECH.get(word, ())


def is_german(plain: list[str]) -> bool:
    """Whether most of the small words of a question are German."""
    return sum(low in _GERMAN_EMPTY and low not in EMPTY for low in plain) >= 2


def _bare(token: str) -> str:
    return re.sub(r"['’]s?$", "", token.lower())


def _tells(low: str, asked: Asked) -> bool:
    if low in EMPTY:
        return False
    if asked in (Asked.DIFFERS, Asked.CHANGED):
        return low not in _SPEECH and low not in _ABOUT_DIFFERENCES
    return not (low in _SPEECH and asked is Asked.SAID)


def _speech_at(plain: list[str]) -> int | None:
    """The place of the verb that asks for a statement: the first of them after the question word."""
    return next((place for place, low in enumerate(plain) if low in _SPEECH), None)


def _speaks(plain: list[str], speech: int) -> bool:
    return (
        bool(plain)
        and plain[0] in {"who", "what", "did", "does", "do", "has", "have", "how", "why", "which", "whom", "is", "when"}
        and speech > 0
    )


def _asked(text: str, plain: list[str], speech: int | None) -> tuple[Asked, bool]:
    counted = bool(_COUNTED.search(text))
    first = next((low for low in plain if low in _QUESTION_WORDS), "")
    if _DIFFERS.search(text) and first not in ("who", "when"):
        return Asked.DIFFERS, counted
    if _CHANGED.search(text) and first not in ("who", "when", "where", "why") and not counted:
        return Asked.CHANGED, counted
    if first == "how" and not counted:
        return (Asked.SAID if speech is not None else Asked.WHAT), False
    if first == "when" or re.search(r"\b(?:what|which|on what|at what)\s+(?:day|date|time|year|month|hour)\b", text, re.IGNORECASE):
        return Asked.WHEN, counted
    if first == "where" or re.search(r"\b(?:what|which)\s+(?:place|town|city|country|village|region)\b", text, re.IGNORECASE):
        return Asked.WHERE, counted
    if first == "why" or re.search(r"\bwhat (?:caused|led to|is the reason|was the (?:cause|reason))", text, re.IGNORECASE):
        return Asked.WHY, counted
    if counted:
        return Asked.HOW_MANY, True
    if _FIRST.search(text):
        return Asked.FIRST, False
    if speech is not None and first in ("who", "what", "did", "does", "has", "have", "which", "whom"):
        stances = _SPEECH[plain[speech]]
        if first == "who" and not stances:
            return Asked.SAID, counted
        return Asked.SAID, counted
    if first in ("who", "whom", "whose"):
        return Asked.WHO, counted
    return Asked.WHAT, counted


_ABOUT_DIFFERENCES_WORDS = """
disagree disagrees disagreed disagreement differ differs differed difference differences different contested conflict conflicts
conflicting agree agrees agreed contradict contradicts contradiction contradictions disputed odds discrepancy discrepancies
inconsistent version versions account accounts change changed changes changing reverse reversed reversal revise revised revision
position positions stance line mind
"""
_ABOUT_DIFFERENCES = frozenset(_ABOUT_DIFFERENCES_WORDS.split())
_QUESTIONS = "who whom whose what which when where why how did does do is are was were has have had can could will would"
_QUESTION_WORDS = frozenset(_QUESTIONS.split())
