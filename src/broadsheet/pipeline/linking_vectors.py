"""Vectors of articles as linking needs them: never an error, never two models mixed, and renewed when another model was chosen.

While a model does not answer, articles are linked by everything else, and get their vectors later (row L12).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from broadsheet.analyse.stories.sketch import embedded_text
from broadsheet.errors import ModelError
from broadsheet.models import Embedder, pack
from broadsheet.store.base import Store
from broadsheet.types import Article

log = logging.getLogger(__name__)

#: Seconds without a further try after a model did not answer.
PATIENCE = 60.0
#: The name of the embedder that knows nothing.
NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How many of all articles have a vector by `model`; `others` have one by a model no longer used. `trouble` says why not."""

    model: str = ""
    done: int = 0
    total: int = 0
    others: int = 0
    trouble: str = ""

    @property
    def left(self) -> int:
        """How many still need one."""
        return max(0, self.total - self.done) if self.model else 0


class Meanings:
    """Embeds articles. `open_embedder` is called when the first vector is needed; it and the embedder may raise ModelError."""

    def __init__(self, store: Store, open_embedder: Callable[[], Embedder], *, timer: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._open = open_embedder
        self._timer = timer
        self._embedder: Embedder | None = None
        self._name = ""
        self._trouble = ""
        self._patient_until = timer()
        #: Ids from here on have a vector; None = not looked yet, 0 = all have one.
        self._below: int | None = None

    @property
    def name(self) -> str:
        """The present embedder's name; "" when there is none, or when it never answered so far."""
        if not self._name and self._ready():
            self._try(self._named)
        return "" if self._name == NONE else self._name

    @property
    def cuts(self) -> tuple[float, float]:
        """See `Embedder.cuts`."""
        return self._embedder.cuts if self._embedder is not None else (0.0, 1.0)

    def of(self, articles: Sequence[Article]) -> dict[int, bytes]:
        """The packed vectors of these articles by id; empty while the model does not answer. Articles without any word get none."""
        if not self.name or not self._ready():
            return {}
        wanted = [(article.id, embedded_text(article)) for article in articles]
        wanted = [(number, text) for number, text in wanted if text.strip()]
        found: dict[int, bytes] = {}

        def embed() -> None:
            if self._embedder is not None and wanted:
                rows = self._embedder.embed([text for _, text in wanted])
                found.update((number, pack(row)) for (number, _), row in zip(wanted, rows, strict=True))

        self._try(embed)
        return found

    # -- renewing --------------------------------------------------------------------------------------------------

    def pending(self) -> bool:
        """Whether there may be articles without a vector, and the model may answer."""
        return self._below != 0 and bool(self.name) and self._ready()

    def renew(self, limit: int) -> list[tuple[int, bytes]]:
        """Store vectors for the newest articles that have none, up to `limit`; what was stored. Stored by each call, so it can be resumed.

        When none is left, vectors by other models are forgotten.
        """
        if self._below is None:
            self._below = self._highest() + 1
        while self._below > 1:
            floor = max(0, self._below - 1 - limit)
            lacking = [one for one in self._store.without_vector(self.name, floor, limit) if one.id < self._below]
            if lacking:
                return self._renew(lacking, floor + 1)
            # Nothing lacks here: go on below, over gaps of any width in few steps.
            self._below = min(floor, self._highest(floor)) + 1
        self._below = 0
        self._drop_others()
        return []

    def status(self) -> Renewal:
        """How far renewing is."""
        counts = self._store.vector_counts()
        name = self.name
        return Renewal(
            model=name,
            done=counts.get(name, 0),
            total=self._store.stats().articles,
            others=sum(count for model, count in counts.items() if model != name),
            trouble=self._trouble,
        )

    def _renew(self, lacking: Sequence[Article], floor: int) -> list[tuple[int, bytes]]:
        found = self.of(lacking)
        if self._trouble:
            return []
        # An article without a word has a vector, too: one that says nothing. Else it would be asked for again and again.
        nothing = self._nothing()
        rows = [(article.id, found.get(article.id, nothing)) for article in lacking]
        self._store.save_vectors(self.name, rows)
        self._below = floor
        return rows

    def _nothing(self) -> bytes:
        return pack(np.zeros(self._embedder.dim if self._embedder else 0, np.float32))

    def _highest(self, most: int = 2**31 - 1) -> int:
        """The largest id, up to `most`, of an article that has no vector; 0 when all have one. By halving: some thirty look-ups."""
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            first = self._store.without_vector(self.name, middle - 1, 1)
            if first and first[0].id <= most:
                low = first[0].id if first[0].id > middle else middle
            else:
                high = middle - 1
        return low

    def _drop_others(self) -> None:
        for model in self._store.vector_counts():
            if model != self.name:
                self._store.drop_vectors(model)
                log.info("vectors by %s are no longer needed and were dropped", model)

    # -- trouble ---------------------------------------------------------------------------------------------------

    def _ready(self) -> bool:
        return self._timer() >= self._patient_until

    def _named(self) -> None:
        self._embedder = self._embedder or self._open()
        self._name = self._embedder.name

    def _try(self, work: Callable[[], None]) -> None:
        """Do it; a model that fails is left alone for a while."""
        try:
            work()
            self._trouble = ""
        except ModelError as error:
            if not self._trouble:
                log.warning("linking goes on without vectors: %s", error)
            self._trouble = str(error)
            self._below = None  # what is linked meanwhile has no vector
            self._patient_until = self._timer() + PATIENCE
