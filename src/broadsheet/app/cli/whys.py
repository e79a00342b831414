"""Reasons on the command line: why an article is in its story, and what two articles share."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from broadsheet.app.cli.frame import Office, pass_office
from broadsheet.app.cli.numbers import ARTICLE
from broadsheet.app.cli.output import as_json, minute, when
from broadsheet.app.cli.reading import WIDTH, line_of
from broadsheet.app.cli.safe import safe, safe_lines
from broadsheet.app.cli.stories import copy_record, copy_words, line_of_edit
from broadsheet.types import Article, Evidence, Overlap

if TYPE_CHECKING:
    from broadsheet.desk.compare import ComparePage
    from broadsheet.desk.why import SignalBar, WhyPage

#: Characters of the longest bar, and of a passage that is quoted.
BAR, PASSAGE = 16, 160
#: Begin and end of a passage: characters that no text has once it is safe for a terminal, and what they become there.
OPEN, CLOSE = "\x0e", "\x0f"
YELLOW, PLAIN = "\x1b[33m", "\x1b[0m"


@click.command()
@click.argument("number", type=ARTICLE, metavar="ARTICLE")
@click.option("--json", "json_", is_flag=True, help="One JSON object.")
@pass_office
def why(office: Office, number: int, json_: bool) -> None:
    """Show why an ARTICLE is in its story: the signals of the decision, what they weighed, and the words and passages that matched."""
    from broadsheet.desk.why import why_page

    page = why_page(office.newsroom.store, number)
    as_json(_why_record(page)) if json_ else click.echo("\n".join(_why_lines(page)))


def _why_lines(page: WhyPage) -> list[str]:
    lines = [line_of(page.article)]
    if page.story is None:
        return [*lines, "waits to be linked: broadsheet link"]
    evidence = page.evidence
    lines.append(f"in s{page.story.id}: {safe(page.story.headline)}")
    decided = f" · {minute(evidence.decided)}" if evidence.decided else ""
    lines.append(f"{page.decider}{decided}")
    if page.bars:
        lines += ["", f"likeness {evidence.score:.0%}, enough is {evidence.threshold:.0%}"]
        lines += [_bar_line(bar) for bar in page.bars]
    elif evidence.decider in ("linker", "tidy"):
        lines.append("It began this story: nothing that was here then was near enough.")
    if page.nearest is not None:
        lines += ["", "nearest", line_of(page.nearest)]
    if page.runner_up is not None:
        lines.append(f"next best story: s{page.runner_up.id}, {page.runner_score:.0%}: {safe(page.runner_up.headline)}")
    if page.copy is not None:
        lines += ["", f"It is {copy_words(page.copy)}."]
        lines += [line_of(page.original)] if page.original else []
        lines += [f"the original, because {reason}" for reason in page.reasons]
    if page.mine is not None and page.mine.passages:
        lines += ["", "passages that both share"]
        lines += [f"{number:>4}  {_short(words)}" for number, words in page.mine.passages[:8]]
    if page.edits:
        lines += ["", "edits", *(line_of_edit(edit) for edit in page.edits)]
    return lines


def _bar_line(bar: SignalBar) -> str:
    """A signal: its name, a bar to the right for the story or to the left against it, its weight, and the words that matched."""
    size = max(1, round(bar.length * BAR / 100)) if bar.length else 0
    left, right = ("█" * size).rjust(BAR) if bar.against else " " * BAR, " " * BAR if bar.against else ("█" * size).ljust(BAR)
    detail = f"  {safe(bar.detail)}" if bar.detail else ""
    return f"{bar.name:<10} {left}│{right} {bar.signal.weight:+6.2f}{detail}".rstrip()


def _short(words: str) -> str:
    shown = safe(words)
    return shown if len(shown) <= PASSAGE else shown[: PASSAGE - 1].rstrip() + "…"


@click.command()
@click.argument("article", type=ARTICLE)
@click.argument("other", type=ARTICLE)
@click.option("--json", "json_", is_flag=True, help="One JSON object, with the offsets of the passages.")
@pass_office
def compare(office: Office, article: int, other: int, json_: bool) -> None:
    """Show two articles with the passages that both share: numbered between brackets, and coloured on a terminal."""
    from broadsheet.desk.compare import compare_page

    page = compare_page(office.newsroom.store, article, other)
    if json_:
        as_json(_compare_record(page))
        return
    one, two = page.mine.article, page.other.article
    here = [(lap.start, lap.end, number) for number, lap in enumerate(page.overlaps, 1)]
    there = [(lap.other_start, lap.other_end, number) for number, lap in enumerate(page.overlaps, 1)]
    click.echo(f"{page.share:.0%} of the first one's words stand in the second, {page.kept:.0%} of the second's in the first")
    if page.copy is not None:
        click.echo(f"{page.copy.article_id} is {copy_words(page.copy)}")
    for shown, marks in ((one, here), (two, there)):
        click.echo(f"\n{line_of(shown)}\n")
        click.echo(_filled(marked(shown, marks)))


def marked(article: Article, spans: Sequence[tuple[int, int, int]]) -> str:
    """The text, made safe, with the spans (start, end, number) between marks; a span that begins inside an earlier one is left out."""
    out: list[str] = []
    at = 0
    for start, end, number in sorted(spans):
        if start < at or end <= start or end > len(article.text):
            continue
        out += [safe_lines(article.text[at:start]), f"{OPEN}[{number}: ", safe_lines(article.text[start:end]), f"]{CLOSE}"]
        at = end
    return "".join([*out, safe_lines(article.text[at:])])


def _filled(text: str) -> str:
    """Lines at reading width, the marks turned into colours, which `click.echo` takes out again where there is no terminal."""
    lines = (textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join(lines).replace(OPEN, YELLOW).replace(CLOSE, PLAIN)


# -- as data -----------------------------------------------------------------------------------------------------------


def _why_record(page: WhyPage) -> dict[str, object]:
    return {
        "id": page.article.id,
        "story_id": page.story.id if page.story else None,
        **evidence_record(page.evidence),
        "copy": copy_record(page.copy) if page.copy else None,
        "passages": [words for _, words in page.mine.passages] if page.mine else [],
    }


def evidence_record(evidence: Evidence) -> dict[str, object]:
    """The evidence of a membership as data."""
    runner = evidence.runner_up
    return {
        "score": round(evidence.score, 4),
        "threshold": round(evidence.threshold, 4),
        "signals": [
            {"name": one.name, "value": round(one.value, 4), "weight": round(one.weight, 4), "detail": list(one.detail)}
            for one in evidence.signals
        ],
        "nearest_id": evidence.nearest_id or None,
        "runner_up": {"story_id": runner[0], "score": round(runner[1], 4)} if runner else None,
        "decider": evidence.decider,
        "decided": when(evidence.decided),
        "version": evidence.version,
    }


def _compare_record(page: ComparePage) -> dict[str, object]:
    return {
        "a": page.mine.article.id,
        "b": page.other.article.id,
        "share": round(page.share, 4),
        "kept": round(page.kept, 4),
        "copy": copy_record(page.copy) | {"id": page.copy.article_id} if page.copy else None,
        "story_id": page.same_story or None,
        "overlaps": [_overlap(lap) for lap in page.overlaps],
    }


def _overlap(lap: Overlap) -> dict[str, int]:
    return {"start": lap.start, "end": lap.end, "other_start": lap.other_start, "other_end": lap.other_end}
