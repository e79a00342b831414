"""Whom a pronoun means, among the names before it. Pure.

Every candidate is scored by what the eye sees without a parse: how far back it was last named and in which place of its sentence, how often
it was named, whether it spoke, what the pronoun's own place is. Gender and kind only exclude.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container
from dataclasses import dataclass

from broadsheet.analyse.speakers.entities import Entity
from broadsheet.analyse.speakers.scene import Named, Scene
from broadsheet.types import HolderKind, Span

#: Pronouns by the gender that they ask for: "f", "m", "n" (no person), "p" (several, or a body).
PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f", "it": "n", "its": "n",
    "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
}  # fmt: skip
#: Names that are looked at, from the pronoun back.
MOST = 40
_POSSESSIVES = frozenset(["his", "her", "its", "their"])
_PREPOSITION = re.compile(
    r"\b(?:of|by|with|for|to|from|in|at|on|against|about|like|than|between|and|after|before|over|under|as)(?: the)? $"
)
_VERB_AFTER = re.compile(
    r"(?:,[^,.;\n]{1,80},)? (?:[a-z]+ly )?(?:has|had|have|was|is|were|will|would|could|can|may|did|does|"
    r"[a-z]+(?:ed|s)|said|told|made|took|came|went|began|became|won|gave|wrote|left|met|saw|got|led|ran|held|kept|found|felt|spoke|sang)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a pronoun means, and how sure that is (0..1) against the others who could be meant."""

    entity: Entity
    confidence: float


def antecedent(scene: Scene, span: Span, spoke: Container[int] = ()) -> Found | None:
    """The entity that a pronoun at `span` means; None when nobody fits. `spoke` are starts of names that were sources of statements."""
    pronoun = scene.text[span[0] : span[1]].lower()
    wanted = PRONOUNS.get(pronoun)
    if wanted is None:
        return None
    best: dict[int, tuple[float, Entity]] = {}
    for rank, named in enumerate(scene.before(span[0], MOST)):
        if not _fits(named.entity, wanted):
            continue
        points = score(scene, named, span, rank, named.start in spoke)
        held = best.get(id(named.entity))
        if held is None or points > held[0]:
            best[id(named.entity)] = (points, named.entity)
    if not best:
        return None
    ranked = sorted(best.values(), key=lambda pair: pair[0], reverse=True)
    total = sum(math.exp(points - ranked[0][0]) for points, _ in ranked)
    return Found(ranked[0][1], 1 / total)


def score(scene: Scene, named: Named, span: Span, rank: int, spoke: bool) -> float:
    """Log-odds that the pronoun means the entity by this mention of it."""
    far = scene.sentence(span[0]) - scene.sentence(named.start)
    subject = is_subject(scene, named)
    earlier = sum(name.start < span[0] for name in named.entity.names)
    points = (0.0, 0.6, -0.8, -1.8)[min(far, 3)] - 0.25 * max(0, far - 3) - 0.12 * min(rank, 10)
    points += 1.4 * subject + 1.2 * spoke + 0.5 * math.log1p(earlier)
    if scene.text[named.end : named.end + 2] in ("'s", "’s"):
        points -= 0.4
    if _PREPOSITION.search(scene.text[max(0, named.start - 14) : named.start]):
        points -= 0.7
    return points


def is_subject(scene: Scene, named: Named) -> bool:
    """Whether a name stands where subjects stand: first in its sentence or before a verb, and not after a preposition."""
    low, _ = scene.sentence_span(scene.sentence(named.start))
    if _PREPOSITION.search(scene.text[max(low, named.start - 14) : named.start]):
        return False
    return (named.start - low <= 30 and ":" not in scene.text[low : named.start]) or bool(_VERB_AFTER.match(scene.text, named.end))


def _fits(entity: Entity, wanted: str) -> bool:
    if wanted in ("m", "f"):
        return entity.kind in (HolderKind.PERSON, None) and entity.gender in ("", wanted)
    if wanted == "n":
        return entity.kind in (HolderKind.ORGANISATION, HolderKind.MEDIA, HolderKind.STATE)
    return entity.kind is not HolderKind.PERSON
