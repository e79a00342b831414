from __future__ import annotations

import math
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.threads import describe, heat, spark_sentence, spark_text, sparkline
from broadsheet.analyse.threads.sparkline import MOST
from broadsheet.types import Article, Copy, CopyKind, Image, Precision, Story

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LEAD = "A fire on the ferry Aster off Harrowmouth killed eleven people on Monday, the coast guard said."


def member(number: int, title: str = "", hours: float = 0, **more: object) -> Article:
    at = NOW + timedelta(hours=hours)
    fields: dict[str, object] = {"published": at, "received": at + timedelta(minutes=10), "publisher": f"Paper {number}", "language": "en"}
    return Article(**{"id": number, "title": title, "text": LEAD} | fields | more)  # type: ignore[arg-type]  # fields by name


def copy(article_id: int, original_id: int) -> Copy:
    return Copy(article_id=article_id, original_id=original_id, kind=CopyKind.SYNDICATED, share=0.9, kept=0.9)


def headline(*titles: str, **more: str) -> str:
    return describe(1, [member(n, title, **more) for n, title in enumerate(titles, 1)], {}).headline


# -- the headline ------------------------------------------------------------------------------------------------------

PLAIN = ("Eleven dead in fire on ferry off Harrowmouth", "Ferry fire off Harrowmouth kills eleven, coast guard says")


@pytest.mark.parametrize(
    "loud",
    [
        "ELEVEN DEAD IN FIRE ON FERRY OFF HARROWMOUTH",
        "Eleven dead in fire on ferry off Harrowmouth!",
        "Are eleven dead in fire on ferry off Harrowmouth?",
        "INFERNO: eleven dead in fire on ferry off Harrowmouth",
        "Eleven dead in fire on ferry off Harrowmouth...",
        "This is why eleven are dead in fire on ferry off Harrowmouth",
        "You won't believe the fire on the ferry off Harrowmouth, eleven dead",
        "WATCH: Eleven dead in fire on ferry off Harrowmouth",
        "Video | Eleven dead in fire on ferry off Harrowmouth",
        "Opinion: eleven dead in fire on ferry off Harrowmouth",
        "7 things about the fire on the ferry off Harrowmouth, eleven dead",
        "Ferry fire off Harrowmouth, eleven dead: as it happened",
    ],
)
def test_a_plain_title_stands_for_the_story_and_not_a_loud_one(loud: str) -> None:
    assert headline(loud, *PLAIN) in PLAIN
    assert headline(*PLAIN, loud) in PLAIN


def test_a_title_without_the_publishers_name_is_preferred() -> None:
    assert headline(f"{PLAIN[0]} - Paper 1", PLAIN[0]) == PLAIN[0]


@pytest.mark.parametrize(
    ("plain", "loud", "language"),
    [
        ("Elf Tote bei Brand auf der Fähre vor Harrowmouth", "Darum brannte die Fähre vor Harrowmouth: elf Tote", "de"),
        ("Once muertos en el incendio del ferry de Harrowmouth", "Así fue el incendio del ferry de Harrowmouth: once muertos", "es"),
        ("Harrowmouth açıklarında feribot yangını: on bir ölü", "Neden feribot yandı? Harrowmouth açıklarında on bir ölü", "tr"),
        ("أحد عشر قتيلا في حريق عبارة قبالة هاروموث", "لماذا احترقت عبارة هاروموث؟ أحد عشر قتيلا", "ar"),
        ("Mười một người chết trong vụ cháy phà ở Harrowmouth", "Vì sao phà cháy ở Harrowmouth? Mười một người chết", "vi"),
    ],
)
def test_other_languages_by_the_same_code(plain: str, loud: str, language: str) -> None:
    assert headline(plain, loud, language=language) == plain
    assert headline(loud, plain, language=language) == plain


def test_a_topic_before_a_colon_is_no_label() -> None:
    titles = ("Ferry fire: owner of the Aster was warned of faulty pump", "Aster ferry fire owner was warned of faulty pump, papers show")
    assert describe(1, [member(1, titles[0]), member(2, "Weather delays harbour works")], {}).headline == titles[0]


def test_the_most_central_title_stands_for_the_story() -> None:
    aside = "Mayor cancels the winter market"
    assert headline(aside, *PLAIN) in PLAIN


def test_a_copys_title_counts_less_than_an_originals() -> None:
    wire = member(1, PLAIN[0])
    others = [member(n, "Blaze kills eleven on ship", 1) for n in range(2, 6)]
    found = describe(1, [wire, *others], {one.id: copy(one.id, 1) for one in others})
    assert found.headline == PLAIN[0]


def test_the_main_language_of_the_story_gives_the_headline() -> None:
    german = [member(n, "Elf Tote bei Fährbrand", language="de") for n in (1, 2, 3)]
    assert describe(1, [*german, member(4, PLAIN[0])], {}).headline == "Elf Tote bei Fährbrand"


