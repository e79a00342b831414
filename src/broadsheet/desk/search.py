"""The search page: what was found, with the places of the words shown, and what the results can be narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from broadsheet.desk.plain import cut, cut_words
from broadsheet.desk.query import parse, read_moment
from broadsheet.desk.render import Span, marked
from broadsheet.store.base import Store
from broadsheet.types import Article, Hit, Search

PAGE_SIZE = 20
#: Beyond this, narrowing the search helps more than paging (row A06).
MOST_OFFSET = 1000
_AROUND, _SNIPPETS = 110, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the search form sends: the query and its filters, all as typed."""

    q: str = ""
    publisher: str = ""
    language: str = ""
    section: str = ""
    since: str = ""
    until: str = ""
    order: str = ""
    offset: int = 0

    @property
    def empty(self) -> bool:
        """Nothing was asked for yet."""
        return not any((self.q.strip(), self.publisher, self.language, self.section, self.since, self.until))


@dataclass(frozen=True, slots=True)
class Found:
    """One result: its title and passages with the words marked, and the place of the first passage in the text."""

    article: Article
    title: Markup
    snippets: tuple[Markup, ...]
    first: Span | None
    #: Copies of it that were found as well, folded away under it.
    also: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """The answer. `next_offset` and `previous_offset` are -1 when there is no such page."""

    wish: Wish
    found: tuple[Found, ...] = ()
    total: int = 0
    capped: bool = False
    next_offset: int = -1
    previous_offset: int = -1


def search_page(store: Store, wish: Wish, now: datetime, *, fold: bool = False) -> SearchPage:
    """Search and cut out the passages. An empty wish finds nothing; an odd one is searched for as words.

    With `fold`, copies of one report on a page of results stand under the best of them.
    """
    if wish.empty:
        return SearchPage(wish=wish)
    offset = min(max(0, wish.offset), MOST_OFFSET)
    hits = store.search(as_search(wish, now), offset=offset, limit=PAGE_SIZE)
    more = hits.next_offset if 0 < hits.next_offset <= MOST_OFFSET else -1
    return SearchPage(
        wish=wish,
        found=tuple(_found(store, hits.hits, fold)),
        total=hits.total,
        capped=hits.capped,
        next_offset=more,
        previous_offset=max(0, offset - PAGE_SIZE) if offset else -1,
    )


def _found(store: Store, hits: Sequence[Hit], fold: bool) -> list[Found]:
    if not fold or not hits:
        return [found(hit) for hit in hits]
    copies = store.copy_of([hit.article.id for hit in hits])
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        copy = copies.get(hit.article.id)
        groups.setdefault(copy.original_id if copy else hit.article.id, []).append(hit)
    return [replace(found(best), also=tuple(hit.article for hit in rest)) for best, *rest in groups.values()]


def as_search(wish: Wish, now: datetime) -> Search:
    """The query with the form's filters; a filter in the form wins over one in the query. Dates that are none are ignored."""
    search = parse(wish.q, now)
    since = read_moment(wish.since, now) if wish.since else None
    until = read_moment(wish.until, now, end_of_day=True) if wish.until else None
    return replace(
        search,
        publisher=wish.publisher or search.publisher,
        language=wish.language or search.language,
        section=wish.section or search.section,
        since=since or search.since,
        until=until or search.until,
        order="time" if wish.order == "time" else search.order,
    )


def found(hit: Hit) -> Found:
    """A hit as it is shown: the first passages where the words stand, or the teaser when only the title or a filter matched."""
    article = hit.article
    passages = snippets(article.text, hit.text_spans)
    if not passages:
        words = article.teaser or article.text[:600]
        passages = (Markup.escape(cut_words(" ".join(words.split()), 2 * _AROUND)),) if words.strip() else ()
    return Found(article, marked(article.title, hit.title_spans), passages, hit.text_spans[0] if hit.text_spans else None)


def snippets(text: str, spans: Sequence[Span]) -> tuple[Markup, ...]:
    """Up to two passages around the spans, the words marked, cut between words and graphemes."""
    windows: list[tuple[int, int]] = []
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            continue
        left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
        if windows and left <= windows[-1][1]:
            if right - windows[-1][0] <= 3 * _AROUND:
                windows[-1] = (windows[-1][0], right)
        elif len(windows) < _SNIPPETS:
            windows.append((left, right))
        else:
            break
    return tuple(_snippet(text, left, right, spans) for left, right in windows)


def _snippet(text: str, left: int, right: int, spans: Sequence[Span]) -> Markup:
    if left and (space := text.find(" ", left, left + 25)) > 0:
        left = space + 1
    if right < len(text):
        space = text.rfind(" ", right - 25, right)
        right = space if space > left else left + len(cut(text[left : right + 1], right - left))
    inside = [(max(start, left) - left, min(end, right) - left) for start, end in spans if start < right and end > left]
    # One line: every kind of white space takes one code point, so the offsets hold.
    line = "".join(" " if char.isspace() else char for char in text[left:right])
    before, after = ("… " if left else ""), (" …" if right < len(text) else "")
    return Markup("{}{}{}").format(before, marked(line, inside), after)
