"""The days of a collection and the sentences that tell them."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.analyse.timelines import DatedText, timeline_of

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
