"""What words without a name mean: "the company", "his lawyer", "a worker who asked not to be identified", "the state office". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.analyse.speakers.entities import Entity
from broadsheet.analyse.speakers.lexicon import (
    ANY_BODY,
    BODIES,
    DOCUMENTS,
    GROUPS,
    MEDIA_WORDS,
    ROLES,
    STATE_BODIES,
    words,
)
from broadsheet.analyse.speakers.scene import Scene
from broadsheet.types import HolderKind

_WORD = re.compile(r"[^\W_][\w’'-]*")
_DETERMINERS = words("""
    the a an this that these those its his her their our my your some many several most other another no any each both all
""")
#: Where the head noun of a phrase ends: what follows only tells more.
_HEAD_ENDS = re.compile(
    r",| (?:of|for|from|in|at|on|with|who|which|that|to|by|near|close|about|against|whose|familiar|"
    r"released|published|seen|obtained|based|calling|conducted|issued|sent|filed)\b"
)
#: What a name for somebody without one need not keep.
_CLAUSE = re.compile(r",? (?:who|which|whose|speaking|asking|requesting)\b|,")
_UNNAMED = re.compile(
    r"\b(?:not to be (?:identified|named|quoted)|anonym\w+|declined to (?:be (?:identified|named)|give (?:his|her|their) name)|unnamed|"
    r"unidentified|not authori[sz]ed|asked that (?:his|her|their) name|who did not want|familiar with|close to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without a name: its words without the article, its head noun, and whether it is of one who was spoken of before."""

    words: str
    head: str
    definite: bool
    unnamed: bool


def phrase(words: str) -> Phrase:
    """A source's words read as a noun phrase."""
    plain = " ".join(words.split()).strip(" ,.:;\"“”'’")
    core = _HEAD_ENDS.split(plain, maxsplit=1)[0]
    found = _WORD.findall(core)
    head = re.sub(r"['’]s?$", "", found[-1].lower()) if found else ""
    first = found[0].lower() if found else ""
    told = _CLAUSE.split(plain, maxsplit=1)[0]
    if first in ("the", "a", "an", "this", "that"):
        told = told[len(first) :].strip()
    return Phrase(
        re.sub(r"['’]s?$", "", told), head, first in ("the", "this", "that", "its", "his", "her", "their"), bool(_UNNAMED.search(words))
    )


def kind_of(said: Phrase) -> HolderKind | None:
    """The kind of holder that a phrase names; None when its words do not tell."""
    head = said.head
    if said.unnamed:
        return HolderKind.ANONYMOUS
    if head in MEDIA_WORDS and head not in ("agency", "station", "network", "standard", "observer", "mirror", "post"):
        return HolderKind.MEDIA
    if head in BODIES:
        return HolderKind.STATE if head in STATE_BODIES else HolderKind.ORGANISATION
    if head in DOCUMENTS:
        return HolderKind.DOCUMENT
    if head in GROUPS or (head.endswith("s") and head[:-1] in ROLES):
        return HolderKind.GROUP
    if head in ROLES:
        return HolderKind.ANONYMOUS if not said.definite else HolderKind.PERSON
    return None


def meant(said: Phrase, scene: Scene, offset: int) -> Entity | None:
    """The entity named before `offset` that a definite phrase means: by a role that the text gave it, a word of its name, or, for "the
    company", the body that was named last. None when nobody, or more than one equally, could be meant.
    """
    if not said.definite or not said.head:
        return None
    nearest: Entity | None = None
    for named in scene.before(offset, 60):
        entity = named.entity
        if said.head in entity.nouns or (entity.kind is not HolderKind.PERSON and said.head in entity.words and len(entity.words) > 1):
            return entity
        if said.head in ANY_BODY and nearest is None and entity.kind is HolderKind.ORGANISATION and not set(entity.words) & STATE_BODIES:
            nearest = entity
    return nearest if len(said.words.split()) == 1 else None
