"""Audio files: what is read, in whose language, whose words; made once, kept within bounds."""

from __future__ import annotations

import os
import threading
import wave
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.app.audio import AudioDesk, seconds_of
from broadsheet.app.listening import LONGEST, PIECE, TOO_LONG, Part, Spoken, sayable, spoken_article, spoken_text
from broadsheet.errors import InputError, StoreUnusable, TooMany
from broadsheet.models.voices import NoVoice, Wave, write_wave
from broadsheet.types import Article, Block, BlockKind


class Hum:
    """A voice that hums a millisecond for each letter, and no German."""

    name = "hum/1"

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def speak(self, text: str, language: str) -> bytes:
        assert self.may_go_on.wait(10)
        if language == "de":
            raise NoVoice("no German here")
        self.said.append((text, language))
        return write_wave(Wave(b"\1\0" * 8 * len(text), 8000))


@pytest.fixture
def voice() -> Hum:
    return Hum()


def desk(voice: Hum, folder: Path, kept: int = 10**8) -> AudioDesk:
    return AudioDesk(voice, folder / "audio", kept)


def test_an_article_is_read_in_order_without_its_pictures() -> None:
    text = "The quay is shut.\n\nSee https://harbour.example/notice?id=7 for more."
    article = Article(
        title="Quay shut",
        text=text,
        language="en",
        publisher="The Bell",
        received=datetime(2026, 3, 1, tzinfo=UTC),
        layout=(
            Block(BlockKind.PARAGRAPH, 0, 17),
            Block(BlockKind.IMAGE, 17, 17, url="https://x.example/y.png", alt="A quay"),
            Block(BlockKind.PARAGRAPH, 19, len(text)),
        ),
    )
    spoken = spoken_article(article)
    assert [part.text for part in spoken.parts] == ["Quay shut", "The Bell", "The quay is shut.", "See harbour.example for more."]
    assert {part.language for part in spoken.parts} == {"en"}


def test_long_texts_come_in_pieces_and_end_where_it_is_said() -> None:
    sentence = "The harbour stays closed until Monday, said nobody in particular. "
    spoken = spoken_text(sentence * 2000, "en")
    assert all(0 < len(part.text) <= PIECE for part in spoken.parts)
    assert sum(len(part.text) for part in spoken.parts) <= LONGEST + len(TOO_LONG)
    assert all(part.text.endswith(".") for part in spoken.parts)
    assert spoken.parts[-1].text == TOO_LONG
    assert "".join(part.text for part in spoken_text("x" * 9000).parts) == "x" * 9000


def test_addresses_are_said_by_their_host() -> None:
    assert sayable("a https://[oops b HTTPS://News.Example/a/b?c#d, e") == "a b news.example e"


def test_a_file_is_made_once_and_lasts_as_long_as_it_says(voice: Hum, tmp_path: Path) -> None:
    made = desk(voice, tmp_path)
    spoken = spoken_text("One two three.\n\nFour.\n\n* * *", "en")
    assert made.kept(spoken) is None
    file = made.file(spoken)
    assert made.file(spoken) == file == made.kept(spoken)
    assert [text for text, _ in voice.said] == ["One two three.", "Four."]
    with wave.open(str(file)) as found:
        assert found.getnframes() / found.getframerate() == pytest.approx(seconds_of(file)) == pytest.approx(0.019 + 2 * 0.45)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert file.parent.stat().st_mode & 0o077 == 0


def test_other_words_or_another_language_are_another_file(voice: Hum, tmp_path: Path) -> None:
    made = desk(voice, tmp_path)
    assert len({made.file(spoken_text("Words", language)) for language in ("en", "fr", "")}) == 3


def test_what_the_voice_does_not_speak_is_left_out_unless_it_is_all(voice: Hum, tmp_path: Path) -> None:
    made = desk(voice, tmp_path)
    made.file(Spoken("x", (Part("Guten Tag", "de"), Part("Good day", "en"))))
    assert voice.said == [("Good day", "en")]
    with pytest.raises(NoVoice):
        made.file(spoken_text("Guten Tag", "de"))
    with pytest.raises(InputError):
        made.file(spoken_text("* * *", "en"))
    assert len(list((tmp_path / "audio").iterdir())) == 1


def test_what_was_unheard_for_longest_goes_first(voice: Hum, tmp_path: Path) -> None:
    made = desk(voice, tmp_path, kept=20_000)
    texts = [spoken_text(f"{word} day", "en") for word in ("First", "Second", "Third")]
    files = []
    for age, one in zip((30, 20), texts, strict=False):
        files.append(made.file(one))
        then = files[-1].stat().st_mtime - age
        os.utime(files[-1], (then, then))
    assert made.kept(texts[0])
    made.file(texts[2])
    assert made.kept(texts[0])
    assert made.kept(texts[1]) is None
    alone = AudioDesk(voice, tmp_path / "audio", 1).file(spoken_text("Fourth day", "en"))
    assert list(alone.parent.iterdir()) == [alone]


def test_only_so_many_wait(voice: Hum, tmp_path: Path) -> None:
    made = desk(voice, tmp_path)
    voice.may_go_on.clear()
    sent_away = threading.Event()

    def ask(number: int) -> None:
        try:
            made.file(spoken_text(f"Number {number}", "en"))
        except TooMany:
            sent_away.set()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(5)]
    for one in threads:
        one.start()
    assert sent_away.wait(5)
    voice.may_go_on.set()
    for one in threads:
        one.join(10)
    assert len(voice.said) == 4


def test_a_folder_that_cannot_be_written_is_said(voice: Hum, tmp_path: Path) -> None:
    (tmp_path / "audio").write_text("in the way")
    with pytest.raises(StoreUnusable, match="audio"):
        desk(voice, tmp_path).file(spoken_text("Words", "en"))
