"""The questions by which answering is judged: well-formed, about articles that exist, with answers that stand in them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.demo.dates import fill_dates
from broadsheet.demo.edition import Edition, Piece, load_edition, paragraphs

FOLDER = Path(__file__).resolve().parents[2] / "bench" / "questions"
FIELDS = {"id", "set", "part", "question", "scope", "kind", "answerable", "contested", "expect", "articles"}
OPTIONAL = {"after", "language", "holders"}
KINDS = {
    "who",
    "when",
    "where",
    "how_many",
    "how_much",
    "why",
    "what",
    "what_happened",
    "what_said",
    "who_denied",
    "who_said",
    "who_accused",
    "did",
    "what_changed",
    "first",
}
#: A page with one of these faults never arrives.
LOST = {"depth", "empty", "gone", "cookies"}
ENDS = (datetime(2026, 11, 2, 9, 30, tzinfo=UTC), datetime(2027, 3, 5, 18, 0, tzinfo=UTC))

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


DEMO, DOSSIER = rows("demo"), rows("dossier")
BOTH = DEMO + DOSSIER


def plain(text: str) -> str:
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "}).replace("*", "").casefold()


def stands_in(wanted: str, text: str) -> bool:
    """Whether the words stand in the text, not inside a longer word or number (the README's rule)."""
    return re.search(rf"(?<![\w.,]){re.escape(plain(wanted))}(?!\w|[.,]\d)", plain(text)) is not None


def readable(piece: Piece) -> str:
    """What of an article can be collected: all its versions, up to its wall."""
    shown = [paragraphs(version.body)[: piece.paywall or None] for version in piece.versions]
    return "\n".join([piece.publisher.name, *piece.authors, *(v.headline for v in piece.versions), *("\n".join(part) for part in shown)])


def named(row: Row, edition: Edition) -> list[Piece]:
    """The articles that a row names; a story stands for all of its articles."""
    return [piece for piece in edition.pieces.values() if piece.id in row["articles"] or piece.story in row["articles"]]


def missing(row: Row, text: str, anchor: date | None = None) -> list[list[str]]:
    """The lists of which no string stands in the text."""

    def filled(one: str) -> str:
        return fill_dates(one, anchor, row.get("language", "en")) if anchor else one

    wanted: Iterable[list[str]] = [*row["expect"], *row.get("holders", [])]
    return [list_ for list_ in wanted if not any(stands_in(filled(one), text) for one in list_)]


def says_some(row: Row, text: str, anchor: date | None = None) -> bool:
    """Whether one of the lists of what is expected has a string in the text: then a citation of it can be right."""
    return len(missing({**row, "holders": []}, text, anchor)) < len(row["expect"])


@pytest.mark.parametrize("row", BOTH, ids=lambda row: row["id"])
def test_a_row_is_well_formed(row: Row) -> None:
    assert FIELDS <= row.keys() <= FIELDS | OPTIONAL
    assert row["id"].startswith(row["set"] + "-")
    assert row["part"] in {"dev", "held-out"}
    assert row["kind"] in KINDS
    assert row["question"].strip() == row["question"] != ""
    assert row["answerable"] == bool(row["expect"]) == bool(row["articles"])
    assert all(list_ and all(one.strip() == one != "" for one in list_) for list_ in [*row["expect"], *row.get("holders", [])])
    assert row["contested"] == ("holders" in row)
    if row["contested"]:
        assert len(row["expect"]) == len(row["holders"]) >= 2


@pytest.mark.parametrize("name", ["demo", "dossier"])
def test_ids_and_questions_are_unique_and_follow_ups_follow(name: str) -> None:
    own = rows(name)
    assert {row["set"] for row in own} == {name}
    assert len({row["id"] for row in own}) == len(own)
    parts: dict[str, str] = {}
    roots: dict[str, str] = {}
    for row in own:
        assert row["question"].casefold() not in {question.casefold() for question in parts}
        if "after" in row:
            assert parts[row["after"]] == row["part"], row["id"]
        parts[row["question"]] = row["part"]
        root = roots[row["question"]] = roots[row["after"]] if "after" in row else row["question"]
        third = int(hashlib.sha256(root.encode()).hexdigest(), 16) % 3
        assert row["part"] == ("dev" if third else "held-out"), row["id"]


@pytest.mark.parametrize("end", ENDS)
def test_what_a_row_of_the_demo_expects_stands_in_its_articles(end: datetime) -> None:
    edition = load_edition(end)
    for row in DEMO:
        assert row["scope"] == "all" or row["scope"] in edition.stories or row["scope"] in edition.pieces, row["id"]
        assert all(one in edition.pieces or one in edition.stories for one in row["articles"]), row["id"]
        pieces = named(row, edition)
        assert all(piece.fault not in LOST for piece in pieces), row["id"]
        if row["answerable"]:
            assert missing(row, "\n".join(map(readable, pieces)), edition.anchor) == [], row["id"]
            unfit = [piece.id for piece in pieces if piece.id in row["articles"] and not says_some(row, readable(piece), edition.anchor)]
            assert unfit == [], row["id"]


@pytest.mark.shared
def test_what_a_row_of_the_dossier_expects_stands_in_its_articles(shared: Path) -> None:
    lines = (shared / "data" / "dossier" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {one["id"]: f"{one['publisher']}\n{one['title']}\n{one['text']}" for one in map(json.loads, lines)}
    for row in DOSSIER:
        assert row["scope"] in {"all", *texts}
        assert set(row["articles"]) <= texts.keys(), row["id"]
        if row["answerable"]:
            assert missing(row, "\n".join(texts[one] for one in row["articles"])) == [], row["id"]
            assert all(says_some(row, texts[one]) for one in row["articles"]), row["id"]


def test_there_are_as_many_of_each_sort_as_the_measure_asks_for() -> None:
    counted = Counter(row["set"] for row in BOTH)
    assert counted["demo"] >= 100
    assert counted["dossier"] >= 30
    assert sum(not row["answerable"] for row in BOTH) >= 35
    assert sum(row["contested"] for row in BOTH) >= 25
    assert {row["kind"] for row in BOTH} == KINDS
    held = sum(row["part"] == "held-out" for row in BOTH)
    assert 0.25 <= held / len(BOTH) <= 0.42


def test_the_readme_counts_as_the_files_do() -> None:
    said = re.findall(
        r"^\| (?:`(\w+)`|set `(\w+)`|(together)) \| ([\d |]+) \|$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    counted = {kind or name or whole: tuple(map(int, numbers.split(" | "))) for kind, name, whole, numbers in said}
    groups = {kind: [row for row in BOTH if row["kind"] == kind] for kind in KINDS} | {"demo": DEMO, "dossier": DOSSIER, "together": BOTH}
    assert counted == {name: tally(group) for name, group in groups.items()}


def tally(group: list[Row]) -> tuple[int, ...]:
    """All, answered, contested, unanswerable, dev, held-out."""
    answered = sum(row["answerable"] and not row["contested"] for row in group)
    parts = Counter(row["part"] for row in group)
    return (
        len(group),
        answered,
        sum(row["contested"] for row in group),
        sum(not row["answerable"] for row in group),
        parts["dev"],
        parts["held-out"],
    )
