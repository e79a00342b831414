"""Text generators: optional, from outside, and never believed."""

from broadsheet.models.generating.base import Messages, Meter, OverBudget, Paused, Replies, Shape, TextGenerator, Written
from broadsheet.models.generating.breaker import Breaker
from broadsheet.models.generating.endpoint import EndpointGenerator, Limits
from broadsheet.models.generating.memory import MemoryMeter, MemoryReplies

__all__ = [
    "Breaker",
    "EndpointGenerator",
    "Limits",
    "MemoryMeter",
    "MemoryReplies",
    "Messages",
    "Meter",
    "OverBudget",
    "Paused",
    "Replies",
    "Shape",
    "TextGenerator",
    "Written",
]
