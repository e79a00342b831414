"""Whom an article names as its origin: datelines, bylines, source lines. Not whom it merely mentions ("told Reuters")."""

from __future__ import annotations

import re
from functools import lru_cache

from broadsheet.analyse.families import Families
from broadsheet.types import Article

#: Characters at the head and at the foot of a text in which a credit may stand.
_HEAD, _FOOT = 320, 700
#: Lines looked at, from each end.
_LINES = 4
_LONGEST_NAME = 60
_AGENCY = Families()

_NAME = r"[^\W_][\w.&' -]{0,40}"
#: "PENNICK, 3 Nov (LPA) -", "(AFP/dpa) —", "(EFE).-", "(ANSA) - ROMA": a name in brackets, then a dash or colon.
_DATELINE = re.compile(rf"\(({_NAME}(?:[/,;] ?{_NAME}){{0,3}})\)\s{{0,2}}\.?\s{{0,2}}[-–—:]")
#: "Berlin, AFP -", "باريس - أ ف ب -": a known agency between a place and a dash.
_BARE = re.compile(r"^[^\n.!?]{0,60}?[,\-–—]\s{0,2}([^\n,.!?–—-]{2,24}?)\s{0,2}[-–—:]\s", re.MULTILINE)
_OPENING = re.compile(r"^([^\n,.!?:–—-]{2,24}?)\s{0,2}[-–—:]\s")
_BYLINE = re.compile(r"^(?:by|by the|von|por|par|di|da|bởi|من|yazan)\s{1,3}([^\n]{2,60})$", re.IGNORECASE)
_SOURCE_LINE = re.compile(
    r"^[\W_]{0,4}(?:sources?|quellen?|fuentes?|kaynak|fontes?|fonte/agência|المصدر|مصدر|nguồn(?: tin)?|"
    r"con información de|com informações d[aoe]s?|"
    r"mit material von|mit|avec|"
    r"(?:by )?(?:courier )?staff and|theo|agencias?|credit|agentur(?:en)?)\s{0,2}[:：\s]\s{0,2}([^\n]{2,60}?)[\W_]{0,4}$",
    re.IGNORECASE,
)
_FIRST_IN = re.compile(
    r"(?:(?:this|the) (?:article|story|report|piece) (?:was )?(?:first|originally) (?:appeared|published|ran)(?: (?:in|on|by|at))(?: the)?|"
    r"(?:dieser|der) (?:artikel|beitrag|text) (?:erschien|ist) zuerst (?:in|bei|auf)(?: der| dem)?|"
    r"este artículo (?:se publicó|fue publicado) originalmente (?:en|por)(?: el| la)?|"
    r"este artigo foi publicado originalmente (?:em|no|na|por)|"
    r"(?:cet article|ce texte) (?:a (?:d'abord |initialement )?été publié (?:initialement |d'abord )?|"
    r"est republié à partir )(?:sur|dans|par|de)(?: le| la)?|"
    r"questo articolo è (?:stato pubblicato|apparso) (?:originariamente|per la prima volta|originalmente) (?:su|in|da)|"
    r"bài (?:viết|báo) (?:này )?(?:được )?đăng (?:lần đầu|đầu tiên) (?:trên|tại)|"
    r"نشر هذا المقال (?:لأول مرة|أولا) (?:في|على)|"
    r"(?:republished|reprinted) (?:with permission )?from(?: the)?)\s{1,2}([^\n.,;]{2,50})",
    re.IGNORECASE,
)
#: "Bu makale ilk olarak X'te yayımlandı": the name stands in the middle.
_TURKISH = re.compile(r"bu (?:makale|yazı|haber) ilk (?:olarak|kez) ([^\n.,;'’]{2,40})['’]?\w{0,4} yayı[mn]lan", re.IGNORECASE)
_RIGHTS = re.compile(r"(?:©|copyright|\(c\))\s{0,2}(?:\d{4}\s{0,2})?(?:the )?([^\n.|©]{2,40})", re.IGNORECASE)
_BRACKETED = re.compile(rf"[(\[]({_NAME}(?:/{_NAME}){{0,3}})[)\]]\s{{0,3}}$")
_SIGNED = re.compile(
    rf"(?:^|[.!?”\"“»]\s{{0,3}})[-–—]{{1,2}}\s{{0,2}}((?:{_NAME}\s)?(?:staff |redaktion )?(?:and |und |y |et |e |with )?{_NAME})\s{{0,3}}$"
)
_SIGNED_LINE = re.compile(r"\s[-–—]{1,2}\s{0,2}([^\n.!?–—]{2,60})$")
_DESK = re.compile(r"^[(\[]?(?:reporting|additional reporting|writing|editing) by [^\n]{2,200}?editing by", re.IGNORECASE)
_SPLIT = re.compile(r"\s{0,2}(?:[/;,|+&]| and | und | y | et | e | ve | và | mit | with )\s{0,2}")
_SHORT_NAME = re.compile(r"^[A-ZÄÖÜ]{2,5}$")
_STAFF = frozenset(
    [
        "staff",
        "redaktion",
        "editor",
        "editors",
        "admin",
        "team",
        "desk",
        "newsroom",
        "redacción",
        "redacao",
        "redação",
        "redazione",
        "rédaction",
        "us",
        "uk",
        "tv",
        "ot",
        "ap-style",
    ]
)


