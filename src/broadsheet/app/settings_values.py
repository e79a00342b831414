"""Values of settings: what a TOML file or a variable holds, as the type that its setting has."""

from __future__ import annotations

import types
from collections.abc import Mapping
from pathlib import Path
from typing import get_args, get_origin

from broadsheet.errors import SettingsError

#: Owners with the publishers that are theirs, as `[families]` lists them: ("Example Media", ("The Post", "The Herald")).
Owners = tuple[tuple[str, tuple[str, ...]], ...]


def typed(hint: object, value: object, where: str) -> object:
    """The value of a TOML file as its setting needs it. Raises SettingsError that begins with `where`."""
    if hint is bool and isinstance(value, bool):
        return value
    if hint is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if hint is str and isinstance(value, str):
        return value
    if hint is Path and isinstance(value, str):
        return Path(value)
    if hint == Owners and isinstance(value, Mapping):
        return tuple((owner, _publishers(owner, papers, where)) for owner, papers in value.items())
    if get_origin(hint) is tuple and hint != Owners and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise SettingsError(f"{where} must be {_kind_in_words(hint)}, not {value!r}")


def _publishers(owner: str, papers: object, where: str) -> tuple[str, ...]:
    if not isinstance(papers, list) or not all(isinstance(paper, str) for paper in papers):
        raise SettingsError(f'{where}: write "{owner}" = ["The Post", "The Herald"], not {papers!r}')
    return tuple(papers)


def _owners(text: str, where: str) -> Owners:
    """Families in one variable: `Example Media: The Post, The Herald; Other: The Echo`."""
    owners = []
    for part in text.split(";"):
        owner, colon, papers = part.partition(":")
        if part.strip() and not (colon and owner.strip()):
            raise SettingsError(f"{where} must look like “Owner: Paper, Paper; Other: Paper”, not {text!r}")
        if part.strip():
            owners.append((owner.strip(), tuple(paper.strip() for paper in papers.split(",") if paper.strip())))
    return tuple(owners)


def parsed(hint: object, text: str, where: str) -> object:
    """The value of an environment variable as its setting needs it. Raises SettingsError that begins with `where`."""
    if hint is bool:
        if text.strip().lower() in ("1", "true", "yes", "on"):
            return True
        if text.strip().lower() in ("0", "false", "no", "off"):
            return False
    elif hint is int or hint is float:
        try:
            return int(text) if hint is int else float(text)
        except ValueError:
            pass
    elif hint is Path:
        return Path(text)
    elif hint == Owners:
        return _owners(text, where)
    elif get_origin(hint) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    else:
        return text
    raise SettingsError(f"{where} must be {_kind_in_words(hint)}, not {text!r}")


def _kind_in_words(hint: object) -> str:
    if hint == Owners:
        return "a table of owners with lists of publishers"
    if get_origin(hint) is tuple:
        return "a list of texts"
    if isinstance(hint, types.UnionType):
        return " or ".join(_kind_in_words(part) for part in get_args(hint))
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", Path: "a path"}
    return words[hint] if isinstance(hint, type) and hint in words else str(hint)
