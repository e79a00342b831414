"""Stories: which articles tell of one event, decided as they arrive, with evidence. No I/O.

sketch(article, vector, background) -> Sketch      what later decisions need of an article; packed for the store
Grouper.add(sketch, copy_of) -> Decision           joins a story or begins one
Grouper.tidy() -> moves                            groups the latest stories anew, all together
group(articles, embedder, background)              all of it for a list
"""

from broadsheet.analyse.stories.grouper import Decision, Grouper
from broadsheet.analyse.stories.grouping import group
from broadsheet.analyse.stories.likeness import Settings, shipped
from broadsheet.analyse.stories.pins import Pins
from broadsheet.analyse.stories.sketch import SKETCH_VERSION, Sketch, embedded_text, quantised, sketch, unpack

__all__ = [
    "SKETCH_VERSION",
    "Decision",
    "Grouper",
    "Pins",
    "Settings",
    "Sketch",
    "embedded_text",
    "group",
    "quantised",
    "shipped",
    "sketch",
    "unpack",
]
