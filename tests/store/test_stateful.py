"""Any order of filing, changing, sighting and deleting articles leaves what a plain dictionary would hold, and a sound store."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from broadsheet.store import open_store
from broadsheet.types import Article, Filing, Listing, Revision, Search, Term

NOW = datetime(2026, 11, 2, tzinfo=UTC)
WORDS = ["fog", "harbour", "élan", "北京", "tide"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
KEYS = st.lists(st.sampled_from([f"u:{n}" for n in range(6)]), max_size=2, unique=True).map(tuple)


class Articles(RuleBasedStateMachine):
    """The store beside a model of it."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="bs-state-")
        self.place = Path(self.folder.name) / "news.db"
        self.store = open_store(self.place)
        self.model: dict[int, Article] = {}
        self.keys: dict[str, int] = {}
        self.revisions: dict[int, int] = {}

    @rule(target=ids, texts=st.lists(TEXT, min_size=1, max_size=3), minutes=st.integers(0, 3), keys=KEYS)
    def file(self, texts: list[str], minutes: int, keys: tuple[str, ...]) -> object:
        given = [Article(title=text[:8], text=text, tags=tuple(text.split()), received=NOW - timedelta(minutes=minutes)) for text in texts]
        filed = self.store.file([Filing(article=article, keys=keys) for article in given])
        for article, one in zip(given, filed, strict=True):
            self.model[one.article_id] = replace(article, id=one.article_id, length=len(article.text))
            self.keys.update(dict.fromkeys(keys, one.article_id))
        return multiple(*(one.article_id for one in filed))

    @rule(number=ids, text=TEXT, minutes=st.integers(0, 3), revise=st.booleans())
    def change(self, number: int, text: str, minutes: int, revise: bool) -> None:
        old = self.model[number]
        new = replace(old, text=text, tags=tuple(text.split()), received=NOW - timedelta(minutes=minutes), length=len(text))
        revision = Revision(article_id=number, title=old.title, text=old.text, seen=NOW, noticed=NOW) if revise else None
        self.store.file([Filing(article=new, revision=revision)])
        self.model[number] = new
        self.revisions[number] = self.revisions.get(number, 0) + revise

    @rule(number=ids, keys=KEYS)
    def see(self, number: int, keys: tuple[str, ...]) -> None:
        self.store.file([Filing(article=replace(self.model[number], text="not kept"), keys=keys, seen_only=True)])
        self.keys.update(dict.fromkeys(keys, number))

    @rule(number=consumes(ids))
    def delete(self, number: int) -> None:
        self.store.delete_article(number)
        del self.model[number]
        self.keys = {key: owner for key, owner in self.keys.items() if owner != number}

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.place)

    @rule()
    def repair(self) -> None:
        self.store.repair()

    @rule(number=ids)
    def read(self, number: int) -> None:
        assert self.store.article(number) == self.model[number]
        assert len(self.store.revisions(number)) == self.revisions.get(number, 0)

    @rule(word=st.sampled_from(WORDS))
    def ask(self, word: str) -> None:
        expected = {number for number, article in self.model.items() if word in f"{article.text} {article.title}".split()}
        found = self.store.search(Search(terms=(Term((word,)),)), limit=100)
        # A title may be cut in the middle of a word, and a piece of a word is another word.
        assert {hit.article.id for hit in found.hits} == expected
        assert {article.id for article in self.store.latest(Listing(tag=word))} == {n for n, a in self.model.items() if word in a.tags}

    @invariant()
    def agrees(self) -> None:
        ordered = sorted(self.model.values(), key=lambda article: (article.sort_time, article.id), reverse=True)
        assert [article.id for article in self.store.latest(Listing(limit=100))] == [article.id for article in ordered]
        assert self.store.known([f"u:{n}" for n in range(6)]) == self.keys

    def teardown(self) -> None:
        try:
            assert self.store.check() == []
        finally:
            self.store.close()
            self.folder.cleanup()


TestArticles = Articles.TestCase
TestArticles.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
