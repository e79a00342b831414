"""The digest as data, for the command line's JSON."""

from __future__ import annotations

from broadsheet.app.telling_records import told_record
from broadsheet.desk.asking import Cited
from broadsheet.desk.digest import Digest

Record = dict[str, object]


def digest_record(digest: Digest) -> Record:
    """All of it; times are ISO 8601, passages have the address of this site."""
    return {
        "reader": digest.rules.name,
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "counts": {
            "articles": digest.counts.articles,
            "stories": digest.counts.stories,
            "begun": digest.counts.begun,
            "publishers": digest.counts.publishers,
            "left_out": digest.counts.left_out,
        },
        "stories": [
            {
                "id": item.story.id,
                "headline": item.headline,
                "outlets": item.story.outlets,
                "reports": item.story.reports,
                "new_articles": item.articles,
                "begun": item.begun,
                "told": [told_record(view) for view in item.told],
            }
            for item in digest.stories
        ],
        "contested": [
            {
                "story_id": figure.story.id,
                "quantity": figure.quantity,
                "unit": figure.unit,
                "values": [
                    {"holder": one.holder, "amount": one.amount, "words": one.words, "cited": _cited(one.cited)} for one in figure.values
                ],
            }
            for figure in digest.contested
        ],
        "changes": [
            {
                "story_id": change.story.id,
                "name": change.name,
                "turns": [
                    {"who": turn.who, "stance": turn.stance, "words": turn.words, "cited": _cited(turn.cited)}
                    for turn in (change.first, change.second)
                ],
            }
            for change in digest.changes
        ],
        "corrected": [
            {"kind": one.kind, "at": one.at.isoformat(), "gone": one.gone, "came": one.came, "cited": _cited(one.cited)}
            for one in digest.corrected
        ],
    }


def _cited(cited: Cited) -> Record:
    return {"article_id": cited.source.id, "publisher": cited.source.publisher, "words": cited.words, "href": cited.href}
