"""A Search as the index understands it: tokens instead of words, groups instead of alternatives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.store.entries import facet
from broadsheet.store.words import asked
from broadsheet.types import Search, Term

#: As many terms as a search may have (row A06); further ones are left out.
MOST_TERMS = 64
#: Tokens of one phrase.
MOST_TOKENS = 32
#: As many matches as are counted and looked at, newest first.
WINDOW = 2000
#: A prefix shorter than this is taken as a whole word: "a*" would touch every article and tell nothing.
SHORTEST_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand side by side; with `prefix`, the last one only begins so. `title` asks for the title alone."""

    tokens: tuple[str, ...]
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """All of `wanted` and none of `unwanted`."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Any of the groups, all of the facets, within the times (both included)."""

    groups: tuple[Group, ...]
    facets: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    source_id: int = 0

    @property
    def wanted(self) -> tuple[Phrase, ...]:
        """Every phrase that an article may be found by."""
        return tuple(dict.fromkeys(phrase for group in self.groups for phrase in group.wanted))


def in_title(query: Query) -> Query:
    """The query with every wanted phrase asked for in the title."""
    groups = tuple(Group(tuple(replace(phrase, title=True) for phrase in group.wanted), group.unwanted) for group in query.groups)
    return replace(query, groups=groups)


def understood(search: Search) -> Query | None:
    """The query of a search; None when none of its words can be in any article ("!!!"). Never raises."""
    left = MOST_TERMS
    common, left = _group(search.terms, left)
    groups: list[Group] = []
    for terms in search.alternatives:
        group, left = _group(terms, left)
        if group != Group():
            groups.append(Group(common.wanted + group.wanted, common.unwanted + group.unwanted))
    if not groups and common != Group():
        groups = [common]
    if not groups and (search.terms or any(search.alternatives)):
        return None
    facets = (
        facet("p", search.publisher),
        facet("l", search.language),
        facet("s", search.section),
        facet("t", search.tag),
        facet("o", str(search.source_id or "")),
    )
    return Query(
        groups=tuple(dict.fromkeys(groups)),
        facets=tuple(name for name in facets if name),
        since=search.since,
        until=search.until,
        source_id=search.source_id,
    )


def _group(terms: Sequence[Term], left: int) -> tuple[Group, int]:
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for term in terms[:left]:
        phrase = _phrase(term.words, term.prefix, term.field == "title")
        if phrase is not None:
            (unwanted if term.negated else wanted).append(phrase)
    return Group(_once(wanted), _once(unwanted)), max(left - len(terms), 0)


def _phrase(words: Sequence[str], prefix: bool, title: bool) -> Phrase | None:
    tokens, pair_prefix = asked(" ".join(words))
    if not tokens:
        return None
    if len(tokens) > MOST_TOKENS:
        return Phrase(tokens[:MOST_TOKENS], title=title)
    begins = prefix and len(tokens[-1]) >= SHORTEST_PREFIX
    return Phrase(tokens, prefix=begins or pair_prefix, title=title)


def _once(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases))
