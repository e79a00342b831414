"""A passive sentence as the active one that its passage may have: "Y was closed by X" says what "X closed Y" says. English. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.analyse.verifying.alignment import Tokens, aligned
from broadsheet.analyse.verifying.tokens import Kind, Token

#: Tokens of the one who acts, behind "by".
LONGEST = 8
_BE = frozenset(["was", "were"])
#: Participles that are also the past form; those in -ed are, too.
_SAME_PAST = frozenset(
    ["bought", "built", "made", "held", "sold", "led", "won", "lost", "found", "hit", "struck", "caught", "sent", "paid"]
)


def told(written: Tokens, passage: Tokens, *, beginning: bool = False) -> bool:
    """Whether `written` is `passage`, shortened, in the active or in the passive voice. `beginning`: no clause before it was left out."""
    return any(aligned(one, passage, beginning=beginning) for one in (written, *actives(written)))


def actives(written: Tokens) -> Iterator[tuple[Token, ...]]:
    """The active sentences that a passive one may stand for, one for each place where its actor may end."""
    for place, token in enumerate(written[:-2]):
        auxiliaries, at = _auxiliaries(written, place)
        if not at or not place or token.quoted or any(one.is_mark for one in written[:place]):
            continue
        by = next((spot for spot in range(at + 1, len(written) - 1) if written[spot].key == "by"), 0)
        if not by or any(one.is_mark for one in written[at:by]):
            continue
        object_, verb, middle = written[:place], written[at], written[at + 1 : by]
        for end in range(by + 2, min(len(written), by + 1 + LONGEST) + 1):
            rest = written[end:]
            # "By the council of Ostra": what belongs to the actor is not left to another noun.
            if not rest or rest[0].kind is Kind.DAY or rest[0].is_mark or rest[0].key in ("because", "after", "on", "in", "for", "at"):
                yield (*written[by + 1 : end], *auxiliaries, verb, *object_, *middle, *rest)


def _auxiliaries(written: Tokens, place: int) -> tuple[tuple[Token, ...], int]:
    """What stays before the verb in the active voice, and where the participle stands; 0 when no passive begins here."""
    at = place
    if written[place].key in _BE:
        at = place + 1
        kept: tuple[Token, ...] = ()
    elif written[place].key in ("has", "had"):
        while at < len(written) - 1 and written[at].key in ("has", "had", "not", "yet", "already", "never"):
            at += 1
        if written[at].key != "been":
            return (), 0
        kept = tuple(written[place:at])
        at += 1
    else:
        return (), 0
    if at >= len(written) or not (written[at].key.endswith("ed") or written[at].key in _SAME_PAST):
        return (), 0
    return kept, at
