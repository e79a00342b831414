"""Near-copies: fingerprints, the index, shared passages, the original, the count of independent reports."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.analyse.copies import (
    Candidate,
    Copies,
    Fingerprint,
    choose_original,
    compare,
    copies_in,
    credits,
    fingerprint,
    independent_reports,
    regroup,
)
from broadsheet.analyse.families import Families
from broadsheet.demo.edition import load_edition
from broadsheet.demo.gold import load_gold
from broadsheet.types import Article, Body, CopyKind, Precision, urls

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TEXT = (
    "A crane fell across two tracks at the freight yard of Sandvik early on Monday and cut the line to the coast for nine hours.\n\n"
    "Nobody was hurt. The driver had left the cab to fetch a thermos flask, the railway's spokeswoman, Alva Brink, told reporters.\n\n"
    "Eleven trains were turned back at Marrow, and some 1,400 passengers went on by bus. The port stopped loading grain at noon.\n\n"
    "The crane, built in 1987, had been inspected in August. Inspectors noted a worn bolt and asked for it to be changed within a year."
)
OTHER = (
    "Commuters between Marrow and the sea had to change to buses after machinery toppled onto the rails near Sandvik.\n\n"
    "It took engineers until mid-afternoon to lift the wreck. A bolt that should have been replaced is under suspicion, an expert said."
)
CHINESE = "北方城市桑维克的货运站星期一清晨发生一起起重机倒塌事故,通往海岸的铁路线中断九个小时,所幸没有人员受伤,铁路公司发言人对记者表示。"


def article(number: int, text: str = TEXT, publisher: str = "Sandvik Post", **changed: object) -> Article:
    base = Article(id=number, title="Crane falls", text=text, publisher=publisher, published=NOW + timedelta(hours=number), received=NOW)
    return replace(base, **changed)  # type: ignore[arg-type]  # a test's shorthand for any fields


@pytest.mark.parametrize("text", ["", "Crane", "Crane falls at the freight yard", "… — !!! ?? «»", " \n\t ", "word " * 400])
def test_T15_texts_without_substance_have_no_fingerprint(text: str) -> None:
    assert not fingerprint(text)
    assert fingerprint(text).pack() == b""
    assert copies_in([article(1, text), article(2, text, "Marrow Gazette")]) == {}


@pytest.mark.parametrize(
    "same",
    [
        TEXT.upper(),
        TEXT.replace("'", "’"),
        TEXT.replace("\n\n", " "),
        TEXT.replace(",", " ,").replace(".", " ."),
        TEXT.replace("a", "a\u200b"),
    ],
)
def test_T09_case_marks_and_blanks_change_nothing(same: str) -> None:
    assert fingerprint(same) == fingerprint(TEXT)


@pytest.mark.parametrize(
    "text", [CHINESE, "شركة السكك الحديدية تعلن " * 2 + "سقوط رافعة في ساحة الشحن صباح الاثنين دون وقوع إصابات بين العمال أو الركاب"]
)
def test_every_script_has_fingerprints(text: str) -> None:
    assert fingerprint(text).share_in(fingerprint("2026 " + text)) > 0.9
    assert compare(text, "2026 " + text).share_a > 0.9


def test_packed_fingerprints_are_small_and_come_back() -> None:
    packed = fingerprint(TEXT * 3 + OTHER).pack()
    assert len(packed) <= 300
    assert Fingerprint.unpack(packed).pack() == packed
    assert not Fingerprint.unpack(b"\xff" + packed[1:])
    assert not Fingerprint.unpack(packed[:-1])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_anything_can_be_compared(one: str, two: str) -> None:
    found = compare(one + TEXT, two + TEXT)
    assert 0 <= found.share_a <= 1
    for passage in found.overlaps:
        assert 0 <= passage.start < passage.end <= len(one + TEXT)
    assert Fingerprint.unpack(fingerprint(one + two).pack()) == fingerprint(one + two)


def test_moved_paragraphs_are_found() -> None:
    parts = TEXT.split("\n\n")
    found = compare("\n\n".join([parts[2], parts[0], parts[3], parts[1]]), TEXT)
    assert found.share_a == pytest.approx(1.0)
    assert len(found.overlaps) == 4


@pytest.mark.parametrize(
    "pair", [("a b " * 250_000, "a b " * 250_001), ('"' * 10**6, '"a' * 500_000), ("中文" * 500_000, "文中" * 500_000)]
)
def test_H24_hostile_texts_are_compared_quickly(pair: tuple[str, str]) -> None:
    begin = time.process_time()
    compare(*pair)
    assert time.process_time() - begin < 2


def test_a_shared_quotation_makes_no_copy() -> None:
    quote = (
        "“We heard the bolt go, then we saw the arm come down slowly, and I thought of the grain, of the ferry "
        "and of my thermos flask,” he said."
    )
    one, two = article(1, TEXT + "\n\n" + quote * 3), article(2, OTHER + "\n\n" + quote * 3, "Marrow Gazette")
    assert compare(two.text, one.text).share_a > 0.5
    assert copies_in([one, two]) == {}


def test_T16_one_wire_report_at_five_publishers_is_one_group() -> None:
    wire = article(1, "SANDVIK, Nov 2 (Reuters) - " + TEXT, "Reuters")
    papers = [article(n, f"By staff {n}\n\n{TEXT}", f"Paper number {n}", title=f"Chaos {n}") for n in range(2, 6)]
    found = copies_in([*papers, wire])
    assert {number: copy.original_id for number, copy in found.items()} == {2: 1, 3: 1, 4: 1, 5: 1}
    count = independent_reports([wire, *papers, article(9, OTHER, "Own words Weekly")], found)
    assert (count.outlets, count.reports, count.copies) == (6, 2, 4)
    assert count.words == "6 outlets, 2 independent reports, 4 copies of one agency (Reuters)"


def test_L12_a_flood_of_near_copies_counts_once() -> None:
    flood = [article(n, TEXT + f"\n\nPage {n} of our site.", f"Mill {n}") for n in range(1, 501)]
    found = copies_in(flood)
    count = independent_reports(flood, found)
    assert (count.outlets, count.reports) == (500, 1)


def test_H21_pages_without_article_are_no_copies() -> None:
    wall = (
        "We and our partners use cookies to store and access information on your device. Accept all to continue to the site you asked for. "
        * 2
    )
    assert copies_in([article(n, wall, f"Paper {n}", body=Body.NONE) for n in range(1, 9)]) == {}


def test_furniture_of_many_articles_loses_its_weight() -> None:
    chance = random.Random(3)
    words = [f"{a}{b}" for a in ("har", "ven", "tol", "mir", "cas") for b in ("bour", "tage", "len", "dor", "wick")]
    furniture = (
        "Our journalism is paid for by readers. Become a member today, support reporters in every district, and write to the editors. "
        "Corrections, questions and pictures of your street reach us by post, by telephone and at the counter on Quay Lane every weekday."
    )
    texts = [" ".join(chance.choices(words, k=60)) + "\n\n" + furniture for _ in range(12)]
    index = Copies()
    for number, text in enumerate(texts, start=1):
        index.add(number, fingerprint(text))
    found = index.find(fingerprint(texts[0]), without=1)
    assert found.common
    assert compare(texts[0], texts[1], found.common).plain_words == 0
    assert copies_in([article(n, text) for n, text in enumerate(texts, start=1)]) == {}


def test_the_index_forgets_replaces_and_loads() -> None:
    index = Copies()
    index.load([(1, fingerprint(TEXT).pack()), (2, fingerprint(OTHER).pack()), (3, b"broken")])
    assert len(index) == 2
    assert index.candidates(fingerprint(TEXT))[0][0] == 1
    index.add(1, fingerprint(OTHER))
    assert {number for number, _ in index.candidates(fingerprint(OTHER))} == {1, 2}
    index.remove(1)
    assert 1 not in index
    assert index.candidates(fingerprint(TEXT)) == []


def test_a_late_original_takes_over() -> None:
    early, late = article(3, TEXT, "Marrow Gazette"), article(4, TEXT + "\n\n" + OTHER, "Reuters", published=NOW)
    comparison = compare(late.text, early.text)
    assert choose_original(late, [Candidate(early, comparison)]) is None
    copies = regroup([early, late])
    assert [(one.article_id, one.original_id, one.kind) for one in copies] == [(3, 4, CopyKind.SYNDICATED)]
    assert "published first" in copies[0].reasons


def test_a_copy_with_an_early_clock_is_known_by_the_other_copies() -> None:
    first = article(1, publisher="Marrow Gazette")
    early = article(2, publisher="Velm Courier", published=NOW - timedelta(hours=1))
    naming = article(3, TEXT + "\n\nSource: Marrow Gazette", "Harl Herald")
    found = {one.article_id: one for one in regroup([first, early, naming])}
    assert {number: one.original_id for number, one in found.items()} == {2: 1, 3: 1}
    assert "named by other copies" in found[2].reasons


def test_an_article_taken_whole_into_another_report_joins_no_copies_of_that_one() -> None:
    """T16: the copy of one report holds a short second one as well; that one has nothing of the first."""
    report = article(1, TEXT * 2, "Marrow Gazette", published=NOW)
    brief = article(3, OTHER, "Velm Courier", published=NOW + timedelta(hours=9))
    digest = article(2, TEXT * 2 + "\n\n" + OTHER + "\n\nSource: Marrow Gazette", "Harl Herald", published=NOW + timedelta(hours=1))
    again = article(4, OTHER, "Pine Observer", published=NOW + timedelta(hours=10))
    found = {one.article_id: one.original_id for one in regroup([report, digest, brief, again])}
    assert found == {2: 1, 4: 3}


def test_two_texts_of_one_publisher_are_duplicates() -> None:
    (copy,) = regroup([article(1), article(2)])
    assert copy.kind is CopyKind.DUPLICATE


def test_F14_a_tie_of_days_claims_no_first() -> None:
    days = {"published_precision": Precision.DAY}
    (copy,) = regroup([article(1, published=NOW, **days), article(2, TEXT, "Marrow Gazette", published=NOW, **days)])
    assert "published first" not in copy.reasons


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SANDVIK (Reuters) - A crane fell.", ("Reuters",)),
        ("Berlin (AFP/dpa) – Ein Kran ist umgestürzt.", ("AFP", "dpa")),
        ("Madrid, 3 nov (EFE).- Una grúa cayó.", ("EFE",)),
        ("ROMA (ANSA) - Una gru è caduta.", ("ANSA",)),
        ("القاهرة (رويترز) - سقطت رافعة", ("رويترز",)),
        ("A crane fell.\n\nSource: Continental Wire", ("Continental Wire",)),
        ("Bir vinç devrildi.\n\nKaynak: AA", ("AA",)),
        ("Um guindaste caiu.\n\nFonte: Lusa", ("Lusa",)),
        ("Một cần cẩu đổ.\n\nTheo Reuters", ("Reuters",)),
        ("A crane fell.\n\nThis article first appeared in the Marrow Gazette.", ("Marrow Gazette",)),
        ("A crane fell, the owner told Reuters. According to AFP nobody was hurt.", ()),
        ("The Associated Press contributed to this report on the crane.", ()),
    ],
)
def test_credits_of_origin_and_mere_mentions(text: str, named: tuple[str, ...]) -> None:
    assert credits(article(1, text)) == named


def test_an_agency_does_not_credit_itself() -> None:
    assert credits(article(1, "SANDVIK (Reuters) - A crane fell.", "Reuters UK")) == ()


def test_demo_copies_and_independent_reports_are_as_gold_says() -> None:
    edition = load_edition(datetime(2026, 11, 23, tzinfo=UTC))
    owners: dict[str, list[str]] = {}
    for house in edition.publishers.values():
        owners.setdefault(house.owner, []).append(house.name)
    families = Families(owners)
    articles = {
        key: article(
            number,
            piece.versions[0].body,
            piece.publisher.name,
            title=piece.versions[0].headline,
            authors=piece.authors,
            publisher_domain=urls.registrable_domain(piece.publisher.host),
            published=piece.published,
            received=piece.published,
        )
        for number, (key, piece) in enumerate(edition.pieces.items(), start=1)
    }
    names = {one.id: key for key, one in articles.items()}
    found = {names[number]: names[copy.original_id] for number, copy in copies_in(articles.values(), families).items()}
    assert found == {key: piece.copy_of for key, piece in edition.pieces.items() if piece.copy_of}
    for claim in load_gold(edition).claims:
        members = [articles[key] for key in claim.articles]
        count = independent_reports(members, regroup(members, None, families), families)
        assert {frozenset(names[one] for one in group.article_ids) for group in count.groups} == set(map(frozenset, claim.independent))
