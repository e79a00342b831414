"""Timelines: the days that matter in a collection of dated documents, each told in sentences of the documents. No I/O.

timeline_of(documents, ...) -> days in order of time, each with its weight and its passages, word for word
"""

from broadsheet.analyse.timelines.records import DatedText, DayPassage, DayTold
from broadsheet.analyse.timelines.tell import VERSION, timeline_of

__all__ = ["VERSION", "DatedText", "DayPassage", "DayTold", "timeline_of"]
