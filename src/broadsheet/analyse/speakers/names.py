"""Names in an English text: capitalised words in a row, told from words that only begin a sentence. Pure; linear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.analyse.speakers.lexicon import GROUPS, ORGANISATION_WORDS, ROLES, TITLES, is_first_name, words

_WORD = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W\d_][\w’'\-]*|\d+")
#: Small words within a name, when a capital follows.
_WITHIN = words("""
    of de del della der den di da dos du van von la le el al bin ibn ben abu ter ten zu y e the for and
""")
_SHORTENED = frozenset(["jr", "st", "u.s", "u.n", "u.k", "inc", "co", "corp"])
#: A common noun that begins with an acronym: "AI-giant", "US-led".
_HYPHENED = re.compile(r"[A-Z]+-[a-z]+")
_LINE = re.compile(r"[^\n]+")
#: Share of capitalised longer words from which a line is in title case.
TITLE_CASE = 0.7
_STOPS = words("""
    a about above across after again against all almost along already also although always am among an and another any
    anyone anything are around as asked at away back be because been before being below beneath besides between beyond both
    but by can cannot could critics despite did do does done down during each earlier early either else elsewhere enough
    even eventually every everyone everything except few finally first following for formerly from further get give given
    had has have having he her here hers herself him himself his how however i if in indeed inside instead into is it its
    itself just last late later latest least less let like made make many maybe me meanwhile might mine more moreover most
    much must my myself near nearly neither never nevertheless next no nobody none nor not nothing now of off officials
    often on once one only or other others otherwise our ours out outside over overall own perhaps please police previously
    probably quite rather really recently residents said same say says second see seen several shall she should similarly
    since so some somebody someone something sometimes soon still such supporters than thanks that the their theirs them
    then there thereafter therefore these they third this those though three through throughout thus till to today together
    tomorrow tonight too toward towards two under unless unlike until up upon us very was we well were what whatever when
    whenever where whereas wherever whether which while who whoever whom whose why will with within without would yes
    yesterday yet you your yours monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu
    fri sat sun according added asked based born calling citing four five six seven eight nine ten hundreds thousands dozens
    half nearly roughly speaking state federal local national republican democratic
""")
#: What stands before a name without being part of it.
_BEFORE_NAMES = frozenset(TITLES) | ROLES
_ENDS = frozenset('.!?\n"“”:;‘')


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands. `title` are titles and roles right before it ("deputy fire chief", "Mr."), which are not part of it."""

    start: int
    end: int
    text: str
    title: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, folded to lower case."""
        return tuple(self.text.lower().replace(".", "").split())


def find_names(text: str) -> tuple[Name, ...]:
    """Names in order of place. A word that opens a sentence counts when it is not also written small in the text, nor a common word.
    Lines in title case or capitals tell nothing: their names are found where they stand again.
    """
    words = [word for line in _LINE.finditer(text) if not _in_title_case(line[0]) for word in _WORD.finditer(text, *line.span())]
    small = {word[0] for word in words if word[0][0].islower()}
    return tuple(_names(text, words, small))


def _in_title_case(line: str) -> bool:
    """Whether a line of some words without a full stop has capitals on most of its longer words."""
    long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 4 and line.rstrip()[-1:] not in '.!?"”’,:' and sum(word[0].isupper() for word in long) > TITLE_CASE * len(long)


def _names(text: str, words: Sequence[re.Match[str]], small: set[str]) -> Iterator[Name]:
    at = 0
    while at < len(words):
        if not _may_begin(text, words, at, small):
            at += 1
            continue
        stop = at + 1
        while stop < len(words):
            step = _goes_on(text, words, stop)
            if not step:
                break
            stop += step
        name = _name(text, words, at, stop)
        if name is not None:
            yield name
        at = stop


def _may_begin(text: str, words: Sequence[re.Match[str]], at: int, small: set[str]) -> bool:
    word = words[at][0]
    plain = _bare(word).lower()
    if not word[0].isupper() or plain.startswith(("i'", "i’")):
        return False
    if plain in _BEFORE_NAMES and not (at + 1 < len(words) and _goes_on(text, words, at + 1)):
        return False
    if plain in _STOPS and not (
        at + 1 < len(words) and plain in ("may", "april", "june", "august", "mark") and _goes_on(text, words, at + 1)
    ):
        return (
            plain in ("state", "federal", "national", "republican", "democratic")
            and not _opens(text, words[at].start())
            and bool(at + 1 < len(words) and _goes_on(text, words, at + 1))
        )
    if _opens(text, words[at].start()):
        return not (plain in small or plain in GROUPS) or bool(at + 1 < len(words) and _goes_on(text, words, at + 1))
    return True


def _opens(text: str, start: int) -> bool:
    """Whether a word opens a sentence, a line or a quotation."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in _ENDS or before.endswith(("—", "–", "- "))


