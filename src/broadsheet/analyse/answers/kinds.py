"""Whether a sentence has the kind of thing that a question asks for: a person, a day, a place, a number, a reason. Pure; English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from broadsheet.analyse.answers.matching import Matched
from broadsheet.analyse.answers.question import Question
from broadsheet.analyse.ledger.rows import stem
from broadsheet.analyse.reading import stems_of
from broadsheet.types import DatePrecision, Figure
from broadsheet.types.told import Asked

#: A sentence without what is asked for still may answer.
WITHOUT = 0.25
_ROLE = re.compile(
    r"\b(?:the|an?|its|their|his|her)\s+(?:[\w'’-]+\s+){0,2}?(?:minister|president|mayor|police|company|court|judge|office|council|union|"
    r"government|ministry|agency|army|hospital|spokes\w+|officials?|director|chief|chair\w*|owner|residents|workers|team|club|committee|firm|"
    r"group|prosecutors?|scientists|researchers|engineers?|operator|driver|captain|coach|teacher|farmer|service|board|bank|museum|university)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at|near|on|outside|from|to|between|across|along|off|around|over|under|beside|behind|inside|into|through|above|below|of)\s+"
    r"(?:the\s+|a\s+)?(?:[\w'’-]+\s+){0,2}?(?:[A-Z][\w'’-]+|town|city|village|hall|station|bridge|river|harbour|port|square|park|school|hospital|"
    r"court|street|road|valley|island|coast|lake|hill|mountain|field|house|building|works|plant|yard|gate|depot|airport|market|museum|centre)"
)
_WHY = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|caused|causes|cause|blam\w+|reason\w*|after|so that|in order to|following|over|amid|"
    r"thanks to|led to|to (?:avoid|prevent|save|make|protect|reduce|cut|allow|meet|stop|help|keep)|"
    r"for (?:fear|lack|want)|in protest|for)\b",
    re.IGNORECASE,
)
_WHY_STRONG = re.compile(
    r"\b(?:because|due to|owing to|as a result|caused|causes|the cause|blam\w+|reason\w*|so that|in order to|thanks to|led to)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:\d{1,2}[:.]\d\d|\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.)|noon|midnight|dawn|dusk|o['’]clock|morning|evening|afternoon|night|tonight|today|tomorrow|"
    r"yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|week|month|year|spring|summer|autumn|winter|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_WHICH = re.compile(r"(?:and\s+)?(?:which|what)\s+([^\W\d_]+)", re.IGNORECASE)
_CALENDAR_WORDS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
december
"""
_CALENDAR = frozenset(stem(word) for word in _CALENDAR_WORDS.split())
_MEASURES = {
    "high": ("m", "metre", "meter", "foot"), "tall": ("m", "metre", "foot"),
    "long": ("m", "km", "hour", "minute", "day", "week", "month", "year", "metre"),
    "far": ("m", "km", "mile", "kilometre"), "old": ("year", "month"), "deep": ("m", "metre"), "heavy": ("kg", "t", "tonne"),
    "fast": ("km/h", "kilometre"), "hot": ("degree",), "big": (), "large": (), "wide": ("m", "km", "metre"),
}  # fmt: skip
_HOW = re.compile(r"\bhow\s+(\w+)\s*((?:[\w'’-]+\s*){0,4})", re.IGNORECASE)


def fit(question: Question, found: Matched) -> float:
    """How well a sentence has what is asked for, 0..1; 1 where anything will do."""
    return _FITS.get(question.asked, _anything)(question, found)


def _anything(question: Question, found: Matched) -> float:
    return 1.0


def _who(question: Question, found: Matched) -> float:
    sentence, known = found.sentence, stems_of(" ".join(question.words))
    if any(
        sentence.start <= start < sentence.end and not stems <= known and not stems & _CALENDAR for start, _, stems in found.reading.names
    ):
        return 1.0
    return 0.7 if _ROLE.search(found.reading.article.text[sentence.start : sentence.end]) else WITHOUT


def _when(question: Question, found: Matched) -> float:
    sentence = found.sentence
    dates = found.reading.dates_in((sentence.start, sentence.end))
    wants_year = "year" in question.text.lower()
    if dates:
        return 1.0 if not wants_year or any(dated.precision is not DatePrecision.DAY for dated in dates) else 0.9
    return 0.8 if _CLOCK.search(found.reading.article.text[sentence.start : sentence.end]) else WITHOUT


