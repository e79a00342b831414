"""Which publishers belong together: an owner's papers, an agency with its national services, the editions of one brand.

Only facts that anybody can look up: who is an agency, and which large groups own which titles. An operator adds more
(`[families]` in the settings), and what an operator says goes before what is built in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from broadsheet.analyse.owners import AGENCIES, OWNERS
from broadsheet.types import urls
from broadsheet.types.text import folded

_WORD = re.compile(r"[^\W_]+")
#: Words at the end of a name that make an edition of a brand and no other publisher ("Reuters India", "Metro Online", "Kurier.at").
_EDITIONS = frozenset(
    [
        "uk",
        "us",
        "usa",
        "india",
        "africa",
        "asia",
        "europe",
        "america",
        "canada",
        "australia",
        "arabic",
        "english",
        "deutsch",
        "español",
        "espanol",
        "international",
        "world",
        "global",
        "online",
        "com",
        "net",
        "org",
        "news",
        "blog",
        "live",
        "tv",
        "newsroom",
        "app",
        "digital",
        "print",
        "mobile",
        "edition",
        "weekend",
        "sunday",
        "staff",
        "desk",
        "agency",
        "service",
        "newswire",
        "deutschland",
        "france",
        "italia",
        "brasil",
        "türkiye",
        "turkey",
        "japan",
        "china",
        "the",
        "le",
        "la",
        "el",
        "il",
        "der",
        "die",
        "das",
    ]
)
#: Words that a name begins with and that say nothing.
_ARTICLES = frozenset(["the", "le", "la", "les", "el", "los", "il", "der", "die", "das", "o", "a", "al"])
_LEAST_INITIALS = 2
#: What agencies call themselves; a publisher with such a name is one though no table has it.
_AGENCY_WORDS = re.compile(
    r"\b(?:(?:press|news) (?:agency|association|wire)|newswire|wire service|(?:presse|nachrichten)[- ]?(?:agentur|dienst)|\w+-pressedienst|"
    r"agence de presse|agencia de noticias|agência de notícias|agenzia di stampa|haber ajansı|wire)$|^وكالة (?:ال)?أنباء\b"
)


class Families:
    """The built-in table and an operator's own. Cheap to ask: names are looked up once and remembered."""

    def __init__(self, owners: Iterable[tuple[str, Sequence[str]]] | Mapping[str, Sequence[str]] = ()) -> None:
        """`owners`: families with the names or domains of their publishers, as the settings list them."""
        own = owners.items() if isinstance(owners, Mapping) else owners
        self._family: dict[str, str] = {}
        self._agencies: dict[str, str] = {}
        for table in (OWNERS, AGENCIES):
            for family, names in table.items():
                for name in (family, *names):
                    self._family.setdefault(_key(name), family)
        for family, names in AGENCIES.items():
            self._agencies.update((_key(name), family) for name in (family, *names))
        for family, papers in own:
            self._family.update((_key(name), family) for name in (family, *papers))
        self.family_of = lru_cache(maxsize=16_384)(self._family_of)
        self.match_credit = lru_cache(maxsize=16_384)(self._match_credit)
        self.is_agency = lru_cache(maxsize=16_384)(self._is_agency)

    def _family_of(self, publisher: str, domain: str = "") -> str:
        """The family of a publisher: its owner or agency where known, else its brand (name without edition, or domain). "" for nobody."""
        site = urls.registrable_domain(domain or publisher) if domain or "." in publisher else ""
        for key in (_key(publisher), site, *_shorter(publisher)):
            if key and key in self._family:
                return self._family[key]
        return site or _brand(publisher)

    def _is_agency(self, name_or_domain: str) -> bool:
        """Whether this is a known news agency: its name, short name, an edition of it ("Reuters India") or its domain."""
        site = urls.registrable_domain(name_or_domain) if "." in name_or_domain else ""
        known = any(key in self._agencies for key in (_key(name_or_domain), site, *_shorter(name_or_domain)) if key)
        return known or _AGENCY_WORDS.search(folded(name_or_domain)) is not None

    def _match_credit(self, credit: str) -> str:
        """The family that a credit names ("dpa", "The Associated Press"); its brand when it is none that is known."""
        return self._family_of(credit, "")

    def names_publisher(self, credit: str, publisher: str, domain: str = "") -> bool:
        """Whether the credit means this publisher: same family, or its initials ("LPA" of Lorvane Press Agency) or site name."""
        family = self.family_of(publisher, domain)
        if not credit or not family:
            return False
        if self.match_credit(credit) == family:
            return True
        short = _key(credit)
        site = urls.registrable_domain(domain) if domain else ""
        return short in (_key(publisher), site.partition(".")[0], _initials(publisher)) and len(short) >= _LEAST_INITIALS


def _key(name: str) -> str:
    """A name for looking up: folded words; a domain stays as it is."""
    name = folded(name)
    if "." in name and " " not in name and urls.registrable_domain(name):
        return urls.registrable_domain(name)
    words = _WORD.findall(name.replace("'", ""))
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _shorter(name: str) -> list[str]:
    """The name without words that only name an edition, longest first: "reuters uk blog" gives "reuters uk" and "reuters".

    A number stays: Channel 4 and Channel 5 are two houses.
    """
    words = _key(name).split()
    out = []
    while len(words) > 1 and words[-1] in _EDITIONS:
        words = words[:-1]
        out.append(" ".join(words))
    return out


def _brand(publisher: str) -> str:
    shorter = _shorter(publisher)
    return shorter[-1] if shorter else _key(publisher)


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(folded(name)))