def _goes_on(text: str, words: Sequence[re.Match[str]], at: int) -> int:
    """How many words from `at` on continue the name before them: 0 when none does."""
    between = text[words[at - 1].end() : words[at].start()]
    if between not in (" ", ". ", ".") or (words[at - 1][0].endswith(("'s", "’s")) and not _is_body_word(words[at][0])):
        return 0
    if "." in between and not _abbreviated(words[at - 1][0]):
        return 0
    word = words[at][0]
    if word[0].isupper() and (
        _bare(word).lower() not in _STOPS
        or word in ("State", "Federal", "National", "Republican", "Democratic", "Police", "First", "May", "March", "Second")
    ):
        return 1
    if word[0].isdigit():
        return 0
    if word in _WITHIN:
        for more in (1, 2):
            if at + more >= len(words) or text[words[at + more - 1].end() : words[at + more].start()] != " ":
                return 0
            following = words[at + more][0]
            if following[0].isupper():
                return more + 1 if _joins(text, words, at, following) else 0
            if following not in _WITHIN:
                return 0
    return 0


def _joins(text: str, words: Sequence[re.Match[str]], at: int, following: str) -> bool:
    """Whether a small word holds a name together: "of" and foreign particles do, "and" only within the name of a body."""
    word = words[at][0]
    if word != "and":
        return word not in ("the", "for") or _is_body_word(words[at - 1][0])
    # "Ministry of Trade and Ports": a capital on either side, and "of" or "for" before.
    return at >= 2 and words[at - 2][0] in ("of", "for") and not is_first_name(following) and not is_first_name(words[at - 1][0])


def _is_body_word(word: str) -> bool:
    return word.lower() in ORGANISATION_WORDS


def _abbreviated(word: str) -> bool:
    return len(word) == 1 or word.lower().rstrip(".") in TITLES or word.lower() in _SHORTENED or "." in word


def _name(text: str, words: Sequence[re.Match[str]], at: int, stop: int) -> Name | None:
    """The name without titles before it and without a possessive ending. None when nothing but titles or a number is left."""
    first = at
    while first < stop and _bare(words[first][0]).lower().rstrip(".") in _BEFORE_NAMES and stop - first > 1:
        if words[first + 1][0] in _WITHIN:
            break
        first += 1
    first = _after_titles(words, first, stop)
    start, end = words[first].start(), words[stop - 1].end()
    for ending in ("'s", "’s", "'", "’"):
        if text[:end].endswith(ending):
            end -= len(ending)
            break
    title = " ".join(word[0] for word in words[at:first])
    name = text[start:end].strip(" .") if not text[start:end].endswith("Jr.") else text[start:end]
    if not any(character.isalpha() for character in name) or _HYPHENED.fullmatch(name):
        return None
    return Name(start, start + len(name), name, f"{_role_before(text, words, at)} {title}".strip())


def _after_titles(words: Sequence[re.Match[str]], first: int, stop: int) -> int:
    """Where the person's own name begins after a body and an office: "IAEA Director General Rafael Grossi"."""
    for at in range(stop - 2, first, -1):
        if _bare(words[at - 1][0]).lower() in _BEFORE_NAMES | {"general"} and is_first_name(_bare(words[at][0]).lower()):
            return at
    return first


def _role_before(text: str, words: Sequence[re.Match[str]], at: int) -> str:
    """Small words for a role that stand right before the name: "deputy fire chief"."""
    first = at
    while first > 0 and at - first < 5 and text[words[first - 1].end() : words[first].start()] in (" ", "-"):
        word = words[first - 1][0]
        known = word.lower() in _BEFORE_NAMES
        if not (word[0].islower() or known) or word in _STOPS or word in _WITHIN or word.endswith(("'s", "’s")):
            break
        first -= 1
    role = [word[0] for word in words[first:at]]
    return " ".join(role) if role and role[-1].lower() in _BEFORE_NAMES else ""


def _bare(word: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    return word
