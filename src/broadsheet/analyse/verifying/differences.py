"""In what a written sentence differs from its passages: for telling why it is not shown. Pure.

It compares bags of words, so it finds what is wrong, and proves nothing right: that is `alignment`'s part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.analyse.verifying.alignment import Tokens
from broadsheet.analyse.verifying.lexicon import CUES, FREE, HEDGES, NEGATIONS, OPPOSITES, TELLING
from broadsheet.analyse.verifying.records import Cited, Reason
from broadsheet.analyse.verifying.tokens import Kind, Token


def differences(written: Tokens, sentences: Sequence[Tokens], passages: Sequence[Cited]) -> Iterator[Reason]:
    """What the sentence has that no passage has, and in what it differs from the one that is most like it. At least one reason."""
    nearest = max(sentences, key=lambda one: _alike(written, one), default=())
    found = [*_strange(written, sentences, passages), *_unlike(written, nearest, passages)]
    yield from sorted(found, key=list(Reason).index) or [Reason.ORDER]


def _alike(one: Tokens, two: Tokens) -> float:
    keys = {token.key for token in one if not token.is_mark} - FREE
    there = {token.key for token in two if not token.is_mark} - FREE
    return len(keys & there) / (len(keys) + 0.1 * len(there)) if keys else 0.0


def _strange(written: Tokens, sentences: Sequence[Tokens], passages: Sequence[Cited]) -> Iterator[Reason]:
    """What stands in none of the passages."""
    known = {(token.kind is Kind.NUMBER, token.key) for one in sentences for token in one}
    titled = {word.casefold().strip(".,") for cited in passages for name in (*cited.holders, cited.publisher) for word in name.split()}
    for token in written:
        if token.is_mark or token.key in FREE or (token.kind is Kind.NUMBER, token.key) in known or token.key in titled:
            continue
        if token.kind is Kind.NUMBER:
            yield Reason.NUMBER
        elif token.kind is Kind.DAY:
            yield Reason.DATE
        elif token.kind is Kind.NAME and not token.opens:
            yield Reason.NAME
        elif token.key not in CUES and token.key not in NEGATIONS | HEDGES:
            yield Reason.UNSUPPORTED


def _unlike(written: Tokens, nearest: Tokens, passages: Sequence[Cited]) -> Iterator[Reason]:
    """In what it differs from the passage's sentence that is most like it."""
    keys, there = {token.key for token in written}, {token.key for token in nearest}
    if (keys & NEGATIONS) != (there & NEGATIONS):
        yield Reason.NEGATION
    if any(OPPOSITES.get(key, set()) & there and key not in there for key in keys):
        yield Reason.OPPOSITE
    if (keys & HEDGES) != (there & HEDGES):
        yield Reason.HEDGE
    if _kinds(written) != _kinds(nearest) or (_kinds(nearest) and not any(_is_named(token, keys) for token in nearest[:8])):
        yield Reason.HOLDER


def _kinds(found: Tokens) -> set[str]:
    return {CUES[token.key] for token in found if token.key in CUES and CUES[token.key] in TELLING and not token.quoted}


def _is_named(token: Token, keys: set[str]) -> bool:
    return token.kind is Kind.NAME and token.key in keys
