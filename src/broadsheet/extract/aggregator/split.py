"""One pasted page, many articles: what kind of page it is and which articles it holds. Pure; linear in the length of the text.

text ──lines──▶ lines ──looks──▶ features ──decode──▶ parts ──records──▶ articles, teasers, boilerplate
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from broadsheet.extract.aggregator.ages import resolve
from broadsheet.extract.aggregator.costs import P
from broadsheet.extract.aggregator.decode import Decoded, decode
from broadsheet.extract.aggregator.lines import lines
from broadsheet.extract.aggregator.looks import Look, looks
from broadsheet.extract.aggregator.records import (
    Habits,
    Record,
    as_article,
    habits,
    name_places,
    publisher_of,
    records,
    title_of,
    without_number,
)
from broadsheet.types import Link, PastedArticle, PastedPage

#: A body has at least so many words (two dense characters count as one); what is shorter is a teaser.
BODY = 30.0
#: A page whose only text is this long and a whole sentence is an article all the same.
SHORT_BODY = 12.0
#: Cut bodies up to this length are the teasers of a list.
LONGEST_TEASER = 42.0
#: Lines before the title in which a single article's publisher may stand.
MASTHEAD = 8


def split(text: str, captured: datetime | None) -> PastedPage:
    """Divide a pasted page into its articles.

    `captured` is the only clock: without it relative ages stay unknown. Offsets are code points of `text`, which is read as it is
    (line ends, direction marks and all). Never raises; a page without articles is of the kind "list" or "none".
    """
    found = looks(lines(text))
    decoded = decode(found)
    made = records(text, found, decoded)
    bodies, teased = _told_apart(made)
    common = habits(made)
    articles = [as_article(record, captured, common) for record in bodies]
    if articles and not any(article.publisher for article in articles[1:]) and (len(articles) == 1 or not any(r.metas for r in bodies)):
        articles = _with_masthead(articles, found, bodies[0])
    articles = _with_roles(articles, bodies, found)
    teasers = _teasers(teased, captured, common)
    if not articles and len(teasers) < 2:
        teasers = _titles_beside_ages(found, captured)
    kind = ("several" if len(articles) > 1 else "single") if articles else ("list" if len(teasers) >= 2 else "none")
    return PastedPage(kind, tuple(articles), tuple(teasers), _boilerplate(found, decoded, made, bodies, kind))


def _told_apart(made: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Records with bodies, and those that only announce."""
    whole = [record for record in made if record.size >= BODY]
    with_text = [record for record in made if record.size > 0]
    if whole and len(with_text) >= 3:
        middle = sorted(record.size for record in with_text)[len(with_text) // 2]
        cut = sum(record.truncated for record in with_text)
        longest = max(record.size for record in with_text)
        short = middle < LONGEST_TEASER and cut * 5 >= len(with_text) * 3 and longest < 2 * LONGEST_TEASER
        few = len(whole) * 4 < len(with_text) and all(record.size < 2 * BODY for record in whole)
        whole = [] if short or few else whole
    if (
        not whole
        and len(with_text) == 1
        and len(made) == 1
        and made[0].titles
        and with_text[0].size >= SHORT_BODY
        and not with_text[0].truncated
    ):
        whole = with_text
    whole = _without_greeting(whole)
    return whole, [record for record in made if record not in whole and record.titles]


def _without_greeting(whole: list[Record]) -> list[Record]:
    """A digest's own words at its top: the one short record without a publisher where all others name theirs."""
    if len(whole) < 4:
        return whole
    first, *rest = whole
    usual = name_places(whole)
    others = sum(bool(publisher_of(record, None, usual)[0]) for record in rest)
    if (
        others == len(rest)
        and not publisher_of(first, None, usual)[0]
        and first.size < 70
        and all(record.size > first.size for record in rest)
    ):
        return rest
    return whole


def _with_masthead(articles: list[PastedArticle], found: Sequence[Look], first: Record) -> list[PastedArticle]:
    """A single article's publisher may stand above it, at the top of the page; so may that of all items of a bulletin."""
    if articles[0].publisher and len(articles) == 1:
        return articles
    name, span = articles[0].publisher, articles[0].publisher_span
    above = [look for look in found[: first.places[0]] if look.line.end <= articles[0].start][:MASTHEAD]
    for look in above if not name else ():
        if look.news_name and look.size <= 6 and len(look.line.parts) <= 2 and not look.furniture and not look.head and not look.boxed:
            name, span = look.line.text, (look.line.start, look.line.end)
            break
    return [replace(article, publisher=name, publisher_span=span) for article in articles] if name else articles


def _with_roles(articles: list[PastedArticle], bodies: Sequence[Record], found: Sequence[Look]) -> list[PastedArticle]:
    """The first article leads when a heading such as "Related articles" stands between it and the next."""
    if len(articles) == 1:
        return [replace(articles[0], role="lead")]
    if not articles:
        return []
    between = found[bodies[0].places[0] : bodies[1].places[0]]
    leads = any(look.head == "related" and look.line.start >= articles[0].end for look in between)
    if not leads:
        return articles
    return [replace(articles[0], role="lead"), *(replace(article, role="related") for article in articles[1:])]


def _teasers(teased: Sequence[Record], captured: datetime | None, common: Habits) -> list[Link]:
    found: list[Link] = []
    for record in teased:
        article = as_article(record, captured, common)
        title, span = title_of(record)
        if common.running:
            title, _ = without_number(title, span)
        words = [look.line.text for look in record.of(P.BODY)]
        found.append(Link("", title=title, publisher=article.publisher, published=article.published, teaser=" ".join(words)))
    return found


def _titles_beside_ages(found: Sequence[Look], captured: datetime | None) -> list[Link]:
    """The titles of a page without bodies: lines of a title's length with a line of particulars before or after them."""
    titles = [place for place, look in enumerate(found) if look.near_meta and not look.meta and look.size >= 4 and not look.furniture]
    dated = [place for place, look in enumerate(found) if look.meta]
    if len(titles) < 2 or not dated:
        return []
    step = 1 if titles[0] < dated[0] else -1
    links: list[Link] = []
    for place in titles:
        near = next(
            (found[other].meta for other in (place + step, place + 2 * step) if 0 <= other < len(found) and found[other].meta), None
        )
        age = near.age if near else None
        publisher = near.publisher.text if near and near.publisher else ""
        links.append(Link("", found[place].line.text, publisher, resolve(age, captured)[0] if age else None))
    return links


def _boilerplate(
    found: Sequence[Look], decoded: Decoded, made: Sequence[Record], bodies: Sequence[Record], kind: str
) -> tuple[tuple[int, int], ...]:
    """What belongs to no article, in order."""
    kept = {place for record in bodies for place in record.places}
    announced = {place for record in made if record not in bodies for place in record.places} if kind == "list" else set()
    inside = {number: (record.start, record.end) for record in bodies for number in record.places}
    spans: list[tuple[int, int]] = [record.cut for record in bodies if record.cut]
    for place, (look, part) in enumerate(zip(found, decoded.parts, strict=True)):
        in_body = place in inside and inside[place][0] <= look.line.start < inside[place][1]
        plain = part in (P.PRE, P.POST, P.LABEL_0, P.LABEL_1, P.INLINE) and not in_body
        if plain or (place not in kept and place not in announced):
            spans.append((look.line.start, look.line.end))
    return tuple(sorted(spans))
