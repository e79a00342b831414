"""BERT's word pieces (Wu et al. 2016; uncased): lower case, accents dropped, longest known piece first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: Characters of a word beyond which it is unknown as a whole, as in BERT.
LONGEST_WORD = 100
#: A run of letters and figures, or one sign; a Chinese character stands alone.
_UNIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\s\w]|_")


class WordPieces:
    """The vocabulary of a BERT model, one piece a line."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}

    def numbers(self, text: str, most: int) -> list[int]:
        """At most `most` piece numbers, the marks of start and end included. Reads no more of a text than that needs."""
        found = [self._numbers["[CLS]"]]
        # No piece is longer than 20 characters; white space and dropped accents are why more are read.
        plain = unicodedata.normalize("NFD", text[: most * 40].lower())
        plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cc", "Cf") or c.isspace())
        for unit in _UNIT.findall(plain):
            found += self.pieces(unit)
            if len(found) >= most:
                break
        return [*found[: most - 1], self._numbers["[SEP]"]]

    def number(self, piece: str) -> int:
        """The number of a piece that is known to be there, such as "[SEP]"."""
        return self._numbers[piece]

    def pieces(self, word: str) -> list[int]:
        """The numbers of one word's pieces, small letters without accents; the unknown one's for what the vocabulary does not have."""
        unknown = [self._numbers["[UNK]"]]
        if len(word) > LONGEST_WORD:
            return unknown
        found: list[int] = []
        at = 0
        while at < len(word):
            for stop in range(len(word), at, -1):
                number = self._numbers.get(word[at:stop] if at == 0 else f"##{word[at:stop]}")
                if number is not None:
                    break
            else:
                return unknown
            found.append(number)
            at = stop
        return found
