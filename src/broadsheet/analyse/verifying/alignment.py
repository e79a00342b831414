"""Whether one sentence is another one shortened: every word of it stands there in the same order, and what was left out may be. Pure.

This is sentence compression turned round: instead of making a shorter sentence, it asks whether a given one could have been made by
leaving out parts between commas, names' first words, days, and clauses at the beginning and the end. Work grows with the product of the
two lengths, which are bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from broadsheet.analyse.speakers.lexicon import is_first_name
from broadsheet.analyse.verifying.lexicon import (
    ASIDE,
    CLOSING,
    COMMONEST,
    CUES,
    FREE,
    NEGATIONS,
    OFFICES,
    OPENING,
    OPERATORS,
    PAST,
    PLACING,
    TELLING,
    TURNING,
)
from broadsheet.analyse.verifying.tokens import Kind, Token

Tokens = Sequence[Token]
#: Kinds of saying and thinking that frame what stays; to ask, promise or accuse is an act.
FRAMING = TELLING | {"think"}
#: Words for saying that may stand at the end for all before them.
_TELLING = frozenset(cue for cue, kind in CUES.items() if kind in TELLING and kind != "note")
_AHEAD = frozenset(["will", "would", "may", "might", "can", "could", "must", "should", "shall", "is", "are"])
#: Tokens of one sentence that are compared.
MOST = 120


def same(written: Token, passage: Token) -> bool:
    """Whether two tokens say the same. A capital within a sentence must have a capital: "Bill" is no "bill"."""
    if written.quoted and not passage.quoted:
        return False
    if written.kind is Kind.DAY or passage.kind is Kind.DAY:
        if written.kind is not passage.kind:
            return False
        return written.text.lower() == passage.text.lower() if written.is_weekday else written.key == passage.key
    if written.key != passage.key:
        return False
    if (written.kind is Kind.NUMBER) != (passage.kind is Kind.NUMBER):
        return False
    return written.kind is passage.kind or written.opens or passage.opens or written.key in OFFICES


def aligned(written: Tokens, passage: Tokens, *, whole: bool = False, beginning: bool = False) -> bool:
    """Whether `written` is `passage`, shortened by what may be left out. `whole`: nothing may be left out but the free words.

    `beginning`: no clause may be left out before it.
    """
    words = [place for place, token in enumerate(written) if not token.is_mark and token.key not in FREE]
    if not words or len(written) > MOST or len(passage) > MOST:
        return False
    gaps = _Gaps(passage, whole, beginning)
    reached = {place for place, token in enumerate(passage) if same(written[words[0]], token) and gaps.opening(place)}
    for before, here in pairwise(words):
        parted = any(token.is_mark for token in written[before + 1 : here])
        reached = {
            place
            for place, token in enumerate(passage)
            if same(written[here], token) and any(last < place and gaps.within(last, place, parted) for last in reached)
        }
        if not reached:
            return False
    return any(gaps.closing(place) for place in reached)


class _Gaps:
    """Which parts of a passage's sentence may be left out."""

    def __init__(self, passage: Tokens, whole: bool, beginning: bool) -> None:
        self._all = passage
        self._whole = whole
        self._beginning = beginning
        # "She did not come on Monday" says nothing about other days, "not because" nothing about other reasons.
        self._negated = any(token.key in NEGATIONS for token in passage)

    def opening(self, place: int) -> bool:
        """Whether all before `place` may be left out."""
        cut = _trimmed(self._all[:place])
        if _nothing(cut) or (not self._whole and self._is_name_prefix(cut, place)):
            return True
        if self._whole:
            return False
        if self._is_apposed(cut, place):
            return True
        if _turns(cut) or self._all[place].quoted != cut[-1].quoted:
            return False
        words = [token for token in cut if not token.is_mark]
        if _is_day(words):
            return not self._negated
        if self._beginning:
            return False
        if cut[-1].key == ",":
            # One part before its comma; a second comma would leave it open what belongs to what.
            return words[0].key in OPENING and sum(token.is_mark for token in cut) == 1
        if len(words) == 1 and words[0].key in ("and", "also", "but"):
            return True
        # The second of two clauses that stand side by side.
        return cut[-1].key == ";" or (len(cut) > 3 and cut[-1].key in ("and", "while") and cut[-2].key == ",")

    def closing(self, place: int) -> bool:
        """Whether all behind `place` may be left out."""
        cut = self._all[place + 1 :]
        if _nothing(cut):
            return True
        if self._whole or (self._all[place].quoted and cut[0].quoted):
            return False
        cut = cut if self._negated else _without_day(cut)
        if not cut:
            return True
        if cut[0].key in CLOSING or (cut[0].key == "," and cut[1].key in CLOSING):
            # Why or when something happened may go, whatever it says; but not who said all of it, nor what is yet to come or holds always.
            bound = self._negated or any(token.key in _AHEAD for token in self._all[: place + 1])
            return not bound and not any(token.key in _TELLING for token in cut) and cut[1].kind not in (Kind.NUMBER, Kind.DAY)
        if cut[0].key == "," and len(cut) > 2 and (cut[1].key, cut[2].key) in (("down", "from"), ("up", "from"), ("compared", "with")):
            return not any(token.is_mark for token in cut[1:]) and not _turns(cut[2:], TURNING)
        if _turns(cut):
            return False
        if cut[0].key in (";", "—"):
            return True
        if cut[0].key == "," and len(cut) > 1:
            second = cut[1]
            if second.key == "and":
                return len(cut) > 4
            return second.key in ASIDE and second.key not in PLACING
        if cut[0].key == "(":
            return cut[-1].key == ")"
        return cut[0].key == "and" and len(cut) > 1 and (cut[1].key in PAST or (cut[1].kind is Kind.WORD and cut[1].key.endswith("ed")))

    def within(self, last: int, place: int, parted: bool) -> bool:
        """Whether all between two words that stay may be left out. `parted`: the written sentence has a mark there."""
        cut = _trimmed(self._all[last + 1 : place])
        if not cut and not parted:
            return True
        one, two = self._all[last], self._all[place]
        listed = one.kind in (Kind.NAME, Kind.NUMBER) and two.kind in (Kind.NAME, Kind.NUMBER)
        if _nothing(cut):
            # Between two names a comma makes two of one, or one of two.
            return not listed or parted == any(token.is_mark for token in cut)
        if self._whole or (one.quoted and two.quoted):
            return False
        if not listed and _is_aside(cut) and not _turns(cut, TURNING):
            return True
        if _turns(cut):
            return False
        if _is_day([token for token in cut if not token.is_mark]):
            return not listed and not self._negated
        return self._is_name_prefix(cut, place) and one.kind is not Kind.NAME

    def _is_apposed(self, cut: Tokens, place: int) -> bool:
        """Whether a name stays that explains the office before it: "The mayor, Ivo Lund, said"."""
        if len(cut) < 2 or cut[-1].key != "," or cut[-2].key not in OFFICES or self._all[place].kind is not Kind.NAME:
            return False
        end = place
        while end < len(self._all) and self._all[end].kind is Kind.NAME:
            end += 1
        inner = cut[:-1]
        plain = not any(token.is_mark or token.key in ("of", "for", "and", "or") or CUES.get(token.key) in FRAMING for token in inner)
        return plain and not _turns(inner, TURNING) and end < len(self._all) and self._all[end].key == ","

    def _is_name_prefix(self, cut: Tokens, place: int) -> bool:
        """Whether a name stays without its first part: offices, titles, first names. "Former" may go with its office."""
        if not cut or self._all[place].kind is not Kind.NAME or self._all[place].key in OFFICES:
            return False
        named = [token for token in cut if token.key not in FREE]
        if named and named[-1].key in OFFICES and len(named) <= 3 and not _turns(named):
            # "Health officer Dina Pell": no word that would make the officer another one's.
            return all(token.kind in (Kind.WORD, Kind.NAME) and token.key not in COMMONEST and token.key != "'s" for token in named)
        return bool(named) and all(
            token.key in OFFICES
            or (token.kind is Kind.NAME and is_first_name(token.text))
            or (token.key in ("former", "ex", "acting", "deputy", "vice", "assistant") and number < len(named) - 1)
            for number, token in enumerate(named)
        )


