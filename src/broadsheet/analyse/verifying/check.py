"""The check of one written sentence against the passages that it cites.

verify
  │  form            plainness            plain text, one whole sentence, no orders, nothing that leans on another sentence
  │  quotes          byte for byte        in the quotation of a passage
  │  the sentence    alignment            one passage's sentence, perhaps shortened
  │  or its claim    attribution          the same said by the same, told the other way round
  │  or its halves   "..., while ..."     each by itself
  ▼
Checked: the passages that hold it up, or why it is not shown (differences)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from broadsheet.analyse.sentences import sentences
from broadsheet.analyse.statements.quotations import quotations
from broadsheet.analyse.verifying.alignment import Tokens, aligned, same
from broadsheet.analyse.verifying.attribution import Attributed, attributed, fits, is_known, may_say
from broadsheet.analyse.verifying.differences import differences
from broadsheet.analyse.verifying.lexicon import COMMONEST, DEICTIC, FIRST_PERSONS, FREE, PRONOUNS_OPENING
from broadsheet.analyse.verifying.passives import told
from broadsheet.analyse.verifying.plainness import gives_orders, has_link, has_markup, speaks_to_reader
from broadsheet.analyse.verifying.records import Checked, Cited, Reason
from broadsheet.analyse.verifying.tokens import Token, normal, tokens

#: Characters and tokens of a sentence that may be shown.
LONGEST, FEWEST = 500, 3
#: Characters of a passage that are read.
MOST_READ = 6_000
_ENDS = re.compile(r"[.!…][\"')]*\Z")
#: A neighbouring sentence that takes a sentence back.
_TAKEN_BACK = re.compile(
    r"\b(?:that|this|it|they|these|those|the (?:claim|report|rumou?r|story|figure|number|statement|post)s?) (?:\w+ ){0,2}"
    r"(?:not true|untrue|false|wrong|a hoax|a joke|invented|made up|satire|mistaken|incorrect|withdrawn|retracted|denied|never happened)\b"
    r"|\b(?:none|nothing) of (?:this|that|it)\b|\b(?:correction|hoax|satire|fiction|parody|april fool)\b",
    re.IGNORECASE,
)
_LEAST_ENGLISH = 0.15
_HALVES = frozenset(["while", "but", "and"])


@dataclass(frozen=True, slots=True)
class _Read:
    """One sentence of a passage. `whole`: nothing of it may be left out, because its language is not known.

    `bare`: it stands inside a quotation, and who is quoted stands elsewhere.
    """

    found: tuple[Token, ...]
    whole: bool
    bare: bool = False


def verify(sentence: str, passages: Sequence[Cited]) -> Checked:
    """Whether the sentence says no more than one of its passages does, or, in its halves, two of them. Refuses when in doubt.

    It accepts a passage's own sentence; one shortened by what can go without harm; one whose "H said" was moved; with numbers and days
    written otherwise; and two such joined by "while", "but", "and" or a semicolon. Nothing else: a rewording that is true is refused, too.
    Pure; bounded by the lengths of sentence and passages.
    """
    formal = tuple(dict.fromkeys(_formal(sentence, passages)))
    if formal:
        return Checked(formal)
    text = normal(sentence)
    trusted = [cited for cited in passages if not _orders(cited.text)]
    if not trusted:
        return Checked((Reason.INSTRUCTION,))
    if not all(any(quote in there for cited in trusted for there in _quotes(cited.text[:MOST_READ])) for quote in _quotes(text)):
        return Checked((Reason.QUOTE,))
    reasons: list[Reason] = []
    support = _support(text, trusted, reasons)
    if support:
        return Checked(support=tuple(cited.id for cited in passages if cited.id in support))
    read = [one.found for cited in trusted for one in _read(cited.text, cited.published)]
    reasons += differences(tokens(text, trusted[0].published), read, trusted)
    return Checked(tuple(dict.fromkeys(reasons)))


def _formal(sentence: str, passages: Sequence[Cited]) -> Iterator[Reason]:
    if not passages:
        yield Reason.NO_CITATION
    if len(sentence) > LONGEST:
        yield Reason.FORM
        return
    if has_link(sentence):
        yield Reason.LINK
    if has_markup(sentence):
        yield Reason.MARKUP
    if speaks_to_reader(sentence):
        yield Reason.INSTRUCTION
    text = normal(sentence)
    found = [token for token in tokens(text) if not token.is_mark]
    if len(found) < FEWEST or not _ENDS.search(text) or "?" in text or len(sentences(text)) != 1 or text[0].islower():
        yield Reason.FORM
    outside = [token for token in found if not token.quoted]
    if (found and found[0].key in PRONOUNS_OPENING and not found[0].quoted) or any(
        token.key in FIRST_PERSONS and token.text not in ("US", "U.S.") for token in outside
    ):
        yield Reason.PRONOUN
    if any(token.key in DEICTIC for token in outside) or re.search(r"\b(?:this|last|next) (?:week|month|year)\b", text, re.IGNORECASE):
        yield Reason.DATE


def _support(text: str, passages: Sequence[Cited], reasons: list[Reason]) -> tuple[str, ...]:
    """The ids of the passages that hold it up: one, or one for each half; () when there are none."""
    for cited in passages:
        found = tokens(text, cited.published)
        if _holds(found, cited) and _named(found, cited, reasons):
            return (cited.id,)
    for first, second in _halves(text):
        one, two = _support_of_half(first, passages, reasons), _support_of_half(second, passages, reasons)
        if one and two:
            return (one, two)
    return ()


def _support_of_half(text: str, passages: Sequence[Cited], reasons: list[Reason]) -> str:
    for cited in passages:
        found = tokens(text, cited.published)
        if len(found) >= FEWEST and found[0].key not in PRONOUNS_OPENING and _holds(found, cited) and _named(found, cited, reasons):
            return cited.id
    return ""


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The sentence cut in two where a second one may begin: behind a semicolon, or before "while", "but", "and" behind a comma."""
    quoted = [(quote.start, quote.end) for quote in quotations(text)]
    for match in re.finditer(r"(?:;|, (?:while|but|and)) (?=\S)", text):
        # "H said A, and B" would leave it open who says B.
        open_ = "and" in match[0] and any(True for _ in attributed(tokens(text[: match.start()])))
        if not open_ and not any(start <= match.start() < end for start, end in quoted):
            yield text[: match.start()], text[match.end() :]


