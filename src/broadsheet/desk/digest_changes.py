"""What publishers corrected in a period: texts and titles that they changed, and notes of correction that they printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.analyse.changes import word_changes
from broadsheet.analyse.ledger import LedgerArticle
from broadsheet.desk.asking import Cited
from broadsheet.desk.ledger import Source, href, source_of
from broadsheet.desk.plain import cut_words
from broadsheet.store.base import Store
from broadsheet.types import Article, Passage, Revision

#: Rows, and revised articles that are looked at.
MOST, MOST_LOOKED_AT = 20, 60
#: Characters of what went and of what came that are shown, and characters around them.
SHOWN, AROUND = 160, 50
#: Words that must differ: a text in which less did was touched, not changed.
LEAST_WORDS = 1
#: How printed notes of correction begin, in the languages that we read most.
_NOTE = re.compile(
    r"(?m)^[^\w\n]{0,3}((?:corrections? and clarifications?|corrections?|clarification|editor[’']s note|korrektur|berichtigung|"
    r"rettelse|rättelse|correctie|rectification|rectificatif|erratum|corrección|fe de errores|correzione|"
    r"correção)(?:,[^\n:]{1,30})?[ \t]*[:—–])"
    r"[^\n]{12,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction. `kind`: "text" (the publisher changed it), "title", or "note" (the article says so itself).

    `gone` and `came` are the words before and after, with a few around them; a note has only `came`. `changes` counts further places.
    """

    kind: str
    source: Source
    at: datetime
    gone: str
    came: str
    cited: Cited
    changes: int = 0


def corrected_in(
    store: Store, recent: Sequence[Article], told: Sequence[LedgerArticle], since: datetime, until: datetime
) -> tuple[Corrected, ...]:
    """What was corrected from `since` up to `until`: changed titles and texts of `recent` articles, and notes in the articles `told`."""
    revised = [article for article in recent if article.revised and since <= article.revised < until][:MOST_LOOKED_AT]
    rows: list[Corrected] = []
    for article in store.articles_by_id([article.id for article in revised]):
        rows += _changed(article, [one for one in store.revisions(article.id) if since <= one.noticed < until])
    noted = {row.source.id for row in rows}
    for one in told:
        if one.published is not None and since <= one.published < until and one.article_id not in noted:
            rows += _noted(one)
    rows.sort(key=lambda row: (row.at, -row.source.id), reverse=True)
    return tuple(rows[:MOST])


def _changed(article: Article, revisions: Sequence[Revision]) -> list[Corrected]:
    """How its first text of the period differs from the present one."""
    if not revisions:
        return []
    was, last = revisions[0], revisions[-1]
    source = Source(
        article.id, article.title, article.publisher or article.publisher_domain, article.sort_time, article.language, article.text
    )
    rows: list[Corrected] = []
    if _plain(was.title) != _plain(article.title) and was.title.strip() and article.title.strip():
        cited = Cited(source, f"/article/{article.id}", article.title)
        rows.append(Corrected(kind="title", source=source, at=last.noticed, gone=was.title, came=article.title, cited=cited))
    if _plain(was.text) != _plain(article.text) and was.text.strip():
        rows += _text_row(source, was.text, article.text, last.noticed)
    return rows


def _text_row(source: Source, old: str, new: str, at: datetime) -> list[Corrected]:
    """The change of the most words, with a few words around it."""
    changes = word_changes(old, new)
    places: list[tuple[int, int, str, str]] = []
    here = 0
    gone = ""
    for number, (kind, words) in enumerate(changes):
        if kind == "gone":
            gone = words
            if number + 1 == len(changes) or changes[number + 1][0] != "new":
                places.append((here, here, gone, ""))
                gone = ""
        elif kind == "new":
            places.append((here, here + len(words), gone, words))
            gone = ""
        if kind != "gone":
            here += len(words)
    told = [place for place in places if len(_plain(place[2] + place[3]).split()) >= LEAST_WORDS]
    if not told:
        return []
    # Changed figures and words tell more than a paragraph that was added at the end.
    best = max(told, key=lambda place: (bool(place[2].strip()) and bool(place[3].strip()), len(place[2]) + len(place[3])))
    start, end, went, came = best
    before, after = _before(new, start), _after(new, end)
    passage = Passage(source.id, start, end if end > start else min(len(new), start + 1))
    return [
        Corrected(
            kind="text",
            source=source,
            at=at,
            gone=_line(before, went, after) if went.strip() else "",
            came=_line(before, came, after) if came.strip() else "",
            cited=Cited(source, href(passage), " ".join(came.split())),
            changes=len(told) - 1,
        )
    ]


def _line(before: str, words: str, after: str) -> str:
    return " ".join(f"{before}{cut_words(words.strip(), SHOWN)}{' ' if words[-1:].isspace() else ''}{after}".split())


def _before(text: str, at: int) -> str:
    low = max(0, at - AROUND, text.rfind("\n", 0, at) + 1)
    words = text[low:at]
    return "… " + words.partition(" ")[2] if low and text[low - 1] != "\n" else words


def _after(text: str, at: int) -> str:
    stop = text.find("\n", at)
    high = min(stop if stop >= 0 else len(text), at + AROUND)
    words = text[at:high]
    return words.rpartition(" ")[0] + " …" if high < (stop if stop >= 0 else len(text)) else words


def _noted(article: LedgerArticle) -> list[Corrected]:
    """The first note of correction that its text prints."""
    found = _NOTE.search(article.text)
    if found is None:
        return []
    source = source_of(article)
    words = cut_words(" ".join(found[0].split()), 2 * SHOWN)
    passage = Passage(article.article_id, found.start(), found.end())
    return [Corrected(kind="note", source=source, at=source.time, gone="", came=words, cited=Cited(source, href(passage), words))]


def _plain(text: str) -> str:
    """The words alone: a comma moved or a quote turned is no correction."""
    return " ".join(re.findall(r"\w+", text))
