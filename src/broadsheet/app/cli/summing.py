"""Articles and stories told in their own sentences: summarise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.asking import show_worded, told_lines
from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.numbers import THING, Thing, story_of
from broadsheet.app.cli.output import as_json, meter
from broadsheet.app.cli.rows import Row, jsonl_option, read_rows
from broadsheet.app.cli.safe import safe
from broadsheet.errors import InputError
from broadsheet.types.told import Length

if TYPE_CHECKING:
    from broadsheet.desk.telling import TellingView


@click.command()
@click.argument("thing", type=THING, required=False, metavar="[ARTICLE|STORY]")
@jsonl_option(required=False, text="Summarise these rows instead, using no database; - is stdin.")
@click.option("--length", type=click.Choice([length.value for length in Length]), default="paragraph", show_default=True, help="How much.")
@click.option("--worded", is_flag=True, help="In the words of the text generator that the settings name, each sentence checked.")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def summarise(office: Office, thing: Thing | None, file: Path | None, length: str, worded: bool, json_: bool) -> None:
    """Tell an ARTICLE (12) or a STORY (s12) in its own sentences, each with its passage: what is known, what changed, what is contested.

    As a filter, rows {"id","text"} in ("title" and "lang" help), rows {"id","summary":[sentences],"passages":[[start,end]]} out.
    A sentence is its passage word for word, without the dateline that it may begin with.
    """
    if (thing is None) == (file is None):
        raise InputError("name an article or a story, or give rows", hint="broadsheet summarise s12, or broadsheet summarise --jsonl FILE")
    if file is not None:
        with meter("summarising") as progress:
            for number, row in enumerate(read_rows(file), 1):
                as_json(_summarised(row, Length(length)))
                progress.say("summarising", number)
        return
    assert thing is not None
    view = _told(office, thing, Length(length))
    if worded:
        from broadsheet.desk.worded import worded_telling

        show_worded(worded_telling(office.newsroom.generator, view), json_)
    else:
        _tell(view, json_)


def _told(office: Office, thing: Thing, length: Length) -> TellingView:
    from broadsheet.desk.telling import told_article, told_story

    store = office.newsroom.store
    if not thing.is_story:
        return told_article(store, thing.number, length)
    story = story_of(store, thing.number)
    office.newsroom.analyser.analyse([article_id for article_id, _ in store.coverage([story.id]).get(story.id, [])])
    return told_story(store, story, length)


def _tell(view: TellingView, json_: bool) -> None:
    from broadsheet.app.telling_records import told_record

    if json_:
        as_json({"sentences": [told_record(one) for one in view.sentences], "note": view.telling.note, "version": view.telling.version})
        return
    for title, some in (("", view.known), ("what changed", view.changed), ("what is contested", view.contested)):
        if some and title:
            click.echo(f"-- {title}")
        for one in some:
            click.echo("\n".join(told_lines(one)))
    if view.telling.note:
        click.echo(safe(view.telling.note), err=True)


def _summarised(row: Row, length: Length) -> dict[str, object]:
    from broadsheet.analyse.language import detect
    from broadsheet.analyse.summary import article_summary, shown

    if row.error:
        return {"id": row.id, "error": row.error}
    fields = row.fields
    text = fields.get("text")
    if not isinstance(text, str):
        return {"id": row.id, "error": "a row needs a text"}
    title = fields.get("title")
    language = fields.get("lang")
    picked = article_summary(
        text,
        title=title if isinstance(title, str) else "",
        language=language if isinstance(language, str) and language else detect(text[:20_000]) or "en",
        length=length,
    )
    return {"id": row.id, "summary": [shown(text, one) for one in picked], "passages": [[one.start, one.end] for one in picked]}
