"""Plain text laid out without the way through markup: ten times as fast, for files of many articles."""

from __future__ import annotations

from broadsheet.extract.sanitise import clean_text
from broadsheet.types import Block, BlockKind
from broadsheet.types.text import storable


def lay_out_plain(text: str, limit: int) -> tuple[str, tuple[Block, ...]]:
    """The text as paragraphs joined by empty lines, and their blocks; at most `limit` characters, cut off at a paragraph's edge.

    Paragraphs are parted by empty lines, or by line feeds where there are no empty lines. White space inside one becomes single spaces. The
    same as `layout.lay_out` gives for the text escaped and set in `<p>`.
    """
    text = storable(clean_text(text)).strip("\n")
    pieces: list[str] = []
    blocks: list[Block] = []
    length = 0
    for part in text.split("\n\n" if "\n\n" in text else "\n"):
        words = " ".join(part.split())
        if not words:
            continue
        start = length + 2 if blocks else 0
        if start + len(words) > limit:
            if blocks:
                break
            words = words[:limit]
        pieces.append(words)
        length = start + len(words)
        blocks.append(Block(BlockKind.PARAGRAPH, start, length))
    return "\n\n".join(pieces), tuple(blocks)
