"""Stances that only the whole article tells: who speaks, what was said just before, what is being rejected. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analyse.statements.stance import turned
from broadsheet.types import Form, HolderKind, Stance, Statement

#: An account of what happened is denied; an offer or a demand is rejected.
_ACCOUNT = re.compile(
    r"\b(?:account|accusations?|allegations?|charges?|claims?|reports?|suggestions?|rumou?rs?|version|assertions?|insinuations?|notion|idea)\b",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\b(?:account|version|claims?|explanation|figures?|numbers?|statement|story|denial|assurances?)\b", re.IGNORECASE)
#: Sources of whom none said it: "Neither the Kremlin nor Pyongyang outlined ...".
_NOBODY = re.compile(r"(?:neither|none|nobody|no one|no [a-z]+)\b", re.IGNORECASE)
_SCORN = re.compile(
    r"\b(?:insult|lies?|false|nonsense|absurd|ridiculous|misleading|untrue|wrong|fiction|fantasy|farce|joke|"
    r"baseless|laughable|incorrect|dishonest)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:do(?:es)? not|don['’]t|doesn['’]t|cannot|can['’]t) (?:know how|understand (?:how|why|where)|see how|believe)\b|"
    r"\bmakes? no sense\b|\b(?:is|are|was|were) (?:simply |just |completely |plainly )?(?:not true|untrue|false|wrong|nonsense)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\bbetween (?:[$€£])?[\w.,]+ and (?:[$€£])?[\w.,]+|\b\d[\d.,]*(?:\s?(?:-|–|to)\s?)\d", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:earlier|previous|first|original|prior) (?:version|report|article|edition|headline|post)\b", re.IGNORECASE)
_INSISTS = re.compile(r"\b(?:repeat|insist|maintain|reiterat|stress|assert|assur|argu)\w*\b", re.IGNORECASE)
_WAS_NOT = re.compile(r"\b(?:had|has|have|did|was|were|knew|known|done)(?: \w+)? (?:nothing|never|not|no|nobody|none)\b", re.IGNORECASE)
#: Bodies that tell what they counted and saw: rescue, health, police, courts, statistics.
_AUTHORITY = re.compile(
    r"\b(?:fire|police|rescue|ambulance|hospital|clinic|coroner|sheriff|prosecutor|court|weather|geological|"
    r"survey|statistics|census|emergency|civil (?:defen[cs]e|protection)|coast ?guard|red cross|health|environment|"
    r"agency|ministry|department|office|service|authorit(?:y|ies))\b",
    re.IGNORECASE,
)
#: Stances that a quotation which goes on about the same thing shares with the statement before it.
_CARRIED = frozenset([Stance.ADMITS, Stance.DENIES, Stance.DISPUTES, Stance.WARNS, Stance.APOLOGISES])
_PLAIN = frozenset([Stance.CLAIMS, Stance.REPORTS])
#: Characters between two statements over which a stance is carried.
NEAR = 120


def settled(text: str, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements (in order of place, holders resolved) with their stances settled. Nothing else of them changes."""
    found: list[Statement] = []
    for statement in statements:
        stance = _carried(text, statement, found) or _by_words(text, statement)
        found.append(replace(statement, stance=stance) if stance is not statement.stance else statement)
    return tuple(found)


def _by_words(text: str, statement: Statement) -> Stance:
    stance = statement.stance
    content = _words(text, statement.content)
    cue = _words(text, statement.cue)
    if _NOBODY.match(_words(text, statement.source)):
        return turned(stance)
    if stance is Stance.REJECTS and _ACCOUNT.search(content[:60]):
        return Stance.DENIES
    if stance is Stance.ASSESSES and _VERSION.search(content) and _SCORN.search(content):
        return Stance.DISPUTES
    if stance in _PLAIN and _EARLIER.search(_words(text, statement.source)):
        return Stance.RETRACTS
    if stance in _PLAIN and _DOUBTS.search(content):
        return Stance.DISPUTES
    if stance in _PLAIN and _INSISTS.search(cue) and _WAS_NOT.search(content[:80]):
        return Stance.DENIES
    if stance in _PLAIN and _RANGE.search(content):
        return Stance.ESTIMATES
    if stance is Stance.PROMISES and re.search(r"\bassurances?\b", cue, re.IGNORECASE):
        return Stance.CLAIMS
    if (
        stance is Stance.CLAIMS
        and re.search(r"\b(?:sa(?:id|ys?|ying)|add(?:ed|s)?|told)\b", cue, re.IGNORECASE)
        and _tells_as_authority(statement)
    ):
        return Stance.REPORTS
    return stance


def _carried(text: str, statement: Statement, before: Sequence[Statement]) -> Stance | None:
    """The stance of the statement right before, of the same side, when this is its quotation; or of a dispute that only points back."""
    if statement.stance not in _PLAIN or statement.form is not Form.DIRECT or not before or not statement.content:
        return None
    last = before[-1]
    if last.stance not in _CARRIED or not last.holders:
        return None
    end = max(span[1] for span in (*last.source, *last.cue, *last.content))
    start = min(span[0] for span in (*statement.source, *statement.cue, *statement.content))
    if start - end > NEAR:
        return None
    if _sides(last) & _sides(statement):
        return last.stance
    points_back = last.stance is Stance.DISPUTES and len(_words(text, last.content).split()) <= 3
    return last.stance if points_back and "\n" not in text[end:start] else None


def _tells_as_authority(statement: Statement) -> bool:
    for holder in statement.holders:
        if holder.kind in (HolderKind.STATE, HolderKind.ORGANISATION) and _AUTHORITY.search(holder.name):
            return True
        if holder.kind is HolderKind.PERSON and holder.body and _AUTHORITY.search(holder.body):
            return True
    return False


def _sides(statement: Statement) -> set[str]:
    return {name for holder in statement.holders for name in (holder.key, holder.body.lower()) if name}


def _words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in spans)
