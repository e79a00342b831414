"""New, the same, or a later text: the rules of identity by row of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.identity import decide, decide_all, keys
from broadsheet.types import Article, Body, Filing, Item, Precision

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = (
    "The harbour bridge in Sandvik was opened to lorries on Monday after eleven months of repairs.\n\n"
    "Two pillars had to be cast again. The town paid nine million crowns, three more than it had planned."
)


def article(**changed: object) -> Article:
    base = Article(
        url="https://velmpost.example/bridge",
        title="Harbour bridge opens after repairs",
        text=TEXT,
        received=NOW,
        published=NOW - HOUR,
        source_id=1,
        external_id="guid-1",
        publisher_domain="velmpost.example",
        origins=(("published", "feed"),),
    )
    return replace(base, **changed)  # type: ignore[arg-type]  # a test's shorthand for any fields


class Shelf:
    """Articles as a store would know them, filed one after the other."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.articles: dict[int, Article] = {}
        self.revisions = 0

    def take(self, found: Article, now: datetime = NOW) -> Filing:
        filing = decide(Item(found, "hash"), self.known, self.articles, now)
        number = filing.article.id or len(self.articles) + 1
        if not filing.seen_only:
            self.articles[number] = replace(filing.article, id=number)
        self.revisions += filing.revision is not None
        for key in filing.keys:
            assert self.known.get(key, number) == number, "a key of another article is never claimed"
            self.known[key] = number
        return filing


def test_F10_without_guid_the_same_link_is_the_same_article() -> None:
    shelf = Shelf()
    shelf.take(article(external_id=""))
    assert shelf.take(article(external_id="")).seen_only
    assert len(shelf.articles) == 1


def test_F10_without_guid_and_link_title_and_text_decide() -> None:
    shelf = Shelf()
    shelf.take(article(external_id="", url=""))
    assert shelf.take(article(external_id="", url="")).seen_only
    assert not shelf.take(article(external_id="", url="", title="Another matter altogether today", text="Else.")).seen_only


def test_F10_keys_are_never_empty() -> None:
    assert keys(Article(received=NOW))
    assert keys(Article(received=NOW, title="Live")) != keys(Article(received=NOW, title="Weather"))


def test_F11_one_guid_for_two_articles_keeps_both() -> None:
    shelf = Shelf()
    shelf.take(article())
    other = article(
        url="https://velmpost.example/goats", title="Goats clear the slope at Rell", text="Ninety goats ate the brambles in nine days."
    )
    assert shelf.take(other).article.id == 0
    assert len(shelf.articles) == 2
    assert shelf.take(article()).seen_only
    assert shelf.take(other).seen_only


def test_F12_a_new_guid_at_every_fetch_adds_nothing() -> None:
    shelf = Shelf()
    shelf.take(article())
    before = dict(shelf.known)
    for number in range(100):
        filing = shelf.take(article(external_id=f"made-up-{number}"), NOW + number * HOUR)
        assert filing.seen_only
        assert filing.article.external_id == "guid-1"
    assert (len(shelf.articles), shelf.revisions, shelf.known) == (1, 0, before)


def test_F13_new_content_under_the_same_guid_and_link_is_a_revision() -> None:
    shelf = Shelf()
    shelf.take(article())
    filing = shelf.take(article(title="Harbour bridge closed again", text=TEXT.replace("nine million", "twelve million")), NOW + HOUR)
    assert filing.revision is not None
    assert (filing.revision.text, filing.revision.title) == (TEXT, "Harbour bridge opens after repairs")
    assert (filing.revision.article_id, filing.revision.seen, filing.revision.noticed) == (1, NOW, NOW + HOUR)
    assert filing.article.revised == NOW + HOUR


@pytest.mark.parametrize("url", ["https://velmpost.example/bridge?utm_source=rss", "https://velmpost.example/bridge#top"])
def test_tracking_parameters_change_nothing(url: str) -> None:
    shelf = Shelf()
    shelf.take(article())
    assert shelf.take(article(url=url, external_id="")).seen_only


