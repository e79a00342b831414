"""What the words of a line say about its part in the page: furniture, headings of boxes, bylines, captions, names of publishers. Pure.

Every pattern is applied to lines of at most a few hundred characters and is linear in their length.
"""

from __future__ import annotations

import re

from broadsheet.extract.aggregator import patterns, phrases
from broadsheet.types.text import folded


def _phrases(table: str) -> frozenset[str]:
    rows = (row.split(" ", 1)[1] for row in table.strip().splitlines())
    return frozenset(folded(phrase) for row in rows for phrase in row.split("|"))


BUTTONS = _phrases(phrases.BUTTONS)
RELATED = _phrases(phrases.RELATED_HEADS)
LISTED = _phrases(phrases.LIST_HEADS)
COMMENTS = _phrases(phrases.COMMENT_HEADS)
SPONSOR = _phrases(phrases.SPONSOR_HEADS)

_EDGE = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def bare(text: str) -> str:
    """The text folded, without digits and punctuation at its edges: the form in which phrases are compared."""
    return _EDGE.sub("", folded(text))


def head_of(text: str) -> str:
    """What the line is the heading of: "related", "listed", "comments", "sponsor"; "" when of nothing that we know."""
    if len(text) > 70:
        return ""
    phrase = bare(text)
    for kind, known in (("sponsor", SPONSOR), ("comments", COMMENTS), ("related", RELATED), ("listed", LISTED)):
        if phrase in known:
            return kind
    return ""


def is_button(text: str) -> bool:
    """Whether a line, or a part of one, is a known word of menus, buttons or footers, or a count."""
    if len(text) > 60:
        return False
    phrase = bare(text)
    return not phrase or phrase in BUTTONS


def is_site_text(text: str) -> bool:
    """Whether the site speaks for itself: cookies, subscriptions, accounts, counts of comments."""
    return patterns.SITE.search(text[:400]) is not None


def is_pointer(text: str) -> bool:
    """Whether the line points to another article ("Read more: ...")."""
    return len(text) <= 200 and patterns.POINTER.match(text) is not None


def is_mail_header(text: str) -> bool:
    """Whether it is a header of an e-mail ("Subject: ...")."""
    return patterns.MAIL_HEADER.match(text) is not None


def is_separator(text: str) -> bool:
    """Whether it parts sections and says nothing: "---", "* * *", "### END ###"."""
    return len(text) <= 200 and patterns.SEPARATOR.match(text) is not None


def is_clock(text: str) -> bool:
    """Whether it is a time of day and nothing else, as entries of live pages carry."""
    return len(text) <= 24 and patterns.CLOCK.match(text) is not None


def is_news_name(text: str) -> bool:
    """Whether a name contains a word that publishers call themselves by, or is a host name."""
    return len(text) <= 60 and (patterns.NEWS_NAME.search(text) is not None or patterns.DOMAIN.match(text) is not None)


def byline(text: str) -> str:
    """The names of a byline, without "By"; "" when the line is none."""
    if len(text) > 160:
        return ""
    match = patterns.BYLINE.match(text)
    if match:
        rest = text[match.end() :].strip(" :：")
        words = rest.split()
        if rest.startswith("u/") and len(words) == 1:
            return rest
        if match[0].strip().lower() in ("de", "da", "di") and (len(words) < 2 or is_news_name(text)):
            return ""  # an article or a preposition in a name, as in "De Polderkoerier"
        named = sum(word[:1].isupper() or not word[:1].isascii() for word in words)
        if (
            words
            and rest[0] not in "\"'“‘"
            and (words[0][:1].isupper() or not words[0][:1].isascii())
            and named * 2 >= len(words)
            and len(words) <= 16
        ):
            return rest
    return text if len(text) <= 60 and patterns.BYLINE_TAIL.search(text) else ""
