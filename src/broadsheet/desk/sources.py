"""Sources and their health, in words that need no manual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.desk.words import age, span
from broadsheet.store.base import Store
from broadsheet.types import Source, SourceKind, SourceState


@dataclass(frozen=True, slots=True)
class Health:
    """`level` is "good", "new", "late", "failing", "stopped" or "off"; `words` say it, `detail` says why."""

    level: str
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the page lists it."""

    source: Source
    state: SourceState
    health: Health
    last_success: str
    next_poll: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The sources of one folder; `name` is the path in words, "" for those without."""

    name: str
    rows: tuple[SourceRow, ...]


def sources_page(store: Store, now: datetime) -> tuple[Folder, ...]:
    """All sources by folder. Two queries, whatever their number."""
    states = store.states()
    folders: dict[str, list[SourceRow]] = {}
    for source in store.sources():
        state = states.get(source.id) or SourceState(source_id=source.id)
        folders.setdefault(" › ".join(source.folder), []).append(source_row(source, state, now))
    return tuple(Folder(name, tuple(rows)) for name, rows in folders.items())


def source_row(source: Source, state: SourceState, now: datetime) -> SourceRow:
    """One source with its health in words."""
    return SourceRow(
        source=source,
        state=state,
        health=health(source, state, now),
        last_success=age(state.succeeded, now) if state.succeeded else "never yet",
        next_poll=_next_poll(source, state, now),
    )


def health(source: Source, state: SourceState, now: datetime) -> Health:
    """How the source fares."""
    if source.kind is SourceKind.FILES:
        return Health("good", "Files and pasted pages; never polled")
    if not source.enabled:
        return Health("off", "Switched off", state.error)
    if state.stopped:
        return Health("stopped", f"Stopped: {state.stopped}", state.error)
    if state.failures:
        times = "once" if state.failures == 1 else f"{state.failures} times in a row"
        since = f", since {age(state.failing_since, now)}" if state.failing_since and state.failures > 1 else ""
        return Health("failing", f"Failed {times}{since}", state.error or state.error_code)
    if state.succeeded is None:
        return Health("new", "Not polled yet")
    if state.next_poll is not None and now - state.next_poll > timedelta(hours=1):
        return Health("late", f"Due for {span(now - state.next_poll)}", "Is collecting running?")
    note = "The last answer came over plain http although the address is https." if state.downgraded else ""
    new = f"; something new {age(state.changed, now)}" if state.changed else "; nothing new yet"
    return Health("good", f"In good health{new}", note)


def _next_poll(source: Source, state: SourceState, now: datetime) -> str:
    if source.kind is SourceKind.FILES or not source.enabled or state.stopped:
        return "never"
    if state.next_poll is None or state.next_poll <= now:
        return "now"
    return f"in {span(state.next_poll - now)}"