def test_a_moved_article_is_found_by_its_guid_with_an_edited_title() -> None:
    shelf = Shelf()
    shelf.take(article())
    filing = shelf.take(article(url="https://velmpost.example/2026/bridge-reopens", title="Harbour bridge reopens"), NOW + HOUR)
    assert filing.article.id == 1
    assert filing.article.url == "https://velmpost.example/2026/bridge-reopens"


def test_a_moved_article_without_guid_is_found_by_its_text() -> None:
    shelf = Shelf()
    shelf.take(article(external_id=""))
    filing = shelf.take(article(external_id="", url="https://velmpost.example/new-place"), NOW + HOUR)
    assert filing.article.id == 1
    assert shelf.take(article(external_id="", url="https://velmpost.example/new-place")).seen_only


def test_the_same_text_weeks_apart_is_another_article() -> None:
    shelf = Shelf()
    shelf.take(article(external_id="a"))
    later = NOW + timedelta(days=14)
    again = article(external_id="b", url="https://velmpost.example/tides-2", published=later, received=later)
    assert shelf.take(again, later).article.id == 0


def test_the_same_text_of_two_publishers_is_two_articles() -> None:
    shelf = Shelf()
    shelf.take(article())
    other = article(url="https://marrow.example/bridge", publisher_domain="marrow.example", source_id=2)
    assert shelf.take(other).article.id == 0


def test_items_that_share_one_link_but_neither_guid_nor_words_are_two() -> None:
    shelf = Shelf()
    shelf.take(article(url="https://velmpost.example/", external_id="one"))
    other = article(
        url="https://velmpost.example/", external_id="two", title="Goats clear the slope", text="Ninety goats ate all the brambles."
    )
    assert shelf.take(other).article.id == 0
    assert shelf.take(other).seen_only


def test_N38_different_content_at_every_fetch_makes_one_revision_an_hour() -> None:
    shelf = Shelf()
    shelf.take(article())
    for minutes in range(5, 24 * 60, 5):
        shelf.take(
            article(text=f"{TEXT} Offer {'abcdefghij'[minutes % 10]}{minutes} of the day stands here as a sentence."),
            NOW + timedelta(minutes=minutes),
        )
    assert 1 <= shelf.revisions <= 24
    assert len(shelf.articles) == 1


def test_N38_two_alternating_texts_make_one_revision() -> None:
    shelf = Shelf()
    texts = (TEXT, TEXT.replace("opened to lorries", "opened to cars"))
    for number in range(40):
        shelf.take(article(text=texts[number % 2]), NOW + number * timedelta(minutes=30))
    assert shelf.revisions == 1


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n\n", "\n"),
        TEXT.replace(" ", "  ") + "\n",
        TEXT + "\n\n3 comments\n\nShare",
        TEXT + "\n\nUpdated 4 hours ago",
        "Read more: Ten bridges\n\n" + TEXT,
        TEXT.replace("Sandvik", "Sand\u00advik"),
    ],
)
def test_white_space_and_furniture_are_no_revision(text: str) -> None:
    shelf = Shelf()
    shelf.take(article())
    assert shelf.take(article(text=text), NOW + 2 * HOUR).seen_only


def test_a_changed_figure_in_a_short_line_of_text_is_a_revision() -> None:
    shelf = Shelf()
    shelf.take(article(text=TEXT + "\n\nTwelve people were hurt."))
    assert shelf.take(article(text=TEXT + "\n\nFourteen people were hurt."), NOW + HOUR).revision is not None


def test_a_teaser_never_overwrites_the_full_text() -> None:
    shelf = Shelf()
    shelf.take(article())
    filing = shelf.take(article(text="The harbour bridge was opened.", body=Body.TEASER), NOW + HOUR)
    assert filing.seen_only
    assert shelf.articles[1].text == TEXT


