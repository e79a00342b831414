"""What a sentence shows of who speaks: subjects, silences, pieces that cannot be of a statement; adjectives of states; chains."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from broadsheet.analyse import speakers
from broadsheet.analyse.ledger import LedgerArticle, build
from broadsheet.analyse.statements import find_statements, settled
from broadsheet.types import Findings, HolderKind, Marking, PairKind, Part, Stance, Statement

Said = tuple[Part, str]


def tagging(text: str, *parts: Said) -> Sequence[Marking]:
    """Markings of these words, each searched after the last one."""
    found, at = [], 0
    for part, words in parts:
        at = text.index(words, at)
        found.append(Marking(part, at, at + len(words), 0.95))
        at += len(words)
    return found


def rows(text: str, *parts: Said) -> tuple[Statement, ...]:
    found = find_statements(text, lambda _: tagging(text, *parts))
    return settled(text, speakers.resolve(text, found, "Lantern"))


def names(statement: Statement) -> list[str]:
    return [holder.name for holder in statement.holders]


def words(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_the_subject_of_a_cue_is_its_source_over_what_stands_between() -> None:
    text = "Moscow and Pyongyang have, for the first time, acknowledged that soldiers were sent."
    [row] = rows(text, (Part.CUE, "acknowledged"), (Part.CONTENT, "that soldiers were sent"))
    assert names(row) == ["Russia", "North Korea"]
    assert row.stance is Stance.ADMITS
    assert row.confidence >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Vellmar were told that the water was clean.",
        "It was claimed that the water was clean.",
        "Odda Brenn, who said that she was tired, and claimed that the water was clean.",
    ],
)
def test_passives_and_nested_clauses_have_no_such_subject(text: str) -> None:
    cue = "told" if "told" in text else "claimed"
    [row] = rows(text, (Part.CUE, cue), (Part.CONTENT, "that the water was clean"))
    assert row.source == ()


def test_neither_nor_is_no_statement_of_either() -> None:
    text = "Neither the Kremlin nor Pyongyang outlined plans for more troops."
    [row] = rows(text, (Part.SOURCE, "Neither the Kremlin nor Pyongyang"), (Part.CUE, "outlined"), (Part.CONTENT, "plans for more troops"))
    assert row.stance is Stance.NO_STATEMENT
    assert names(row) == ["Russia", "North Korea"]


def test_a_silence_is_a_row_and_its_end_a_change_of_position() -> None:
    text = (
        "Moscow has acknowledged that soldiers were sent to the border.\n\n"
        "But Russia remained silent on the matter even as evidence mounted, until now."
    )
    found = rows(text, (Part.SOURCE, "Moscow"), (Part.CUE, "has acknowledged"), (Part.CONTENT, "that soldiers were sent to the border"))
    assert [row.stance for row in found] == [Stance.ADMITS, Stance.SILENT]
    assert words(text, found[1].content) == ["the matter"]
    numbered = tuple(row for row in found)
    ledger = build(
        [
            LedgerArticle(
                article_id=1, publisher="P", published=None, title="", text=text, findings=Findings(article_id=1, statements=numbered)
            )
        ]
    )
    [pair] = ledger.pairs
    assert (pair.kind, pair.why) == (PairKind.STANCE_CHANGE, "silence")
    assert ledger.statements[pair.first].stance is Stance.SILENT


def test_indirect_speech_ends_with_its_sentence() -> None:
    text = "Survey crews estimate that 40 homes were flooded. Many were likely built too low."
    [row] = rows(
        text,
        (Part.SOURCE, "Survey crews"),
        (Part.CUE, "estimate"),
        (Part.CONTENT, "that 40 homes were flooded"),
        (Part.CONTENT, "Many were likely built too low"),
    )
    assert words(text, row.content) == ["that 40 homes were flooded"]


def test_a_quotation_may_go_on_in_the_next_sentence() -> None:
    text = "“We lost the boats,” said Odda Brenn. “We kept the nets.”"
    [row] = rows(
        text, (Part.CONTENT, "“We lost the boats,”"), (Part.CUE, "said"), (Part.SOURCE, "Odda Brenn"), (Part.CONTENT, "“We kept the nets.”")
    )
    assert words(text, row.content) == ["“We lost the boats,”", "“We kept the nets.”"]


@pytest.mark.parametrize(
    ("text", "source", "name", "body"),
    [
        ("North Korean state media said it was over.", "North Korean state media", "North Korean state media", "North Korea"),
        ("The plant's Russian management said it was over.", "The plant's Russian management", "plant's Russian management", "Russia"),
        ("The crew of the ferry Aster said it was over.", "The crew of the ferry Aster", "crew of the ferry Aster", "Aster"),
        ("IAEA Director General Rafael Grossi said it was over.", "IAEA Director General Rafael Grossi", "Rafael Grossi", ""),
        ("Brandel spokeswoman said it was over.", "Brandel spokeswoman", "Brandel", ""),
    ],
)  # fmt: skip
def test_the_head_of_a_phrase_speaks(text: str, source: str, name: str, body: str) -> None:
    [row] = rows(text, (Part.SOURCE, source), (Part.CUE, "said"), (Part.CONTENT, "it was over"))
    assert [(holder.name, holder.body) for holder in row.holders] == [(name, body)]


def test_it_is_the_body_that_spoke_in_the_sentence_before() -> None:
    text = "The Quay Office ran the pier. Its Danish management said drones had landed. It said nobody was hurt."
    found = rows(
        text,
        (Part.SOURCE, "Its Danish management"), (Part.CUE, "said"), (Part.CONTENT, "drones had landed"),
        (Part.SOURCE, "It"), (Part.CUE, "said"), (Part.CONTENT, "nobody was hurt"),
    )  # fmt: skip
    assert names(found[1]) == names(found[0])


def test_what_cannot_speak_is_not_sure() -> None:
    text = "The scale of the attack confirms that drones are the weapon of the century."
    [row] = rows(
        text, (Part.SOURCE, "The scale of the attack"), (Part.CUE, "confirms"), (Part.CONTENT, "that drones are the weapon of the century")
    )
    assert row.confidence < 0.6


def test_he_is_a_person() -> None:
    text = "The Kremlin quoted Valery Gerasimov. “We went in together,” he said."
    [row] = rows(text, (Part.CONTENT, "“We went in together,”"), (Part.SOURCE, "he"), (Part.CUE, "said"))
    assert all(holder.kind is HolderKind.PERSON or not holder.sure for holder in row.holders)


def test_a_source_that_cuts_a_name_means_the_whole_one() -> None:
    text = "Hexley Solvents makes glue. On Friday Hexley Solvents denied that it had spilt any."
    at = text.rindex("Hexley")
    found = find_statements(
        text,
        lambda _: [
            Marking(Part.SOURCE, at, at + 6, 0.9),
            Marking(Part.CUE, at + 16, at + 22, 0.9),
            Marking(Part.CONTENT, at + 23, len(text) - 1, 0.9),
        ],
    )
    [row] = speakers.resolve(text, found, "")
    assert names(row) == ["Hexley Solvents"]


def test_a_name_in_a_clause_about_the_head_does_not_speak() -> None:
    text = "The company whose plant poisoned the River Arle has admitted that it lied."
    [row] = rows(text, (Part.SOURCE, text[:47]), (Part.CUE, "has admitted"), (Part.CONTENT, "that it lied"))
    assert "River Arle" not in names(row)
