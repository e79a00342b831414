"""Folding copies in a list of articles: one report stands once, and says where else it stands. Nothing is ever left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.store.base import Store
from broadsheet.types import Article, Copy


@dataclass(frozen=True, slots=True)
class Folded:
    """An article of a list with its copies in the same list, and, when it is a copy itself, of what.

    `copy` is set only when its original is not in the list: then the copy stands for it.
    """

    article: Article
    also: tuple[Article, ...] = ()
    copy: Copy | None = None

    @property
    def again(self) -> bool:
        """All that is folded under it comes from its own publisher."""
        return bool(self.also) and all(other.publisher == self.article.publisher for other in self.also)


def fold(articles: Sequence[Article], copies: dict[int, Copy]) -> list[Folded]:
    """Fold copies under their original where it is in the list, else under the first copy of it that is; the order is kept.

    `copies` says for articles that are copies of what, as `Store.copy_of` gives it. An original takes the place of its first article in
    the list, so that a report stands where its newest appearance stood.
    """
    groups: dict[int, list[Article]] = {}
    for article in articles:
        copy = copies.get(article.id)
        groups.setdefault(copy.original_id if copy else article.id, []).append(article)
    done: list[Folded] = []
    for original_id, group in groups.items():
        shown = next((article for article in group if article.id == original_id), group[0])
        also = tuple(article for article in group if article.id != shown.id)
        done.append(Folded(shown, also, copies.get(shown.id)))
    return done


def folded(store: Store, articles: Sequence[Article], *, wanted: bool = True) -> list[Folded]:
    """The articles folded, or each on its own when folding is not wanted. One query."""
    copies = store.copy_of([article.id for article in articles]) if articles else {}
    if not wanted:
        return [Folded(article, (), copies.get(article.id)) for article in articles]
    return fold(articles, copies)
