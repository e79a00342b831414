"""Text -> folded terms, and how much each says. One code for all languages, without lists of words.

Words are folded (compatibility form, caseless, without accents) and cut to their first letters: in most languages that removes more
endings than a stemmer knows, and needs none ("truncation stemming"; McNamee and Mayfield 2004 found it as good as stemmers). Scripts
without spaces give overlapping pieces of two or three characters. Function words are not listed: they weigh little because they are
frequent, in the collection and in the language at large (`Rarity`).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

VERSION = "terms-1"

#: Letters of a word that are kept (measured: 4 to 6 differ little, whole words are clearly worse in all three sets).
KEPT = 5
#: Characters of a text that are looked at: far beyond any article, and a bound on the work that one input can cause.
LOOKED_AT = 200_000
#: Words longer than this are no words (encoded data, a line without spaces), and are left out.
LONGEST = 60
#: Share of Vietnamese letters (tone marks with a second mark, horn) from which a text counts as Vietnamese: its marks tell words apart.
VIETNAMESE_SHARE = 0.02
#: Running words of an ordinary article: turns the share of a word among all words into the share of articles that have it.
ARTICLE_WORDS = 300
#: The background counts as much as this many articles of the collection.
BACKGROUND_ARTICLES = 300.0
#: Without a background all terms begin as equally rare, which is worth less.
BLIND_ARTICLES = 100.0
#: Share of articles with a term that the background does not know.
UNKNOWN_SHARE = 1 / 400

#: Accents, Hebrew points, Arabic vowel signs and the stretching tatweel, invisible characters.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]")
_VIETNAMESE = re.compile("[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
#: Letters that are written in several ways, or left plain by who has no key for them, and have no accent that could be taken off.
_PLAIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_SPECIAL = re.compile("[ıłøđæœðþ]")
_ALIKE_ARABIC = str.maketrans("ىیةکٱ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ييهكا01234567890123456789")
_ARABIC = re.compile("[\u0620-\u06ff]")
_ARABIC_START = re.compile("^و?(?:ال|بال|كال|فال|لل)(?=..)|^و(?=...)")
_ARABIC_END = re.compile("(?:ها|ان|ات|ون|ين|يه|ه|ي)$")
#: Scripts whose vowel signs are marks, which \w leaves out, stay words; joined by nothing else.
_WORD = re.compile("[\\w\u0900-\u0dff]+")
_GROUPED = re.compile(r"[.,'’\u00a0\u202f\u066c](?<=\d.)(?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"[.,](?<=\d.)(?=\d)")
#: Scripts without spaces between words, and Hangul, whose words end in particles.
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_PIECES = re.compile(
    "(?P<two>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
    "|(?P<three>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+)"
    "|[^\\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)

Background = Mapping[str, float] | Callable[[str], float | None]


def terms(text: str) -> list[str]:
    """The terms of a text in its order, repeated as they are repeated.

    Single letters (but not ideographs) and single figures are left out. Equal for texts that differ only in Unicode form,
    case, accents or invisible characters. Linear in the length of the text, of which at most `LOOKED_AT` characters are read.
    """
    text = folded(text[:LOOKED_AT])
    words = _WORD.findall(text)
    if not text.isascii():
        if _DENSE.search(text):
            words = list(_pieces(text))
        if _ARABIC.search(text):
            words = [_arabic(word) if "\u0620" <= word[0] <= "\u06ff" else word for word in words]
    # A figure is not cut: its last digits count.
    found = [word[:KEPT] if word[0] > "9" else word for word in words if 1 < len(word) <= LONGEST or (word > "\u3040" and len(word) == 1)]
    if not text.isascii() and _is_vietnamese(text):
        # A Vietnamese word is mostly two syllables, written apart; one syllable alone says little.
        found += [f"{one} {two}" for one, two in pairwise(found)]
    return found


def counted(text: str) -> Counter[str]:
    """How often each term stands in the text."""
    return Counter(terms(text))


def folded(text: str) -> str:
    """The text as its terms are cut from: caseless, without accents (but Vietnamese), numbers without separators of thousands.

    For comparing only. Offsets are lost.
    """
    text = _GROUPED.sub("", text)
    if text.isascii():
        text = text.lower()
    elif _is_vietnamese(unicodedata.normalize("NFC", text)):
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    else:
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()))
        text = _SPECIAL.sub(lambda letter: _PLAIN[letter[0]], text)
        if _ARABIC.search(text):
            text = text.translate(_ALIKE_ARABIC)
    text = text.replace("_", " ")
    return _DECIMAL.sub("_", text)


def weights(counts: Mapping[str, int], rarity: Rarity) -> dict[str, float]:
    """How much each term says about its text: (1 + ln count) times rarity, scaled to length 1; {} for no terms."""
    found = {term: (1 + math.log(number)) * rarity.idf(term) for term, number in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in found.values()))
    return {term: weight / length for term, weight in found.items()} if length else {}


def cosine(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """The cosine of two texts whose weights have length 1 each, 0..1."""
    if len(two) < len(one):
        one, two = two, one
    return sum(weight * two[term] for term, weight in one.items() if term in two)


def background(words: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Share among all words, by term, from words with their log-probabilities: words that give one term are added up.

    A word that gives several terms (a script without spaces) adds to each of them.
    """
    shares: dict[str, float] = {}
    for word, logarithm in words:
        for term in terms(word):
            shares[term] = shares.get(term, 0.0) + math.exp(logarithm)
    return shares


