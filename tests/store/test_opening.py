"""Opening, closing, refusing and restoring stores."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from broadsheet.store import open_store
from broadsheet.types import Article, Filing, Outcome, Search, Source, Term


def test_a_store_is_made_where_there_is_none_and_found_again(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "news.db"
    with closing(open_store(place)) as store:
        source = store.add_source(Source(url="https://harbour.example/feed"))
        article = Article(title="Ferry returns", text="The ferry is back.", received=now, source_id=source.id, external_id="f1")
        [filed] = store.file([Filing(article=article, keys=("u:harbour",), item_hash="h1")])
        assert filed.outcome is Outcome.NEW
    with closing(open_store(str(place))) as store:
        assert store.article(filed.article_id).text == "The ferry is back."
        assert store.known(["u:harbour", "u:other"]) == {"u:harbour": filed.article_id}
        assert store.search(Search(terms=(Term(("ferry",)),))).total == 1
        assert store.check() == []
