"""How blocks are joined into a text: the one place that knows the line feeds between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from broadsheet.types import Block, BlockKind, Mark

_LINED = frozenset((BlockKind.ITEM, BlockKind.NUMBERED))


def rejoined(text: str, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """A new text of these blocks of a text, and the blocks with the offsets that they have there."""
    pieces: list[str] = []
    kept: list[Block] = []
    length = 0
    before: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.IMAGE:
            kept.append(replace(block, start=length, end=length))
            continue
        joint = ""
        if before is not None:
            joint = "\n" if same_run(before.kind, block.kind) else "\n\n"
        start = length + len(joint)
        pieces += (joint, text[block.start : block.end])
        shift = start - block.start
        marks = tuple(Mark(mark.kind, mark.start + shift, mark.end + shift, mark.url) for mark in block.marks)
        length = block.end + shift
        kept.append(replace(block, start=start, end=length, marks=marks))
        before = block
    return "".join(pieces), tuple(kept)


def same_run(before: BlockKind, kind: BlockKind) -> bool:
    """Whether two blocks that follow each other are lines of one list or table."""
    return (before in _LINED and kind in _LINED) or before is kind is BlockKind.ROW
