"""A digest as data, for the command line's JSON."""

from __future__ import annotations

from broadsheet.app.telling_records import Record, told_record
from broadsheet.desk.asking import Cited
from broadsheet.desk.digest import Digest, Turn


def digest_record(found: Digest) -> Record:
    """The digest; every passage by article and address on the site."""
    counts = found.counts
    return {
        "reader": found.rules.name,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "new": bool(found),
        "stories": [
            {
                "id": item.story.id,
                "headline": item.headline,
                "outlets": item.story.outlets,
                "reports": item.story.reports,
                "articles": item.articles,
                "publishers": list(item.publishers),
                "begun": item.begun,
                "told": [told_record(view) for view in item.told],
            }
            for item in found.stories
        ],
        "contested": [
            {
                "story_id": one.story.id,
                "quantity": one.quantity,
                "unit": one.unit,
                "values": [
                    {"holder": value.holder, "amount": value.amount, "words": value.words, **_cited(value.cited)} for value in one.values
                ],
            }
            for one in found.contested
        ],
        "changes": [
            {"story_id": one.story.id, "name": one.name, "first": _turn(one.first), "second": _turn(one.second)} for one in found.changes
        ],
        "corrected": [
            {"kind": one.kind, "at": one.at.isoformat(), "gone": one.gone, "came": one.came, **_cited(one.cited)} for one in found.corrected
        ],
        "counts": {name: getattr(counts, name) for name in ("articles", "stories", "begun", "publishers", "left_out", "waiting", "capped")},
    }


def _turn(turn: Turn) -> Record:
    return {"who": turn.who, "stance": turn.stance, "words": turn.words, **_cited(turn.cited)}


def _cited(cited: Cited) -> Record:
    return {"article_id": cited.source.id, "publisher": cited.source.publisher, "href": cited.href}
