"""Text hygiene on the way in (rows T01, T10): NUL and lone surrogates are removed, because neither UTF-8 nor PostgreSQL can hold them.

Nothing else is changed: what a publisher wrote comes out as it went in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from broadsheet.types import Article, Block, Revision

_BAD = re.compile("[\x00\ud800-\udfff]")
R = TypeVar("R")
D = TypeVar("D", Article, Revision)


def clean(text: str) -> str:
    """The text without NUL and lone surrogates; the same object when there are none."""
    return text if text.isascii() and "\0" not in text else _BAD.sub("", text)


def clean_record(record: R) -> R:
    """The record with every text in it cleaned, through tuples and nested records; bytes are left alone.

    Offsets are not adjusted: use `clean_article` for what has a layout.
    """
    return cast(R, _cleaned(record))


def clean_article(article: D) -> D:
    """An article or revision with every text cleaned, its layout's offsets moved to where the text then stands."""
    holes = [match.start() for match in _BAD.finditer(article.text)]
    if holes:
        article = replace(article, layout=tuple(_moved(block, holes) for block in article.layout))
    return clean_record(article)


def _moved(block: Block, holes: list[int]) -> Block:
    def at(offset: int) -> int:
        return offset - bisect_left(holes, offset)

    marks = tuple(replace(mark, start=at(mark.start), end=at(mark.end)) for mark in block.marks)
    return replace(block, start=at(block.start), end=at(block.end), marks=marks)


def _cleaned(value: object) -> object:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return value if all(_is_clean(part) for part in value) else tuple(_cleaned(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        old = {field.name: getattr(value, field.name) for field in fields(value)}
        new = {name: cleaned for name, part in old.items() if (cleaned := _cleaned(part)) is not part}
        return replace(value, **new) if new else value
    return value


def _is_clean(value: object) -> bool:
    return _cleaned(value) is value
