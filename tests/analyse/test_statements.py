"""Statements found from a tagger's spans: quotations, linking, stance, manner. The tagger is the gold of a text in the marked form."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.analyse.statements import find_statements
from broadsheet.analyse.statements.corpus import CorpusError, read_marked
from broadsheet.analyse.statements.cues import cue_stance
from broadsheet.analyse.statements.quotations import quotations
from broadsheet.analyse.statements.stance import hedges, manner
from broadsheet.analyse.statements.turns import turns
from broadsheet.types import Form, Marking, Part, Stance

HEAD = "title: Tide\npublisher: Lantern\npublished: 2026-03-02\nkind: news\n\n"


def found(body: str, table: str) -> tuple[str, list[tuple[str, str, str, Stance, Form]]]:
    """The text of a marked body, and (source, cue, content, stance, form) of the statements found from its marks."""
    marked = read_marked(f"{HEAD}{body}\n---\n{table}", "test")
    markings = [
        Marking(part, start, end, 0.9)
        for one in marked.statements
        for part, spans in ((Part.SOURCE, one.source), (Part.CUE, one.cue), (Part.CONTENT, one.content))
        for start, end in spans
    ]
    text = marked.text

    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " | ".join(text[start:end] for start, end in spans)

    rows = find_statements(text, lambda _: markings)
    return text, [(words(row.source), words(row.cue), words(row.content), row.stance, row.form) for row in rows]


def test_direct_indirect_and_inverted_speech() -> None:
    _, rows = found(
        '[S1 The harbour master] [C1 said] [K1 that the barrier had held]. [K2 "It leaked for an hour,"] [C2 said] [S2 Odda Brenn].',
        "1 | harbour master | claims\n2 | Odda Brenn | claims",
    )
    assert rows == [
        ("The harbour master", "said", "that the barrier had held", Stance.CLAIMS, Form.INDIRECT),
        ("Odda Brenn", "said", '"It leaked for an hour,"', Stance.CLAIMS, Form.DIRECT),
    ]


def test_a_quotation_of_several_sentences_is_one_content() -> None:
    _, rows = found(
        '"We waited. [K1 Nobody came to the quay.] We went home," [S1 Odda Brenn] [C1 said].',
        "1 | Odda Brenn | claims",
    )
    assert [row[2] for row in rows] == ['"We waited. Nobody came to the quay. We went home,"']


def test_a_quotation_over_paragraphs_without_a_closing_mark_is_one_statement() -> None:
    _, rows = found(
        '[S1 Odda Brenn] [C1 said]: [K1 "We waited for the boats all night.]\n\n"Nobody told us that the barrier was open."',
        "1 | Odda Brenn | claims",
    )
    assert len(rows) == 1
    assert rows[0][2] == '"We waited for the boats all night. | "Nobody told us that the barrier was open."'


def test_a_content_ends_with_its_sentence() -> None:
    _, rows = found("[S1 Lund] [C1 said] [K1 that the road was shut. Lorries turned] back.", "1 | Lund | claims")
    assert rows[0][2] == "that the road was shut"


def test_silence_is_no_claim() -> None:
    _, rows = found("[S1 The ministry] [C1 declined to comment]. Rain fell.", "1 | ministry | no_statement")
    assert [(row[0], row[2], row[3]) for row in rows] == [("The ministry", "", Stance.NO_STATEMENT)]


def test_a_cue_alone_is_no_statement() -> None:
    text = "It was said and then it rained."
    assert find_statements(text, lambda _: [Marking(Part.CUE, 7, 11, 0.9)]) == ()


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        ("denied", "that it had leaked", Stance.DENIES),
        ("did not deny", "that it had leaked", Stance.NONCOMMITTAL),
        ("would not say", "whether it had leaked", Stance.NO_STATEMENT),
        ("remained silent", "on the leak", Stance.SILENT),
        ("admitted", "that it had leaked", Stance.ADMITS),
        ("called for", "an inquiry", Stance.DEMANDS),
        ("refused", "to pay", Stance.REJECTS),
        ("said", "nothing had reached the river", Stance.DENIES),
        ("said", '"I will read the report first"', Stance.NONCOMMITTAL),
        ("has repeatedly warned", "of floods", Stance.WARNS),
        ("vows", "to appeal", Stance.PROMISES),
    ],
)
def test_stance_from_cue_and_content(cue: str, content: str, stance: Stance) -> None:
    assert manner(cue, content).stance is stance


def test_manner_keeps_negation_modality_and_hedges() -> None:
    told = manner("said", "that the dam may not hold and was reportedly hit at least two times")
    assert (told.negated, told.modality) == (True, "may")
    assert told.hedges == ("reportedly", "at least")
    assert hedges("about the weather") == ()


def test_forms_of_a_cue_are_known() -> None:
    assert cue_stance(["denies"]) is cue_stance(["denying"]) is cue_stance(["denied"]) is Stance.DENIES
    assert cue_stance(["zzz"]) is None


def test_an_article_alone_is_no_source() -> None:
    text = "The road, Lund said, was shut."
    marks = [Marking(Part.SOURCE, 0, 3, 0.9), Marking(Part.CUE, 15, 19, 0.9), Marking(Part.CONTENT, 21, 29, 0.9)]
    (row,) = find_statements(text, lambda _: marks)
    assert [text[start:end] for start, end in row.source] == ["Lund"]


def test_turns_of_a_transcript_and_signed_quotations() -> None:
    text = 'BRENN: We waited.\nLUND: For what?\nBRENN: For the boats.\n\n"Nothing is ever shut here" ― Odda Brenn'
    told = [(text[one.start : one.end], one.part) for one in turns(text, quotations(text))]
    assert ("BRENN", Part.SOURCE) in told
    assert ("For the boats.", Part.CONTENT) in told
    assert ("Odda Brenn", Part.SOURCE) in told
    assert turns("Note: the office is shut.\nPhoto: Lund") == ()


def test_apostrophes_are_no_quotations() -> None:
    text = "It's the boats' fault, and the crew's: 'we were late', she said."
    assert [text[one.start : one.end] for one in quotations(text)] == ["'we were late'"]


@given(st.text(alphabet="ab \"'“”‘’\n.«»,", max_size=200))
def test_quotations_lie_in_order_within_the_text(text: str) -> None:
    ends = 0
    for one in quotations(text):
        assert ends <= one.start < one.end <= len(text)
        assert "\n" not in text[one.start : one.end]
        ends = one.end


@given(
    st.text(alphabet='abS said"“”.\n,', max_size=120),
    st.lists(st.tuples(st.sampled_from(list(Part)), st.integers(0, 119), st.integers(1, 30)), max_size=8),
)
def test_whatever_a_tagger_says_spans_lie_in_the_text(text: str, spans: list[tuple[Part, int, int]]) -> None:
    markings = [Marking(part, start, min(len(text), start + size), 0.5) for part, start, size in spans if start < len(text)]
    for row in find_statements(text, lambda _: markings):
        for start, end in (*row.source, *row.cue, *row.content):
            assert 0 <= start < end <= len(text)
        assert 0 <= row.confidence <= 1


def test_a_corpus_file_that_cannot_be_read_says_why() -> None:
    with pytest.raises(CorpusError, match="not closed"):
        read_marked(f"{HEAD}[S1 Lund [C1 said] so.\n---\n1 | Lund | claims", "test")


def words(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The words of spans."""
    return [text[start:end] for start, end in spans]


