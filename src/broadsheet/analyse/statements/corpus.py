"""Reading annotated articles in the marked form of `corpus/README.md`. Pure: the text is passed in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.types import Span, Stance

_MARK = re.compile(r"\[([SCK])(\d+(?:\+\d+)*) |\]")
_HEAD = ("title", "publisher", "published", "kind")
_EXTRAS = ("via", "when", "hedge", "same")


class CorpusError(ValueError):
    """A marked article that cannot be read; says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class MarkedStatement:
    """A gold statement: pieces as offsets into the text, canonical holders, stance, and what else is known of it."""

    number: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    holders: tuple[str, ...]
    stance: Stance
    extras: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """An annotated article, its text without the marks."""

    name: str
    head: dict[str, str]
    text: str
    statements: tuple[MarkedStatement, ...]


def read_marked(raw: str, name: str) -> Marked:
    """A marked article from what its file holds. Raises CorpusError."""
    head_lines, _, rest = raw.partition("\n\n")
    head = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in head_lines.splitlines())}
    if missing := [key for key in _HEAD if not head.get(key)]:
        raise CorpusError(f"the head lacks {', '.join(missing)}")
    body, rule, table = rest.partition("\n---\n")
    if not rule:
        raise CorpusError("there is no line --- after the text")
    text, pieces = _unmarked(body.strip())
    statements = tuple(_statement(line, pieces) for line in table.splitlines() if line.strip())
    numbers = [statement.number for statement in statements]
    if len(set(numbers)) != len(numbers):
        raise CorpusError("a statement is described twice")
    if left := sorted({number for number, _ in pieces} - set(numbers)):
        raise CorpusError(f"statements {left} are marked, but not described after ---")
    return Marked(name, head, text, statements)


def _unmarked(body: str) -> tuple[str, dict[tuple[int, str], list[Span]]]:
    """The text without marks, and the pieces by number of statement and part."""
    parts: list[str] = []
    length = at = 0
    opened: list[tuple[str, list[int], int]] = []
    pieces: dict[tuple[int, str], list[Span]] = {}
    for mark in _MARK.finditer(body):
        parts.append(body[at : mark.start()])
        length += len(parts[-1])
        at = mark.end()
        if mark.group(1):
            opened.append((mark.group(1), [int(number) for number in mark.group(2).split("+")], length))
            continue
        if not opened:
            raise CorpusError(f"a ] closes nothing after “{''.join(parts)[-40:]}”")
        part, numbers, start = opened.pop()
        if start == length:
            raise CorpusError(f"an empty mark after “{''.join(parts)[-40:]}”")
        for number in numbers:
            pieces.setdefault((number, part), []).append((start, length))
    if opened:
        raise CorpusError(f"[{opened[-1][0]}{opened[-1][1][0]} is not closed")
    text = "".join((*parts, body[at:]))
    if "[" in text:
        raise CorpusError(f"a [ that marks nothing: “{text[text.index('[') :][:40]}”")
    return text, pieces


def _statement(line: str, pieces: dict[tuple[int, str], list[Span]]) -> MarkedStatement:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) < 3 or not fields[0].isdigit():
        raise CorpusError(f"a statement is described as “number | holder | stance”, not “{line}”")
    number = int(fields[0])
    if fields[2] not in set(Stance):
        raise CorpusError(f"statement {number}: “{fields[2]}” is no stance")
    stance = Stance(fields[2])
    source, cue, content = (tuple(sorted(pieces.get((number, part), ()))) for part in "SCK")
    if not cue and not content:
        raise CorpusError(f"statement {number} is described, but not marked")
    if not cue:
        raise CorpusError(f"statement {number} has no cue")
    if not content and stance not in (Stance.NO_STATEMENT, Stance.SILENT):
        raise CorpusError(f"statement {number} has no content")
    holders = tuple(holder.strip() for holder in fields[1].split(";") if holder.strip() not in ("", "-"))
    extras = []
    for field in fields[3:]:
        key, equals, value = field.partition("=")
        if not equals or key.strip() not in _EXTRAS:
            raise CorpusError(f"statement {number}: “{field}” is none of {', '.join(_EXTRAS)}")
        extras.append((key.strip(), value.strip()))
    return MarkedStatement(number, source, cue, content, holders, stance, tuple(extras))
