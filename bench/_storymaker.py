"""Articles and sketches of a made-up press, as many as wanted: words as frequent as in a language (Zipf), events of all sizes.

An event has words and names of its own; its reports draw half of their words from these and half from the language. Most events have one
to five reports, a few have hundreds. Sketches of millions are made in arrays, without any text; texts of any of the events are made from
the same words, so that they find the same neighbours as real ones would.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from broadsheet.analyse.copies import Fingerprint
from broadsheet.analyse.stories.sketch import KINDS, RARITY_STEP, STARTS, STEP, WIDTH, Sketch
from broadsheet.analyse.terms import terms
from broadsheet.types import Article

START = datetime(2020, 1, 1, tzinfo=UTC)
#: Words of the language, names, and how many of either an event has.
WORDS, NAMES, EVENT_WORDS, EVENT_NAMES = 60_000, 30_000, 50, 10
#: Words of a text.
LONG = 420
_LETTERS = np.array(list("abdegiklmnorstuv"))
_SIZES = np.array([1, 1, 1, 1, 2, 2, 3, 4, 6, 10, 25, 80])

Ints = npt.NDArray[np.int64]


class Press:
    """All that is printed, by number of the article; the same for the same seed."""

    def __init__(self, most: int, seed: int = 7) -> None:
        self.random = np.random.default_rng(seed)
        spelled = self.random.permutation(len(_LETTERS) ** 5)[: WORDS + NAMES]
        letters = _LETTERS[spelled[:, None] // len(_LETTERS) ** np.arange(5) % len(_LETTERS)]
        all_words = ["".join(row) for row in letters.tolist()]
        self.words, self.names = all_words[:WORDS], [word.capitalize() for word in all_words[WORDS:]]
        self.word_hash = np.array([zlib.crc32(terms(word)[0].encode()) for word in self.words], np.uint32)
        self.name_hash = np.array([zlib.crc32(f"n:{word.lower()}".encode()) for word in self.names], np.uint32)
        share = 1.0 / np.arange(3, WORDS + 3)
        self.share = np.cumsum(share / share.sum())
        self.rarity = np.clip(-np.log(1 - np.exp(-300 * share / share.sum())) / RARITY_STEP, 0, 255).astype(np.uint8)
        sizes = self.random.choice(_SIZES, most)
        sizes[::5000] = 600
        events = np.repeat(np.arange(most), sizes)[:most]
        # Reports of an event come within days, among those of others.
        self.event = events[np.argsort(np.arange(most) + self.random.exponential(1500, most), kind="stable")]

    def _of_language(self, shape: tuple[int, ...]) -> Ints:
        return np.searchsorted(self.share, self.random.random(shape)).clip(0, WORDS - 1)

    def _of_event(self, events: Ints, places: Ints, of: int) -> Ints:
        """The words (names) at these places of events: any function of both does; frequent words are in more events."""
        mixed = events.astype(np.uint64)[:, None] * np.uint64(0x9E3779B97F4A7C15) + places.astype(np.uint64)
        part = ((mixed * np.uint64(0xD1B54A32D192ED03) >> np.uint64(20)).astype(np.float64) / 2.0**44) ** 1.7
        first = 0 if of == NAMES else 200
        return np.asarray(first + (part * (of - first)).astype(np.int64).clip(0, of - first - 1), np.int64)

    def sketches(self, first: int, last: int) -> Iterator[tuple[Sketch, Fingerprint]]:
        """Sketches, with vectors, and fingerprints of the articles from `first` up to `last` (numbered from 1)."""
        for begin in range(first, last, 5000):
            numbers = np.arange(begin, min(begin + 5000, last))
            yield from self._page(numbers)

    def _page(self, numbers: Ints) -> Iterator[tuple[Sketch, Fingerprint]]:
        count, events = len(numbers), self.event[numbers - 1]
        hashes = np.zeros((count, WIDTH), np.uint32)
        rarity = np.zeros((count, WIDTH), np.uint8)
        own = self._of_event(events, self.random.integers(0, EVENT_WORDS, (count, 34)), WORDS)
        words = np.concatenate((own, self._of_language((count, KINDS[0] - 34))), axis=1)
        named = self._of_event(events, 1000 + self.random.integers(0, EVENT_NAMES, (count, 12)), NAMES)
        hashes[:, : STARTS[1]], rarity[:, : STARTS[1]] = self.word_hash[words], self.rarity[words]
        hashes[:, STARTS[1] : STARTS[1] + 12], rarity[:, STARTS[1] : STARTS[1] + 12] = self.name_hash[named], 96
        hashes[:, STARTS[2] : STARTS[2] + 4] = self.random.integers(1, 5000, (count, 4))
        rarity[:, STARTS[2] : STARTS[2] + 4] = 96
        weights = (np.where(hashes > 0, 1 + self.random.exponential(0.6, hashes.shape), 0) / STEP).clip(0, 127).astype(np.uint8)
        weights[:, :6] |= 128
        centre = np.random.default_rng(events[0]).standard_normal((2000, 128))[events % 2000]
        vectors = ((centre + self.random.standard_normal((count, 128)) * 0.8) * 30).clip(-127, 127).astype(np.int8)
        prints = np.sort(self.random.integers(0, 2**37, (count, 48), dtype=np.uint64), axis=1)
        sizes = self.random.integers(25, 49, count)
        for place, number in enumerate(numbers.tolist()):
            moment = int((START + timedelta(minutes=number * 2)).timestamp())
            sketch = Sketch(number, moment, 1, "en", True, hashes[place], weights[place], rarity[place], vectors[place])
            yield sketch, Fingerprint(prints[place, : sizes[place]], 3)

    def text(self, event: int, words: int = LONG) -> str:
        """A report of the event: half of its words are the event's, names among them, in paragraphs."""
        events = np.array([event])
        own = self._of_event(events, self.random.integers(0, EVENT_WORDS, (1, words // 4)), WORDS)[0]
        named = self._of_event(events, 1000 + self.random.integers(0, EVENT_NAMES, (1, words // 12)), NAMES)[0]
        common = self._of_language((words - len(own) - len(named),))
        said = [self.words[one] for one in (*own, *common)] + [self.names[one] for one in named]
        order = self.random.permutation(len(said))
        lines = [[said[place] for place in order[at : at + 14]] for at in range(0, len(order), 14)]
        return "\n".join(" ".join(["So", *line]) + "." for line in lines)

    def article(self, number: int, event: int, words: int = LONG) -> Article:
        """An article of that number about the event."""
        text = self.text(event, words)
        published = START + timedelta(minutes=number * 2)
        title = text[3 : text.index(" ", 60)] if len(text) > 80 else text
        made = Article(id=number, title=title, text=text, published=published, received=published, language="en")
        return replace(made, publisher=f"Paper {number % 40}", publisher_domain=f"paper{number % 40}.example")
