"""A sketch of an article: the few hundred bytes that later decisions about stories need of it.

Words, names, figures and places are kept as hashes (CRC-32) with a weight: how often they stand in the article, and how common they
are in the language at large. The collection's own rarity is added when articles are compared, because it changes.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.stories.names import figures, names
from broadsheet.analyse.stories.places import places
from broadsheet.analyse.terms import ARTICLE_WORDS, UNKNOWN_SHARE, terms
from broadsheet.errors import InputError
from broadsheet.types import Article

SKETCH_VERSION = "sketch-1"

#: How many of each kind are kept: words, names, figures, places. A word that stands in the title is marked.
KINDS = (64, 20, 8, 6)
WIDTH = sum(KINDS)
STARTS = tuple(int(start) for start in np.cumsum((0, *KINDS)))
#: Characters of a text that are looked at, and those at its start that count as its lead.
LOOKED_AT, LEAD = 6000, 700
#: Texts shorter than this are no texts: the article is compared as one that has only a title.
LEAST_TEXT = 120
#: The title counts as if it stood so often in the text.
TITLE_COUNTS = 2
#: Weights and rarities are kept in bytes, in steps of these; the highest bit of a weight marks words of the title.
STEP, RARITY_STEP = 1 / 16, 1 / 16
IN_TITLE = 0x80

Background = Mapping[str, float] | Callable[[str], float | None]
Bytes = npt.NDArray[np.uint8]
Hashes = npt.NDArray[np.uint32]

_HEAD = struct.Struct("<4sqI2sBHH")
_MAGIC = b"BSk1"


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is remembered of an article. `hashes`, `weights` and `rarity` run parallel, `WIDTH` long, 0 where a kind has fewer.

    `time` are seconds since 1970 (UTC), 0 when unknown. `publisher` is a hash, 0 when unknown. `vector` is the embedding as int8, scaled
    so that its largest part is 127; None without one.
    """

    article_id: int
    time: int
    publisher: int
    language: str
    has_text: bool
    hashes: Hashes
    weights: Bytes
    #: -ln of the share of articles that have the term in the language at large, in steps of `RARITY_STEP`.
    rarity: Bytes
    vector: npt.NDArray[np.int8] | None = field(default=None)

    def pack(self) -> bytes:
        """The sketch as bytes, for the store; at most 6 bytes a term, one a dimension of the vector, and 27."""
        used = np.flatnonzero(self.hashes)
        vector = b"" if self.vector is None else self.vector.tobytes()
        flags = int(self.has_text)
        head = _HEAD.pack(_MAGIC, self.time, self.publisher, self.language.encode()[:2].ljust(2, b"\0"), flags, len(used), len(vector))
        return b"".join(
            (
                head,
                used.astype(np.uint8).tobytes(),
                self.hashes[used].astype("<u4").tobytes(),
                self.weights[used].tobytes(),
                self.rarity[used].tobytes(),
                vector,
            )
        )


def unpack(article_id: int, packed: bytes) -> Sketch:
    """The sketch of an article from its bytes. Raises InputError when they are none of this version."""
    if len(packed) < _HEAD.size or packed[:4] != _MAGIC:
        raise InputError(f"article {article_id}: no sketch of version {SKETCH_VERSION}")
    _, time, publisher, language, flags, used, dim = _HEAD.unpack_from(packed)
    if len(packed) != _HEAD.size + 7 * used + dim:
        raise InputError(f"article {article_id}: its sketch is cut off")
    at = _HEAD.size
    slots = np.frombuffer(packed, np.uint8, used, at)
    if used and int(slots.max()) >= WIDTH:
        raise InputError(f"article {article_id}: its sketch is damaged")
    hashes, weights, rarity = np.zeros(WIDTH, np.uint32), np.zeros(WIDTH, np.uint8), np.zeros(WIDTH, np.uint8)
    hashes[slots] = np.frombuffer(packed, "<u4", used, at + used)
    weights[slots] = np.frombuffer(packed, np.uint8, used, at + 5 * used)
    rarity[slots] = np.frombuffer(packed, np.uint8, used, at + 6 * used)
    vector = np.frombuffer(packed, np.int8, dim, at + 7 * used) if dim else None
    return Sketch(
        article_id, time, publisher, language.rstrip(b"\0").decode("ascii", "replace"), bool(flags & 1), hashes, weights, rarity, vector
    )


