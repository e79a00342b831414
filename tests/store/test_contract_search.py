"""The contract of the store about searching, on both engines."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.store import Store
from broadsheet.types import Article, Filing, Hits, Search, Term

TEXTS = {
    "ferry": ("Ferry strike ends", "The ferry to Ostholm sails again after the strike. Crews agreed at dawn."),
    "strike": ("Teachers walk out", "A strike of teachers closes schools in Ostholm. No ferry is concerned."),
    "elysee": ("Le palais de l’Élysée", "Der Fluß bei Å steigt. Les élus se réunissent à Vellmar."),
    "peking": ("北京市长讲话", "市长在北京发表讲话。来自NHK放送的报道。"),
    "thai": ("น้ำท่วม", "กรุงเทพมหานครน้ำท่วมหนัก"),
    "korean": ("서울에서 회의", "서울에서 회의가 열렸다."),
    "hidden": ("Soft words", "The co\u00adop\u00aderation of zero\u200bwidth words."),
}


@pytest.fixture
def numbers(store: Store, now: datetime) -> dict[str, int]:
    """The ids of the articles of TEXTS, the first the newest."""
    filings = [
        Filing(
            article=Article(title=title, text=text, received=now - timedelta(hours=n), publisher=f"Paper {n}", language="en", tags=(name,))
        )
        for n, (name, (title, text)) in enumerate(TEXTS.items())
    ]
    return {name: filed.article_id for name, filed in zip(TEXTS, store.file(filings), strict=True)}


def word(*words: str, prefix: bool = False, negated: bool = False, field: str = "") -> Term:
    return Term(words, prefix, negated, field)


def names(hits: Hits, numbers: dict[str, int]) -> list[str]:
    by_id = {number: name for name, number in numbers.items()}
    return [by_id[hit.article.id] for hit in hits.hits]


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ((word("ferry"),), {"ferry", "strike"}),
        ((word("FERRY"), word("sails")), {"ferry"}),
        ((word("ferry", "to", "ostholm"),), {"ferry"}),
        ((word("ostholm", "ferry"),), set()),
        ((word("teach", prefix=True),), {"strike"}),
        ((word("closes", "sch", prefix=True),), {"strike"}),
        ((word("ferry"), word("teachers", negated=True)), {"ferry"}),
        ((word("ferry", field="title"),), {"ferry"}),
        ((word("strike"), word("ferry", field="title", negated=True)), {"strike"}),
        ((word("elysee"),), {"elysee"}),
        ((word("ÉLYSÉE"),), {"elysee"}),
        ((word("fluss"),), {"elysee"}),
        ((word("l'élysée"),), {"elysee"}),
        ((word("北京"),), {"peking"}),
        ((word("市长"),), {"peking"}),
        ((word("京"),), {"peking"}),
        ((word("nhk放送"),), {"peking"}),
        ((word("上海"),), set()),
        ((word("กรุงเทพ"),), {"thai"}),
        ((word("น้ำท่วม"),), {"thai"}),
        ((word("서울"),), {"korean"}),
        ((word("cooperation"),), {"hidden"}),
        ((word("zerowidth"),), {"hidden"}),
        ((word("co\u200doperation"),), {"hidden"}),
        ((word("Paper", "1"),), {"strike"}),
        ((word("f", prefix=True),), set()),
        ((word("fer", prefix=True),), {"ferry", "strike"}),
        ((word("ferry"), word("!!!")), {"ferry", "strike"}),
        ((word("***"),), set()),
    ],
)
def test_words_find_articles(store: Store, numbers: dict[str, int], terms: tuple[Term, ...], found: set[str]) -> None:
    hits = store.search(Search(terms=terms))
    assert set(names(hits, numbers)) == found
    assert (hits.total, hits.capped, hits.next_offset) == (len(found), False, 0)


def test_only_unwanted_words_and_no_words_at_all(store: Store, numbers: dict[str, int]) -> None:
    without = store.search(Search(terms=(word("ferry", negated=True),)))
    assert names(without, numbers) == ["elysee", "peking", "thai", "korean", "hidden"], "the newest first"
    assert names(store.search(Search()), numbers) == list(TEXTS)


def test_alternatives_and_what_is_common_to_them(store: Store, numbers: dict[str, int]) -> None:
    either = Search(alternatives=((word("teachers"),), (word("elysee"),)))
    assert set(names(store.search(either), numbers)) == {"strike", "elysee"}
    both = Search(terms=(word("ostholm"),), alternatives=((word("teachers"),), (word("elysee"),)))
    assert names(store.search(both), numbers) == ["strike"]
    mixed = Search(alternatives=((word("ferry"), word("crews", negated=True)), (word("thai", negated=True), word("北京"))))
    assert set(names(store.search(mixed), numbers)) == {"strike", "peking"}


def test_filters(store: Store, numbers: dict[str, int], now: datetime) -> None:
    def found(**filters: object) -> list[str]:
        return names(store.search(Search(order="time", **filters)), numbers)  # type: ignore[arg-type]

    assert found(publisher="Paper 1") == ["strike"]
    assert found(publisher="paper 1", terms=(word("ferry"),)) == ["strike"], "case does not matter"
    assert found(publisher="Paper") == []
    assert found(tag="Thai") == ["thai"]
    assert found(language="de") == []
    assert found(source_id=5) == []
    assert found(since=now - timedelta(hours=1)) == ["ferry", "strike"]
    assert found(until=now - timedelta(hours=5)) == ["korean", "hidden"]
    assert found(since=now - timedelta(hours=1, seconds=-1)) == ["ferry"]
    assert found(terms=(word("ferry"),), since=now - timedelta(hours=1), until=now - timedelta(hours=1)) == ["strike"]


def test_the_title_counts_more_and_time_is_an_order_too(store: Store, numbers: dict[str, int]) -> None:
    assert names(store.search(Search(terms=(word("strike"),))), numbers)[0] == "ferry"
    assert names(store.search(Search(terms=(word("ostholm"),), order="time")), numbers) == ["ferry", "strike"]


def test_places_of_the_words_are_exact(store: Store, numbers: dict[str, int]) -> None:
    def places(*terms: Term) -> tuple[list[str], list[str]]:
        [hit] = store.search(Search(terms=terms)).hits
        assert not hit.score < 0
        return [hit.article.title[a:b] for a, b in hit.title_spans], [hit.article.text[a:b] for a, b in hit.text_spans]

    assert places(word("elysee")) == (["Élysée"], [])
    assert places(word("fluss"), word("elus")) == ([], ["Fluß", "élus"])
    assert places(word("ferry", "to"), word("agree", prefix=True)) == ([], ["ferry to", "agreed"])
    assert places(word("北京市")) == (["北京市"], [])
    assert places(word("放送")) == ([], ["放送"])
    assert places(word("cooperation")) == ([], ["co\u00adop\u00aderation"])
    assert places(word("teachers", field="title")) == (["Teachers"], [])


def test_pages_of_hits(store: Store, now: datetime) -> None:
    store.file([Filing(article=Article(title=f"Fog {n}", text="fog", received=now - timedelta(minutes=n))) for n in range(7)])
    first = store.search(Search(terms=(word("fog"),), order="time"), limit=3)
    second = store.search(Search(terms=(word("fog"),), order="time"), offset=first.next_offset, limit=3)
    third = store.search(Search(terms=(word("fog"),), order="time"), offset=second.next_offset, limit=3)
    assert [hit.article.title for page in (first, second, third) for hit in page.hits] == [f"Fog {n}" for n in range(7)]
    assert [(page.total, page.next_offset) for page in (first, second, third)] == [(7, 3), (7, 6), (7, 0)]
    beyond = store.search(Search(terms=(word("fog"),)), offset=100)
    assert (beyond.hits, beyond.total) == ((), 7)
    assert store.search(Search(terms=(word("fog"),)), offset=10**9).hits == ()
    assert store.search(Search(terms=(word("fog"),)), offset=-5, limit=-5).hits == ()


SYNTAX = [
    '"', "a AND", "NEAR(", "title:", "*", "^", "-a", "{a b}:c", "\0", "a OR", "NOT",
    "(", ")", "'", "''", "\\", "\\'", ":*", "&", "|", "!", "<->", "a:A", "$1", ";--", "%",
]  # fmt: skip


@pytest.mark.parametrize("sign", SYNTAX)
def test_A05_search_syntax_is_treated_as_words(store: Store, numbers: dict[str, int], sign: str) -> None:
    for term in (word(sign), word("ferry", sign), word(sign, prefix=True), word(sign, negated=True), word(sign, field="title")):
        store.search(Search(terms=(term,), publisher=sign, tag=sign))
        store.search(Search(terms=(term,)))


@given(terms=st.lists(st.builds(Term, st.lists(st.text(max_size=8), max_size=3).map(tuple), st.booleans(), st.booleans()), max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_A05_any_words_are_answered(store: Store, numbers: dict[str, int], terms: list[Term]) -> None:
    store.search(Search(terms=tuple(terms)))
    store.search(Search(alternatives=tuple((term,) for term in terms)))


def test_A06_ten_thousand_terms(store: Store, numbers: dict[str, int]) -> None:
    many = tuple(word(f"w{n}") for n in range(10_000))
    assert store.search(Search(terms=(word("ferry"), *many))).hits == ()
    assert store.search(Search(alternatives=((word("ferry"),), *((term,) for term in many)))).total == 2
    assert store.search(Search(terms=(Term(tuple("ab" * 5000)),))).total == 0


@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aé北京 \u0301\u00ad")), max_size=60))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_T11_any_text_is_kept_and_found_by_its_own_title(store: Store, now: datetime, text: str) -> None:
    [filed] = store.file([Filing(article=Article(title=text, text=text, publisher=text[:20], tags=(text,), received=now), keys=(text,))])
    expected = "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff")
    stored = store.article(filed.article_id)
    assert (stored.title, stored.text) == (expected, expected)
    hits = store.search(Search(terms=(Term((text,)),), order="time"))
    for hit in hits.hits:
        for spans, where in ((hit.title_spans, hit.article.title), (hit.text_spans, hit.article.text)):
            assert all(0 <= start < end <= len(where) for start, end in spans)
    if hits.total:
        assert hits.hits[0].title_spans
    store.delete_article(filed.article_id)


@pytest.mark.shared
def test_T11_naughty_strings_come_back(store: Store, now: datetime, shared: Path) -> None:
    strings: list[str] = json.loads((shared / "data" / "hostile" / "naughty_strings.json").read_text("utf-8"))
    filings = [
        Filing(article=Article(title=s, text=s, publisher=s, tags=(s,), authors=(s,), received=now), keys=("k:" + s,)) for s in strings
    ]
    for filed, string in zip(store.file(filings), strings, strict=True):
        article = store.article(filed.article_id)
        assert article.title == article.text == string.replace("\0", "")
    for string in strings:
        store.search(Search(terms=(Term((string,)),)))
    assert store.check() == []


def test_like_finds_the_articles_with_the_same_rare_words(store: Store, now: datetime) -> None:
    def about(topic: str, n: int) -> Article:
        return Article(title=f"{topic.title()} {n}", text=f"{topic} news today from the town: {topic} again. Note number{n}.", received=now)

    topics = ["lighthouse kirsten", "glacier brandal", "orchestra volmer", "railway tunnel"]
    ids = [filed.article_id for filed in store.file([Filing(article=about(topic, n)) for n in range(3) for topic in topics])]
    found = store.like(ids[0])
    assert {article.id for article, _ in found} == {ids[4], ids[8]}
    assert all(0.5 < score <= 1 for _, score in found)
    assert len(store.like(ids[0], limit=1)) == 1
    [lonely] = store.file([Filing(article=Article(title="Zzz", text="", received=now))])
    assert store.like(lonely.article_id) == []


def test_a_removed_source_leaves_the_index_sound(store: Store, now: datetime) -> None:
    from broadsheet.types import Source

    source = store.add_source(Source(url="https://a.example/feed"))
    [filed] = store.file([Filing(article=Article(title="Fog", text="fog", received=now, source_id=source.id))])
    assert store.search(Search(source_id=source.id)).total == 1
    store.remove_source(source.id)
    assert store.search(Search(source_id=source.id)).total == 0
    store.delete_article(filed.article_id)
    assert store.check() == []
    assert store.search(Search(terms=(word("fog"),))).total == 0
