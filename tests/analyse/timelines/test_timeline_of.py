"""The days of a collection and the sentences that tell them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.analyse.timelines import DatedText, DayTold, timeline_of
from broadsheet.errors import InputError

DAM = (
    DatedText(
        id="a",
        published=date(2031, 5, 6),
        text="The dam above the village of Tarn broke early on Tuesday and flooded the mill.\nNobody was hurt, the mayor said.",
    ),
    DatedText(
        id="b",
        published=date(2031, 5, 9),
        text="Engineers began to pump water out of the mill on Thursday.\nThe dam above Tarn had broken on Tuesday after a week of rain.",
    ),
    DatedText(
        id="c",
        published=date(2031, 6, 20),
        text="A judge opened an inquiry into the dam above Tarn.\nIt broke on 6 May and flooded the whole mill and twelve houses.",
    ),
)


def test_a_day_that_several_documents_name_comes_first() -> None:
    (entry,) = timeline_of(DAM, days=1)
    assert entry.day == date(2031, 5, 6)
    assert entry.weight == 1.0


def test_days_stand_in_order_of_time_with_sentences_of_the_documents() -> None:
    texts = {document.id: document.text for document in DAM}
    told = timeline_of(DAM, days=3, passages=1)
    assert [entry.day for entry in told] == [date(2031, 5, 6), date(2031, 5, 8), date(2031, 6, 20)]
    words = [texts[passage.document][passage.start : passage.end] for entry in told for passage in entry.passages]
    assert words[1] == "Engineers began to pump water out of the mill on Thursday."
    assert words[2] == "A judge opened an inquiry into the dam above Tarn."


def test_since_and_until_bound_the_days() -> None:
    assert [entry.day for entry in timeline_of(DAM, since=date(2031, 5, 7), until=date(2031, 5, 8), days=5)] == [date(2031, 5, 8)]


def test_nothing_comes_of_nothing() -> None:
    assert timeline_of(()) == ()
    assert timeline_of((DatedText(id="x", published=None, text="No day is named in this rather long and dull sentence here."),)) == ()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.none() | st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 1, 1)), st.text(max_size=300)),
        max_size=6,
    )
)
def test_every_passage_lies_in_its_document(rows: list[tuple[date | None, str]]) -> None:
    documents = [DatedText(id=str(number), published=day, text=text) for number, (day, text) in enumerate(rows)]
    for entry in timeline_of(documents):
        assert 0 < entry.weight <= 1
        for passage in entry.passages:
            assert documents[int(passage.document)].text[passage.start : passage.end].strip()


def words_of(documents: Sequence[DatedText], told: Sequence[DayTold]) -> list[list[str]]:
    """The words of the passages, by day."""
    texts = {document.id: document.text for document in documents}
    return [[texts[one.document][one.start : one.end] for one in entry.passages] for entry in told]


def test_a_day_that_is_recalled_outweighs_a_day_that_is_reported() -> None:
    lines = "The ferry Alma ran aground off Tarn harbour on 6 May."
    reports = [
        DatedText(id="1", published=date(2031, 5, 7), text=f"{lines}\nThe ferry Alma was towed into Tarn harbour by two tugs on 7 May."),
        DatedText(id="2", published=date(2031, 5, 8), text="The ferry Alma of Tarn was towed into the harbour by two tugs on 7 May."),
        DatedText(id="3", published=date(2031, 7, 1), text="The inquiry heard how the ferry Alma ran aground off Tarn on 6 May."),
    ]
    weights = {entry.day: entry.weight for entry in timeline_of(reports, days=9)}
    assert weights[date(2031, 5, 6)] == 1.0 > weights[date(2031, 5, 7)]


def test_a_day_to_come_counts_less_than_a_day_past() -> None:
    text = "The council of Tarn met about the new bridge on 6 May.\nDivers will look for cracks in the northern pillar on 20 May."
    documents = [DatedText(id="1", published=date(2031, 5, 8), text=text)]
    weights = {entry.day: entry.weight for entry in timeline_of(documents, days=9)}
    assert weights[date(2031, 5, 6)] > weights[date(2031, 5, 20)]


def test_a_document_beside_the_topic_counts_less() -> None:
    dam = "The dam above Tarn broke on 6 May and water flooded the mill and the school."
    documents = [
        *(DatedText(id=f"d{n}", published=date(2031, 5, 7 + n), text=f"{dam}\nReport number {n} of the dam at Tarn.") for n in range(2)),
        DatedText(id="x", published=date(2031, 5, 9), text="A chess player from Lorn won the silver pawn on 2 May after nine long games."),
    ]
    first, *_ = sorted(timeline_of(documents, days=9), key=lambda entry: -entry.weight)
    assert first.day == date(2031, 5, 6)
    assert {entry.day: entry.weight for entry in timeline_of(documents, days=9)}[date(2031, 5, 2)] < 0.7


def test_copies_count_once() -> None:
    """L12: a flood of near copies moves no day up."""
    flood = "Great new lamps were shown in Tarn near the dam on 1 May, the best lamps ever seen.\nBuy the lamps of Tarn today."
    copies = [DatedText(id=f"c{n}", published=date(2031, 5, 10), text=f"{flood}\nFrom agency {n}.") for n in range(50)]
    first, *_ = sorted(timeline_of((*DAM, *copies), days=9), key=lambda entry: -entry.weight)
    assert first.day == date(2031, 5, 6)
    ids = {copy.id for copy in copies}
    assert len({one.document for entry in timeline_of((*DAM, *copies), days=9) for one in entry.passages if one.document in ids}) <= 1


def test_nothing_is_told_twice() -> None:
    said = "The dam above the village of Tarn broke and flooded the mill and twelve houses beside it"
    documents = [
        DatedText(
            id="1", published=date(2031, 5, 6), text=f"{said} on Tuesday.\nThe mayor of Tarn spoke to people in the school that evening."
        ),
        DatedText(
            id="2",
            published=date(2031, 5, 7),
            text=f"On Tuesday {said}.\nOn Wednesday soldiers laid down sandbags along the river in Tarn.",
        ),
    ]
    told = [words for entry in words_of(documents, timeline_of(documents, days=5)) for words in entry]
    assert sum("flooded the mill" in words for words in told) == 1


def test_questions_and_leaning_sentences_are_for_want_of_others() -> None:
    text = "Who opened the sluice gates of the dam above Tarn on that night of 6 May?\n"
    more = "He opened the gates of the dam above Tarn on 6 May, the clerk said to the court.\n"
    good = "The sluice gates of the dam above Tarn stood open on the night of 6 May."
    one = [DatedText(id="1", published=date(2031, 8, 1), text=text + more + good)]
    assert words_of(one, timeline_of(one, days=1, since=date(2031, 5, 6), until=date(2031, 5, 6))) == [[good]]
    two = [DatedText(id="1", published=date(2031, 8, 1), text=text)]
    assert words_of(two, timeline_of(two, days=1, since=date(2031, 5, 6), until=date(2031, 5, 6))) == [[text.strip()]]


def test_a_year_that_stands_apart_belongs_to_its_day() -> None:
    documents = [
        DatedText(id="1", published=date(2031, 5, 8), text="The old bridge of Tarn fell into the river on May 6 , 2019 , in a storm .")
    ]
    assert date(2019, 5, 6) in {entry.day for entry in timeline_of(documents, days=9)}
    broken = [
        DatedText(id="1", published=date(2032, 3, 8), text="The old bridge of Tarn fell into the river on Feb. 29 , 2031 , in a storm .")
    ]
    assert [entry.day for entry in timeline_of(broken, days=9)] == [date(2032, 3, 8)]


def test_other_languages_are_told_by_days_of_publication() -> None:
    documents = [
        DatedText(id="1", published=date(2031, 5, 6), text="Der Damm oberhalb von Tarn ist gebrochen und hat die Mühle überflutet."),
        DatedText(id="2", published=date(2031, 5, 6), text="In Tarn brach am Dienstag der Damm, das Wasser steht in zwölf Häusern."),
        DatedText(id="3", published=date(2031, 6, 20), text="塔恩村上方的水坝决堤，洪水淹没了磨坊和十二所房屋。", language="zh"),
    ]
    told = timeline_of(documents, language="de", days=3)
    assert {date(2031, 5, 6), date(2031, 6, 20)} <= {entry.day for entry in told}
    assert max(told, key=lambda entry: entry.weight).day == date(2031, 5, 6)


def test_the_number_of_days_grows_slower_than_the_days_of_publication() -> None:
    def told(number: int) -> int:
        start = date(2031, 1, 1)
        documents = [
            DatedText(
                id=str(n),
                published=start + timedelta(days=n),
                text=f"Wave {n} of {7 * n} boats reached harbour {n * n} near Tarn with salt.",
            )
            for n in range(number)
        ]
        return len(timeline_of(documents))

    assert told(1) == 1
    assert told(10) == 6
    assert told(40) == 19


@pytest.mark.parametrize(("days", "passages"), [(-1, 1), (1, 0)])
def test_impossible_wishes_are_the_askers_mistake(days: int, passages: int) -> None:
    with pytest.raises(InputError, match="ask for"):
        timeline_of(DAM, days=days, passages=passages)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_do_no_harm(day: date) -> None:
    """F15: a day of publication in the year 1 or 9999 counts as unknown."""
    documents = [DatedText(id="1", published=day, text="The dam above Tarn broke yesterday and will be repaired tomorrow or next year.")]
    assert timeline_of(documents, days=5) == ()


@pytest.mark.shared
def test_days_of_the_shared_timelines_are_found(shared: Path) -> None:
    found: list[float] = []
    with gzip.open(shared / "data" / "timelines" / "timeline17_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        gold = {date.fromisoformat(entry["date"][:10]) for entry in row["gold"]}
        documents = [
            DatedText(id=one["id"], published=date.fromisoformat(one["published"][:10]), text=one["text"]) for one in row["documents"]
        ]
        told = {entry.day for entry in timeline_of(documents, days=len(gold))}
        found.append(2 * len(gold & told) / (len(gold) + len(told)))
    assert sum(found) / len(found) >= 0.56
