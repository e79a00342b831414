"""How a story's coverage went: counts of articles in equal steps of time, as bars for a terminal and as a sentence for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: Bars at most.
MOST = 24
BARS = "▁▂▃▄▅▆▇█"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
#: Steps to choose from, as readers count time; a longer span takes a multiple of the last one.
STEPS = (_HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 28 * _DAY)
#: A Monday, from which steps of days and weeks are counted.
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`counts[i]` articles from `start + i * step` on, for one step. Empty counts: no times were given."""

    start: datetime
    step: timedelta
    counts: tuple[int, ...]

    @property
    def end(self) -> datetime:
        """Where the last step ends."""
        return self.start + len(self.counts) * self.step


def sparkline(times: Iterable[datetime], now: datetime | None = None) -> Sparkline:
    """Counts of these times (aware) in the shortest step that needs at most `MOST` bars. Linear in the number of times.

    With `now` the line goes on to it, so that a story that has gone quiet shows it; otherwise it ends with the last time.
    """
    moments = [time.astimezone(UTC) for time in times]
    if not moments:
        return Sparkline(_EPOCH, _HOUR, ())
    first, last = min(moments), max(moments)
    if now is not None:
        last = max(last, now.astimezone(UTC))
    step = _step(first, last)
    start = _EPOCH + ((first - _EPOCH) // step) * step
    counts = [0] * ((last - start) // step + 1)
    for time in moments:
        counts[(time - start) // step] += 1
    return Sparkline(start, step, tuple(counts))


def _step(first: datetime, last: datetime) -> timedelta:
    """The shortest step in which both ends are less than `MOST` steps apart."""
    step, longer = STEPS[0], iter(STEPS[1:])
    while (last - _EPOCH) // step - (first - _EPOCH) // step >= MOST:
        step = next(longer, 2 * step)
    return step


def spark_text(line: Sparkline) -> str:
    """The counts as block characters, the highest one full; a step without articles is the lowest bar."""
    most = max(line.counts, default=0)
    if not most:
        return BARS[0] * len(line.counts)
    # Nothing and something must look different: something is never the lowest bar.
    return "".join(BARS[0] if not count else BARS[max(1, round(count / most * (len(BARS) - 1)))] for count in line.counts)


def spark_sentence(line: Sparkline) -> str:
    """The same in words: "12 articles within 5 days, most of them (7) on 3 November"."""
    total = sum(line.counts)
    if not total:
        return "no articles"
    articles = f"{total} article{'s' if total > 1 else ''}"
    place = max(range(len(line.counts)), key=line.counts.__getitem__)
    when = _named(line.start + place * line.step, line.step)
    used = [number for number, count in enumerate(line.counts) if count]
    if len(used) == 1:
        return f"{articles}, {'all ' if total > 1 else ''}{when}"
    span = (used[-1] - used[0] + 1) * line.step
    most = line.counts[place]
    share = f"most of them ({most})" if 2 * most > total else f"the most, {most},"
    return f"{articles} within {_length(span)}, {share} {when}"


def _length(span: timedelta) -> str:
    if span < 2 * _DAY:
        return f"{span // _HOUR} hours"
    if span < 21 * _DAY:
        return f"{-(-span // _DAY)} days"
    return f"{-(-span // (7 * _DAY))} weeks"


def _named(start: datetime, step: timedelta) -> str:
    day = f"{start.day} {start:%B}"
    if step < _DAY:
        return f"around {start:%H:%M} UTC on {day}" if step == _HOUR else f"in the {step // _HOUR} hours from {start:%H:%M} UTC on {day}"
    if step == _DAY:
        return f"on {day}"
    return f"in the {step // _DAY} days from {day}"