def test_a_fuller_text_replaces_a_teaser_without_revision() -> None:
    shelf = Shelf()
    teaser = "The harbour bridge in Sandvik was opened to lorries on Monday after eleven months of repairs."
    shelf.take(article(text=teaser, body=Body.TEASER))
    filing = shelf.take(article(), NOW + HOUR)
    assert (filing.revision, filing.seen_only) == (None, False)
    assert (filing.article.text, filing.article.body, filing.article.feed_text) == (TEXT, Body.FULL, teaser)


def test_the_rest_of_a_cut_body_is_no_revision() -> None:
    shelf = Shelf()
    shelf.take(article(text=TEXT[:90] + "…", body=Body.PARTIAL, truncated=True))
    filing = shelf.take(article(body=Body.PARTIAL), NOW + HOUR)
    assert filing.revision is None
    assert filing.article.text == TEXT


def test_published_is_never_moved_by_an_inferred_time() -> None:
    shelf = Shelf()
    shelf.take(article())
    filing = shelf.take(article(published=NOW + 5 * HOUR, origins=(("published", "inferred"),)))
    assert filing.seen_only
    assert shelf.articles[1].published == NOW - HOUR


def test_a_stated_time_replaces_an_inferred_one_and_a_finer_a_coarser() -> None:
    shelf = Shelf()
    day = NOW.replace(hour=0, minute=0)
    shelf.take(article(published=day, published_precision=Precision.DAY, origins=(("published", "url"),)))
    filing = shelf.take(article())
    assert (filing.article.published, filing.article.published_precision) == (NOW - HOUR, Precision.SECOND)


def test_a_later_publication_time_is_that_of_a_change() -> None:
    shelf = Shelf()
    shelf.take(article())
    filing = shelf.take(article(published=NOW + HOUR), NOW + HOUR)
    assert (filing.article.published, filing.article.modified) == (NOW - HOUR, NOW + HOUR)
    assert filing.revision is None


def test_a_sighting_by_another_source_is_noted_for_that_source() -> None:
    shelf = Shelf()
    shelf.take(article())
    filing = shelf.take(article(source_id=2, external_id="theirs"))
    assert filing.seen_only
    assert (filing.article.id, filing.article.source_id, filing.article.external_id) == (1, 2, "theirs")
    assert shelf.articles[1].source_id == 1


def test_a_pasted_article_pasted_again_is_the_same() -> None:
    shelf = Shelf()
    pasted = Article(title="Harbour bridge opens after repairs", text=TEXT, publisher="Velm Post", received=NOW)
    shelf.take(pasted)
    assert shelf.take(pasted).seen_only
    assert shelf.take(replace(pasted, publisher="Marrow Mail")).article.id == 0


def test_one_batch_sees_its_own_decisions() -> None:
    same = [article(), article(external_id="q"), article(url="https://velmpost.example/bridge?utm_source=b")]
    other = article(url="https://velmpost.example/goats", external_id="g2", title="Goats clear the slope at Rell", text="Ninety goats ate.")
    filings = decide_all([Item(one, "h") for one in [*same, other]], {}, {}, NOW)
    assert [filing.article.id for filing in filings] == [0, 0]
    assert [filing.article.title for filing in filings] == [same[0].title, other.title]


def test_T09_unicode_forms_of_one_headline_give_one_key() -> None:
    import unicodedata

    title = "Café in Zürich eröffnet heute wieder"
    forms = [unicodedata.normalize(form, title) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    made = {keys(Article(received=NOW, title=form, text="x", publisher="P")) for form in forms}
    assert len(made) == 1


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=40))
def test_the_same_item_twice_is_always_the_same_article(title: str, text: str, guid: str) -> None:
    shelf = Shelf()
    one = article(title=title, text=text, external_id=guid)
    shelf.take(one)
    assert shelf.take(one).seen_only


def test_placeholders_under_different_links_are_different_articles() -> None:
    shelf = Shelf()
    first = article(title="Untitled", text="short", url="https://velmpost.example/1", external_id="a")
    shelf.take(first)
    other = shelf.take(replace(first, url="https://velmpost.example/2", external_id="b"))
    assert (other.article.id, other.seen_only) == (0, False)
