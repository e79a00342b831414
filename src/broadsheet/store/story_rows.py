"""Records of stories to rows and back. Nothing is lost on the way, but for numbers that are none (NaN becomes 0)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import isnan
from typing import Any

from sqlalchemy import RowMapping

from broadsheet.store.clean import clean_record
from broadsheet.store.entries import facet_hash
from broadsheet.store.pressing import pressed, unpressed
from broadsheet.store.rows import Row, packed, sound, unpacked
from broadsheet.store.tables import EPOCH, micros, moment
from broadsheet.types import Copy, CopyKind, Evidence, Membership, Pin, PinKind, Signal, Story, StoryEdit

#: The facet under which every story is listed.
ALL = b""
_PLAIN = ("id", "headline", "lead_id", "first_id", "first_publisher", "first_seen", "last_seen", "articles", "outlets", "reports",
          "copies", "picture_id", "version")  # fmt: skip
_PACKED = ("languages", "sections", "places", "publishers")
#: What moved an article when no reader did.
MACHINES = ("linker", "tidy")


def evidence_values(given: Evidence) -> list[Any]:
    """Evidence as a list, for JSON: short, because every article has one."""
    evidence = clean_record(given)
    signals = [[s.name, number(s.value), number(s.weight), *s.detail] for s in evidence.signals]
    decided = None if evidence.decided is None else micros(evidence.decided)
    runner_up = None if evidence.runner_up is None else [evidence.runner_up[0], number(evidence.runner_up[1])]
    score, threshold = number(evidence.score), number(evidence.threshold)
    return [score, threshold, signals, evidence.nearest_id, runner_up, evidence.decider, decided, evidence.version]


@sound
def evidence_from(values: list[Any]) -> Evidence:
    """The evidence of `evidence_values`."""
    score, threshold, signals, nearest_id, runner_up, decider, decided, version = values
    return Evidence(
        score=score,
        threshold=threshold,
        signals=tuple(Signal(name, value, weight, tuple(detail)) for name, value, weight, *detail in signals),
        nearest_id=nearest_id,
        runner_up=None if runner_up is None else (runner_up[0], runner_up[1]),
        decider=decider,
        decided=None if decided is None else moment(decided),
        version=version,
    )


def evidence_data(evidence: Evidence) -> bytes:
    """Evidence as it is stored."""
    return pressed(evidence_values(evidence))


@sound
def evidence_of(data: bytes) -> Evidence:
    """Stored evidence."""
    return evidence_from(unpressed(data))


def membership_of(row: RowMapping) -> Membership:
    """The membership of a row."""
    return Membership(row["article_id"], row["story_id"], evidence_of(row["evidence"]))


def by_hand(evidence: bytes) -> bool:
    """Whether a reader placed the article that has this evidence."""
    return evidence_of(evidence).decider not in MACHINES


def copy_row(given: Copy) -> Row:
    """The row of a copy."""
    copy = clean_record(given)
    return {
        "article_id": copy.article_id,
        "original_id": copy.original_id,
        "kind": copy.kind.value,
        "share": number(copy.share),
        "kept": number(copy.kept),
        "credit": copy.credit,
        "reasons": packed(copy.reasons),
        "version": copy.version,
    }


@sound
def copy_of(row: RowMapping) -> Copy:
    """The copy of a row."""
    return Copy(
        article_id=row["article_id"],
        original_id=row["original_id"],
        kind=CopyKind(row["kind"]),
        share=row["share"],
        kept=row["kept"],
        credit=row["credit"],
        reasons=tuple(unpacked(row["reasons"])),
        version=row["version"],
    )


def story_row(given: Story) -> Row:
    """The row of a story's description, without id."""
    story = clean_record(given)
    plain = {name: getattr(story, name) for name in _PLAIN if name != "id"}
    return plain | {name: packed(getattr(story, name)) for name in _PACKED} | {"heat": number(story.heat)}


@sound
def story_of(row: RowMapping) -> Story:
    """The story of a row."""
    values: dict[str, Any] = {name: row[name] for name in _PLAIN} | {name: tuple(unpacked(row[name])) for name in _PACKED}
    return Story(**values, heat=row["heat"])


def list_rows(story: Story) -> list[Row]:
    """The rows by which a story is listed: one for all stories, and one for each of its languages, sections and publishers."""
    facets = {ALL}
    for kind, values in (("l", story.languages), ("s", story.sections), ("p", story.publishers)):
        facets.update(facet(kind, value) for value in values if value)
    same = {"story_id": story.id, "heat": number(story.heat), "last_seen": story.last_seen or EPOCH, "outlets": story.outlets}
    return [same | {"facet": one} for one in sorted(facets)]


def facet(kind: str, value: str) -> bytes:
    """What stands for a value in lists, the same for values that differ in case, accents and punctuation only."""
    return kind.encode() + facet_hash(value)


@sound
def pin_of(row: RowMapping) -> Pin:
    """The pin of a row."""
    return Pin(PinKind(row["kind"]), row["a"], row["b"], row["edit_id"])


def edit_row(given: StoryEdit, was: Sequence[tuple[int, bytes]]) -> Row:
    """The row of a reader's edit, without id; `was` is the evidence that its articles had."""
    edit = clean_record(given)
    return {
        "at": edit.at,
        "actor": edit.actor,
        "action": edit.action,
        "story_id": edit.story_id,
        "from_story": edit.from_story,
        "article_ids": packed(edit.article_ids),
        "before": packed(edit.before),
        "was": pressed([[article_id, unpressed(evidence)] for article_id, evidence in was]),
        "undone": edit.undone,
    }


@sound
def edit_of(row: RowMapping) -> StoryEdit:
    """The edit of a row."""
    plain: dict[str, Any] = {name: row[name] for name in ("id", "actor", "action", "story_id", "from_story")}
    at: datetime = row["at"]
    return StoryEdit(
        **plain,
        at=at,
        article_ids=tuple(unpacked(row["article_ids"])),
        before=tuple((article_id, story_id) for article_id, story_id in unpacked(row["before"])),
        undone=row["undone"],
    )


@sound
def evidence_before(was: bytes) -> dict[int, bytes]:
    """The evidence that the articles of an edit had, as it was stored."""
    return {article_id: pressed(values) for article_id, values in unpressed(was)}


def number(value: float) -> float:
    """The number; 0 for one that is none, which SQLite cannot hold and no order knows where to put."""
    return 0.0 if isnan(value) else value
