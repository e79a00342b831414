"""Readers' decisions about stories: merge, move, undo, edits. (Splitting stands with the pasted pages in `filters`: both are `split`.)"""

from __future__ import annotations

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.numbers import ARTICLE, STORY, story_of
from broadsheet.app.cli.output import as_json
from broadsheet.app.cli.stories import edit_record, edit_words, line_of_edit
from broadsheet.types import StoryEdit

#: Who decides when it is done here: kept with the edit and in the audit log.
ACTOR = "cli"


@click.command()
@click.argument("story", type=STORY)
@click.argument("other", type=STORY)
@click.option("--json", "json_", is_flag=True, help="The edit as one JSON object.")
@pass_office
def merge(office: Office, story: int, other: int, json_: bool) -> None:
    """Make two stories one, for good: the articles of OTHER go into STORY. `undo` takes it back."""
    into, gone = story_of(office.newsroom.store, story), story_of(office.newsroom.store, other)
    say_edit(office.newsroom.merge(into.id, gone.id, ACTOR), json_)


@click.command()
@click.argument("article", type=ARTICLE)
@click.argument("story", type=STORY)
@click.option("--json", "json_", is_flag=True, help="The edit as one JSON object.")
@pass_office
def move(office: Office, article: int, story: int, json_: bool) -> None:
    """Put an ARTICLE into another STORY, for good. `undo` takes it back."""
    into = story_of(office.newsroom.store, story)
    say_edit(office.newsroom.move(article, into.id, ACTOR), json_)


@click.command()
@click.argument("edit", type=int)
@click.option("--json", "json_", is_flag=True, help="The edit as one JSON object.")
@pass_office
def undo(office: Office, edit: int, json_: bool) -> None:
    """Take an EDIT back: its articles return to where they were. The later of two edits of the same articles goes first."""
    say_edit(office.newsroom.undo(edit, ACTOR), json_)


@click.command()
@click.option("--story", type=STORY, default=0, help="Only those that touched this story.")
@click.option("-n", "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many.")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@pass_office
def edits(office: Office, story: int, limit: int, json_: bool) -> None:
    """List what readers changed about stories, the latest first."""
    store = office.newsroom.store
    for edit in store.edits(story_of(store, story).id if story else 0, limit):
        as_json(edit_record(edit)) if json_ else click.echo(line_of_edit(edit))


def say_edit(edit: StoryEdit, json_: bool) -> None:
    """Say what was changed, and how to take it back."""
    if json_:
        as_json(edit_record(edit))
        return
    click.echo(edit_words(edit))
    if not edit.undone:
        click.echo(f"broadsheet undo {edit.id} takes it back", err=True)
