"""Names of authors from what stands in author fields and bylines: one by one, without "By", titles, addresses and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from broadsheet.types.text import folded, one_line

_MOST = 12
_BY_WORDS = """
    by written posted published reported authored reviewed edited story words text author authors autor autores autora author's
    von par por di da de door af av van przez od tekst texte testo texto reportage report from contributed submitted
"""
_BY = "|".join(sorted(set(_BY_WORDS.split()), key=len, reverse=True))
#: What stands before a name in a byline.
_LEAD = re.compile(rf"^(?:(?:{_BY})(?:\s*[:：]|\b(?![-'’.])\s)\s*)+(?:by\s+|von\s+)?", re.IGNORECASE)
_BY_ONLY = re.compile(
    r"^(?:(?:written|posted|published|reported|story|words|text|contributed)\s+)?by\s*[:：]?\s+|^(?:text|author|autor|"
    r"foto und text)\s*[:：]\s*",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\(?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+\)?")
_HANDLE = re.compile(r"(?:^|\s)@\w{2,40}")
_ADDRESS = re.compile(r"https?://|www\.|\.(?:com|org|net|de|co|in|info)\s+\w", re.IGNORECASE)
_CUT = re.compile(
    r"\s*(?:[|•·×]|\s[–—-]\s|\s/\s|\n|\bupdated\b|\bpublished\b|\bposted\b|\bon\s+\w+\s\d|(?<=\w)\s+(?:is|was) (?:a|an|the)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"[\s,(]*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?,?\s*)?(?:[A-Z][a-z]{2,8}\.?\s+)?\d.*$", re.IGNORECASE | re.DOTALL
)
#: What is left of a line after its date was cut off.
_TRAILING = re.compile(
    r"(?:[\s,|·•]+(?:on|at|in|last|the|for|sat|sun|mon|tues?|wed|thu|fri|updated|published|posted|am|vom))+\s*$|\s+[⋅].*$", re.IGNORECASE
)
_AND = re.compile(r"\s+(?:and|und|et|og|och|oraz|ja|with|mit|avec)\s+|\s*[;&、／]\s*|\s+(?:y|e|i|en)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\s*[(\[][^)\]]{0,80}[)\]]\s*")
_CREDENTIALS = re.compile(
    r"(?:[A-Z]{2,6}|[A-Z]\.(?:[A-Z]\.?)+|Ph\.?\s?D\.?|M\.?D\.?|Jr\.?|Sr\.?|Esq\.?|MSc|BSc|DrPH|[IV]{1,4})(?:\s*\([\w ]+\))?"
)
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b[JS]r|Ph\.?D|Esq|\bInc|\bLtd|\bCo)\.$")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’`´-]*", re.UNICODE)
_NOBODY_WORDS = """
    admin|administrator|author|authors|editor|webmaster|guest|unknown|none|null|undefined|anonymous|user|root|wordpress|nan|n/a|na|
    contributor|moderator|default|superuser|wpadmin|site admin|website|web|home|about the author|about|share|follow|read more|name|test|
    the author|the authors|sat|sun|mon|tue|wed|thu|fri|last|on|by|content|our team|
    view all posts|all posts|more posts|more from|subscribe|advertisement|sponsored|comments|leave a comment|reply|image|photo|
    video|privacy policy|contact us|terms of use|cookie policy|others
"""
_NOBODY = frozenset(word.strip() for word in _NOBODY_WORDS.replace("\n", "").split("|"))


def people(texts: Iterable[str], *, byline: bool = False) -> tuple[str, ...]:
    """The names in author fields, in order, each once.

    With `byline` the texts are lines of the page ("Von Ada Lind, Redakteurin · 3 March"), where words before a name and dates after it are
    expected. Gives nothing for addresses, handles, "admin" and the like. Does not know which names are organisations.
    """
    found: dict[str, str] = {}
    for text in texts:
        for name in _names(text, byline):
            found.setdefault(folded(name), name)
    return tuple(found.values())[:_MOST]


def _names(text: str, byline: bool) -> Iterator[str]:
    if len(text) > 400:
        return
    text = one_line(_EMAIL.sub(" ", text))
    text = (_LEAD if byline else _BY_ONLY).sub("", text)
    if _ADDRESS.search(text):
        return
    text = _HANDLE.sub(" ", text)
    cut = _CUT.search(text)
    if cut and cut.start() > 1:
        text = text[: cut.start()]
    if byline:
        text = _without_office(_TRAILING.sub("", _DATE.sub("", text)))
    text = _PARENTHESIS.sub(" ", text) if not _all_credentials(text) else text
    for part in _AND.split(text):
        for name in _at_commas(part):
            tidy = name.strip(" ,;:/-–—|·•*\"“”„'").removesuffix("'s")
            if not _ABBREVIATION.search(tidy):
                tidy = tidy.rstrip(".")
            if _is_name(tidy):
                yield tidy


def _without_office(text: str) -> str:
    """A name without the office that stands behind it ("Ada Lind Senior Reporter")."""
    words = text.split()
    for place, word in enumerate(words):
        if place >= 2 and word.strip(".,").lower() in _OFFICES and _looks_personal(" ".join(words[:2])):
            return " ".join(words[:place])
    return text


def _all_credentials(text: str) -> bool:
    return all(_CREDENTIALS.fullmatch(part.strip()) for part in text.split(",")[1:]) and "," in text


def _at_commas(text: str) -> Iterator[str]:
    """The names of a list, or the one name before titles and offices; letters of degrees stay with their name."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return
    names = [parts[0]]
    for part in parts[1:]:
        if _CREDENTIALS.fullmatch(part):
            names[-1] += ", " + part
        else:
            names.append(part)
    plain = [name.partition(",")[0] for name in names]
    if all(_looks_personal(name) for name in plain):
        yield from names
    else:
        yield names[0]
        yield from (name for name, bare in zip(names[1:], plain[1:], strict=True) if _looks_personal(bare) and _looks_personal(plain[0]))


_OFFICES_WORDS = """
    editor reporter writer correspondent journalist staff senior director president officer chief manager contributor producer columnist
    analyst professor redakteur redakteurin journalistin korrespondent executive specialist consultant founder ceo coach expert
    photographer fotograf assistant associate head team news agency university institute
"""
_OFFICES = frozenset(_OFFICES_WORDS.split())


def _looks_personal(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or any(char.isdigit() for char in text):
        return False
    if any(word.strip(".,").lower() in _OFFICES for word in words):
        return False
    return words[0][:1].isupper() and words[-1][:1].isupper()


def _is_name(text: str) -> bool:
    if not 2 <= len(text) <= 70 or text.lower() in _NOBODY or "@" in text:
        return False
    words = text.split()
    if len(words) > 8 or not _NAME_WORD.search(text):
        return False
    if len(words) > 2 and text.islower():
        # A piece of a sentence ("by following the tips below"), not a name.
        return False
    digits = sum(char.isdigit() for char in text)
    return digits * 3 < len(text) and not text.lower().startswith(
        ("the ", "http", "about ", "view ", "more ", "read ", "follow ", "share ")
    )
