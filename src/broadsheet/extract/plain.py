"""Markup into one line of plain text, for titles, teasers and names."""

from __future__ import annotations

import re
from html import unescape

from broadsheet.types.text import one_line

_TAG = re.compile(
    r"""<(?:
        !--(?>(?:[^-]++|-(?!->))*)-->
      | [!?][^>]*+>
      | (/?)([a-zA-Z][^\s/>]*+)(?>(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*)(?:>|$)
    )""",
    re.VERBOSE,
)
#: The same where no comment ends any more: an open one then ends at the next ">", so that it swallows nothing.
_TAG_AFTER_COMMENTS = re.compile(_TAG.pattern.replace("!--(?>(?:[^-]++|-(?!->))*)-->", "!--[^>]*+(?:>|$)"), re.VERBOSE)
#: Their tags stand inside a word or sentence; all others part words.
_INLINE_NAMES = "a abbr b bdi bdo cite code em font i kbd mark q s samp small span strike strong sub sup tt u var wbr"
_INLINE = frozenset(_INLINE_NAMES.split())
#: What stands in these is no text; with what ends each.
_SILENT = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "template", "iframe")}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def plain(markup: str, *, longest: int = 20_000) -> str:
    """The text of some markup on one line: tags gone, entities decoded, the content of scripts and styles left out.

    Reads at most `longest` characters. For showing as text only: the result may hold "<" and is no safe HTML.
    """
    markup = markup[:longest]
    if "<" not in markup:
        return one_line(unescape(markup) if "&" in markup else markup)
    pieces: list[str] = []
    place = 0
    last_comment = markup.rfind("-->")
    while (found := (_TAG if place < last_comment else _TAG_AFTER_COMMENTS).search(markup, place)) is not None:
        pieces.append(markup[place : found.start()])
        place = found.end()
        name = (found[2] or "").lower()
        if name in _SILENT and not found[1] and not found[0].endswith("/>"):
            end = _SILENT[name].search(markup, place)
            place = end.start() if end else len(markup)
        elif name and name not in _INLINE and name not in _SILENT:
            pieces.append(" ")
    pieces.append(markup[place:])
    return one_line(unescape("".join(pieces)))


def plain_title(text: str, kind: str) -> str:
    """A title on one line. `kind` is its media type; text that was escaped once too often is decoded once more (row F23)."""
    if kind in ("text/html", "application/xhtml+xml", "application/octet-stream"):
        return plain(text)
    text = one_line(text)
    return one_line(unescape(text)) if _ENTITY.search(text) else text