def credits(article: Article, families: Families | None = None) -> tuple[str, ...]:
    """Agencies and outlets that the article names as where its text comes from, as written, each once; itself never.

    Read are its authors, the dateline, lines of source, first publication and rights at head and foot; English, German, Spanish, Turkish,
    French, Arabic, Vietnamese, Italian and Portuguese. "Told Reuters", "according to AFP" and "AP contributed" are no credits.
    """
    known = families or _AGENCY
    found: dict[str, str] = {}
    for name, trusted in _proposed(article.authors, article.text[:_HEAD], article.text[-_FOOT:]):
        for part in _SPLIT.split(name.strip()) if not known.is_agency(name) else (name,):
            part = part.strip(" .,:;()[]'\"*_-–—")
            if not part or len(part) > _LONGEST_NAME or part.casefold() in _STAFF or not any(map(str.isalpha, part)):
                continue
            if not (trusted or known.is_agency(part)):
                continue
            if not known.names_publisher(part, article.publisher, article.publisher_domain):
                found.setdefault(known.match_credit(part), part)
    return tuple(found.values())


# A growing story is looked at again and again: what its articles propose is kept, some 8 MB at most.
@lru_cache(maxsize=4096)
def _proposed(authors: tuple[str, ...], head: str, last: str) -> tuple[tuple[str, bool], ...]:
    """Names, and whether the place alone makes them credits (else only a known agency is one). `last` is the end of the text."""
    parts = [part for author in authors for part in _SPLIT.split(author)]
    out = [(part, _SHORT_NAME.match(part) is not None) for part in parts]
    if dateline := _DATELINE.search(head):
        out.append((dateline[1], True))
    lines = [line.strip()[:400] for line in head.split("\n") if line.strip()][:_LINES]
    for line in lines:
        out.extend((named[1], False) for pattern in (_BARE, _OPENING, _BYLINE) if (named := pattern.search(line)))
        if len(line) < 100 and (named := _SOURCE_LINE.search(line)):
            out.append((named[1], False))
        if len(line) < 40 and ":" not in line:
            out.append((line, False))
    foot = [line.strip()[-400:] for line in last.split("\n") if line.strip()][-_LINES:]
    for line in foot:
        out.extend(_at_foot(line))
    ends = (head, last)
    out.extend((named[1], True) for pattern in (_FIRST_IN, _TURKISH) for part in ends if (named := pattern.search(part)))
    return tuple(out)


def _at_foot(line: str) -> list[tuple[str, bool]]:
    out: list[tuple[str, bool]] = []
    if len(line) < 100 and (named := _SOURCE_LINE.search(line)):
        out.append((named[1], line.casefold().startswith(("source", "quelle", "fuente", "kaynak", "fonte", "المصدر", "nguồn"))))
    if len(line) < 40 and ":" not in line:
        out.append((line, False))
    if named := _RIGHTS.search(line):
        out.append((named[1], False))
    if named := _BRACKETED.search(line):
        out.append((named[1], _SHORT_NAME.match(named[1]) is not None))
    if named := _SIGNED.search(line) or _SIGNED_LINE.search(line):
        parts = [part for part in _SPLIT.split(named[1]) if part]
        out.extend((part, len(parts) > 1 and part[:1].isupper() and "staff" not in part.casefold()) for part in parts)
    if _DESK.search(line):
        out.append(("Reuters", True))
    return out
