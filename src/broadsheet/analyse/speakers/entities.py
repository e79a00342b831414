"""Who is named in an article: names that mean the same one, with what else the text calls them. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from broadsheet.analyse.speakers.lexicon import (
    AGENCIES,
    BODIES,
    FEMALE_NOUNS,
    MALE_NOUNS,
    MEDIA_WORDS,
    ORGANISATION_WORDS,
    ROLES,
    SEATS,
    STATE_BODIES,
    STATES,
    TITLES,
    gender_of_first_name,
    is_first_name,
)
from broadsheet.analyse.speakers.names import Name
from broadsheet.types import HolderKind

#: What can have somebody who speaks for it.
_BODIES = (HolderKind.ORGANISATION, HolderKind.STATE, HolderKind.MEDIA)
#: Characters over which "its" reaches back to a name.
NEAR_ITS = 200
_OWNER = re.compile(r"(?:(?P<its>\b[Ii]ts)|(?:['’]s|['’])) (?:[a-z-]+ ){0,3}[a-z-]+,? $")
_OFFICE = re.compile(r", (?:the |an? )?(?:[a-z-]+ ){0,4}[a-z-]+ (?:of|for|at|with) (?:the )?")
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
_AFTER = re.compile(
    r"\s?,? ?(?:\d+, )?(?:the |a |an |its |his |her |their |who (?:is|was) (?:the |a |an )?)?((?:[A-Za-z’'-]+ ){0,5}[a-z’'-]+)"
)
_BEFORE = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur)|[\w’']+['’]s) ((?:[\w’'-]+ ){0,6}[\w’'-]+),? $")


@dataclass(slots=True)
class Entity:
    """One who is named: every name in the text that means it, in order, and words that describe it."""

    names: list[Name]
    words: tuple[str, ...]
    nouns: set[str] = field(default_factory=set)
    gender: str = ""
    kind: HolderKind | None = None
    #: For whom a person speaks, as the words beside the name tell ("Brandel's managing director, Clara Himmel").
    body: Entity | None = None

    @property
    def full(self) -> str:
        """The fullest name that the article gives: the one of the most words, then the longest."""
        return max((name.text for name in self.names), key=lambda text: (len(text.split()), len(text)))

    @property
    def first(self) -> int:
        """Where it is first named."""
        return self.names[0].start


def entities(text: str, names: Sequence[Name]) -> list[Entity]:
    """Names grouped by whom they mean, each group in the order of the text; groups in the order of their first names.

    Surname, forename of an organisation, acronym and spelling variants join the fuller name; where two persons share a surname, the one
    named most is meant. Two forenames of one surname stay apart.
    """
    found: list[Entity] = []
    longest_first = _known_longer(names)
    for name in names:
        words = tuple(word for word in _folded(name.text).split() if word not in _SUFFIXES)
        if not words:
            continue
        # A bare surname means whom the text has named most, of equals the one named last.
        fits = [known for known in found if _same(known, words, name)]
        entity = max(reversed(fits), key=lambda known: len(known.names), default=None)
        if entity is None:
            entity = Entity([], longest_first.get(words, words))
            found.append(entity)
        entity.names.append(name)
        if len(words) > len(entity.words):
            entity.words = words
        _describe(entity, name, text)
    for entity in found:
        entity.kind = _kind(entity)
        if entity.kind is HolderKind.PERSON and not entity.gender and len(entity.words) > 1:
            entity.gender = gender_of_first_name(entity.words[0])
    _with_bodies(text, found)
    return found


def _with_bodies(text: str, found: Sequence[Entity]) -> None:
    """Tells each person for whom they speak, where a possessive before the name or an "of" after it says so."""
    at = {name.start: entity for entity in found for name in entity.names}
    ends = {name.end: entity for entity in found for name in entity.names}
    bodies = sorted(((name.start, entity) for entity in found if entity.kind in _BODIES for name in entity.names), key=itemgetter(0))
    for start, entity in at.items():
        if entity.kind is not HolderKind.PERSON or entity.body is not None:
            continue
        before = _OWNER.search(text, max(0, start - 80), start)
        if before is not None:
            owner = ends.get(before.start()) if before["its"] is None else _last_before(text, bodies, before.start())
            if owner is not None and owner.kind in _BODIES:
                entity.body = owner
                continue
        name = next(name for name in entity.names if name.start == start)
        after = _OFFICE.match(text, name.end)
        if after is not None and (owner := at.get(after.end())) is not None and owner.kind in _BODIES:
            entity.body = owner


def _last_before(text: str, bodies: Sequence[tuple[int, Entity]], offset: int) -> Entity | None:
    """The body named last before "its", near by, when no other is spoken of in between without its name ("the fishing club")."""
    place = bisect_left(bodies, offset, key=itemgetter(0))
    if not place or offset - bodies[place - 1][0] > NEAR_ITS:
        return None
    between = re.findall(r"[a-z]+", text[bodies[place - 1][0] : offset])
    own = set(bodies[place - 1][1].words)
    return None if any(word in BODIES and word not in own for word in between) else bodies[place - 1][1]


def folded_key(name: str) -> str:
    """A name as equal holders share it: no case, no marks, no titles, no article."""
    words = [word for word in _folded(name).split() if word not in TITLES and word not in _SUFFIXES]
    while words and words[0] in ("the", "a", "an"):
        words.pop(0)
    return " ".join(words)


def _folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^\w\s-]", "", plain)


def _known_longer(names: Sequence[Name]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Short names that stand before their long form ("Clinton" in a headline) with that form, where only one fits."""
    full = {tuple(_folded(name.text).split()) for name in names if len(name.text.split()) > 1}
    longer: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for words in full:
        longer.setdefault((words[-1],), set()).add(words)
    return {short: next(iter(fits)) for short, fits in longer.items() if len(fits) == 1}


