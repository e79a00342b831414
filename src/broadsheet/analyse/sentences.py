"""Where sentences begin and end. Pure; linear in the length of the text.

English goes through nupunkt (Punkt with a trained model). For other languages an own splitter follows the sentence-final punctuation of
their scripts, with the abbreviations and ordinal numbers that most often deceive. A line break always ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

#: English lines longer than this go through the own splitter: nupunkt needs a second for a megabyte of "a. a. a.".
LONGEST_FOR_PUNKT = 200_000
#: And so do lines with a longer stretch without blanks: nupunkt is quadratic in it.
LONGEST_WORD = 1_000

_LINE = re.compile(r"[^\n\r\x0b\x0c\u2028\u2029]+")
_WIDE = "。！？｡．"
_NARROW = ".!?…؟۔।॥။።։"
_END = re.compile(f"[{_WIDE}{_NARROW}]+")
_CLOSERS = "\"'”’»›)]}」』）】》〉〟›“‘"
_OPENERS = "\"'“‘„‚«‹([{「『（【《〈¿¡-–—•›»"
_BEFORE = re.compile(r"[\w.]{1,20}\Z")
_OPEN_WIDE, _SHUT_WIDE = "「『（【《", "」』）】》"

#: Before a full stop, these end no sentence (lower case, without the last stop).
_ABBREVIATIONS = """
de dr prof z.b bzw ca evtl ggf inkl nr str tel usw vgl u.a d.h o.ä s.o sog st hr fr dipl.-ing mio mrd abs art bd bspw geb mind max min
de jan feb mär apr jun jul aug sep sept okt nov dez
fr m mm mme mmes mlle dr pr st ste av bd cf etc p ex env n no art janv févr avr juil sept oct nov déc
es sr sra srta sres dr dra d dña ud uds ee.uu etc pág art núm av c prof gral ej p.ej ene feb mar abr may jun jul ago sept oct nov dic
it sig sig.ra sigg dott dott.ssa prof prof.ssa avv ing on sen art n pag ecc cfr es p.es gen feb mar apr mag giu lug ago set ott nov dic
pt sr sra dr dra prof profa exmo av art n pág etc ex eng jan fev mar abr mai jun jul ago set out nov dez
nl dr mr drs ir ing prof mw dhr bijv d.w.z enz o.a m.b.t nr blz ca art jan feb mrt apr jun jul aug sept okt nov dec
pl dr prof mgr inż np m.in tj tzn itd itp ul al pl pkt art ust nr r w godz tys mln mld ok śp św gen
tr dr prof doç yrd av vb vs bkz örn no sok cad mah alb gen yy
ru г гг т.е т.д т.п т.к им ул д стр руб коп тыс млн млрд др пр см рис акад проф ст гл напр
uk м р рр т.д т.п ім вул буд стор грн тис млн млрд ін див акад проф ст
sv t.ex bl.a dvs ca kl nr dr prof s.k m.m o.s.v
da f.eks bl.a dvs ca kl nr dr prof mio mia osv
no f.eks bl.a dvs ca kl nr dr prof osv
cs např tzv tj atd apod dr prof ing mgr č str ul sv r mil mld
ro dl d-na dr prof nr str etc ex art
hu dr prof pl stb kb ill u ún sz
fi esim mm n ns jne yms tri prof klo nro
vi tp ts ths gs pgs bs tr
any dr mr mrs ms prof st no vs etc inc ltd co jr sr gen col lt sgt rep sen gov u.s u.k u.n e.g i.e a.m p.m
any jan feb aug sept oct nov dec
"""


def _by_language(table: str) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for language, *more in map(str.split, table.strip().splitlines()):
        words.setdefault(language, set()).update(more)
    return {language: frozenset(found) for language, found in words.items()}


_KNOWN = _by_language(_ABBREVIATIONS)
_GENERAL = _KNOWN["any"]
#: Languages that write ordinals with a full stop ("3. Mai").
_ORDINAL = frozenset(["de", "da", "no", "nb", "nn", "fi", "cs", "sk", "sl", "hr", "sr", "bs", "hu", "et", "lv", "tr", "pl", "is"])


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """The spans (start, end) of the sentences, in order, without white space at their edges; they do not overlap.

    `language` is an ISO 639-1 code; "" is treated as unknown (general rules). Every character that is no white space is in one span.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start, end = _trim(text, *line.span())
        if start == end:
            continue
        if language == "en" and _for_punkt(text, start, end):
            spans += _by_punkt(text[start:end], start)
        else:
            spans += _by_rules(text, start, end, language)
    return spans


