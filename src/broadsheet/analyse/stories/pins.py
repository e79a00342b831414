"""What readers decided about pairs of articles: together, or apart. Both hold through chains of "together"."""

from __future__ import annotations

from broadsheet.types import PinKind


class Pins:
    """Decisions by article. One a pair: a later one replaces the earlier."""

    def __init__(self) -> None:
        self._with: dict[PinKind, dict[int, set[int]]] = {PinKind.TOGETHER: {}, PinKind.APART: {}}

    def add(self, kind: PinKind, a: int, b: int) -> None:
        """`a` and `b` belong together, or apart."""
        self.remove(a, b)
        self._with[kind].setdefault(a, set()).add(b)
        self._with[kind].setdefault(b, set()).add(a)

    def remove(self, a: int, b: int) -> None:
        """Nothing is decided about the two."""
        for pairs in self._with.values():
            pairs.get(a, set()).discard(b)
            pairs.get(b, set()).discard(a)

    def clear(self) -> None:
        """Nothing is decided."""
        for pairs in self._with.values():
            pairs.clear()

    def together(self, article_id: int) -> list[int]:
        """All articles that belong with this one, directly or through others; in order."""
        near = self._with[PinKind.TOGETHER]
        found, waiting = {article_id}, [article_id]
        while waiting:
            for other in near.get(waiting.pop(), ()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return sorted(found - {article_id})

    def apart(self, article_id: int) -> set[int]:
        """All articles that must not be with this one: those apart from it, or from any that belongs with it, with what belongs to them."""
        far = self._with[PinKind.APART]
        found: set[int] = set()
        if far:
            for one in (article_id, *self.together(article_id)):
                for other in far.get(one, ()):
                    found |= {other, *self.together(other)}
        return found

    def pairs(self, kind: PinKind) -> list[tuple[int, int]]:
        """All pairs of a kind, the lower id first, in order."""
        return sorted((a, b) for a, others in self._with[kind].items() for b in others if a < b)
