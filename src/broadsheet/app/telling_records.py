"""What is told as data, for the command line's JSON and the API: the same names in both."""

from __future__ import annotations

from broadsheet.desk.asking import AnswerPage, ToldView
from broadsheet.desk.worded import Worded

Record = dict[str, object]


def told_record(view: ToldView) -> Record:
    """A told sentence with its passages (offsets into the articles' texts in code points, end exclusive) and what was cut from it."""
    told = view.told
    return {
        "text": told.text,
        "role": told.role.value,
        "label": told.label,
        "holder": told.holder,
        "publisher": told.publisher,
        "published": told.at.isoformat() if told.at else None,
        "new": told.new,
        "cuts": [[start, end, kind.value] for start, end, kind in told.cuts],
        "citations": [
            {
                "article_id": cited.source.id,
                "publisher": cited.source.publisher,
                "title": cited.source.title,
                "start": passage.start,
                "end": passage.end,
                "words": cited.words,
                "href": cited.href,
            }
            for cited, passage in zip(view.cited, told.citations, strict=False)
        ],
    }


def answer_record(page: AnswerPage) -> Record:
    """An answer: `found` is "answered", "differs" (all sides follow) or "unknown" (`near` has the nearest passages)."""
    answer = page.answer
    return {
        "question": answer.question,
        "asked": answer.asked.value,
        "found": answer.found.value,
        "said": page.said,
        "sentences": [told_record(view) for view in page.sentences],
        "near": [told_record(view) for view in page.near],
        "missing": list(answer.missing),
        "looked_at": page.looked_at,
        "version": answer.version,
    }


def worded_record(found: Worded) -> Record:
    """What a text generator worded; `note` says why it is the sources' own sentences instead."""
    return {
        "sentences": [
            {
                "text": one.text,
                "citations": [{"article_id": cited.source.id, "href": cited.href, "words": cited.words} for cited in one.cited],
            }
            for one in found.sentences
        ],
        "by_model": found.by_model,
        "model": found.phrased.model,
        "tokens": found.phrased.tokens,
        "kept": found.phrased.kept,
        "refused": {reason.value: count for reason, count in found.phrased.dropped},
        "note": found.note,
    }
