"""What is found in one article for the ledger: statements with their holders, figures, times. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from broadsheet.analyse import dates, figures, speakers, statements
from broadsheet.analyse.statements import Tagging
from broadsheet.types import Findings

#: Identity of these rules: what another version found is found again. The tagger's name is part of an article's version, too.
VERSION = "+".join((statements.VERSION, speakers.VERSION, figures.VERSION, dates.VERSION))


def find_all(text: str, language: str, published: datetime | None, publisher: str, tagging: Tagging) -> Findings:
    """What was found in an article. In a language that is not read there is nothing, and `note` says so.

    `tagging` says which spans are sources, cues and contents. Texts are data: nothing in them is followed.
    """
    if language not in statements.LANGUAGES:
        return Findings(note=f"statements are found in English; this article is in “{language or 'an unknown language'}”", version=VERSION)
    text, whole = text[: statements.LONGEST], len(text)
    found = statements.settled(text, speakers.resolve(text, statements.find_statements(text, tagging), publisher))
    when = dates.find_dates(text, published, language)
    said = []
    for statement in found:
        day, words = dates.when_said(text, statement, when)
        said.append(replace(statement, when=day, when_words=words))
    return Findings(
        statements=tuple(said),
        figures=figures.find_figures(text, said, language),
        dates=when,
        note=f"only the first {statements.LONGEST:,} characters were read" if whole > statements.LONGEST else "",
        version=VERSION,
    )
