"""The desk's records about stories: the page of a large one, folding, what is new, passages, corrections in words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.compare import in_words, tied, ties
from broadsheet.desk.development import news
from broadsheet.desk.edits import read_target
from broadsheet.desk.fold import fold
from broadsheet.desk.front import front_page
from broadsheet.desk.related import earlier_in_story, to_compare
from broadsheet.desk.spark import spark
from broadsheet.desk.story import PAGE_SIZE, story_page
from broadsheet.desk.why import bars
from broadsheet.desk.words import breadth, counted, listed
from broadsheet.store import open_store
from broadsheet.store.base import Store
from broadsheet.types import Article, Copy, CopyKind, Evidence, Filing, Overlap, Signal, Story, StoryLink
from site_edition import NOW
from story_edition import describe_all

SIZE = 500


class Counting:
    """A store that counts what it is asked."""

    def __init__(self, store: Store) -> None:
        self.store, self.asked = store, 0

    def __getattr__(self, name: str) -> object:
        self.asked += 1
        return getattr(self.store, name)


def article(number: int, text: str = "", **more: object) -> Article:
    return Article(
        id=number,
        title=f"The bridge at Ost, day {number}",
        text=text or f"On day {number} the bridge at Ost moved by {number * 7} millimetres, engineer Tova Lind said. Nobody crossed it.",
        publisher=f"Paper {number % 40}",
        published=NOW - timedelta(minutes=30 * (SIZE - number)),
        received=NOW,
        language="en",
        **more,  # type: ignore[arg-type]  # fields of Article
    )


def copy(number: int, of: int, kind: CopyKind = CopyKind.SYNDICATED) -> Copy:
    return Copy(article_id=number, original_id=of, kind=kind, share=0.9, kept=0.8)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, int]]:
    store = open_store(tmp_path_factory.mktemp("large") / "large.db")
    filed = store.file([Filing(article=replace(article(number), id=0), keys=(f"n:{number}",)) for number in range(SIZE)])
    ids = [one.article_id for one in filed]
    links = [
        StoryLink(article_id=number, story_id=-1, evidence=Evidence(), copy=copy(number, ids[0]) if 0 < place <= 100 else None)
        for place, number in enumerate(ids)
    ]
    story_id = store.save_links(links)[-1]
    describe_all(store)
    yield store, story_id
    store.close()


def test_a_large_story_is_paged_folded_and_quick(large: tuple[Store, int]):
    store, story_id = large
    page = story_page(store, story_id)
    assert (page.apart, page.pages, len(page.reports)) == (400, -(-400 // PAGE_SIZE), PAGE_SIZE)
    assert (len(page.reports[0].copies), page.reports[0].hidden) == (12, 88)
    assert len(story_page(store, story_id, all_of=page.reports[0].article.id).reports[0].copies) == 100
    seen = [report.article.id for number in range(1, page.pages + 1) for report in story_page(store, story_id, page=number).reports]
    assert len(seen) == len(set(seen)) == 400
    assert story_page(store, story_id, newest_first=True).reports[0].article.id == seen[-1]
    assert story_page(store, story_id, page=10**6).page == page.pages
    began = time.perf_counter()
    story_page(store, story_id)
    assert time.perf_counter() - began < 1.0


def test_the_number_of_questions_does_not_grow(large: tuple[Store, int], tmp_path: Path):
    store, story_id = large
    small = open_store(tmp_path / "small.db")
    filed = small.file([Filing(article=replace(article(number), id=0), keys=(f"n:{number}",)) for number in range(3)])
    given = small.save_links([StoryLink(article_id=one.article_id, story_id=-1, evidence=Evidence()) for one in filed])
    describe_all(small)
    for ask in (lambda s, n: story_page(s, n, owner=True), lambda s, _: front_page(s, owner=True)):
        few, many = Counting(small), Counting(store)
        ask(few, given[-1])
        ask(many, story_id)
        assert many.asked <= few.asked + 3
        assert many.asked <= 14
    small.close()


def test_folding_loses_nothing():
    articles = [article(number) for number in (5, 4, 3, 2, 1)]
    folded = fold(articles, {5: copy(5, 3), 4: copy(4, 99), 2: copy(2, 99), 1: copy(1, 3)})
    assert [(one.article.id, [other.id for other in one.also]) for one in folded] == [(3, [5, 1]), (4, [2])]
    assert folded[0].copy is None
    assert folded[1].copy == copy(4, 99)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=12))
def test_every_article_of_a_list_stands_somewhere(pairs: list[tuple[int, int]]):
    articles = [article(number) for number in range(1, 13)]
    copies = {a: copy(a, b) for a, b in pairs if a != b}
    folded = fold(articles, copies)
    assert sorted(one.id for item in folded for one in (item.article, *item.also)) == list(range(1, 13))


def test_what_is_new_is_a_sentence_that_was_not_there():
    first = article(1, "The bridge at Ost was closed on Monday. Nobody was hurt, the county said.")
    same = article(2, "The bridge at Ost was closed on Monday, the county said.")
    more = article(3, "The bridge at Ost was closed on Monday. Inspector Tova Lind found 14 broken rivets below the northern lane.")
    assert news([first, same, more]) == [
        "The bridge at Ost was closed on Monday.",
        "",
        "Inspector Tova Lind found 14 broken rivets below the northern lane.",
    ]
    assert news([]) == []


@given(st.lists(st.text(max_size=200), max_size=6))
def test_no_text_breaks_the_search_for_news(texts: list[str]):
    assert len(news([Article(text=text, received=NOW) for text in texts])) == len(texts)


spans = st.builds(Overlap, *[st.integers(-2, 60)] * 4)


@given(st.lists(spans, max_size=12), st.text(max_size=50), st.text(max_size=50))
def test_ties_fit_both_texts_and_stay_apart(overlaps: list[Overlap], one: str, other: str):
    left, right = ties(overlaps, len(one), len(other))
    assert sorted(tie.number for tie in left) == sorted(tie.number for tie in right)
    for marks, text in ((left, one), (right, other)):
        assert all(0 <= tie.start < tie.end <= len(text) for tie in marks)
        assert all(a.end <= b.start for a, b in pairwise(marks))
        tied(Article(text=text, received=NOW), marks, "a", "b")


def test_passages_lead_to_each_other():
    both = "The bridge at Ost was closed."
    left, right = ties([Overlap(0, len(both), 4, 4 + len(both))], len(both), len(both) + 4)
    assert 'id="a-1" href="#b-1"' in tied(Article(text=both, received=NOW), left, "a", "b")
    assert 'id="b-1" href="#a-1"' in tied(Article(text=f"Now {both}", received=NOW), right, "b", "a")


def test_words():
    assert breadth(Story(articles=9, outlets=9, reports=3)) == "9 outlets · 3 independent reports"
    assert breadth(Story(articles=4, outlets=4, reports=1)) == "4 outlets · one report"
    assert breadth(Story(articles=2, outlets=1)) == "2 articles in one outlet"
    assert breadth(Story(articles=1)) == ""
    assert (counted(1, "copy", "copies"), counted(1204, "copy", "copies")) == ("1 copy", "1,204 copies")
    assert (listed(["A"]), listed(["A", "B", "C"]), listed(list("ABCD"), 2)) == ("A", "A, B and C", "A, B and 2 more")
    assert in_words(0, 0) == "They share no passage word for word."
    assert in_words(1, 1) == "They are word for word the same."
    assert in_words(0.92, 0.5) == "Nearly all (92 %) of the first stands in the second, and 50 % of the second in the first."


def test_bars_are_drawn_by_strength():
    drawn = bars([Signal("time", 1, 0.5), Signal("terms", 1, -2.0), Signal("odd", 0, 0.0)])
    assert [(bar.signal.name, bar.length, bar.against, bar.verdict) for bar in drawn] == [
        ("terms", 100, True, "strongly against"),
        ("time", 25, False, "for"),
        ("odd", 0, False, "no matter"),
    ]
    assert bars([]) == ()


def test_coverage_is_drawn_and_told():
    line = spark([NOW, NOW, NOW + timedelta(hours=2)])
    assert line is not None
    assert [bar.count for bar in line.told] == [2, 1]
    assert (line.unit, max(bar.share for bar in line.bars)) == ("hour", 100)
    assert spark([NOW]) is None


def test_background_is_what_came_before():
    articles = [article(number) for number in range(1, 9)]
    assert [one.article_id for one in earlier_in_story(articles, articles[6])] == [6, 5, 4, 1]
    assert earlier_in_story(articles, articles[0]) == []


def test_reports_to_compare_are_the_nearest_of_other_publishers_in_order():
    articles = [
        Article(
            id=number,
            title=str(number),
            text="",
            publisher="Own" if number in (4, 6) else f"P{number}",
            received=NOW + timedelta(hours=number),
        )
        for number in range(1, 10)
    ]
    assert [one.article_id for one in to_compare(articles, articles[4], 3)] == [3, 4, 6]
    assert [one.article_id for one in to_compare(articles, articles[5], 4)] == [3, 5, 7, 8]
    assert [one.article_id for one in to_compare(articles[3:6], articles[5])] == [4, 5]
    assert to_compare(articles[:1], articles[0]) == []


TYPED = {
    "7": 7,
    " #7 ": 7,
    "/story/7": 7,
    "https://x.example/story/7?a=b#c": 7,
    "seven": 0,
    "": 0,
    "\u0667": 0,
    "https://x.example/stories/7": 0,
}


@pytest.mark.parametrize(("typed", "story_id"), TYPED.items())
def test_typed_targets(large: tuple[Store, int], typed: str, story_id: int):
    assert read_target(large[0], typed) == story_id
    assert read_target(large[0], "/article/1") == large[1]
