"""The little Markdown of the edition's files: paragraphs, headings, quotes, lists, emphasis and links, to HTML or to plain text.

It reads only files of the edition; what comes from outside never passes here.
"""

from __future__ import annotations

import re
from html import escape

from broadsheet.demo.edition import paragraphs

_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*\n]+)\*")
_LINK = re.compile(r"\[([^\]\n]+)\]\((https://[^)\s]+)\)")
_NUMBER = re.compile(r"\d{1,2}\. ")


def html_blocks(body: str) -> list[str]:
    """The blocks of a body as HTML elements, one string each."""
    return [_block(block) for block in paragraphs(body)]


def plain_blocks(body: str) -> list[str]:
    """The blocks of a body as readers see them: text alone; a list gives one block an item."""
    out: list[str] = []
    for block in paragraphs(body):
        lines = block.split("\n")
        if all(line.startswith("- ") or _NUMBER.match(line) for line in lines):
            out.extend(_bare(line.split(" ", 1)[1]) for line in lines)
        else:
            out.append(_bare(" ".join(line.removeprefix("## ").removeprefix("> ") for line in lines)))
    return out


def plain_text(body: str) -> str:
    """The whole body as plain text, blocks divided by an empty line."""
    return "\n\n".join(plain_blocks(body))


def _block(block: str) -> str:
    lines = block.split("\n")
    if block.startswith("## "):
        return f"<h2>{_inline(block[3:])}</h2>"
    if block.startswith("> "):
        return f"<blockquote><p>{_inline(' '.join(line.removeprefix('> ') for line in lines))}</p></blockquote>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(_NUMBER.match(line) for line in lines):
        return "<ol>" + "".join(f"<li>{_inline(line.split(' ', 1)[1])}</li>" for line in lines) + "</ol>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    out = escape(text, quote=False)
    out = _STRONG.sub(r"<strong>\1</strong>", out)
    out = _EMPHASIS.sub(r"<em>\1</em>", out)
    return _LINK.sub(r'<a href="\2">\1</a>', out)


def _bare(text: str) -> str:
    return _LINK.sub(r"\1", _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", text)))
