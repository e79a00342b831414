"""Stories told in sentences of their articles."""

from broadsheet.analyse.telling.story import VERSION, story_telling

__all__ = ["VERSION", "story_telling"]
