"""The pier at Vellmar: a story whose reports disagree, with its ledger, for tests of everything that shows one."""

from __future__ import annotations

from datetime import timedelta

from broadsheet.analyse.figures import find_figures
from broadsheet.store.base import Store
from broadsheet.types import (
    Article,
    Evidence,
    Filing,
    Findings,
    Form,
    Holder,
    HolderKind,
    Stance,
    Statement,
    Story,
    StoryLink,
)
from site_edition import NOW

QUAY = Holder(name="Quay Office", key="quay office", kind=HolderKind.ORGANISATION)
BRENN = Holder(name="Odda Brenn", key="odda brenn", kind=HolderKind.PERSON, body="Rowers' Guild")
CLERK = Holder(name="a clerk", key="a clerk", kind=HolderKind.ANONYMOUS, sure=False)
FIRST = (
    "Odda Brenn said that thirty people were killed when the pier at Vellmar fell.\n\n"
    "The Quay Office said that the pier at Vellmar had been inspected in May. A clerk muttered something of rust."
)
SECOND = "The Quay Office said that eleven people were killed when the pier at Vellmar fell."
THIRD = "The Quay Office admitted that the pier at Vellmar had not been inspected since the flood."


def said(text: str, words: str, holder: Holder, stance: Stance = Stance.CLAIMS, sure: float = 0.9) -> Statement:
    at = text.index(words)
    return Statement(content=((at, at + len(words)),), holders=(holder,), stance=stance, confidence=sure, form=Form.INDIRECT)


def tell_pier(store: Store) -> dict[str, int]:
    """A story of three reports, with who said what in them, and one that nobody read yet; its id and theirs."""
    texts = {"Morning Oar": FIRST, "Vellmar Post": SECOND, "Lantern": THIRD, "Late Bell": "Nothing else is known of the pier."}
    made = [
        Filing(
            article=Article(
                title=f"Pier {n}", text=text, publisher=name, language="en", published=NOW - timedelta(hours=9 - n), received=NOW
            )
        )
        for n, (name, text) in enumerate(texts.items())
    ]
    ids = [one.article_id for one in store.file(made)]
    begun = store.save_links([StoryLink(article_id=id_, story_id=-1, evidence=Evidence()) for id_ in ids])
    store.save_stories(
        [Story(id=begun[-1], headline="The pier at Vellmar", articles=4, outlets=4, reports=4, first_seen=NOW, last_seen=NOW)]
    )
    rows = (
        said(FIRST, "that thirty people were killed when the pier at Vellmar fell", BRENN),
        said(FIRST, "that the pier at Vellmar had been inspected in May", QUAY),
        said(FIRST, "something of rust", CLERK, sure=0.3),
    )
    other = (said(SECOND, "that eleven people were killed when the pier at Vellmar fell", QUAY),)
    last = (said(THIRD, "that the pier at Vellmar had not been inspected since the flood", QUAY, Stance.ADMITS),)
    store.save_findings(
        [
            Findings(article_id=ids[0], statements=rows, figures=find_figures(FIRST, rows), version="1"),
            Findings(article_id=ids[1], statements=other, figures=find_figures(SECOND, other), version="1"),
            Findings(article_id=ids[2], statements=last, note="only the first 300,000 characters were read", version="1"),
        ]
    )
    return {"story": begun[-1], "first": ids[0], "second": ids[1], "third": ids[2], "last": ids[3]}
