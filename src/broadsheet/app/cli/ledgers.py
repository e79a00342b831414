"""Who said what on the command line: who, ledger, figures, timeline."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.numbers import STORY, story_of
from broadsheet.app.cli.output import as_json, meter
from broadsheet.app.cli.rows import jsonl_option, read_rows
from broadsheet.app.cli.safe import safe
from broadsheet.desk.words import counted
from broadsheet.errors import InputError, NotFound
from broadsheet.types import Story

if TYPE_CHECKING:
    from broadsheet.app.newsroom import Newsroom
    from broadsheet.desk.ledger import FigureView, PairView, Row, StoryLedger

#: Cells of the widest plot.
PLOT = 40
FORMATS = ("text", "json", "csv", "jsonld", "md")


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--unsure", is_flag=True, help="Also rows of which the analysis is not sure.")
@click.option("--limit", type=click.IntRange(1, 500), default=30, show_default=True, help="Most articles that are looked at.")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def who(office: Office, name: tuple[str, ...], unsure: bool, limit: int, json_: bool) -> None:
    """Show what NAME said, newest first: a person, an organisation or a state that is quoted in what was collected.

    Each word must begin a word of the name. Where several names fit, the most quoted one is shown and the others are listed.
    """
    from broadsheet.app.ledger_records import row_record, speaker_record
    from broadsheet.desk.ledger import rows_in

    store = office.newsroom.store
    words = " ".join(name)
    found = store.speakers(words, 12)
    if not found:
        raise NotFound(f"nobody called “{words}” is quoted", hint=_hint(office.newsroom))
    exact = [one for one in found if one.key == " ".join(words.lower().split())]
    speaker, *others = exact or found
    others = [one for one in found if one is not speaker]
    rows = [
        row
        for row in rows_in(store, store.said_by(speaker.key, limit))
        if (unsure or row.sure) and any(holder.key == speaker.key for holder in row.statement.holders)
    ]
    if json_:
        as_json(
            speaker_record(speaker) | {"others": [speaker_record(one) for one in others], "statements": [row_record(row) for row in rows]}
        )
        return
    about = f", {safe(speaker.body)}" if speaker.body else ""
    click.echo(f"{safe(speaker.name)}{about}: {counted(speaker.statements, 'statement')} in {counted(speaker.articles, 'article')}")
    for row in rows:
        click.echo("\n".join(_lines(row, named=False)))
    if others:
        click.echo("also quoted: " + ", ".join(f"{safe(one.name)} ({one.statements})" for one in others), err=True)


@click.command()
@click.argument("number", type=STORY, metavar="STORY")
@click.option("--holder", default="", help="Only rows of holders with these words in their name.")
@click.option("--stance", default="", help="Only rows of this stance: denies, confirms, ...")
@click.option(
    "--kind", default="", help="Only rows of this kind of holder: person, organisation, state, media, document, group, anonymous."
)
@click.option("--unsure", is_flag=True, help="Also rows of which the analysis is not sure.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="What is written.")
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@pass_office
def ledger(office: Office, number: int, holder: str, stance: str, kind: str, unsure: bool, format_: str, json_: bool) -> None:
    """Show who said what in a STORY (s12), conflicting accounts and changes of position. Articles that wait are read first.

    `--format csv`, `jsonld` (schema.org Claim and Quotation) and `md` (a dossier) export the whole ledger.
    """
    from broadsheet.app.ledger_out import FORMATS as WRITERS
    from broadsheet.app.ledger_records import ledger_record
    from broadsheet.desk.ledger import Filter

    story, found = _ledger_of(office.newsroom, number)
    if format_ in WRITERS:
        click.echo(WRITERS[format_][0](story, found, office.newsroom.settings.base_url.rstrip("/")), nl=False)
        return
    wanted = Filter("", stance, kind, unsure)
    words = holder.lower().split()
    rows = [row for row in wanted.of(found.rows) if all(word in row.who.lower() for word in words)]
    if json_ or format_ == "json":
        as_json(ledger_record(story, found, rows))
        return
    click.echo(f"{safe(story.headline)}: {counted(len(found.rows), 'statement')}, {len(found.sure)} sure")
    for title, pairs in (("changes of position", found.changes), ("conflicting accounts", found.conflicts)):
        for pair in pairs if not (holder or stance or kind) else ():
            click.echo("\n".join(["", f"-- {title}", *_pair_lines(pair)]))
    click.echo()
    for row in rows:
        click.echo("\n".join(_lines(row)))
    _notes(found)


@click.command()
@click.argument("number", type=STORY, metavar="STORY")
@click.option("--all", "all_", is_flag=True, help="Also figures on which the sources agree.")
@click.option("--json", "json_", is_flag=True, help="One JSON object a quantity.")
@pass_office
def figures(office: Office, number: int, all_: bool, json_: bool) -> None:
    """Show the figures on which the sources of a STORY (s12) disagree, side by side, each with who gave it and its passage."""
    from broadsheet.app.ledger_records import figure_record

    _, found = _ledger_of(office.newsroom, number)
    views = found.figures if all_ else found.contested
    for view in views:
        as_json(figure_record(view)) if json_ else click.echo("\n".join([*_figure_lines(view), ""]))
    if not views and not json_:
        click.echo("no figures are contested" if found.figures and not all_ else "no figures to compare", err=True)
    _notes(found)


@click.command()
@click.argument("number", type=STORY, required=False, metavar="[STORY]")
@jsonl_option(required=False, text="Timelines of these rows instead, using no database; - is stdin.")
@click.option("--all", "all_", is_flag=True, help="All days, not only the weightiest.")
@click.option("--days", type=click.IntRange(1), default=None, help="With --jsonl: so many days (else as the documents suggest).")
@click.option("--json", "json_", is_flag=True, help="One JSON object an entry.")
@pass_office
def timeline(office: Office, number: int | None, file: Path | None, all_: bool, days: int | None, json_: bool) -> None:
    """Show what happened when in a STORY (s12), as its articles tell it, each entry with its passage.

    As a filter, rows {"id","documents":[{"id","published","text"}]} in, one a topic, rows {"id","timeline":[{"date","summary":[sentences],
    "passages":[{"document","start","end"}],"weight"}]} out. A row may say "days" (how many), "since" and "until".
    """
    from broadsheet.app.ledger_records import day_record

    if (number is None) == (file is None):
        raise InputError("name a story, or give rows", hint="broadsheet timeline s12, or broadsheet timeline --jsonl FILE")
    if file is not None:
        from broadsheet.app.timeline_rows import timeline_row

        with meter("reading") as progress:
            for count, row in enumerate(read_rows(file), 1):
                as_json(timeline_row(row, days))
                progress.say("reading", count)
        return
    assert number is not None
    _, found = _ledger_of(office.newsroom, number)
    for day in found.days if all_ else found.best_days:
        if json_:
            as_json(day_record(day))
        else:
            told = textwrap.shorten(safe(day.words), 240, placeholder=" …")
            click.echo(_wrapped(f"{day.label:18} {told}", 19))
            click.echo(f"{'':19}{safe(day.source.outlet)} · article {day.source.id} at {day.entry.passage.start}-{day.entry.passage.end}")
    _notes(found)


def _ledger_of(newsroom: Newsroom, number: int) -> tuple[Story, StoryLedger]:
    """The ledger of a story; its articles that nobody read yet are read first. Raises NotFound."""
    from broadsheet.desk.ledger import story_ledger

    story = story_of(newsroom.store, number)
    newsroom.analyser.analyse([article_id for article_id, _ in newsroom.store.coverage([story.id]).get(story.id, [])])
    return story, story_ledger(newsroom.store, story)


def _hint(newsroom: Newsroom) -> str:
    waiting = newsroom.store.unanalysed_count()
    return f"{counted(waiting, 'article')} wait to be read: broadsheet analyse" if waiting else "each word must begin a word of the name"


def _notes(found: StoryLedger) -> None:
    for note in found.notes:
        click.echo(f"not read: {safe(note)}", err=True)
    if found.left_out:
        click.echo(f"the {found.left_out} oldest reports are left out", err=True)


def _lines(row: Row, *, named: bool = True) -> list[str]:
    said = row.statement
    head = f"{safe(row.who)} {row.stance}" if named else row.stance
    extra = [f"via {safe(said.via)}"] if said.via else []
    extra += [f"for {safe(holder.body)}" for holder in said.holders if holder.body and named]
    extra += ["corrected by hand"] if row.edit else ["not sure"] if not row.sure else []
    place = f"{safe(row.source.outlet)}, {row.source.time:%Y-%m-%d} · article {row.source.id} at {row.passage.start}-{row.passage.end}"
    also = f" · also in {', '.join(safe(source.publisher) for source in row.also)}" if row.also else ""
    return [
        head + (f" ({', '.join(extra)})" if extra else ""),
        _wrapped(f"    {safe(row.words or row.cue)}", 4),
        f"    {place}{also}",
    ]


def _pair_lines(pair: PairView) -> list[str]:
    return [pair.name, *_lines(pair.first), *_lines(pair.second)]


def _figure_lines(view: FigureView) -> list[str]:
    from broadsheet.desk.ledger import limits

    unit = f" ({view.figure.unit})" if view.figure.unit else ""
    lines = [f"{safe(view.figure.quantity)}{unit}: {view.figure.verdict.value}"]
    names = [safe(value.who) for value in view.values]
    wide = min(28, max((len(name) for name in names), default=0))
    said = [limits(value.low, value.high) for value in view.figure.values]
    most = max((len(words) for words in said), default=0)
    for place, (name, words, value) in enumerate(zip(names, said, view.values, strict=True)):
        drawn = _drawn(view, place)
        lines.append(f"  {name[:wide]:{wide}}  {words:>{most}}  {drawn}  {safe(value.source.publisher)}, article {value.source.id}")
    return lines


def _drawn(view: FigureView, place: int) -> str:
    """A range as characters on the scale of its plot: a dot for a number, a line for a range, an arrow for an open end."""
    if view.plot is None:
        return ""
    bar = view.plot.bars[place]
    first = round(bar.left * (PLOT - 1) / 100)
    last = max(first, round((bar.left + bar.width) * (PLOT - 1) / 100))
    cells = ["·"] * PLOT
    for at in range(first, last + 1):
        cells[at] = "━"
    if first == last:
        cells[first] = "●"
    if bar.open_right:
        cells[-1] = "▶"
    if bar.open_left:
        cells[0] = "◀"
    return "".join(cells)


def _wrapped(text: str, indent: int) -> str:
    width = max(50, min(120, shutil.get_terminal_size((100, 24)).columns))
    return textwrap.fill(text, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
