"""What writes text, what it is given and what it gives. Where its spending and its answers are kept is the caller's choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from broadsheet.errors import ModelError

T = TypeVar("T")
#: What is said to a model, in order: who speaks ("system", "user") and the text.
Messages = Sequence[tuple[str, str]]


class OverBudget(ModelError):
    """The day's or the request's tokens do not suffice; nothing was sent."""

    code = "model.budget"


class Paused(ModelError):
    """The service failed so often that it is left alone for a while; nothing was sent."""

    code = "model.paused"


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape that an answer must have: a name and its JSON schema, for services that can keep to one."""

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """A valid answer with where it comes from (row L10). `tokens` were spent on it now: 0 when it was kept from before."""

    value: T
    model: str
    tokens: int
    #: It was asked for before and kept.
    kept: bool = False
    #: Requests that it took.
    requests: int = 1


class TextGenerator(Protocol):
    """Something that writes. It asserts nothing: whoever shows its words checks each sentence (analyse.verifying)."""

    @property
    def name(self) -> str:
        """The model, for the note beside what it wrote."""

    def write(self, messages: Messages, shape: Shape, read: Callable[[Any], T]) -> Written[T]:
        """An answer as JSON of that shape, given to `read`, which raises ValueError for what it cannot use.

        Raises ModelError, after a bounded time, when there is no such answer; OverBudget and Paused before anything is sent.
        """


class Meter(Protocol):
    """Tokens spent, by day (UTC), for all processes that share it. Each call is atomic."""

    def reserve(self, day: date, tokens: int, most: int) -> bool:
        """Count `tokens` as spent on that day, if the day's sum then is at most `most`; whether it was done."""

    def settle(self, day: date, reserved: int, used: int) -> None:
        """Replace a reservation by what was used."""

    def spent(self, day: date) -> int:
        """The day's sum, reservations among it."""


class Replies(Protocol):
    """Valid answers that were given before, by the hash of all that was asked."""

    def get(self, key: str) -> str | None:
        """The answer's text."""

    def put(self, key: str, text: str, model: str, tokens: int) -> None:
        """Keep an answer with the model that wrote it and what it cost."""
