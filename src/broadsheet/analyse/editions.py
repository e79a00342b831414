"""Comparing two texts of what may be one article: how alike they are, and whether a change is worth keeping. Pure and linear."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import islice, pairwise

from broadsheet.types import Article
from broadsheet.types.text import folded

#: Two equal texts of one publisher further apart than this are two articles (a weekly column, a tide table).
NEAR = timedelta(days=3)
#: Words of each text that are compared.
COMPARED_WORDS = 3000

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
#: A line of page furniture that changes by itself: counters, ages, calls to read, share or subscribe. Short lines only.
_FURNITURE = re.compile(
    r"\b(?:read (?:more|also|next)|also read|more on this|see also|related|advertisement|sponsored|share|comments?|likes?|views?|shares|"
    r"subscribe|newsletter|sign up|follow us|most (?:read|popular|viewed)|trending|updated|last (?:updated|modified)|published|ago|"
    r"min(?:ute)?s?(?: read)?|copyright|all rights reserved|click here|watch (?:live|now|video)|listen|print|e-?mail|save|"
    r"mehr zum thema|lesen sie (?:auch|mehr)|anzeige|werbung|teilen|kommentare?|aktualisiert|stand|newsletter|abonnieren|vor \d+|"
    r"lire aussi|à lire|publicité|partager|commentaires?|mis à jour|il y a|abonnez|"
    r"lea también|leer más|publicidad|compartir|comentarios?|actualizado|hace \d+|suscr[ií]b\w*|"
    r"leggi anche|pubblicità|condividi|commenti|aggiornato|leia também|publicidade|compartilhar|atualizado|"
    r"lees ook|advertentie|delen|reacties|bijgewerkt|czytaj (?:też|także|więcej)|reklama|udostępnij|komentarze|"
    r"ayrıca oku\w*|reklam|paylaş|yorum|güncellen\w*|читайте также|реклама|поделиться|комментари\w+|обновлено)\b"
    r"|اقرأ أيضا|إعلان|شارك|تعليقات|延伸阅读|相关阅读|广告|分享|评论|関連記事|広告|シェア|コメント|관련기사|광고|공유|댓글"
)
_SHORT = 80


def near(old: Article, new: Article, within: timedelta) -> bool:
    """Whether both were published, or where that is unknown received, within this time of each other."""
    if old.published and new.published:
        return abs(old.published - new.published) <= within
    return abs(old.received - new.received) <= within


def similarity(one: str, two: str) -> float:
    """Shared pairs of neighbouring words over those of the shorter text: between 0 and 1, 1 when one text holds the other.

    Containment rather than Jaccard, since a teaser and its article are one article. Texts of fewer than two words are alike only
    when equal. Scripts without spaces are compared by pairs of characters.
    """
    first, second = _pairs(one), _pairs(two)
    if not first or not second:
        return float(folded(one) == folded(two))
    return len(first & second) / min(len(first), len(second))


def same_wording(one: str, two: str) -> bool:
    """Whether two texts say the same but for white space, Unicode form, invisible characters and changing page furniture.

    Furniture is a line of at most 80 characters that speaks of sharing, ages, comments and the like, or that differs in digits alone
    from a line of the other text and holds at most four words.
    """
    if folded(one) == folded(two):
        return True
    first, second = _lines(one), _lines(two)
    gone = [line for line in first if line not in second]
    new = [line for line in second if line not in first]
    masked_gone, masked_new = {_DIGITS.sub("0", line) for line in gone}, {_DIGITS.sub("0", line) for line in new}
    left_gone = [line for line in gone if not _is_furniture(line, masked_new)]
    left_new = [line for line in new if not _is_furniture(line, masked_gone)]
    if not left_gone and not left_new:
        return True
    return "".join(" ".join(left_gone).split()) == "".join(" ".join(left_new).split())


def _lines(text: str) -> dict[str, None]:
    return dict.fromkeys(line for line in map(folded, text.splitlines()) if line)


def _is_furniture(line: str, masked_other: set[str]) -> bool:
    if len(line) > _SHORT:
        return False
    ends_sentence = line.endswith((".", "!", "?", "。")) and len(line.split()) > 6
    if _FURNITURE.search(line) and not ends_sentence:
        return True
    return len(line.split()) <= 4 and _DIGITS.sub("0", line) in masked_other


def _pairs(text: str) -> set[tuple[str, str]]:
    head = folded(text[: COMPARED_WORDS * 10])
    words = list(islice((found[0] for found in _WORD.finditer(head)), COMPARED_WORDS))
    if words and sum(map(len, words)) > 15 * len(words):  # a script without spaces
        words = list("".join(words)[:COMPARED_WORDS])
    return set(pairwise(words))
