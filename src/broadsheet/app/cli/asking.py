"""Questions on the command line: ask."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.numbers import ARTICLE, STORY, story_of
from broadsheet.app.cli.output import as_json
from broadsheet.app.cli.safe import safe
from broadsheet.errors import InputError
from broadsheet.types.told import Found

if TYPE_CHECKING:
    from broadsheet.desk.asking import ToldView
    from broadsheet.desk.worded import Worded


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--story", type=STORY, default=0, metavar="STORY", help="Answer from this story (s12) alone.")
@click.option("--article", type=ARTICLE, default=0, metavar="ARTICLE", help="Answer from this article (a3) alone.")
@click.option("--after", default="", metavar="QUESTION", help="The question asked before, which a follow-up takes up.")
@click.option("--worded", is_flag=True, help="In the words of the text generator that the settings name, each sentence checked.")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def ask(office: Office, question: tuple[str, ...], story: int, article: int, after: str, worded: bool, json_: bool) -> None:
    """Answer a QUESTION in sentences of the articles, each with its passage; both sides where they differ.

    Where no source says it, says so, shows the nearest passages, and exits with 3. English questions.
    """
    from broadsheet.app.telling_records import answer_record
    from broadsheet.desk.asking import ask as answer_to

    text = " ".join(question)
    if not text.strip():
        raise InputError("there is no question", hint='broadsheet ask "How many were hurt?"')
    newsroom = office.newsroom
    number = story_of(newsroom.store, story).id if story else 0
    page = answer_to(newsroom.store, newsroom.meaning, text, story_id=number, article_id=article, before=after)
    if worded:
        from broadsheet.desk.worded import worded_answer

        show_worded(worded_answer(newsroom.generator, page), json_)
    elif json_:
        as_json(answer_record(page))
    else:
        if page.said:
            click.echo(safe(page.said))
        for view in page.sentences:
            click.echo("\n".join(told_lines(view)))
        if page.near:
            click.echo("nearest passages:")
            for view in page.near:
                click.echo("\n".join(told_lines(view)))
        waiting = newsroom.store.unanalysed_count()
        if waiting:
            click.echo(f"{waiting} articles wait to be read: broadsheet analyse", err=True)
    if page.answer.found is Found.UNKNOWN:
        raise click.exceptions.Exit(3)


def show_worded(found: Worded, json_: bool) -> None:
    """What a text generator worded, or the sources' own sentences and why."""
    from broadsheet.app.telling_records import worded_record

    if json_:
        as_json(worded_record(found))
        return
    for one in found.sentences:
        click.echo(f"  {safe(one.text)}")
        for cited in one.cited:
            click.echo(f"    {safe(cited.source.outlet)}, {cited.source.time:%Y-%m-%d} · {cited.href}")
    dropped = f"; {found.phrased.refused} sentences were not held up and are not shown" if found.phrased.refused else ""
    note = found.note or f"written by {safe(found.phrased.model)}, {found.phrased.tokens} tokens"
    click.echo(note + dropped, err=True)


def told_lines(view: ToldView) -> list[str]:
    """A told sentence with its passages, for a terminal."""
    told = view.told
    width = max(50, min(120, shutil.get_terminal_size((100, 24)).columns))
    head = ": ".join(part for part in (told.label, told.holder) if part)
    lines = [f"  {safe(head)}"] if head else []
    lines.append(textwrap.fill(safe(told.text), width, initial_indent="  ", subsequent_indent="  ", break_long_words=False))
    for cited, passage in zip(view.cited, told.citations, strict=False):
        lines.append(
            f"    {safe(cited.source.outlet)}, {cited.source.time:%Y-%m-%d} · article {cited.source.id} at {passage.start}-{passage.end}"
        )
    return lines
