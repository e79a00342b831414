"""The edition as it lies in its files: enough of everything, nothing real, and every answer to be found."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.demo.dates import anchor_day, fill_dates
from broadsheet.demo.edition import Edition, load_edition
from broadsheet.demo.gold import load_gold
from broadsheet.demo.markup import html_blocks, plain_blocks, plain_text

END = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(END)


def test_counts(edition: Edition) -> None:
    pieces = list(edition.pieces.values())
    languages = Counter(piece.publisher.language for piece in pieces)
    assert len(pieces) >= 80
    assert len(edition.publishers) == 14
    assert len(edition.stories) == 12
    assert languages["de"] >= 15
    assert set(languages) == {"en", "de"}
    assert {piece.publisher.id for piece in pieces} == set(edition.publishers)
    assert {piece.story for piece in pieces} == {*edition.stories, ""}
    assert min(Counter(piece.story for piece in pieces).values()) >= 4


def test_families_and_agencies(edition: Edition) -> None:
    owners = Counter(publisher.owner for publisher in edition.publishers.values())
    assert sum(count >= 2 for count in owners.values()) >= 3
    assert {publisher.agency for publisher in edition.publishers.values()} == {"", "LPA", "GPD"}


def test_two_weeks_and_all_out_by_the_anchor(edition: Edition) -> None:
    days = {(piece.published.date() - edition.anchor).days for piece in edition.pieces.values()}
    assert min(days) == -13
    assert max(days) == 0
    assert all(version.at <= END for piece in edition.pieces.values() for version in piece.versions)


def test_an_edition_loaded_early_is_anchored_to_the_day_before() -> None:
    early = datetime(2026, 11, 23, 6, 59, tzinfo=UTC)
    assert anchor_day(early) == END.date() - timedelta(days=1)
    assert anchor_day(END) == END.date()
    assert all(version.at <= early for piece in load_edition(early).pieces.values() for version in piece.versions)


def test_dates_are_filled_in_the_language() -> None:
    day = END.date()
    assert fill_dates("{{weekday:-3}}, {{date:-3}}", day, "en") == "Friday, 20 November"
    assert fill_dates("{{weekday:0}}, {{date:0}}", day, "de") == "Montag, 23. November"


def test_every_text_is_complete(edition: Edition) -> None:
    for piece in edition.pieces.values():
        for version in piece.versions:
            whole = version.headline + version.body + piece.summary + piece.caption
            assert "{{" not in whole, piece.id
        words = len(plain_text(piece.versions[-1].body).split())
        assert words >= (30 if piece.fault else 80), (piece.id, words)
        assert piece.section, piece.id


def test_hosts_are_reserved_ones(edition: Edition) -> None:
    assert all(publisher.host.endswith(".example") for publisher in edition.publishers.values())
    assert len({publisher.host for publisher in edition.publishers.values()}) == 14


def test_no_real_publisher_is_named(edition: Edition) -> None:
    real = re.compile(r"\b(?:Reuters|AFP|dpa|BBC|CNN|NPR|Guardian|Times|Telegraph|Spiegel|Zeit|Bild|Yahoo|Bloomberg|Economist|Le Monde)\b")
    named = {piece.id for piece in edition.pieces.values() for version in piece.versions if real.search(version.headline + version.body)}
    assert not {key for key in named if edition.pieces[key].publisher.language == "en"}
    assert not [publisher.name for publisher in edition.publishers.values() if real.search(publisher.name)]


def test_addresses_are_distinct(edition: Edition) -> None:
    assert len({piece.url(END) for piece in edition.pieces.values()}) == len(edition.pieces)


def test_copies_share_text_with_their_original_and_name_the_agency(edition: Edition) -> None:
    copies = [piece for piece in edition.pieces.values() if piece.copy_of]
    assert len(copies) >= 12
    for piece in copies:
        original = edition.pieces[piece.copy_of]
        if piece.credit:
            assert piece.credit == original.publisher.agency
            assert any(piece.credit in author for author in piece.authors) or piece.credit in piece.versions[0].body
        else:  # passed on inside a house, which seldom says so
            assert piece.publisher.owner == original.publisher.owner
        mine = {word for block in plain_blocks(piece.versions[0].body) for word in block.split()}
        theirs = {word for block in plain_blocks(original.at(piece.published).body) for word in block.split()}
        assert len(mine & theirs) / len(mine) > 0.6, piece.id
        assert piece.versions[0].headline != original.versions[0].headline


def test_a_copy_keeps_what_the_original_said_when_it_was_made(edition: Edition) -> None:
    assert "Eleven" in edition.pieces["lpa-aster-2"].versions[-1].body
    assert "At least 14" in edition.pieces["courier-aster-1"].versions[-1].body


def test_gold_passages_are_in_their_articles(edition: Edition) -> None:
    gold = load_gold(edition)
    quotes = [value.quote for figure in gold.figures for value in figure.values]
    quotes += [quote for change in gold.position_changes for quote in (change.before, change.after)]
    quotes += [entry.quote for entry in gold.timeline] + [said.content for said in gold.statements]
    assert len(quotes) > 120
    lost = [q for q in quotes if not any(q.passage in plain_text(v.body) for v in edition.pieces[q.article].versions)]
    assert not lost


def test_gold_covers_what_later_work_needs(edition: Edition) -> None:
    gold = load_gold(edition)
    kinds = {change.kind for change in gold.position_changes}
    assert {"denial to admission", "silence to confirmation"} <= kinds
    assert all(len(figure.values) >= 2 for figure in gold.figures)
    assert {entry.story for entry in gold.timeline} == set(edition.stories)
    forms = {said.form.partition(" ")[0] for said in gold.statements}
    assert forms == {"direct", "mixed", "indirect"}
    assert any("(she said)" in said.form for said in gold.statements)
    for correction in gold.corrections:
        first, *_, last = edition.pieces[correction.article].versions
        assert correction.before in first.body
        assert correction.after in last.body


def test_gold_groups_hold_each_article_once_and_copies_with_their_original(edition: Edition) -> None:
    gold = load_gold(edition)
    for claim in gold.claims:
        assert sorted(claim.articles) == sorted(article for group in claim.independent for article in group)
        for group in claim.independent:
            for article in group:
                assert edition.pieces[article].story == claim.story
                original = edition.pieces[article].copy_of
                assert not original or original in group or original not in claim.articles
    for one, other, why in gold.lookalikes:
        assert {one, other} <= set(edition.stories)
        assert why


def test_timeline_days_are_days_of_the_edition(edition: Edition) -> None:
    for entry in load_gold(edition).timeline:
        published = (edition.pieces[entry.quote.article].published.date() - edition.anchor).days
        assert entry.day <= max((v.at.date() - edition.anchor).days for v in edition.pieces[entry.quote.article].versions)
        assert published - entry.day <= 3


def test_markdown_to_html_and_text() -> None:
    body = "One **bold** & *thin* [link](https://a.example/).\n\n## Head\n\n> Said so.\n\n- a\n- b\n\n1. x\n2. y"
    assert html_blocks(body) == [
        '<p>One <strong>bold</strong> &amp; <em>thin</em> <a href="https://a.example/">link</a>.</p>',
        "<h2>Head</h2>",
        "<blockquote><p>Said so.</p></blockquote>",
        "<ul><li>a</li><li>b</li></ul>",
        "<ol><li>x</li><li>y</li></ol>",
    ]
    assert plain_blocks(body) == ["One bold & thin link.", "Head", "Said so.", "a", "b", "x", "y"]