def test_a_transcript_between_quotation_marks_has_turns() -> None:
    text = '"BRENN: We waited for hours.\n\n"LUND: For what?\n\n"BRENN: For the boats."'
    rows = find_statements(text, lambda _: [])
    assert [(words(text, row.source), words(text, row.content)) for row in rows] == [
        (["BRENN"], ["We waited for hours."]),
        (["LUND"], ["For what?"]),
        (["BRENN"], ['For the boats."']),
    ]


def test_signed_quotations_are_each_their_signers() -> None:
    text = "“They call it ‘a tide’ and go home.” ― Odda Brenn\xa0\n“Nobody came to the pier at all.”― Ada Lund\n"
    rows = find_statements(text, lambda _: [])
    assert [(words(text, row.source), words(text, row.content)) for row in rows] == [
        (["Odda Brenn"], ["“They call it ‘a tide’ and go home.”"]),
        (["Ada Lund"], ["“Nobody came to the pier at all.”"]),
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"It has a huge pulpit behind it,” said Odda Brenn.', '"It has a huge pulpit behind it,”'),
        ('“Deals should not be needed," Ada Lund said.', '“Deals should not be needed,"'),
        ('"He called it “a joke” and left," she said.', '"He called it “a joke” and left,"'),
    ],
)
def test_marks_of_two_kinds_make_one_quotation(text: str, quoted: str) -> None:
    [found, *rest] = quotations(text)
    assert text[found.start : found.end] == quoted
    assert rest == []


def test_a_full_stop_within_a_quotation_does_not_cut_it() -> None:
    text = 'Ada Lund said that "they hit him ... and what they do is gaming the referee."'
    cut = text.index("and what")
    parts = [(Part.SOURCE, 0, 8), (Part.CUE, 9, 13), (Part.CONTENT, 14, cut - 5), (Part.CONTENT, cut, len(text) - 2)]
    [row] = find_statements(text, lambda _: [Marking(part, start, end, 0.9) for part, start, end in parts])
    assert words(text, row.content) == [text[14:]]


def test_a_verb_right_before_speech_is_its_cue() -> None:
    text = "The film shows Ada Lund asking them, “Why is nobody on the pier tonight?”"
    [row] = find_statements(text, lambda _: [])
    assert (words(text, row.source), words(text, row.cue)) == (["Ada Lund"], ["asking"])
    assert words(text, row.content) == ["“Why is nobody on the pier tonight?”"]
