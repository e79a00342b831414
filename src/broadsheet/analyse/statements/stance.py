"""What a holder does with what is said: stance, negation, modality, hedges. English; rules over words.

The cue tells most. Then the content: who says that something did not happen denies; who was asked and "would not say" makes no statement.
Silence never becomes a claim: cues of refusal are looked for first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.analyse.statements.cues import cue_stance
from broadsheet.types import Stance

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NEGATIONS = frozenset(["not", "never", "no", "nobody", "none", "nothing", "neither", "nor", "cannot", "without", "hardly"])
#: Cues of no answer, whatever follows.
_NO_ANSWER = re.compile(
    r"\b(?:declin(?:e[sd]?|ing)|refus(?:e[sd]?|ing)) (?:\w+ )?(?:to )?(?:\w+ )?"
    r"(?:comment|say|answer|discuss|speculate|respond|elaborate|specify|confirm|"
    r"be (?:drawn|interviewed|named|identified|quoted)|give|provide|disclose|reveal|explain|talk|speak|name|identify|reply)"
    r"|\b(?:declin(?:e[sd]?|ing)|no comment)\b"
    r"|\b(?:did|do|does|has|have|had|would|could) ?(?:not|n['’]t|never) (?:\w+ ){0,2}"
    r"(?:respond|repl(?:y|ied)|comment(?:ed)?|answer(?:ed)?|return(?:ed)?|elaborate|specify|say|said|responded|outlined?|disclosed?|"
    r"be reached|give|given|explain(?:ed)?|address(?:ed)?|mention(?:ed)?|detail(?:ed)?)"
    r"|\b(?:didn|hasn|haven|hadn|wouldn|couldn|doesn|don)['’]t (?:\w+ ){0,2}"
    r"(?:respond|reply|comment|answer|return|elaborate|specify|say|outlined?|disclosed?|"
    r"be reached|give|given|explain|address|mention|detail)"
    r"|\bneither (?:\w+ ){0,6}(?:outlined?|said|commented|responded|confirmed)\b|\b(?:wo|would)n?['’]?t? ?not say\b"
    r"|\bcould not (?:immediately )?be reached\b|\bgave no\b|\bunavailable for comment\b",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\b(?:remain(?:s|ed|ing)?|stay(?:s|ed|ing)?|kept|keeps?|been|was|were|is) (?:\w+ )?(?:silent|quiet|tight-lipped|mum)\b", re.IGNORECASE
)
_NEITHER_CONFIRM = re.compile(
    r"\bneither confirm(?:ed|s)? nor den(?:y|ied|ies)\b|\bstopped short of\b|\bnoncommittal\b|\bwould neither\b", re.IGNORECASE
)
_NONCOMMITTAL = re.compile(
    r"\b(?:I|we) (?:will|shall|would|must|have to|need to|want to)(?: \w+)? (?:read|wait|see|look|study|review|examine|think|consult)\b"
    r"|\btoo (?:early|soon) to\b|\bnot (?:yet )?(?:decided|clear|known)\b"
    r"|\b(?:could|cannot|can) (?:neither|not) (?:confirm|rule)\b|\bwait and see\b"
    r"|\bI (?:do not|don['’]t) (?:want|wish) to speculate\b",
    re.IGNORECASE,
)
_MODALS = ("may", "might", "could", "would", "should", "must", "can", "will", "shall")
_HEDGES = re.compile(
    r"\b(?:reportedly|allegedly|apparently|purportedly|supposedly|presumably|probably|possibly|perhaps|likely|unlikely|maybe|seemingly|"
    r"appear(?:s|ed)? to|seem(?:s|ed)? to|at least|at most|about|around|roughly|approximately|nearly|almost|some|up to|as (?:many|much) as|"
    r"more than|fewer than|less than|believed to|thought to|said to|suspected|potential(?:ly)?|in part|partly|largely)\b",
    re.IGNORECASE,
)
#: Hedges that weaken only a number.
_BEFORE_NUMBER = frozenset(
    ["about", "around", "some", "nearly", "almost", "roughly", "at least", "at most", "more than", "fewer than", "less than"]
)
_ESTIMATE_CUE = re.compile(r"\b(?:put|puts|putting|place[sd]?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said: stance, whether the content's main clause is negated, its modal verb, words that weaken it."""

    stance: Stance
    negated: bool
    modality: str
    hedges: tuple[str, ...]


