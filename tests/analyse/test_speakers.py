"""Holders: names, bodies, states, pronouns, descriptions, chains."""

from __future__ import annotations

import pytest

from broadsheet.analyse.speakers import resolve
from broadsheet.analyse.speakers.entities import entities
from broadsheet.analyse.speakers.names import find_names
from broadsheet.types import Form, HolderKind, Span, Statement


def at(text: str, words: str, nth: int = 0) -> Span:
    """Where words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def held(text: str, *sources: str | tuple[str, int], publisher: str = "") -> list[list[str]]:
    """Names of the holders of statements with these sources, each with what stands after it as content."""
    rows = []
    for source in sources:
        words, nth = source if isinstance(source, tuple) else (source, 0)
        span = at(text, words, nth)
        rows.append(Statement(source=(span,), cue=((span[1] + 1, span[1] + 5),), content=((span[1] + 6, span[1] + 9),), confidence=0.9))
    rows.sort(key=lambda row: row.source[0])
    return [[holder.name for holder in row.holders] for row in resolve(text, rows, publisher)]


def test_surname_title_and_pronoun_mean_the_named_person() -> None:
    text = "Mayor Ingrid Solveig said no. Mr. Karim Dost said yes. Solveig said more. She said it twice. He said less."
    assert held(text, "Mayor Ingrid Solveig", "Mr. Karim Dost", ("Solveig", 1), "She", "He") == [
        ["Ingrid Solveig"], ["Karim Dost"], ["Ingrid Solveig"], ["Ingrid Solveig"], ["Karim Dost"],
    ]  # fmt: skip


def test_joint_holders_are_two() -> None:
    text = "Moscow and Pyongyang said the treaty stands. The Kremlin said so, too."
    assert held(text, "Moscow and Pyongyang", "The Kremlin") == [["Russia", "North Korea"], ["Russia"]]


def test_the_company_is_the_body_named_last() -> None:
    text = "Brandt Industries said the dam was safe.\n\nThe company said no water had run."
    assert held(text, "Brandt Industries", "The company") == [["Brandt Industries"]] * 2


def test_an_unnamed_speaker_stays_unnamed_and_is_meant_by_the_next_pronoun() -> None:
    text = "A guard at the gate, who asked not to be named, said it leaked. He said it again."
    rows = resolve(
        text,
        [
            Statement(
                source=(at(text, "A guard at the gate, who asked not to be named,"),),
                cue=(at(text, "said"),),
                content=(at(text, "it leaked"),),
                confidence=0.9,
            ),
            Statement(source=(at(text, "He"),), cue=(at(text, "said", 1),), content=(at(text, "it again"),), confidence=0.9),
        ],
    )
    assert [row.holders[0].name for row in rows] == ["guard at the gate"] * 2
    assert rows[0].holders[0].kind is HolderKind.ANONYMOUS
    assert not rows[0].holders[0].sure


def test_what_cannot_be_resolved_keeps_its_words() -> None:
    text = "It rained. He said nothing was lost."
    rows = resolve(
        text, [Statement(source=(at(text, "He"),), cue=(at(text, "said"),), content=(at(text, "nothing was lost"),), confidence=0.9)]
    )
    assert rows[0].holders[0].name == "He"
    assert not rows[0].holders[0].sure
    assert rows[0].confidence < 0.5


def test_a_chain_keeps_through_whom_it_is_known() -> None:
    text = "State television reported that General Iven Rask said the war was over."
    outer = Statement(source=(at(text, "State television"),), cue=(at(text, "reported"),), content=((26, len(text) - 1),), confidence=0.9)
    inner = Statement(
        source=(at(text, "General Iven Rask"),), cue=(at(text, "said"),), content=(at(text, "the war was over"),), confidence=0.9
    )
    rows = resolve(text, [outer, inner])
    assert [(row.holders[0].name, row.via) for row in rows] == [("State television", ""), ("Iven Rask", "State television")]


def test_our_page_is_the_publishers() -> None:
    text = "An earlier version of our page said that ten had come."
    assert held(text, "An earlier version of our page", publisher="Lantern Post") == [["Lantern Post"]]


def test_a_second_verb_has_the_first_ones_holder() -> None:
    text = "Ingrid Solveig said the road was shut and warned that rain would come."
    first = Statement(
        source=(at(text, "Ingrid Solveig"),), cue=(at(text, "said"),), content=(at(text, "the road was shut"),), confidence=0.9
    )
    second = Statement(cue=(at(text, "warned"),), content=(at(text, "that rain would come"),), confidence=0.9)
    rows = resolve(text, [first, second])
    assert rows[1].holders == rows[0].holders
    assert rows[1].confidence < rows[0].confidence


def test_a_person_speaks_for_the_body_beside_the_name() -> None:
    text = "Brandt Industries' managing director, Clara Rohn, said no. Its lawyers left."
    rows = resolve(
        text,
        [
            Statement(
                source=(at(text, "Clara Rohn"),), cue=(at(text, "said"),), content=(at(text, "no"),), confidence=0.9, form=Form.INDIRECT
            )
        ],
    )
    assert (rows[0].holders[0].name, rows[0].holders[0].body) == ("Clara Rohn", "Brandt Industries")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Volodymyr Zelenskyy spoke. Later Zelensky left, and Mr Zelensky slept.", {"Volodymyr Zelenskyy"}),
        ("The Federal Election Commission met. The FEC will decide.", {"Federal Election Commission"}),
        ("Anna Lund met Bo Lund. Anna Lund left.", {"Anna Lund", "Bo Lund"}),
    ],
)
def test_aliases_are_one(text: str, names: set[str]) -> None:
    assert {entity.full for entity in entities(text, find_names(text))} == names
