"""Articles and stories read aloud by a program on this machine: listen."""

from __future__ import annotations

import os
from pathlib import Path

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.numbers import THING, Thing, story_of
from broadsheet.errors import InputError
from broadsheet.types.told import Length


@click.command()
@click.argument("thing", type=THING, metavar="ARTICLE|STORY")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="WAV file to write.")
@click.option("--length", type=click.Choice([one.value for one in Length]), default="page", show_default=True, help="Of a story's brief.")
@pass_office
def listen(office: Office, thing: Thing, out: Path, length: str) -> None:
    """Read an ARTICLE (12), or the brief of a STORY (s12), aloud into a WAV file.

    By the voice of the settings, or by espeak-ng where they name none; the program must be installed. On the site the browser's own voice
    reads, and needs nothing.
    """
    from broadsheet.app.audio import write
    from broadsheet.app.listening import spoken_article, spoken_story
    from broadsheet.desk.telling import told_story
    from broadsheet.models.voices import open_voice

    newsroom = office.newsroom
    chosen = newsroom.settings.voice
    voice = open_voice(chosen.kind if chosen.kind != "none" else "espeak", voice=chosen.voice, speed=chosen.speed)
    if voice is None:
        raise InputError("there is no voice to read with")
    if thing.is_story:
        story = story_of(newsroom.store, thing.number)
        spoken = spoken_story(story, told_story(newsroom.store, story, Length(length)))
    else:
        spoken = spoken_article(newsroom.store.article(thing.number))
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            seconds = write(voice, spoken, file)
        os.replace(part, out)
    except OSError as error:
        raise InputError(f"cannot write {out}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{out}: {seconds / 60:.1f} minutes", err=True)
