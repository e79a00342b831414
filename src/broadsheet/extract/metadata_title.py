"""Which of the titles that a page shows is the headline: the one that the others agree with, without the site's name.

A page has a dozen strings that could be its headline: several `<h1>` (one may be the site's logo, one a teaser's), the `<title>` with the
site's name behind it, versions for search engines and for sharing. The one printed over the text is meant, found by agreement:
an `<h1>` counts most, but only if what the head of the page says resembles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from broadsheet.types.text import folded, one_line

_SEPARATOR = re.compile(r"\s+[|–—\-:·»«•~/]\s+|\s*[|»｜]\s*")
_WORD = re.compile(r"\w+")
#: The sources of a title and how much each is worth before agreement. Chosen on two sets of pages, the others as a check.
_WORTH = {"h1": 0.5, "jsonld": 0.2, "microdata": 0.1, "opengraph": 0.15, "title": 0.1, "meta": 0.0}
#: An `<h1>` resembling nothing else by less than this is no headline.
_AGREES = 0.34


def choose_title(candidates: Sequence[tuple[str, str]], site_names: Iterable[str]) -> tuple[str, str]:
    """(title, origin) of pairs (origin, title) in the order of the page; ("", "") when there is none.

    `site_names` are names and host labels of the site, which are cut off at either end.
    """
    names = {name for name in map(squashed, site_names) if len(name) > 2}
    found: list[tuple[str, str]] = []
    plain = [(origin, one_line(title)) for origin, title in candidates]
    shown = {folded(title) for origin, title in plain if origin == "h1"}
    others = {folded(title) for _, title in plain}
    for origin, title in plain:
        if title and len(title) <= 600:
            found.append((origin, title if origin == "h1" and len(title) < 8 else without_site(title, names, others, shown)))
    found = [(origin, title) for origin, title in found if title and squashed(title) not in names] or found
    if not found:
        return "", ""
    best, score = found[0], -1.0
    words = [_bag(title) for _, title in found]
    for place, (origin, title) in enumerate(found):
        agreement = sorted((_alike(words[place], words[other]) for other in range(len(found)) if found[other][0] != origin), reverse=True)
        support = sum(agreement[:3]) / 3 if agreement else 0.0
        nearest = agreement[0] if agreement else 1.0
        worth = _WORTH.get(origin, 0.0) if origin != "h1" or nearest >= _AGREES else -0.3
        if worth + support > score + 1e-9:
            best, score = (origin, title), worth + support
    return best[1], best[0]


def without_site(title: str, names: set[str], others: set[str], shown: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    """The title without the site's name before or behind it. What stays is never empty.

    A part counts as the site's name when it is one of `names` (squashed), or when without it the title is one of `others` (folded).
    """
    if folded(title) in shown and not any(squashed(part) in names for part in _SEPARATOR.split(title)):
        return title
    while True:
        marks = list(_SEPARATOR.finditer(title))
        if not marks:
            return title
        head, tail = title[: marks[-1].start()], title[marks[-1].end() :]
        if _is_site(tail, names) or (folded(head) in others and len(_WORD.findall(head)) > 1):
            title = head
            continue
        first, rest = title[: marks[0].start()], title[marks[0].end() :]
        if _is_site(first, names) or (folded(rest) in others and len(_WORD.findall(rest)) > 2):
            title = rest
            continue
        return title


def _is_site(part: str, names: set[str]) -> bool:
    short = squashed(part)
    if short in names:
        return True
    return len(short) > 4 and len(part) < 60 and any(short in name or (len(name) > 4 and name in short) for name in names)


def squashed(text: str) -> str:
    """Letters and digits alone, folded: how names of sites are compared with host names."""
    return "".join(_WORD.findall(folded(text))).replace("_", "")


def _bag(text: str) -> frozenset[str]:
    text = folded(text)
    words = _WORD.findall(text)
    # Without blanks between words (Chinese, Japanese, Thai) pairs of letters do as words.
    if len(words) < 3 and len(text) > 12:
        return frozenset(text[place : place + 2] for place in range(len(text) - 1))
    return frozenset(words)


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0