def _same(entity: Entity, words: tuple[str, ...], name: Name) -> bool:
    known = entity.words
    if words == known:
        return True
    if len(words) == 1 and len(known) > 1:
        word = words[0]
        if word == known[-1] or variant(word, known[-1]):
            return known[-1] not in ORGANISATION_WORDS and not (name.title and _clashes(entity, name))
        if word == known[0]:
            return is_first_name(word) or known[-1] in ORGANISATION_WORDS or not is_first_name(known[0])
        return (
            len(word) >= 2 and name.text.isupper() and word == "".join(part[0] for part in known if part not in ("of", "the", "and", "for"))
        )
    if len(words) > 1 and len(known) == 1 and known[0] in (words[-1],) and is_first_name(words[0]):
        return True
    if len(words) > 1 and len(known) > 1:
        return one_person(words, known)
    return len(words) == 1 and len(known) == 1 and variant(words[0], known[0])


def one_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname with the same first name, an initial of it, or middle names left out; bodies: one is the beginning of the other."""
    short, long = sorted((one, other), key=len)
    if long[: len(short)] == short or long[-len(short) :] == short:
        return long[-1] in ORGANISATION_WORDS or len(short) > 1
    if one[-1] != other[-1] and not variant(one[-1], other[-1]):
        return False
    return one[0] == other[0] or variant(one[0], other[0]) or (min(len(one[0]), len(other[0])) == 1 and one[0][0] == other[0][0])


def _clashes(entity: Entity, name: Name) -> bool:
    gender = TITLES.get(name.title.lower().rstrip(".").split()[-1], "")
    return bool(gender and entity.gender and gender != entity.gender)


def variant(one: str, other: str) -> bool:
    """Whether two words are spellings of one name: long, same beginning, one letter more, less or other ("zelenskyy", "zelensky")."""
    if one == other:
        return True
    if min(len(one), len(other)) < 6 or one[:3] != other[:3] or abs(len(one) - len(other)) > 1:
        return False
    simple = [
        re.sub(r"(.)\1+", r"\1", re.sub(r"(?:iy|yi|ij|yy|ii|i)\b", "y", word)).replace("kh", "h").replace("w", "v") for word in (one, other)
    ]
    return simple[0] == simple[1]


def _describe(entity: Entity, name: Name, text: str) -> None:
    """Takes in what stands beside a name: title, apposition before and after, gender that they tell."""
    nouns = set(re.findall(r"[a-z-]+", name.title.lower()))
    nouns |= _apposition(text, name)
    entity.nouns |= {noun for noun in nouns if noun in ROLES or noun in TITLES or noun in BODIES}
    for noun in nouns:
        gender = TITLES.get(noun, "") or ("f" if noun in FEMALE_NOUNS else "m" if noun in MALE_NOUNS else "")
        entity.gender = entity.gender or gender


def _apposition(text: str, name: Name) -> set[str]:
    nouns: set[str] = set()
    line = text.rfind("\n", 0, name.start) + 1
    before = _BEFORE.search(text[max(line, name.start - 70) : name.start])
    if before and (words := before[1].lower().split()) and words[-1].rstrip(",") in ROLES:
        nouns.add(words[-1])
    if text[name.end : name.end + 2] == ", ":
        end = min((at for at in (text.find(mark, name.end + 2) for mark in ",.;:\n") if at > 0), default=name.end + 80)
        words = text[name.end + 2 : min(end, name.end + 90)].lower().split()
        if words[:1] and (words[0] in ("the", "a", "an", "its", "his", "her", "their", "who") or words[0] in ROLES or words[-1] in ROLES):
            heads = [
                word
                for place, word in enumerate(words)
                if word in ROLES
                and (place + 1 == len(words) or words[place + 1] in ("of", "for", "at", "in", "who", "with", "and", "from", "on", "to"))
            ]
            nouns.update(heads[:1])
    return nouns


def _kind(entity: Entity) -> HolderKind | None:
    words = entity.words
    plain = " ".join(words)
    if plain in STATES or plain in SEATS:
        return HolderKind.STATE
    if plain in AGENCIES:
        return HolderKind.MEDIA
    if entity.nouns & ROLES or any(name.title and _personal(name.title) for name in entity.names):
        return HolderKind.PERSON
    if words[-1] in ORGANISATION_WORDS or words[0] in ORGANISATION_WORDS or "of" in words or "for" in words:
        if words[-1] in MEDIA_WORDS and words[-1] not in ("agency", "network", "station"):
            return HolderKind.MEDIA
        return HolderKind.STATE if words[-1] in STATE_BODIES or words[0] in STATE_BODIES else HolderKind.ORGANISATION
    if words[-1] in MEDIA_WORDS:
        return HolderKind.MEDIA
    if entity.gender or (len(words) in (2, 3) and (is_first_name(words[0]) or len(words[0]) == 1)):
        return HolderKind.PERSON
    if len(words) == 1 and entity.names[0].text.isupper() and len(words[0]) <= 6:
        return HolderKind.ORGANISATION
    return None


def _personal(title: str) -> bool:
    return any(word in TITLES or word in ROLES for word in re.findall(r"[a-z-]+", title.lower()))
