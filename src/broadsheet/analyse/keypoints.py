"""Key points of an article: a few of its own sentences that say most of it. Pure; nothing is written anew.

Sentences are scored by centrality (LexRank in short: how much of the other sentences' weighted words they share; Erkan and Radev 2004),
by their place and by the words of the title. Those that cannot stand alone are left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

from broadsheet.analyse.sentences import sentences
from broadsheet.types import Article, BlockKind, Passage
from broadsheet.types.text import folded

#: Only the first so many sentences are looked at: key points stand early, and the comparison is quadratic.
LOOKED_AT = 150
#: Length of a key point in characters; in scripts without spaces a character counts thrice.
SHORTEST, LONGEST = 40, 320
#: Two key points share less than this (cosine).
MOST_ALIKE = 0.45
CENTRALITY, PLACE, TITLE = 1.0, 0.9, 0.5

_WORD = re.compile(r"\w+")
_DENSE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
#: First words that lean on the sentence before.
_LEANING_WORDS = """
en he she they it this that these those his her their its him them we i you my our your such there here and but so or yet nor then also
en still however meanwhile moreover furthermore therefore thus instead nevertheless otherwise besides hence additionally similarly
de er sie es ihr ihre sein seine dies diese dieser dieses das dem denen doch und aber oder denn dann auch dennoch jedoch deshalb daher
de zudem außerdem dabei dazu damit darum allerdings so wir ich man
fr il elle ils elles ce cet cette ces cela ceci ça son sa ses leur leurs et mais ou donc puis aussi cependant toutefois pourtant ainsi
fr je nous on
es él ella ellos ellas este esta estos estas esto ese esa eso su sus y pero o entonces también sin asimismo además yo
it lui lei loro questo questa questi queste ciò suo sua e ma o però inoltre quindi così anche io noi
pt ele ela eles elas isso isto esse essa seu sua mas porém também assim eu nós
nl hij zij ze het dit dat deze die zijn haar hun en maar of dus toch ook echter bovendien daarom ik wij we
pl on ona oni one to ten ta te jego jej ich i a ale lub więc jednak też także ponadto ja my
tr o bu şu onlar bunlar ve ama fakat ancak ayrıca ben biz
ru он она они оно это этот эта эти его её их и а но или также однако поэтому затем кроме я мы
uk він вона вони воно це цей ця ці його її їх і й та але або також однак тому я ми
ar هو هي هم هذا هذه ذلك تلك ولكن لكن كما وقد
"""


def _by_language(table: str) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for language, *more in map(str.split, table.strip().splitlines()):
        words.setdefault(language, set()).update(more)
    return {language: frozenset(found) for language, found in words.items()}


_LEANING = _by_language(_LEANING_WORDS)
_OPENING = "\"'“‘„«‹「『-–—("


def key_points(article: Article, count: int = 3) -> tuple[Passage, ...]:
    """Up to `count` sentences of the article's paragraphs, as passages in the order of the text; none where nothing qualifies.

    Headings, quotes, lists and captions give none. An article of hardly more sentences than `count` needs no key points and gets none.
    """
    spans = _candidates(article)
    if len(spans) < count + 2:
        return ()
    texts = [article.text[start:end] for start, end in spans]
    language = article.language or "en"
    vectors = _vectors(texts)
    scores = _scores(vectors, folded(article.title))
    chosen: list[int] = []
    for place in sorted(range(len(spans)), key=lambda number: (-scores[number], number)):
        if len(chosen) == count:
            break
        if stands_alone(texts[place], language) and all(_cosine(vectors[place], vectors[other]) < MOST_ALIKE for other in chosen):
            chosen.append(place)
    return tuple(Passage(article.id, *spans[place]) for place in sorted(chosen))


def _candidates(article: Article) -> list[tuple[int, int]]:
    blocks = [(block.start, block.end) for block in article.layout if block.kind is BlockKind.PARAGRAPH]
    if not article.layout:
        blocks = [(0, len(article.text))]
    found: list[tuple[int, int]] = []
    for start, end in blocks:
        found += [(start + first, start + last) for first, last in sentences(article.text[start:end], article.language or "en")]
        if len(found) >= LOOKED_AT:
            break
    return found[:LOOKED_AT]


def stands_alone(sentence: str, language: str) -> bool:
    """Whether a sentence can be read by itself: whole, of a length to be read, not leaning on the one before, no quotation left open."""
    length = len(sentence) + 2 * len(_DENSE.findall(sentence))
    if not SHORTEST <= length <= LONGEST or "?" in sentence[-3:] or "？" in sentence[-3:]:
        return False
    if (
        sentence[-1] in ":：,;"
        or sentence[-1].isalnum()
        or sentence.endswith(("...", "…"))
        or sentence[0] in _OPENING
        or sentence[0].islower()
    ):
        return False
    first = _WORD.search(sentence)
    if first is None or first[0].lower() in _LEANING.get(language, frozenset()):
        return False
    return all(sentence.count(a) == sentence.count(b) for a, b in ("“”", "«»", "()", "「」")) and sentence.count('"') % 2 == 0


def _vectors(texts: list[str]) -> list[dict[str, float]]:
    """Word weights of each sentence, of length 1: how often it stands there times how rare it is among the sentences."""
    counted = [Counter(_terms(text)) for text in texts]
    spread = Counter(term for counts in counted for term in counts)
    vectors: list[dict[str, float]] = []
    for counts in counted:
        weights = {term: number * math.log(1 + len(texts) / spread[term]) for term, number in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({term: weight / length for term, weight in weights.items()})
    return vectors


def _terms(text: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(folded(text)):
        if _DENSE.search(word):
            words += [a + b for a, b in pairwise(word)]
        elif len(word) > 3 or word.isdigit():
            words.append(word[:7])  # a crude stem: enough to join "report" and "reported"
    return words


def _scores(vectors: list[dict[str, float]], title: str) -> list[float]:
    total: Counter[str] = Counter()
    for vector in vectors:
        total.update(vector)
    # The sum of the cosines with all sentences is the product with their sum: linear instead of quadratic.
    central = [sum(weight * total[term] for term, weight in vector.items()) for vector in vectors]
    most = max(central) or 1.0
    wanted = set(_terms(title))
    scores: list[float] = []
    for place, vector in enumerate(vectors):
        named = len(wanted & vector.keys()) / len(wanted) if wanted else 0.0
        scores.append(CENTRALITY * central[place] / most + PLACE / (1 + place / 3) + TITLE * named)
    return scores


def _cosine(one: dict[str, float], two: dict[str, float]) -> float:
    return sum(weight * two.get(term, 0.0) for term, weight in one.items())
