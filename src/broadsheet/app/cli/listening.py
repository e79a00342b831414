"""Articles, stories and any text read aloud by a program on this machine: listen."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.numbers import THING, story_of
from broadsheet.app.cli.output import meter
from broadsheet.errors import InputError
from broadsheet.types.told import Length

if TYPE_CHECKING:
    from broadsheet.app.listening import Spoken

#: Bytes of a text from stdin.
MOST = 4 * 1024 * 1024


@click.command()
@click.argument("thing", metavar="ARTICLE|STORY|digest|-")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="WAV file to write. Default is stdout, where that is a pipe.")
@click.option("--length", type=click.Choice([one.value for one in Length]), default="page", show_default=True, help="Of a story's brief.")
@click.option("--language", default="", metavar="CODE", help="Of a text from stdin: en, de, ... Found out when left out.")
@click.option("--voice", default=None, metavar="NAME", help="A voice that espeak-ng --voices lists, instead of the settings'.")
@click.option("--speed", type=click.FloatRange(0.5, 2.5), default=None, help="How fast, instead of the settings'; 1 is 175 words a minute.")
@pass_office
def listen(office: Office, thing: str, out: Path | None, length: str, language: str, voice: str | None, speed: float | None) -> None:
    """Read an ARTICLE (12), the brief of a STORY (s12), the last day's digest, or a text from stdin (-) aloud into a WAV file.

    By the program espeak-ng, which must be installed. On the site the browser's own voice reads, and needs nothing. To hear something at
    once: broadsheet listen 12 | aplay.
    """
    from broadsheet.app.audio import write
    from broadsheet.models.voices import EspeakVoice

    if out is None and sys.stdout.isatty():
        raise InputError("sound is not for a terminal", hint="--out FILE.wav, or a pipe: broadsheet listen 12 | aplay")
    chosen = office.settings.voice
    # Asked for by name, a voice is used also where the settings choose none for the site.
    speaker = EspeakVoice(voice=chosen.voice if voice is None else voice, speed=speed or chosen.speed)
    spoken = _spoken(office, thing, Length(length), language)
    if out is None:
        with tempfile.TemporaryFile() as whole:
            with meter("reading aloud"):
                write(speaker, spoken, whole)
            whole.seek(0)
            shutil.copyfileobj(whole, sys.stdout.buffer)
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as whole, meter("reading aloud"):
            seconds = write(speaker, spoken, whole)
        os.replace(part, out)
    except OSError as error:
        raise InputError(f"cannot write {out}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{out}: {seconds / 60:.1f} minutes", err=True)


def _spoken(office: Office, thing: str, length: Length, language: str) -> Spoken:
    """What is to be read. A story's articles are read for the ledger first, as `summarise` does. Raises NotFound."""
    from broadsheet.app.listening import spoken_article, spoken_story, spoken_text

    if thing == "-":
        text = sys.stdin.buffer.read(MOST).decode("utf-8", "replace")
        if not language:
            from broadsheet.analyse.language import detect

            language = detect(text[:20_000])
        return spoken_text(text, language)
    newsroom = office.newsroom
    if thing == "digest":
        from broadsheet.app.listening import spoken_digest
        from broadsheet.desk.digest import digest
        from broadsheet.desk.digest_rules import Rules

        now = newsroom.clock()
        return spoken_digest(digest(newsroom.store, Rules(), now - timedelta(days=1), now), newsroom.settings.title)
    named = THING.convert(thing, None, None)
    if not named.is_story:
        return spoken_article(newsroom.store.article(named.number))
    from broadsheet.desk.telling import told_story

    story = story_of(newsroom.store, named.number)
    newsroom.analyser.analyse([article_id for article_id, _ in newsroom.store.coverage([story.id]).get(story.id, [])])
    return spoken_story(story, told_story(newsroom.store, story, length))