def test_of_equal_titles_the_later_one_knows_more() -> None:
    early, late = member(1, "Fire on ferry kills 14 off Harrowmouth"), member(2, "Fire on ferry kills 11 off Harrowmouth", 30)
    assert describe(1, [early, late], {}).headline == late.title


def test_scripts_without_spaces() -> None:
    assert headline("ハローマス沖でフェリー火災、11人死亡", "フェリー火災で11人死亡、ハローマス沖") != ""


def test_T15_members_without_title_or_text() -> None:
    bare = describe(1, [member(1, "", text="")], {})
    assert (bare.headline, bare.lead_id, bare.reports, bare.outlets) == ("", 1, 1, 1)
    assert describe(1, [member(1, "", text=""), member(2, "...", text="")], {}).headline == "..."
    assert describe(1, [], {}) == Story(id=1, version=bare.version)


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=20), st.integers(-500, 500)), min_size=1, max_size=12), st.randoms())
def test_the_headline_is_always_a_members_title_whatever_their_order(rows: list[tuple[str, str, int]], random: object) -> None:
    members = [member(n, title, hours, publisher=name) for n, (title, name, hours) in enumerate(rows, 1)]
    found = describe(7, members, {})
    assert found.headline in {one.title for one in members if one.id == found.lead_id}
    assert found.articles == len(members)
    shuffled = list(members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert describe(7, shuffled, {}) == found


def test_five_thousand_articles_are_described_in_a_second() -> None:
    members = [member(n, f"Ferry fire off Harrowmouth: report {n} on the inquiry", n / 7, publisher=f"P{n % 90}") for n in range(1, 5001)]
    begun = time.perf_counter()
    found = describe(1, members, {n: copy(n, 1) for n in range(2, 2500)})
    assert time.perf_counter() - begun < 1.0
    assert (found.articles, found.outlets, found.copies, found.reports) == (5000, 90, 2498, 2502)


# -- who was first -----------------------------------------------------------------------------------------------------


def first(*members: Article, **copies: int) -> str:
    return describe(1, members, {int(a[1:]): copy(int(a[1:]), b) for a, b in copies.items()}).first_publisher


def test_the_first_is_the_publisher_of_the_article_published_first() -> None:
    found = describe(1, [member(1, hours=2), member(2, hours=1), member(3, hours=3)], {})
    assert (found.first_publisher, found.first_id) == ("Paper 2", 2)
    assert (found.first_seen, found.last_seen) == (NOW + timedelta(hours=1), NOW + timedelta(hours=3))


def test_nobody_is_first_when_the_times_cannot_tell() -> None:
    assert first(member(1), member(2)) == ""
    assert first(member(1, published_precision=Precision.DAY), member(2, hours=5)) == ""
    assert first(member(1, published=None), member(2, published=None)) == ""
    assert describe(1, [member(1), member(2)], {}).first_id == 0


def test_a_day_is_before_another_day() -> None:
    day = datetime(2026, 11, 1, tzinfo=UTC)
    assert first(member(1, published=day, published_precision=Precision.DAY), member(2)) == "Paper 1"
    assert first(member(1, published=day, published_precision=Precision.DAY), member(2, published=day + timedelta(hours=20))) == ""


def test_articles_without_a_time_of_publication_contest_nothing() -> None:
    assert first(member(1, published=None, received=NOW), member(2, hours=2)) == "Paper 2"


def test_one_publisher_does_not_contest_itself() -> None:
    assert first(member(1, publisher="Post"), member(2, publisher="POST"), member(3, hours=4)) == "Post"


def test_an_original_is_before_its_copies_at_the_same_time() -> None:
    assert first(member(1), member(2), a1=2) == "Paper 2"
    assert first(member(1), member(2), a2=1) == "Paper 1"


def test_a_time_in_the_future_is_the_time_of_receipt() -> None:
    late = member(1, published=NOW + timedelta(days=9), received=NOW + timedelta(hours=3))
    assert first(late, member(2, hours=1)) == "Paper 2"


# -- counts and names --------------------------------------------------------------------------------------------------


def test_names_are_compared_without_case_and_most_frequent_first() -> None:
    members = [
        member(1, section="Sport", publisher="Post"),
        member(2, section="politics", publisher="post"),
        member(3, section="Politics", publisher="Post"),
        member(4, section="Politics", publisher="Bell"),
    ]
    found = describe(1, members, {}, places_of=lambda one: ("Aster", "Harrowmouth") if one.id % 2 else ("harrowmouth",))
    assert found.sections == ("Politics", "Sport")
    assert found.publishers == ("Post", "Bell")
    assert found.outlets == 2
    assert found.places == ("Harrowmouth", "Aster")


def test_independent_reports_as_told_else_articles_that_are_no_copies() -> None:
    members = [member(1), member(2), member(3)]
    assert describe(1, members, {3: copy(3, 1)}).reports == 2
    assert describe(1, members, {3: copy(3, 1)}, reports=1).reports == 1


def test_the_picture_is_the_headlines_where_it_has_one() -> None:
    picture = Image("https://p.example/a.jpg")
    members = [member(1, PLAIN[0]), member(2, "Other matter altogether", image=picture)]
    assert describe(1, members, {}).picture_id == 2
    members.append(member(3, PLAIN[1], image=picture))
    assert describe(1, members, {}).picture_id == 3
    assert describe(1, members[:1], {}).picture_id == 0


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("QUILLBY, Nov 2 (Coastwire) - A ransom attack shut down the clinic.", ("Quillby",)),
        ("By our reporter\nST ORRIN, Greater Sallow, 9 March (LPA) \u2013 A ferry ran aground.", ("St Orrin",)),
        ("Vierseen (GPD) - Nach tagelangem Regen sind Risse entdeckt worden.", ("Vierseen",)),
        ("Harrowmouth/Ostmere (GPD) - Die Regierung hat geantwortet.", ("Harrowmouth", "Ostmere")),
        ("ARLE \u2014 The bakers have agreed.", ("Arle",)),
        ("The bakers of Arle - all nine of them - have agreed.", ()),
        ("Eleven people died.", ()),
        ("he said (twice) - and left.", ()),
        ("- - -", ()),
        ("", ()),
    ],
)
def test_the_place_of_a_dateline(text: str, places: tuple[str, ...]) -> None:
    assert describe(1, [member(1, text=text)], {}).places == places


