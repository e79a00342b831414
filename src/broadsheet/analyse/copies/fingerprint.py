"""The fingerprint of a text: some forty hashes out of all its windows, enough to tell how much of it stands in another.

Windows of `WINDOW` letters are hashed; those whose hash falls below a threshold are kept (sampling by value, as in "mod" sampling,
Manber 1994, and FracMinHash, Irber et al. 2022), so two texts keep the same windows wherever these stand. The threshold is halved until at
most `MOST_HASHES` remain, so a fingerprint has the same size for a brief and for a book; two of different thresholds are compared at
the lower one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from broadsheet.analyse.copies.units import WINDOW, Hashes, units, window_hashes

#: Bits of a stored hash: enough for 10,000,000 articles without hits by chance, and with 24 bits of a slot they fill one word.
HASH_BITS = 40
MOST_HASHES = 48
#: Units (letters and digits) below which a text has no fingerprint: about 15 words. Titles and one-liners are never copies.
LEAST_UNITS = 72
#: Different windows that a text must have: less is one phrase again and again.
LEAST_WINDOWS = 32
_VERSION = 1
_BYTES = HASH_BITS // 8
_SHIFTS = np.arange(_BYTES, dtype=np.uint64) * np.uint64(8)


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """`hashes` are sorted, distinct and below 2^(HASH_BITS - level). Empty: the text is too short to be anybody's copy."""

    hashes: Hashes
    level: int = 0

    def __bool__(self) -> bool:
        return len(self.hashes) > 0

    def __len__(self) -> int:
        return len(self.hashes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fingerprint) and self.pack() == other.pack()

    def __hash__(self) -> int:
        return hash(self.pack())

    def pack(self) -> bytes:
        """As bytes, at most 3 + 5 * MOST_HASHES; b"" for an empty one. `unpack` reads them on any machine."""
        if not self:
            return b""
        parts = (self.hashes[:, None] >> _SHIFTS) & np.uint64(255)
        return bytes((_VERSION, self.level, len(self.hashes))) + parts.astype(np.uint8).tobytes()

    @staticmethod
    def unpack(packed: bytes) -> Fingerprint:
        """The fingerprint in these bytes; an empty one for bytes of another version or of a wrong length."""
        return Fingerprint(hashes_of(packed[3:]), packed[1]) if Fingerprint.readable(packed) else EMPTY

    @staticmethod
    def readable(packed: bytes) -> bool:
        """Whether these bytes hold a fingerprint of this version that is not empty."""
        return len(packed) > 3 and packed[0] == _VERSION and len(packed) == 3 + _BYTES * packed[2] and packed[1] < HASH_BITS

    def share_in(self, other: Fingerprint) -> float:
        """Estimated share of this text that stands in the other: 0..1, with a standard error of about 0.1 for texts of like length."""
        own = self.hashes[: np.searchsorted(self.hashes, threshold(max(self.level, other.level)))]
        return float(np.isin(own, other.hashes).sum() / len(own)) if len(own) else 0.0


EMPTY = Fingerprint(np.zeros(0, dtype=np.uint64))


def fingerprint(text: str) -> Fingerprint:
    """The text's fingerprint; an empty one when it has fewer than `LEAST_UNITS` letters and digits."""
    folded = units(text)
    if len(folded) < LEAST_UNITS:
        return EMPTY
    hashes = np.unique(sampled(window_hashes(folded.codes)))
    if len(hashes) < LEAST_WINDOWS:
        return EMPTY
    level = 0
    while len(hashes) > MOST_HASHES:
        level += 1
        hashes = hashes[: np.searchsorted(hashes, threshold(level))]
    return Fingerprint(hashes, level)


def sampled(hashes: Hashes) -> Hashes:
    """Window hashes (64 bits) in the form in which fingerprints keep them."""
    return hashes >> np.uint64(64 - HASH_BITS)


def threshold(level: int) -> np.uint64:
    """Below what the hashes of a fingerprint of that level lie."""
    return np.uint64(1 << max(0, HASH_BITS - level))


def hashes_of(packed: bytes) -> Hashes:
    """Hashes out of their packed bytes, five to each."""
    parts = np.frombuffer(packed, dtype=np.uint8).reshape(-1, _BYTES).astype(np.uint64)
    whole: Hashes = np.bitwise_or.reduce(parts << _SHIFTS, axis=1)
    return whole


__all__ = ["EMPTY", "HASH_BITS", "LEAST_UNITS", "MOST_HASHES", "WINDOW", "Fingerprint", "fingerprint", "hashes_of", "sampled", "threshold"]
