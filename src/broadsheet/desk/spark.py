"""A story's coverage over time, ready to be drawn: bars with their shares and the same in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.analyse.threads import spark_sentence, sparkline
from broadsheet.desk.words import clock, short_day


@dataclass(frozen=True, slots=True)
class Bar:
    """How many articles came in one step, the one from `start` on. `share` is the count in hundredths of the highest bar's."""

    start: datetime
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Spark:
    """A story's coverage: `step` is the time that one bar stands for, `summary` says in words what the drawing shows."""

    bars: tuple[Bar, ...]
    step: timedelta
    summary: str

    @property
    def told(self) -> tuple[Bar, ...]:
        """The bars that have something in them."""
        return tuple(bar for bar in self.bars if bar.count)

    @property
    def unit(self) -> str:
        """What one bar is: "hour", "6 hours", "day", "2 weeks"."""
        hours = self.step // timedelta(hours=1)
        for size, name in ((168, "week"), (24, "day"), (1, "hour")):
            if hours % size == 0:
                return name if hours == size else f"{hours // size} {name}s"
        return f"{hours} hours"

    def label(self, bar: Bar) -> str:
        """When a bar begins, no finer than its step."""
        day = short_day(bar.start)
        return day if self.step >= timedelta(days=1) else f"{day}, {clock(bar.start)}"


def spark(times: Sequence[datetime]) -> Spark | None:
    """The bars of these times (UTC), from the first to the last; None for fewer than two articles."""
    if len(times) < 2:
        return None
    line = sparkline(times)
    most = max(line.counts)
    bars = (Bar(line.start + place * line.step, count, round(100 * count / most)) for place, count in enumerate(line.counts))
    return Spark(tuple(bars), line.step, spark_sentence(line))
