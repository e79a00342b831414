"""A poll and what follows from it: the pipeline collects, the schedule decides, the store keeps both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from broadsheet.errors import InputError, TryLater
from broadsheet.pipeline import Polled, Press, poll_source
from broadsheet.run import hubs, schedule
from broadsheet.run.hubs import Callbacks
from broadsheet.run.schedule import Rhythm
from broadsheet.types import AuditEntry, Failure, Source, SourceState


def poll_and_plan(
    press: Press, source: Source, state: SourceState, random: Callable[[], float], rhythm: Rhythm, callbacks: Callbacks | None = None
) -> Polled:
    """Poll a source, store its next state, record or resolve its failure, and follow it to a new address. Raises StoreError only.

    With `callbacks`, subscribe at the hub that the feed names.
    """
    polled = poll_source(press, source, state)
    now = press.clock()
    after = schedule.next_state(state, source, polled, now, random, rhythm)
    if polled.error is None:
        if state.failures:
            press.store.resolve_failures(now, source_id=source.id, url=source.url)
        after = hubs.named(_follow_to_new_address(press, source, after), source, polled)
    elif not isinstance(polled.error, TryLater):
        _record(press, source, after, polled)
    _tell_title(press, source, polled)
    if after.hub:
        # The hub may have verified while we polled.
        stored = press.store.state(source.id)
        if (stored.hub, stored.topic) == (after.hub, after.topic):
            after = replace(after, lease_until=stored.lease_until)
    press.store.save_state(after)
    if polled.error is None and after.hub:
        hubs.subscribe_if_due(press, source, after, callbacks)
    return polled


def _record(press: Press, source: Source, after: SourceState, polled: Polled) -> None:
    error = polled.error
    assert error is not None
    now = press.clock()
    press.store.record_failure(
        Failure(
            at=now,
            code=error.code,
            message=error.message,
            url=source.url,
            source_id=source.id,
            size=polled.size,
            sample=polled.sample,
            retry_at=None if after.stopped else after.next_poll,
        )
    )
    if after.stopped:
        press.store.audit(AuditEntry(at=now, actor="worker", action="source.stopped", subject=source.url, detail=after.stopped))


def _follow_to_new_address(press: Press, source: Source, after: SourceState) -> SourceState:
    """Change the source's address once its move is certain (row N29), with a line in the audit log.

    Where the new address is a source of its own, this one stops: two sources for one document would collect it twice.
    """
    now = press.clock()
    target = schedule.new_address(after, now)
    if not target:
        return after
    current = press.store.source(source.id)
    try:
        press.store.update_source(replace(current, url=target))
    except InputError:
        reason = f"moved to {target}, which is a source of its own"
        press.store.audit(AuditEntry(at=now, actor="worker", action="source.stopped", subject=source.url, detail=reason))
        return replace(after, stopped=reason)
    press.store.audit(AuditEntry(at=now, actor="worker", action="source.moved", subject=source.url, detail=target))
    return replace(after, moved_to="", moved_count=0, moved_since=None)


def _tell_title(press: Press, source: Source, polled: Polled) -> None:
    """A source that nobody named takes the name that its feed gives itself."""
    if polled.feed is None or (source.title and source.site_url) or not (polled.feed.title or polled.feed.site_url):
        return
    current = press.store.source(source.id)
    named = replace(current, title=current.title or polled.feed.title, site_url=current.site_url or polled.feed.site_url)
    if named != current:
        press.store.update_source(named)
