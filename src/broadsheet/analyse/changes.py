"""What a publisher changed, word by word. Pure.

Unchanged paragraphs are found first, by anchors that occur once in both texts (patience diff, Bram Cohen), then words are compared in the
gaps between them. Small gaps are compared exactly; the total work is bounded, and where it runs out a gap is shown as replaced whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

Change = tuple[Literal["same", "gone", "new"], str]

#: Cells (words of one gap times words of the other) that may be compared exactly in one call.
WORK = 2_000_000
#: A gap with more cells than this is not compared exactly.
GAP_WORK = 400_000
#: Common characters between two changes that are not worth interrupting them for.
ISLAND = 3

_PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
_DENSE = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"\s+|[{_DENSE}]|[^\W{_DENSE}]+(?:['’.-][^\W{_DENSE}]+)*|.", re.DOTALL)


def word_changes(old: str, new: str) -> list[Change]:
    """The way from `old` to `new`: stretches that stay ("same"), went ("gone") and came ("new"), neighbours joined.

    The "same" and "new" stretches together are `new` exactly; the "same" and "gone" ones are `old` but for white space, which is not
    compared. Scripts without spaces are compared by character. Time grows linearly beyond a fixed amount of exact comparing.
    """
    if old == new:
        return [("same", new)] if new else []
    budget = [WORK]
    changes: list[Change] = []
    old_parts, new_parts = _PARAGRAPH.findall(old), _PARAGRAPH.findall(new)
    for a0, a1, b0, b1, same in _aligned([_bare(p) for p in old_parts], [_bare(p) for p in new_parts], budget):
        if same:
            changes.append(("same", "".join(new_parts[b0:b1])))
        else:
            changes += _words("".join(old_parts[a0:a1]), "".join(new_parts[b0:b1]), budget)
    return _joined(_without_islands(_joined(changes)))


def _words(old: str, new: str, budget: list[int]) -> Iterator[Change]:
    one, two = _tokens(old), _tokens(new)
    for a0, a1, b0, b1, same in _aligned([t.strip() for t in one], [t.strip() for t in two], budget):
        if same:
            yield "same", "".join(two[b0:b1])
        else:
            yield "gone", "".join(one[a0:a1])
            yield "new", "".join(two[b0:b1])


def _tokens(text: str) -> list[str]:
    """Words and punctuation, each with the white space after it; leading white space stands with the first."""
    tokens: list[str] = []
    for found in _TOKEN.finditer(text):
        if tokens and found[0].isspace():
            tokens[-1] += found[0]
        else:
            tokens.append(found[0])
    return tokens


def _bare(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _aligned(one: Sequence[str], two: Sequence[str], budget: list[int]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Stretches (start, end in `one`, start, end in `two`, equal) that cover both sequences in order."""
    head = 0
    while head < min(len(one), len(two)) and one[head] == two[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(two)) - head and one[-1 - tail] == two[-1 - tail]:
        tail += 1
    if head:
        yield 0, head, 0, head, True
    last, other = head, head
    end, other_end = len(one) - tail, len(two) - tail
    for a, b in [*_anchors(one, two, head, end, other_end), (end, other_end)]:
        yield from _gap(one, two, last, a, other, b, budget)
        if a < end:
            yield a, a + 1, b, b + 1, True
        last, other = a + 1, b + 1
    if tail:
        yield end, len(one), other_end, len(two), True


def _anchors(one: Sequence[str], two: Sequence[str], start: int, end: int, other_end: int) -> list[tuple[int, int]]:
    """The longest rising sequence of pairs that occur once on either side."""
    left, right = Counter(one[start:end]), Counter(two[start:other_end])
    place = {two[b]: b for b in range(start, other_end) if right[two[b]] == 1}
    pairs = [(a, place[one[a]]) for a in range(start, end) if left[one[a]] == 1 and one[a] in place]
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(b)
            piles.append(number)
        else:
            tops[pile], piles[pile] = b, number
    chain: list[tuple[int, int]] = []
    number = piles[-1] if piles else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _gap(
    one: Sequence[str], two: Sequence[str], a0: int, a1: int, b0: int, b1: int, budget: list[int]
) -> Iterator[tuple[int, int, int, int, bool]]:
    work = (a1 - a0) * (b1 - b0)
    if work == 0 or work > min(GAP_WORK, budget[0]):
        if a0 < a1 or b0 < b1:
            yield a0, a1, b0, b1, False
        return
    budget[0] -= work
    matcher = SequenceMatcher(None, one[a0:a1], two[b0:b1], autojunk=False)
    for operation, i, j, k, m in matcher.get_opcodes():
        yield a0 + i, a0 + j, b0 + k, b0 + m, operation == "equal"


def _joined(changes: list[Change]) -> list[Change]:
    """Neighbours of one kind made one; between two unchanged stretches, what went stands before what came."""
    done: list[Change] = []
    gone: list[str] = []
    new: list[str] = []
    same: list[str] = []

    def flush_changes() -> None:
        if gone:
            done.append(("gone", "".join(gone)))
        if new:
            done.append(("new", "".join(new)))
        gone.clear()
        new.clear()

    for kind, text in changes:
        if not text:
            continue
        if kind == "same":
            flush_changes()
            same.append(text)
            continue
        if same:
            done.append(("same", "".join(same)))
            same.clear()
        (gone if kind == "gone" else new).append(text)
    flush_changes()
    if same:
        done.append(("same", "".join(same)))
    return done


def _without_islands(changes: list[Change]) -> list[Change]:
    """A stop word or comma between two changes reads better as part of them."""
    done: list[Change] = []
    for place, (kind, text) in enumerate(changes):
        small = kind == "same" and len(text.strip()) <= ISLAND and "\n" not in text and 0 < place < len(changes) - 1
        done += [("gone", text), ("new", text)] if small else [(kind, text)]
    return done