def manner(cue: str, content: str, *, between: str = "") -> Manner:
    """The manner of a statement from the words of its cue and its content. `between` is the text that spans source, cue and content."""
    words = [word.lower() for word in _WORD.findall(content)]
    negated = is_negated(words)
    modality = next((word for word in words[:14] if word in _MODALS), "")
    return Manner(_stance(cue, content, words, negated, between or f"{cue} {content}"), negated, modality, hedges(content))


def hedges(text: str) -> tuple[str, ...]:
    """Words that weaken what is said, in order, each once. Those of numbers count only before one."""
    found: list[str] = []
    for match in _HEDGES.finditer(text):
        hedge = match[0].lower()
        if hedge in _BEFORE_NUMBER and not re.match(
            r"\W{0,3}(?:[$€£]|\d|[a-z]+ (?:hundred|thousand|million)|two|three|four|five|six|seven|eight|nine|ten|a )",
            text[match.end() : match.end() + 30],
            re.IGNORECASE,
        ):
            continue
        if hedge not in found:
            found.append(hedge)
    return tuple(found)


def is_negated(words: list[str]) -> bool:
    """Whether the main clause of a content says that something is not so: a negation among its first words."""
    return any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in words[:9])


def _stance(cue: str, content: str, words: list[str], negated: bool, whole: str) -> Stance:
    cue_words = [word.lower() for word in _WORD.findall(cue)]
    if _SILENT.search(cue):
        return Stance.SILENT
    if _NEITHER_CONFIRM.search(cue):
        return Stance.NONCOMMITTAL
    if _NO_ANSWER.search(cue) or (_NO_ANSWER.search(whole[: len(cue) + 30]) and _NO_ANSWER.search(f"{cue} {' '.join(words[:3])}")):
        return Stance.NO_STATEMENT
    stance = cue_stance(cue_words)
    if any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in cue_words):
        return turned(stance)
    if stance is None or stance in (Stance.CLAIMS, Stance.REPORTS):
        return _by_content(stance or Stance.CLAIMS, content, words, negated)
    if stance is Stance.PROMISES and cue_words and cue_words[0].startswith("refus"):
        return Stance.REJECTS
    return stance


def turned(stance: Stance | None) -> Stance:
    """What a negated cue tells: who does not deny does not admit, either."""
    if stance in (Stance.DENIES, Stance.REJECTS, Stance.DISPUTES):
        return Stance.NONCOMMITTAL
    if stance in (Stance.CONSIDERS, Stance.PRAISES, Stance.PREDICTS, Stance.CONFIRMS):
        return Stance.DISPUTES
    if stance in (Stance.PROMISES, Stance.DEMANDS):
        return Stance.REJECTS
    return Stance.NO_STATEMENT


def _by_content(stance: Stance, content: str, words: list[str], negated: bool) -> Stance:
    if _NONCOMMITTAL.search(content):
        return Stance.NONCOMMITTAL
    first = words[1:] if words[:1] == ["that"] else words
    if _says_it_was_not(first):
        return Stance.DENIES
    return stance


#: "No chemicals had reached the river", "nothing ran into it", "we did not": what was said to be so was not.
_DENIAL = re.compile(
    r"^(?:there (?:was|were|is|are|had been|has been) no|no \w+(?: \w+){0,3} (?:had|has|have|was|were|is|are|ever)|nothing|nobody|none|"
    r"(?:it|he|she|they|we|i) (?:had|has|have|did|was|were)(?: \w+)? (?:not|never|no|nothing)|"
    r"(?:it|he|she|they|we|i) (?:hadn|hasn|haven|didn|wasn|weren)['’]t|no such)\b"
)


def _says_it_was_not(words: list[str]) -> bool:
    return bool(_DENIAL.match(" ".join(words[:10])))
