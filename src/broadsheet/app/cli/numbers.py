"""Numbers of stories on the command line: "s12", or plainly 12 where only a story can be meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

import click

from broadsheet.store.base import Store
from broadsheet.types import Story

_STORY = re.compile(r"s?(\d{1,18})", re.IGNORECASE | re.ASCII)
_THING = re.compile(r"(s?)(\d{1,18})", re.IGNORECASE | re.ASCII)


class ArticleNumber(click.ParamType[int]):
    """The number of an article."""

    name = "article"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Fails with what is allowed."""
        found = _THING.fullmatch(str(value))
        if found is None or found[1]:
            self.fail(f"{value!r} is no article: write its number, 12", param, ctx)
        return int(found[2])


class StoryNumber(click.ParamType[int]):
    """The number of a story."""

    name = "story"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Fails with what is allowed."""
        found = _STORY.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is no story: write s12, or 12", param, ctx)
        return int(found[1])


@dataclass(frozen=True, slots=True)
class Thing:
    """An article or a story, by number."""

    number: int
    is_story: bool


class ThingNumber(click.ParamType[Thing]):
    """The number of an article (12), or of a story (s12)."""

    name = "id"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Thing:
        """What is meant. Fails with what is allowed."""
        if isinstance(value, Thing):
            return value
        found = _THING.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is neither an article (12) nor a story (s12)", param, ctx)
        return Thing(int(found[2]), bool(found[1]))


ARTICLE, STORY, THING = ArticleNumber(), StoryNumber(), ThingNumber()


def story_of(store: Store, number: int) -> Story:
    """The story; says on stderr when it went into another one. Raises NotFound."""
    story = store.story(number)
    if story.id != number:
        click.echo(f"s{number} was merged into s{story.id}", err=True)
    return story