def _where(question: Question, found: Matched) -> float:
    known = stems_of(" ".join(question.words))
    text = found.reading.article.text[found.sentence.start : found.sentence.end]
    best = 0.0
    for match in _PLACE.finditer(text):
        if not stems_of(match[0].split()[-1]) <= known:
            best = 1.0
    return best or WITHOUT


def _why(question: Question, found: Matched) -> float:
    text = found.reading.article.text[found.sentence.start : found.sentence.end]
    if _WHY_STRONG.search(text):
        return 1.0
    return 0.65 if _WHY.search(text) else WITHOUT


def _how_many(question: Question, found: Matched) -> float:
    figures = found.reading.figures_in((found.sentence.start, found.sentence.end))
    return max((suits(question, figure) for figure in figures), default=0.05)


def answers_in(question: Question, found: Matched) -> list[tuple[int, int]]:
    """Where what is asked for stands in a sentence: names, days, places or numbers; [] where anything will do."""
    sentence, reading = found.sentence, found.reading
    known = stems_of(" ".join(question.words))
    if question.asked is Asked.WHEN:
        return [(dated.start, dated.end) for dated in reading.dates_in((sentence.start, sentence.end))]
    if question.asked is Asked.HOW_MANY:
        return [(one.start, one.end) for one in reading.figures_in((sentence.start, sentence.end)) if suits(question, one) >= 0.6]
    if question.asked in (Asked.WHO, Asked.WHERE):
        return [
            (start, end)
            for start, end, stems in reading.names
            if sentence.start <= start < sentence.end and not stems & known and not stems & _CALENDAR
        ]
    return []


def close(question: Question, found: Matched) -> float:
    """How close what is asked for stands to the question's words, 1 beside one of them, 0 far off or absent."""
    spans = answers_in(question, found)
    if not spans:
        return 0.0
    sentence = found.sentence
    text = found.reading.article.text[sentence.start : sentence.end]
    wanted = {term.stem for term, value in zip(found.terms, found.values, strict=True) if value > 0.6}
    places = [match.start() + sentence.start for match in _WORD.finditer(text) if stem(match[0].lower()) in wanted]
    if not places:
        return 0.0
    gap = min(min(abs(place - end), abs(start - place)) for start, end in spans for place in places)
    return 1 / (1 + gap / 15)


def named_so(question: Question, found: Matched) -> float:
    """Whether the thing that a question asks the name of ("which tug") stands beside a name ("the tug Hollin", "Hollin, a tug")."""
    asked = _WHICH.match(question.text)
    if asked is None:
        return 0.0
    thing = stem(asked[1].lower())
    sentence = found.sentence
    for start, end, stems in found.reading.names:
        if not sentence.start <= start < sentence.end or stems & stems_of(" ".join(question.words)):
            continue
        around = found.reading.article.text[max(sentence.start, start - 30) : min(sentence.end, end + 40)]
        if thing in stems_of(around):
            return 1.0
    return 0.0


def suits(question: Question, figure: Figure) -> float:
    """How well a figure is of the kind that is counted in the question, 0..1."""
    low = question.text.lower()
    asked = _HOW.search(low)
    measure, after = (asked[1], asked[2]) if asked else ("", "")
    wanted = {stem(word) for word in after.split()}
    noun = stem(figure.noun) if figure.noun else ""
    if _MEASURES.get(measure):
        return 1.0 if figure.unit in _MEASURES[measure] or figure.noun in _MEASURES[measure] else 0.3
    if measure == "much" or (measure != "many" and re.search(r"\b(?:cost|price|budget|worth)\b", low)):
        money = len(figure.unit) == 3 and figure.unit.isupper()
        if money or figure.unit in ("percent", "m3", "t", "kg", "l"):
            return 1.0
        return 0.35
    if re.search(r"\b(?:percent\w*|per cent|share|proportion)\b", low):
        return 1.0 if figure.unit == "percent" else 0.3
    words = {stem(word) for word in re.findall(r"\w+", low)}
    if noun and (noun in wanted or (not wanted and noun in words)):
        return 1.0
    if {stem(word) for word in figure.about} & (wanted or words):
        return 0.9
    if figure.unit:
        return 0.3
    return 0.5 if figure.noun else 0.7


_FITS: Mapping[Asked, Callable[[Question, Matched], float]] = {
    Asked.WHO: _who,
    Asked.WHEN: _when,
    Asked.WHERE: _where,
    Asked.WHY: _why,
    Asked.HOW_MANY: _how_many,
}
