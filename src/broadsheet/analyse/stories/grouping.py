"""Grouping a list of articles at once: the same decisions as in the newsroom, one after the other, and the periodic pass at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from broadsheet.analyse import language
from broadsheet.analyse.stories.grouper import Grouper
from broadsheet.analyse.stories.likeness import Settings
from broadsheet.analyse.stories.sketch import Background, embedded_text, sketch
from broadsheet.types import Article

#: Articles that are embedded at once; and those that are looked at together: a longer list is looked at in parts, the latest each time.
BATCH, TOGETHER = 256, 8000
#: Characters of a text from which its language is found where the article does not say.
TELLING = 200


class Embeds(Protocol):
    """What grouping needs of an embedder (`models.Embedder`)."""

    @property
    def cuts(self) -> tuple[float, float]: ...

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]: ...


def group(
    articles: Sequence[Article],
    embedder: Embeds | None = None,
    *,
    background: Background | None = None,
    settings: Settings | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[int]:
    """The story of each article, numbered from 1, in the given order (that in which they came). Ids of the articles do not matter.

    Raises ModelError when an embedder that runs elsewhere does not answer.
    """
    grouper = Grouper(settings, cuts=embedder.cuts if embedder is not None else None)
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        vectors = embedder.embed([embedded_text(article) for article in batch]) if embedder is not None else None
        for place, given in enumerate(batch):
            article = given
            if not article.language and len(article.text) >= TELLING:
                article = replace(article, language=language.detect(article.text))
            made = sketch(article, vectors[place] if vectors is not None else None, background, article_id=start + place + 1)
            grouper.add(made)
            if (start + place + 1) % (TOGETHER // 2) == 0:
                grouper.tidy(TOGETHER)
        if progress is not None:
            progress(start + len(batch))
    grouper.tidy(TOGETHER)
    return [grouper.story_of(number + 1) for number in range(len(articles))]
