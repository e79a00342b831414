"""The digest as plain text (for mail and terminals) and as Markdown: the same sentences, each with the number of its source."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from broadsheet.app.cli.safe import safe
from broadsheet.desk.asking import Cited
from broadsheet.desk.digest import Digest
from broadsheet.desk.digest_rules import zone_of
from broadsheet.desk.words import breadth, counted

#: Characters of a line of plain text.
WIDE = 72


def title(digest: Digest) -> str:
    """What the digest is called: its last day, and the hour where it comes every hour."""
    until = digest.until.astimezone(zone_of(digest.rules.zone))
    since = digest.since.astimezone(zone_of(digest.rules.zone))
    day = f"{until:%A}, {until.day} {until:%B %Y}"
    return f"{day}, {since:%H:%M} to {until:%H:%M}" if digest.rules.hourly else day


def summary(digest: Digest) -> str:
    """What the period brought, in a sentence."""
    counts = digest.counts
    if not digest:
        return "Nothing is new."
    left = f" {counted(counts.left_out, 'story', 'stories')} more did not fit." if counts.left_out else ""
    return (
        f"{counted(counts.articles, 'article')} of {counted(counts.publishers, 'publisher')} in "
        f"{counted(counts.stories, 'story', 'stories')}, {counts.begun} of them new.{left}"
    )


class Sources:
    """The passages that are cited, numbered in the order in which they first are."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._numbers: dict[str, int] = {}
        self._found: list[Cited] = []

    def number(self, cited: Cited) -> int:
        """The number of a passage."""
        if cited.href not in self._numbers:
            self._numbers[cited.href] = len(self._found) + 1
            self._found.append(cited)
        return self._numbers[cited.href]

    def numbers(self, cited: Sequence[Cited]) -> str:
        """Numbers as they are written: "[1][4]"."""
        return "".join(f"[{self.number(one)}]" for one in cited[:4])

    def listed(self) -> list[tuple[int, str, str]]:
        """Number, words and address of each."""
        return [
            (
                number,
                f"{safe(one.source.outlet)}, {one.source.time:%Y-%m-%d}: {safe(one.source.title) or 'Untitled'}",
                self._base + one.href,
            )
            for number, one in enumerate(self._found, 1)
        ]


def text(digest: Digest, name: str, base: str) -> str:
    """The digest as plain text, lines of at most 72 characters but for addresses. `base` is the site's address."""
    sources = Sources(base)
    lines = [name, title(digest), "=" * min(WIDE, max(len(name), len(title(digest)))), "", *_wrapped(summary(digest)), ""]
    for place, item in enumerate(digest.stories, 1):
        heading = f"{place}. {safe(item.headline)}"
        lines += [*_wrapped(heading, 3), *_wrapped(breadth(item.story), 3, first=3)]
        for view in item.told:
            head = f"{safe(view.told.label)} ({safe(view.told.holder)}): " if view.told.label and view.told.holder else ""
            lines += ["", *_wrapped(f"{head}{safe(view.told.text)} {sources.numbers(view.cited)}", 3, first=3)]
        lines += ["", f"   {base}/story/{item.story.id}", ""]
    if digest.contested:
        lines += _headed("Where figures differ")
        for figure in digest.contested:
            lines += _wrapped(f"{safe(figure.quantity)}{f' ({figure.unit})' if figure.unit else ''}, in: {safe(figure.story.headline)}")
            for value in figure.values:
                lines += _wrapped(
                    f"- {safe(value.holder) or 'not said by whom'}: {safe(value.amount)} {sources.numbers([value.cited])}", 4, first=2
                )
            lines.append("")
    if digest.changes:
        lines += _headed("What changed")
        for change in digest.changes:
            lines += _wrapped(f"{change.name}, in: {safe(change.story.headline)}")
            for turn in (change.first, change.second):
                lines += _wrapped(f"- {safe(turn.who)} {turn.stance}: {safe(turn.words)} {sources.numbers([turn.cited])}", 4, first=2)
            lines.append("")
    if digest.corrected:
        lines += _headed("What was corrected")
        for one in digest.corrected:
            what = f"“{safe(one.gone)}” became “{safe(one.came)}”" if one.gone else safe(one.came)
            lines += [*_wrapped(f"- {safe(one.source.outlet)}: {what} {sources.numbers([one.cited])}", 2), ""]
    if listed := sources.listed():
        lines += _headed("Sources")
        for number, words, address in listed:
            lines += [*_wrapped(f"[{number}] {words}", 5), f"     {address}"]
    return "\n".join(lines).rstrip() + "\n"


def markdown(digest: Digest, name: str, base: str) -> str:
    """The digest as Markdown; what publishers wrote is escaped."""
    lines = [f"# {_plain(name)}: {title(digest)}", "", summary(digest), ""]
    for item in digest.stories:
        lines += [f"## [{_plain(item.headline)}]({base}/story/{item.story.id})", "", f"*{breadth(item.story)}*", ""]
        for view in item.told:
            head = f"**{_plain(view.told.holder)}: {_plain(view.told.label)}** " if view.told.label and view.told.holder else ""
            lines.append(f"- {head}{_plain(view.told.text)} {_links(view.cited, base)}")
        lines.append("")
    if digest.contested:
        lines += ["## Where figures differ", ""]
        for figure in digest.contested:
            lines += [f"**{_plain(figure.quantity)}** in {_plain(figure.story.headline)}", ""]
            lines += [
                f"- {_plain(value.holder) or 'not said by whom'}: {_plain(value.amount)} {_links([value.cited], base)}"
                for value in figure.values
            ]
            lines.append("")
    if digest.changes:
        lines += ["## What changed", ""]
        for change in digest.changes:
            lines += [f"**{change.name}** in {_plain(change.story.headline)}", ""]
            lines += [
                f"- {_plain(turn.who)} {turn.stance}: {_plain(turn.words)} {_links([turn.cited], base)}"
                for turn in (change.first, change.second)
            ]
            lines.append("")
    if digest.corrected:
        lines += ["## What was corrected", ""]
        for one in digest.corrected:
            what = f"“{_plain(one.gone)}” became “{_plain(one.came)}”" if one.gone else _plain(one.came)
            lines.append(f"- {_plain(one.source.outlet)}: {what} {_links([one.cited], base)}")
    return "\n".join(lines).rstrip() + "\n"


def _links(cited: Sequence[Cited], base: str) -> str:
    return ", ".join(f"[{_plain(one.source.outlet)}]({base}{one.href})" for one in cited[:4])


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|!"})


def _plain(words: str) -> str:
    return " ".join(safe(words).split()).translate(_MARKS)


def _headed(words: str) -> list[str]:
    return [words, "-" * len(words), ""]


def _wrapped(words: str, rest: int = 0, first: int = 0) -> list[str]:
    return textwrap.wrap(
        " ".join(words.split()),
        WIDE,
        initial_indent=" " * first,
        subsequent_indent=" " * rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
