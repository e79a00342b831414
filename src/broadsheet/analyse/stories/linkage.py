"""Average linkage with the decisions of readers: pairs that must be together begin together, pairs that must not never join.

Agglomeration by the greatest mean likeness between groups (UPGMA; Sokal and Michener 1958), with the best partner of every group
remembered (as in the generic algorithm of Muellner 2011): about quadratic in the number of items.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_NEVER = np.float32(-9.0)


def groups(
    likeness: Floats, threshold: float, together: Iterable[tuple[int, int]] = (), apart: Iterable[tuple[int, int]] = ()
) -> list[npt.NDArray[np.int64]]:
    """The items in groups whose mean likeness to every other group is below the threshold. `likeness` is symmetric and is overwritten.

    `together` wins where both say something of one pair.
    """
    size = len(likeness)
    if not size:
        return []
    linkage = _Linkage(likeness, apart)
    for one, two in together:
        linkage.join(linkage.group_of(one), linkage.group_of(two))
    while size > 1:
        one = int(linkage.best.argmax())
        if linkage.best[one] < threshold:
            break
        linkage.join(one, int(linkage.partner[one]))
    labels = linkage.labels
    order = np.argsort(labels, kind="stable")
    return list(np.split(order, np.flatnonzero(np.diff(labels[order])) + 1))


class _Linkage:
    """Sums of likeness between groups; a group is named by one of its items."""

    def __init__(self, likeness: Floats, apart: Iterable[tuple[int, int]]) -> None:
        self.sums = likeness
        np.fill_diagonal(self.sums, 0.0)
        self.sizes = np.ones(len(likeness), np.float32)
        self.labels = np.arange(len(likeness))
        self.banned: dict[int, set[int]] = {}
        for one, two in apart:
            self.banned.setdefault(one, set()).add(two)
            self.banned.setdefault(two, set()).add(one)
        self.means = likeness.copy()
        np.fill_diagonal(self.means, _NEVER)
        for one, others in self.banned.items():
            self.means[one, list(others)] = _NEVER
        self.partner = self.means.argmax(1)
        self.best = self.means[np.arange(len(likeness)), self.partner]

    def group_of(self, item: int) -> int:
        return int(self.labels[item])

    def join(self, one: int, two: int) -> None:
        if one == two:
            return
        self.sums[one] += self.sums[two]
        self.sums[:, one] += self.sums[:, two]
        self.sizes[one] += self.sizes[two]
        self.labels[self.labels == two] = one
        for other in self.banned.pop(two, ()):
            self.banned[other].discard(two)
            if other != one:
                self.banned[other].add(one)
                self.banned.setdefault(one, set()).add(other)
        self.means[two] = _NEVER
        self.means[:, two] = _NEVER
        self.best[two] = _NEVER
        self.sizes[two] = 0
        row = np.where(self.sizes > 0, self.sums[one] / np.maximum(self.sizes * self.sizes[one], 1.0), _NEVER).astype(np.float32)
        row[one] = _NEVER
        row[list(self.banned.get(one, ()))] = _NEVER
        self.means[one] = row
        self.means[:, one] = row
        better = (row > self.best) & (self.sizes > 0)
        stale = np.flatnonzero((self.sizes > 0) & ((self.partner == one) | (self.partner == two)) & ~better)
        self.best[better] = row[better]
        self.partner[better] = one
        for place in (one, *stale.tolist()):
            self.partner[place] = self.means[place].argmax()
            self.best[place] = self.means[place, self.partner[place]]
