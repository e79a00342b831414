"""Who is said to say a sentence: its holder, the kind of word for saying it, and what is said. English; rules over tokens. Pure.

Known shapes: "H said (that) C", "C, H said", "C, said H", "According to H, C", "C, according to H". Others give nothing, and such a
sentence can only be shown in the words in which it stands in its passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.analyse.verifying.alignment import FRAMING, Tokens
from broadsheet.analyse.verifying.lexicon import CUES, FREE, OFFICES, PLAIN_ENOUGH, RECIPIENTS, TELLING, TURNING
from broadsheet.analyse.verifying.tokens import Kind, Token

#: Tokens of a holder.
LONGEST = 14
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "it"])
_BEFORE_CUE = frozenset(["has", "have", "had", "later", "also", "then"])
_BEFORE_NAMES = frozenset(["former", "deputy", "acting", "its", "his", "her", "their"])
_SAYING = frozenset(cue for cue, kind in CUES.items() if kind in TELLING)
_PRONOUNS = frozenset(["he", "she", "they", "it"])


@dataclass(frozen=True, slots=True)
class Attributed:
    """A sentence taken apart. `kind` is one of lexicon.CUES; `holder` and `content` are without the marks at their ends."""

    holder: tuple[Token, ...]
    kind: str
    content: tuple[Token, ...]
    #: Days that stand beside the word for saying.
    days: tuple[Token, ...] = ()


def attributed(found: Tokens) -> Iterator[Attributed]:
    """Every way in which the sentence can be taken apart, the likeliest first."""
    yield from _according(found)
    for place, token in enumerate(found):
        if token.key in _SAYING and token.key != "according" and not token.quoted and token.kind is not Kind.NAME:
            yield from _behind(found, place)
            yield from _in_front(found, place)


def may_say(written: str, passage: str) -> bool:
    """Whether a sentence may use this kind of word for saying where its passage uses that one."""
    return written == passage or (written == "say" and passage in PLAIN_ENOUGH)


def fits(written: Tokens, passage: Tokens, holders: tuple[str, ...]) -> bool:
    """Whether a holder as written is the passage's. A pronoun there is the one holder that is known for the passage."""
    words = [token for token in written if not token.is_mark and token.key not in FREE]
    there = [token for token in passage if not token.is_mark and token.key not in FREE]
    if not words:
        return False
    if len(there) == 1 and there[0].key in _PRONOUNS:
        return is_known(written, holders)
    return any(_ends(words, part) for part in _parts(passage))


def is_known(written: Tokens, holders: tuple[str, ...]) -> bool:
    """Whether a holder as written is the only one that is known: nothing but words of that name, its last one among them."""
    if len(holders) != 1:
        return False
    known = [word.casefold().strip(".,") for word in holders[0].split() if word.casefold() not in FREE]
    words = [token for token in written if not token.is_mark and token.key not in FREE]
    named = [token.text.casefold() for token in words]
    if not named or not known:
        return False
    return _in_order(named, known) and named[-1] == known[-1]


def _in_order(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


def _parts(passage: Tokens) -> Iterator[list[Token]]:
    """The holder's name and what explains it ("Mara Quill, the harbour master"), each alone; the whole when it has no comma."""
    part: list[Token] = []
    for token in passage:
        if token.is_mark:
            if part:
                yield part
            part = []
        elif token.key not in FREE:
            part.append(token)
    if part:
        yield part


def _ends(words: list[Token], part: list[Token]) -> bool:
    """Whether `words` are the last ones of `part`, and only offices and first names were left out before them."""
    size = len(words)
    if size > len(part) or any(one.key != two.key for one, two in zip(words, part[-size:], strict=True)):
        return False
    cut = part[: len(part) - size]
    if not cut:
        return True
    if words[0].kind is not Kind.NAME or words[0].key in OFFICES:
        return False
    return all(
        token.key in OFFICES or token.kind is Kind.NAME or token.key in ("former", "deputy", "acting", "its", "his", "her", "their")
        for token in cut
    )


def _according(found: Tokens) -> Iterator[Attributed]:
    for place in range(len(found) - 2):
        if found[place].key != "according" or found[place + 1].key != "to" or found[place].quoted:
            continue
        if place == 0:
            stop = next((at for at in range(2, len(found)) if found[at].key == ","), 0)
            # An explained name has two commas more; both ways of reading are tried.
            later = next((at for at in range(stop + 1, len(found)) if found[at].key == ","), 0)
            for end in (stop, later):
                if end:
                    yield from _made(found[2:end], "say", found[end + 1 :])
        else:
            yield from _made(found[place + 2 :], "say", found[:place])


def _in_front(found: Tokens, place: int) -> Iterator[Attributed]:
    """H said (that) C."""
    holder, days = list(found[:place]), []
    while holder and (holder[-1].key in _BEFORE_CUE or holder[-1].kind is Kind.DAY):
        days += [holder.pop()] if holder[-1].kind is Kind.DAY else []
        holder = holder[:-1] if holder and holder[-1].key in _BEFORE_CUE else holder
    content = list(found[place + 1 :])
    if found[place].key in ("told", "tells"):
        stop = next((at for at, token in enumerate(content[:6]) if token.key == "that"), None)
        if stop is None and content and content[0].key in RECIPIENTS:
            stop = 0
        if stop is None:
            return
        content = content[stop + 1 :]
    while content and (content[0].is_mark or content[0].key == "that" or content[0].kind is Kind.DAY):
        days += [content[0]] if content[0].kind is Kind.DAY else []
        content = content[1:]
    yield from _made(holder, CUES[found[place].key], content, days)


def _behind(found: Tokens, place: int) -> Iterator[Attributed]:
    """C, H said. C, said H."""
    after, days = list(found[place + 1 :]), []
    while after and after[-1].kind is Kind.DAY:
        days.append(after.pop())
    if found[place].key in ("told", "tells"):
        if any(token.key not in RECIPIENTS for token in after):
            return
        after = []
    kind = CUES[found[place].key]
    before = found[place - 1] if place else None
    if before is not None and (before.key == "," or before.quoted) and after:
        yield from _made(after, kind, found[:place], days)
    if not after:
        for start in range(place - 1, max(0, place - LONGEST), -1):
            if found[start].key == "," or (found[start].quoted and not found[start + 1].quoted):
                yield from _made(found[start + 1 : place], kind, found[: start + 1], days)


def _made(holder: Tokens, kind: str, content: Tokens, days: Tokens = ()) -> Iterator[Attributed]:
    said_by, said = _bare(holder), _bare(content)
    if not 0 < len(said_by) <= LONGEST or len(said) < 2 or any(token.quoted for token in said_by):
        return
    if any(_is_foreign(token) for token in said_by):
        return
    yield Attributed(said_by, kind, said, tuple(days))


def _is_foreign(token: Token) -> bool:
    """Whether the word cannot be part of who says something."""
    return token.key in _BE - {"it"} or CUES.get(token.key) in FRAMING or (token.key in TURNING and not _names(token))


def _names(token: Token) -> bool:
    return token.kind is Kind.NAME or token.key in ("former", "deputy", "acting", "vice", "assistant", "first", "second", "last")


def _bare(found: Tokens) -> tuple[Token, ...]:
    start, end = 0, len(found)
    while start < end and found[start].is_mark:
        start += 1
    while end > start and found[end - 1].is_mark:
        end -= 1
    return tuple(found[start:end])