def embedded_text(article: Article) -> str:
    """What of an article is to be embedded: its title and lead."""
    return f"{article.title}\n{article.text[:LEAD]}" if article.text else article.title


def sketch(
    article: Article, vector: npt.NDArray[np.float32] | None = None, background: Background | None = None, *, article_id: int = 0
) -> Sketch:
    """The sketch of an article. `vector` is the embedding of `embedded_text`, `background` the share of a term among running words.

    Pure; linear in the length of the text, of which `LOOKED_AT` characters are read.
    """
    title = article.title[:500]
    text = article.text[:LOOKED_AT]
    if not text.strip():
        text = article.teaser[:LOOKED_AT]
    if text.startswith(title):
        text = text[len(title) :]
    share = background.get if isinstance(background, Mapping) else background
    in_title = Counter(terms(title))
    counts = Counter(terms(text))
    for term, number in in_title.items():
        counts[term] += TITLE_COUNTS * number
    hashes, weights, rarity = np.zeros(WIDTH, np.uint32), np.zeros(WIDTH, np.uint8), np.zeros(WIDTH, np.uint8)
    whole = f"{title}\n{text}"
    kinds: tuple[tuple[str, Counter[str]], ...] = (
        ("", counts),
        ("n:", names(whole)),
        ("f:", figures(whole)),
        ("p:", places(whole)),
    )
    for (prefix, found), start, most in zip(kinds, STARTS, KINDS, strict=False):
        _fill(prefix, found, in_title, share, hashes[start : start + most], weights[start : start + most], rarity[start : start + most])
    moment = article.published or None
    return Sketch(
        article_id or article.id,
        int(moment.timestamp()) if moment else 0,
        zlib.crc32((article.publisher_domain or article.publisher).casefold().encode())
        if article.publisher or article.publisher_domain
        else 0,
        article.language[:2],
        len(text.strip()) >= LEAST_TEXT,
        hashes,
        weights,
        rarity,
        None if vector is None or not vector.any() else quantised(vector),
    )


def quantised(vector: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """The vector in bytes, its largest part 127. Its length is lost: only its direction is compared."""
    return np.asarray(np.rint(vector * (127.0 / max(float(np.abs(vector).max()), 1e-9))).astype(np.int8), np.int8)


def _fill(
    prefix: str,
    found: Counter[str],
    in_title: Counter[str],
    share: Callable[[str], float | None] | None,
    hashes: Hashes,
    weights: Bytes,
    rarity: Bytes,
) -> None:
    scored: list[tuple[float, str, float, float]] = []
    for term, number in found.items():
        rare = _rarity(term, prefix, share)
        weight = 1.0 + math.log(number)
        scored.append((weight * rare, term, weight, rare))
    if len(scored) > len(hashes):
        scored.sort(key=lambda one: (-one[0], one[1]))
    for place, (_, term, weight, rare) in enumerate(scored[: len(hashes)]):
        hashes[place] = zlib.crc32((prefix + term).encode("utf-8", "replace")) or 1
        weights[place] = min(127, round(weight / STEP)) | (IN_TITLE if not prefix and term in in_title else 0)
        rarity[place] = min(255, round(rare / RARITY_STEP))


def _rarity(term: str, prefix: str, share: Callable[[str], float | None] | None) -> float:
    """-ln of the share of articles that may be expected to have the term; a name is as rare as the rarest of its words."""
    if prefix == "n:":
        return max(_rarity(part, "", share) for word in term.split() for part in terms(word) or [word])
    known = share(term) if share is not None and prefix == "" else None
    if known is None and " " in term and share is not None:
        parts = [share(part) for part in term.split()]
        known = math.prod(part or 1e-6 for part in parts) * 30
    return -math.log(max(1 - math.exp(-ARTICLE_WORDS * known), 1e-5) if known else UNKNOWN_SHARE)