def _holds(written: Tokens, cited: Cited) -> bool:
    """Whether one sentence of the passage says what is written."""
    for one in _read(cited.text, cited.published):
        if not one.bare and (aligned(written, one.found, whole=True) or (not one.whole and told(written, one.found))):
            return True
        if not one.whole and _says(written, one, cited):
            return True
    return False


def _says(written: Tokens, read: _Read, cited: Cited) -> bool:
    """Whether what is written tells a passage's claim with its holder, in whatever shape; or the passage as its publisher's report."""
    passage = read.found
    there = () if read.bare else tuple(attributed(passage))
    for claim in attributed(written):
        by_publisher = not read.bare and claim.kind in ("say", "report") and _is_publisher(claim.holder, cited.publisher)
        by_known = claim.kind == "say" and not there and is_known(claim.holder, cited.holders)
        if (by_publisher or by_known) and not claim.days and told(claim.content, passage):
            return True
        if any(_same_claim(claim, other, cited) for other in there):
            return True
    return False


def _same_claim(written: Attributed, passage: Attributed, cited: Cited) -> bool:
    return (
        may_say(written.kind, passage.kind)
        and fits(written.holder, passage.holder, cited.holders)
        and all(any(same(day, other) for other in passage.days) for day in written.days)
        and told(written.content, passage.content, beginning=True)
    )


def _is_publisher(holder: Tokens, publisher: str) -> bool:
    named = [token.key for token in holder if token.key not in FREE and not token.is_mark]
    return bool(named) and named == [token.key for token in tokens(normal(publisher)) if token.key not in FREE and not token.is_mark]


def _named(written: Tokens, cited: Cited, reasons: list[Reason]) -> bool:
    """Whether a holder of the passage is named, when it has any."""
    keys = {token.text.casefold().strip(".,") for token in written}
    if not cited.holders or any(holder.split()[-1].casefold().strip(".,") in keys for holder in cited.holders if holder.split()):
        return True
    reasons.append(Reason.HOLDER)
    return False


@lru_cache(maxsize=512)
def _orders(text: str) -> bool:
    return gives_orders(text[: 2 * MOST_READ])


@lru_cache(maxsize=512)
def _read(text: str, published: date | None) -> tuple[_Read, ...]:
    """The passage's sentences that may hold something up: no questions, and none that its neighbours take back."""
    plain = text[:MOST_READ]
    # Lines stay apart: a line break ends a sentence.
    plain = "\n".join(normal(line) for line in plain.splitlines())
    english = _is_english(plain)
    spans = sentences(plain, "en" if english else "")
    written = [plain[start:end] for start, end in spans]
    quoted = [(quote.start, quote.end) for quote in quotations(plain)]
    found = []
    for place, one in enumerate(written):
        around = [*written[max(0, place - 1) : place], *written[place + 1 : place + 2]]
        if "?" in one[-3:] or any(_TAKEN_BACK.search(other) for other in around):
            continue
        read = tokens(one, published)
        inside = any(start < spans[place][0] < end for start, end in quoted)
        found.append(_Read(read, not english, inside or all(token.quoted or token.is_mark for token in read)))
    return tuple(found)


def _is_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and sum(word in COMMONEST for word in words) >= _LEAST_ENGLISH * len(words)


def _quotes(text: str) -> list[str]:
    """What stands between quotation marks, without marks and stops at its ends."""
    plain = "\n".join(normal(line) for line in text.splitlines())
    return [plain[quote.start : quote.end].strip("\"'`").strip(" ,.;:!?…") for quote in quotations(plain)]