# -- heat --------------------------------------------------------------------------------------------------------------


def test_heat_grows_with_reports_and_with_time() -> None:
    assert heat(3, NOW) == heat(1, NOW + timedelta(hours=8)) == pytest.approx(heat(7, NOW - timedelta(hours=8)))
    assert heat(1, NOW) < heat(2, NOW) < heat(2, NOW + timedelta(minutes=1))


def test_L12_copies_neither_heat_a_story_nor_keep_it_warm() -> None:
    wire = member(1, PLAIN[0])
    flood = [member(n, PLAIN[0], n / 10) for n in range(2, 502)]
    alone, flooded = describe(1, [wire], {}), describe(1, [wire, *flood], {one.id: copy(one.id, 1) for one in flood})
    assert flooded.heat == alone.heat
    assert flooded.copies == 500


# -- the sparkline -----------------------------------------------------------------------------------------------------


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), min_size=1, max_size=30))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_time_is_in_its_step_and_there_are_few_steps(times: list[datetime]) -> None:
    moments = [one.replace(tzinfo=UTC) for one in times]
    line = sparkline(moments)
    assert sum(line.counts) == len(moments)
    assert 1 <= len(line.counts) <= MOST
    assert line.start <= min(moments)
    assert max(moments) < line.end
    assert len(spark_text(line)) == len(line.counts)
    assert line.counts[0]
    assert line.counts[-1]


def test_steps_follow_the_span() -> None:
    steps = {hours: sparkline([NOW, NOW + timedelta(hours=hours)]).step for hours in (0, 20, 60, 130, 400, 900, 4000, 100_000)}
    assert [step // timedelta(hours=1) for step in steps.values()] == [1, 1, 3, 6, 24, 48, 168, 5376]


def test_the_line_goes_on_to_now() -> None:
    line = sparkline([NOW, NOW + timedelta(hours=1)], NOW + timedelta(hours=5))
    assert line.counts == (1, 1, 0, 0, 0, 0)
    assert spark_text(line) == "██▁▁▁▁"


def test_something_is_never_drawn_as_nothing() -> None:
    line = sparkline([*[NOW] * 900, NOW + timedelta(hours=1), NOW + timedelta(hours=3)])
    assert spark_text(line) == "█▂▁▂"


def test_the_line_in_words() -> None:
    assert spark_sentence(sparkline([])) == "no articles"
    assert spark_text(sparkline([])) == ""
    assert spark_sentence(sparkline([NOW])) == "1 article, around 09:00 UTC on 2 November"
    days = [NOW, NOW + timedelta(days=3), NOW + timedelta(days=3), NOW + timedelta(days=6)]
    assert spark_sentence(sparkline(days)).startswith("4 articles within 7 days, the most, 2, in the 12 hours from")
    many = [*[NOW + timedelta(days=13)] * 7, NOW, NOW + timedelta(days=15)]
    assert spark_sentence(sparkline(many)) == "9 articles within 16 days, most of them (7) on 15 November"


def test_heat_is_finite_for_any_story() -> None:
    assert math.isfinite(describe(1, [replace(member(1), published=None)], {}).heat)