def _trimmed(cut: Tokens) -> Tokens:
    """Without articles at the end: they belong to what follows."""
    end = len(cut)
    while end and cut[end - 1].key in FREE:
        end -= 1
    return cut[:end]


def _nothing(cut: Tokens) -> bool:
    return all(token.is_mark or token.key in FREE for token in cut)


def _turns(cut: Tokens, words: frozenset[str] = OPERATORS) -> bool:
    """Whether something is left out that turns, limits or frames what stays."""
    return any(token.key in words or CUES.get(token.key) in FRAMING for token in cut)


def _without_day(cut: Tokens) -> Tokens:
    """Without a day at the beginning."""
    for size in (1, 2):
        if len(cut) >= size and _is_day(cut[:size]):
            return cut[size:]
    return cut


def _is_day(words: Tokens) -> bool:
    """A day, with "on" or without."""
    return 0 < len(words) <= 2 and words[-1].kind is Kind.DAY and (len(words) == 1 or words[0].key == "on")


def _is_aside(cut: Tokens) -> bool:
    """Whether this is one part between two marks of one kind, which explains a name or tells a circumstance."""
    first, last = cut[0].key, cut[-1].key
    if len(cut) < 3 or (first, last) not in ((",", ","), ("(", ")"), ("—", "—")):
        return False
    inner = cut[1:-1]
    if any(token.is_mark for token in inner):
        return False
    if inner[0].key in PLACING:
        # "In Arven" tells where; "in Quill's opinion", "on stage", "on paper" tell that it is not so.
        return any(token.kind in (Kind.NAME, Kind.DAY, Kind.NUMBER) for token in inner) and all(token.key != "'s" for token in inner)
    return first != "," or inner[0].key in ASIDE or inner[0].kind is Kind.NUMBER
