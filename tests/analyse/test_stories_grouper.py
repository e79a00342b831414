from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.stories import Grouper, group, quantised, sketch, tidying, unpack
from broadsheet.errors import InputError
from broadsheet.types import Article, PinKind

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
FERRY = (
    "A fire on the ferry Maren Aster killed 14 people off Harrowmouth on Monday, the Lorvane Coast Guard said. "
    "Lifeboats from Pennick searched through the night for passengers of the Maren Aster, which Sallow Line owns. "
    "Sallow Line said that its detectors had worked; survivors told of smoke on the car deck and no alarm."
)
FERRY_AGAIN = (
    "Fourteen people died when the Maren Aster, a ferry of Sallow Line, burned near Harrowmouth. "
    "The Coast Guard of Lorvane sent lifeboats from Pennick. Survivors on the car deck heard no alarm, although "
    "Sallow Line says detectors of the Maren Aster were on."
)
BUDGET = (
    "The parliament of Ostmere passed its budget after a debate of nine hours. Finance minister Ilva Korr said that schools "
    "would get more and roads less. The opposition under Dren Halvik voted against the plan and wants new elections in spring."
)


def article(number: int, title: str, text: str, hours: int = 0) -> Article:
    return Article(id=number, title=title, text=text, publisher=f"Paper {number}", published=NOW + timedelta(hours=hours), received=NOW)


ONE = article(1, "Fire on ferry Maren Aster kills 14", FERRY)
TWO = article(2, "Maren Aster ferry fire: fourteen dead", FERRY_AGAIN, 5)
THREE = article(3, "Ostmere passes its budget", BUDGET, 6)


def test_two_reports_of_one_event_are_one_story_and_another_event_is_not() -> None:
    one, two, three = group([ONE, TWO, THREE])
    assert one == two != three


def test_a_story_may_rest_for_weeks_and_go_on() -> None:
    later = replace(TWO, published=NOW + timedelta(days=50))
    assert len(set(group([ONE, later]))) == 1


def test_evidence_names_the_nearest_and_adds_up_signals() -> None:
    grouper = Grouper()
    first = grouper.add(sketch(ONE))
    second = grouper.add(sketch(TWO))
    assert first.began
    assert not second.began
    assert second.evidence.nearest_id == 1
    assert second.evidence.score >= second.evidence.threshold
    assert {signal.name for signal in second.evidence.signals} >= {"terms", "names"}


def test_readers_pins_outlive_every_clustering() -> None:
    grouper = Grouper()
    grouper.pin(PinKind.APART, 1, 2)
    grouper.pin(PinKind.TOGETHER, 1, 3)
    for one in (ONE, TWO, THREE):
        grouper.add(sketch(one))
    grouper.tidy()
    assert grouper.story_of(1) == grouper.story_of(3) != grouper.story_of(2)
    # What belongs together is kept apart together.
    assert grouper.pins.apart(3) == {2}


def test_tidy_merges_what_split_and_must_link_joins() -> None:
    grouper = Grouper()
    for number, one in enumerate((ONE, TWO, THREE), 1):
        grouper.place(sketch(one), number)
    moved = grouper.tidy()
    assert [(article_id, story_id) for article_id, story_id, _ in moved] == [(2, 1)]
    grouper.pin(PinKind.TOGETHER, 2, 3)
    grouper.tidy()
    assert len({grouper.story_of(number) for number in (1, 2, 3)}) == 1


def test_moves_removals_and_names_of_stories() -> None:
    grouper = Grouper()
    for one in (ONE, TWO, THREE):
        grouper.add(sketch(one))
    grouper.move(2, 77)
    assert grouper.members(77) == [2]
    grouper.rename(77, 5)
    assert grouper.story_of(2) == 5
    grouper.remove(2)
    assert 2 not in grouper
    assert grouper.members(5) == []


def test_a_copy_goes_where_its_original_is() -> None:
    grouper = Grouper()
    grouper.place(sketch(THREE), 9)
    assert grouper.add(sketch(ONE), copy_of=3).story_id == 9


def test_T15_an_empty_article_or_one_of_punctuation_joins_nothing() -> None:
    empty = [article(number, title, "") for number, title in enumerate(("", "", "...", "?!", "a"), 1)]
    assert len(set(group(empty))) == len(empty)


def test_a_sketch_is_small_and_comes_back_whole() -> None:
    made = sketch(ONE, np.linspace(-1, 1, 256, dtype=np.float32))
    packed = made.pack()
    back = unpack(1, packed)
    assert len(packed) <= 1024
    assert back.pack() == packed
    assert (back.hashes == made.hashes).all()
    with pytest.raises(InputError):
        unpack(1, packed[:-1])
    with pytest.raises(InputError):
        unpack(1, b"")


@given(st.text(max_size=300), st.text(max_size=600))
def test_any_text_gives_a_sketch_that_can_be_compared(title: str, text: str) -> None:
    grouper = Grouper()
    for number in (1, 2):
        made = sketch(article(number, title, text))
        assert unpack(number, made.pack()).pack() == made.pack()
        grouper.add(made)


def test_vectors_are_scaled_to_bytes() -> None:
    assert np.abs(quantised(np.array([0.1, -0.2], np.float32))).max() == 127


def test_a_second_pass_over_settled_stories_changes_nothing() -> None:
    grouper = Grouper()
    for number in range(1, 13):
        kind = ("harbour crane collapse at Velmouth kills two dockers", "Tarn valley school closed after measles outbreak")[number % 2]
        grouper.add(sketch(article(number, kind.title(), f"{kind}. Report number {number} names Velmouth or Tarn again. " * 6, number)))
    grouper.tidy()
    assert grouper.tidy() == []


def test_members_that_were_not_looked_at_follow_those_that_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "MEMBERS", 4)
    grouper = Grouper()
    for number in range(1, 10):
        grouper.place(sketch(article(number, "Fire on ferry Maren Aster", FERRY, number)), 1)
    for number in range(11, 15):
        grouper.place(sketch(article(number, "Maren Aster ferry fire", FERRY_AGAIN, number)), 2)
    moved = {article_id: story_id for article_id, story_id, _ in grouper.tidy()}
    assert len(set(moved.values())) == 1
    assert len({grouper.story_of(number) for number in (*range(1, 10), *range(11, 15))}) == 1