class Rarity:
    """How rare terms are: in the articles seen so far, and before those tell, in the language at large.

    The background is a prior: it counts as `BACKGROUND_ARTICLES` articles in which each term stands as often as its share among all
    words makes expect. So a first article is weighed sensibly, and a collection that has grown decides by itself. `background` gives
    the share of a term among all running words (see `background`), None or nothing for one that it does not know.
    """

    def __init__(self, background: Background | None = None, *, strength: float | None = None) -> None:
        if strength is None:
            strength = BACKGROUND_ARTICLES if background is not None else BLIND_ARTICLES
        self._share: Callable[[str], float | None] | None = background.get if isinstance(background, Mapping) else background
        self._strength = strength
        self._seen: dict[str, int] = {}
        self._prior: dict[str, float] = {}
        self.articles = 0

    def add(self, found: Iterable[str]) -> None:
        """Count one article's terms, each once."""
        self.articles += 1
        for term in set(found):
            self._seen[term] = self._seen.get(term, 0) + 1

    def remove(self, found: Iterable[str]) -> None:
        """Take back what `add` counted."""
        self.articles -= 1
        for term in set(found):
            left = self._seen.get(term, 0) - 1
            if left > 0:
                self._seen[term] = left
            else:
                self._seen.pop(term, None)

    def copy(self) -> Rarity:
        """The same knowledge, to be added to apart from this one."""
        twin = Rarity(self._share, strength=self._strength)
        twin._seen, twin.articles = dict(self._seen), self.articles
        return twin

    def count(self, term: str) -> int:
        """In how many of the articles seen the term stands."""
        return self._seen.get(term, 0)

    def share(self, term: str) -> float:
        """The share of articles that have the term, above 0, at most 1."""
        prior = self._prior.get(term)
        if prior is None:
            prior = self._prior[term] = self._expected(term)
        return min(1.0, (self._seen.get(term, 0) + self._strength * prior) / (self.articles + self._strength))

    def idf(self, term: str) -> float:
        """-ln of `share`: 0 for a term that stands in every article."""
        return -math.log(self.share(term))

    def _expected(self, term: str) -> float:
        share = self._share(term) if self._share is not None else None
        if not share:
            return UNKNOWN_SHARE
        return max(1 - math.exp(-ARTICLE_WORDS * share), 1e-5)


def _is_vietnamese(text: str) -> bool:
    return len(_VIETNAMESE.findall(text)) > VIETNAMESE_SHARE * len(text)


def _pieces(text: str) -> Iterator[str]:
    """Words where there are spaces, else runs of two (Han, kana, Hangul) or three characters (Thai and its neighbours)."""
    for found in _PIECES.finditer(text):
        run = found[0]
        size = 2 if found["two"] else 3 if found["three"] else 0
        if not size or len(run) <= size:
            yield run
        else:
            for place in range(len(run) - size + 1):
                yield run[place : place + size]


@lru_cache(maxsize=20_000)
def _arabic(word: str) -> str:
    """The word without its article, "and", and common endings (the "light10" stemmer; Larkey, Ballesteros and Connell 2007)."""
    word = _ARABIC_START.sub("", word, count=1)
    for _ in range(2):
        short = _ARABIC_END.sub("", word)
        if len(short) < 3 or short == word:
            break
        word = short
    return word
