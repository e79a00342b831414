"""Speech tags that a tagger missed: "…," she said; "…," said Odda Brenn; a pronoun or a name right before a cue. Pure; linear."""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.analyse.statements.quotations import Quotation
from broadsheet.types import Marking, Part

#: How sure such a tag is.
SURE = 0.8
_VERB = (
    r"(?:said|says|added|adds|told|asked|asks|wrote|tweeted|noted|explained|recalled|argued|insisted|continued|replied|warned|concluded)"
)
_NAME = r"(?:(?:[A-Z][\w.'’-]*|of|de|van|von) ){0,3}[A-Z][\w'’-]+"
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I)"
_AFTER = re.compile(rf",?\s(?:(?P<one>{_PRONOUN}|{_NAME}) (?P<cue>{_VERB})\b|(?P<cue2>{_VERB}) (?P<two>{_PRONOUN}|{_NAME}))")
#: A verb of speaking right before speech: "asking her, “...”".
_LEADING = re.compile(
    r"\b(?P<cue>(?:say|ask|add|writ|shout|chant|yell|reply|declar|insist|warn|quipp|jok|tweet|recall|sing|explain|announc)ing|"
    r"said|says|asked|asks|added|adds|wrote|writes|tweeted|replied|replies|chanted|chants|yelled|yells|shouted|shouts|declared|sings|sang)"
    r"(?: (?:her|him|them|us|me|reporters|voters|supporters|the crowd))?[,:]? $"
)
_BEFORE_CUE = re.compile(rf"(?:^|[\s\"“(])({_PRONOUN}|{_NAME})\s$")


def tagged(text: str, markings: Sequence[Marking], speeches: Sequence[Quotation]) -> tuple[Marking, ...]:
    """The markings, with tags right beside speech where no cue is marked, and sources right before cues that have none beside them."""
    cues = sorted((one.start, one.end) for one in markings if one.part is Part.CUE)
    edges = {at for one in markings if one.part is Part.SOURCE for at in range(one.start, one.end + 1)}
    taken = {at for start, end in cues for at in range(start, end)}
    found: list[Marking] = []
    for speech in speeches:
        led = _LEADING.search(text, max(0, speech.start - 40), speech.start)
        if led is not None and not any(at in taken for at in range(*led.span("cue"))):
            found.append(Marking(Part.CUE, *led.span("cue"), SURE))
            cues.append(led.span("cue"))
        match = _AFTER.match(text, speech.end)
        if match is None:
            continue
        source, cue = ("one", "cue") if match["cue"] else ("two", "cue2")
        if not any(at in taken for at in range(*match.span(cue))):
            found.append(Marking(Part.CUE, *match.span(cue), SURE))
        if not any(at in edges for at in range(*match.span(source))):
            found.append(Marking(Part.SOURCE, *match.span(source), SURE))
    for start, end in cues:
        if any(at in edges for at in (*range(max(0, start - 3), start), *range(end, end + 3))):
            continue
        before = _BEFORE_CUE.search(text, max(0, start - 60), start)
        if before is not None and not any(at in edges for at in range(*before.span(1))):
            found.append(Marking(Part.SOURCE, *before.span(1), SURE))
    return (*markings, *found)
