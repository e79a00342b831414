"""A sentence as the words that count: numbers by value, days by date, words folded. Pure; linear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum

from broadsheet.analyse.dates import find_dates
from broadsheet.analyse.figures.numbers import value_of
from broadsheet.analyse.statements.quotations import quotations
from broadsheet.analyse.verifying.lexicon import SAME
from broadsheet.types import DatePrecision

_ATOM = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion)"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_NUMBER = re.compile(
    rf"{_DIGITS}(?:[ -]?(?:{_SCALE}|bn|mn)|(?<=[$€£¥]\d)[mk]|(?<=[$€£¥]\d\d)[mk]|(?<=[$€£¥]\d\d\d)[mk]|(?<=[$€£¥]\d\.\d)[mk])?"
    r"(?![^\W_]|,\d|\.\d)"
    rf"|(?:{_ATOM}|an?(?= {_SCALE}\b))"
    rf"(?:(?:[ -]| (?<=hundred )and | (?<=thousand )and | (?<=million )and )(?:{_ATOM}|{_SCALE}))*(?![^\W_])",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’.\-][^\W_]+)*")
_MARK = re.compile(r"[,;:()\[\]/–—]|-(?=\s)|[$€£¥%&]")
_MARKS = frozenset(",;:()/—")
_ENDINGS = {"n't": "not", "'s": "'s", "'re": "are", "'ve": "have", "'ll": "will", "'d": "'d", "'m": "am"}
_BEFORE_NOT = {"wo": "will", "ca": "can", "sha": "shall"}
_ONE_FORM = str.maketrans({**dict.fromkeys("‘’‛", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑", "-")})
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\Z")
#: Two or more words that weaken a number, in one form each.
_PHRASES = {
    ("more", "than"): ("over",), ("in", "excess", "of"): ("over",), ("no", "fewer", "than"): ("at", "least"), ("above",): ("over",),
    ("no", "less", "than"): ("at", "least"), ("not", "less", "than"): ("at", "least"), ("not", "fewer", "than"): ("at", "least"),
    ("less", "than"): ("under",), ("fewer", "than"): ("under",), ("around",): ("about",), ("roughly",): ("about",),
    ("approximately",): ("about",), ("some",): ("about",), ("almost",): ("nearly",),
}  # fmt: skip


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"
    DAY = "day"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, day or mark. Two tokens say the same when kind and `key` are the same, but for NAME and WORD (see `same`)."""

    kind: Kind
    key: str
    text: str
    start: int
    end: int
    quoted: bool = False
    #: It opens its sentence, so that its capital tells nothing.
    opens: bool = False

    @property
    def is_mark(self) -> bool:
        """A punctuation mark within the sentence."""
        return self.kind is Kind.MARK

    @property
    def is_weekday(self) -> bool:
        """A day told by its name in the week alone."""
        return self.kind is Kind.DAY and bool(_WEEKDAY.match(self.text.lower()))


def normal(text: str) -> str:
    """The text with one form for each quotation mark, dash, blank and accented letter."""
    plain = unicodedata.normalize("NFC", text)
    plain = plain.translate(_ONE_FORM)
    return " ".join(plain.split())


def tokens(sentence: str, published: date | None = None) -> tuple[Token, ...]:
    """The tokens of one sentence in order; days are resolved against the day of publication. Full stops and quotation marks are none."""
    quoted = [(found.start, found.end) for found in quotations(sentence)]
    days = _days(sentence, published)
    found: list[Token] = []
    for kind, key, start, end in _pieces(sentence, days):
        inside = any(first < start < last for first, last in quoted)
        opens = not found or (inside and not found[-1].quoted)
        found.append(Token(kind, key, sentence[start:end], start, end, inside, opens))
    return tuple(_phrased(found))


def _days(sentence: str, published: date | None) -> dict[int, tuple[int, str]]:
    when = datetime.combine(published, time(12), UTC) if published else None
    return {
        dated.start: (dated.end, dated.first.isoformat())
        for dated in find_dates(sentence, when)
        if dated.precision is DatePrecision.DAY and dated.first == dated.last
    }


def _pieces(text: str, days: dict[int, tuple[int, str]]) -> Iterator[tuple[Kind, str, int, int]]:
    at = 0
    while at < len(text):
        if at in days:
            end, key = days[at]
            yield Kind.DAY, key, at, end
            at = end
        elif (number := _NUMBER.match(text, at)) and (value := value_of(number[0])) is not None:
            yield Kind.NUMBER, f"{value:.12g}", at, number.end()
            at = number.end()
        elif word := _WORD.match(text, at):
            end = min((day for day in days if at < day < word.end()), default=word.end())
            yield from _words(text[at:end], at)
            at = end
        elif mark := _MARK.match(text, at):
            key = "—" if mark[0] in "–—-" else mark[0]
            yield Kind.MARK if key in _MARKS else Kind.WORD, SAME.get(key, key), at, mark.end()
            at = mark.end()
        else:
            at += 1


def _words(word: str, at: int) -> Iterator[tuple[Kind, str, int, int]]:
    plain = word.replace("’", "'")
    kind = Kind.NAME if word[0].isupper() else Kind.WORD
    for ending, means in _ENDINGS.items():
        if plain.lower().endswith(ending) and len(plain) > len(ending):
            stem = plain[: -len(ending)].lower()
            cut = at + len(word) - len(ending)
            yield kind, _BEFORE_NOT.get(stem, stem) if means == "not" else _key(plain[: -len(ending)]), at, cut
            yield Kind.WORD, means, cut, at + len(word)
            return
    if plain.lower() == "cannot":
        yield kind, "can", at, at + 3
        yield Kind.WORD, "not", at + 3, at + len(word)
        return
    yield kind, _key(plain), at, at + len(word)


def _key(word: str) -> str:
    bare = word.replace(".", "")
    if 1 < len(bare) <= 5 and bare.isupper():
        return bare
    folded = word.casefold().strip(".")
    if folded.endswith(("ize", "izes", "ized", "izing", "ization")):
        folded = folded.replace("iz", "is")
    return SAME.get(folded, folded)


def _phrased(found: list[Token]) -> Iterator[Token]:
    """The same with words that weaken a number in one form, and "a few" as one word: it means another thing than "few"."""
    at = 0
    while at < len(found):
        token = found[at]
        following = found[at + 1].key if at + 1 < len(found) else ""
        if token.key == "on" and at + 1 < len(found) and found[at + 1].kind is Kind.DAY:
            at += 1  # "on 4 March" says what "yesterday" says
            continue
        if token.key == "a" and following in ("few", "little"):
            yield Token(Kind.WORD, f"a-{following}", token.text, token.start, found[at + 1].end, token.quoted, token.opens)
            at += 2
            continue
        if (token.key, following) == ("per", "cent"):
            yield Token(Kind.WORD, "percent", token.text, token.start, found[at + 1].end, token.quoted, token.opens)
            at += 2
            continue
        for words, means in _PHRASES.items():
            stop = at + len(words)
            if tuple(one.key for one in found[at:stop]) == words and stop < len(found) and _numeric(found, stop):
                for place, key in enumerate(means):
                    yield Token(Kind.WORD, key, token.text, token.start, found[stop - 1].end, token.quoted, token.opens and not place)
                at = stop
                break
        else:
            yield token
            at += 1


def _numeric(found: list[Token], at: int) -> bool:
    return found[at].kind is Kind.NUMBER or (found[at].key in "$€£¥" and at + 1 < len(found) and found[at + 1].kind is Kind.NUMBER)
