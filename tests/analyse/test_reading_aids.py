"""Language, sentences, key points and word changes."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.analyse.changes import word_changes
from broadsheet.analyse.keypoints import key_points
from broadsheet.analyse.language import detect
from broadsheet.analyse.sentences import sentences
from broadsheet.types import Article, Block, BlockKind

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


# -- language ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council met on Tuesday to vote on the new harbour wall.", "en"),
        ("Der Rat trat am Dienstag zusammen, um über die Mauer zu stimmen.", "de"),
        ("Le conseil s'est réuni mardi pour voter sur la digue du port.", "fr"),
        ("EL CONSEJO SE REUNIÓ EL MARTES PARA VOTAR", "es"),
        ("議会は火曜日に集まり、港の壁について採決した。", "ja"),
        ("市议会周二开会，就港口的新墙进行表决。", "zh"),
        ("هذا نص عربي قصير عن المدينة والبحر", "ar"),
        ("Рада зібралася у вівторок, щоб проголосувати", "uk"),
        ("", ""),
        ("12345 67,8 %", ""),
        ("Hi", ""),
        ("🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉", ""),
    ],
)
def test_language_of(text: str, language: str) -> None:
    assert detect(text) == language


def test_T01_T10_odd_characters_do_not_stop_detection() -> None:
    assert detect("\x00\ud800 The council met on Tuesday\nevening in the old hall.") == "en"


# -- sentences ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", 'Dr. Marl went to the U.S. on Jan. 5. She said: "No!" He left at 5 p.m. sharp.', 3),
        ("de", "Am 3. Mai kam Dr. Meier, z.B. mit J. Huber. Er sagte: „Nein!“ Dann ging er.", 3),
        ("fr", "M. Dupont a dit « non ». Il est parti à 5 h. du matin.", 2),
        ("es", "El Sr. Berén llegó. ¿Cuándo? ¡Nadie lo sabe! Fin.", 4),
        ("ja", "彼は「行く。」と言った。そして帰った。終わり！", 3),
        ("zh", "他说：“你好。”然后走了。天气很好。", 2),
        ("ar", "وصل الوزير أمس. هل سيعود؟ لا أحد يعلم.", 3),
        ("hi", "वह आया। फिर गया।", 2),
        ("ru", "Он родился в 1990 г. в Озёрске. Потом уехал.", 2),
        ("el", "Ήρθε χθες. Έφυγε σήμερα.", 2),
        ("", "One thing. Another thing.", 2),
    ],
)
def test_sentences_of(language: str, text: str, count: int) -> None:
    assert len(sentences(text, language)) == count


def test_a_line_break_always_ends_a_sentence() -> None:
    text = "A heading without a stop\nThe text. More."
    assert [text[s:e] for s, e in sentences(text)] == ["A heading without a stop", "The text.", "More."]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "de", "ja", "ar", ""]))
def test_every_visible_character_is_in_one_sentence(text: str, language: str) -> None:
    spans = sentences(text, language)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(character.isspace() or place in covered for place, character in enumerate(text))


def cpu(work: object, *arguments: object) -> float:
    start = time.process_time()
    work(*arguments)  # type: ignore[operator]  # any function under test
    return time.process_time() - start


@pytest.mark.parametrize("unit", ["中", "a. ", "x", "。", "「", '."', ". "])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_T07_H24_sentences_in_linear_time(unit: str, language: str) -> None:
    small, large = unit * (20_000 // len(unit)), unit * (80_000 // len(unit))
    cpu(sentences, small, language)
    # The best of three: what else the machine does meanwhile is no part of it.
    took = {text: min(cpu(sentences, text, language) for _ in range(3)) for text in (small, large)}
    assert took[large] <= 4 * 2.5 * max(took[small], 0.02)


# -- key points --------------------------------------------------------------------------------------------------------

STORY = (
    "The harbour bridge in Sandvik was opened to lorries on Monday after eleven months of repairs. "
    "It had been closed when divers found cracks in two of its pillars.\n"
    "The town paid nine million crowns for the repairs, three million more than it had planned. "
    '"We are glad that it is over," said the mayor.\n'
    "Lorries had taken the long road through Velm, where people complained of noise at night. "
    "The harbour expects twice as many containers before the end of the year. "
    "What will happen to the ferry is open. The ferry carried lorries during the repairs of the bridge and lost money on each of them."
)


def story(**changed: object) -> Article:
    fields = {
        "text": STORY,
        "title": "Harbour bridge in Sandvik opens after repairs",
        "received": NOW,
        "language": "en",
        "id": 7,
        **changed,
    }
    return Article(**fields)  # type: ignore[arg-type]  # a test's shorthand for any fields


def test_key_points_are_own_sentences_in_order_that_stand_alone() -> None:
    points = key_points(story())
    said = [STORY[p.start : p.end] for p in points]
    assert len(said) == 3
    assert [p.start for p in points] == sorted(p.start for p in points)
    assert said[0].startswith("The harbour bridge in Sandvik")
    assert {p.article_id for p in points} == {7}
    assert all(point.endswith(".") and not point.startswith(("It ", '"')) for point in said)


def test_key_points_come_from_paragraphs_only_and_without_repetition() -> None:
    first = STORY.index("\n")
    layout = (Block(BlockKind.QUOTE, 0, first), Block(BlockKind.PARAGRAPH, first + 1, len(STORY)))
    assert all(point.start > first for point in key_points(story(layout=layout)))
    twice = story(text=STORY + "\n" + STORY)
    said = [twice.text[p.start : p.end] for p in key_points(twice, 5)]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("text", ["", "One sentence only.", "Short. Bits. Of. Text. Here. And. There.", "12345\n" * 20])
def test_T15_nothing_to_point_out(text: str) -> None:
    assert key_points(story(text=text)) == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600))
def test_key_points_of_any_text_are_passages_of_it(text: str) -> None:
    assert all(0 <= p.start < p.end <= len(text) for p in key_points(story(text=text)))


# -- changes -----------------------------------------------------------------------------------------------------------


def test_changes_word_by_word() -> None:
    old = "The fire killed 12 people, police said.\n\nA paragraph that stays.\n"
    new = "The fire killed at least 14 people, police said.\n\nA paragraph that stays.\nAnd a new one.\n"
    assert word_changes(old, new) == [
        ("same", "The fire killed "),
        ("gone", "12 "),
        ("new", "at least 14 "),
        ("same", "people, police said.\n\nA paragraph that stays.\n"),
        ("new", "And a new one.\n"),
    ]


def test_changes_in_a_script_without_spaces() -> None:
    assert word_changes("死者は十二人。", "死者は十四人。") == [("gone", "死者は十二人。"), ("new", "死者は十四人。")] or (
        "new",
        "四",
    ) in word_changes("死者は十二人。", "死者は十四人。")


def test_nothing_changed() -> None:
    assert word_changes("", "") == []
    assert word_changes("a b", "a b") == [("same", "a b")]


WORDS = st.lists(st.sampled_from(["fire", "killed", "12", "people,", "police", "\n", "新", "said."]), max_size=40).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS)
def test_changes_rebuild_both_texts(old: str, new: str) -> None:
    changes = word_changes(old, new)
    assert "".join(text for kind, text in changes if kind != "gone") == new
    before = "".join(text for kind, text in changes if kind != "new")
    assert "".join(before.split()) == "".join(old.split())
    assert all(one[0] != two[0] for one, two in itertools.pairwise(changes))


def test_H24_long_texts_are_compared_in_bounded_time() -> None:
    for one, two in (("a b c ", "c a b d "), ("x", "y"), ("line\n", "enil\n"), (" ", "\n")):
        assert cpu(word_changes, one * 30_000, two * 30_000) < 5
