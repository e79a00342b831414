"""Stories on the command line: stories, story, related."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.moments import MOMENT
from broadsheet.app.cli.numbers import STORY, THING, Thing, story_of
from broadsheet.app.cli.output import article_record, as_json, minute, when
from broadsheet.app.cli.reading import line_of
from broadsheet.app.cli.rows import jsonl_option
from broadsheet.app.cli.safe import safe
from broadsheet.desk.words import counted
from broadsheet.types import Copy, CopyKind, Story, StoryEdit, StoryListing

if TYPE_CHECKING:
    from broadsheet.analyse.threads import Sparkline
    from broadsheet.desk.related import Related, RelatedStory
    from broadsheet.store.base import Store


@click.command()
@click.option("-n", "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out the first ones.")
@click.option(
    "--order",
    type=click.Choice(["heat", "time"]),
    default="heat",
    show_default=True,
    help="Widely reported and new first, or latest first.",
)
@click.option("--section", default="", help="Only with articles of this section.")
@click.option("--publisher", default="", help="Only with articles of this publisher.")
@click.option("--language", default="", help="Only with articles in this language (de, en, ...).")
@click.option("--since", type=MOMENT, metavar="TIME", help="Only with an article since then (UTC).")
@click.option("--outlets", type=click.IntRange(1), default=1, help="Only carried by so many outlets.")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@pass_office
def stories(
    office: Office,
    limit: int,
    offset: int,
    order: str,
    section: str,
    publisher: str,
    language: str,
    since: datetime | None,
    outlets: int,
    json_: bool,
) -> None:
    """List stories: outlets and independent reports, time of the latest article, headline."""
    listing = StoryListing(
        order=order,
        section=section,
        publisher=publisher,
        language=language,
        since=since,
        least_outlets=outlets,
        offset=offset,
        limit=limit,
    )
    for story in office.newsroom.store.stories(listing):
        as_json(story_record(story)) if json_ else click.echo(line_of_story(story))
    waiting = office.newsroom.store.unlinked_count()
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        click.echo(f"{counted(waiting, 'article')} {verb} to be linked: broadsheet link", err=True)


@click.command()
@click.argument("number", type=STORY, metavar="STORY")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def story(office: Office, number: int, json_: bool) -> None:
    """Show a STORY (s12): facts, coverage over time, its reports with their copies, edits, background and related stories."""
    from broadsheet.analyse.threads import sparkline
    from broadsheet.desk.related import related_stories

    store = office.newsroom.store
    found = story_of(store, number)
    articles = store.member_articles(found.id)
    line = sparkline([article.sort_time for article in articles])
    near = related_stories(store, found)
    edits = store.edits(found.id, 20)
    if not json_:
        _print_story(store, found, line, near, edits)
        return
    copies = store.copy_of([article.id for article in articles])
    as_json(
        story_record(found)
        | {
            "coverage": {"start": when(line.start), "hours": line.step.total_seconds() / 3600, "counts": list(line.counts)},
            "members": [
                article_record(article) | {"copy": copy_record(copies[article.id]) if article.id in copies else None}
                for article in articles
            ],
            "edits": [edit_record(edit) for edit in edits],
            "related": [_story_beside(one) for one in near],
        }
    )


def _print_story(store: Store, found: Story, line: Sparkline, near: list[RelatedStory], edits: list[StoryEdit]) -> None:
    from broadsheet.analyse.threads import spark_sentence, spark_text
    from broadsheet.desk.story import grouped
    from broadsheet.desk.words import listed

    click.echo(safe(found.headline) or "(no headline)")
    click.echo(f"s{found.id} · {counts_of(found)}")
    first = f" · first: {safe(found.first_publisher)}" if found.first_publisher else ""
    click.echo(f"{minute(found.first_seen)} to {minute(found.last_seen)}{first}")
    for name, values in (("sections", found.sections), ("places", found.places), ("languages", found.languages)):
        if values:
            click.echo(f"{name}: {safe(listed(values))}")
    click.echo(f"{spark_text(line)}  {spark_sentence(line)}\n")
    articles = store.member_articles(found.id)
    copies = store.copy_of([article.id for article in articles])
    for group in grouped(articles, copies):
        click.echo(line_of(group.head))
        if group.head.id in copies:
            click.echo(f"{'':>8}copy of {copies[group.head.id].original_id}, which is not in this story")
        for other in group.rest:
            click.echo(f"    {line_of(other)}")
            click.echo(f"{'':>12}{copy_words(copies[other.id])}")
    for title, wanted in (("Background", True), ("Related", False)):
        chosen = [one for one in near if one.earlier is wanted]
        if chosen:
            click.echo(f"\n{title}")
        for one in chosen:
            click.echo(line_of_story(one.story))
            if one.near.reason:
                click.echo(f"{'':>9}{safe(one.near.reason)}")
    if edits:
        click.echo("\nEdits")
        for edit in edits:
            click.echo(line_of_edit(edit))


@click.command()
@click.argument("thing", type=THING, metavar="ID", required=False)
@jsonl_option(required=False, text="Compare the pairs of this file instead; - is stdin.")
@click.option("-n", "--limit", type=click.IntRange(1, 100), default=8, show_default=True, help="How many.")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@pass_office
def related(office: Office, thing: Thing | None, file: Path | None, limit: int, json_: bool) -> None:
    """List what is related to an article (12) or a story (s12), and why: never the same story, never a copy.

    With --jsonl: a filter for pairs. Rows {"id","a":{"title","text"},"b":{"title","text"}} in, rows {"id","score"} out, from 0 to 1.
    """
    if (thing is None) == (file is None):
        raise click.UsageError("name an ID or --jsonl FILE")
    if file is not None:
        from broadsheet.app.cli.grouping import related_pairs

        related_pairs(office, file)
        return
    assert thing is not None
    store = office.newsroom.store
    if thing.is_story:
        _print_related_stories(store, story_of(store, thing.number), limit, json_)
    else:
        _print_related_articles(store, thing.number, limit, json_)


def _print_related_articles(store: Store, number: int, limit: int, json_: bool) -> None:
    from broadsheet.desk.related import related_articles

    found = related_articles(store, store.article(number), most=limit)
    articles = {article.id: article for article in store.articles_by_id([one.article_id for one in found])}
    for one in found:
        if json_:
            as_json(_beside(one))
        elif one.article_id in articles:
            click.echo(line_of(articles[one.article_id]))
            _say_why(one)
    _say_when_none(found)


def _print_related_stories(store: Store, found: Story, limit: int, json_: bool) -> None:
    from broadsheet.desk.related import related_stories

    near = related_stories(store, found, most=limit)
    for one in near:
        if json_:
            as_json(_story_beside(one))
        else:
            click.echo(line_of_story(one.story))
            _say_why(one.near)
    _say_when_none(near)


def _say_why(one: Related) -> None:
    if one.reason:
        click.echo(f"{'':>8}{safe(one.reason)}")


def _say_when_none(found: Iterable[object]) -> None:
    if not found:
        click.echo("nothing is related", err=True)


# -- as lines ----------------------------------------------------------------------------------------------------------


def counts_of(found: Story) -> str:
    """How widely a story is carried: "9 outlets, 3 independent reports, 6 copies"."""
    parts = [counted(found.outlets, "outlet"), counted(found.reports, "independent report")]
    if found.articles != found.outlets:
        parts.insert(0, counted(found.articles, "article"))
    if found.copies:
        parts.append(counted(found.copies, "copy", "copies"))
    return ", ".join(parts)


def line_of_story(found: Story) -> str:
    """One line: number, time of the latest article, outlets and independent reports, headline."""
    breadth = f"{found.outlets}/{found.reports}"
    return f"{f's{found.id}':>7}  {minute(found.last_seen)}  {breadth:>7}  {safe(found.headline) or '(no headline)'}"


def copy_words(copy: Copy) -> str:
    """How far an article is a copy, in words."""
    what = "the same text again" if copy.kind is CopyKind.DUPLICATE else "a copy"
    credit = f", credits {safe(copy.credit)}" if copy.credit else ""
    return f"{what}: {copy.share:.0%} of it stands in {copy.original_id}{credit}"


def line_of_edit(edit: StoryEdit) -> str:
    """One line: number, time, who, what."""
    return f"{edit.id:>6}  {minute(edit.at)}  {safe(edit.actor):<8}  {edit_words(edit)}"


def edit_words(edit: StoryEdit) -> str:
    """What a reader changed, in words."""
    ids = ", ".join(str(number) for number in edit.article_ids[:8]) + (
        f" and {len(edit.article_ids) - 8} more" if len(edit.article_ids) > 8 else ""
    )
    what = {
        "merge": f"merged s{edit.from_story} into s{edit.story_id}",
        "split": f"split {ids} from s{edit.from_story} into s{edit.story_id}",
        "move": f"moved {ids} from s{edit.from_story} to s{edit.story_id}",
    }.get(edit.action, edit.action)
    return what + (f" (undone {minute(edit.undone)})" if edit.undone else "")


# -- as data -----------------------------------------------------------------------------------------------------------


def story_record(found: Story) -> dict[str, object]:
    """A story as data."""
    return {
        "id": found.id,
        "headline": found.headline,
        "lead_id": found.lead_id,
        "first_id": found.first_id or None,
        "first_publisher": found.first_publisher or None,
        "first_seen": when(found.first_seen),
        "last_seen": when(found.last_seen),
        "articles": found.articles,
        "outlets": found.outlets,
        "reports": found.reports,
        "copies": found.copies,
        "languages": list(found.languages),
        "sections": list(found.sections),
        "places": list(found.places),
        "publishers": list(found.publishers),
        "heat": round(found.heat, 4),
    }


def copy_record(copy: Copy) -> dict[str, object]:
    """A copy as data."""
    return {
        "of": copy.original_id,
        "kind": copy.kind.value,
        "share": round(copy.share, 4),
        "kept": round(copy.kept, 4),
        "credit": copy.credit or None,
        "reasons": list(copy.reasons),
    }


def edit_record(edit: StoryEdit) -> dict[str, object]:
    """An edit as data."""
    return {
        "id": edit.id,
        "at": when(edit.at),
        "actor": edit.actor,
        "action": edit.action,
        "story_id": edit.story_id,
        "from_story": edit.from_story,
        "article_ids": list(edit.article_ids),
        "undone": when(edit.undone),
    }


def _beside(one: Related) -> dict[str, object]:
    return {
        "id": one.article_id,
        "story_id": one.story_id or None,
        "title": one.title,
        "publisher": one.publisher,
        "published": when(one.published),
        "published_precision": one.precision.value,
        "teaser": one.teaser,
        "score": round(one.score, 4),
        "reason": one.reason,
    }


def _story_beside(one: RelatedStory) -> dict[str, object]:
    return story_record(one.story) | {"score": round(one.near.score, 4), "reason": one.near.reason, "earlier": one.earlier}
