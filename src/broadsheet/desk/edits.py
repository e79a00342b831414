"""What the owner did to stories, in words; and which story a typed number, address or words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.desk.cards import StoryCard, cards_of
from broadsheet.desk.words import counted
from broadsheet.store.base import Store
from broadsheet.types import Article, Search, Story, StoryEdit, Term

#: Stories offered for words, and articles named in one row of the log.
MOST_FOUND, MOST_NAMED = 12, 6
_NUMBER = re.compile(r"#?([0-9]{1,15})")
_ADDRESS = re.compile(r"(?:https?://[^/\s]{1,255})?/(story|article)/([0-9]{1,15})(?:[/?#].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow:
    """An edit as the log shows it. `story` and `source` are the stories that it went into and came from, as far as they still exist."""

    edit: StoryEdit
    words: str
    story: Story | None
    source: Story | None
    articles: tuple[Article, ...]
    more: int


def edits_page(store: Store, limit: int = 100) -> list[EditRow]:
    """All edits, the latest first. Three queries."""
    return rows_of(store, store.edits(0, limit))


def rows_of(store: Store, edits: Sequence[StoryEdit]) -> list[EditRow]:
    """These edits as rows. Two queries."""
    numbers = list(dict.fromkeys(number for edit in edits for number in (edit.story_id, edit.from_story)))
    named = list(dict.fromkeys(number for edit in edits for number in edit.article_ids[:MOST_NAMED]))
    # A merged story answers with another id: it is not the one that was asked for, and is left out.
    stories = {story.id: story for story in store.stories_by_id(numbers)} if numbers else {}
    articles = {article.id: article for article in store.articles_by_id(named)} if named else {}
    return [
        EditRow(
            edit=edit,
            words=in_words(edit),
            story=stories.get(edit.story_id),
            source=stories.get(edit.from_story),
            articles=tuple(articles[number] for number in edit.article_ids[:MOST_NAMED] if number in articles),
            more=max(0, len(edit.article_ids) - MOST_NAMED),
        )
        for edit in edits
    ]


def in_words(edit: StoryEdit) -> str:
    """What was done: "merged story 4 into story 2", "split 3 articles off story 2 as story 9", "moved 1 article from story 4 to 2"."""
    size = counted(len(edit.article_ids), "article")
    if edit.action == "merge":
        return f"merged story {edit.from_story} ({size}) into story {edit.story_id}"
    if edit.action == "split":
        return f"split {size} off story {edit.from_story} as story {edit.story_id}"
    return f"moved {size} from story {edit.from_story} to story {edit.story_id}"


def read_target(store: Store, typed: str) -> int:
    """The story that a number or the address of a story or article means; 0 when it is neither, or the article waits to be linked."""
    typed = typed.strip()
    number = _NUMBER.fullmatch(typed)
    if number:
        return int(number[1])
    address = _ADDRESS.fullmatch(typed)
    if address is None:
        return 0
    return int(address[2]) if address[1] == "story" else store.story_of([int(address[2])]).get(int(address[2]), 0)


def find_stories(store: Store, typed: str, *, without: int = 0) -> list[StoryCard]:
    """Stories that a number, an address or words mean, without one of them; best first."""
    target = read_target(store, typed)
    if target:
        ids = [target]
    else:
        words = tuple(Term((word,), prefix=True) for word in re.findall(r"\w+", typed)[:8])
        if not words:
            return []
        hits = store.search(Search(terms=words), limit=60).hits
        places = store.story_of([hit.article.id for hit in hits])
        ids = list(dict.fromkeys(places[hit.article.id] for hit in hits if hit.article.id in places))[:MOST_FOUND]
    found = {story.id: story for story in store.stories_by_id(ids) if story.id != without and story.articles}
    return cards_of(store, list(found.values())) if found else []