def _for_punkt(text: str, start: int, end: int) -> bool:
    if end - start > LONGEST_FOR_PUNKT or not _has_end(text, start, end):
        return False
    return end - start <= LONGEST_WORD or max(map(len, text[start:end].split())) <= LONGEST_WORD


def _has_end(text: str, start: int, end: int) -> bool:
    found = _END.search(text, start, end)
    return found is not None and found.end() < end


def _by_punkt(line: str, offset: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for start, end in _punkt().span_tokenize(line):
        # The tokenizer's spans may leave out characters between them; the next sentence takes what is not white space.
        first, last = _trim(line, min(begin, start), end)
        if first < last:
            yield offset + first, offset + last
            begin = last
    first, last = _trim(line, begin, len(line))
    if first < last:
        yield offset + first, offset + last


def _by_rules(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    begin, looked, depth = start, start, 0
    for found in _END.finditer(text, start, end):
        if found.start() < begin:
            continue
        depth = _depth(text, looked, found.start(), depth)
        looked = found.start()
        stop = found.end()
        while stop < end and stop < found.end() + 4 and text[stop] in _CLOSERS:
            stop += 1
        if stop < end and not _ends(text, begin, found, stop, end, language, depth):
            continue
        first, last = _trim(text, begin, stop)
        if first < last:
            yield first, last
        begin, looked, depth = stop, stop, 0
    first, last = _trim(text, begin, end)
    if first < last:
        yield first, last


def _depth(text: str, start: int, end: int, depth: int) -> int:
    for character in text[start:end]:
        if character in _OPEN_WIDE:
            depth += 1
        elif character in _SHUT_WIDE:
            depth = max(0, depth - 1)
    return depth


def _ends(text: str, begin: int, found: re.Match[str], stop: int, end: int, language: str, depth: int) -> bool:
    """Whether the punctuation `found`, with its closing quotes up to `stop`, ends a sentence that has more text after it."""
    mark = found[0]
    following = text[stop]
    if mark[0] in _WIDE:
        closed = sum(character in _SHUT_WIDE for character in text[found.end() : stop])
        if depth - closed > 0:
            return False
        return stop == found.end() or following.isspace() or following in _OPENERS
    if mark[0] in "۔।॥။።։؟":
        return True
    if not following.isspace():
        return False
    after = stop
    while after < end and after < stop + 8 and text[after].isspace():
        after += 1
    while after < end and after < stop + 12 and text[after] in _OPENERS:
        after += 1
    beginning = text[after] if after < end else ""
    if beginning.islower():
        return False
    return mark != "." or not _abbreviated(text, begin, found.start(), language, beginning)


def _abbreviated(text: str, begin: int, stop: int, language: str, beginning: str) -> bool:
    before = _BEFORE.search(text[max(begin, stop - 20) : stop])
    if before is None:
        return False
    word = before[0].strip(".").lower()
    if word in _KNOWN.get(language, _GENERAL) or word in _GENERAL:
        return not (word in ("no", "co", "m", "d", "p", "r", "w", "min", "max", "str") and not _looks_short(before[0], language, word))
    if len(word) == 1 and before[0].strip(".").isupper() and not word.isdigit():
        return True
    return word.isdigit() and len(word) <= 2 and language in _ORDINAL and not beginning.isdigit()


def _looks_short(written: str, language: str, word: str) -> bool:
    """Whether a word that is also an ordinary one is written as the abbreviation."""
    return word in _KNOWN.get(language, frozenset()) or written[0].isupper()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class _Splitter(Protocol):
    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]: ...


@lru_cache(maxsize=1)
def _punkt() -> _Splitter:
    # Imported here: most processes never split an English sentence, and the model takes memory.
    import nupunkt

    model: _Splitter = nupunkt.load("default")
    return model
